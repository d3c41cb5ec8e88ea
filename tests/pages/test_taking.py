"""Every chart and table of every page can be taken along, made again, and held against a later publish."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl import pipeline
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from ui import context, navigation, panel
from ui.charts.medium import MEDIA
from ui.context import Context
from ui.exhibits import Exhibit, Origin, made_again
from ui.figures import freezing, issuing
from ui.figures import taking as module
from warehouse import served as files

Taken = tuple[Exhibit, Origin, Context]
PAGES = [
    path
    for section in ("总览", "行政执法", "复议应诉", "依法决策", "单位与口径")
    for path, _ in navigation.SECTIONS[section]
]


DRAWN = ("disputes/reconsideration.py", "decisions/rulemaking.py", "enforcement/penalties.py")
"""Pages with every sort of chart: drawn for every medium, which takes its time."""


@pytest.fixture
def exhibits(monkeypatch: pytest.MonkeyPatch) -> list[Taken]:
    """What a page offers to take along, as it is drawn."""
    found: list[Taken] = []

    def take(one: Exhibit, origin: Origin) -> None:
        found.append((one, origin, module.view(context.current(), origin)))

    monkeypatch.setattr(panel, "taking", take)
    return found


@pytest.mark.parametrize(
    ("page", "body"),
    [
        *((page, "lusong") for page in PAGES),
        ("reference/profile.py", "health"),
        ("overview/overview.py", "health"),
    ],
)
def test_all_can_be_made_again_from_what_is_kept_of_it(
    page: str, body: str, exhibits: list[Taken], sample_app: Callable[..., AppTest]
) -> None:
    sample_app(page, year=2022, body=body)
    assert exhibits or page == "reference/definitions.py"
    for one, origin, now in exhibits:
        plain = freezing.origin_of({"origin": json.loads(json.dumps(asdict(origin)))})
        first = issuing.freeze(one, origin, now, drawn=page in DRAWN)
        again = made_again(plain, now)
        assert again is not None, origin.section
        assert freezing.changes(first, issuing.freeze(again, plain, now, drawn=False)) == []
        assert json.loads(json.dumps(first)) == first
        if one.figure is not None and page in DRAWN:
            assert set(first["drawings"]) == set(MEDIA)
            assert not freezing.table_of(first).empty


def test_a_picture_says_all_that_the_panel_says_and_its_number(
    exhibits: list[Taken], sample_app: Callable[..., AppTest]
) -> None:
    sample_app("disputes/litigation.py", year=2022, body="lusong")
    [(one, origin, now)] = [e for e in exhibits if e[0].key == "rate-court_appearance_rate"]
    kept = issuing.freeze(one, origin, now)
    for medium in MEDIA.values():
        drawn = freezing.drawing(kept, medium, "100-014")
        said = "".join(a["text"] for a in drawn["layout"]["annotations"]).replace("<br>", "")
        for part in ("图号100-014", "负责人出庭应诉率", "芦淞区", "2019–2023年", "单位：%", "第1次发布", "口径：出庭 ÷ 开庭",
                     "报送34/35个单位", "【演示数据】", "目标 100%"):  # fmt: skip
            assert part in said, (medium.code, part)
        if medium.ratio:
            assert drawn["layout"]["width"] / drawn["layout"]["height"] == pytest.approx(16 / 9, abs=0.01)
        else:
            assert drawn["layout"]["width"] == medium.narrow
    assert kept["rules"][0]["title"] == "负责人出庭应诉率"
    assert "÷" in kept["rules"][0]["rule"]


def test_a_later_return_makes_it_stale_and_it_stays_as_it_was(
    exhibits: list[Taken], sample_data: Path, data: Path, tmp_path: Path
) -> None:
    folder = DataFolder(Path(shutil.copytree(sample_data, data)))
    open_page("disputes/litigation.py", year=2022, body="lusong")
    [(one, origin, now)] = [e for e in exhibits if e[0].key == "rate-court_appearance_rate"]
    figure = issuing.issue(one, origin, now, "number")
    assert not issuing.today(figure).stale

    revised = tmp_path / "补报.csv"
    revised.write_text(
        "单位名称,年度,上期结转,新收,审结,未结,书面审理,开庭审理,负责人出庭,正职出庭,败诉\n"
        "市场监督管理局,2022,1,2,3,0,0,3,3,1,1\n",
        encoding="utf-8",
    )
    loaded = pipeline.load([revised], reasons=[("ledger_differs", "台账漏登一次出庭")], data=folder)
    assert loaded.ok, [f.message for o in loaded.outcomes for f in o.faults]
    served = files.current(data)
    assert served is not None
    assert served.publish == 2

    again = issuing.register().find(figure.serial)
    assert again is not None
    found = issuing.today(again)
    assert found.publish == 2
    told = {(c.what, c.before, c.now) for c in found.changes}
    assert ("2022年 出庭 ÷ 开庭 分子", "4", "5") in told
    assert ("2022年 出庭 ÷ 开庭 数值", "80%", "100%") in told
    frozen = freezing.table_of(again.frozen or {})
    row = frozen[(frozen["年份"] == "2022年") & (frozen["口径"] == "出庭 ÷ 开庭")].iloc[0]
    assert (row["分子"], row["数值"]) == (4, "80%")

    app = open_page("reports/register.py")
    assert not app.exception
    text = "".join(str(block.proto.body) for block in app.get("html"))
    assert figure.number in text
    assert "其中1个与现在的数据不同" in text
    assert "80% → 100%" in text


def test_a_section_that_is_no_more_is_said_not_broken(
    exhibits: list[Taken], sample_app: Callable[..., AppTest]
) -> None:
    sample_app("enforcement/permits.py", year=2022, body="lusong")
    one, origin, now = exhibits[0]
    gone = replace(origin, section="ui.no_such_module:gone")
    assert made_again(gone, now) is None
    figure = issuing.issue(one, gone, now, "number")
    found = issuing.today(figure)
    assert found.stale
    assert "没有这张图表" in found.why

"""A year in which nobody was sued, nobody sent the other returns: every view is designed, none breaks."""

import shutil

import pytest

from definitions import load_definitions
from etl import pipeline
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from tests.pages.seen import figure, html, sound, words

YEAR = 2024


@pytest.fixture(scope="module")
def open_year(sample_data, tmp_path_factory):
    """Opens a page in a year of which only litigation is known: 0 everywhere."""
    own = shutil.copytree(sample_data, tmp_path_factory.mktemp("empty") / "data")
    definitions = load_definitions()
    dataset = definitions.datasets["litigation"]
    heads = [c.label for c in dataset.columns]
    names = [
        b.name for b in definitions.bodies.values() if definitions.owes(b, dataset) and b.valid_to is None
    ]
    rows = [
        ",".join(["单位", "年度", *heads]),
        *(",".join([name, str(YEAR), *"0" * len(heads)]) for name in names),
    ]
    sent = own.parent / "应诉.csv"
    # Cases left over from the year before are said to have ended: the year began with none.
    rows = [row + (",说明" if i == 0 else ",上年未结的已移送管辖") for i, row in enumerate(rows)]
    sent.write_text("\n".join(rows), encoding="utf-8")
    loaded = pipeline.load([sent], data=DataFolder(own))
    assert loaded.ok, loaded

    def show(page, body="lusong"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DASHBOARD_DATA", str(own))
            app = open_page(page, year=YEAR, body=body, compare=0)
        sound(app)
        return app

    return show


def test_a_year_without_litigation(open_year):
    app = open_year("disputes/litigation.py")
    assert "2024年没有案件：各项均报0" in words(figure(app, "应诉案件流向"))
    assert "2024年没有开庭审理的案件：出庭率没有分母" in words(figure(app, "谁开了庭"))
    assert "2024年各单位各项均为0" in words(figure(app, "应诉案件：各单位"))
    assert '<span class="card-value" title="无分母">无分母</span>' in html(app)
    assert "× 无分母" in words(figure(app, "负责人出庭应诉率：历年"), "missing")


@pytest.mark.parametrize("body", ["lusong", "market_supervision"])
def test_a_year_of_which_nothing_was_sent(open_year, body):
    app = open_year("disputes/reconsideration.py", body)
    assert "各阶段均无数值：未报" in words(figure(app, "复议案件流向"))
    assert "2024年：未报。没有可画的数值" in words(figure(app, "复议纠错率与审结件数"))
    assert "2024年：未报。没有可画的数值" in words(figure(app, "各项比率、口径与95%区间"))
    assert html(app).count("未报</span>") >= 6


def test_decisions_of_which_nothing_was_sent(open_year):
    app = open_year("decisions/rulemaking.py")
    assert "未报。没有可画的数值" in words(figure(app, "重大行政决策五步程序"))
    assert "？ 未报" in words(figure(app, "五步程序：历年"), "missing")
    assert "前后相符" not in html(app)

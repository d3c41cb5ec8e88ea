"""The frame around every page, run whole: filters and address, empty states, and what is shown when something breaks."""

import gc
import re
import shutil
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

import ui
from definitions import load_definitions
from etl import pipeline
from ledger.folder import DataFolder
from ui import frame, navigation, served
from ui.markdown import literal
from ui.words import DEMONSTRATION_BANNER

ROOT = Path(__file__).resolve().parents[2]
PAGE = """
import streamlit as st
from ui import address, context
now = context.current()
st.text(f"{now.body}|{now.year}|{now.compare}|{now.leaf}|{now.short_name}")
"""
WITH_CHOICE = PAGE + 'st.text(address.choice("kind", "种类", {"a": "甲", "b": "乙"}, "a"))'


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pages folder in which every page says what it was given."""
    folder = tmp_path / "pages"
    for listed in navigation.SECTIONS.values():
        for path, _ in listed:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(PAGE, encoding="utf-8")
    (folder / "disputes/litigation.py").write_text(WITH_CHOICE, encoding="utf-8")
    monkeypatch.setattr(navigation, "PAGES_FOLDER", folder)
    served._open.clear()
    return folder


@pytest.fixture
def app(pages: Path) -> AppTest:
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)


@pytest.fixture
def full(app: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard over the sample."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_folder))
    return app


def html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def shown(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def query(app: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in app.query_params.items()}


def test_the_default_view_is_written_into_the_address(full):
    full.run()
    assert shown(full) == "lusong|2023|2022|False|芦淞区"
    assert query(full) == {"year": "2023", "body": "lusong", "compare": "2022"}
    assert DEMONSTRATION_BANNER in html(full)
    assert "株洲市芦淞区 · 2023年 · 对比2022年" in html(full)


def test_a_link_reopens_its_view(full):
    for name, value in {"year": "2022", "body": "health", "compare": "2019"}.items():
        full.query_params[name] = value
    full.run()
    assert shown(full) == "health|2022|2019|True|卫健局"
    assert [s.value for s in full.sidebar.selectbox] == [2022, "health", 2019]
    assert not full.warning


def test_a_link_without_comparison(full):
    full.query_params["compare"] = "0"
    full.run()
    assert shown(full).startswith("lusong|2023|None|")
    assert "不对比" in html(full)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", "2031"),
        ("year", "abc"),
        ("body", "nobody"),
        ("body", "<img src=x>"),
        ("compare", "1999"),
        ("year", ""),
    ],
)
def test_unknown_values_fall_back_and_are_named(full, name, value):
    full.query_params[name] = value
    full.run()
    assert shown(full) == "lusong|2023|2022|False|芦淞区"
    assert literal(f"“{value}”") in full.warning[0].value
    assert query(full)[name] in ("2023", "2022", "lusong")
    full.run()
    assert not full.warning


def test_a_body_that_did_not_exist_then(full):
    full.query_params["body"] = "culture_tourism_sports"
    full.run()
    assert shown(full).startswith("culture_tourism_sports|2023")
    full.sidebar.selectbox[0].select(2019).run()
    assert shown(full).startswith("lusong|2019|")
    assert "在2019年不存在" in full.warning[0].value


def test_filters_change_the_address_and_survive_a_page_switch(full, pages):
    full.run()
    full.sidebar.selectbox[0].select(2021).run()
    full.sidebar.selectbox[1].select("health").run()
    assert query(full) == {"year": "2021", "body": "health", "compare": "2022"}
    full.switch_page(str(pages / "disputes/litigation.py")).run()
    assert shown(full).startswith("health|2021|2022|")
    assert full.text[1].value == "a"
    assert query(full)["kind"] == "a"


def test_a_page_keeps_its_own_choice(full, pages):
    full.run()
    full.switch_page(str(pages / "disputes/litigation.py")).run()
    full.main.selectbox[0].select("b").run()
    assert query(full)["kind"] == "b"
    full.switch_page(str(pages / "overview/overview.py")).run()
    full.switch_page(str(pages / "disputes/litigation.py")).run()
    assert full.text[1].value == "b"


def test_the_bodies_stand_in_tree_order_below_their_parent(full):
    full.run()
    names = full.sidebar.selectbox[1].options
    assert names[0] == "株洲市芦淞区"
    assert all(name.startswith("　") for name in names[1:])


def test_before_the_first_publish_the_first_page_offers_the_sample(app):
    app.run()
    assert not app.exception
    assert [b.label for b in app.button] == ["载入示例数据"]
    assert "python -m etl load" in app.code[0].value
    app.button[0].click().run()
    assert shown(app) == "lusong|2023|2022|False|芦淞区"


def test_before_the_first_publish_other_pages_point_there(app, pages):
    app.run()
    app.switch_page(str(pages / "disputes/litigation.py")).run()
    assert not app.exception
    assert not app.button
    assert "还没有已发布的数据" in html(app)


def test_a_broken_page_shows_a_code_and_no_traceback(full, pages, caplog):
    (pages / "overview/overview.py").write_text("raise RuntimeError('secret detail')", encoding="utf-8")
    full.run()
    assert not full.exception
    assert "本页未能显示" in html(full)
    assert "secret detail" not in html(full)
    code = html(full).split("记录编号 ")[1][:6]
    assert any(code in r.getMessage() and "secret detail" in str(r.exc_info) for r in caplog.records)


def test_a_damaged_warehouse_is_said_in_chinese(full, tmp_path, monkeypatch):
    folder = tmp_path / "broken"
    (folder / "warehouse").mkdir(parents=True)
    (folder / "warehouse/000001.duckdb").write_bytes(b"not a database")
    (folder / "warehouse/CURRENT").write_text("000001.duckdb", encoding="ascii")
    monkeypatch.setenv("DASHBOARD_DATA", str(folder))
    full.run()
    assert not full.exception
    assert "数据文件无法打开" in html(full)
    assert full.code[0].value == "python -m etl rebuild"


def test_mistakes_in_the_definitions_are_listed(full, tmp_path, monkeypatch):
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "words.toml").write_text("[states", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(folder))
    full.run()
    assert not full.exception
    assert "指标口径文件有误" in html(full)
    assert "words.toml" in html(full)


@pytest.fixture
def documented(monkeypatch):
    """The module of the example in docs/ui.md, importable; gives the page's text."""
    _, sections, page = re.split(r"```python\n", (ROOT / "docs/ui.md").read_text(encoding="utf-8"))[:3]
    module = ModuleType("ui.hearings")
    exec(sections.split("```")[0], module.__dict__)
    monkeypatch.setitem(sys.modules, "ui.hearings", module)
    monkeypatch.setattr(ui, "hearings", module, raising=False)
    return page.split("```")[0]


def test_the_example_in_the_documentation_runs(full, pages, documented):
    (pages / "disputes/litigation.py").write_text(documented, encoding="utf-8")
    full.query_params["year"] = "2022"
    full.run()
    full.switch_page(str(pages / "disputes/litigation.py")).run()
    assert not full.exception
    assert "本页未能显示" not in html(full)
    assert len(full.get("plotly_chart")) == 3
    assert "负责人出庭应诉率" in html(full)


def test_a_panel_shows_its_table_with_those_who_have_no_value(full, pages, documented):
    (pages / "overview/overview.py").write_text(documented, encoding="utf-8")
    full.session_state["view-funnel"] = "表"
    full.run()
    assert len(full.get("plotly_chart")) == 2
    assert "<caption>出庭率与开庭数：差异是否超出偶然</caption>" in html(full)
    assert "无分母" in html(full)
    assert [b.label for b in full.button] == ["下载"] * 3


def test_a_data_folder_begun_anew_under_the_same_name_is_not_taken_for_the_old_one(
    app, sample_folder, tmp_path, monkeypatch
):
    own = shutil.copytree(sample_folder, tmp_path / "own")
    monkeypatch.setenv("DASHBOARD_DATA", str(own))
    assert "株洲市芦淞区" in html(app.run())
    shutil.rmtree(own)
    sent = tmp_path / "许可.csv"
    labels = [c.label for c in load_definitions().datasets["litigation"].columns if c.applies_in(2022)]
    rows = [["单位", "年度", *labels], ["住房和城乡建设局", "2022", *"0" * len(labels)]]
    sent.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    loaded = pipeline.load([sent], data=DataFolder(own))
    assert loaded.ok, loaded
    served_now = html(app.run())
    assert "第1次发布" in served_now
    assert DEMONSTRATION_BANNER not in served_now


def test_a_new_publish_is_seen_at_the_next_run(app, sample_folder, tmp_path, monkeypatch):
    own = shutil.copytree(sample_folder, tmp_path / "own")
    monkeypatch.setenv("DASHBOARD_DATA", str(own))
    full = app.run()
    assert "第1次发布" in html(full)
    pipeline.republish(full=True, data=DataFolder(own))
    full.run()
    assert "第2次发布" in html(full)


def test_every_page_file_of_the_table_is_in_a_section_folder():
    paths = [path for listed in navigation.SECTIONS.values() for path, _ in listed]
    assert len(set(paths)) == len(paths) == 25
    assert all(Path(path).parent.name for path in paths)
    assert not list(navigation.PAGES_FOLDER.glob("*.py")), "Streamlit would serve these without dashboard.py"


def test_memory_is_collected_at_most_once_a_minute(monkeypatch):
    calls = []
    monkeypatch.setattr(gc, "collect", lambda: calls.append(1))
    monkeypatch.setattr(served, "_collected_at", time.monotonic() - 61)
    served.collect_if_due()
    served.collect_if_due()
    assert calls == [1]


def test_no_script_is_thrown_away_by_what_guards_the_page():
    """A script that looks as if it had markup in it is removed before it runs, without a word."""
    inside = frame.script().removeprefix("<script>").removesuffix("</script>")
    assert not re.search(r"<[/\w!]", inside)


def test_a_presentation_goes_through_the_pages_the_reader_may_see():
    order, path = [], "overview/overview.py"
    while path:
        order.append(path)
        around = navigation.presented(path, lambda action: action == "figures")
        assert around is not None
        before, path = around
        assert before == (order[-2] if len(order) > 1 else "")
    assert order[:2] == ["overview/overview.py", "enforcement/permits.py"]
    assert not {p for p in order if navigation.action_of(p) != "figures"}
    assert navigation.presented("reports/word.py", lambda _: True) is None
    assert navigation.presented("assessment/board.py", lambda action: action == "figures") is None

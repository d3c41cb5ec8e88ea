"""指标口径: every definition in words that come from the definitions, found by its words, reached by its address."""

import re
import shutil
from html import escape
from pathlib import Path

import pytest

import definitions as package
from definitions import load_definitions
from tests.pages.seen import html, note, sound

PAGE = "reference/definitions.py"


def opened(app):
    """The titles of what is unfolded."""
    return re.findall(r'<details [^>]* open><summary><span class="definition-title">(.*?)</span>', html(app))


def one(app, code):
    """What is said of one indicator or return."""
    return html(app).split(f'id="{code}"')[1].split("</details>")[0]


@pytest.fixture(scope="module")
def whole(kept_app):
    app = kept_app(PAGE, year=2022)
    sound(app)
    return app


def test_every_indicator_and_return_is_there_with_its_basis(whole):
    found = load_definitions()
    text = html(whole)
    assert text.count("<details") == len(found.indicators) + len(found.datasets)
    for indicator in found.indicators.values():
        said = one(whole, indicator.indicator)
        assert escape(indicator.title) in said
        assert escape(indicator.basis) in said
        assert all(escape(rule.basis) in said for rule in indicator.rules)
    assert not opened(whole)


def test_every_identity_is_told_with_its_return(whole):
    for dataset in load_definitions().datasets.values():
        said = one(whole, f"dataset-{dataset.dataset}")
        assert all(escape(identity.title) in said for identity in dataset.identities)
        assert all(escape(column.label) in said for column in dataset.columns)
    litigation = one(whole, "dataset-litigation")
    assert "各年（与上年比）" in litigation
    assert "需说明：写明原因才能载入，原因随数值一同显示。" in litigation
    assert "次年1月31日前" in litigation


def test_states_and_statuses_are_explained_in_the_words_of_the_definitions(whole):
    words = load_definitions().words
    text = html(whole)
    for meaning in (*words.state_meanings.values(), *words.status_meanings.values()):
        assert escape(meaning) in text
    assert text.count('class="mark"') == 11


def test_formulas_in_words(whole):
    assert "（撤销 + 变更 + 确认违法 + 责令履行）÷ 审结复议案件 × 100%" in one(whole, "correction_rate")
    assert "罚没金额 ÷ 处罚案件合计<" in one(whole, "average_penalty")
    assert "处罚案件合计 ÷ 行政检查次数 × 100<" in one(whole, "penalties_per_100_inspections")
    assert "不予许可数 ÷（不予许可数 + 许可数）× 100%" in one(whole, "denial_rate")


def test_an_address_opens_one_definition_with_both_rules_and_its_targets(sample_app):
    app = sample_app(PAGE, year=2022, indicator="court_appearance_rate")
    sound(app)
    assert opened(app) == ["负责人出庭应诉率"]
    said = one(app, "court_appearance_rate")
    assert "负责人出庭 ÷（开庭审理 + 书面审理）× 100%" in said
    assert said.index("计算与评价") < said.index("并列展示")
    official, demonstration = (r for r in said.split("<tr>") if ">100%<" in r)
    assert all(word in official for word in ("2022—2023年", "✓", "正式"))
    assert all(word in demonstration for word in ("2019—2021年", "【演示】"))
    assert "✓" not in demonstration
    assert "5：分母不足5时只列数，标“○ 样本过小”" in said
    assert "件件都应做到" in said
    assert "2022年应报：35个单位（行政执法部门16、垂直管理单位4、其他部门6、镇街9）" in said
    link = app.get("page_link")[0].proto
    assert (link.label, link.page) == ("查看数据", "litigation")
    assert html(app).count("<details") == 2


def test_the_year_decides_which_target_is_in_force(sample_app):
    app = sample_app(PAGE, year=2019, indicator="court_appearance_rate")
    demonstration, official = (r for r in one(app, "court_appearance_rate").split("<tr>") if ">100%<" in r)
    assert all(word in demonstration for word in ("2019—2021年", "✓"))
    assert "✓" not in official
    assert "目标100%（演示）" in one(app, "court_appearance_rate")


def test_targets_by_scope(sample_app):
    said = one(sample_app(PAGE, year=2022, indicator="correction_rate"), "correction_rate")
    rows = {
        r[2]: r[3:6]
        for r in (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r) for r in said.split("<tr>"))
        if len(r) == 8
    }
    assert rows["各单位"] == ["15%", "10%", "20%"]
    assert rows["镇街"] == ["20%", "10%", "25%"]
    assert rows["市场监管局"] == ["18%", "12%", "25%"]
    assert "单位自己的优先" in said


def test_a_search_finds_by_any_words_and_stands_in_the_address(sample_app):
    app = sample_app(PAGE, year=2022, sought="出庭 书面")
    sound(app)
    assert opened(app) == ["负责人出庭应诉率"]
    app.text_input[0].set_value("正职").run()
    assert opened(app) == ["正职负责人出庭率"]
    assert app.query_params["sought"] == "正职"
    app.text_input[0].set_value("").run()
    assert "sought" not in app.query_params
    assert html(app).count('id="dataset-') == 10


def test_a_search_that_finds_nothing_says_so(sample_app):
    app = sample_app(PAGE, year=2022, sought="<b>没有的</b>")
    sound(app)
    assert "没有含“&lt;b&gt;没有的&lt;/b&gt;”的指标" in html(app)
    assert "<b>没有的" not in html(app)


def test_back_to_all_definitions(sample_app):
    app = sample_app(PAGE, year=2022, indicator="loss_rate")
    assert opened(app) == ["行政诉讼败诉率"]
    app.button[0].click().run()
    assert app.query_params["indicator"] == "all"
    assert len(app.text_input) == 1


def test_an_unknown_indicator_is_said_at_once(sample_app):
    app = sample_app(PAGE, year=2022, indicator="no_such_rate")
    sound(app)
    assert "“no_such_rate”" in note(app)
    assert not opened(app)


def test_what_the_office_edits_is_what_the_page_says(sample_app, tmp_path, monkeypatch):
    folder = tmp_path / "definitions"
    shutil.copytree(
        Path(package.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    for name, old, new in (
        ("words.toml", "没有这项职能，不可能有数。", "法律没有给这项职能。"),
        ("indicators.toml", "min_n = 5", "min_n = 7"),
        ("datasets/litigation.toml", 'label = "负责人出庭"', 'label = "行政首长出庭"'),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(folder))
    app = sample_app(PAGE, year=2022)
    sound(app)
    assert "法律没有给这项职能。" in html(app)
    assert "分母不足7时" in one(app, "court_appearance_rate")
    assert "行政首长出庭 ÷ 开庭审理 × 100%" in one(app, "court_appearance_rate")

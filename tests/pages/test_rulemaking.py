"""依法决策与规范性文件 over the sample: five steps with the shortfall named, registration against 100 %, documents."""

import shutil

import pytest

from etl import pipeline
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from tests.pages.seen import figure, figures, hovers, html, sound, table, words

PAGE = "decisions/rulemaking.py"
STEPS, BODIES, YEARS = "重大行政决策五步程序", "五步程序：各单位", "五步程序：历年"
RETURNS = """单位,年度,制定规范性文件,“三统一”规范性文件,现行有效规范性文件,废止规范性文件,修改规范性文件,重大行政决策,履行公众参与的决策,履行专家论证的决策,履行风险评估的决策,履行合法性审查的决策,履行集体讨论的决策,说明
区卫健局,2023,2,1,3,0,0,2,3,未报,1,不公开,2,一件决策两次公众参与
"""


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


@pytest.fixture(scope="module")
def unusual(sample_data, tmp_path_factory):
    """The district where one body reports more participations than decisions, lacks one step and withholds another."""
    own = shutil.copytree(sample_data, tmp_path_factory.mktemp("unusual") / "data")
    sent = own.parent / "决策.csv"
    sent.write_text(RETURNS, encoding="utf-8")
    assert pipeline.load([sent], data=DataFolder(own)).ok
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_DATA", str(own))
        app = open_page(PAGE, year=2023, body="lusong")
    sound(app)
    return app


def columns(chart):
    """What is written in each column of a grid, from the top down."""
    found: dict[str, list[tuple[int, str]]] = {}
    for note in chart["layout"]["annotations"]:
        if note.get("name") in ("duty", "missing"):
            found.setdefault(note["xref"], []).append((note["y"], note["text"]))
    return [[text for _, text in sorted(cells)] for _, cells in sorted(found.items())]


def test_the_headline(district):
    text = html(district)
    for said in ("9件", "88.9%", "8/9", "9中缺1", "100%", "5/5", "18件", "目标 100%（演示）"):
        assert said in text


def test_five_steps_with_the_shortfall_counted_and_named(district):
    steps = figure(district, STEPS)
    assert steps["layout"]["yaxis"]["ticktext"] == [
        "公众参与",
        "专家论证",
        "风险评估",
        "合法性审查",
        "集体讨论决定",
    ]
    done, lacking = steps["data"]
    assert (done["x"], lacking["x"]) == ([6, 5, 5, 8, 9], [3, 4, 4, 1])
    said = words(steps, "step").splitlines()
    assert said[0].startswith("66.7%（6/9），缺3")
    assert "住建局1、政府办1、青山镇1" in said[0]
    assert "教育局1、自然资源局1、政府办1、青山镇1" in said[2]
    assert said[4] == "100%（9/9）"
    assert "目标100%（演示）" in words(steps, "source")
    assert "报送28/28个单位" in words(steps, "source")
    assert "集体讨论决定件件履行，公众参与缺3件、专家论证缺4件、风险评估缺4件、合法性审查缺1件" in html(
        district
    )


def test_the_table_names_who_lacks_a_step(sample_app):
    app = sample_app(PAGE, year=2022, state={"view-steps": "表"})
    rows = table(html(app), "重大行政决策五步程序：履行与缺漏")
    [review] = [r for r in rows if r[0] == "合法性审查"]
    assert review[2:6] == ["8", "9", "88.9%", "青山镇1"]
    assert "100%（演示）" in review


def test_bodies_and_steps(district):
    bodies = figure(district, BODIES)
    assert bodies["layout"]["yaxis"]["ticktext"] == [
        "政府办",
        "卫健局",
        "住建局",
        "教育局",
        "自然资源局",
        "青山镇",
    ]
    assert columns(bodies)[0] == ["3/4，缺1", "1/1", "0/1，缺1", "1/1", "1/1", "0/1，缺1"]
    assert columns(bodies)[4] == ["4/4", "1/1", "1/1", "1/1", "1/1", "1/1"]
    assert "无此职能的7个：生态环境分局" in words(bodies, "source")
    assert "没有重大行政决策的22个" in words(bodies, "source")
    assert "缺漏次数：青山镇4、政府办3、教育局2" in html(district)
    assert any("0%（0/1）" in h and "目标 100%" in h for h in hovers(bodies))


def test_steps_over_the_years(district):
    years = figure(district, YEARS)
    assert columns(years)[0] == ["3/5，缺2", "3/6，缺3", "5/8，缺3", "6/9，缺3", "10/11，缺1"]
    assert "2022年五步合计应履行45次，缺12次；2021年五步合计应履行40次，缺13次" in html(district)
    assert "<b>2022年</b>" in years["layout"]["yaxis"]["ticktext"]


def test_registration_against_100_percent(district):
    bodies, trend = (
        figure(district, "规范性文件“三统一”：各单位"),
        figure(district, "规范性文件“三统一”率：历年"),
    )
    assert words(bodies, "duty").splitlines() == [
        "制定3件，全部登记",
        "制定1件，全部登记",
        "制定1件，全部登记",
    ]
    assert "÷ 没有制定" in words(bodies, "missing")
    lines = {t["name"]: t["y"] for t in trend["data"]}
    assert lines["规范性文件“三统一”率：历年"] == pytest.approx([75, 66.667, 83.333, 100, 100], abs=0.001)
    assert set(lines["目标"]) == {100}
    assert "2022年芦淞区规范性文件“三统一”率为100%（5/5），目标100%，无一缺漏，达标" in html(district)


def test_documents_issued_in_force_repealed_amended(district):
    years = {t["name"]: t["x"] for t in figure(district, "规范性文件制定与清理：历年")["data"]}
    assert years["现行有效规范性文件（件）"] == [13, 15, 17, 18, 22]
    assert years["制定规范性文件（件）"] == [4, 3, 6, 5, 7]
    assert years["废止规范性文件（件）"] == [1, 1, 4, 4, 3]
    assert years["修改规范性文件（件）"] == [0, 1, 1, 2, 1]
    assert "2021年末现行有效17件，2022年制定5件、废止4件，年末现行有效18件，前后相符" in html(district)
    assert figure(district, "规范性文件：各单位")["layout"]["yaxis"]["ticktext"][0] == "政府办"


def test_a_department_is_seen_among_the_others(sample_app):
    app = sample_app(PAGE, year=2022, body="government_office")
    sound(app)
    assert words(figure(app, STEPS), "step").splitlines()[:2] == ["75%（3/4），缺1"] * 2
    bodies = figure(app, BODIES)
    assert bodies["layout"]["yaxis"]["ticktext"][0] == "<b>政府办</b>"
    [done] = [t for t in bodies["data"] if t["name"] == "已履行" and t["xaxis"] == "x"]
    assert len({done["marker"]["color"][0], *done["marker"]["color"]}) == 2


def test_a_body_without_the_function_says_so_once(sample_app):
    app = sample_app(PAGE, year=2022, body="public_security")
    sound(app)
    assert "株洲市公安局芦淞分局无制定规范性文件和重大行政决策职能" in html(app)
    assert not figures(app)
    app.button[0].click().run()
    assert "株洲市芦淞区 · 2022年" in html(app)
    assert len(figures(app)) == 7


def test_a_body_that_never_decided_or_issued_anything(sample_app):
    app = sample_app(PAGE, year=2022, body="market_supervision")
    sound(app)
    assert "市场监管局的五步程序历年都没有数值（2019–2023年无分母），不列图" in html(app)
    assert "市场监管局的“三统一”率历年都没有数值" in html(app)
    assert columns(figure(app, BODIES))[0][-1] == "÷ 无决策"


def test_a_return_not_sent_is_no_shortfall(sample_app):
    app = sample_app(PAGE, year=2023)
    sound(app)
    assert all(cells[-1] == "？ 未报" for cells in columns(figure(app, BODIES)))
    assert "医保局" not in words(figure(app, STEPS), "step")
    assert "五步各件都履行：住建局、交通局" in html(app)


def test_more_than_there_can_be_does_not_hide_what_another_lacks(unusual):
    said = words(figure(unusual, STEPS), "step").splitlines()[0]
    assert said.startswith("100%（13/13）")
    assert "农业农村局1；卫健局3/2存疑" in said
    text = html(unusual)
    assert "公众参与缺1件" in text
    assert "公众参与存疑（有单位所报多于决策数）" in text
    health = [cells[1] for cells in columns(figure(unusual, BODIES))]
    assert health == ["3/2，存疑", "？ 未报", "1/2，缺1", "▨ 不公开", "2/2"]
    assert "未“三统一”：卫健局1" in text

"""行政处罚 over the sample: two classifications with a break, exact amounts, small n, withheld cells, reforms."""

import pytest

from tests.pages.seen import figure, figures, hovers, html, sound, words

PAGE = "enforcement/penalties.py"
NEW = [("2021年", 1576), ("2022年", 1596), ("2023年", 1585)]


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


def table_of(app, title):
    return html(app).split(f"<caption>{title}</caption>")[1].split("</table>")[0]


def test_the_headline_is_what_was_published(district):
    text = html(district)
    found = ("1,596件", "510件", "1,086件", "68%", "155.97万元", "1,559,714元", "977.3元", "1,559,714/1,596")
    assert [value for value in found if value not in text] == []


def test_procedures_over_the_years_add_up_to_the_cases(district):
    summary, ordinary = figure(district, "处罚案件：简易程序与普通程序")["data"]
    assert (summary["x"][3], ordinary["x"][3]) == (510, 1086)
    assert [a + b for a, b in zip(summary["x"], ordinary["x"], strict=True)] == [1616, 1191, 1576, 1596, 1585]


def test_the_two_classifications_stand_apart_with_a_break_between_them(district):
    kinds = figure(district, "处罚种类")
    layout = kinds["layout"]
    assert len(layout["yaxis"]["ticktext"]) == 8
    assert len(layout["yaxis3"]["ticktext"]) == 9
    assert layout["yaxis"]["ticktext"][1] == layout["yaxis3"]["ticktext"][1] == "罚款"
    assert not any("分类" in name for name in layout["yaxis"]["ticktext"])
    [line] = [s for s in layout["shapes"] if s["name"] == "break"]
    left, right = layout["xaxis2"]["domain"][1], layout["xaxis3"]["domain"][0]
    assert left < line["x0"] == line["x1"] < right
    assert "2020年及以前：8种" in words(kinds, "block")
    assert "与此前不可比" in words(kinds, "block")
    # No trace reaches over the break: a column is one year, of one classification.
    assert [len(t["x"]) for t in kinds["data"]] == [8, 8, 9, 9, 9]
    assert {t["yaxis"] for t in kinds["data"][:2]} == {"y"}
    assert {t["yaxis"] for t in kinds["data"][2:]} == {"y3"}


def test_the_kinds_of_each_year_add_up_to_its_total(district):
    kinds = figure(district, "处罚种类")
    totals = [1616, 1191, *(total for _, total in NEW)]
    assert [sum(t["x"]) for t in kinds["data"]] == totals
    assert words(kinds, "column").splitlines() == [
        f"{year}年合计{total:,}" for year, total in zip(range(2019, 2024), totals, strict=True)
    ]
    assert kinds["data"][3]["x"][1] == 956


def test_all_columns_of_kinds_share_one_scale(district):
    kinds = figure(district, "处罚种类")
    longest = [
        kinds["data"][i]["x"][1] / kinds["layout"][axis]["range"][1]
        for i, axis in enumerate(("xaxis", "xaxis2"))
    ]
    assert longest[0] / longest[1] == pytest.approx(935 / 724, rel=0.1)


def test_the_table_of_kinds_has_both_classifications_and_no_number_across(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=2021, state={"view-kinds": "表"})
    sound(app)
    table = table_of(app, "处罚种类：2021年前后两套分类")
    rows = table.split("<tr>")[2:]
    assert len(rows) == 17
    old, new = [r for r in rows if r.startswith('<th scope="row">罚款<')]
    cells = [[c.split(">")[1].split("<")[0] for c in r.split("<td")[2:]] for r in (old, new)]
    assert cells == [["935", "724", "–", "–", "–"], ["–", "–", "925", "956", "985"]]


def test_amounts_are_exact_in_yuan_and_in_wan_on_the_axis(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=2021, state={"view-years-penalty_amount": "表"})
    sound(app)
    assert "1,559,714元" in table_of(app, "罚没金额：历年")
    amounts = figure(sample_app(PAGE, year=2022, body="lusong"), "罚没金额：历年")
    assert amounts["layout"]["yaxis"]["ticktext"] == ["0", "50万", "100万", "150万"]
    assert amounts["data"][0]["y"][3] == 1559714


def test_averages_come_with_n_and_small_ones_are_grey(district):
    bodies = figure(district, "处罚案件、罚没金额、法制审核与移送司法")
    average = bodies["data"][2]
    names = bodies["layout"]["yaxis"]["ticktext"]
    texts = dict(zip((names[i] for i in average["y"]), (t.strip() for t in average["text"]), strict=True))
    assert texts["公安分局"] == "166.5（n=441）"
    assert texts["教育局"] == "4,800（n=1）"
    hatched = {
        names[y]
        for y, shape in zip(average["y"], average["marker"]["pattern"]["shape"], strict=True)
        if shape
    }
    assert {"住建局", "教育局", "生态环境分局"} <= hatched
    assert not {"公安分局", "应急局", "文旅广体局"} & hatched
    assert "灰色斜线：分母不足10，不作比较" in words(bodies, "source")
    assert "竖线：芦淞区977.3" in words(bodies, "column")
    assert any("分子/分母 73,407/441" in text for text in hovers(bodies))


def test_a_withheld_cell_says_so_and_is_no_zero(district):
    bodies = figure(district, "处罚案件、罚没金额、法制审核与移送司法")
    transferred = bodies["data"][4]
    assert bodies["layout"]["yaxis"]["ticktext"][0] == "公安分局"
    assert 0 not in transferred["y"]
    [hidden] = [a for a in bodies["layout"]["annotations"] if a.get("name") == "missing" and a["y"] == 0]
    assert "不公开" in hidden["text"]
    assert hidden["xref"] == transferred["xaxis"]
    assert sum(transferred["x"]) == 7
    assert "移送司法机关：公安分局不公开，未计入合计" in words(bodies, "source")
    assert "2021–2022年报送30/31个单位（1个不公开）" in words(figure(district, "移送司法机关"), "source")


def test_who_withholds_sees_the_word_on_its_own_page(sample_app):
    app = sample_app(PAGE, year=2022, body="public_security", compare=2021)
    sound(app)
    over_years = figure(app, "移送司法机关：历年")
    assert [v for v in over_years["data"][0]["y"] if v is not None] == [3, 1]
    assert words(over_years, "missing").count("不公开") == 3
    row = table_of(app, "行政处罚：全部项目").split("移送司法机关</th>")[1].split("</tr>")[0]
    assert row.count("不公开") == 2


def test_the_district_shows_what_the_reformed_bodies_reported_and_restated(district):
    merged = figure(district, "文旅广体局：处罚案件")
    shown = {t["name"]: t["x"] for t in merged["data"]}
    assert shown == {
        "文旅局": [14, 10, None, None, None],
        "广体局": [3, 2, None, None, None],
        "文旅广体局": [None, None, 15, 16, 16],
    }
    assert words(merged, "whole").splitlines() == ["合计 17", "合计 12", "合计 15", "合计 16", "合计 16"]
    assert "2021年机构改革（原文旅局、广体局）" in words(merged, "break")
    assert [s["name"] for s in merged["layout"]["shapes"]] == ["break"]
    assert figure(district, "城管和综合执法局：处罚案件")


def test_the_table_of_a_reform_has_reported_beside_restated(sample_app):
    state = {"view-reform-culture_tourism_sports": "表"}
    app = sample_app(PAGE, year=2022, body="culture_tourism_sports", compare=2021, state=state)
    sound(app)
    table = table_of(app, "文旅广体局：处罚案件，按报送与按改革后机构还原")
    row = table.split("2019年</th>")[1].split("</tr>")[0]
    assert [c.split(">")[1].split("<")[0] for c in row.split("<td")[2:]] == ["14", "3", "–", "17"]
    amount = table.split("2019年</th>")[2].split("</tr>")[0]
    assert "33,110" in amount


def test_a_successor_has_its_predecessors_before_a_break_in_every_course(sample_app):
    app = sample_app(PAGE, year=2022, body="urban_management", compare=2021)
    sound(app)
    amounts = figure(app, "罚没金额：历年")
    assert amounts["data"][0]["y"] == [116686, 86321, None, 91256, 103725, 128793]
    assert "2021年机构改革（原城管执法局）" in words(amounts, "break")
    assert "2021年以前为城管执法局所报之和" in words(amounts, "source")
    assert "2021年以前由城管执法局报送，不在本图" in words(figure(app, "案均罚没金额"), "source")


def test_a_body_that_was_merged_shows_what_it_became(sample_app):
    app = sample_app(PAGE, year=2020, body="sports_media", compare=2019)
    sound(app)
    assert figure(app, "文旅广体局：处罚案件")
    kinds = figure(app, "处罚种类")
    assert not [s for s in kinds["layout"].get("shapes", ()) if s["name"] == "break"]
    assert [len(t["x"]) for t in kinds["data"]] == [8, 8]


def test_a_body_that_did_not_report_has_words_and_no_share_is_made(sample_app):
    app = sample_app(PAGE, year=2023, body="medical_insurance", compare=2022)
    sound(app)
    assert html(app).count('class="card-value" title="未报"') == 6
    assert words(figure(app, "处罚种类"), "missing").count("未报") == 9
    bodies = figure(app, "处罚案件、罚没金额、法制审核与移送司法")
    assert bodies["layout"]["yaxis"]["ticktext"][-1] == "医保局"
    assert not any("%" in text for text in bodies["data"][0]["text"])
    assert "医保局未报，不计算占比。" in html(app)
    assert "报送30/31个单位" in words(bodies, "source")


def test_a_body_without_the_function_is_told_so(sample_app):
    app = sample_app(PAGE, year=2022, body="justice", compare=2021)
    sound(app)
    assert "无行政处罚职能" in html(app)
    assert not figures(app)


@pytest.mark.parametrize(("year", "cases"), [(2019, "1,616件"), (2020, "1,191件"), (2023, "1,585件")])
def test_every_year_has_its_page(sample_app, year, cases):
    app = sample_app(PAGE, year=year, body="lusong")
    sound(app)
    assert cases in html(app)

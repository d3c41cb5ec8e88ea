"""行政许可 over the sample: the published totals of 2022, the skew between bodies, bodies without the function."""

import pytest

from tests.pages.seen import figure, figures, hovers, html, note, sound, words

PAGE = "enforcement/permits.py"


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


def test_the_headline_is_what_was_published(district):
    text = html(district)
    assert all(value in text for value in ("42,429件", "41,698件", "41,673件", "24件", "0.058%", "24/41,697"))
    assert "较2021年 +3,221件（+8.4%）" in text
    assert "2022年芦淞区不予许可率为0.058%（24/41,697）。" in text


def test_from_application_to_decision_on_one_scale(district):
    flow = figure(district, "从申请到决定")
    assert flow["layout"]["yaxis"]["ticktext"] == ["申请数", "受理数", "许可数", "不予许可数", "撤销许可数"]
    now, before = flow["data"]
    assert now["x"] == [42429, 41698, 41673, 24, 1]
    assert [text.strip() for text in now["text"]] == ["42,429", "41,698", "41,673", "24", "1"]
    assert before["x"] == [38850, 38481, 38452, 29, 3]
    assert words(flow, "column").splitlines() == ["2022年", "2021年"]
    assert "撤销是许可之后的行为，不计入决定" in words(flow, "source")


def test_items_are_split_by_their_legal_basis(district):
    parts = figure(district, "行政许可事项")
    by_law, by_local_rule = parts["data"]
    assert by_law["x"] == [101, 98, 96, 92, 92]
    assert by_local_rule["x"] == [2, 2, 2, 1, 1]


def test_the_rate_says_on_how_many_decisions_it_rests_in_every_year(district):
    rate = figure(district, "不予许可率")
    assert "2022年41,697" in words(rate, "source")
    assert any("0.058%（24/41,697）" in text for text in hovers(rate))
    assert rate["data"][0]["error_y"]["array"]


def test_one_body_with_most_leaves_the_others_readable(district):
    bodies = figure(district, "许可、不予许可与不予许可率")
    first, zoom, denied, rate = bodies["data"]
    assert bodies["layout"]["yaxis"]["ticktext"][:2] == ["审批服务局", "公安分局"]
    assert first["x"][0] == 31347
    assert first["text"][0].strip() == "31,347（75.2%）"
    assert zoom["x"][0] < first["x"][0] / 4
    assert zoom["x"][1:] == first["x"][1:]
    assert zoom["text"][0].strip() == "31,347"
    assert [s["name"] for s in bodies["layout"]["shapes"]].count("cut") == 2
    assert sum(denied["x"]) == 24
    assert rate["text"][0].strip() == "0.022（7/31,354）"
    for axis in ("xaxis", "xaxis2", "xaxis3", "xaxis4"):
        assert bodies["layout"][axis]["range"][0] == 0
    assert "审批服务局最多，31,347件，占75.2%；前三位合计占87.7%。" in html(district)


def test_bodies_without_the_function_are_named_not_drawn(district):
    bodies = figure(district, "许可、不予许可与不予许可率")
    assert "河畔街道" not in bodies["layout"]["yaxis"]["ticktext"]
    assert "无此职能11个：医保局、统计局" in words(bodies, "source")
    assert "报送24/24个单位" in words(bodies, "source")


def test_the_table_of_bodies_keeps_everybody_and_the_word(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=2021, state={"view-bodies": "表"})
    sound(app)
    table = html(app).split("<caption>许可、不予许可与不予许可率：各单位</caption>")[1].split("</table>")[0]
    assert table.count("<tr>") == 36
    row = table.split("河畔街道</th>")[1].split("</tr>")[0]
    assert row.count("无此职能") == 4
    assert "不予许可率：分母" in table
    assert "不予许可率：分子" not in table
    assert ">31,347<" in table
    assert "许可数（件）2021年" in table


@pytest.mark.parametrize("body", ["town_hepan", "medical_insurance", "government_office"])
def test_a_body_without_the_function_is_told_so_and_shown_no_empty_chart(sample_app, body):
    app = sample_app(PAGE, year=2022, body=body, compare=2021)
    sound(app)
    assert "无行政许可职能" in html(app)
    assert "这与“未报”" in html(app)
    assert not figures(app)


def test_from_a_body_without_the_function_a_button_leads_to_the_district(sample_app):
    app = sample_app(PAGE, year=2022, body="town_hepan", compare=2021)
    app.button(key="go-up").click().run()
    sound(app)
    assert "株洲市芦淞区 · 2022年" in html(app)
    assert "41,673件" in html(app)


def test_a_department_stands_out_among_the_others(sample_app):
    app = sample_app(PAGE, year=2020, body="health", compare=0)
    sound(app)
    bodies = figure(app, "许可、不予许可与不予许可率")
    at = bodies["layout"]["yaxis"]["ticktext"].index("卫健局")
    colours = bodies["data"][0]["marker"]["color"]
    assert [i for i, c in enumerate(colours) if c != colours[0]] == [at]
    assert "卫健局列第3位，1,273件，占4.1%" in html(app)
    assert "变化" not in html(app)


@pytest.mark.parametrize(("year", "granted"), [(2019, "33,187件"), (2020, "30,924件"), (2021, "38,452件"), (2023, "43,518件")])  # fmt: skip
def test_every_year_has_its_page(sample_app, year, granted):
    app = sample_app(PAGE, year=year, body="lusong")
    sound(app)
    assert granted in html(app)
    assert f"{year}年芦淞区许可数为{granted}" in html(app)


def test_another_year_takes_its_own_year_before_without_a_word(sample_app):
    """The comparison was not chosen by anybody: that it is now the year itself is nobody's mistake."""
    app = sample_app(PAGE, year=2022, body="lusong")
    app.sidebar.selectbox[0].select(2021).run()
    sound(app)
    assert not app.warning
    assert "对比2020年" in html(app)


def test_a_body_that_did_not_exist_then_is_named_as_it_was_shown(sample_app):
    app = sample_app(PAGE, year=2022, body="culture_tourism_sports")
    app.sidebar.selectbox[0].select(2020).run()
    sound(app)
    assert note(app).startswith("所选单位“株洲市芦淞区文化旅游广电体育局”")
    assert "在2020年不存在，已改用默认值" in note(app)

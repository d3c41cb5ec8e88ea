"""执法能力 over the sample: the published totals of 2022, the body that did not report, who lacks certificates."""

import pytest

from tests.pages.seen import figure, hovers, html, sound, words

PAGE = "enforcement/capacity.py"


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


def test_the_headline_is_what_was_published_and_who_is_missing(district):
    text = html(district)
    assert all(value in text for value in ("124次", "1,383人次", "454条", "11.2人次", "1,383/124"))
    assert all(value in text for value in ("95%", "678/714", "目标 100%（演示）", "▲</span> 接近"))
    assert text.count("<span>报送 34/35 个单位</span>") == 5
    assert "较2021年 +129人次（+10.3%）" in text


def test_the_rate_names_the_years_in_which_a_body_is_missing(district):
    rate = figure(district, "执法人员持证率")
    assert words(rate, "source").replace("\n", "").count("2022–2023年报送34/35个单位") == 1
    assert any("95%（678/714）" in text and "报送 34/35 个单位" in text for text in hovers(rate))
    assert "目标 100%（演示）" in words(rate, "end")
    # With n at every point the labels would run into each other; n stands below and on hover.
    assert rate["data"][0]["text"][3] == "95%"
    assert "2022年714" in words(rate, "source")


def test_the_shortfall_is_in_persons_and_adds_up(district):
    gaps = figure(district, "执法人员持证缺口")
    assert sum(gaps["data"][0]["x"]) == 714 - 678
    assert gaps["layout"]["yaxis"]["ticktext"][0] == "城管和综合执法局"
    assert gaps["data"][0]["text"][0].strip() == "11人"
    assert any("分子/分母 73/84" in text for text in hovers(gaps))
    assert "？ 未报" in words(gaps, "missing")
    assert gaps["layout"]["yaxis"]["ticktext"][-1] == "退役军人局"
    source = words(gaps, "source")
    assert "报送34/35个单位" in source
    assert "其余21个单位无缺口" in source
    assert "2022年已报34个单位共缺36人，最多的是城管和综合执法局，11人；退役军人局未报。" in html(district)


def test_the_shortfall_as_a_table_has_every_body(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=0, state={"view-shortfall": "表"})
    sound(app)
    table = html(app).split("<caption>执法人员持证缺口：各单位</caption>")[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + 35
    row = table.split("株洲市芦淞区青山镇人民政府</th>")[1].split("</tr>")[0]
    assert all(value in row for value in (">9<", ">11<", "2人", "81.8%", "未达标"))
    late = table.split("株洲市芦淞区退役军人事务局</th>")[1].split("</tr>")[0]
    assert "未报" in late
    assert ">0人<" not in late


def test_every_quantity_over_the_years_with_its_own_coverage(district):
    years = figure(district, "培训、公示与审查：历年")
    drawn = {trace["name"]: trace["x"] for trace in years["data"]}
    assert drawn["审查合同（件）"] == [262, 241, 318, 328, 391]
    assert drawn["法律顾问（人）"] == [24, 26, 29, 33, 35]
    assert drawn["审查信息公开申请（件）"] == [3, 3, 4, 5, 7]
    assert "审查合同33/35个单位" in words(years, "source").replace("\n", "")
    table = html(district).split("<caption>执法能力：全部项目</caption>")[1].split("</table>")[0]
    assert table.count(">34/35<") == 7
    assert table.count(">33/35<") == 1


def test_all_bodies_side_by_side_with_sessions_and_people_per_session(district):
    bodies = figure(district, "培训、公示与审查：各单位")
    assert bodies["layout"]["yaxis"]["ticktext"][0] == "公安分局"
    assert bodies["data"][0]["x"][0] == 219
    assert sum(bodies["data"][0]["x"]) == 1383
    assert [t["text"][0].strip() for t in bodies["data"][:3]] == ["219", "11", "19.9（n=11）"]
    assert "报送34/35个单位" in words(bodies, "source")


def test_it_leads_to_the_definition(district):
    link = district.get("page_link")[0].proto
    assert (link.label, link.page, link.query_string) == (
        "指标口径：执法人员持证率",
        "definitions",
        "indicator=certification_rate",
    )


def test_a_body_that_did_not_report_has_gaps_not_zeros(sample_app):
    app = sample_app(PAGE, year=2022, body="veterans", compare=2021)
    sound(app)
    text = html(app)
    assert text.count('<span class="card-value" title="未报">未报</span>') == 5
    rate = figure(app, "执法人员持证率")
    assert rate["data"][0]["y"][3] is None
    assert "× 未报" in words(rate, "missing")
    assert "2022年：执法培训人次未报" in text


def test_a_department_stands_out_among_all(sample_app):
    app = sample_app(PAGE, year=2022, body="urban_management", compare=2021)
    sound(app)
    gaps = figure(app, "执法人员持证缺口")
    colours = gaps["data"][0]["marker"]["color"]
    assert colours[0] != colours[1] == colours[-1]
    assert "2022年城管和综合执法局缺11人；已报34个单位共缺36人" in html(app)
    officers = figure(app, "持证与应持证人数")
    assert officers["data"][0]["y"] == [60, 63, None, 69, 73, 77]
    assert "2021年机构改革（原城管执法局）" in words(officers, "break")


@pytest.mark.parametrize(
    ("year", "fraction"), [(2019, "626/715"), (2020, "643/715"), (2021, "663/717"), (2023, "691/711")]
)
def test_every_year_of_the_district(sample_app, year, fraction):
    app = sample_app(PAGE, year=year, body="lusong", compare=0)
    sound(app)
    assert fraction in html(app)
    assert "较" not in html(app).split('class="cards"')[1].split("</ul>")[0]

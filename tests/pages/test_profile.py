"""部门画像 over the sample: who a body is, all it reported and from which cell, its peers, reforms, what it owes."""

import re

import pytest

from tests.pages.seen import figure, figures, hovers, html, sound, title_of, words

PAGE = "reference/profile.py"


def row(app, label, caption="全部报送数据"):
    """The texts of a row of a table on the page."""
    table = next(t for t in html(app).split("<caption>")[1:] if caption in t.split("</caption>")[0])
    found = table.split("</table>")[0].split(f">{label}</th>")[1].split("</tr>")[0]
    return re.findall(r"<td[^>]*>(.*?)</td>", found)


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


def test_the_district_offers_its_bodies_by_category_with_what_they_owe(district):
    text = html(district)
    panel = text.split("选择单位")[1].split("</dl>")[0]
    assert panel.count("<a ") == 35
    assert re.search(r'href="profile\?year=2022&amp;body=veterans&amp;compare=2021"', panel)
    assert panel.count("？欠1") == 1
    assert panel.index("退役军人局") < panel.index("？欠1") < panel.index("审批服务局")
    assert "1个单位有报表未报：退役军人局。" in text
    assert [t for t in ("行政执法部门", "垂直管理单位", "其他部门", "镇街") if t not in panel] == []


def test_the_district_is_the_sum_of_its_bodies_beside_what_it_published(district):
    assert row(district, "许可数")[:4] == ["件", "41,673", "38,452", "+3,221件（+8.4%）"]
    assert row(district, "许可数")[4] == "各单位之和（24/24）"
    assert row(district, "审查合同")[4] == "各单位之和（33/35）"
    assert '<tr class="group"><th scope="rowgroup" colspan="7">《年度报告公布数》</th></tr>' in html(district)
    assert "published_2022.csv 第" in html(district)
    assert "合计26件，未说明原因" in html(district)
    assert not [f for f in figures(district) if "同类" in title_of(f)]


@pytest.fixture(scope="module")
def department(kept_app):
    app = kept_app(PAGE, year=2022, body="market_supervision", compare=2021, peer_unit="人次")
    sound(app)
    return app


def test_a_department_with_every_figure_and_its_cell(department):
    app = department
    text = html(app)
    assert "应报8张，已报8张，没有欠报。" in text
    assert row(app, "许可数") == ["件", "1,441", "1,459", "−18件（−1.2%）", "permits.csv 第2行第5列"]
    assert row(app, "罚没金额")[1:3] == ["455,283", "482,074"]
    assert "共89项：有数89项。" in text
    assert (
        text.index("《行政许可》</th></tr>")
        < text.index("《行政处罚》</th></tr>")
        < text.index("《行政应诉》</th></tr>")
    )
    # The district's own file has a column nobody reads; that is no notice of this department's.
    assert "本年没有提示。" in text


def test_rates_among_the_peers_grey_where_n_is_small(department):
    rates = figure(department, "与同类单位比较：比率")
    peers, small, targets, own = rates["data"]
    assert "行政执法部门16个单位" in words(rates, "title")
    shapes = dict(zip(own["hovertext"], own["marker"]["symbol"], strict=True))
    assert next(s for t, s in shapes.items() if "42.9%（6/14）" in t) == "diamond"
    assert next(s for t, s in shapes.items() if "66.7%（2/3）" in t) == "diamond-open"
    assert any("95.5%（21/22）" in t for t in peers["hovertext"])
    assert all(int(n) < 10 for t in small["hovertext"] for n in re.findall(r"/(\d+)）", t))
    assert 18 in targets["x"]
    assert "灰色空心为分母不足" in words(rates, "source")


def test_quantities_among_the_peers_one_unit_at_a_time(department):
    counts = figure(department, "与同类单位比较：以“人次”计")
    assert all(text in words(counts, "value") for text in ("202人次", "最高 202人次"))
    assert max(x for t in counts["data"] for x in t["x"]) == 1
    assert "各行刻度不同" in words(counts, "source")
    assert not department.warning


def test_a_merged_body_is_compared_with_what_it_was_made_of(sample_app):
    app = sample_app(
        PAGE, year=2022, body="culture_tourism_sports", compare=2020, profile_count="inspections"
    )
    sound(app)
    text = html(app)
    assert "2021年1月1日<a" in text
    assert "body=culture_tourism&amp;" in text
    assert "合并组建" in text
    assert '<th scope="col" class=number>2020年（改革前）</th>' in text
    assert row(app, "行政检查次数")[1:4] == ["212", "146", "+66次（+45.2%）"]
    assert "2020年为文旅局、广体局所报之和" in text
    trend = figure(app, "行政检查：历年")
    assert trend["data"][0]["y"] == [246, 146, None, 193, 212, 227]
    assert "2021年机构改革" in words(trend, "break")
    assert row(app, "行政检查", "数量指标")[1:] == ["246", "146", "193", "212", "227"]


def test_rates_of_merged_bodies_are_not_made_into_one(sample_app):
    app = sample_app(PAGE, year=2022, body="culture_tourism_sports", profile_rate="certification_rate")
    sound(app)
    rates = figure(app, "执法人员持证率：历年")
    assert [t["name"] for t in rates["data"]] == ["文旅局", "广体局", "文旅广体局"]
    assert "比率不合并" in words(rates, "source")
    assert "无记录" not in words(rates)
    assert any("92.3%（12/13）" in t for t in hovers(rates))


def test_a_body_that_was_renamed_leads_to_its_successor(sample_app):
    app = sample_app(PAGE, year=2020, body="urban_administration", compare=2019)
    sound(app)
    text = html(app)
    assert "2010年1月1日至2020年12月31日" in text
    assert "2021年1月1日更名为<a" in text
    assert "year=2021&amp;body=urban_management" in text


def test_what_a_body_owes_and_has_not_sent(sample_app):
    app = sample_app(PAGE, year=2022, body="veterans", compare=2021)
    sound(app)
    said = "应报4张，已报3张；未报：1张应于2023年1月31日前报送（《执法队伍与能力建设》）。"
    assert said in html(app)
    assert row(app, "执法培训次数") == ["次", "未报", "2", "", "未报"]


def test_a_return_that_came_without_a_figure(sample_app):
    app = sample_app(PAGE, year=2022, body="education", compare=2021)
    sound(app)
    assert "应报7张，已报7张；已报表中未填：审查合同。" in html(app)
    assert row(app, "审查合同")[1] == "未报"
    assert row(app, "审查合同")[4] == "未报，capacity.csv 第10行第9列，原文“未报”"
    assert "共76项：有数75项、未报1项。" in html(app)


def test_a_figure_that_is_withheld(sample_app):
    app = sample_app(PAGE, year=2022, body="public_security", compare=2020)
    sound(app)
    assert row(app, "移送司法机关")[1] == "不公开"
    assert row(app, "移送司法机关")[4].startswith("不公开，penalties.csv 第")


def test_explanations_and_notices_are_the_bodys_own(sample_app):
    app = sample_app(PAGE, year=2022, body="urban_management", compare=0)
    sound(app)
    assert "应当“各类结果之和 = 审结复议案件”" in html(app)
    assert "reconsideration.csv 第3行第6列" in html(app)
    app = sample_app(PAGE, year=2023, body="market_supervision", compare=0)
    assert "“公示执法信息”本年148，比往年平均多94%" in html(app)
    assert "整份文件" not in html(app)


def test_a_body_that_sent_nothing(sample_app):
    app = sample_app(PAGE, year=2023, body="medical_insurance", compare=2022)
    sound(app)
    assert "应报6张，已报0张；未报：6张应于2024年1月31日前报送" in html(app)
    assert "共68项：未报68项。" in html(app)
    assert row(app, "执法人员持证率", "比率与均值")[-1] == "未报"


def test_a_town_without_the_function_shows_nothing_of_it(sample_app):
    app = sample_app(PAGE, year=2022, body="town_chengdong", compare=2021)
    sound(app)
    text = html(app)
    assert "实施行政许可" not in text
    assert "《行政许可》" not in text
    assert "行政许可办理量" not in text
    rates = figure(app, "与同类单位比较：比率")
    assert "镇街9个单位" in words(rates, "title")
    assert "同类均无数值：复议纠错率、" in words(rates, "source").replace("\n", "")
    assert "复议纠错率" not in rates["layout"]["yaxis"]["ticktext"]
    counts = figure(app, "与同类单位比较：以“件”计")
    assert "同类均为0：" in words(counts, "source")


def test_changing_the_body_keeps_no_choice_it_has_no_use_for(sample_app):
    app = sample_app(PAGE, year=2022, body="health", compare=2021, profile_count="permits_granted")
    app.sidebar.selectbox[1].select("town_chengdong").run()
    app.run()
    sound(app)
    assert not app.warning
    assert app.query_params["profile_count"] == "penalty_cases"


@pytest.mark.parametrize("year", [2019, 2021, 2023])
def test_every_year_without_comparison(sample_app, year):
    app = sample_app(PAGE, year=year, body="health", compare=0)
    sound(app)
    heads = html(app).split(f"<caption>{year}年全部报送数据</caption>")[1].split("</thead>")[0]
    assert re.findall(r">([^<]+)</th>", heads) == ["项目", "单位", f"{year}年", "状态与出处"]
    assert row(app, "罚款" if year > 2020 else "罚款（2020年前分类）")[1].isdigit()

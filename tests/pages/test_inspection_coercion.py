"""行政检查与强制 over the sample: measures and enforcement never together, ratios with n, the levy, the dip of 2020."""

import pytest

from tests.pages.seen import figure, figures, hovers, html, sound, title_of, words

PAGE = "enforcement/inspection_coercion.py"
MEASURES = {"查封场所、设施或者财物", "扣押财物", "冻结存款、汇款", "其他强制措施"}


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


def names(figure):
    return [text.replace("<br>", "") for text in figure["layout"]["yaxis"]["ticktext"]]


def test_the_headline_is_what_was_published(district):
    text = html(district)
    found = (
        "13,043次",
        "12.24件",
        "1,596/13,043",
        "1,379次",
        "68次",
        "18件",
        "1,162件",
        ">6次<",
        "4,986.9元",
    )
    assert [value for value in found if value not in text] == []


def test_the_dip_of_2020_is_seen_and_said(district):
    inspections = figure(district, "行政检查：历年")
    assert inspections["data"][0]["y"] == [14806, 9127, 12588, 13043, 14362]
    assert inspections["layout"]["yaxis"]["range"][0] == 0
    assert "历年最低2020年9,127次，最高2019年14,806次。" in html(district)


def test_measures_and_enforcement_are_two_charts_that_share_nothing(district):
    measures = figure(district, "行政强制措施：种类")
    enforcements = figure(district, "行政强制执行：种类")
    assert set(names(measures)) == MEASURES
    assert not MEASURES & set(names(enforcements))
    assert len(names(enforcements)) == 6
    assert [sum(t["x"]) for t in measures["data"]] == [1502, 1048, 1417, 1379, 1296]
    assert [sum(t["x"]) for t in enforcements["data"]] == [92, 57, 77, 68, 63]
    assert "合计1,379" in words(measures, "column")
    assert "合计68" in words(enforcements, "column")
    assert "1,447" not in html(district) + words(measures) + words(enforcements)
    assert "分开统计，不相加" in html(district)


def test_applications_to_court_are_listed_apart(district):
    assert figure(district, "申请法院强制执行：历年")["data"][0]["y"] == [23, 15, 20, 18, 16]
    bodies = figure(district, "申请法院强制执行：各单位")
    assert names(bodies)[0] == "市场监管局"
    assert sum(bodies["data"][0]["x"]) == 18
    assert "不计入行政强制执行" in words(bodies, "source")


def test_bodies_with_nothing_but_zeros_are_named_below(district):
    bodies = figure(district, "行政强制执行：各单位")
    assert "应急局" not in names(bodies)
    assert "为0的：应急局、农业农村局" in words(bodies, "source").replace(
        "农业农村局、应急局", "应急局、农业农村局"
    )
    assert "无此职能11个" in words(bodies, "source")


def test_ratios_come_with_n_and_small_ones_are_grey(district):
    bodies = figure(district, "行政检查与每百次检查处罚数")
    ratio = bodies["data"][2]
    shown = names(bodies)
    texts = dict(zip((shown[i] for i in ratio["y"]), (t.strip() for t in ratio["text"]), strict=True))
    assert texts["公安分局"] == "63.36（n=696）"
    assert texts["发改局"] == "16.67（n=6）"
    grey = {
        shown[y] for y, shape in zip(ratio["y"], ratio["marker"]["pattern"]["shape"], strict=True) if shape
    }
    assert grey == {"河畔街道", "财政局", "发改局"}
    assert "竖线：芦淞区12.24" in words(bodies, "column")
    assert "不是比例" in words(bodies, "source")
    assert any("分子/分母 441/696" in text for text in hovers(bodies))


def test_who_may_not_punish_is_told_apart_from_who_did_not(district):
    bodies = figure(district, "行政检查与每百次检查处罚数")
    at = names(bodies).index("司法局")
    missing = [a for a in bodies["layout"]["annotations"] if a.get("name") == "missing" and a["y"] == at]
    assert [("无此职能" in a["text"], a["xref"]) for a in missing] == [(True, "x2"), (True, "x3")]
    assert bodies["data"][1]["text"][names(bodies).index("城西街道")].strip() == "0"


def test_the_levy_has_its_times_and_its_exact_amount(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=2021, state={"view-acts": "表"})
    sound(app)
    assert "行政征收次数6次、行政征收金额4,986.9元" in html(app)
    table = html(app).split("<caption>其他行政执法行为：历年</caption>")[1].split("</table>")[0]
    row = table.split("2022年</th>")[1].split("</tr>")[0]
    cells = [c.split(">")[1].split("<")[0] for c in row.split("<td")[1:]]
    assert cells == ["1,162", "6", "4,986.9", "2", "47", "6,117", "1,395"]


def test_other_acts_have_a_scale_each(district):
    acts = figure(district, "其他行政执法行为：历年")
    ends = [acts["layout"][f"xaxis{n if n > 1 else ''}"]["range"][1] for n in range(1, 8)]
    assert ends[3] < 10 < ends[4] < 1000 < ends[5]
    assert [t["x"][3] for t in acts["data"]] == [1162, 6, 4986.9, 2, 47, 6117, 1395]


def test_a_body_without_coercion_keeps_the_rest_of_the_page(sample_app):
    app = sample_app(PAGE, year=2022, body="education", compare=2021)
    sound(app)
    assert "无行政强制职能" in html(app)
    titles = [title_of(f) for f in figures(app)]
    assert "行政检查：历年" in titles
    assert not [t for t in titles if "强制" in t]


def test_a_cell_without_the_function_says_so_within_a_return_that_was_sent(sample_app):
    app = sample_app(PAGE, year=2022, body="fire_rescue", compare=2021)
    sound(app)
    acts = figure(app, "其他行政执法行为：历年")
    found = [a for a in acts["layout"]["annotations"] if a.get("name") == "missing"]
    assert len(found) == 5
    assert {a["xref"] for a in found} == {"x4"}
    assert all("无此职能" in a["text"] for a in found)


def test_a_body_with_neither_function_is_told_so(sample_app):
    app = sample_app(PAGE, year=2022, body="approval_service", compare=2021)
    sound(app)
    assert "无行政检查和行政强制职能" in html(app)
    assert not figures(app)


def test_a_town_with_only_zeros_is_no_body_without_data(sample_app):
    app = sample_app(PAGE, year=2022, body="town_hepan", compare=0)
    sound(app)
    assert "2022年各项均为0。" in html(app)
    assert "河畔街道为0" in html(app)
    assert "河畔街道" in names(figure(app, "行政强制措施：各单位"))


def test_a_body_that_did_not_report_leaves_gaps(sample_app):
    app = sample_app(PAGE, year=2023, body="medical_insurance", compare=2022)
    sound(app)
    inspections = figure(app, "行政检查：历年")
    assert inspections["data"][0]["y"] == [64, 38, 53, 59, None]
    assert "未报" in words(inspections, "missing")


@pytest.mark.parametrize(("year", "inspections"), [(2019, "14,806次"), (2020, "9,127次"), (2023, "14,362次")])
def test_every_year_has_its_page(sample_app, year, inspections):
    app = sample_app(PAGE, year=year, body="lusong")
    sound(app)
    assert inspections in html(app)

"""行政复议 over the sample: 26 outcomes of 25 cases, both counting rules, a funnel instead of a league table, carry-over."""

import shutil

import pytest

from etl import pipeline
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from tests.pages.seen import figure, figures, hovers, html, sound, table, words

PAGE = "disputes/reconsideration.py"
FLOW, FUNNEL = "复议案件流向", "复议纠错率与审结件数"
RETURNS = """单位,年度,收到复议申请,受理复议申请,不予受理复议申请,审结复议案件,未结复议案件,维持,驳回,撤销,变更,确认违法,责令履行,调解,和解终止,其他终止
区卫健局,2023,30,20,1,19,1,3,3,13,0,0,0,0,0,0
区医保局,2023,5,5,0,不公开,1,1,1,0,0,0,0,0,0,0
"""


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


@pytest.fixture(scope="module")
def leaf(kept_app):
    app = kept_app(PAGE, year=2022, body="market_supervision")
    sound(app)
    return app


@pytest.fixture(scope="module")
def next_year(kept_app):
    app = kept_app(PAGE, year=2023, body="lusong")
    sound(app)
    return app


@pytest.fixture(scope="module")
def unusual(sample_data, tmp_path_factory):
    """The district where one body withholds a number and another has more corrections than chance gives."""
    own = shutil.copytree(sample_data, tmp_path_factory.mktemp("unusual") / "data")
    sent = own.parent / "复议.csv"
    sent.write_text(RETURNS, encoding="utf-8")
    assert pipeline.load([sent], data=DataFolder(own)).ok
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_DATA", str(own))
        app = open_page(PAGE, year=2023, body="lusong")
    sound(app)
    return app


def traces(chart):
    return {t["name"]: t["x"][0] for t in chart["data"]}


def test_the_outcomes_are_drawn_as_26_against_25(district):
    flow = figure(district, FLOW)
    outcomes = [t for t in flow["data"] if t["y"] == [3]]
    assert {t["name"]: t["x"][0] for t in outcomes} == {"维持": 8, "驳回": 8, "确认违法": 6, "和解终止": 4}
    assert words(flow, "stage").splitlines() == ["35", "35", "35", "26 ≠ 25（+1）"]
    [frame] = [s for s in flow["layout"]["shapes"] if s["name"] == "difference"]
    assert (frame["x0"], frame["x1"]) == (25, 26)


def test_the_explanation_stands_at_the_figure_and_in_its_table(district, sample_app):
    source = words(figure(district, FLOW), "source")
    assert "审结结果合计26，比审结复议案件25多1" in source
    assert source.count("公布的年度报告载明审结25件，所列结果合计26件") == 1
    assert "各项结果（维持8、驳回8、确认违法6、和解终止4）合计26件，比审结多1件，照录不改" in html(district)
    assert "城管和综合执法局的说明见图注" in html(district)
    listed = table(
        html(sample_app(PAGE, year=2022, state={"view-flow": "表"})), "复议案件流向：收到—受理—审结—结果"
    )
    [line] = [row for row in listed if row[1] == "合计（审结复议案件25）"]
    assert line[2] == "26件"
    assert "未说明原因" in line[3]
    assert sum("未说明原因" in row[3] for row in listed[1:]) == 1


def test_the_table_of_the_year_tells_an_explanation_once(district):
    rows = {r[0]: r for r in table(html(district), "复议办理情况")}
    assert rows["审结复议案件"][1:4] == ["件", "25", "25"]
    assert "未说明原因" in rows["审结复议案件"][-1]
    assert {rows[name][-1] for name in ("维持", "驳回", "撤销", "其他终止")} == {"同“审结复议案件”"}
    assert rows["未结复议案件"][2:5] == ["10", "0", "+10件"]


def test_both_counting_rules_stand_side_by_side(district):
    rates = figure(district, "各项比率、口径与95%区间")
    names, values = rates["layout"]["yaxis"]["ticktext"], words(rates, "value").splitlines()
    said = dict(zip(names, values, strict=True))
    assert said["复议纠错率<br>纠错 ÷ 审结"].startswith("■ 24%（6/25）")
    assert said["复议纠错率<br>纠错 ÷ 受理"].startswith("▲ 17.1%（6/35）")
    assert "另一口径 17.1%（6/35）" in html(district)
    assert "按“纠错 ÷ 审结”为24%（6/25），按“纠错 ÷ 受理”为17.1%（6/35）" in html(district)


def test_rates_have_intervals_targets_and_coverage(district):
    rates = figure(district, "各项比率、口径与95%区间")
    dots = rates["data"][1]
    assert dots["x"] == pytest.approx([24, 17.142857, 16, 40, 100])
    assert dots["error_x"]["array"][0] == pytest.approx(43.43 - 24, abs=0.01)
    assert rates["data"][0]["x"] == [15, 15, 20]
    assert "目标 20%（演示）" in words(rates, "value")
    assert "报送35/35个单位" in words(rates, "source")
    assert "35/35" in html(district)


def test_the_funnel_judges_nobody_below_ten_cases(district):
    funnel = figure(district, FUNNEL)
    [points] = [t for t in funnel["data"] if t["name"] == "单位"]
    looks = dict(
        zip(points["x"], zip(points["marker"]["symbol"], points["marker"]["color"], strict=True), strict=True)
    )
    assert {n: symbol for n, (symbol, _) in looks.items()} == {
        14: "square", 4: "circle-open", 2: "circle-open", 1: "circle-open",
    }  # fmt: skip
    assert points["y"][points["x"].index(14)] == pytest.approx(600 / 14)
    assert len({looks[n] for n in (4, 2, 1)}) == 1
    assert looks[14][1] != looks[1][1]
    text = html(district)
    assert "总体24%（6/25）。市场监管局42.9%（6/14）在95%界限之内" in text
    assert "审结不足10件的5个单位（灰色空心）只列数，不评价、不排名" in text
    assert "最高" not in text
    # The sentence speaks of no small body: its rate is neither praised nor blamed.
    assert not any(f"{name}0%" in text for name in ("公安分局", "住建局", "人社局", "自然资源局"))


def test_bodies_on_one_spot_are_all_named(district):
    funnel = figure(district, FUNNEL)
    assert "城管和综合执法局、人社局、自然资源局" in words(funnel, "point").splitlines()
    [shared] = [h for h in hovers(funnel) if h.count("0%（0/2）") == 3]
    assert "株洲市芦淞区人力资源和社会保障局" in shared
    assert "29个（无分母）" in words(funnel, "source")
    assert "目标15%，市场监管局18%，城东街道、城西街道、城南街道等9个20%（演示）" in words(funnel, "source")


def test_limits_lie_around_the_overall_rate(district):
    funnel = figure(district, FUNNEL)
    assert words(funnel, "line").splitlines()[:2] == ["总体 24%", "目标 15%"]
    upper = [t for t in funnel["data"] if t["name"] == "95%界限"][1]
    # Of 14 cases at 24 %, 6 corrections are within what chance gives and 7 are not.
    assert 600 / 14 < dict(zip(upper["x"], upper["y"], strict=True))[14] < 700 / 14


def test_respondents_are_listed_in_counts_without_those_that_had_no_case(district):
    bodies = figure(district, "复议案件：各单位")
    assert bodies["layout"]["yaxis"]["ticktext"] == [
        "市场监管局", "公安分局", "人社局", "自然资源局", "城管和综合执法局", "住建局", "交通局", "青山镇",
    ]  # fmt: skip
    found = {t["name"]: t["x"] for t in bodies["data"]}
    assert found["被纠错（件）"] == [6, 0, 0, 0, 0, 0, 0, 0]
    assert sum(found["收到复议申请（件）"]) == 35
    assert "各项均为0的" in words(bodies, "source")
    assert "等27个" in words(bodies, "source")
    assert not any("%" in text for t in bodies["data"] for text in t["text"])


def test_last_years_open_cases_join_the_flow(next_year):
    flow = figure(next_year, FLOW)
    assert traces(flow)["2022年未结转入"] == 10
    assert words(flow, "stage").splitlines() == ["41", "41", "49", "49", "40"]
    assert "连同2022年未结10件，应办49件；审结40件，未结9件转入下年" in html(next_year)
    assert "报送34/35个单位" in words(flow, "source")


def test_without_an_earlier_year_nothing_is_claimed_of_it(sample_app):
    app = sample_app(PAGE, year=2019)
    sound(app)
    assert "2018年未结件数不详，未列入" in html(app)
    assert "应办" not in figure(app, FLOW)["layout"]["yaxis"]["ticktext"]


def test_the_years_show_carry_over_acceptance_and_care(district):
    years = figure(district, "收案、结案与审理方式：历年")
    found = {t["name"]: t["x"] for t in years["data"]}
    assert found["未结复议案件（件）"] == [0, 0, 0, 10, 9]
    assert found["上年未结转入（件）"] == [0, 0, 0, 10]
    assert found["受理率（%）"] == pytest.approx([91.667, 90.909, 96.154, 100, 95.122], abs=0.001)
    assert found["集体议案（件次）"] == [4, 3, 11, 15, 19]
    assert "2022年实地调查核实1件次、咨询专家意见1件次、集体议案15件次；未结10件转入2023年" in html(district)


def test_the_rate_over_the_years_has_both_rules_and_the_target(district):
    trend = figure(district, "复议纠错率：历年，两种口径")
    lines = {t["name"]: t["y"] for t in trend["data"]}
    assert lines["纠错 ÷ 审结"] == pytest.approx([18.182, 10, 20, 24, 15], abs=0.001)
    assert lines["纠错 ÷ 受理"] == pytest.approx([18.182, 10, 20, 17.143, 15.385], abs=0.001)
    assert set(lines["目标"]) == {15}
    assert "分母n：2019年11、2020年10、2021年25、2022年25、2023年40" in words(trend, "source")
    assert any("6/25" in h for h in hovers(trend))
    settled = figure(district, "调解和解率与综合化解率：历年")
    assert [t["name"] for t in settled["data"] if "error_y" in t] == ["复议调解和解率"]


def test_a_department_is_seen_among_the_others(leaf):
    funnel = figure(leaf, FUNNEL)
    [points] = [t for t in funnel["data"] if t["name"] == "单位"]
    assert max(points["marker"]["size"]) == points["marker"]["size"][points["x"].index(14)] > 10
    assert any(a["text"] == "<b>市场监管局</b>" for a in funnel["layout"]["annotations"])
    assert "芦淞区 · 2022年" in words(funnel, "title")
    assert "市场监管局 · 2022年" in words(figure(leaf, FLOW), "title")


def test_a_body_that_never_had_a_case_gets_a_sentence_instead_of_empty_charts(sample_app):
    app = sample_app(PAGE, year=2022, body="education")
    sound(app)
    assert "教育局的各项复议比率历年都没有数值（2019–2023年无分母），不列图" in html(app)
    assert "2022年没有案件：各项均报0" in words(figure(app, FLOW))
    assert "教育局无分母，未列入" in html(app)
    assert len(figures(app)) == 4


def test_a_body_that_did_not_report(sample_app):
    app = sample_app(PAGE, year=2023, body="medical_insurance")
    sound(app)
    assert '<span class="card-value" title="未报">未报</span>' in html(app)
    assert "各阶段均无数值：未报" in words(figure(app, FLOW))
    assert "医保局未报，未列入" in html(app)


def test_sums_of_different_bodies_are_not_held_against_each_other(unusual):
    flow = figure(unusual, FLOW)
    assert "≠" not in words(flow)
    assert "审结结果：各项报送单位不一，不核对合计" in words(flow, "source")
    assert "比审结多" not in html(unusual)


def test_a_difference_beyond_chance_is_said(unusual):
    text = html(unusual)
    assert "卫健局68.4%（13/19）超出95%界限，高于总体，不像只是偶然" in text
    assert "市场监管局18.8%（3/16）在95%界限之内，低于总体" in text
    assert "医保局（不公开）" in words(figure(unusual, FUNNEL), "source")


def test_cases_are_shown_by_what_they_were_about_where_a_ledger_says_so(district, sample_app):
    text = html(district)
    source = words(figure(district, "行政复议案件台账：按纠错理由"), "source")
    assert "案件台账（reconsideration_cases_2022.csv）" in source
    assert "报送1/35个单位" in source
    assert "食品安全最多，6件，其中纠错3件。审结复议案件与填报的一致。" in text
    assert "没有写明" not in source
    assert "未在法定期限内答复最多，3件。" in text
    none = html(sample_app(PAGE, year=2021, body="lusong"))
    assert "2021年没有单位报送行政复议案件台账" in none

"""行政应诉 over the sample: the case flow, 4/5 against 100 % and 4/6 beside it, absences in counts, no hearing no rate."""

import shutil

import pytest

from etl import pipeline
from ledger import Ledger
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from tests.pages.seen import figure, figures, hovers, html, sound, table, words

PAGE = "disputes/litigation.py"
FLOW, RATES, TREND = "应诉案件流向", "各项比率、口径与95%区间", "负责人出庭应诉率：历年，两种口径"
BODIES, YEARS = "谁开了庭，谁的负责人缺席", "开庭与缺席：历年"
RETURNS = """单位,年度,上期结转,新收案件,审结应诉案件,未结应诉案件,书面审理,开庭审理,负责人出庭,正职负责人出庭,败诉案件,说明
区卫健局,2023,0,3,3,0,0,1,2,1,不公开,一案两次开庭，两次都出庭
区住建局,2023,0,4,3,1,未报,2,1,0,0,
"""


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return app


@pytest.fixture(scope="module")
def unusual(sample_data, tmp_path_factory):
    """Opens a view of data in which one body reports more appearances than hearings, withholds losses, lacks a cell."""
    own = shutil.copytree(sample_data, tmp_path_factory.mktemp("unusual") / "data")
    sent = own.parent / "应诉.csv"
    sent.write_text(RETURNS, encoding="utf-8")
    data = DataFolder(own)
    with Ledger(data.ledger) as kept:
        [listed] = [s for s in kept.submissions() if s.file == "litigation_hearings_2023.csv"]
    # What is typed here is not what the sample's list of cases comes to.
    pipeline.withdraw(listed.submission, "另报", data=data)
    assert pipeline.load([sent], data=data).ok

    def show(body):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DASHBOARD_DATA", str(own))
            app = open_page(PAGE, year=2023, body=body)
        sound(app)
        return app

    return show


def parts(flow):
    """Stage by stage: name and number of each part."""
    names = flow["layout"]["yaxis"]["ticktext"]
    return [(names[t["y"][0]], t["name"], t["x"][0]) for t in flow["data"]]


def test_the_flow_goes_from_intake_to_who_appeared(district):
    flow = figure(district, FLOW)
    assert parts(flow) == [
        ("结转与新收", "上期结转", 2), ("结转与新收", "新收案件", 5),
        ("审结与未结", "审结应诉案件", 6), ("审结与未结", "未结应诉案件", 1),
        ("审理方式", "开庭审理", 5), ("审理方式", "书面审理", 1),
        ("负责人出庭", "负责人出庭", 4), ("负责人出庭", "负责人缺席", 1),
        ("出庭者", "正职负责人出庭", 2), ("出庭者", "其他负责人出庭", 2),
    ]  # fmt: skip
    assert words(flow, "stage").splitlines() == ["7", "7", "6", "5", "4"]
    assert "开庭5件，负责人出庭4件，缺席1件；败诉1件" in html(district)


def test_what_ought_not_to_be_is_drawn_empty(district):
    [absent] = [t for t in figure(district, FLOW)["data"] if t["name"] == "负责人缺席"]
    assert (absent["marker"]["color"], absent["marker"]["pattern"]["shape"]) == ("#ffffff", "/")


def test_the_rate_stands_against_100_percent_with_both_rules(district):
    rates = figure(district, RATES)
    values = dict(zip(rates["layout"]["yaxis"]["ticktext"], words(rates, "value").splitlines(), strict=True))
    assert values["负责人出庭应诉率<br>出庭 ÷ 开庭"].startswith("■ 80%（4/5）")
    assert values["负责人出庭应诉率<br>出庭 ÷（开庭 + 书面审理）"].startswith("■ 66.7%（4/6）")
    assert values["正职负责人出庭率"].startswith("● 40%（2/5）")
    assert values["行政诉讼败诉率"].startswith("○ 16.7%（1/6）")
    ticks, dots = rates["data"]
    assert ticks["x"] == [100, 100, 30, 10]
    low, high = (dots["error_x"][arm][0] for arm in ("arrayminus", "array"))
    assert (round(80 - low), round(80 + high)) == (38, 96)
    assert dots["marker"]["symbol"] == ["square", "square-open", "circle", "circle-open"]


def test_the_card_says_what_is_missing_and_the_other_rule(district):
    card = html(district).split("负责人出庭应诉率")[1].split("</li>")[0]
    for said in (
        "80%",
        "未达标",
        "4/5",
        "95%区间 37.6%–96.4%",
        "目标 100%",
        "5中缺1",
        "另一口径 66.7%（4/6）",
    ):
        assert said in card


def test_the_years_have_the_100_percent_line(district):
    trend = figure(district, TREND)
    lines = {t["name"]: t["y"] for t in trend["data"]}
    assert lines["出庭 ÷ 开庭"] == pytest.approx([60, 60, 66.667, 80, 100], abs=0.001)
    assert lines["出庭 ÷（开庭 + 书面审理）"] == pytest.approx([50, 60, 57.143, 66.667, 88.889], abs=0.001)
    assert set(lines["目标"]) == {100}
    assert "目标 100%" in words(trend, "end")
    assert any("4/5" in h and "目标 100%" in h for h in hovers(trend))
    assert "2022年芦淞区负责人出庭应诉率为80%（4/5），目标100%，5中缺1，未达标" in html(district)


def test_absences_are_counted_body_by_body(district):
    bodies = figure(district, BODIES)
    assert bodies["layout"]["yaxis"]["ticktext"] == [
        "市场监管局",
        "住建局",
        "自然资源局",
        "人社局",
        "公安分局",
    ]
    done, absent = bodies["data"]
    assert (done["x"], absent["x"]) == ([2, 1, 1], [1, 0, 0])
    assert words(bodies, "duty").splitlines() == [
        "开庭3件，缺席1件",
        "开庭1件，全部出庭",
        "开庭1件，全部出庭",
    ]
    assert words(bodies, "missing").splitlines() == ["÷ 无开庭", "÷ 无开庭"]
    assert (
        "缺席1件：市场监管局（开庭3件，缺席1件）；有案件而无开庭：人社局、公安分局，没有分母，不计入"
        in html(district)
    )
    assert "等30个" in words(bodies, "source")


def test_a_body_below_five_hearings_is_not_marked_red(district):
    [own] = [t for t in figure(district, BODIES)["data"] if t["name"] == "缺"]
    [years] = [t for t in figure(district, YEARS)["data"] if t["name"] == "缺"]
    assert set(own["marker"]["line"]["color"]).isdisjoint(years["marker"]["line"]["color"])
    assert "开庭不足5件的不评价，只列件数" in words(figure(district, BODIES), "source")


def test_without_a_hearing_the_table_says_so_and_has_no_rate(sample_app):
    app = sample_app(PAGE, year=2022, state={"view-appearance-bodies": "表"})
    rows = {r[0]: r for r in table(html(app), "谁开了庭，谁的负责人缺席（以件数计）")}
    assert rows["市场监管局"][1:8] == ["3", "2", "1", "1", "0", "66.7%（2/3）", "100%"]
    assert rows["人社局"][1:7] == ["0", "0", "无开庭", "0", "1", "无开庭"]
    assert rows["人社局"][8] == "÷ 无分母"
    assert len(rows) == 36


def test_absences_over_the_years(district):
    years = figure(district, YEARS)
    assert words(years, "duty").splitlines() == [
        "开庭5件，缺席2件", "开庭5件，缺席2件", "开庭6件，缺席2件", "开庭5件，缺席1件", "开庭8件，全部出庭",
    ]  # fmt: skip
    assert "2019–2023年开庭29件，缺席7件" in html(district)


def test_principal_heads_and_losses_stand_apart(district):
    principal, losses = figure(district, "正职负责人出庭率：历年"), figure(district, "行政诉讼败诉率：历年")
    assert principal["data"][0]["y"] == pytest.approx([0, 0, 16.667, 40, 37.5], abs=0.001)
    assert losses["data"][0]["y"] == pytest.approx([16.667, 20, 14.286, 16.667, 0], abs=0.001)
    assert all(s.endswith("-open") for s in losses["data"][0]["marker"]["symbol"])
    assert "空心：n不足10" in words(losses, "source")


def test_the_year_in_which_nobody_was_absent(sample_app):
    app = sample_app(PAGE, year=2023)
    sound(app)
    assert "开庭8件，负责人出庭8件，无一缺席" in html(app)
    assert "5个单位开庭，负责人件件出庭" in html(app)
    assert "医保局未报" in html(app)
    assert "？ 未报" in words(figure(app, BODIES), "missing")


def test_a_merged_body_begins_with_what_its_predecessors_left(sample_app):
    app = sample_app(PAGE, year=2021, body="culture_tourism_sports", compare=0)
    sound(app)
    assert ("结转与新收", "上期结转", 2) in parts(figure(app, FLOW))
    assert "2021年以前由文旅局、广体局报送，不在本图" in words(figure(app, TREND), "source")
    assert "2021年开庭1件，缺席0件；2022、2023年无开庭" in html(app)


def test_a_body_that_never_went_to_court(sample_app):
    app = sample_app(PAGE, year=2022, body="education")
    sound(app)
    assert "教育局的出庭率、败诉率历年都没有数值（2019–2023年无分母），不列图" in html(app)
    assert "没有案件：各项均报0" in words(figure(app, FLOW))
    assert len(figures(app)) == 4
    assert "有案件而无开庭：人社局、公安分局" in html(app)


def test_more_appearances_than_hearings_are_shown_with_the_reason(unusual):
    app = unusual("health")
    flow = figure(app, FLOW)
    assert "2 ≠ 1（+1）" in words(flow, "stage")
    assert words(flow, "source").count("一案两次开庭，两次都出庭") == 1
    assert ("审理方式", "其他方式审结", 2) in parts(flow)
    assert "开庭1件，出庭2件，存疑" in words(figure(app, BODIES), "duty")
    assert "无一缺" not in html(app)
    assert "不公开" in words(figure(app, RATES), "missing")


def test_absences_are_not_worked_out_from_different_bodies(unusual):
    flow = figure(unusual("lusong"), FLOW)
    assert "审理方式：各项报送单位不一，不核对合计" in words(flow, "source")
    assert not [p for p in parts(flow) if p[1] == "其他方式审结"]
    assert "报送33/35个单位" in words(flow, "source")


def test_hearings_are_shown_by_what_they_were_about(district, sample_app):
    text = html(district)
    source = words(figure(district, "行政诉讼开庭台账：按行政管理领域"), "source")
    assert "案件台账（litigation_hearings_2022.csv）" in source
    assert "报送5/35个单位" in source
    assert "开庭审理与填报的一致" in text
    absent = figure(district, "行政诉讼开庭台账：按未出庭原因")
    assert [(list(t["x"]), t["name"]) for t in absent["data"] if t["type"] == "bar"] == [([1], "负责人缺席")]
    assert "没有写明" not in words(absent, "source")
    assert "因公出差最多，1件。" in text
    unheard = html(sample_app(PAGE, year=2022, body="human_resources"))
    assert "2022年的行政诉讼开庭台账里没有可以分开看的开庭审理" in unheard
    none = html(sample_app(PAGE, year=2021, body="lusong"))
    assert "2021年没有单位报送行政诉讼开庭台账" in none

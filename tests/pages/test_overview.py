"""总览 over the sample: what is off target, how sure that is, who must act, which returns are in."""

import re

import pytest

from tests.pages.seen import cards, html, sound, table

PAGE = "overview/overview.py"
HEADLINE = [
    "负责人出庭应诉率",
    "复议纠错率",
    "行政许可办理量",
    "行政处罚案件",
    "行政检查",
    "重大行政决策合法性审查覆盖率",
    "规范性文件“三统一”率",
    "复议调解和解率",
    "报送完整率",
    "按时报送率",
]


@pytest.fixture(scope="module")
def district(kept_app):
    app = kept_app(PAGE, year=2022, body="lusong", compare=2021)
    sound(app)
    return html(app)


def test_the_first_lines_name_what_is_off_target(district):
    verdict = re.sub(r"<[^>]+>", " ", district.split('<ul class="verdict"')[1].split("</ul>")[0])
    missed, rest = verdict.split("接近")
    assert "未达标 6项" in missed
    assert "负责人出庭应诉率" in missed
    assert "复议纠错率" in missed
    assert "4/5" in missed
    assert "复议调解和解率" in rest
    assert "达标 3项" in rest
    assert "样本过小 1项" in rest


def test_headline_indicators_stand_in_the_order_of_the_definitions(district):
    assert list(cards(district)) == HEADLINE


def test_a_card_has_value_target_status_change_n_and_interval(district):
    card = cards(district)["负责人出庭应诉率"]
    for part in (
        "80%",
        "■",
        "未达标",
        "4/5",
        "95%区间 37.6%–96.4%",
        "目标 100%",
        "较2021年 +13.3个百分点",
        "演示",
    ):
        assert part in card
    assert "目标 15%（演示）" in cards(district)["复议纠错率"]
    assert "41,673件" in cards(district)["行政许可办理量"]
    assert "13,043次" in cards(district)["行政检查"]
    assert district.count('alt="历年：') == len(HEADLINE)


def test_twenty_six_against_twenty_five_is_noticed_here(district):
    strip = district.split('<div class="data-notes"')[1].split("</div>")[0]
    assert "数据有2处不相符，已照录并附报送单位说明" in strip
    assert "= 26，而行政复议审结为25，相差1" in strip
    assert "城管和综合执法局“行政复议”" in strip
    assert 'href="data_status?year=2022&amp;body=lusong&amp;compare=2021&amp;part=reconciliation"' in strip


def test_attention_says_who_what_how_much_and_since_when(district):
    rows = table(district, "需要关注：谁、哪项、差多少")
    assert rows[0] == ["序", "指标", "责任单位", "现值", "目标", "差距", "状态", "持续时间"]
    by_what = {r[1]: r for r in rows if len(r) == 8}
    assert by_what["负责人出庭应诉率"][2:6] == ["市场监管局", "66.7%（2/3）", "100%", "差1件"]
    assert "样本过小" in by_what["负责人出庭应诉率"][6]
    assert by_what["负责人出庭应诉率"][7] == "本年新增"
    assert by_what["复议纠错率"][3:6] == ["42.9%（6/14）", "18%（演示）", "高24.9个百分点"]
    assert by_what["执法人员持证率"][5] == "差11人"
    assert by_what["执法人员持证率"][7] == "至少2019年起，连续4年（含前身城管执法局）"
    assert by_what["重大行政决策专家论证覆盖率"][7] == "2021年无分母"
    assert by_what["年度报表未报送"][2:4] == ["退役军人局", "1份未报"]
    assert "28项未达到目标，涉及16个单位、8项指标；退役军人局有报表未报送。" in district


def test_the_others_off_the_same_indicator_are_named_with_their_fraction(district):
    others = [r[1] for r in table(district, "需要关注：谁、哪项、差多少") if len(r) == 2]
    assert any("另有12个单位" in o and "公安分局 142/148" in o and "青山镇 9/11" in o for o in others)
    assert any("教育局 0/1" in o and "政府办 3/4" in o for o in others)


def test_every_row_leads_to_the_page_of_its_indicator_with_the_body(district):
    assert 'href="litigation?year=2022&amp;body=market_supervision&amp;compare=2021"' in district
    assert 'href="capacity?year=2022&amp;body=public_security&amp;compare=2021"' in district
    assert 'href="rulemaking?year=2022&amp;body=town_qingshan&amp;compare=2021"' in district
    assert 'href="data_status?year=2022&amp;body=veterans&amp;compare=2021&amp;part=returns"' in district


def test_item_by_item_the_list_is_ranked_and_whole(sample_app):
    app = sample_app(PAGE, year=2022, body="lusong", compare=2021, state={"view-attention": "逐项"})
    sound(app)
    rows = table(html(app), "需要关注：谁、哪项、差多少")[1:]
    assert [r[0] for r in rows] == [str(i) for i in range(1, 30)]
    assert rows[0][1:4] == ["市场监管局", "负责人出庭应诉率", "66.7%（2/3）"], (
        "the only real target comes first"
    )
    assert rows[1][1:4] == ["城管和综合执法局", "执法人员持证率", "86.9%（73/84）"]
    assert ["教育局", "0%（0/1）", "差1件"] in [[r[1], r[3], r[5]] for r in rows]
    assert rows[-1][1:4] == ["退役军人局", "年度报表未报送", "1份未报"]


def test_the_matrix_has_every_body_by_category_and_sections_above_the_indicators(district):
    rows = table(district, "达标情况：各单位 × 有目标的指标")
    assert rows[0] == ["单位", "行政复议", "行政应诉", "依法决策与规范性文件", "执法能力"]
    assert len(rows[1]) == 12
    assert [r[0] for r in rows if len(r) == 1] == ["行政执法部门", "垂直管理单位", "其他部门", "镇街"]
    bodies = {r[0]: r[1:] for r in rows[2:] if len(r) > 1}
    assert len(bodies) == 35
    assert bodies["市场监管局"][0] == "■ 未达标 42.9%·6/14"
    assert bodies["市场监管局"][2] == "○ 样本过小 66.7%·2/3"
    assert bodies["退役军人局"][-1] == "？ 未报"
    assert bodies["公安分局"][5] == "∅ 无此职能"
    legend = district.split('aria-label="图例"')[1].split("</div>")[0]
    assert all(
        word in legend for word in ("达标", "接近", "未达标", "样本过小", "未报", "无此职能", "无分母")
    )


def test_returns_that_are_in_stand_beside_the_year_before(district):
    rows = {r[0]: r[1:] for r in table(district, "报送情况")}
    assert rows["报表"] == ["2022年", "2021年", "未报送"]
    assert rows["执法队伍与能力建设"] == ["34/35", "35/35", "退役军人局"]
    assert rows["合计"][:2] == ["245/246", "245/246"]
    assert "应报246份，已报245份，未报1份。" in district
    assert "公布的41项数中，一致35项，重算一致3项，无可比3项；5项附有说明。" in district


def test_unsent_returns_of_one_body_are_one_row(sample_app):
    app = sample_app(PAGE, year=2023, body="lusong")
    sound(app)
    rows = [r for r in table(html(app), "需要关注：谁、哪项、差多少") if r[1] == "年度报表未报送"]
    assert [r[2:6] for r in rows] == [["医保局", "6份未报", "全部报送", "执法队伍与能力建设等"]]
    assert '<div class="data-notes"' not in html(app)
    assert "2023年没有载入年度报告公布数，无可核对。" in html(app)


def test_a_department_sees_itself_against_its_category(sample_app):
    app = sample_app(PAGE, year=2022, body="market_supervision", compare=2021)
    sound(app)
    text = html(app)
    assert "66.7%" in cards(text)["负责人出庭应诉率"]
    rows = table(text, "达标情况：本单位与同类单位")
    assert [r[0] for r in rows[2:5]] == ["本单位", "市场监管局", "同类单位：行政执法部门"]
    assert "城东街道" not in [r[0] for r in rows]
    assert [r[2] for r in table(text, "需要关注：谁、哪项、差多少")[1:]] == [
        "负责人出庭应诉率",
        "执法人员持证率",
        "复议纠错率",
        "复议调解和解率",
    ]
    returns = {r[0]: r[1:] for r in table(text, "报送情况")}
    assert returns["行政应诉"][:3] == ["● 已报", "● 已报", "28"]
    assert "应报8份，已报8份，全部报送。" in text
    assert "备注" not in text, "a notice about a file without a return of this body"


def test_a_town_without_cases_or_the_function_has_words_in_place_of_values(sample_app):
    app = sample_app(PAGE, year=2022, body="town_chengdong", compare=0)
    sound(app)
    text = html(app)
    assert "无此职能" in cards(text)["行政许可办理量"]
    assert "无分母" in cards(text)["负责人出庭应诉率"]
    assert "较" not in "".join(cards(text).values())
    assert "没有需要关注的事项：可评价的指标均达到目标，应报的报表均已报送。" in text
    assert {r[0]: r[1] for r in table(text, "报送情况")}["行政许可"] == "∅ 无此职能"


def test_a_body_that_sent_nothing_is_told_so_and_never_shown_zero(sample_app):
    app = sample_app(PAGE, year=2023, body="medical_insurance")
    sound(app)
    text = html(app)
    assert "未报 12项" in text
    assert "未报" in cards(text)["负责人出庭应诉率"]
    assert "应报6份，已报0份，未报6份。" in text
    shown = cards(text)
    # That nothing came is a figure: of these two the zero is true.
    assert all("0%" in shown.pop(title) for title in HEADLINE[-2:])
    assert not any(re.search(r"\|0[件次%]", card) for card in shown.values())


@pytest.mark.parametrize(
    ("year", "appearance", "permits"),
    [
        (2019, "60%", "33,187件"),
        (2020, "60%", "30,924件"),
        (2021, "66.7%", "38,452件"),
        (2023, "100%", "43,518件"),
    ],
)
def test_every_year_has_its_overview(sample_app, year, appearance, permits):
    app = sample_app(PAGE, year=year, body="lusong", compare=0)
    sound(app)
    found = cards(html(app))
    assert appearance in found["负责人出庭应诉率"]
    assert permits in found["行政许可办理量"]

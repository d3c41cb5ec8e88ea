"""数据状况 over the sample: completeness, reconciliation, explanations, files, and the way down to a cell."""

import csv
from pathlib import Path

import pytest

from tests.pages.seen import cards, html, note, sound, table

PAGE = "reference/data_status.py"
RECONCILED = "年度报告公布数与各单位报送数核对"
EXPLAINED = "不相符之处与报送单位说明"
PUBLISHED = Path(__file__).resolve().parents[2] / "sample/published_2022.csv"


def opened(sample_app, part, **params):
    app = sample_app(PAGE, part=part, **{"year": 2022, "body": "lusong", **params})
    sound(app)
    return app


@pytest.fixture(scope="module")
def district(kept_app):
    """Part → what is on it for the district in 2022; each is opened once."""
    seen = {}

    def page(part):
        if part not in seen:
            app = kept_app(PAGE, part=part, year=2022, body="lusong", compare=2021)
            sound(app)
            seen[part] = html(app)
        return seen[part]

    return page


def traced(sample_app, measure, **params):
    app = opened(sample_app, "trace", trace=measure, **params)
    [label] = [s.options for s in app.main.selectbox if s.label.startswith("数据项")]
    assert label
    return html(app)


def test_who_sent_what_this_year(district):
    text = district("returns")
    rows = table(text, "报送情况：2022年各单位 × 报表")
    assert rows[0][0] == "单位"
    assert rows[0][-2:] == ["年度报告公布数", "已报/应报"]
    bodies = {r[0]: r[1:] for r in rows[1:]}
    assert len(bodies) == 36
    assert bodies["退役军人局"][rows[0].index("执法队伍与能力建设") - 1] == "？ 未报"
    assert bodies["退役军人局"][-1] == "3/4"
    assert bodies["城东街道"][rows[0].index("行政许可") - 1] == "∅ 无此职能"
    assert list(bodies)[-1] == "芦淞区"
    assert bodies["芦淞区"][-1] == "1/1"


def test_who_sent_what_over_the_years(district):
    text = district("returns")
    bodies = {r[0]: r[1:] for r in table(text, "报送情况：历年各单位（已报/应报）")}
    assert bodies["单位"] == ["2019年", "2020年", "2021年", "2022年", "2023年"]
    assert bodies["退役军人局"][3].endswith("3/4 缺执法队伍与能力建设")
    assert bodies["城管执法局"] == ["8/8", "8/8", "–", "–", "–"]
    assert bodies["城管和综合执法局"][:3] == ["–", "–", "8/8"]
    assert bodies["医保局"][4].endswith("0/6 缺执法队伍与能力建设等6个")
    returns = {r[0]: r[1:] for r in table(text, "报送情况：历年各报表（已报/应报）")}
    assert returns["行政处罚"] == ["32/32", "32/32", "31/31", "31/31", "30/31"]
    assert "2022年缺1份（执法队伍与能力建设）" in text


def test_a_leaf_has_its_returns_by_year(sample_app):
    text = html(opened(sample_app, "returns", body="veterans"))
    rows = {r[0]: r[1:] for r in table(text, "报送情况：历年各报表")}
    assert rows["执法队伍与能力建设"][2] == "● 已报"
    assert "未报" in rows["执法队伍与能力建设"][3]
    assert rows["行政许可"] == ["∅ 无此职能"] * 5
    assert "2019年、2020年、2021年、2023年报表齐全；2022年缺1份（执法队伍与能力建设）。" in text


def test_every_published_figure_is_reconciled(district):
    text = district("reconciliation")
    rows = table(text, RECONCILED)
    with PUBLISHED.open(encoding="utf-8-sig") as file:
        published = list(csv.DictReader(file))
    assert len(rows) - 1 == len(published) == 41
    found = {r[0]: r[1:] for r in rows[1:]}
    assert found["办理行政许可"][:4] == ["41,673件", "41,673件", "±0", "● 一致"]
    assert found["处罚金额"][:4] == ["1,559,714元", "1,559,714元", "±0", "● 一致"]
    assert found["执法人员培训"][3:5] == ["● 一致", "1"]
    assert found["行政复议咨询委员会委员"][1:4] == ["–", "–", "– 无可比"]
    assert "公布的41项数中，一致35项，重算一致3项，无可比3项；5项附有说明。" in text


def test_a_published_rate_is_recomputed_from_published_counts(district):
    rows = {r[0]: r[1:] for r in table(district("reconciliation"), RECONCILED)}
    assert rows["负责人出庭应诉率"][:2] == ["80%", "80%"]
    assert rows["负责人出庭应诉率"][3:6] == ["● 重算一致", "–", "4/5"]
    assert rows["行政复议纠错率"][5] == "6/25"


def test_twenty_six_against_twenty_five_with_its_explanation(district):
    text = district("reconciliation")
    first, second = table(text, EXPLAINED)[1:]
    assert first[:3] == ["①", "芦淞区", "年度报告公布数"]
    assert "= 26，而行政复议审结为25，相差1" in first[3]
    assert "报告未说明原因，此处照录公布数" in first[4]
    assert first[5] == "提交1 published_2022.csv 第22行第4列"
    assert second[1] == "城管和综合执法局"
    marked = [r[0] for r in table(text, RECONCILED) if r[6] == "①"]
    assert marked == [
        "行政复议审结",
        "行政复议审结：维持",
        "行政复议审结：驳回",
        "行政复议审结：确认违法",
        "行政复议审结：和解终止",
    ]


def test_a_published_figure_and_its_parts_lead_to_their_cells(district):
    text = district("reconciliation")
    address = 'href="data_status?year=2022&amp;body=lusong&amp;compare=2021&amp;part=trace&amp;trace='
    assert f'{address}published_head_appearances"' in text
    assert f'{address}head_appearances"' in text


def test_without_published_totals_there_is_a_sentence_not_an_empty_table(sample_app):
    text = html(opened(sample_app, "reconciliation", year=2023))
    assert "2023年没有载入年度报告公布数，无可核对。" in text
    assert "2023年没有不相符之处" in text
    assert "<table" not in text
    leaf = html(opened(sample_app, "reconciliation", body="health"))
    assert "年度报告公布数属于上级单位" in leaf


def test_completeness_and_punctuality_say_what_they_rest_on(sample_app):
    """2023 in the sample: 医保局 sent nothing, 其他行政执法行为 came on 2 February."""
    text = html(sample_app(PAGE, year=2023, body="lusong"))
    shown = cards(text)
    assert "97.6%" in shown["报送完整率"]
    assert "239/245" in shown["报送完整率"]
    assert "207/245" in shown["按时报送率"]
    assert "来源：报送记录" in text
    own = cards(html(sample_app(PAGE, year=2023, body="health")))
    assert "7/8" in own["按时报送率"]


def test_notices_kept_at_load(sample_app):
    rows = table(html(opened(sample_app, "notices")), "载入时的核对提示")
    assert rows[1][0] == "公安分局"
    assert "本年219，比往年平均多55%" in rows[1][2]
    assert len(rows) == 2
    leaf = html(opened(sample_app, "notices", body="health"))
    assert "2022年的报表在核对时没有提示。" in leaf
    own = table(html(opened(sample_app, "notices", body="public_security")), "载入时的核对提示")
    assert [r[0] for r in own[1:]] == ["公安分局"]


def test_files_of_the_year_and_whether_they_count(sample_app):
    text = html(opened(sample_app, "submissions"))
    rows = table(text, "报送文件")
    assert len(rows) == 12
    assert ["reconsideration_cases_2022.csv", "行政复议", "2022年"] in [r[1:4] for r in rows]
    assert rows[1][:4] == ["35", "rulemaking.csv", "规范性文件与重大行政决策", "2022年"]
    assert [r[8] for r in rows[1:]] == ["有效"] * 11
    assert [r[9] for r in rows[1:]] == ["演示"] * 10 + ["–"]
    assert "2022年的文件11份，在用11份；各年度共45份。" in text
    leaf = table(html(opened(sample_app, "submissions", body="town_chengdong")), "报送文件")
    assert [r[10] for r in leaf if r[1] == "permits.csv"] == ["–"]
    assert [r[10] for r in leaf if r[1] == "penalties.csv"] == ["是"]


def test_a_figure_is_traced_down_to_file_and_cell(sample_app):
    text = traced(sample_app, "head_appearances")
    assert "芦淞区 2022年 负责人出庭：4件" in text
    assert "市场监管局2 + 住建局1 + 自然资源局1（32个单位报0） = 4件，与看板所示一致" in text
    rows = table(text, "数据溯源：负责人出庭")
    assert rows[1][:7] == [
        "株洲市芦淞区市场监督管理局",
        "2件",
        "50%",
        "2",
        "litigation.csv",
        "–",
        "第2行第9列",
    ]
    assert rows[1][7] == "28"
    assert rows[1][9] == "演示"
    assert rows[-1][:2] == ["合计", "4件"]
    assert len(rows) == 1 + 35 + 1


def test_the_shares_of_a_figure_add_up_to_it(sample_app):
    rows = table(traced(sample_app, "total_cases"), "数据溯源：处罚案件合计")
    values = [int(r[1].removesuffix("件").replace(",", "")) for r in rows[1:]]
    assert sum(values[:-1]) == values[-1] == 1596
    shares = [float(r[2].removesuffix("%")) for r in rows[1:-1]]
    assert sum(shares) == pytest.approx(100, abs=1)


def test_who_is_not_in_the_sum_is_named(sample_app):
    text = traced(sample_app, "training_sessions")
    assert "未报（不当作0，未计入）1个：退役军人局" in text
    rows = table(text, "数据溯源：执法培训次数")
    assert "占比" not in rows[0]
    assert [r[1] for r in rows if r[0].endswith("退役军人事务局")] == ["未报"]
    assert "有单位没有数，不计算占比" in text
    assert "无此职能（不需报送）4个：司法局、退役军人局、审批服务局、政府办" in traced(
        sample_app, "total_cases"
    )


def test_an_explanation_goes_with_the_figure(sample_app):
    text = traced(sample_app, "reconsideration_concluded", body="urban_management")
    assert "城管和综合执法局 2022年 审结复议案件：2件" in text
    assert "而审结复议案件为2，相差1" in text
    assert [r[3:6] for r in table(text, "数据溯源：审结复议案件")[1:]] == [
        ["reconsideration.csv", "–", "第3行第6列"]
    ]


def test_a_published_figure_has_one_cell_and_is_no_demonstration(sample_app):
    rows = table(traced(sample_app, "published_outcome_upheld"), "数据溯源：行政复议审结：维持")
    assert [r[1:6] for r in rows[1:]] == [["8件", "8", "published_2022.csv", "–", "第23行第4列"]]
    assert rows[1][-1] == "–"


def test_a_body_without_the_function_has_no_cells(sample_app):
    text = traced(sample_app, "permits_granted", body="town_chengdong")
    assert "城东街道 2022年 许可数：无此职能" in text
    assert "<table" not in text


def test_a_measure_the_form_did_not_have_then_is_said(sample_app):
    app = opened(sample_app, "trace", trace="kind_fine", year=2019)
    [measure] = [s for s in app.main.selectbox if s.label.startswith("数据项")]
    assert measure.value == "summary_procedure_cases"
    assert "“kind_fine”不在2019年的报表中，已改用默认值" in note(app)
    assert app.query_params["trace"] == "summary_procedure_cases"
    assert "芦淞区 2019年 简易程序：402件" in html(app)


def test_choosing_a_return_and_a_measure_changes_the_address(sample_app):
    app = opened(sample_app, "trace", trace="head_appearances")
    app.selectbox(key="trace-dataset").select("penalties").run()
    sound(app)
    assert app.query_params["trace"] == "summary_procedure_cases"
    assert not app.warning
    app.selectbox(key="choice-trace").select("penalty_amount").run()
    assert app.query_params["trace"] == "penalty_amount"
    assert app.query_params["part"] == "trace"
    assert "罚没金额：1,559,714元" in html(app)


def test_a_wrong_part_in_the_address_falls_back(sample_app):
    app = opened(sample_app, "<b>nothing")
    assert table(html(app), "报送情况：2022年各单位 × 报表")
    assert app.query_params["part"] == "returns"


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
@pytest.mark.parametrize("part", ["returns", "reconciliation", "notices", "submissions", "trace"])
def test_every_part_of_every_year(sample_app, part, year):
    text = html(opened(sample_app, part, year=year, compare=0))
    assert f"{year}年" in text
    assert "第1次发布" in text

"""Who sees which scores, and what the pages of the assessment say."""

import io
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from definitions import load_definitions
from etl.receive import receive_stream
from ledger.assessments import Assessments
from ledger.filings import File
from ledger.folder import DataFolder
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound, table
from ui.access import here
from ui.access.reader import Reader

SHEET, BOARD, DESK = "assessment/sheet.py", "assessment/board.py", "assessment/desk.py"
APPEALS, WHAT_IF, YEARS = "assessment/appeals.py", "assessment/what_if.py", "assessment/over_years.py"


@pytest.fixture
def own(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the sample that a test may write to."""
    found = DataFolder(Path(shutil.copytree(sample_data, tmp_path / "own")))
    monkeypatch.setenv("DASHBOARD_DATA", str(found.root))
    return found


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Any:
    def become(role: str, *bodies: str, name: str = "zhao") -> None:
        reader = Reader(name, name, frozenset({role}), frozenset(bodies), "10.0.0.9")
        monkeypatch.setattr(here, "reader", lambda: reader)

    return become


def button(app: AppTest, label: str):
    [found] = [b for b in app.button if b.label == label]
    return found


def test_scores_are_for_the_assessors_until_they_are_published(own, looking):
    looking("viewer")
    board = html(open_page(BOARD, year=2023, body="lusong"))
    assert "0个已公布" in board
    assert "等次" not in board
    assert "还没有公布" in html(open_page(SHEET, year=2023, body="health"))
    assert "得分公布以后才能测算" in html(open_page(WHAT_IF, year=2023, body="lusong"))
    assert "还没有两年都已公布得分的单位" in html(open_page(YEARS, year=2023, body="lusong", compare=2022))
    looking("assessor")
    assert "住建局" in str(table(html(open_page(BOARD, year=2023, body="lusong")), "2023年考核得分"))


def test_a_department_sees_its_automatic_scores_but_no_judgement_before_publication(own, looking):
    looking("department", "market_supervision")
    app = open_page(SHEET, year=2023, body="market_supervision")
    sound(app)
    rows = table(html(app), "市场监管局2023年评分表")
    assert rows[0] == ["项目", "分值", "自评", "自动得分", "怎么算的"]
    assert "评定" not in html(app).replace("由考核员评定", "").replace("依据材料评定", "").replace(
        "需要评定", ""
    )
    assert not [b for b in app.get("download_button") if "下载" in str(b.proto)]


def test_the_sheet_leads_from_the_total_to_the_cell(own, looking):
    looking("viewer")
    app = open_page(SHEET, year=2022, body="market_supervision", item="court_appearance")
    sound(app)
    text = html(app)
    assert "<b>73.33</b> 分，合格" in text
    assert "54.94 ÷ 75 × 100 ≈ 73.25，加分0.08，合计73.33" in text
    assert "不计的项目25分已移出基数" in text
    line = next(row for row in table(text, "市场监管局2022年评分表") if row[0] == "负责人出庭应诉")
    assert line[3:6] == ["6.67", "3.33", "自动"]
    assert "2/3 ≈ 66.67% &lt; 100%，每低1个百分点扣0.1分" in text
    cells = table(text, "负责人出庭应诉的数据来源")
    assert ["分子", "负责人出庭", "2件", "litigation.csv", "第2行第9列", "第28次"] in cells


def test_the_board_ranks_only_what_can_be_compared(own, looking):
    looking("assessor")
    text = html(open_page(BOARD, year=2022, body="lusong"))
    rows = {row[0]: row for row in table(text, "2022年考核得分") if len(row) > 5}
    assert rows["人社局"][-2] == "1/7"
    assert rows["应急局"][-2] == "基数不足"
    assert "失分最多" in rows["单位"]
    assert rows["市场监管局"][-1].startswith("复议纠错 −10")


def test_an_assessor_must_say_why_where_he_differs(own, looking):
    looking("assessor")
    app = open_page(DESK, year=2023, body="lusong", state={"desk-queue": "few"})
    sound(app)
    score = next(t for t in app.text_input if t.label.startswith("得分"))
    score.set_value("1")
    button(app, "保存，下一项").click().run()
    assert "都要写理由" in app.error[0].value
    next(t for t in app.text_input if t.label.startswith("得分")).set_value("1..5")
    button(app, "保存，下一项").click().run()
    assert "不是分数" in app.error[0].value


def test_two_who_differ_are_brought_together(own, looking):
    with Assessments(own.ledger) as assessments:
        before = len(assessments.course(2023).settled)
    looking("assessor", name="wu")
    app = open_page(DESK, year=2023, body="lusong", state={"desk-queue": "disputed"})
    sound(app)
    assert "合议定分" in html(app)
    button(app, "保存，下一项").click().run()
    assert "没有保存" in app.error[0].value
    for field in app.text_input:
        field.set_value("1" if field.label.startswith("得分") else "商定")
    button(app, "保存，下一项").click().run()
    assert not app.error
    with Assessments(own.ledger) as assessments:
        assert len(assessments.course(2023).settled) == before + 1


def test_a_department_appeals_for_its_own_and_sees_no_other(own, looking):
    looking("department", "water")
    app = open_page(APPEALS, year=2022, body="water")
    assert "没有申诉" in html(app)
    app = open_page(SHEET, year=2022, body="water", item="case_file_review")
    next(t for t in app.text_area if t.label.startswith("理由")).set_value("<b>漏看</b> *一份* 材料")
    button(app, "提出申诉").click().run()
    assert "申诉已提出" in app.success[0].value
    seen = html(open_page(APPEALS, year=2022, body="water"))
    assert "&lt;b&gt;漏看&lt;/b&gt;" in seen
    assert "卫健局" not in seen
    looking("assessor")
    app = open_page(APPEALS, year=2022, body="lusong")
    assert "3件申诉，2件待决定" in html(app)
    assert "卫健局" in html(app)


def test_without_a_scheme_the_years_that_have_one_are_named(own, looking):
    looking("assessor")
    for page in (BOARD, SHEET, DESK, APPEALS, WHAT_IF, "assessment/scheme.py", YEARS):
        app = open_page(page, year=2021, body="lusong")
        sound(app)
        assert "有方案的年度：2022、2023" in html(app), page


def test_other_points_move_totals_at_once(own, looking):
    looking("viewer")
    app = open_page(WHAT_IF, year=2022, body="lusong")
    sound(app)
    rows = {row[0]: row for row in table(html(app), "测算结果") if len(row) > 4}
    assert rows["市场监管局"][1:4] == ["73.33", "73.33", "+0.00"]
    assert "<b>0</b>个单位排名改变" in html(app)


def test_a_locked_year_offers_nothing_to_change(own, looking):
    from etl import frozen

    with Assessments(own.ledger) as assessments:
        [one] = assessments.course(2022).open_appeals
        assessments.rule(2022, one.appeal.step, Decimal(5), "属实")
        frozen.lock(own, assessments, 2022)
    looking("assessor")
    app = open_page(DESK, year=2022, body="lusong")
    sound(app)
    assert "考核已锁定" in html(app)
    assert [b.label for b in app.button] == ["从锁定时的数据重算核对", "重新开放"]
    assert "锁定以后的报送不改变任何得分" in html(open_page(BOARD, year=2022, body="lusong"))
    looking("department", "water")
    assert not open_page(SHEET, year=2022, body="water").button


def test_a_later_return_moves_nothing_on_the_pages_of_a_locked_year(own, looking, tmp_path):
    from etl import frozen
    from tests.etl.test_frozen import send_again

    with Assessments(own.ledger) as assessments:
        [one] = assessments.course(2022).open_appeals
        assessments.rule(2022, one.appeal.step, None, "维持")
        frozen.lock(own, assessments, 2022)
    send_again(own, tmp_path)
    looking("viewer")
    board = html(open_page(BOARD, year=2022, body="lusong"))
    rows = {row[0]: row for row in table(board, "2022年考核得分") if len(row) > 5}
    assert "73.33" in rows["市场监管局"]
    assert "数据为第1次发布" in board
    app = open_page(SHEET, year=2022, body="market_supervision", item="court_appearance")
    sound(app)
    assert "2/3 ≈ 66.67%" in html(app)
    cells = table(html(app), "负责人出庭应诉的数据来源")
    assert ["分子", "负责人出庭", "2件", "litigation.csv", "第2行第9列", "第28次"] in cells
    looking("assessor")
    board = html(open_page(BOARD, year=2022, body="lusong"))
    assert "6.67" in str(table(board, "锁定以后的报送会改变的得分"))


def test_points_are_taken_off_and_vetoes_pronounced_only_with_a_reason(own, looking):
    looking("assessor")
    for place, score in ((("health", "grave_breach"), "1"), (("health", "legal_training"), "1")):
        app = open_page(DESK, year=2023, body="lusong", state={"desk-queue": "all", "desk-at": place})
        sound(app)
        for field in app.text_input:
            if field.label.startswith(("得分", "成立")):
                field.set_value(score)
            elif field.label.startswith("理由"):
                field.set_value("")
        button(app, "保存，下一项").click().run()
        assert "都要写理由" in app.error[0].value, place


def test_one_file_sent_with_two_appeals_is_offered_with_both(own, looking):
    proof = File(receive_stream(own, io.BytesIO(b"proof"), "x").sha256, "![证明](http://a/b.png).pdf", 5)
    with Assessments(own.ledger) as assessments:
        for code in ("case_file_review", "disclosure"):
            assessments.appeal(2022, "water", code, None, "见附件", [proof])
    looking("assessor")
    app = open_page(APPEALS, year=2022, body="lusong")
    sound(app)
    labels = [b.proto.label for b in app.get("download_button")]
    assert labels == ["\\!\\[证明\\](http:\u2060//a/b.png).pdf"] * 2


def test_a_rank_is_not_told_before_all_of_the_kind_are_published(own, looking):
    """It would tell a leader how those stand whose scores he may not see yet."""
    with Assessments(own.ledger) as assessments:
        assessments.recall(2022, "education", "复核")
    looking("viewer")
    rows = {
        row[0]: row
        for row in table(html(open_page(BOARD, year=2022, body="lusong")), "2022年考核得分")
        if len(row) > 5
    }
    kind = load_definitions().bodies["education"].category
    peers = [
        b.short_name
        for b in load_definitions().bodies.values()
        if b.category == kind and b.short_name in rows
    ]
    assert rows["教育局"][-2] == "未公布"
    assert len(peers) > 2
    assert {rows[name][-2] for name in peers if name != "教育局"} <= {"同类未全部公布", "基数不足"}
    looking("assessor")
    rows = {
        row[0]: row
        for row in table(html(open_page(BOARD, year=2022, body="lusong")), "2022年考核得分")
        if len(row) > 5
    }
    assert rows["人社局"][-2] == "1/7"


def test_a_body_is_told_where_its_scores_are_no_longer_those_published(own, looking, tmp_path):
    from tests.etl.test_frozen import send_again

    with Assessments(own.ledger) as assessments:
        [one] = assessments.course(2022).open_appeals
        assessments.rule(2022, one.appeal.step, None, "维持")
        assessments.recall(2022, "market_supervision", "复核")
    looking("assessor")
    app = open_page(DESK, year=2022, body="lusong")
    next(c for c in app.checkbox if c.label.startswith("全部")).check().run()
    button(app, "公布给1个单位").click().run()
    sound(app)
    assert "公布以后改变的得分" not in html(app)
    send_again(own, tmp_path)
    app = open_page(DESK, year=2022, body="lusong")
    assert ["市场监管局", "负责人出庭应诉", "得分", "6.67", "8"] in [
        [*row[:4], row[4].removesuffix(".00")] for row in table(html(app), "公布以后改变的得分")
    ]
    button(app, "锁定2022年考核").click().run()
    assert "请收回后重新公布：市场监管局" in app.error[0].value
    looking("department", "market_supervision")
    assert "公布时总分73.33分" in html(open_page(SHEET, year=2022, body="market_supervision"))


def test_an_appeal_is_not_granted_by_pressing_enter(own, looking):
    looking("assessor")
    app = open_page(APPEALS, year=2022, body="lusong")
    next(t for t in app.text_input if t.label.startswith("决定的理由")).set_value("属实")
    button(app, "作出决定").click().run()
    assert "请选择决定" in app.error[0].value
    app.radio[0].set_value("这一项不适用于该单位，移出基数")
    button(app, "作出决定").click().run()
    assert "已决定" in app.success[0].value
    sheet = html(open_page(SHEET, year=2022, body="health", item="disclosure"))
    [line] = [row for row in table(sheet, "卫健局2022年评分表") if row[0] == "执法公示"]
    assert line[3] == "不计"
    assert "申诉决定不适用（属实）" in line[-1]


def test_one_alone_of_its_kind_has_no_rank(own, looking):
    looking("viewer")
    rows = {row[0]: row for row in table(html(open_page(BOARD, year=2022, body="lusong")), "2022年考核得分")}
    assert rows["政府办"][-2] == "同类过少"


def test_a_body_left_without_points_is_not_ranked_first(own, looking, monkeypatch):
    """All weight on decision-making, of which most bodies have none."""
    from ui.assessment import what_if

    given = what_if.asked

    def only_decisions(found):
        points, goals = given(found)
        kept = [found.scheme.level_1(i).group == "decision_making" for i in found.scheme.of_kind("points")]
        return points * kept, goals

    monkeypatch.setattr(what_if, "asked", only_decisions)
    looking("viewer")
    app = open_page(WHAT_IF, year=2022, body="lusong")
    sound(app)
    rows = {row[0]: row for row in table(html(app), "测算结果") if len(row) > 4}
    assert rows["市场监管局"][2] == "—"
    assert rows["市场监管局"][5] == "—"
    assert rows["住建局"][5] != "—"


def test_a_target_of_0_is_not_taken_for_a_proportion(own, looking, monkeypatch):
    looking("viewer")
    monkeypatch.setattr("streamlit.data_editor", lambda frame, **_: frame.assign(目标=frame["目标"] * 0))
    app = open_page(WHAT_IF, year=2022, body="lusong")
    assert any("目标应大于0" in one.value for one in app.error)


def test_an_appeal_about_what_is_no_longer_there_can_still_be_decided(own, looking):
    """Otherwise the year could never be locked, and nobody would see why."""
    with Assessments(own.ledger) as assessments:
        assessments.publish(2022, ["gone_body"], 1)
        assessments.appeal(2022, "gone_body", "gone_item", None, "<b>不服</b>")
    looking("assessor")
    app = open_page(APPEALS, year=2022, body="lusong")
    sound(app)
    assert "gone_body：gone_item" in html(app)
    assert "&lt;b&gt;不服" in html(app)
    last = [r for r in app.radio if list(r.options) == ["维持原分"]]
    last[0].set_value("维持原分")
    [t for t in app.text_input if t.label.startswith("决定的理由")][-1].set_value("单位已撤销")
    [b for b in app.button if b.label == "作出决定"][-1].click().run()
    assert "已决定" in app.success[0].value
    sound(app)


def test_who_may_see_everybodys_figures_does_not_see_everybodys_scores(own, looking, tmp_path, monkeypatch):
    """Each line of rights.csv stands for itself."""
    from tests.etl.test_frozen import altered

    rights = altered(tmp_path, monkeypatch) / "rights.csv"
    text = rights.read_text(encoding="utf-8-sig")
    old, new = "图表,all,own,all", "图表,all,all,all"
    assert text.count(old) == 1
    rights.write_text(text.replace(old, new), encoding="utf-8")
    looking("department", "health")
    app = open_page(SHEET, year=2022, body="water")
    sound(app)
    assert "水利局" not in str(table(html(app), "卫健局2022年评分表"))
    assert "水利局2022年评分表" not in html(app)
    assert "卫健局2022年评分表" in html(app)
    assert "市场监管局" not in html(open_page(APPEALS, year=2022, body="lusong"))

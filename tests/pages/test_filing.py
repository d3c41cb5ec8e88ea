"""我的报送 and 报送审核, run whole: what is owed, what a clerk and a reviewer may do, and what each is told."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from definitions import load, load_definitions
from ledger import Ledger
from ledger.filings import Filings, Remark
from tests.pages.clerk import INBOX, MINE, button, permits, sent
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound, table
from tests.ui.test_mailing import mail, post_office
from ui.access.doors import doors
from ui.filing import owed, reminders
from ui.served import served


def test_what_is_owed_by_when_and_how_it_stands(own_data: Path, looking: Any) -> None:
    looking("department")
    app = open_page(MINE)
    sound(app)
    rows = table(html(app), f"卫健局{date.today().year - 1}年应报的报表")[1:]
    owing = owed.owed_by(load_definitions(), load_definitions().bodies["health"])
    assert [row[0] for row in rows] == [dataset.title for dataset in owing]
    app.selectbox(key="filing-year").select(2023).run()
    assert {row[3][0] for row in table(html(app), "卫健局2023年应报的报表")[1:]} == {"●"}


@pytest.mark.parametrize(
    ("days", "sent", "said"),
    [(12, False, "还有12天"), (0, False, "今天截止"), (-3, False, "逾期3天"), (-3, True, "")],
)
def test_deadlines(days: int, sent: bool, said: str) -> None:
    today = date(2026, 1, 15)
    assert owed.deadline(date.fromordinal(today.toordinal() + days), today, sent) == said


def test_a_sound_file_is_sent_and_accepted(own_data: Path, looking: Any) -> None:
    looking("department")
    app = sent(permits(2024))
    sound(app)
    assert "没有错误，可以提交" in html(app)
    assert "新报8格" in html(app)
    button(app, "提交").click().run()
    sound(app)
    assert "已提交，等待审核" in app.success[0].value
    looking("reviewer")
    inbox = open_page(INBOX, filing=1)
    button(inbox, "接受并发布").click().run()
    sound(inbox)
    assert "第1号已接受，第2次发布" in inbox.success[0].value
    with Ledger(own_data / "ledger.sqlite") as ledger:
        assert [(e.act, e.who) for e in ledger.audit()[:3]] == [
            ("filing_accepted", "li"), ("publish", "li"), ("accept", "li"),
        ]  # fmt: skip


def test_a_run_looks_at_the_definitions_once(
    own_data: Path, looking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty clerks at once wait for each other at every file that is looked at."""
    looked, plain = [], load._looked_at

    def look(folder: Path | None) -> Any:
        looked.append(folder)
        return plain(folder)

    monkeypatch.setattr(load, "_looked_at", look)
    looking("department")
    app = sent(permits(2024))
    looked.clear()
    app.run()
    sound(app)
    assert len(looked) == 1


def test_an_error_keeps_the_button_shut_and_names_the_cell(own_data: Path, looking: Any) -> None:
    looking("department")
    app = sent(permits(2024, 许可数="-1"))
    assert table(html(app), "错误：必须改正")[1][1:3] == ["第2行第5列", "-1"]
    assert button(app, "提交").disabled
    assert "没有改正前不能提交" in html(app)


def test_without_a_reason_nothing_is_sent(own_data: Path, looking: Any) -> None:
    looking("department")
    app = sent(permits(2024, **{"法律、行政法规、国务院决定设定的事项": "99"}))
    assert "有1处对不上" in html(app)
    button(app, "提交").click().run()
    assert "对不上" in app.error[0].value
    app.text_area[0].input("按部门口径另有91项").run()
    assert "对不上的都有说明，可以提交" in html(app)
    button(app, "提交").click().run()
    assert "已提交" in app.success[0].value


def test_a_blank_is_asked_for_and_a_header_too(own_data: Path, looking: Any) -> None:
    looking("department")
    content = permits(2024, 不予许可数="", 撤销许可数="").decode("gb18030").replace("受理数", "收件宗数")
    app = sent(content.encode("gb18030"))
    assert "有2格空着，分不清是没有发生、没有此项职能还是没有统计" in html(app)
    ask = next(box for box in app.selectbox if box.label.startswith("表头"))
    assert "收件宗数" in ask.label
    ask.select("permits_accepted")
    next(box for box in app.selectbox if box.label == "还空着的格一律").select("0")
    button(app, "按改动重新核对").click().run()
    sound(app)
    assert "改了2格，1个表头按您的回答理解" in app.success[0].value
    assert "格空着" not in html(app)
    said = [row[3] for row in table(html(app), "提示：看一眼即可")[1:]]
    assert any("原件填写“（空）”，报送人在网页上改为“0”" in text for text in said)
    assert any("按报送人的回答当作“受理数”" in text for text in said)
    button(app, "提交").click().run()
    looking("reviewer")
    inbox = open_page(INBOX, filing=1)
    assert "报送人在网页上改为“0”" in html(inbox)
    button(inbox, "接受并发布").click().run()
    assert "第1号已接受" in inbox.success[0].value


def test_two_people_of_one_body(own_data: Path, looking: Any) -> None:
    """The second is told of the first before he takes his place; both stay on record."""
    looking("department")
    button(sent(permits(2024)), "提交").click().run()
    second = sent(permits(2024, 申请数="1700"))
    assert "提交本份会替换那一份" in second.warning[0].value
    [unlike] = table(html(second), "本份与第1号不同的1格")[1:]
    assert unlike[2:] == ["申请数（件）", "1,700", "1,715"]
    button(second, "提交").click().run()
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.state for one in filings.listed()] == ["submitted", "replaced"]


def test_a_colleague_who_was_faster_is_looked_at_before_he_is_replaced(own_data: Path, looking: Any) -> None:
    """Both have their drafts before them when the first submits: the other's click has not seen his."""
    looking("department")
    first, second = sent(permits(2024)), sent(permits(2024, 申请数="1700"))
    button(first, "提交").click().run()
    button(second, "提交").click().run()
    assert "刚才有人提交了同样的报表：第1号" in second.error[0].value
    assert table(html(second), "本份与第1号不同的1格")[1:]
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.state for one in filings.listed()] == ["draft", "submitted"]
        button(second, "提交").click().run()
        assert "第2号已提交" in second.success[0].value
        assert [one.state for one in filings.listed()] == ["submitted", "replaced"]


def test_a_return_needs_a_reason_and_reaches_the_clerk(own_data: Path, looking: Any) -> None:
    looking("department")
    button(sent(permits(2024)), "提交").click().run()
    looking("reviewer")
    inbox = open_page(INBOX, filing=1)
    assert button(inbox, "退回").disabled
    inbox.text_area[0].input("<b>请核实</b>申请数").run()
    button(inbox, "退回").click().run()
    assert "第1号已退回" in inbox.success[0].value
    looking("department")
    assert "&lt;b&gt;请核实&lt;/b&gt;申请数" in html(open_page(MINE, filing=1))


def test_decided_by_another_meanwhile(own_data: Path, looking: Any) -> None:
    looking("department")
    button(sent(permits(2024)), "提交").click().run()
    looking("reviewer")
    mine, theirs = open_page(INBOX, filing=1), open_page(INBOX, filing=1)
    button(theirs, "接受并发布").click().run()
    button(mine, "接受并发布").click().run()
    sound_but_told = mine.error[0].value if mine.error else html(mine)
    assert "没有重复接受" in sound_but_told or "已接受" in sound_but_told
    with Ledger(own_data / "ledger.sqlite") as ledger:
        assert sum(s.file == "许可.csv" for s in ledger.submissions()) == 1


def test_several_are_decided_at_once_and_each_is_answered_for(own_data: Path, looking: Any) -> None:
    looking("department")
    for year in (2024, 2025):
        app = sent(permits(year, **{"申请数": str(1700 + year)}), f"{year}.csv")
        button(app, "提交").click().run()
    looking("reviewer")
    inbox = open_page(INBOX)
    inbox.checkbox(key="several-all").check().run()
    assert button(inbox, "退回2份").disabled
    with Filings(own_data / "ledger.sqlite") as filings:
        filings.give_back(2, [Remark("另一位审核人先退回")])
    button(inbox, "接受并发布2份").click().run()
    [warned] = [w.value for w in inbox.warning]
    assert "1份已接受" in warned
    assert "第2号：这份报送现在是“已退回，待修改”" in warned
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.state for one in filings.listed()] == ["returned", "accepted"]


def test_several_are_returned_for_one_reason(own_data: Path, looking: Any) -> None:
    looking("department")
    for year in (2024, 2025):
        button(sent(permits(year), f"{year}.csv"), "提交").click().run()
    looking("reviewer")
    inbox = open_page(INBOX)
    inbox.multiselect(key="several").select(1).select(2).run()
    inbox.text_input(key="several-why").input("请加盖公章").run()
    button(inbox, "退回2份").click().run()
    assert inbox.success[0].value == "2份已退回。"
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.remarks[0].text for one in filings.listed()] == ["请加盖公章"] * 2


def test_a_locked_year_takes_nothing_and_says_so(own_data: Path, looking: Any) -> None:
    looking("reviewer")
    inbox = open_page(INBOX)
    inbox.selectbox(key="lock-year").select(2024).run()
    button(inbox, "锁定2024年，不再接受报送").click().run()
    assert "2024年已锁定" in inbox.success[0].value
    looking("department")
    app = sent(permits(2024))
    assert "2024年的数据已经锁定" in html(app)
    assert button(app, "提交").disabled
    looking("reviewer")
    inbox = open_page(INBOX)
    inbox.selectbox(key="lock-year").select(2024).run()
    button(inbox, "重新开放").click().run()
    assert "请先写明重新开放的理由" in inbox.error[0].value
    inbox.text_input(key="reopen-2024").input("更正").run()
    button(inbox, "重新开放").click().run()
    assert "重新开放2024年：更正" in html(inbox)


def test_who_has_not_sent_what(own_data: Path) -> None:
    definitions = load_definitions()
    frame = reminders.missing(definitions, 2024, served(), [], date(2025, 3, 1))
    owing = [b for b in definitions.bodies.values() if b.exists_in(2024) and owed.owed_by(definitions, b)]
    leaves = {b.short_name for b in owing} - {
        definitions.bodies[code].short_name for code in definitions.parents()
    }
    assert set(frame["单位"]) == leaves
    assert set(frame["逾期"]) != {"—"}
    assert "全部报齐" in reminders.summary(frame.iloc[:0], 35, 2023)
    early = reminders.missing(definitions, 2024, served(), [], date(2025, 1, 1))
    assert set(early["逾期"]) == {"—"}


def test_reminders_go_out_by_mail_and_are_on_record(
    own_data: Path, looking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking("reviewer")
    assert "没有设置邮件服务器" in html(open_page(INBOX))
    with post_office() as (postman, port):
        found = mail(port, to={"health": ("li@health.example",), "water": ("nobody@water.example",)})
        monkeypatch.setattr(doors(), "settings", replace(doors().settings, mail=found))
        inbox = open_page(INBOX)
        sound(inbox)
        assert "只能电话催报的" in html(inbox)
        [example] = [str(t.value) for t in inbox.text_area if t.label.startswith("邮件内容")]
        assert "执法队伍与能力建设" in example
        button(inbox, "发送2封").click().run()
    assert "发送1封，1封没有发出" in inbox.warning[0].value
    results = {row[0]: row[2] for row in table(html(inbox), "催报邮件发送结果")[1:]}
    assert results["卫健局"] == "已发送"
    assert "no such mailbox" in results["水利局"]
    assert [m["to"] for m in postman.came] == ["li@health.example"]
    with Ledger(own_data / "ledger.sqlite") as ledger:
        acts = [(e.act, e.who, e.subject.partition(" ")[0]) for e in ledger.audit()[:2]]
    assert acts == [("reminder_failed", "li", "water"), ("reminder_sent", "li", "health")]
    again = open_page(INBOX)
    assert "卫健局（" in "".join(next(m for m in again.multiselect if m.label == "收件单位").options)


def test_a_name_somebody_gave_his_file_does_nothing(own_data: Path, looking: Any) -> None:
    looking("department")
    name = "<img src=x onerror=hacked=1>![a](b)[c](d)=1+1.csv"
    app = sent(permits(2024, 许可数="-1"), name)
    sound(app)
    assert "<img" not in html(app)
    assert "&lt;img src=x" in html(app)
    labels = [e.proto.label for e in app.get("download_button")] + [a.value for a in app.success]
    assert any("img src" in label for label in labels)
    assert not [label for label in labels if re.search(r"(?<!\\)[<\[!]", label)]


def test_nonsense_in_the_address_opens_nothing(own_data: Path, looking: Any) -> None:
    looking("department")
    for asked in ("x", "-1", "99999", "1' or 1=1", "<b>1</b>"):
        app = open_page(MINE, filing=asked)
        sound_warning = app.warning[0].value
        assert "没有第" in sound_warning
        assert "<b>1" not in sound_warning


@pytest.mark.parametrize("role", ["viewer", "department", "reviewer", "assessor", "administrator"])
def test_the_sample_is_offered_to_the_administrator_alone(
    looking: Any, role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "none"))
    looking(role)
    app = open_page("overview/overview.py")
    sound(app)
    assert [b.label for b in app.button] == (["载入示例数据"] if role == "administrator" else [])

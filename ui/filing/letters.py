"""Reminders by mail: who is written to, what, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from ledger import Ledger
from ledger.folder import data_folder
from ui.access.doors import doors
from ui.access.mail_settings import Mail
from ui.filing import here, words
from ui.mailing import Letter, Outcome, send
from ui.markdown import literal
from ui.tables import html_table
from ui.words import joined

AGAIN_AFTER_HOURS = 24


def letter(
    definitions: Definitions, mail: Mail, row: Mapping[Any, Any], body: str, year: int, site: str
) -> Letter:
    """What a body is told: what is missing, since when, and where to send it."""
    late = f"其中逾期{row['逾期']}" if row["逾期"] != "—" else f"最早截止{row['最早截止']}"
    text = (
        f"{definitions.bodies[body].name}：\n\n"
        f"贵单位{year}年度报表应报{row['应报']}份，已报{row['已报']}份，{late}。\n"
        f"还没有报送：{row['未报']}。\n"
        + (f"已上传、尚在办理：{row['在途']}。\n" if row["在途"] != "—" else "")
        + (f"\n请登录报送：{site}\n" if site else "")
        + "\n没有发生的填0，没有此项职能的填“无此职能”。已经报送的请不必理会。\n"
    )
    return Letter(body, mail.to[body], f"请报送{year}年度报表（{row['未报']}）"[:120], text)


def shown(frame: pd.DataFrame, codes: Mapping[str, str], year: int) -> None:
    """The choice, the text, the button; `frame` is the list of reminders, `codes`: 单位 → body."""
    mail = doors().settings.mail
    if mail is None:
        st.html(
            '<p class="reading">没有设置邮件服务器，不能发送催报邮件。需要的请管理员在 access.toml 中设置（docs/deploy.md）。</p>'
        )
        return
    definitions = load_definitions()
    rows = {codes[str(row["单位"])]: row for row in frame.to_dict("records")}
    reachable = [body for body in rows if mail.to.get(body)]
    silent = [definitions.bodies[body].short_name for body in rows if body not in reachable]
    with st.expander("发送催报邮件", icon=":material/mail:"):
        if silent:
            st.html(
                f'<p class="reading">没有登记邮件地址、只能电话催报的{len(silent)}个：{escape(joined(silent, 40))}。</p>'
            )
        before = last_sent(year)
        chosen = st.multiselect(
            "收件单位",
            reachable,
            default=[body for body in reachable if rows[body]["逾期"] != "—" and not before.get(body, "")],
            format_func=lambda body: definitions.bodies[body].short_name + before.get(body, ""),
            placeholder="点这里选择",
            key=f"mail-to-{year}",
        )
        letters = [letter(definitions, mail, rows[b], b, year, doors().settings.address) for b in chosen]
        if letters:
            st.text_area(
                f"邮件内容（以{definitions.bodies[chosen[0]].short_name}为例）",
                letters[0].text,
                disabled=True,
                height=220,
            )
        if st.button(f"发送{len(letters)}封", disabled=not letters, icon=":material/send:", key="mail-send"):
            report(definitions, deliver(mail, letters, year))


def deliver(mail: Mail, letters: Sequence[Letter], year: int) -> list[Outcome]:
    """Sends, and records each outcome as soon as it is known."""
    outcomes = []
    with st.spinner("正在发送……"), here.reader().acting(), Ledger(data_folder().ledger) as ledger:
        for outcome in send(mail, letters):
            ledger.reminded(outcome.letter.body, year, len(outcome.letter.to), outcome.sent)
            outcomes.append(outcome)
    return outcomes


def report(definitions: Definitions, outcomes: Iterable[Outcome]) -> None:
    found = list(outcomes)
    sent = sum(one.sent for one in found)
    (st.success if sent == len(found) else st.warning)(
        literal(f"发送{sent}封，{len(found) - sent}封没有发出。")
    )
    table = {
        "单位": [definitions.bodies[one.letter.body].short_name for one in found],
        "收件地址": ["、".join(one.letter.to) for one in found],
        "结果": [one.said for one in found],
    }
    st.html(html_table(pd.DataFrame(table), "催报邮件发送结果"))


def last_sent(year: int) -> dict[str, str]:
    """body → “（今天09:30已发）”, of those written to within a day."""
    found: dict[str, str] = {}
    with Ledger(data_folder().ledger) as ledger:
        for entry in ledger.audit(act="reminder_sent"):
            body, _, of = entry.subject.partition(" ")
            hours = (datetime.now().astimezone() - datetime.fromisoformat(entry.at)).total_seconds() / 3600
            if of == str(year) and hours < AGAIN_AFTER_HOURS:
                found.setdefault(body, f"（{words.moment(entry.at)[5:]}已发）")
    return found

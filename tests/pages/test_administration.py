"""The administrator's pages: the audit in words, filtered, checked and exported; accounts and rights as they stand."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from definitions import load_definitions
from ledger import Ledger
from ledger.acts import ACTS
from ledger.audit import Actor, acting
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound, table
from tests.quick_hashes import quick_hashes
from ui import audit_log
from ui.accounts_list import accounts_table, condition
from ui.audit_words import MEANINGS, subject_words, values_words

AUDIT = "administration/audit.py"


@pytest.fixture
def data(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample, in which somebody has done what he may not."""
    own = Path(shutil.copytree(sample_data, tmp_path / "own"))
    monkeypatch.setenv("DASHBOARD_DATA", str(own))
    with acting(Actor("zhang", "10.0.0.7")), Ledger(own / "ledger.sqlite") as ledger:
        ledger.refused("page administration/audit.py", ["viewer"])
    return own


def rows(app: AppTest) -> list[list[str]]:
    return table(html(app), "操作记录")[1:]


def test_the_newest_line_comes_first_and_reads_as_words(data: Path) -> None:
    app = open_page(AUDIT)
    sound(app)
    first = rows(app)[0]
    assert first[2:] == ["zhang", "10.0.0.7", "拒绝越权操作", "页面“操作记录”", "", "角色：领导"]
    with Ledger(data / "ledger.sqlite") as ledger:
        assert len(rows(app)) == min(audit_log.MOST, len(ledger.audit()))


def test_filters_leave_what_they_say(data: Path) -> None:
    app = open_page(AUDIT, who="zhang")
    assert [row[2] for row in rows(app)] == ["zhang"]
    app = open_page(AUDIT, act="publish")
    assert {row[4] for row in rows(app)} == {"发布"}
    assert rows(app)[0][5] == "第1次发布"
    app = open_page(AUDIT, who="zhang", act="publish")
    assert "没有符合条件的记录" in html(app)
    app = open_page(AUDIT)
    app.date_input[1].set_value(date(2020, 1, 1)).run()
    assert "没有符合条件的记录" in html(app)


def test_nonsense_in_a_filter_is_set_aside(data: Path) -> None:
    app = open_page(AUDIT, who="' or 1=1 --", act="drop")
    sound(app)
    assert len(rows(app)) > 50


def test_a_whole_record_and_one_that_was_tampered_with(data: Path) -> None:
    app = open_page(AUDIT)
    app.button[0].click().run()
    assert "逐行相符" in app.success[0].value
    with closing(sqlite3.connect(data / "ledger.sqlite")) as connection:
        connection.execute("drop trigger audit_no_delete")
        connection.execute("delete from audit where audit = 7")
        connection.commit()
    app.button[0].click().run()
    assert "第7行缺少" in app.error[0].value
    assert "traceback" not in html(app).lower()


def test_the_export_holds_every_line_as_it_was_recorded(data: Path) -> None:
    with Ledger(data / "ledger.sqlite") as ledger:
        found = ledger.audit()
    frame = audit_log.exported(found)
    assert list(frame["校验值"]) == [entry.hash for entry in found]
    assert frame["之后"][0] == '{"roles":["viewer"]}'


def test_more_lines_than_a_page_holds(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "MOST", 3)
    app = open_page(AUDIT)
    assert len(rows(app)) == 3
    assert "下面是最新的3行，导出的文件里有全部" in html(app)


def test_before_anything_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "empty"))
    app = open_page(AUDIT)
    sound(app)
    assert "还没有操作记录" in html(app)
    assert not (tmp_path / "empty").exists()


def test_every_kind_of_line_has_words() -> None:
    """A reason that is recorded and has no words would be shown as code."""
    definitions = load_definitions()
    for (key, code), words in MEANINGS.items():
        assert values_words(f'{{"{key}":"{code}"}}', definitions).endswith(words)
    assert values_words('{"disabled":true,"until":"2026-01-02T10:20:30+08:00"}', definitions) == (
        "停用：是；至：2026-01-02 10:20"
    )
    assert values_words('{"bodies":["health","gone"]}', definitions) == "单位：卫健局、gone"
    definitions = load_definitions()
    assert subject_words("name:zhang", definitions) == "用户名 zhang"
    score = subject_words("2022 market_supervision court_appearance", definitions)
    assert score == "2022年　市场监管局　负责人出庭应诉"
    assert subject_words("<b>x</b>", definitions) == "<b>x</b>"
    assert all(any("\u4e00" <= c <= "\u9fff" for c in title) for title in ACTS.values())


def test_the_table_of_rights_is_the_definitions(data: Path) -> None:
    app = open_page("administration/accounts.py")
    sound(app)
    shown = {row[0]: row[1:] for row in table(html(app), "角色和权限")[1:]}
    words = {"all": "全部", "own": "本单位", "no": "—"}
    for right in load_definitions().rights.values():
        assert shown[right.title] == [words[reach] for reach in right.reach.values()]
    assert "演示模式没有用户" in html(app)


def test_accounts_are_listed_with_what_an_administrator_may_have_to_do(tmp_path: Path) -> None:
    from ledger.accounts import Accounts

    with quick_hashes(), Accounts(tmp_path / "ledger.sqlite") as accounts:
        accounts.create("zhang", "张三", ["department", "reviewer"], ["health"])
        accounts.create("li", "李四", ["viewer"], [])
        accounts.disable("li")
        for _ in range(5):
            accounts.sign_in("zhang", "wrong password", "10.0.0.1")
        listed: list[Any] = accounts.listed()
    found = accounts_table(listed, load_definitions()).set_index("用户名")
    assert found.loc["zhang", "角色"] == "报送单位、审核员"
    assert found.loc["zhang", "单位"] == "卫健局"
    assert condition(listed[0]) == "已停用"
    assert condition(listed[1]).startswith("锁定至")

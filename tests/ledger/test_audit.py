"""Every act is on record in the transaction of the act, and no line can be changed, removed or put in unseen."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import Accepted, Ledger
from ledger.audit import START, Actor, acting

FILES = [("a" * 64, "许可.csv", 10, False), ("b" * 64, "处罚.csv", 20, True)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def fill(path: Path) -> None:
    with Ledger(path) as ledger:
        one, other = ledger.receive(FILES, (), False)
        ledger.accept([Accepted(one.receipt, 1, 5, (), ())])
        ledger.refuse(other.receipt, [{"code": "sum_broken"}])
        ledger.withdraw(1, "报错年度")
        ledger.record_publish(1, "2026-02-03T10:00:00+08:00", "rebuild")


def tamper(path: Path, *statements: str) -> None:
    """What somebody with the file in hand could do: the triggers do not stop him."""
    with closing(sqlite3.connect(path)) as connection:
        for change in ("update", "delete"):
            connection.execute(f"drop trigger if exists audit_no_{change}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_every_act_is_on_record_with_what_it_changed(path: Path) -> None:
    with acting(Actor("张三", "10.1.2.3")):
        fill(path)
    with Ledger(path) as ledger:
        lines = ledger.audit()[::-1]
        assert [line.act for line in lines] == [
            "receive",
            "receive",
            "accept",
            "refuse",
            "withdraw",
            "publish",
        ]
        assert {(line.who, line.origin) for line in lines} == {("张三", "10.1.2.3")}
        withdrawn = lines[4]
        assert (withdrawn.before, withdrawn.after) == (
            '{"counts":true}',
            '{"counts":false,"reason":"报错年度"}',
        )
        assert lines[0].previous == START
        found = ledger.verify()
        assert (found.ok, found.lines, found.head) == (True, 6, lines[-1].hash)


def test_outside_a_session_the_command_line_acts(path: Path) -> None:
    fill(path)
    with Ledger(path) as ledger:
        assert all(line.who.startswith("os:") and line.origin for line in ledger.audit())


def test_an_act_that_failed_is_not_on_record(path: Path) -> None:
    fill(path)
    with Ledger(path) as ledger:
        with pytest.raises(Exception, match="UNIQUE"):
            ledger.withdraw(1, "twice")
        assert ledger.verify().lines == 6


@pytest.mark.parametrize(
    ("change", "at", "reason"),
    [
        ("update audit set who = '李四' where audit = 3", 3, "altered"),
        ("update audit set after = null where audit = 6", 6, "altered"),
        ("update audit set hash = substr(hash, 2) || substr(hash, 1, 1) where audit = 2", 2, "altered"),
        ("delete from audit where audit = 4", 4, "missing"),
        ("delete from audit where audit = 6", 6, "missing"),
        ("delete from audit", 1, "missing"),
        ("insert into audit select 7, at, who, origin, act, subject, before, after, hash, hash from audit where audit = 6", 7, "altered"),
    ],
)  # fmt: skip
def test_a_line_altered_removed_or_put_in_is_found(path: Path, change: str, at: int, reason: str) -> None:
    fill(path)
    tamper(path, change)
    with Ledger(path) as ledger:
        found = ledger.verify()
    assert (found.ok, found.broken_at, found.reason) == (False, at, reason)


def test_a_chain_written_anew_is_found_by_a_line_noted_before(path: Path, tmp_path: Path) -> None:
    fill(path)
    with Ledger(path) as ledger:
        noted = [(line.audit, line.hash) for line in ledger.audit()]
    other = tmp_path / "other.sqlite"
    with acting(Actor("somebody else", "elsewhere")):
        fill(other)
    with Ledger(other) as ledger:
        assert ledger.verify().ok
        found = ledger.verify(noted[:1])
        assert (found.ok, found.broken_at, found.reason) == (False, 6, "rewritten")
        assert not ledger.verify([(9, "0" * 64)]).ok  # noted when there were more lines


def test_the_database_itself_refuses_to_change_a_line(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("update audit set who = 'x'", "delete from audit"):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                connection.execute(statement)


def test_several_who_write_at_once_make_one_chain(path: Path) -> None:
    Ledger(path).close()
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with Ledger(path) as ledger, acting(Actor(name, "here")):
                for number in range(20):
                    ledger.receive([(name * 64, f"{number}.csv", 1, False)], (), False)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with Ledger(path) as ledger:
        assert ledger.verify().ok
        assert {line.who: 20 for line in ledger.audit()} == dict.fromkeys("abcd", 20)
        assert len(ledger.audit()) == 80


def test_a_ledger_from_before_there_was_an_audit_gets_one(path: Path) -> None:
    fill(path)
    tamper(path, "drop table audit", "drop table audit_head")
    with Ledger(path) as ledger:
        assert ledger.verify().lines == 0
        ledger.receive(FILES, (), False)
        assert ledger.verify().lines == 2


def filters() -> list[tuple[dict[str, str], Callable[[int], bool]]]:
    return [
        ({"who": "张三"}, lambda n: n == 0),
        ({"act": "receive"}, lambda n: True),
        ({"act": "publish"}, lambda n: False),
        ({"since": "9999-01-01"}, lambda n: False),
        ({"until": "9999-01-01"}, lambda n: True),
    ]


@pytest.mark.parametrize(("asked", "expected"), filters())
def test_lines_are_found_by_who_what_and_when(path: Path, asked: dict, expected: Callable) -> None:
    with Ledger(path) as ledger:
        for number, who in enumerate(["张三", "李四"]):
            with acting(Actor(who, "here")):
                ledger.receive([("c" * 64, f"{number}.csv", 1, False)], (), False)
        found = {int(line.subject[0]) for line in ledger.audit(**asked)}
    assert found == {n for n in (0, 1) if expected(n)}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5), st.integers(0, 4)
)
def test_whatever_is_written_can_be_verified(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], cut: int
) -> None:
    path = tmp_path_factory.mktemp("audit") / "ledger.sqlite"
    with Ledger(path) as ledger:
        for name in names:
            with acting(Actor(name, name)):
                ledger.receive([("d" * 64, name, 1, False)], (), False)
        assert ledger.verify().ok
        assert ledger.verify().lines == len(names)
    if cut < len(names):
        tamper(path, f"delete from audit where audit = {cut + 1}")
        with Ledger(path) as ledger:
            assert ledger.verify().broken_at == cut + 1

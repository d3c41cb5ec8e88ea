"""Accounts and sessions: what an administrator does, how sessions end, and that no secret is kept or said."""

import shutil
import sqlite3
import threading
import time as real_time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Ledger, backup, passwords
from ledger.accounts import AccountExists, Accounts, BadName, NoSuchAccount, Refused
from ledger.acts import ACTS
from ledger.audit import Actor, acting
from ledger.folder import DataFolder
from ledger.names import checked, normal
from tests.ledger.conftest import Clock
from tests.ledger.people import ELSEWHERE, IDLE, LONGEST, ORIGIN, PASSWORD, WRONG, Office, meanwhile

NEW = "another horse battery"

# --- what an administrator does -------------------------------------------------------------------


def test_a_new_account_has_a_temporary_password_to_be_changed(office: Office) -> None:
    temporary = office.accounts.create("Zhao", " 赵科长 ", ("reviewer", "assessor", "reviewer"), ())
    assert len(temporary) == 14
    account = office.accounts.account("ZHAO")
    assert account is not None
    assert (account.name, account.shown_name, account.roles) == ("zhao", "赵科长", ("assessor", "reviewer"))
    assert (account.kind, account.must_change, account.disabled, account.signed_in_at) == (
        "local",
        True,
        False,
        None,
    )
    token = office.enter("zhao", temporary)
    assert office.accounts.change_password(token, temporary, PASSWORD) is None
    session = office.session(token)
    assert session is not None
    assert not session.account.must_change
    assert office.enter("zhao")
    assert office.refused("zhao", temporary) == Refused("wrong")


def test_a_name_is_taken_once_however_it_is_written(office: Office) -> None:
    for name in ("wang", "WANG", " ｗａｎｇ "):
        with pytest.raises(AccountExists):
            office.accounts.create(name, "", (), ())
    for name in ("", " \t", "a\nb", "a\u202eb", "x" * 65, "\x00"):
        with pytest.raises(BadName):
            office.accounts.create(name, "", (), ())
    assert [account.name for account in office.accounts.listed()] == ["li", "wang"]


@given(st.text(max_size=80))
def test_a_name_is_kept_in_one_form(name: str) -> None:
    kept = normal(name)
    assert len(kept) <= 64
    assert normal(kept) == kept
    try:
        assert checked(name) == kept
    except BadName:
        return
    assert checked(kept) == kept


def test_other_rights_count_after_signing_in_again(office: Office) -> None:
    token = office.enter("li")
    office.accounts.grant("LI", ("reviewer",), ("justice", "health"))
    assert office.session(token) is None
    account = office.accounts.account("li")
    assert account is not None
    assert (account.roles, account.bodies) == (("reviewer",), ("health", "justice"))
    line = office.lines("user_grant")[-1]
    assert line.before == '{"bodies":["health"],"roles":["department"],"shown_name":"li君"}'
    assert line.after == '{"bodies":["health","justice"],"roles":["reviewer"],"shown_name":"li君"}'


def test_a_reset_ends_sessions_and_lifts_the_lock(office: Office) -> None:
    token = office.enter()
    for _ in range(5):
        office.refused()
    temporary = office.accounts.reset("wang")
    assert office.session(token) is None
    assert office.refused(password=PASSWORD) == Refused("wrong")
    found = office.session(office.enter(password=temporary))
    assert found is not None
    assert found.account.must_change


def test_disabled_is_out_at_once_and_enabled_has_to_sign_in(office: Office) -> None:
    token, other = office.enter(), office.enter("li")
    office.accounts.disable("wang")
    assert office.session(token) is None
    assert office.session(other) is not None
    assert office.refused(password=PASSWORD) == Refused("wrong")
    assert office.lines("sign_in_refused")[-1].after == '{"reason":"disabled"}'
    office.accounts.enable("wang")
    assert office.session(token) is None
    assert office.enter()


def test_unlock_lets_a_name_try_at_once(office: Office) -> None:
    for _ in range(5):
        office.refused()
    assert office.refused(password=PASSWORD).reason == "locked"
    office.accounts.unlock("wang")
    for _ in range(4):
        assert office.refused() == Refused("wrong")
    assert office.enter()


@pytest.mark.parametrize("act", ["reset", "disable", "enable", "unlock", "sign_out_everywhere"])
def test_nobody_is_changed_who_is_not_there(office: Office, act: str) -> None:
    before = office.lines()
    with pytest.raises(NoSuchAccount):
        getattr(office.accounts, act)("nobody")
    assert office.lines() == before


def test_every_act_has_its_actor_and_a_chinese_name(office: Office) -> None:
    with acting(Actor("boss", ELSEWHERE)):
        office.accounts.create("zhao", "", ("viewer",), ())
        office.accounts.grant("zhao", ("reviewer",), ())
        office.accounts.reset("zhao")
        office.accounts.disable("zhao")
        office.accounts.enable("zhao")
        office.accounts.unlock("zhao")
        office.accounts.sign_out_everywhere("zhao")
    lines = office.lines()[-7:]
    assert [line.act for line in lines] == [
        "user_create",
        "user_grant",
        "user_reset",
        "user_disable",
        "user_enable",
        "user_unlock",
        "sign_out_everywhere",
    ]
    assert {(line.who, line.origin, line.subject) for line in lines} == {("boss", ELSEWHERE, "zhao")}
    assert {line.act for line in office.lines()} <= ACTS.keys()


# --- sessions -------------------------------------------------------------------------------------


def test_an_idle_session_ends_and_one_in_use_does_not(office: Office, time: Clock) -> None:
    token = office.enter()
    for _ in range(10):
        time += IDLE - 61
        assert office.session(token) is not None
    time += IDLE + 1
    assert office.session(token) is None
    assert office.session(token) is None
    [line] = office.lines("session_expired")
    assert (line.who, line.origin, line.subject) == ("wang", ORIGIN, "wang")


def test_no_session_lasts_longer_than_allowed(office: Office, time: Clock) -> None:
    token = office.enter()
    for _ in range(LONGEST // 1000):
        time += 1000
        assert office.session(token) is not None
    time += 1000
    assert office.session(token) is None
    assert len(office.lines("session_expired")) == 1


def test_a_session_is_touched_once_a_minute(office: Office, time: Clock) -> None:
    token = office.enter()
    seen = []
    for _ in range(5):
        time += 30
        office.session(token)
        seen += office.rows("select substr(seen_at, 12, 8) from session")
    assert [moment for (moment,) in seen] == ["09:00:00", "09:00:00", "09:01:30", "09:01:30", "09:01:30"]


def test_who_writes_keeps_no_reader_waiting(office: Office, time: Clock) -> None:
    token, old = office.enter(), office.enter("li")
    with closing(sqlite3.connect(office.path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        begun = real_time.monotonic()
        time += 100
        assert office.session(token) is not None
        assert office.accounts.session(old, 50, LONGEST) is None
        assert real_time.monotonic() - begun < 2
        writer.execute("rollback")
    assert office.lines("session_expired") == []
    assert office.accounts.session(old, 50, LONGEST) is None
    assert len(office.lines("session_expired")) == 1
    office.session(token)
    assert office.rows("select substr(seen_at, 12, 8) from session") == [("09:01:40",)]


def test_sessions_nobody_comes_back_to_are_swept_away(office: Office, time: Clock) -> None:
    office.enter()
    office.enter("li")
    time += 32 * 24 * 3600
    office.enter("li", origin=ELSEWHERE)
    assert office.rows("select account, origin from session") == [("li", ELSEWHERE)]
    assert {line.who for line in office.lines("session_expired")} == {"wang", "li"}


def test_signing_out_here_and_everywhere(office: Office) -> None:
    here, there, other = office.enter(), office.enter(origin=ELSEWHERE), office.enter("li")
    office.accounts.sign_out(here)
    office.accounts.sign_out(here)
    assert (office.session(here), office.session(there) is None) == (None, False)
    assert office.lines()[-1].act == "sign_out"
    assert office.accounts.sign_out_everywhere("wang") == 1
    assert office.session(there) is None
    assert office.session(other) is not None
    assert office.accounts.sign_out_everywhere("wang") == 0


@pytest.mark.parametrize("token", ["", "x", "\udcff", "a" * 43])
def test_what_is_no_token_opens_nothing(office: Office, token: str) -> None:
    office.enter()
    assert office.session(token) is None
    assert office.accounts.change_password(token, PASSWORD, NEW) == "wrong_old"
    office.accounts.sign_out(token)


# --- choosing a password --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("short", "short"),
        ("", "short"),
        ("x" * 257, "long"),
        (PASSWORD, "same"),
        ("my wang's password", "name"),
        ("WangWangWang", "name"),
        ("Password123", "common"),
        ("aaaaaaaabbbb", "common"),
        (NEW, None),
        ("中文的口令也可以用的", None),
        ("half \udcff character", None),
    ],
)
def test_what_a_password_must_be(office: Office, new: str, reason: str | None) -> None:
    token = office.enter()
    assert office.accounts.change_password(token, PASSWORD, new) == reason
    assert office.enter(password=PASSWORD if reason else new)
    assert (office.lines()[-2].act == "password_change") == (reason is None)


def test_a_change_ends_the_other_sessions(office: Office) -> None:
    token, other, li = office.enter(), office.enter(origin=ELSEWHERE), office.enter("li")
    assert office.accounts.change_password(token, PASSWORD, NEW) is None
    assert office.session(token) is not None
    assert office.session(other) is None
    assert office.session(li) is not None


def test_who_guesses_at_the_old_password_is_locked_out(office: Office, time: Clock) -> None:
    token, other = office.enter(), office.enter(origin=ELSEWHERE)
    for _ in range(5):
        assert office.session(token) is not None
        assert office.accounts.change_password(token, WRONG, NEW) == "wrong_old"
    assert office.session(token) is None
    assert office.accounts.change_password(other, PASSWORD, NEW) == "locked"
    assert office.refused(password=PASSWORD) == Refused("locked", 60)
    time += 60
    assert office.accounts.change_password(other, PASSWORD, NEW) is None


def test_a_reset_while_he_chooses_counts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    token = office.enter()
    with monkeypatch.context() as patch:
        given = meanwhile(patch, lambda: office.accounts.reset("wang"))
        assert office.accounts.change_password(token, PASSWORD, NEW) == "wrong_old"
    assert office.enter(password=given[0])


def test_a_longer_password_is_not_cut_to_a_right_one(office: Office) -> None:
    token, longest = office.enter(), "0123 " * 51 + "x"
    assert office.accounts.change_password(token, PASSWORD, longest) is None
    assert office.enter(password=longest)
    assert office.refused(password=longest + "y") == Refused("wrong")


def test_temporary_passwords_are_none_that_are_refused() -> None:
    made = {passwords.temporary() for _ in range(50)}
    assert len(made) == 50
    assert {passwords.objection(one, "wang") for one in made} == {None}


def test_production_hashes_as_argon2_recommends() -> None:
    assert passwords.hashed("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


# --- the file -------------------------------------------------------------------------------------


def test_no_secret_is_in_the_ledger_and_no_hash_in_the_record(office: Office) -> None:
    temporary = office.accounts.create("zhao", "赵", ("viewer",), ())
    token = office.enter("zhao", temporary)
    office.accounts.change_password(token, temporary, NEW)
    office.refused("zhao", "guess-of-a-password")
    office.accounts.sign_out(office.enter())
    said = "\n".join(repr(line) for line in office.lines())
    hashes = [one for row in office.rows("select password from account") for one in row]
    keys = [one for row in office.rows("select token from session") for one in row]
    assert (len(hashes), len(keys)) == (3, 1)
    secrets = [temporary, token, NEW, PASSWORD, "guess-of-a-password"]
    assert not [secret for secret in [*secrets, *hashes, *keys, "argon2"] if secret in said]
    kept = b"".join(path.read_bytes() for path in office.path.parent.glob("ledger.sqlite*"))
    assert not [secret for secret in secrets if secret.encode() in kept]


def test_a_refusal_is_on_record(office: Office) -> None:
    with Ledger(office.path) as ledger, acting(Actor("wang", ORIGIN)):
        ledger.refused("/audit", {"viewer", "department"})
    line = office.lines()[-1]
    assert (line.who, line.origin, line.act, line.subject) == ("wang", ORIGIN, "refused", "/audit")
    assert line.after == '{"roles":["department","viewer"]}'


def test_a_ledger_from_before_there_were_accounts_gets_them(quick: None, data: Path) -> None:
    path = data / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.receive([("a" * 64, "许可.csv", 1, False)], (), False)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("session", "account", "attempt"):
            connection.execute(f"drop table {table}")
    with Accounts(path) as accounts:
        office = Office(accounts, path)
        office.join("wang", ("viewer",))
        assert office.session(office.enter()) is not None
        assert [line.act for line in office.lines()[:2]] == ["receive", "user_create"]


def test_several_open_a_new_ledger_at_once(data: Path) -> None:
    failed: list[BaseException] = []
    together = threading.Barrier(6, timeout=20)

    def work() -> None:
        together.wait()
        try:
            Accounts(data / "ledger.sqlite").close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    with Ledger(data / "ledger.sqlite") as ledger:
        assert ledger.verify().ok


def test_a_data_folder_begun_anew_is_noticed(office: Office, tmp_path: Path) -> None:
    token = office.enter()
    shutil.rmtree(office.path.parent)
    assert office.session(token) is None
    assert not office.path.parent.exists()  # who only looks makes nothing
    with Accounts(tmp_path / "new" / "ledger.sqlite") as other:
        other.create("zhao", "", ("viewer",), ())
    (tmp_path / "new").rename(office.path.parent)
    assert [account.name for account in office.accounts.listed()] == ["zhao"]
    assert office.session(token) is None
    office.join("wang", ("viewer",))
    assert office.session(office.enter()) is not None


def test_nobody_is_signed_in_after_a_restore(office: Office, tmp_path: Path) -> None:
    tokens = [office.enter(), office.enter("li")]
    backup.backup(DataFolder(office.path.parent), tmp_path / "b.tar")
    new = DataFolder(tmp_path / "new")
    backup.restore(tmp_path / "b.tar", new)
    with Accounts(new.ledger) as accounts:
        restored = Office(accounts, new.ledger)
        assert [restored.session(token) for token in tokens] == [None, None]
        line = restored.lines()[-1]
        assert (line.act, line.after) == ("restore", '{"sessions":2}')
        assert restored.session(restored.enter()) is not None
    assert office.session(tokens[0]) is not None  # the old one goes on

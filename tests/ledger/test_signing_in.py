"""Who gets in and who does not, how long the pauses grow, and that nothing tells which names exist."""

import threading
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from ledger import passwords
from ledger.accounts import Refused, SignedIn
from tests.ledger.conftest import Clock
from tests.ledger.people import ELSEWHERE, ORIGIN, PASSWORD, WRONG, Office, meanwhile


def test_the_right_password_opens_a_session(office: Office) -> None:
    found = office.accounts.sign_in("  ＷＡＮＧ ", PASSWORD, ORIGIN)
    assert isinstance(found, SignedIn)
    assert (found.account.name, found.account.roles, found.account.must_change) == (
        "wang",
        ("viewer",),
        False,
    )
    assert found.account.signed_in_at == "2026-03-02T09:00:00+08:00"
    session = office.session(found.token)
    assert session is not None
    assert (session.account, session.origin) == (found.account, ORIGIN)
    line = office.lines("sign_in")[-1]
    assert (line.who, line.origin, line.subject) == ("wang", ORIGIN, "wang")


@pytest.mark.parametrize("name", ["wang", "nobody", "", "\x00\x1b[2J", "\udcff", "名" * 200])
def test_a_wrong_password_and_a_name_nobody_has_are_answered_alike(office: Office, name: str) -> None:
    assert office.refused(name) == Refused("wrong", 0)
    line = office.lines("sign_in_refused")[-1]
    assert len(line.who) <= 64
    assert line.after == ('{"reason":"wrong"}' if name == "wang" else '{"reason":"unknown"}')
    for _ in range(4):
        assert office.refused(name) == Refused("wrong", 0)
    assert office.refused(name, PASSWORD) == Refused("locked", 60)


class Watched(PasswordHasher):
    """Counts what an answer costs."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.verified.append(hash)
        return super().verify(hash, password)


def test_every_name_costs_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.accounts.sign_in_by_claims("zhao", "赵", ("viewer",), (), ORIGIN)
    office.accounts.disable("li")
    watched = Watched()
    monkeypatch.setattr(passwords, "_hasher", watched)
    for name, password in (("wang", WRONG), ("li", PASSWORD), ("nobody", WRONG), ("zhao", WRONG)):
        watched.verified.clear()
        assert office.refused(name, password) == Refused("wrong")
        assert len(watched.verified) == 1
        assert (watched.verified == [passwords._nobodys()]) == (name in ("nobody", "zhao"))
        for _ in range(4):
            office.refused(name, password)
        watched.verified.clear()
        assert office.refused(name, password).reason == "locked"
        assert not watched.verified


def test_the_pause_doubles_up_to_an_hour(office: Office, time: Clock) -> None:
    for _ in range(4):
        assert office.refused() == Refused("wrong")
    assert office.enter()  # success begins anew
    for _ in range(5):
        assert office.refused() == Refused("wrong")
    for pause in (60, 120, 240, 480, 960, 1920, 3600, 3600):
        assert office.refused(password=PASSWORD) == Refused("locked", pause)
        time += pause - 1
        assert office.refused(password=PASSWORD) == Refused("locked", 1)
        time += 1
        assert office.refused() == Refused("wrong")
    time += 3600
    assert office.enter()
    assert office.refused() == Refused("wrong")
    assert office.enter()


def test_a_pause_is_on_record_once_and_what_is_tried_in_it_is_not(office: Office) -> None:
    for _ in range(5):
        office.refused()
    before = office.lines()
    assert [line.act for line in before[-2:]] == ["sign_in_refused", "lock"]
    assert before[-1].subject == "name:wang"
    assert before[-1].after == '{"until":"2026-03-02T09:01:00+08:00"}'
    for _ in range(20):
        office.refused()
        office.refused(password=PASSWORD, origin=ELSEWHERE)
    assert office.lines() == before
    account = office.accounts.account("wang")
    assert account is not None
    assert account.locked_until == "2026-03-02T09:01:00+08:00"


def test_the_pause_ends_by_itself_in_the_list_too(office: Office, time: Clock) -> None:
    for _ in range(5):
        office.refused()
    assert [a.name for a in office.accounts.listed() if a.locked_until] == ["wang"]
    time += 61
    assert [a.name for a in office.accounts.listed() if a.locked_until] == []


def test_one_machine_cannot_try_many_names(office: Office, time: Clock) -> None:
    for number in range(30):
        assert office.refused(f"name{number}") == Refused("wrong")
    assert office.refused(password=PASSWORD) == Refused("locked", 60)
    assert office.enter(origin=ELSEWHERE)
    assert office.lines("lock")[-1].subject == f"from:{ORIGIN}"
    time += 60
    assert office.refused("name99") == Refused("wrong")
    assert office.refused(password=PASSWORD) == Refused("locked", 120)
    time += 120
    assert office.enter()
    assert office.refused("name99") == Refused("wrong")


def test_tries_are_forgotten_after_a_day(office: Office, time: Clock) -> None:
    for number in range(25):
        office.refused(f"name{number}", origin=f"10.0.0.{number}")
    assert office.rows("select count(*) from attempt") == [(50,)]
    time += 25 * 3600
    office.refused("last")
    assert office.rows("select who from attempt order by who") == [(f"from:{ORIGIN}",), ("name:last",)]


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    answers: list[object] = [None] * count

    def work(number: int) -> None:
        answers[number] = act(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.parametrize(("count", "counted"), [(4, 4), (9, 5)])
def test_tries_at_once_are_all_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch, count: int, counted: int
) -> None:
    together = threading.Barrier(count, timeout=20)
    matches = passwords.matches

    def slowly(kept: str | None, password: str) -> bool:
        together.wait()
        return matches(kept, password)

    monkeypatch.setattr(passwords, "matches", slowly)
    answers = at_once(count, lambda _: office.refused().reason)
    assert answers.count("wrong") == counted
    assert answers.count("locked") == count - counted
    assert office.rows("select failures from attempt where who = 'name:wang'") == [(counted,)]
    assert len(office.lines("lock")) == (counted == 5)


def test_who_is_disabled_or_reset_while_he_signs_in_stays_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: office.accounts.disable("wang"))
        assert office.refused(password=PASSWORD) == Refused("wrong")
    office.accounts.enable("wang")
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: office.accounts.reset("wang"))
        assert office.refused(password=PASSWORD) == Refused("wrong")
    assert office.rows("select * from session") == []


def test_a_hash_of_weaker_times_is_made_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    [(before,)] = office.rows("select password from account where name = 'wang'")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    office.refused()
    assert office.rows("select password from account where name = 'wang'") == [(before,)]
    assert office.enter()
    [(after,)] = office.rows("select password from account where name = 'wang'")
    assert "m=8,t=1" in before
    assert "m=16,t=2" in after
    assert office.enter()
    assert office.rows("select password from account where name = 'wang'") == [(after,)]


# --- by the office's provider ---------------------------------------------------------------------


def vouched(office: Office, name: str = "zhao", roles: tuple[str, ...] = ("viewer",)) -> SignedIn | Refused:
    return office.accounts.sign_in_by_claims(name, "赵科长", roles, (), ORIGIN)


def test_whom_the_provider_vouches_for_gets_an_account(office: Office) -> None:
    first = vouched(office)
    assert isinstance(first, SignedIn)
    assert (first.account.kind, first.account.roles, first.account.must_change) == (
        "oidc",
        ("viewer",),
        False,
    )
    assert [line.act for line in office.lines()[-2:]] == ["user_create", "sign_in"]
    assert {line.who for line in office.lines()[-2:]} == {"zhao"}
    again = vouched(office, roles=("viewer",))
    assert isinstance(again, SignedIn)
    assert office.session(first.token) is not None  # nothing changed: the other computer stays signed in
    changed = vouched(office, roles=("reviewer",))
    assert isinstance(changed, SignedIn)
    assert changed.account.roles == ("reviewer",)
    assert office.session(first.token) is None
    granted = office.lines("user_grant")[-1]
    assert granted.before is not None
    assert granted.after is not None
    assert ("viewer" in granted.before, "reviewer" in granted.after) == (True, True)


def test_a_local_account_is_never_taken_over(office: Office) -> None:
    assert vouched(office, "Wang") == Refused("local")
    assert office.accounts.account("wang").kind == "local"  # type: ignore[union-attr]
    assert office.lines("sign_in_refused")[-1].after == '{"reason":"local"}'


def test_the_disabled_stay_out_whoever_vouches(office: Office) -> None:
    first = vouched(office)
    assert isinstance(first, SignedIn)
    office.accounts.disable("zhao")
    assert office.session(first.token) is None
    assert vouched(office) == Refused("disabled")


@pytest.mark.parametrize("name", ["", " ", "z" * 65, "zh\x00ao", "zh\u202eao"])
def test_a_name_that_cannot_be_kept_is_nobodys(office: Office, name: str) -> None:
    office.join("z" * 63, ("viewer",))
    assert vouched(office, name) == Refused("no_role")
    assert len(office.accounts.listed()) == 3


def test_a_name_with_the_provider_has_no_password_here(office: Office) -> None:
    vouched(office)
    assert office.refused("zhao", "") == Refused("wrong")
    for act in (office.accounts.reset, lambda name: office.accounts.grant(name, ("viewer",), ())):
        with pytest.raises(ValueError, match="zhao"):
            act("zhao")

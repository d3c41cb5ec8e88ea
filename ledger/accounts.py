"""Who may sign in, who is signed in, and who tries too often.

Tokens and passwords are kept as hashes only. Every act is a line of the audit, in the same transaction.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.engine import Connection

from ledger import audit, clock, passwords
from ledger import tables as t
from ledger.attempts import failed, forgive, locked_seconds
from ledger.audit import Actor
from ledger.database import LastingEngine
from ledger.failures import LedgerUnavailable

LOCAL, OIDC = "local", "oidc"
LONGEST_NAME = 64
TOUCH_SECONDS = 60
"""How exactly it is known when a session was last used."""
TOUCH_PATIENCE = 0.05
"""Seconds a touch waits for somebody who is writing; a missed one is made up for a moment later."""


class AccountExists(ValueError):
    """There is an account of this name already."""


class NoSuchAccount(LookupError):
    """There is no account of this name."""


class BadName(ValueError):
    """A name is 1 to 64 visible characters."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    shown_name: str
    roles: tuple[str, ...]
    bodies: tuple[str, ...]
    kind: str
    """`local`: with a password of ours; `oidc`: the office's provider vouches, roles and bodies are what it last said."""
    disabled: bool
    must_change: bool
    """Signed in with a temporary password: may do nothing but choose one of his own."""
    created_at: str
    signed_in_at: str | None
    locked_until: str | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is for the browser alone."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True)
class Refused:
    """`reason`: wrong, locked (for `wait_seconds`), disabled, local (the provider named somebody with a password)."""

    reason: str
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A living session."""

    account: Account
    origin: str
    started_at: str
    seen_at: str


class Accounts:
    """The accounts of the ledger at `path`; for any number of threads, for as long as the server runs."""

    def __init__(self, path: Path) -> None:
        self._ledger = LastingEngine(path)
        self._quick = LastingEngine(path, TOUCH_PATIENCE)

    def close(self) -> None:
        self._ledger.close()
        self._quick.close()

    def __enter__(self) -> "Accounts":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what an administrator does ---------------------------------------------------------------

    def listed(self) -> list[Account]:
        """Every account, by name."""
        with self._ledger.reading() as connection:
            return [_account(row) for row in connection.execute(_accounts().order_by(t.account.c.name))]

    def account(self, name: str) -> Account | None:
        with self._ledger.reading() as connection:
            return _found(connection, normal(name))

    def create(self, name: str, shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> str:
        """Makes a local account and gives its temporary password; raises `AccountExists`, `BadName`."""
        name, password = checked(name), passwords.temporary()
        values = _values(shown_name, roles, bodies)
        kept = {"kind": LOCAL, "password": passwords.hashed(password), "disabled": False, "must_change": True}
        with self._ledger.writing() as connection:
            if _found(connection, name):
                raise AccountExists(name)
            row = {"name": name, **values, **kept, "created_at": clock.after(0)}
            connection.execute(insert(t.account).values(row))
            audit.record(connection, "user_create", name, after=_said(shown_name, roles, bodies))
        return password

    def grant(self, name: str, roles: Sequence[str], bodies: Sequence[str]) -> None:
        """Gives other roles and bodies; whoever is signed in has to do so again."""
        with self._ledger.writing() as connection:
            was = _known(connection, name)
            _change(connection, was.name, **_values(was.shown_name, roles, bodies))
            _end(connection, t.session.c.account == was.name)
            before, after = _said(was.shown_name, was.roles, was.bodies), _said(was.shown_name, roles, bodies)
            audit.record(connection, "user_grant", was.name, before, after)

    def reset(self, name: str) -> str:
        """Gives a new temporary password; ends all sessions and lifts a lock."""
        password = passwords.temporary()
        kept = passwords.hashed(password)
        with self._ledger.writing() as connection:
            was = _known(connection, name)
            _change(connection, was.name, password=kept, must_change=True)
            _end(connection, t.session.c.account == was.name)
            forgive(connection, was.name)
            audit.record(connection, "user_reset", was.name)
        return password

    def disable(self, name: str) -> None:
        """Nobody signs in with it any more, and who is signed in is no longer."""
        self._switch(name, True)

    def enable(self, name: str) -> None:
        self._switch(name, False)

    def _switch(self, name: str, disabled: bool) -> None:
        with self._ledger.writing() as connection:
            was = _known(connection, name)
            _change(connection, was.name, disabled=disabled)
            _end(connection, t.session.c.account == was.name)
            act = "user_disable" if disabled else "user_enable"
            audit.record(connection, act, was.name, {"disabled": was.disabled}, {"disabled": disabled})

    def unlock(self, name: str) -> None:
        """Lets a name try again at once."""
        with self._ledger.writing() as connection:
            was = _known(connection, name)
            forgive(connection, was.name)
            audit.record(connection, "user_unlock", was.name)

    # --- signing in and out -----------------------------------------------------------------------

    def sign_in(self, name: str, password: str, origin: str) -> SignedIn | Refused:
        """Opens a session for who knows the password; nothing tells a wrong password from a name nobody has."""
        name = normal(name)
        with self._ledger.reading() as connection:
            wait, found = locked_seconds(connection, name, origin), _found(connection, name)
            kept = connection.execute(select(t.account.c.password).where(t.account.c.name == name)).scalar()
        if wait:
            return Refused("locked", wait)
        right = passwords.matches(kept, password) and found is not None and not found.disabled
        fresh = passwords.hashed(password) if right and passwords.is_outdated(str(kept)) else None
        with self._ledger.writing() as connection:
            # Others may have tried meanwhile.
            if wait := locked_seconds(connection, name, origin):
                return Refused("locked", wait)
            if not right:
                reason = "unknown" if found is None else "disabled" if found.disabled else "wrong"
                return _refused(connection, name, origin, reason)
            if fresh:
                _change(connection, name, password=fresh)
            forgive(connection, name, origin)
            return _signed_in(connection, name, origin)

    def sign_in_by_claims(
        self, name: str, shown_name: str, roles: Sequence[str], bodies: Sequence[str], origin: str
    ) -> SignedIn | Refused:
        """Opens a session for whom the office's provider vouches for; what it says of him counts from now on."""
        name, values = normal(name), _values(shown_name, roles, bodies)
        with self._ledger.writing() as connection:
            was = _found(connection, name)
            if was is not None and (was.kind != OIDC or was.disabled):
                reason = "disabled" if was.disabled else "local"
                _record_refused(connection, name, origin, reason)
                return Refused(reason)
            said = _said(shown_name, roles, bodies)
            by = Actor(name, origin)
            if was is None:
                row = {"name": name, **values, "kind": OIDC, "disabled": False, "must_change": False}
                connection.execute(insert(t.account).values(row | {"created_at": clock.after(0)}))
                audit.record(connection, "user_create", name, after=said, actor=by)
            elif said != (before := _said(was.shown_name, was.roles, was.bodies)):
                _change(connection, name, **values)
                _end(connection, t.session.c.account == name)
                audit.record(connection, "user_grant", name, before, said, actor=by)
            return _signed_in(connection, name, origin)

    def turned_away(self, name: str, origin: str, reason: str) -> Refused:
        """Records that the provider vouched for somebody who has no business here."""
        with self._ledger.writing() as connection:
            _record_refused(connection, normal(name), origin, reason)
        return Refused(reason)

    def session(self, token: str, idle_seconds: float, longest_seconds: float) -> Session | None:
        """The living session a browser's token opens; None where there is none (any more)."""
        key = _key(token)
        with self._ledger.reading() as connection:
            row = connection.execute(_sessions().where(t.session.c.token == key)).first()
        if row is None:
            return None
        found = _session(row)
        idle, old = clock.age(found.seen_at), clock.age(found.started_at)
        if idle > idle_seconds or old > longest_seconds:
            self._expire(key, found)
            return None
        if idle > TOUCH_SECONDS:
            self._touch(key)
        return None if found.account.disabled else found

    def _expire(self, key: str, found: Session) -> None:
        with self._ledger.writing() as connection:
            # Of several tabs that notice, one has ended it.
            if _end(connection, t.session.c.token == key):
                audit.record(connection, "session_expired", found.account.name, actor=_by(found))

    def _touch(self, key: str) -> None:
        try:
            with self._quick.writing() as connection:
                seen = update(t.session).where(t.session.c.token == key).values(seen_at=clock.after(0))
                connection.execute(seen)
        except LedgerUnavailable:
            return  # somebody is writing; the next message of this reader tries again

    def change_password(self, token: str, old: str, new: str) -> str | None:
        """Chooses a password; None where done, else why not: `wrong_old`, `locked`, `same`, or as `passwords.objection`.

        A wrong old one counts as a failed sign-in. Other sessions of the account end.
        """
        key = _key(token)
        with self._ledger.reading() as connection:
            row = connection.execute(_sessions().where(t.session.c.token == key)).first()
            found = _session(row) if row is not None else None
            if found is None or found.account.kind != LOCAL:
                return "wrong_old"
            name, origin = found.account.name, found.origin
            if locked_seconds(connection, name, origin):
                return "locked"
            kept = connection.execute(select(t.account.c.password).where(t.account.c.name == name)).scalar()
        if not passwords.matches(kept, old):
            with self._ledger.writing() as connection:
                _refused(connection, name, origin, "wrong_old")
            return "wrong_old"
        if objection := "same" if old == new else passwords.objection(new, name):
            return objection
        fresh = passwords.hashed(new)
        with self._ledger.writing() as connection:
            _change(connection, name, password=fresh, must_change=False)
            _end(connection, (t.session.c.account == name) & (t.session.c.token != key))
            forgive(connection, name)
            audit.record(connection, "password_change", name, actor=_by(found))
        return None

    def sign_out(self, token: str) -> None:
        """Ends the session; nothing where it has ended already."""
        key = _key(token)
        with self._ledger.writing() as connection:
            row = connection.execute(_sessions().where(t.session.c.token == key)).first()
            if row is not None:
                found = _session(row)
                _end(connection, t.session.c.token == key)
                audit.record(connection, "sign_out", found.account.name, actor=_by(found))

    def sign_out_everywhere(self, name: str, actor: Actor | None = None) -> int:
        """Ends every session of the account and says how many there were."""
        with self._ledger.writing() as connection:
            was = _known(connection, name)
            ended = _end(connection, t.session.c.account == was.name)
            audit.record(connection, "sign_out_everywhere", was.name, after={"sessions": ended}, actor=actor)
            return ended

    def restored(self, made_at: str) -> None:
        """Ends every session of a ledger that has come back from a backup, and records that it has."""
        with self._ledger.writing() as connection:
            ended = int(connection.execute(delete(t.session)).rowcount)
            audit.record(connection, "restore", made_at, after={"sessions": ended})


# --- names --------------------------------------------------------------------------------------


def normal(name: str) -> str:
    """A name as it is kept: nobody can have one that only looks like another's."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME]


def checked(name: str) -> str:
    """The name of a new account; raises `BadName`."""
    found = unicodedata.normalize("NFKC", name).strip().casefold()
    if not 1 <= len(found) <= LONGEST_NAME or not found.isprintable():
        raise BadName(name)
    return found


# --- rows ---------------------------------------------------------------------------------------


def _accounts() -> Any:
    locked = t.attempt.c.locked_until
    return select(t.account, locked).select_from(
        t.account.outerjoin(t.attempt, t.attempt.c.who == "name:" + t.account.c.name)
    )


def _sessions() -> Any:
    columns = [c for c in t.account.c if c.name != "password"]
    return select(*columns, t.session.c.origin, t.session.c.started_at, t.session.c.seen_at).select_from(
        t.session.join(t.account, t.account.c.name == t.session.c.account)
    )


def _account(row: Row[Any]) -> Account:
    found = row._mapping
    until = found.get("locked_until")
    return Account(
        name=found["name"],
        shown_name=found["shown_name"],
        roles=tuple(json.loads(found["roles"])),
        bodies=tuple(json.loads(found["bodies"])),
        kind=found["kind"],
        disabled=found["disabled"],
        must_change=found["must_change"],
        created_at=found["created_at"],
        signed_in_at=found["signed_in_at"],
        locked_until=until if until and clock.age(until) < 0 else None,
    )


def _session(row: Row[Any]) -> Session:
    return Session(_account(row), row.origin, row.started_at, row.seen_at)


def _found(connection: Connection, name: str) -> Account | None:
    row = connection.execute(_accounts().where(t.account.c.name == name)).first()
    return None if row is None else _account(row)


def _known(connection: Connection, name: str) -> Account:
    found = _found(connection, normal(name))
    if found is None:
        raise NoSuchAccount(name)
    return found


def _values(shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> dict[str, str]:
    texts = {"roles": json.dumps(sorted(set(roles))), "bodies": json.dumps(sorted(set(bodies)))}
    return {"shown_name": shown_name.strip(), **texts}


def _said(shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> Mapping[str, Any]:
    return {"shown_name": shown_name.strip(), "roles": sorted(set(roles)), "bodies": sorted(set(bodies))}


def _change(connection: Connection, name: str, **values: Any) -> None:
    connection.execute(update(t.account).where(t.account.c.name == name).values(**values))


def _end(connection: Connection, which: Any) -> int:
    return int(connection.execute(delete(t.session).where(which)).rowcount)


def _signed_in(connection: Connection, name: str, origin: str) -> SignedIn:
    token, now = secrets.token_urlsafe(32), clock.after(0)
    _change(connection, name, signed_in_at=now)
    row = {"token": _key(token), "account": name, "origin": origin, "started_at": now, "seen_at": now}
    connection.execute(insert(t.session).values(row))
    audit.record(connection, "sign_in", name, actor=Actor(name, origin))
    found = _found(connection, name)
    assert found is not None
    return SignedIn(token, found)


def _refused(connection: Connection, name: str, origin: str, reason: str) -> Refused:
    """Counts and records a wrong password; what is answered does not say what was wrong."""
    _record_refused(connection, name, origin, reason)
    for who, until in failed(connection, name, origin):
        audit.record(connection, "lock", who, after={"until": until}, actor=Actor(name or "?", origin))
    return Refused("wrong")


def _record_refused(connection: Connection, name: str, origin: str, reason: str) -> None:
    actor = Actor(name or "?", origin)
    audit.record(connection, "sign_in_refused", name, after={"reason": reason}, actor=actor)


def _by(session: Session) -> Actor:
    return Actor(session.account.name, session.origin)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

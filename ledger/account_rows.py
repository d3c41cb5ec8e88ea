"""Rows of accounts and sessions, read and changed within somebody's transaction; names are as `names.normal` gives them."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.engine import Connection

from ledger import audit, clock
from ledger import tables as t
from ledger.attempts import failed
from ledger.audit import Actor
from ledger.names import normal
from ledger.records import LOCAL, OIDC, Account, Refused, Session, SignedIn

LONGEST_SESSION = timedelta(days=31)
"""Whatever the settings allow. What nobody comes back to is swept away after it."""


class AccountExists(ValueError):
    """There is an account of this name already."""


class NoSuchAccount(LookupError):
    """There is no account of this name."""


class NotLocal(ValueError):
    """The office's provider says who this is and what he may do; there is no password of ours."""


def all_accounts() -> Any:
    locked = t.attempt.c.locked_until
    return select(t.account, locked).select_from(
        t.account.outerjoin(t.attempt, t.attempt.c.who == "name:" + t.account.c.name)
    )


def all_sessions() -> Any:
    columns = [c for c in t.account.c if c.name != "password"]
    return select(*columns, t.session.c.origin, t.session.c.started_at, t.session.c.seen_at).select_from(
        t.session.join(t.account, t.account.c.name == t.session.c.account)
    )


def account_of(row: Row[Any]) -> Account:
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


def session_of(row: Row[Any]) -> Session:
    return Session(account_of(row), row.origin, row.started_at, row.seen_at)


def find(connection: Connection, name: str) -> Account | None:
    row = connection.execute(all_accounts().where(t.account.c.name == name)).first()
    return None if row is None else account_of(row)


def known(connection: Connection, name: str) -> Account:
    found = find(connection, normal(name))
    if found is None:
        raise NoSuchAccount(name)
    return found


def local(connection: Connection, name: str) -> Account:
    found = known(connection, name)
    if found.kind != LOCAL:
        raise NotLocal(found.name)
    return found


def password_of(connection: Connection, name: str) -> str | None:
    """The hash of an account's password; None where there is no account, or none with a password."""
    return connection.execute(select(t.account.c.password).where(t.account.c.name == name)).scalar()


def why_not(connection: Connection, name: str, right: bool) -> str | None:
    """Why nobody is signed in, for the record alone; None where the password is right and the account in use."""
    found = find(connection, name)
    if found is None:
        return "unknown"
    return "disabled" if found.disabled else None if right else "wrong"


def living(connection: Connection, key: str) -> Session | None:
    row = connection.execute(all_sessions().where(t.session.c.token == key)).first()
    return None if row is None else session_of(row)


def columns(shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> dict[str, str]:
    texts = {"roles": json.dumps(sorted(set(roles))), "bodies": json.dumps(sorted(set(bodies)))}
    return {"shown_name": shown_name.strip(), **texts}


def as_said(shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> Mapping[str, Any]:
    return {"shown_name": shown_name.strip(), "roles": sorted(set(roles)), "bodies": sorted(set(bodies))}


def change(connection: Connection, name: str, **values: Any) -> None:
    connection.execute(update(t.account).where(t.account.c.name == name).values(**values))


def end(connection: Connection, which: Any) -> int:
    return int(connection.execute(delete(t.session).where(which)).rowcount)


def expire(connection: Connection, key: str, found: Session) -> None:
    if end(connection, t.session.c.token == key):
        audit.record(connection, "session_expired", found.account.name, actor=actor_of(found))


def sweep(connection: Connection) -> None:
    """Ends the sessions of browsers that never came back."""
    before = clock.text(clock.moment() - LONGEST_SESSION)
    columns = all_sessions().add_columns(t.session.c.token)
    for row in connection.execute(columns.where(t.session.c.started_at < before)).all():
        expire(connection, row.token, session_of(row))


def vouch(
    connection: Connection,
    was: Account | None,
    name: str,
    origin: str,
    given: tuple[str, Sequence[str], Sequence[str]],
) -> None:
    """Makes or updates the account of whom the provider vouches for."""
    values, said, by = columns(*given), as_said(*given), Actor(name, origin)
    if was is None:
        row = {"name": name, **values, "kind": OIDC, "disabled": False, "must_change": False}
        connection.execute(insert(t.account).values(row | {"created_at": clock.after(0)}))
        audit.record(connection, "user_create", name, after=said, actor=by)
    elif said != (before := as_said(was.shown_name, was.roles, was.bodies)):
        change(connection, name, **values)
        end(connection, t.session.c.account == name)
        audit.record(connection, "user_grant", name, before, said, actor=by)


def sign_in(connection: Connection, name: str, origin: str) -> SignedIn:
    sweep(connection)
    token, now = secrets.token_urlsafe(32), clock.after(0)
    change(connection, name, signed_in_at=now)
    row = {"token": key(token), "account": name, "origin": origin, "started_at": now, "seen_at": now}
    connection.execute(insert(t.session).values(row))
    audit.record(connection, "sign_in", name, actor=Actor(name, origin))
    found = find(connection, name)
    assert found is not None
    return SignedIn(token, found)


def refuse(connection: Connection, name: str, origin: str, reason: str) -> Refused:
    """Counts and records a wrong password; what is answered does not say what was wrong."""
    record_refused(connection, name, origin, reason)
    for who, until in failed(connection, name, origin):
        audit.record(connection, "lock", who, after={"until": until}, actor=Actor(name or "?", origin))
    return Refused("wrong")


def record_refused(connection: Connection, name: str, origin: str, reason: str) -> None:
    actor = Actor(name or "?", origin)
    audit.record(connection, "sign_in_refused", name, after={"reason": reason}, actor=actor)


def actor_of(session: Session) -> Actor:
    return Actor(session.account.name, session.origin)


def key(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

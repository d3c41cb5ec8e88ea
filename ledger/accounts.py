"""Who may sign in, who is signed in, and who tries too often.

Tokens and passwords are kept as hashes only. Every act is a line of the audit, in the same transaction.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import delete, insert, update

from ledger import account_rows as rows
from ledger import audit, clock, passwords
from ledger import tables as t
from ledger.account_rows import LONGEST_SESSION, AccountExists, NoSuchAccount, NotLocal
from ledger.attempts import forgive, locked_seconds
from ledger.audit import Actor
from ledger.database import LastingEngine
from ledger.failures import LedgerUnavailable
from ledger.names import BadName, checked, normal
from ledger.records import LOCAL, OIDC, Account, Refused, Session, SignedIn

__all__ = [
    "Account",
    "AccountExists",
    "Accounts",
    "BadName",
    "NoSuchAccount",
    "NotLocal",
    "Refused",
    "Session",
    "SignedIn",
]

TOUCH_SECONDS = 60
"""How exactly it is known when a session was last used."""
TOUCH_PATIENCE = 0.05
"""Seconds a touch waits for somebody who is writing; a missed one is made up for a moment later."""


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
        query = rows.all_accounts().order_by(t.account.c.name)
        with self._ledger.reading() as connection:
            return [rows.account_of(row) for row in connection.execute(query)]

    def account(self, name: str) -> Account | None:
        with self._ledger.reading() as connection:
            return rows.find(connection, normal(name))

    def create(self, name: str, shown_name: str, roles: Sequence[str], bodies: Sequence[str]) -> str:
        """Makes a local account and gives its temporary password; raises `AccountExists`, `BadName`."""
        name, password = checked(name), passwords.temporary()
        values = rows.columns(shown_name, roles, bodies)
        kept = {"kind": LOCAL, "password": passwords.hashed(password), "disabled": False, "must_change": True}
        with self._ledger.writing() as connection:
            if rows.find(connection, name):
                raise AccountExists(name)
            row = {"name": name, **values, **kept, "created_at": clock.after(0)}
            connection.execute(insert(t.account).values(row))
            audit.record(connection, "user_create", name, after=rows.as_said(shown_name, roles, bodies))
        return password

    def grant(self, name: str, roles: Sequence[str], bodies: Sequence[str]) -> None:
        """Gives other roles and bodies; whoever is signed in has to do so again. Raises `NotLocal`."""
        with self._ledger.writing() as connection:
            was = rows.local(connection, name)
            rows.change(connection, was.name, **rows.columns(was.shown_name, roles, bodies))
            rows.end(connection, t.session.c.account == was.name)
            before = rows.as_said(was.shown_name, was.roles, was.bodies)
            after = rows.as_said(was.shown_name, roles, bodies)
            audit.record(connection, "user_grant", was.name, before, after)

    def reset(self, name: str) -> str:
        """Gives a new temporary password; ends all sessions and lifts a lock. Raises `NotLocal`."""
        password = passwords.temporary()
        kept = passwords.hashed(password)
        with self._ledger.writing() as connection:
            was = rows.local(connection, name)
            rows.change(connection, was.name, password=kept, must_change=True)
            rows.end(connection, t.session.c.account == was.name)
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
            was = rows.known(connection, name)
            rows.change(connection, was.name, disabled=disabled)
            rows.end(connection, t.session.c.account == was.name)
            act = "user_disable" if disabled else "user_enable"
            audit.record(connection, act, was.name, {"disabled": was.disabled}, {"disabled": disabled})

    def unlock(self, name: str) -> None:
        """Lets a name try again at once."""
        with self._ledger.writing() as connection:
            was = rows.known(connection, name)
            forgive(connection, was.name)
            audit.record(connection, "user_unlock", was.name)

    # --- signing in and out -----------------------------------------------------------------------

    def sign_in(self, name: str, password: str, origin: str) -> SignedIn | Refused:
        """Opens a session for who knows the password; nothing tells a wrong password from a name nobody has."""
        name = normal(name)
        with self._ledger.reading() as connection:
            wait, kept = locked_seconds(connection, name, origin), rows.password_of(connection, name)
        if wait:
            return Refused("locked", wait)
        right = passwords.matches(kept, password)
        fresh = passwords.hashed(password) if right and passwords.is_outdated(str(kept)) else None
        with self._ledger.writing() as connection:
            # Others may have tried meanwhile, or the account may have been changed.
            if wait := locked_seconds(connection, name, origin):
                return Refused("locked", wait)
            if reason := rows.why_not(connection, name, right and rows.password_of(connection, name) == kept):
                return rows.refuse(connection, name, origin, reason)
            if fresh:
                rows.change(connection, name, password=fresh)
            forgive(connection, name, origin)
            return rows.sign_in(connection, name, origin)

    def sign_in_by_claims(
        self, name: str, shown_name: str, roles: Sequence[str], bodies: Sequence[str], origin: str
    ) -> SignedIn | Refused:
        """Opens a session for whom the office's provider vouches for; what it says of him counts from now on."""
        try:
            name = checked(name)
        except BadName:  # cut to a name we keep, it might be somebody else's
            return self.turned_away(name, origin, "no_role")
        with self._ledger.writing() as connection:
            was = rows.find(connection, name)
            if was is not None and (was.kind != OIDC or was.disabled):
                reason = "disabled" if was.disabled else "local"
                rows.record_refused(connection, name, origin, reason)
                return Refused(reason)
            rows.vouch(connection, was, name, origin, (shown_name, roles, bodies))
            return rows.sign_in(connection, name, origin)

    def turned_away(self, name: str, origin: str, reason: str) -> Refused:
        """Records that the provider vouched for somebody who has no business here."""
        with self._ledger.writing() as connection:
            rows.record_refused(connection, normal(name), origin, reason)
        return Refused(reason)

    def session(self, token: str, idle_seconds: float, longest_seconds: float) -> Session | None:
        """The living session a browser's token opens; None where there is none (any more)."""
        if not self._ledger.there:
            return None
        key = rows.key(token)
        with self._ledger.reading() as connection:
            found = rows.living(connection, key)
        if found is None:
            return None
        idle, old = clock.age(found.seen_at), clock.age(found.started_at)
        if idle > idle_seconds or old > min(longest_seconds, LONGEST_SESSION.total_seconds()):
            self._expire(key, found)
            return None
        if idle > TOUCH_SECONDS:
            self._touch(key)
        return None if found.account.disabled else found

    def _expire(self, key: str, found: Session) -> None:
        with suppress(LedgerUnavailable), self._quick.writing() as connection:
            # Of several tabs that notice, one has ended it.
            rows.expire(connection, key, found)

    def _touch(self, key: str) -> None:
        # Where somebody is writing, the next message of this reader tries again.
        with suppress(LedgerUnavailable), self._quick.writing() as connection:
            connection.execute(
                update(t.session).where(t.session.c.token == key).values(seen_at=clock.after(0))
            )

    def change_password(self, token: str, old: str, new: str) -> str | None:
        """Chooses a password; None where done, else why not: `wrong_old`, `locked`, `same`, or as `passwords.objection`.

        A wrong old one counts as a failed sign-in. Other sessions of the account end.
        """
        key = rows.key(token)
        with self._ledger.reading() as connection:
            found = rows.living(connection, key)
            if found is None or found.account.kind != LOCAL:
                return "wrong_old"
            if locked_seconds(connection, found.account.name, found.origin):
                return "locked"
            kept = rows.password_of(connection, found.account.name)
        if not passwords.matches(kept, old):
            return self._wrong_old(key, found)
        if objection := "same" if old == new else passwords.objection(new, found.account.name):
            return objection
        return self._changed(key, found, passwords.hashed(new))

    def _wrong_old(self, key: str, found: Session) -> str:
        """Counts it; who has a session but not its password loses it with the first lock."""
        name, origin = found.account.name, found.origin
        with self._ledger.writing() as connection:
            if locked_seconds(connection, name, origin):
                return "locked"
            rows.refuse(connection, name, origin, "wrong_old")
            if locked_seconds(connection, name, origin):
                rows.end(connection, t.session.c.token == key)
        return "wrong_old"

    def _changed(self, key: str, found: Session, fresh: str) -> str | None:
        name = found.account.name
        with self._ledger.writing() as connection:
            # Others may have tried meanwhile, or changed or reset it, which ends this session.
            if locked_seconds(connection, name, found.origin):
                return "locked"
            if rows.living(connection, key) is None:
                return "wrong_old"
            rows.change(connection, name, password=fresh, must_change=False)
            rows.end(connection, (t.session.c.account == name) & (t.session.c.token != key))
            forgive(connection, name)
            audit.record(connection, "password_change", name, actor=rows.actor_of(found))
        return None

    def sign_out(self, token: str) -> None:
        """Ends the session; nothing where it has ended already."""
        key = rows.key(token)
        with self._ledger.writing() as connection:
            if (found := rows.living(connection, key)) is not None:
                rows.end(connection, t.session.c.token == key)
                audit.record(connection, "sign_out", found.account.name, actor=rows.actor_of(found))

    def sign_out_everywhere(self, name: str, actor: Actor | None = None) -> int:
        """Ends every session of the account and says how many there were."""
        with self._ledger.writing() as connection:
            was = rows.known(connection, name)
            ended = rows.end(connection, t.session.c.account == was.name)
            audit.record(connection, "sign_out_everywhere", was.name, after={"sessions": ended}, actor=actor)
            return ended

    def restored(self, made_at: str) -> None:
        """Ends every session of a ledger that has come back from a backup, and records that it has."""
        with self._ledger.writing() as connection:
            ended = int(connection.execute(delete(t.session)).rowcount)
            audit.record(connection, "restore", made_at, after={"sessions": ended})

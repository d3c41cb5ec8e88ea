"""The ledger's rows as plain frozen records, so that nobody else needs SQLAlchemy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """Bytes that arrived; they lie under `sha256` in the originals before the receipt is written."""

    receipt: int
    sha256: str
    file: str
    size: int
    received_at: str
    batch: str
    """Receipts of one command are accepted or refused together …"""
    partial: bool
    """… unless the command asked to take the faultless files and leave the rest."""
    demonstration: bool
    reasons: tuple[tuple[str, str], ...]
    """(cell or code, text) pairs the sender gave beside the file."""
    amended: str = ""
    """What the sender said of the file on the page, as JSON; nothing for a file that is taken as it is."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted file; its cells lie in `landed/<submission>.parquet`."""

    submission: int
    receipt: int
    sha256: str
    file: str
    received_at: str
    accepted_at: str
    cells: int
    demonstration: bool
    sent_at: str | None
    """When its sender sent it; None where that is not known."""
    withdrawn_at: str | None
    withdrawn_reason: str | None
    amended: str = ""
    """As of its receipt."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sender's reason for a broken identity; shown wherever one of `measures` is."""

    submission: int
    code: str
    detail: str | None
    sheet: str | None
    cell: str | None
    dataset: str | None
    body: str | None
    year: int | None
    measures: tuple[str, ...]
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptFault:
    """A notice that did not stop the load and stays readable beside the figures."""

    submission: int
    level: str
    code: str
    sheet: str | None
    cell: str | None
    dataset: str | None
    body: str | None
    year: int | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A receipt about to count as `submission`, with the words that stay beside its figures."""

    receipt: int
    submission: int
    cells: int
    explanations: tuple[Explanation, ...]
    faults: tuple[KeptFault, ...]


LOCAL, OIDC = "local", "oidc"
"""Kinds of account."""


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

"""The time as the ledger writes it."""

from datetime import datetime, timedelta


def moment() -> datetime:
    """Now, with the local offset. Tests put another in its place."""
    return datetime.now().astimezone()


def text(when: datetime) -> str:
    """To the second, as every row of the ledger has it."""
    return when.isoformat(timespec="seconds")


def after(seconds: float) -> str:
    """The moment so many seconds from now, as text."""
    return text(moment() + timedelta(seconds=seconds))


def age(when: str) -> float:
    """Seconds since a moment that was written down."""
    return (moment() - datetime.fromisoformat(when)).total_seconds()

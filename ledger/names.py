"""What accounts may be called."""

import unicodedata

LONGEST_NAME = 64


class BadName(ValueError):
    """A name is 1 to 64 visible characters."""


def normal(name: str) -> str:
    """A name as it is kept: nobody can have one that only looks like another's."""
    found = _whole(name)
    # No name has this sign in it: what was cut is nobody's.
    return found if len(found) <= LONGEST_NAME else f"{found[: LONGEST_NAME - 1]}…"


def checked(name: str) -> str:
    """The name of a new account; raises `BadName`."""
    found = _whole(name)
    if not 1 <= len(found) <= LONGEST_NAME or not found.isprintable():
        raise BadName(name)
    return found


def _whole(name: str) -> str:
    text = name.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()

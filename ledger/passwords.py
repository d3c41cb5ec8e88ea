"""Passwords: argon2id by argon2-cffi, what a new one must be, and the temporary ones we make up."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 256
# What people take where ten characters are asked for; a whole dictionary would not keep out much more.
COMMON = [
    "0123456789",
    "1234567890",
    "12345678910",
    "0987654321",
    "9876543210",
    "1111111111",
    "0000000000",
    "1234512345",
    "1122334455",
    "qwertyuiop",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "password12",
    "password123",
    "passw0rd123",
    "administrator",
    "admin12345",
    "woaini1314",
    "woaini520520",
    "iloveyou123",
    "abcdefghij",
    "abc1234567",
    "a123456789",
    "aa12345678",
    "zxcvbnm123",
]
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters or digits that are taken for each other when read from paper."""

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """An argon2id hash with the parameters argon2-cffi recommends."""
    return _hasher.hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Says whether a password is the one whose hash was kept; without one the answer costs the same."""
    nobodys = _nobodys()
    known = kept is not None and len(password) <= LONGEST
    try:
        return _hasher.verify(kept or nobodys, _bytes(password[:LONGEST])) and known
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Verified where there is no such account; made for the first who signs in, whoever he is, not for every start."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _bytes(password: str) -> bytes:
    """Whatever a form may hold, half characters included: a wrong password is never an error."""
    return password.encode("utf-8", "surrogatepass")


def is_outdated(kept: str) -> bool:
    """Says whether the parameters have grown since the hash was made."""
    return _hasher.check_needs_rehash(kept)


def temporary() -> str:
    """One that can be read out over the telephone: three groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def objection(password: str, name: str) -> str | None:
    """Why a new password will not do: `short`, `long`, `name`, `common`; None where it will."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if name.casefold() in plain and len(name) > 2:
        return "name"
    if plain in COMMON or len(set(plain)) < 4:
        return "common"
    return None

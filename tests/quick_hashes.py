"""Passwords whose hashes cost nothing, for tests that make accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from argon2 import PasswordHasher

from ledger import passwords

_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_NOBODYS = _HASHER.hash("nobody's")


@contextmanager
def quick_hashes() -> Iterator[None]:
    """What is made meanwhile is verified as quickly anywhere, until somebody signs in with it and it is made anew."""
    with patch.object(passwords, "_hasher", _HASHER), patch.object(passwords, "_nobodys", lambda: _NOBODYS):
        yield

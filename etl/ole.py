"""The container of xls files and of password-protected workbooks: its streams, without unpacking them.

Layout: [MS-CFB], the Compound File Binary format, published by Microsoft.
"""

import struct
from dataclasses import dataclass

from etl.faults import Refused

_END_OF_CHAIN = 0xFFFFFFFA
_HEADER_SECTORS = 109
_ENTRY_BYTES = 128


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream or storage of the container."""

    name: str
    start: int
    size: int
    is_root: bool


class Container:
    """Reads streams by name; raises `Refused` where the container is cut short or runs in circles."""

    def __init__(self, data: bytes) -> None:
        try:
            self._data = data
            self._sector_bytes = 1 << struct.unpack_from("<H", data, 30)[0]
            self._small_limit: int = struct.unpack_from("<I", data, 56)[0]
            directory, small_fat = (
                struct.unpack_from("<I", data, 48)[0],
                struct.unpack_from("<I", data, 60)[0],
            )
            self._fat = _numbers(b"".join(map(self._sector, self._fat_sectors())))
            self._small_fat = _numbers(self._chain(small_fat))
            self.entries = [_entry(raw) for raw in _cut(self._chain(directory), _ENTRY_BYTES) if raw[66]]
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Refused("file_damaged") from error

    def names(self) -> set[str]:
        return {entry.name for entry in self.entries}

    def stream(self, name: str) -> bytes:
        """The bytes of stream `name`; empty where there is none."""
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None:
            return b""
        try:
            content = self._small(entry.start) if entry.size < self._small_limit else self._chain(entry.start)
        except (struct.error, IndexError) as error:
            raise Refused("file_damaged") from error
        return content[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        if start >= len(self._data):
            raise IndexError(number)
        return self._data[start : start + self._sector_bytes]

    def _fat_sectors(self) -> list[int]:
        """Numbers of the sectors of the allocation table: 109 in the header, the rest in a list of its own."""
        sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self._data, 76))
        following, left = struct.unpack_from("<II", self._data, 68)
        while left and following < _END_OF_CHAIN and len(sectors) * self._sector_bytes <= len(self._data):
            *more, following = _numbers(self._sector(following))
            sectors += more
            left -= 1
        return [sector for sector in sectors if sector < _END_OF_CHAIN]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self._fat))

    def _small(self, start: int) -> bytes:
        """Streams under 4 KB live together in the root's stream, in sectors of 64 bytes."""
        root = next(entry for entry in self.entries if entry.is_root)
        shared = self._chain(root.start)
        return b"".join(shared[number * 64 : number * 64 + 64] for number in _follow(start, self._small_fat))


def _follow(start: int, table: tuple[int, ...]) -> list[int]:
    chain: list[int] = []
    while start < _END_OF_CHAIN:
        if len(chain) > len(table):
            raise IndexError(start)
        chain.append(start)
        start = table[start]
    return chain


def _entry(raw: bytes) -> Entry:
    name_bytes, start, size = struct.unpack_from("<H", raw, 64)[0], *struct.unpack_from("<II", raw, 116)
    name = raw[: max(0, min(64, name_bytes) - 2)].decode("utf-16-le")
    return Entry(name, start, size, is_root=raw[66] == 5)


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _cut(raw: bytes, size: int) -> list[bytes]:
    return [raw[start : start + size] for start in range(0, len(raw) - size + 1, size)]

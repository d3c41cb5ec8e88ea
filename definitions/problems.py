"""Where a mistake in the definitions stands, and the list of all of them."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class DefinitionError(Exception):
    """The definitions cannot be used; `problems` holds every mistake, in Chinese, with place and remedy."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Source:
    """One definitions file: its name below the folder, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: a CSV line, or a TOML table and perhaps a key of it."""

    source: Source
    line: int | None = None
    table: tuple[str, ...] = ()
    key: str | None = None

    def at(self, key: str) -> "Place":
        return Place(self.source, self.line, self.table, key)

    def __str__(self) -> str:
        line = self.line or _line_of(self.source.text, self.table, self.key)
        where = [self.source.name, f"第{line}行" if line else "", self._table_text(), self._key_text()]
        return " ".join(filter(None, where))

    def _table_text(self) -> str:
        return f"[{'.'.join(self.table)}]" if self.table else ""

    def _key_text(self) -> str:
        if not self.key:
            return ""
        return f"{self.key} 列" if self.source.name.endswith(".csv") else self.key


class Problems(list[str]):
    """Collects mistakes; each says where, what and what to do."""

    def report(self, place: Place, what: str, remedy: str) -> None:
        self.append(f"{place}：{what}。{remedy}。")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Names the known words nearest to a mistyped one, or all of them where they are few."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    if near:
        return f"是否应为 {'、'.join(near)}"
    return f"可用的有：{'、'.join(known)}" if 0 < len(known) <= 20 else "请核对拼写"


def quoted(words: Iterable[str]) -> str:
    return "、".join(f"“{word}”" for word in words)


def _line_of(text: str, table: tuple[str, ...], key: str | None) -> int | None:
    """Finds the line of a table's header or of one of its keys; tomllib does not keep them."""
    lines = [line.strip() for line in text.splitlines()]
    start = _header_line(lines, table)
    if start is None or key is None:
        return start or None
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("["):
            break
        if _name_before_equals(line) == key:
            return number
    return start or None


def _header_line(lines: list[str], table: tuple[str, ...]) -> int | None:
    if not table:
        return 0
    wanted = f"[{'.'.join(table)}]"
    plain = (line.split("#")[0].replace('"', "").replace(" ", "") for line in lines)
    return next((number for number, line in enumerate(plain, 1) if line == wanted), None)


def _name_before_equals(line: str) -> str:
    return line.split("=")[0].strip().strip("\"'")

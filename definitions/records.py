"""Typed reading of TOML tables and CSV rows; a wrong value is reported and a harmless one taken instead."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from definitions.normalise import normalise_text
from definitions.problems import Place, Problems, Source, suggestion

MISSING = object()
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
_YES_NO = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class Table:
    """One TOML table; every key is taken once, `close` reports those nobody asked for."""

    def __init__(self, values: Mapping[str, Any], place: Place, problems: Problems) -> None:
        self.place = place
        self._values = dict(values)
        self._problems = problems
        self._asked: set[str] = set()

    def text(self, key: str, default: Any = MISSING) -> Any:
        value = self._take(key, str, "文字（用双引号括起）", "", default)
        if isinstance(value, str) and not value.strip() and key in self._values:
            self._report(key, "内容为空", "请填写")
        return value

    def choice(self, key: str, choices: Iterable[str], default: Any = MISSING) -> str:
        value, known = self.text(key, default), sorted(choices)
        if value and value not in known:
            self._report(key, f"不能写“{value}”", f"请改为以下之一：{'、'.join(known)}")
        return value

    def texts(self, key: str, default: Any = MISSING) -> tuple[str, ...]:
        single = self._values.get(key)
        # A text without brackets is most likely the one item meant; taking it as such avoids further reports.
        instead = [single] if isinstance(single, str) else []
        value = self._take(key, list, '列表，如 ["甲", "乙"]', instead, default)
        if all(isinstance(item, str) for item in value):
            return tuple(value)
        self._report(key, "列表里有不是文字的内容", "请给每一项加上双引号")
        return tuple(str(item) for item in value)

    def text_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts: [["甲", "乙"], ["丙"]]."""
        value = self._take(key, list, '成组的文字，如 [["甲", "乙"], ["丙"]]', [])
        groups = [
            group for group in value if isinstance(group, list) and all(isinstance(t, str) for t in group)
        ]
        if len(groups) < len(value):
            self._report(key, "列表里有不成组的内容", '请写成 [["甲", "乙"], ["丙"]] 的样式')
        return tuple(map(tuple, groups))

    def some_texts(self, key: str) -> tuple[str, ...]:
        """Takes a list that must not be empty."""
        if self._values.get(key) == []:
            self._report(key, "列表是空的", "请至少写一项")
        return self.texts(key)

    def whole(self, key: str, default: Any = MISSING) -> Any:
        return self._take(key, int, "整数（不加引号）", None if default is None else 0, default)

    def number(self, key: str, default: Any = MISSING) -> Any:
        """A number as it is written: 0.1 is a tenth, not the nearest double."""
        value = self._take(key, (int, Decimal), "数字（不加引号）", None if default is None else 0, default)
        return value if value is None else Decimal(value)

    def pairs(self, key: str) -> tuple[tuple[Decimal, Decimal], ...]:
        """A list of pairs of numbers: [[100, 5], [90, 2.5]]."""
        value = self._take(key, list, "成对的数字，如 [[100, 5], [90, 2.5]]", [])
        if all(isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair)) for pair in value):
            return tuple((Decimal(first), Decimal(second)) for first, second in value)
        self._report(key, "列表里有不成对的内容", "请写成 [[100, 5], [90, 2.5]] 的样式")
        return ()

    def day(self, key: str, default: Any = MISSING) -> date | None:
        """A day, written without quotes: 2022-03-01."""
        value = self._take(key, date, "日期（不加引号，如 2022-03-01）", None, default)
        return value.date() if isinstance(value, datetime) else value

    def flag(self, key: str, default: Any = MISSING) -> bool:
        return bool(self._take(key, bool, "true 或 false（不加引号）", False, default))

    def table(self, key: str) -> "Table":
        """Gives the one sub-table `[<table>.<key>]`; an empty one where it is missing."""
        path = (*self.place.table, key)
        value = self._take(key, dict, f"一张表 [{'.'.join(path)}]", {})
        return Table(value, Place(self.place.source, table=path), self._problems)

    def all_whole(self) -> dict[str, int]:
        """Takes every key as the name of a whole number; names are made half-width."""
        values = {key: self.whole(key, None) for key in self._values}
        return {normalise_text(key): value for key, value in values.items() if value is not None}

    def all_texts(self) -> dict[str, str]:
        """Takes every key as the name of a text."""
        return {key: self.text(key) for key in self._values}

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """Gives the sub-tables written `[<table>.<key>.<name>]`."""
        value = self._take(key, dict, f"一组表，如 [{'.'.join((*self.place.table, key, '代码'))}]", {}, {})
        return self.sub_tables(value, (*self.place.table, key))

    def every_table(self) -> Iterator[tuple[str, "Table"]]:
        """Gives all sub-tables of a file that holds nothing else."""
        self._asked.update(self._values)
        return self.sub_tables(self._values, self.place.table)

    def sub_tables(self, value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, "Table"]]:
        for name, fields in value.items():
            place = Place(self.place.source, table=(*path, name))
            if isinstance(fields, dict):
                yield name, Table(fields, place, self._problems)
            else:
                at, header = Place(self.place.source, table=path, key=name), ".".join((*path, name))
                self._problems.report(at, "应是一张表", f"请改成以 [{header}] 开头的一段")

    def has(self, key: str) -> bool:
        return key in self._values

    def names(self) -> list[str]:
        """The keys as they are written."""
        return list(self._values)

    def forgive(self) -> None:
        """Takes whatever is left: what it means hangs on something that was wrong itself."""
        self._asked.update(self._values)

    def close(self) -> None:
        for key in self._values.keys() - self._asked:
            self._report(key, f"不认识的键“{key}”", f"{suggestion(key, self._asked)}；多余的请删去")

    def _take(
        self, key: str, kind: type | tuple[type, ...], kind_text: str, instead: Any, default: Any = MISSING
    ) -> Any:
        self._asked.add(key)
        if key not in self._values:
            if default is MISSING:
                self._problems.report(self.place, f"缺少键“{key}”", f"请补写 {key} = …，应为{kind_text}")
                return instead
            return default
        value = self._values[key]
        # bool is an int to Python, but `min_n = true` is a slip.
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self._report(key, f"“{value}”的类型不对", f"应为 {kind_text}")
        return instead

    def _report(self, key: str, what: str, remedy: str) -> None:
        self._problems.report(self.place.at(key), what, remedy)


class Row:
    """One CSV row by column name."""

    def __init__(self, values: Mapping[str, str], place: Place, problems: Problems) -> None:
        self.place = place
        self._values = values
        self._problems = problems

    def text(self, column: str, default: str | None = None) -> str:
        value = self._values.get(column, "").strip()
        if not value and default is None:
            self.report(column, "内容为空", "请填写")
        return value or default or ""

    def choice(self, column: str, choices: tuple[str, ...], instead: str = "") -> str:
        """One of `choices`; `instead` where it is none of them."""
        value = self.text(column)
        if value in choices:
            return value
        if value:
            self.report(column, f"不能写“{value}”", f"请改为以下之一：{'、'.join(choices)}")
        return instead

    def texts(self, column: str) -> tuple[str, ...]:
        """Splits at `;`, also at the full-width `；` an input method may leave."""
        parts = self._values.get(column, "").replace("；", ";").split(";")
        return tuple(part.strip() for part in parts if part.strip())

    def day(self, column: str) -> date | None:
        """Reads 2021-01-01, and 2021/1/1 as Excel rewrites it; blank is None."""
        text = self.text(column, "")
        match = _DATE.fullmatch(text)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            match = None
        if text:
            self.report(column, f"“{text}”不是日期", "请写成 2021-01-01 的样式")
        return None

    def number(self, column: str) -> float | None:
        text = self.text(column, "")
        if not text or _NUMBER.fullmatch(text):
            return float(text) if text else None
        self.report(column, f"“{text}”不是数字", "请只写数字，不带 % 等符号；没有则留空")
        return None

    def whole(self, column: str) -> int:
        value = self.number(column)
        if value is not None and value == int(value):
            return int(value)
        if value is not None or not self.text(column, ""):
            self.report(column, "应为整数", "请填写整数，如年份 2022")
        return 0

    def flag(self, column: str) -> bool:
        text = self.text(column)
        if text and text.lower() not in _YES_NO:
            self.report(column, f"不能写“{text}”", "请改为 yes（是）或 no（否）")
        return _YES_NO.get(text.lower(), False)

    def report(self, column: str, what: str, remedy: str) -> None:
        self._problems.report(self.place.at(column), what, remedy)


def csv_rows(source: Source, columns: tuple[str, ...], problems: Problems) -> Iterator[Row] | None:
    """Gives the rows that are not blank; None where the header lacks one of `columns` (any order will do)."""
    numbered = _records(source, problems)
    header = [name.strip() for name in numbered[0][1]] if numbered else []
    if not _header_holds(header, columns, Place(source, 1), problems):
        return None
    return (_row(header, values, at, problems) for at, values in numbered[1:] if any(map(str.strip, values)))


def _records(source: Source, problems: Problems) -> list[tuple[Place, list[str]]]:
    # Not strict, an unclosed quote would swallow the rest of the file without a word.
    reader = csv.reader(source.text.splitlines(keepends=True), strict=True)
    records = []
    try:
        for values in reader:
            records.append((Place(source, reader.line_num), values))
    except csv.Error as error:
        last = records[-1][0].line or 0 if records else 0
        remedy = "请检查这一行的引号是否成对，不需要引号的请删去"
        problems.report(Place(source, last + 1), f"CSV 格式错误（{error}），此后各行没有读入", remedy)
    return records


def _row(header: list[str], values: list[str], place: Place, problems: Problems) -> Row:
    surplus = [value for value in values[len(header) :] if value.strip()]
    if surplus:
        remedy = "请检查是否多写了逗号；一格内的多项用分号分开"
        problems.report(place, f"比表头多出内容“{surplus[0]}”", remedy)
    return Row(dict(zip(header, values, strict=False)), place, problems)


def _header_holds(header: list[str], columns: tuple[str, ...], place: Place, problems: Problems) -> bool:
    missing = [column for column in columns if column not in header]
    for column in missing:
        problems.report(place, f"表头缺少“{column}”列", f"表头应为：{','.join(columns)}")
    for name in header:
        if name and name not in columns:
            problems.report(place, f"不认识的列“{name}”", f"{suggestion(name, columns)}；多余的列请删去")
    for name in {name for name in header if name and header.count(name) > 1}:
        problems.report(place, f"“{name}”列写了两次", "请删去一列")
    return not missing

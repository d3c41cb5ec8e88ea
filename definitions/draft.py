"""The definition files while they are being read, with everything found wrong so far."""

import re
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from definitions.problems import Place, Problems, Source
from definitions.records import Row, Table, csv_rows

_CODE = re.compile(r"[a-z][a-z0-9_-]*")


class Draft:
    """The files being read, what was wrong with them and where each record stands."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.problems = Problems()
        self.unreadable: set[str] = set()
        self.places: dict[tuple[Hashable, ...], Place] = {}

    def names(self, folder: str) -> list[str]:
        return [name for name in self.files if name.startswith(folder + "/")]

    def rows(self, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
        source = self._source(name)
        rows = csv_rows(source, columns, self.problems) if source else None
        if rows is None:
            self.unreadable.add(name)
        return rows or iter(())

    def table(self, name: str) -> Table | None:
        """Reads a TOML file; None (and a problem) where it is missing or no TOML."""
        source = self._source(name)
        if source is None:
            return None
        try:
            values = tomllib.loads(source.text, parse_float=Decimal)
            self.places["file", name] = Place(source)
            return Table(values, Place(source), self.problems)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            self._unreadable(Place(source), *_toml_problem(error))
            return None

    def put(self, place: Place, *key: Hashable) -> bool:
        """Remembers where a record stands; reports a second one of the same key and a badly formed code."""
        code = str(key[-1])
        if not _CODE.fullmatch(code):
            remedy = "代码只用小写英文字母、数字和下划线，以字母开头"
            self.problems.report(place, f"代码“{code}”不合规", remedy)
        if key in self.places:
            first = self.places[key]
            self.problems.report(place, f"代码“{code}”重复，已见于 {first}", "请改名或删去其中一个")
            return False
        self.places[key] = place
        return True

    def _source(self, name: str) -> Source | None:
        if name not in self.files:
            self._unreadable(Place(Source(name, "")), "找不到文件", "请恢复该文件")
            return None
        content = self.files[name]
        try:
            return Source(name, content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return self._gb_source(name, content)

    def _gb_source(self, name: str, content: bytes) -> Source | None:
        """Excel's plain "CSV" format is GBK on a Chinese Windows; TOML by its standard is UTF-8 only."""
        try:
            if name.endswith(".csv"):
                return Source(name, content.decode("gb18030"))
        except UnicodeDecodeError:
            pass
        self._unreadable(Place(Source(name, "")), "不是 UTF-8 编码", "请用“另存为”选择 UTF-8 编码后重新保存")
        return None

    def _unreadable(self, place: Place, what: str, remedy: str) -> None:
        self.unreadable.add(place.source.name)
        self.problems.report(place, what, remedy)


def _toml_problem(error: Exception) -> tuple[str, str]:
    at = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
    where = f"第{at[1]}行第{at[2]}列" if at and at[1] else "文件末尾"
    if re.search(r"overwrite a value|Cannot declare", str(error)):
        return f"{where} 附近的键或表写了两次（{error}）", "请删去或改名其中一个"
    return f"{where} TOML 语法错误（{error}）", "请检查引号、方括号和等号是否成对，列表各项之间是否有逗号"

"""What the body has published against what its returns add up to, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from definitions.model import Definitions, Identity
from reports.numbers import exact, rounded
from ui.cell import Cell
from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing, plus, short
from ui.remembered import remembered
from ui.status import chip
from ui.trace import trace_address
from warehouse import queries

RESULTS = {
    "agrees": ("met", "一致"),
    "differs": ("missed", "不一致"),
    "recomputed": ("met", "重算一致"),
    "recomputed_differs": ("missed", "重算不一致"),
    "parts_not_reported": ("not_reported", "有单位未报"),
    "withheld": ("withheld", "不公开"),
    "nothing_to_compare": ("no_target", "无可比"),
}
"""State → (the status whose look it has, word)."""
UNKNOWN = ("no_target", "无可比")


@dataclass(frozen=True)
class Line:
    """One published figure and what it was compared with."""

    row: Row
    state: str
    compared: str
    """What the returns, or the published counts, give."""
    fraction: str = ""
    """The published counts a rate was recomputed from."""

    @property
    def differs(self) -> bool:
        return self.state in ("differs", "recomputed_differs")

    @property
    def word(self) -> str:
        return RESULTS.get(self.state, UNKNOWN)[1]

    @property
    def cell(self) -> Cell:
        look, word = RESULTS.get(self.state, UNKNOWN)
        return Cell(word, status=look)


@remembered
def lines(now: Context) -> list[Line]:
    """Every figure published for the year, in the order of the report."""
    rows = rows_of(queries.reconciliation(now.warehouse, now.body, now.year))
    published = {str(r["measure"]): r["published"] for r in rows}
    rates = rates_of(now.definitions, now.year)
    return [line(r, rates.get(str(r["measure"])), published) for r in rows]


def rates_of(definitions: Definitions, year: int) -> dict[str, Identity]:
    """Published rate → the identity that says of which published counts it is."""
    identities = [i for d in definitions.datasets.values() if not d.rolls_up for i in d.identities]
    return {i.right[0]: i for i in identities if i.relation == "rate" and i.applies_in(year)}


def line(row: Row, rate: Identity | None, published: Mapping[str, Any]) -> Line:
    state, unit = str(row["state"]), str(row["unit"])
    if state == "nothing_to_compare" and rate is not None and not is_missing(row["published"]):
        return recomputed(row, rate, published)
    return Line(row, state, figure(row["rolled_up"], unit, None, "–"))


def recomputed(row: Row, rate: Identity, published: Mapping[str, Any]) -> Line:
    """A published rate against the published counts, to the precision it was printed with."""
    counts = [[published.get(m) for m in side] for side in (rate.left, rate.right[1:])]
    if any(is_missing(v) for side in counts for v in side):
        return Line(row, "nothing_to_compare", "–")
    top, bottom = (sum((exact(v) for v in side), Decimal(0)) for side in counts)
    if not bottom:
        return Line(row, "nothing_to_compare", "–")
    printed = exact(row["published"]).normalize()
    places = max(0, -int(printed.as_tuple().exponent))
    value = top / bottom * 100
    state = "recomputed" if rounded(value, places) == printed else "recomputed_differs"
    return Line(row, state, f"{short(value, max(places, 1), '%')}%", f"{figure(top)}/{figure(bottom)}")


def counts(found: list[Line]) -> dict[str, int]:
    """Word → how many, in the order of RESULTS."""
    words = [one.word for one in found]
    return {
        word: words.count(word) for word in dict.fromkeys(w for _, w in RESULTS.values()) if word in words
    }


def sentence(now: Context, found: list[Line]) -> str:
    """“公布的41项数中，35项与各单位报送合计一致，…”, and how many carry an explanation."""
    if not found and now.leaf:
        return "年度报告公布数属于上级单位，请选择上级单位核对。"
    if not found:
        return f"{now.year}年没有载入年度报告公布数，无可核对。"
    parts = "，".join(f"{word}{count}项" for word, count in counts(found).items())
    explained = sum(isinstance(one.row["explanation"], str) for one in found)
    more = f"；{explained}项附有说明" if explained else ""
    return f"公布的{len(found)}项数中，{parts}{more}。"


def chips(found: list[Line]) -> str:
    """The results and how many of each, in the look of their status."""
    looks = {word: look for look, word in RESULTS.values()}
    shown = "".join(chip(looks[word], f"{word} {count}项") for word, count in counts(found).items())
    return f'<div class="legend">{shown}</div>' if shown else ""


def table(now: Context, found: list[Line], marks: Mapping[str, str]) -> pd.DataFrame:
    """A row a published figure; `marks` has the number of its explanation. Each figure leads to where it comes from."""
    parts = {c.measure: c.equals for d in now.definitions.datasets.values() for c in d.columns}
    return pd.DataFrame(
        {
            "公布的项目": [str(one.row["label"]) for one in found],
            "公布数": [published_cell(now, one.row) for one in found],
            "报送合计或重算": [rolled_up_cell(now, one, parts) for one in found],
            "相差": [
                "–" if is_missing(one.row["difference"]) else plus(exact(one.row["difference"]), None)
                for one in found
            ],
            "结果": [one.cell for one in found],
            "未报单位": [int(one.row["missing"]) or "–" for one in found],
            "说明": [marks.get(str(one.row["measure"]), "") or one.fraction for one in found],
            "出处": [place(one.row) for one in found],
        }
    )


def published_cell(now: Context, row: Row) -> Cell:
    return Cell(figure(row["published"], str(row["unit"])), trace_address(now, str(row["measure"])))


def rolled_up_cell(now: Context, one: Line, parts: Mapping[str, tuple[str, ...]]) -> Cell | str:
    """Leads to the parts where the published figure repeats a single measure."""
    equals = parts.get(str(one.row["measure"]), ())
    return (
        Cell(one.compared, trace_address(now, equals[0]))
        if len(equals) == 1 and one.compared != "–"
        else one.compared
    )


def place(row: Row) -> str:
    """“published_2022.csv 第2行第4列”."""
    parts = [row.get("file"), row.get("sheet"), row.get("cell")]
    return " ".join(str(p) for p in parts if isinstance(p, str))

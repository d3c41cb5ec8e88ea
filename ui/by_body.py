"""One panel that sets all bodies side by side: a row each, a column for every quantity."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ui import charts, panel, pivots
from ui.charts.columns import plain_value
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.frames import Row, main_rows, rows_of
from ui.numbers import figure, is_missing, short, value_of
from ui.remarks import explained, withheld_notes, without_function
from ui.status import absent_word
from ui.words import NOT_REPORTED, joined
from warehouse import queries

DWARFED = 4
"""How many times the second the first must be for the others to get a scale of their own."""
ROUND = 1.15


@panel.shown
def by_body(
    now: Context,
    codes: Sequence[str],
    title: str,
    key: str,
    *,
    wide: bool = True,
    notes: tuple[str, ...] = (),
) -> panel.Part | None:
    """Measures and rates of every body, ranked by the first, with its share; a leaf is shown among its siblings.

    Where one body dwarfs all others, the first column comes a second time on the scale of the others. Bodies that
    have none of the functions are named below the chart and kept in the table.
    """
    if now.alone:
        return None
    found = Found(now, codes)
    first = found.columns.get(codes[0], [])
    columns = [
        charts.Column(pivots.heading(cells), cells, mean=found.mean(code), text=share_text(cells) if i == 0 else plain_value)
        for i, (code, cells) in enumerate(found.columns.items())
    ]  # fmt: skip
    zoom = zoomed(columns[0]) if columns else None
    caption = now.caption(
        title,
        found.frame,
        scope=found.scope,
        unit="",
        rule=None,
        n=None,
        notes=(
            *notes,
            *found.left_out(),
            *withheld_notes(found.frame),
            *explained(found.frame),
        ),
        **found.coverage(codes[0]),
    )
    drawn = charts.bars_in_columns(
        [charts.Block(found.names, [*columns[:1], *([zoom] if zoom else []), *columns[1:]])],
        caption,
        wide=wide,
        own=(lambda r: bool(r["body"] == found.chosen)) if found.chosen else None,
        nothing=f"{now.year}年各单位各项均为0。" if found.zero else nothing_to_draw(found.frame),
    )
    return panel.chart_panel(drawn, found.table(), key, reading=reading(first, found.chosen), wide=wide)


@dataclass
class Found:
    """The rows behind one comparison: for each code a row a body."""

    now: Context
    codes: Sequence[str]

    def __post_init__(self) -> None:
        parent = self.now.row["parent"]
        among = self.now.leaf and isinstance(parent, str) and parent in set(self.now.bodies["body"])
        self.parent = str(parent) if among else self.now.body
        self.chosen = self.now.body if among else None
        self.measures = [c for c in self.codes if c in self.now.definitions.column_of]
        self.rows = self.rows_of(self.codes, self.now.year)
        self.bodies = ranked(list(self.rows.values()))
        self.absent = [b for b in self.bodies if all(no_such(rows.get(b)) for rows in self.rows.values())]
        self.zero = [b for b in self.bodies if b != self.chosen and b not in self.absent and self.is_zero(b)]
        self.shown = [b for b in self.bodies if b not in (*self.absent, *self.zero)]
        self.columns = {
            code: [rows.get(b) for b in self.shown] for code, rows in self.rows.items() if rows and self.shown
        }

    def rows_of(self, codes: Sequence[str], year: int) -> dict[str, dict[str, Row]]:
        """For each code its rows by body: of the measure where there is one, else of the indicator."""
        w = self.now.warehouse
        measures = [c for c in codes if c in self.measures]
        found: dict[str, dict[str, Row]] = {c: {} for c in codes}
        for row in rows_of(queries.measure_by_body(w, self.parent, year, measures)):
            found[row["measure"]][row["body"]] = row
        if rates := [c for c in codes if c not in measures]:
            for row in rows_of(queries.indicator_by_body(w, rates, self.parent, year)):
                found[row["indicator"]][row["body"]] = row
        return found

    @property
    def frame(self) -> pd.DataFrame:
        return pd.DataFrame([r for rows in self.rows.values() for r in rows.values()])

    @property
    def scope(self) -> str:
        return str(self.now.bodies.set_index("body")["short_name"][self.parent])

    @property
    def names(self) -> list[str]:
        return [self.name(b) for b in self.shown]

    def is_zero(self, body: str) -> bool:
        """Says whether a body reported nothing but 0: it is named, and leaves its place to the others."""
        rows = [r for found in self.rows.values() if (r := found.get(body)) and not no_such(r)]
        return all(r["value"] == 0 or r.get("status") == "no_denominator" for r in rows)

    def name(self, body: str, column: str = "short_name") -> str:
        return next(str(rows[body][column]) for rows in self.rows.values() if body in rows)

    def left_out(self) -> tuple[str, ...]:
        """Who is not drawn, and why; all are in the table."""
        names = joined([self.name(b) for b in self.zero])
        zero = (f"{'各项均' if len(self.codes) > 1 else ''}为0的：{names}",) if names else ()
        return (*zero, *without_function([self.name(b) for b in self.absent]))

    def mean(self, code: str) -> Row | None:
        """The rate of all bodies together, sums first; a count has none."""
        if code in self.measures:
            return None
        frame = queries.indicator_values(self.now.warehouse, self.parent, self.now.year)
        rows = rows_of(main_rows(frame[frame["indicator"] == code]))
        return rows[0] if rows else None

    def coverage(self, code: str) -> dict[str, Any]:
        """How many bodies gave the first quantity."""
        frame = queries.measure_series(self.now.warehouse, self.parent, [code])
        rows = rows_of(frame[frame["year"] == self.now.year])
        return {"reported": int(rows[0]["reported"]), "due": int(rows[0]["due"])} if rows else {}

    def known_parts(self, heads: Mapping[str, str]) -> list[str]:
        """Headings of the numerators and denominators that are columns of the table themselves."""
        found = []
        for code in heads:
            rules = (
                [r for r in self.now.definitions.indicators[code].rules if r.main]
                if code not in self.measures
                else []
            )
            for rule in rules:
                sides = {"分子": rule.numerator, "分母": rule.denominator}
                found += [
                    pivots.part_heading(heads[code], w)
                    for w, m in sides.items()
                    if len(m) == 1 and m[0] in heads
                ]
        return found

    def table(self) -> pd.DataFrame:
        """All bodies, also those without the function, and the first quantity of the compared year."""
        heads = {c: pivots.heading(list(rows.values())) for c, rows in self.rows.items() if rows}
        columns = {heads[c]: [self.rows[c].get(b) for b in self.bodies] for c in heads}
        table = pivots.grid([self.name(b) for b in self.bodies], "单位", columns, self.known_parts(heads))
        if self.now.compare is not None:
            before = self.rows_of(self.codes[:1], self.now.compare)[self.codes[0]]
            table[f"{heads[self.codes[0]]}{self.now.compare}年"] = [
                pivots.cell(before.get(b)) for b in self.bodies
            ]
        said = self.frame.get("explanation")
        if said is not None and said.notna().any():
            by_body = self.frame.dropna(subset=["explanation"]).groupby("body")["explanation"].first()
            table["说明"] = [str(by_body.get(b, "")) for b in self.bodies]
        return table


def ranked(found: Sequence[Mapping[str, Row]]) -> list[str]:
    """Bodies by the first quantity, those without it last, in tree order."""
    first = found[0]
    values = {
        b: first[b]["value"] if b in first else None for b in dict.fromkeys(b for rows in found for b in rows)
    }
    return sorted(values, key=lambda b: 1.0 if is_missing(values[b]) else -float(values[b] or 0))


def no_such(row: Row | None) -> bool:
    return row is None or "no_such_function" in (row.get("state"), row.get("status"))


def owed(rows: Sequence[Row | None]) -> list[Row]:
    return [r for r in rows if r is not None and not no_such(r)]


def total_of(rows: Sequence[Row | None]) -> float | None:
    """The sum of a column; None where a body that owes a number gave none, so that no share is made of it."""
    values = [r["value"] for r in owed(rows)]
    return None if any(is_missing(v) for v in values) or not sum(values) else float(sum(values))


def share_text(rows: Sequence[Row | None]) -> Callable[[Row], str]:
    """“31,347（75.2%）”: the number with its share of the whole, where the whole is known."""
    total = total_of(rows)
    if total is None:
        return plain_value
    return lambda r: f"{figure(r['value'])}（{percent_of(float(r['value']), total)}）"


def zoomed(column: charts.Column) -> charts.Column | None:
    """The same column on the scale of the second largest, where the largest leaves the others no room."""
    values = sorted((float(r["value"]) for r in column.drawn), reverse=True)
    if len(values) < 3 or values[1] <= 0 or values[0] < DWARFED * values[1]:
        return None
    return charts.Column("同一列，放大", column.rows, most=values[1] * ROUND, below="最大者截断，数见左列")


def reading(rows: Sequence[Row | None], chosen: str | None) -> str:
    """Who makes up the whole, and where the chosen body stands."""
    drawn = sorted((r for r in owed(rows) if not is_missing(r["value"])), key=lambda r: -float(r["value"]))
    missing = [str(r["short_name"]) for r in owed(rows) if absent_word(r) == NOT_REPORTED]
    late = f"{joined(missing)}未报，不计算占比。" if missing else ""
    if not drawn:
        return late
    total = total_of(rows)
    parts = [f"{drawn[0]['short_name']}最多，{with_share(drawn[0], total)}"]
    if total and len(drawn) > 5:
        parts.append(f"前三位合计占{percent_of(sum(float(r['value']) for r in drawn[:3]), total)}")
    parts += [own_place(r, drawn, total) for r in drawn[1:] if r["body"] == chosen]
    return "；".join(parts) + f"。{late}"


def own_place(own: Row, drawn: Sequence[Row], total: float | None) -> str:
    """“卫健局列第3位，1,484件，占3.6%”; a body with 0 has no place."""
    if not own["value"]:
        return f"{own['short_name']}为0"
    place = 1 + sum(r["value"] > own["value"] for r in drawn)
    shared = "并" if sum(r["value"] == own["value"] for r in drawn) > 1 else ""
    return f"{own['short_name']}{shared}列第{place}位，{with_share(own, total)}"


def with_share(row: Row, total: float | None) -> str:
    """“1,484件，占3.6%”."""
    return value_of(row) + (f"，占{percent_of(float(row['value']), total)}" if total else "")


def percent_of(part: float, total: float) -> str:
    return f"{short(part / total * 100, 1, '%')}%"

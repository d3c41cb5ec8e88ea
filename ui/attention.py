"""What needs attention: who must act, on which indicator, how far it is off, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from definitions.model import Definitions
from reports.numbers import exact
from ui.context import Context
from ui.definition_link import PAGE_OF_SECTION
from ui.frames import Row, rows_of
from ui.links import href
from ui.numbers import figure, is_missing, over, short, value_of
from ui.status import absent_word
from ui.trace import PAGE, PART
from ui.words import joined
from warehouse import queries

UNSENT = "unsent"
"""Stands for the indicator where returns are not in."""
MOST = 4
Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One thing somebody must see to; texts ready to show."""

    key: Key
    """(body, indicator)"""
    who: str
    what: str
    value: str
    fraction: str
    """“2/3” where the value is a rate, else the value."""
    target: str
    gap: str
    status: str
    since: str
    address: str


def items(now: Context) -> list[Item]:
    """Everything below the chosen body, ranked; the unsent returns of one body are one item."""
    frame = queries.attention(now.warehouse, now.body, now.year)
    rows = rows_of(frame)
    missed = [r for r in rows if r["status"] != "not_reported"]
    late: dict[str, list[Row]] = {}
    for r in rows:
        if r["status"] == "not_reported":
            late.setdefault(str(r["body"]), []).append(r)
    past = Past.of(now, missed)
    return [*(missed_item(now, r, past) for r in missed), *(late_item(now, r, past) for r in late.values())]


def missed_item(now: Context, row: Row, past: "Past") -> Item:
    indicator = now.definitions.indicators[row["indicator"]]
    known = {**row, "kind": indicator.kind}
    key = (str(row["body"]), str(row["indicator"]))
    demonstration = "（演示）" if past.target_is_demonstration(key, now.year) else ""
    fraction = over(row["numerator"], row["denominator"]).strip("（）")
    return Item(
        key=key,
        who=str(row["short_name"]),
        what=indicator.title,
        value=value_of(known),
        fraction=fraction or value_of(known),
        target="–" if is_missing(row["target"]) else figure(row["target"], str(row["unit"])) + demonstration,
        gap=gap_text(now, known),
        status=str(row["status"]),
        since=past.since(key),
        address=href(now, PAGE_OF_SECTION.get(indicator.section, PAGE), body=str(row["body"])),
    )


def late_item(now: Context, rows: Sequence[Row], past: "Past") -> Item:
    key = (str(rows[0]["body"]), UNSENT)
    return Item(
        key=key,
        who=str(rows[0]["short_name"]),
        what="年度报表未报送",
        value=f"{len(rows)}份未报",
        fraction=f"{len(rows)}份",
        target="全部报送",
        gap=str(rows[0]["title"]) + ("等" if len(rows) > 1 else ""),
        status="not_reported",
        since=past.since(key),
        address=href(now, PAGE, body=key[0], **{PART: "returns"}),
    )


def gap_text(now: Context, row: Row) -> str:
    """A duty in cases (“差1件”), another target in points (“高24.9个百分点”)."""
    if row["status"] == "doubtful":
        return "分子大于分母" if too_many(row) else "有单位分子大于分母"
    if not is_missing(row["shortfall"]):
        return f"差{figure(row['shortfall'])}{counted(now, row['indicator'])}"
    off = exact(row["value"]) - exact(row["target"])
    unit = "个百分点" if row["unit"] == "%" else str(row["unit"])
    return f"{'高' if off > 0 else '低'}{short(abs(off), int(row['decimals']), str(row['unit']))}{unit}"


def too_many(row: Row) -> bool:
    """Says whether the figure itself has more with than there are, not only one of those it is the sum of."""
    return is_missing(row["denominator"]) or bool(row["numerator"] > row["denominator"])


def counted(now: Context, indicator: str) -> str:
    """The unit of what a rate counts: cases, people, documents."""
    rules = now.definitions.indicators[indicator].rules
    main = next(
        r for r in rules if r.main and (r.first_year or now.year) <= now.year <= (r.last_year or now.year)
    )
    return now.definitions.column_of[main.denominator[0]].unit


@dataclass(frozen=True)
class Past:
    """What was on the same list in earlier years, and the values of this year and the last."""

    year: int
    first: int
    listed: dict[int, set[Key]]
    values: dict[tuple[str, str, int], dict[str, Any]]
    inherited: Mapping[int, dict[Key, list[str]]] = field(default_factory=dict)
    """Year → what was on it of bodies that went into today's, under today's (body, indicator): their short names."""

    @classmethod
    def of(cls, now: Context, rows: Sequence[Row]) -> "Past":
        listed = {}
        for year in (y for y in now.years if y < now.year):
            # What the chosen body was made of stood beside it, not below it.
            asked = (now.body, *forebears(now.definitions, now.body))
            listed[year] = set().union(
                *(keys_of(queries.attention(now.warehouse, body, year)) for body in asked)
            )
        bodies = list(dict.fromkeys(str(r["body"]) for r in rows))
        indicators = list(dict.fromkeys(str(r["indicator"]) for r in rows))
        records = queries.indicator_records(now.warehouse, bodies, [now.year - 1, now.year], indicators)
        values = {(r["body"], r["indicator"], r["year"]): r for r in records if r["main"]}
        return cls(now.year, min(now.years), listed, values, inherited(now.definitions, listed))

    def since(self, key: Key) -> str:
        """“2019年起，连续4年（含前身城管执法局）”; “本年新增”; or why last year does not tell."""
        first, gone = self.year, dict[str, None]()
        while key in self.listed.get(first - 1, ()) or key in self.inherited.get(first - 1, ()):
            first -= 1
            gone.update(dict.fromkeys(self.inherited.get(first, {}).get(key, ())))
        if first < self.year:
            at_least = "至少" if first == self.first else ""
            reform = f"（含前身{joined(list(gone), MOST)}）" if gone else ""
            return f"{at_least}{first}年起，连续{self.year - first + 1}年{reform}"
        if self.year - 1 not in self.listed:
            return "–"
        if key[1] == UNSENT:
            return "本年新增"
        before = self.values.get((*key, self.year - 1))
        word = "无记录" if before is None else absent_word(before)
        return f"{self.year - 1}年{word}" if word else "本年新增"

    def target_is_demonstration(self, key: Key, year: int) -> bool:
        row = self.values.get((*key, year))
        return bool(row and row["target_demonstration"])


def forebears(definitions: Definitions, code: str) -> list[str]:
    """The bodies that were renamed or merged into this one, theirs included."""
    found: list[str] = []
    waiting = list(definitions.bodies[code].predecessors)
    while waiting:
        if (body := waiting.pop(0)) not in found and body in definitions.bodies:
            found.append(body)
            waiting += definitions.bodies[body].predecessors
    return found


def inherited(definitions: Definitions, listed: Mapping[int, set[Key]]) -> dict[int, dict[Key, list[str]]]:
    """What each year's list says of bodies that are gone, as something of those that took over: with short names."""
    found: dict[int, dict[Key, list[str]]] = {year: {} for year in listed}
    for code in definitions.bodies:
        for body in forebears(definitions, code):
            name = definitions.bodies[body].short_name
            for year, keys in listed.items():
                for key in (k for k in keys if k[0] == body):
                    found[year].setdefault((code, key[1]), []).append(name)
    return found


def keys_of(frame: pd.DataFrame) -> set[Key]:
    """(body, indicator) of a list of attention."""
    return {
        (str(r["body"]), UNSENT if r["status"] == "not_reported" else str(r["indicator"]))
        for r in rows_of(frame)
    }


def by_indicator(found: Sequence[Item]) -> list[list[Item]]:
    """Items of one indicator together, the worst first; indicators by their worst."""
    groups: dict[str, list[Item]] = {}
    for item in found:
        groups.setdefault(item.key[1], []).append(item)
    return list(groups.values())


def sentence(found: Sequence[Item]) -> str:
    """How much there is, and whose."""
    missed = [i for i in found if i.key[1] != UNSENT]
    late = [i for i in found if i.key[1] == UNSENT]
    parts = []
    if missed:
        bodies = {i.key[0] for i in missed}
        indicators = {i.key[1] for i in missed}
        parts.append(f"{len(missed)}项未达到目标，涉及{len(bodies)}个单位、{len(indicators)}项指标")
    if late:
        kind = "单位" if len(late) > MOST else ""
        parts.append(f"{joined([i.who for i in late], MOST)}{kind}有报表未报送")
    return "；".join(parts) + "。" if parts else ""

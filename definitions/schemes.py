"""Assessment schemes: what a year's score is made of, item by item. One file a year and version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from definitions.draft import Draft
from definitions.records import Table

FOLDER = "schemes"
POINTS, BONUS, VETO = "points", "bonus", "veto"
RULES: Mapping[str, tuple[str, ...]] = {
    POINTS: ("proportion", "thresholds", "shortfall", "occurrences", "by_hand"),
    BONUS: ("occurrences", "by_hand"),
    VETO: ("occurrences", "by_hand"),
}
"""Kind of item → the rules it may have."""
PARTS = ("whole", "begun", "share")
"""How a part of a step counts: not at all, as a whole one, or by its share."""
FEW = ("score", "by_hand", "leave_out")
"""What becomes of a rate whose denominator is below the indicator's `min_n`."""


@dataclass(frozen=True)
class Grade:
    """A grade and the total it begins at."""

    grade: str
    title: str
    at_least: Decimal


@dataclass(frozen=True)
class Group:
    """A level-1 item (`of` is None) or a level-2 item, and the points of all below it."""

    group: str
    title: str
    points: Decimal
    of: str | None


@dataclass(frozen=True)
class Item:
    """A level-3 item, a bonus or a veto: what is looked at, and what it gives or takes."""

    item: str
    kind: str
    """`points`, `bonus` or `veto`."""
    title: str
    of: str | None
    """The level-2 item it belongs to; None for a bonus or a veto."""
    points: Decimal
    """What it gives at best; 0 for a veto."""
    rule: str
    standard: str
    """The rule in the scheme's own words."""
    material: str
    source: str
    responsible: str
    basis: str
    categories: tuple[str, ...]
    """Of the bodies it applies to; empty: all."""
    indicator: str | None = None
    counting: str | None = None
    """Which of the indicator's rules; None: the year's main one."""
    full_at: Decimal | None = None
    """The value asked for, where it is not the indicator's target."""
    few: str = "score"
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    """(value from which on, points), the best first."""
    measures: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    """Occurrences are the sum of `measures` less the sum of these."""
    among: tuple[str, ...] = ()
    """What they can occur among: a body without any of it is not judged by the item, rather than given all points."""
    per: Decimal | None = None
    each: Decimal | None = None
    """Points for every step of `per`, or for every occurrence: taken off, or with a bonus added."""
    part: str = "share"
    at_most: Decimal | None = None
    """All that can be taken off; None: all points."""
    more_than: Decimal | None = None
    """A veto by count: it holds above this many occurrences."""
    grade: str | None = None
    """The best grade that is left once a veto holds."""


@dataclass(frozen=True)
class Scheme:
    """The scheme of a year, in one of its versions."""

    scheme: str
    """`<year>-<version>`"""
    year: int
    version: int
    title: str
    basis: str
    demonstration: bool
    effective_from: date
    effective_to: date | None
    points: Decimal
    bonus_at_most: Decimal
    rank_from_base: Decimal
    """A body is ranked where items of at least so many points concern it."""
    rank_from_bodies: int
    """Fewer that can be compared make no ranking: the first of one is nothing to be proud of."""
    grades: Mapping[str, Grade]
    """The best first."""
    groups: Mapping[str, Group]
    items: Mapping[str, Item]

    def of_level(self, level: int) -> list[Group]:
        """The groups of level 1 or 2, in the scheme's order."""
        return [group for group in self.groups.values() if (group.of is None) == (level == 1)]

    def of_kind(self, kind: str) -> list[Item]:
        return [item for item in self.items.values() if item.kind == kind]

    def below(self, group: str) -> list[Item]:
        """The level-3 items of a group of either level."""
        inner = {code for code, one in self.groups.items() if one.of == group} | {group}
        return [item for item in self.items.values() if item.of in inner]

    def level_1(self, item: Item) -> Group | None:
        """The level-1 item it belongs to; None for a bonus or a veto."""
        above = self.groups[item.of].of if item.of else None
        return self.groups[above] if above else None

    @cached_property
    def automatic(self) -> list[Item]:
        """The items the returns alone decide."""
        return [item for item in self.items.values() if item.rule != "by_hand"]


def current_scheme(schemes: Mapping[str, Scheme], year: int) -> Scheme | None:
    """The newest version of a year's scheme; None where the year has none."""
    of_year = [scheme for scheme in schemes.values() if scheme.year == year]
    return max(of_year, key=lambda scheme: scheme.version, default=None)


def read_schemes(draft: Draft) -> dict[str, Scheme]:
    """Reads `schemes/<year>-<version>.toml`."""
    found = {}
    for name in draft.names(FOLDER):
        table = draft.table(name)
        code = name.removeprefix(f"{FOLDER}/").removesuffix(".toml")
        if table:
            draft.places["scheme", code] = table.place
            found[code] = _scheme(draft, code, table)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].year, pair[1].version)))


def _scheme(draft: Draft, code: str, table: Table) -> Scheme:
    groups = [_group(draft, code, level, *one) for level in (1, 2) for one in table.tables(f"level{level}")]
    items = [
        _item(draft, code, kind, *one)
        for kind, key in ((POINTS, "level3"), (BONUS, "bonus"), (VETO, "veto"))
        for one in table.tables(key)
    ]
    scheme = Scheme(
        scheme=code,
        year=table.whole("year"),
        version=table.whole("version"),
        title=table.text("title"),
        basis=table.text("basis"),
        demonstration=table.flag("demonstration", False),
        effective_from=table.day("effective_from") or date.min,
        effective_to=table.day("effective_to", None),
        points=table.number("points"),
        bonus_at_most=table.number("bonus_at_most", Decimal(0)),
        rank_from_base=table.number("rank_from_base", Decimal(0)),
        rank_from_bodies=table.whole("rank_from_bodies", 3),
        grades={grade: _grade(draft, code, grade, fields) for grade, fields in table.tables("grades")},
        groups={group.group: group for group in groups},
        items={item.item: item for item in items},
    )
    table.close()
    return scheme


def _grade(draft: Draft, scheme: str, code: str, table: Table) -> Grade:
    draft.put(table.place, "scheme grade", scheme, code)
    grade = Grade(code, table.text("title"), table.number("at_least"))
    table.close()
    return grade


def _group(draft: Draft, scheme: str, level: int, code: str, table: Table) -> Group:
    draft.put(table.place, "scheme group", scheme, code)
    of = table.text("of") if level == 2 else None
    group = Group(code, table.text("title"), table.number("points"), of)
    table.close()
    return group


def _item(draft: Draft, scheme: str, kind: str, code: str, table: Table) -> Item:
    draft.put(table.place, "scheme item", scheme, code)
    rule = table.choice("rule", RULES[kind])
    item = Item(
        item=code,
        kind=kind,
        title=table.text("title"),
        of=table.text("of") if kind == POINTS else None,
        points=Decimal(0) if kind == VETO else table.number("points"),
        rule=rule,
        standard=table.text("standard"),
        material=table.text("material"),
        source=table.text("source"),
        responsible=table.text("responsible"),
        basis=table.text("basis", ""),
        categories=table.texts("categories", ()),
        grade=table.text("grade") if kind == VETO else None,
        **_rated(rule, table),
        **_counted(rule, kind, table),
    )
    if rule not in RULES[kind]:
        table.forgive()
    table.close()
    return item


def _rated(rule: str, table: Table) -> dict:
    """The keys of a rule that looks at an indicator."""
    if rule not in ("proportion", "thresholds", "shortfall"):
        return {}
    found: dict = {
        "indicator": table.text("indicator"),
        "counting": table.text("counting", None),
        "few": table.choice("few", FEW, "score"),
    }
    if rule == "thresholds":
        return found | {"bands": table.pairs("bands")}
    found["full_at"] = table.number("full_at", None)
    if rule == "shortfall":
        found |= {
            "per": table.number("per"),
            "each": table.number("each"),
            "part": table.choice("part", PARTS, "share"),
            "at_most": table.number("at_most", None),
        }
    return found


def _counted(rule: str, kind: str, table: Table) -> dict:
    """The keys of a rule that counts occurrences."""
    if rule != "occurrences":
        return {}
    found: dict = {"measures": table.some_texts("measures")}
    found |= {key: table.texts(key, ()) for key in ("less", "among")}
    if kind == VETO:
        return found | {"more_than": table.number("more_than", Decimal(0))}
    found["each"] = table.number("each")
    if kind == POINTS:
        found["at_most"] = table.number("at_most", None)
    return found

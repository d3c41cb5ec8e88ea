"""Case ledgers: a row a case or a hearing. What their columns are called, and which rows make up which measure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from definitions.draft import Draft
from definitions.normalise import normalise_header
from definitions.records import Table

FOLDER = "case_ledgers"
KINDS = ("key", "date", "choice", "yes_no", "person", "text")
YES, NO = "yes", "no"
POSTS, OTHERS, ABSENT = "posts", "others", "absent"
PERSON_WORDS = (POSTS, OTHERS, ABSENT)
"""In the name of a person: what makes him a head, what leaves it open, and what says that nobody came."""
END, START = "end", "start"
WHOLE, PART, REST = "whole", "part", "rest"


@dataclass(frozen=True)
class LedgerColumn:
    """A column the product reads; all others, among them every name of a person, stay in the file."""

    column: str
    kind: str
    """`key` tells cases apart, `date` decides the year, `choice` is one of `values`, `yes_no`, or free `text`.

    `person` says who it was, of which nothing is kept but whether it was one: a yes or no.
    """
    label: str
    aliases: tuple[str, ...]
    dimension: bool
    """Whether the cases are shown by it …"""
    of: str
    """… and which it is asked of: all that are `shown`, the `part` of them that the others are, or the `rest`."""
    of_title: str
    """What these are called, where not all are asked."""
    values: Mapping[str, tuple[str, ...]]
    """code → how senders write it, the first as shown."""
    answers: str
    """The `yes_no` column that a `person` answers."""

    @property
    def names(self) -> tuple[str, ...]:
        """The headers that mean it; where a list has several, the first of these counts."""
        return tuple(filter(None, dict.fromkeys(map(normalise_header, (self.label, *self.aliases)))))


@dataclass(frozen=True)
class Count:
    """A measure as a number of cases: dated in the year, of which all of `where` and none of `unless` is true.

    With `open_until`, those that are begun and not ended: at the end of the year, or at its start.
    """

    measure: str
    dated_by: str
    or_by: str
    """The day that counts where the first is blank; often none."""
    where: Mapping[str, str]
    unless: Mapping[str, str]
    open_until: str
    """The day that ends a case; none where what happened in the year is counted."""
    at: str
    having: tuple[str, ...]
    """Days that the case has besides, whatever their year, each in any of its rows: heard, and ended in the year."""
    only_with: tuple[str, ...]
    """Columns that a list has which holds all such cases; without them it may hold some only."""

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns of days by which it is counted, the first that is filled in."""
        return (self.dated_by, self.or_by) if self.or_by else (self.dated_by,)

    def possible(self, columns: AbstractSet[str]) -> bool:
        """Whether a list with these columns says how many cases there are."""
        ended = {self.open_until} if self.open_until else set()
        needed = {*self.where, *self.having, *self.only_with}
        return bool(columns & {*self.dates}) and columns >= needed | ended

    @property
    def row_days(self) -> tuple[str, ...]:
        """The columns of days one of which a row has that the count asks something of."""
        return self.having or self.dates


@dataclass(frozen=True)
class CaseLedger:
    """One kind of ledger, and the return it is held against."""

    ledger: str
    title: str
    sheet_aliases: tuple[str, ...]
    of: str
    """The dataset its counts are measures of."""
    one_row: str
    """The counting word of a row: 件, 次."""
    unique: bool
    """Whether a case stands in one row only."""
    not_yet: tuple[str, ...]
    """What is written where a case has not come to a step: as good as blank."""
    shown: tuple[str, ...]
    """The measures that are shown by the dimensions; the first is what the shares are of."""
    of_which: str
    """What the sum of the others of `shown` is called."""
    basis: str
    persons: Mapping[str, tuple[str, ...]]
    """`PERSON_WORDS` → what stands in the text of a `person`; nothing where there is none."""
    columns: Mapping[str, LedgerColumn]
    counts: tuple[Count, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """What a title, sheet or file calls it."""
        return frozenset(filter(None, map(normalise_header, (self.title, *self.sheet_aliases))))

    @cached_property
    def key(self) -> LedgerColumn:
        return next(column for column in self.columns.values() if column.kind == "key")

    def persons_for(self, column: str) -> list[LedgerColumn]:
        """The columns of persons that answer a `yes_no` column; the first that is filled in does."""
        return [one for one in self.columns.values() if one.answers == column]

    @cached_property
    def names_persons(self) -> bool:
        """Whether names stand where it is asked who came, and so also where it is asked whether anybody did."""
        return bool(self.persons)

    @cached_property
    def main_day(self) -> str:
        """The column of days by which the first of `shown` is counted."""
        return next((count.dated_by for count in self.counts if count.measure == self.shown[0]), "")

    @cached_property
    def dimensions(self) -> tuple[LedgerColumn, ...]:
        return tuple(column for column in self.columns.values() if column.dimension)


def read_case_ledgers(draft: Draft) -> dict[str, CaseLedger]:
    """Reads `case_ledgers/<ledger>.toml`; the file's name is the ledger's code."""
    found = {}
    for name in draft.names(FOLDER):
        code, table = name.removeprefix(f"{FOLDER}/").removesuffix(".toml"), draft.table(name)
        if table and draft.put(table.place, "ledger", code):
            found[code] = _ledger(draft, code, table)
    return found


def _ledger(draft: Draft, code: str, table: Table) -> CaseLedger:
    columns = {name: _column(draft, code, name, fields) for name, fields in table.tables("columns")}
    has_persons = any(column.kind == "person" for column in columns.values())
    persons = table.table("persons") if has_persons else None
    # That it is missing is said once, not word by word.
    words = PERSON_WORDS if table.has("persons") else ()
    ledger = CaseLedger(
        ledger=code,
        title=table.text("title"),
        sheet_aliases=table.texts("sheet_aliases"),
        of=table.text("of"),
        one_row=table.text("one_row"),
        unique=table.flag("unique"),
        not_yet=table.texts("not_yet", ()),
        shown=table.some_texts("shown"),
        of_which=table.text("of_which"),
        basis=table.text("basis"),
        persons={word: persons.some_texts(word) for word in words} if persons else {},
        columns=columns,
        counts=tuple(_count(draft, code, *item) for item in table.tables("counts")),
    )
    for one in filter(None, (persons, table)):
        one.close()
    return ledger


def _column(draft: Draft, ledger: str, code: str, table: Table) -> LedgerColumn:
    draft.put(table.place, "ledger column", ledger, code)
    kind = table.choice("kind", KINDS)
    values = table.table("values") if kind == "choice" else None
    column = LedgerColumn(
        column=code,
        kind=kind,
        label=table.text("label"),
        aliases=table.texts("aliases", ()),
        dimension=table.flag("dimension", False),
        of=(of := table.choice("of", (WHOLE, PART, REST), WHOLE)),
        of_title=table.text("of_title") if of != WHOLE else "",
        values={value: values.some_texts(value) for value in values.names()} if values else {},
        answers=table.text("answers") if kind == "person" else "",
    )
    table.close()
    return column


def _count(draft: Draft, ledger: str, measure: str, table: Table) -> Count:
    draft.put(table.place, "ledger count", ledger, measure)
    where, unless = (table.table(key).all_texts() if table.has(key) else {} for key in ("where", "unless"))
    count = Count(
        measure=measure,
        dated_by=table.text("dated_by"),
        or_by=table.text("or_by", ""),
        where=where,
        unless=unless,
        open_until=table.text("open_until", ""),
        at=table.choice("at", (END, START), END),
        having=table.texts("having", ()),
        only_with=table.texts("only_with", ()),
    )
    table.close()
    return count

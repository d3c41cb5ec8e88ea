"""The definitions as Python sees them: frozen records, no behaviour beyond simple questions of date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from definitions.case_ledgers import CaseLedger
    from definitions.disclosure import DisclosureTable
    from definitions.schemes import Scheme
    from definitions.sentences import SentenceSection


@dataclass(frozen=True)
class Body:
    """One reporting body or one node of the tree above it (province, city, district)."""

    body: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    parent: str | None
    category: str
    functions: frozenset[str]
    valid_from: date
    valid_to: date | None
    predecessors: tuple[str, ...]

    def exists_in(self, year: int) -> bool:
        """Says whether the body owes a return for `year`: it is the one that exists on 31 December."""
        last_day = date(year, 12, 31)
        return self.valid_from <= last_day and (self.valid_to is None or last_day <= self.valid_to)


@dataclass(frozen=True)
class Column:
    """One measure of a dataset: what the sender's forms call it, and in which unit it is stored."""

    measure: str
    label: str
    aliases: tuple[str, ...]
    unit: str
    integer: bool = True
    required: bool = False
    first_year: int | None = None
    last_year: int | None = None
    equals: tuple[str, ...] = ()
    """Only in `published_totals`: the reported measures whose sum this published figure repeats."""
    parts: tuple[tuple[str, ...], ...] = ()
    """Headers (normalised) of the columns some forms have in its place, a group each: their sum is the measure."""

    def applies_in(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True)
class Identity:
    """`sum(left) relation sum(right)`; with `previous_year`, the right side is last year's.

    `relation` is `=`, `<=` or `rate`: then right[0] is a printed rate in % and must be, to its printed
    precision, sum(left) / sum(right[1:]).
    """

    code: str
    title: str
    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]
    level: str
    basis: str
    previous_year: bool = False
    first_year: int | None = None
    last_year: int | None = None
    exception: str = ""
    """When it rightly does not hold, and what to write then: said with the remedy."""

    def applies_in(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True)
class Dataset:
    """One yearly return: its columns, the identities it must keep and the functions that owe it."""

    dataset: str
    title: str
    sheet_aliases: tuple[str, ...]
    owed_by: frozenset[str]
    due: str
    """Month and day of the following year, `MM-DD`."""
    rolls_up: bool
    derived: bool
    """Worked out at every publish from what was sent; nobody reports it."""
    basis: str
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...]

    @cached_property
    def by_measure(self) -> Mapping[str, Column]:
        return {column.measure: column for column in self.columns}


@dataclass(frozen=True)
class Rule:
    """One way of counting an indicator; several may hold in a year, exactly one of them `main`."""

    rule: str
    title: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    main: bool
    basis: str
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Indicator:
    """What is charted: `scale * sum(numerator) / sum(denominator)`, or a plain sum where `kind` is count."""

    indicator: str
    title: str
    kind: str
    """proportion (numerator is part of denominator: gets an interval), ratio, count or amount."""
    unit: str
    scale: int
    decimals: int
    direction: str
    """higher, lower or none: which way is better."""
    min_n: int
    """Below this denominator neither rank nor colour is given."""
    section: str
    """The page it belongs to, e.g. `litigation`."""
    headline: int | None
    """Position among the headline figures of the overview; None where it is not one."""
    obligation: bool
    """True where every single case must comply, so that even one shortfall is named in counts."""
    basis: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Target:
    """What is asked of a body, a category (`category:<code>`) or everybody (`*`) in a year."""

    year: int
    indicator: str
    scope: str
    floor: float | None
    target: float
    excellent: float | None
    basis: str
    demonstration: bool


@dataclass(frozen=True)
class FaultKind:
    """One entry of the catalogue of faults."""

    code: str
    level: str
    title: str
    message: str
    """A `str.format` template; its fields are named where the fault is raised."""
    meaning: str
    remedy: str


@dataclass(frozen=True)
class Words:
    """How senders write the states, the units, body and year columns, totals rows and notes."""

    states: Mapping[str, tuple[str, ...]]
    """state → the texts that stand for it, already normalised (half-width, no spaces)."""
    ambiguous: tuple[str, ...]
    """Blank, dashes and the like: not reported if the body has the function, else no such function."""
    state_titles: Mapping[str, str]
    status_titles: Mapping[str, str]
    state_meanings: Mapping[str, str]
    status_meanings: Mapping[str, str]
    """A sentence for each state and status, for readers."""
    notes: Mapping[str, str]
    """Sentences said beside a figure, `str.format` templates; which ones: NOTES in parts.py."""
    body_headers: tuple[str, ...]
    year_headers: tuple[str, ...]
    measure_headers: tuple[str, ...]
    value_headers: tuple[str, ...]
    unit_headers: tuple[str, ...]
    reason_headers: tuple[str, ...]
    other_headers: tuple[str, ...]
    """Of columns that hold nothing to report: 序号, 备注."""
    compared_headers: tuple[str, ...]
    """How columns of a list begin that hold no figure of the year: last year's, a plan, a quarter."""
    period_headers: tuple[str, ...]
    """Of a column that says of which months a row is."""
    count_words: tuple[str, ...]
    """Headers that say no more than that something is counted (件数): the header above them says what."""
    amount_words: tuple[str, ...]
    """How headers end that speak of money: nothing below them is a count."""
    issuer_words: tuple[str, ...]
    """How a word begins or ends that names who made the form: 制表机关, 印制."""
    reason_sheets: tuple[str, ...]
    totals_rows: tuple[str, ...]
    note_prefixes: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    """How a yes or a no is written, as `normalise_answer` makes it."""
    unit_factors: Mapping[str, Mapping[str, int]]
    """stored unit → how senders write a unit → factor to the stored one, e.g. 元 → 万元 → 10000."""


@dataclass(frozen=True, slots=True)
class Right:
    """An action, and how far each role's right to it reaches."""

    action: str
    title: str
    reach: Mapping[str, str]
    """role → `all`, `own` (only the reader's bodies and those below them) or `no`."""


@dataclass(frozen=True)
class Definitions:
    """Everything the office edits, read and verified."""

    bodies: Mapping[str, Body]
    categories: Mapping[str, str]
    functions: Mapping[str, str]
    datasets: Mapping[str, Dataset]
    ledgers: Mapping[str, "CaseLedger"]
    """Case ledgers, a row a case, which a body may send besides."""
    indicators: Mapping[str, Indicator]
    targets: tuple[Target, ...]
    schemes: Mapping[str, "Scheme"]
    """Of the yearly assessment, by `<year>-<version>`."""
    sentences: Mapping[str, "SentenceSection"]
    """Of the Word pack, in the order of the report."""
    disclosure: Mapping[str, "DisclosureTable"]
    """Tables made public every year, in their order."""
    faults: Mapping[str, FaultKind]
    words: Words
    roles: Mapping[str, str]
    """code → title"""
    rights: Mapping[str, Right]
    """action → who may do it"""
    fingerprint: str = field(compare=False)
    """sha256 over the files that shape figures: a publish made from others is rebuilt whole."""
    shown: str = field(compare=False)
    """sha256 over all files: what was drawn by others is drawn anew."""

    @cached_property
    def column_of(self) -> Mapping[str, Column]:
        """measure → its column, over all datasets."""
        return {c.measure: c for d in self.datasets.values() for c in d.columns}

    @cached_property
    def dataset_of(self) -> Mapping[str, str]:
        """measure → the dataset it belongs to."""
        return {c.measure: d.dataset for d in self.datasets.values() for c in d.columns}

    def parents(self) -> set[str]:
        return {b.parent for b in self.bodies.values() if b.parent}

    def owes(self, body: Body, dataset: Dataset) -> bool:
        return bool(body.functions & dataset.owed_by)

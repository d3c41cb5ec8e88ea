"""What the definitions call things, ready to be looked up by what senders write."""

import copy
import re
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from definitions.case_ledgers import NO, YES
from definitions.model import Body, Column, Dataset, Definitions
from definitions.normalise import header_names, normalise_header, normalise_text
from etl.bodies import Bodies
from etl.months import WHOLE, label_months
from etl.similar import Similar
from etl.values import state_words

NEAR = 0.6
"""`difflib` ratio from which a header counts as nearly right."""
_LONGEST_NAME = 60
_LONGEST_PERIOD = 12
LONGEST_HEADER = 200
"""Longer texts are no headers; cutting them keeps the caches of `normalise` small."""

BODY, YEAR, MEASURE, VALUE, UNIT, REASON = "body", "year", "measure", "value", "unit", "reason"
OTHER, PERIOD = "other", "period"
OF_YEAR, COMPARED = "of_year", "compared"
"""A column of figures headed by a year; one that holds no figure of it: last year's, a plan, a part of the year."""
_OF_YEAR = re.compile(r"(20\d{2})年?[度份]?(?:数|数量|数值|累计|全年)?")
_MONEY = "元"
_MONTH = re.compile(r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:数|数量)?")


@dataclass(frozen=True, slots=True)
class Header:
    """One column's header: `text` as the sender sees it, `names` normalised with the most specific first."""

    column: int
    text: str
    names: tuple[str, ...]
    unit: str | None
    levels: tuple[str, ...] = ()
    """The texts it is made of, from the top, as the sender sees them."""


class Vocabulary:
    """Headers, bodies and words of one set of definitions."""

    def __init__(self, definitions: Definitions) -> None:
        # Not kept: a vocabulary is found by its definitions and must not keep them alive.
        words = definitions.words
        self.datasets = {code: d for code, d in definitions.datasets.items() if not d.derived}
        self.words = words
        self.bodies = Bodies(definitions)
        self.states = state_words(words)
        self.totals = frozenset(words.totals_rows)
        self.answers = dict.fromkeys(words.yes, YES) | dict.fromkeys(words.no, NO)
        self.roles = {
            name: role
            for role, names in (
                (BODY, words.body_headers),
                (YEAR, words.year_headers),
                (MEASURE, words.measure_headers),
                (VALUE, words.value_headers),
                (UNIT, words.unit_headers),
                (REASON, words.reason_headers),
                (OTHER, words.other_headers),
                (PERIOD, words.period_headers),
            )
            for name in names
        }
        self._near: dict[str | None, tuple[dict[str, str], Similar]] = {}
        self.answered: Mapping[str, Column | None] = {}
        """Normalised header → what its sender says it means; None for no figure."""
        self.columns: dict[str, dict[str, tuple[Column, ...]]] = {}
        for dataset in self.datasets.values():
            for column in dataset.columns:
                for name in header_names(column):
                    named = self.columns.setdefault(name, {})
                    named[dataset.dataset] = (*named.get(dataset.dataset, ()), column)

    def answering(self, answers: Mapping[str, Column | None]) -> "Vocabulary":
        """The same, knowing besides what a sender says some headers mean."""
        if not answers:
            return self
        known = copy.copy(self)
        known.answered, known.columns = answers, dict(self.columns)
        owner = {c.measure: d.dataset for d in self.datasets.values() for c in d.columns}
        for name, column in answers.items():
            if column is not None:
                known.columns[name] = {**known.columns.get(name, {}), owner[column.measure]: (column,)}
        return known

    def says(self, header: Header) -> bool:
        """Whether the sender has said what the header means."""
        return bool(header.names) and header.names[0] in self.answered

    def role(self, header: Header) -> str | None:
        """The role of the first name that means anything; None where that is a measure."""
        known = next((name for name in header.names if name in self.roles or name in self.columns), "")
        return None if known in self.columns else self.roles.get(known)

    def compares(self, header: Header) -> str | None:
        """`OF_YEAR` or `COMPARED` for a column of a list that stands for a year, or for last year's figures."""
        levels = [normalise_text(level) for level in header.levels or (header.text,)]
        # 2023年 above 数量 is 2023年数量, as it would be in one cell.
        texts = ["".join(levels[start:]) for start in range(len(levels))]
        if any(map(_OF_YEAR.fullmatch, texts)):
            return OF_YEAR
        compared = any(
            text.startswith(self.words.compared_headers) or _MONTH.fullmatch(text) for text in texts
        )
        return COMPARED if compared else None

    def period(self, header: Header) -> str | int | None:
        """The year one of several levels of a header names, or `COMPARED` where it says that this is no figure of the year."""
        for level in header.levels if len(header.levels) > 1 else ():
            if year := _OF_YEAR.fullmatch(normalise_text(level)):
                return int(year[1])
            if self._is_compared(level):
                return COMPARED
        return None

    def is_summary(self, sheet: str | None) -> bool:
        """Whether a sheet is called 汇总, 合计表 or the like."""
        return normalise_header(sheet or "").removesuffix("表") in self.totals

    @staticmethod
    def is_year(text: str) -> bool:
        """2024年度 alone: the title of what follows, and no figure."""
        return "年" in text and bool(_OF_YEAR.fullmatch(normalise_text(text)))

    def body_above(self, header: Header) -> str:
        """The name of a body that heads a column of figures; blank where none does."""
        levels = header.levels or (header.text,)
        return next((level for level in levels if self.bodies.named(level)), "")

    def is_compared(self, label: str) -> bool:
        """Whether a row called so holds no figures of the year: 上年同期, 增减%, 3月份, 二季度."""
        if not label or len(label) > _LONGEST_PERIOD or not normalise_header(label):
            return False
        return self._is_compared(label) or len(label_months(normalise_text(label))) % len(WHOLE) > 0

    def qualifies(self, level: str) -> bool:
        """Whether a level below another says only that it is counted, or of which period: 件数, 本年, 上年, 2023年."""
        text = normalise_text(level)
        return (
            normalise_header(level) in self.words.count_words
            or bool(_OF_YEAR.fullmatch(text))
            or self._is_compared(level)
        )

    def _is_compared(self, level: str) -> bool:
        # 上期结转 is a measure itself, and no other period's.
        text = normalise_text(level)
        return text.startswith(self.words.compared_headers) and normalise_header(level) not in self.columns

    def measures(self, header: Header, dataset: str) -> tuple[Column, ...]:
        """The columns of `dataset` a header means: several only where they follow each other in time."""
        found = self.named_by(header, dataset)
        above = [normalise_header(level) for level in header.levels[:-1]]
        if not found or not above:
            return found
        # 罚款 below 罚没金额 is no count of fines.
        is_other = found[0].unit != _MONEY and any(level.endswith(self.words.amount_words) for level in above)
        return () if is_other or any(self._crosses(found[0], level, dataset) for level in above) else found

    def named_by(self, header: Header, dataset: str) -> tuple[Column, ...]:
        """The columns of `dataset` the header's words name, whatever stands above them."""
        named = (self.columns.get(name, {}).get(dataset, ()) for name in header.names)
        return next((columns for columns in named if columns), ())

    def _crosses(self, column: Column, level: str, dataset: str) -> bool:
        """罚款 below 普通程序: both divide the same whole in their own way, so it is neither."""
        wholes = self._wholes[dataset]
        others = self.columns.get(level, {}).get(dataset, ())
        own = wholes.get(column.measure, frozenset())
        return column not in others and any(own & wholes.get(o.measure, frozenset()) for o in others)

    @cached_property
    def _wholes(self) -> dict[str, dict[str, frozenset[str]]]:
        """dataset → measure → the measures it adds up to together with others."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for dataset in self.datasets.values():
            wholes = found.setdefault(dataset.dataset, {})
            for identity in dataset.identities:
                if identity.relation == "=" and len(identity.left) > 1 and not identity.previous_year:
                    for measure in identity.left:
                        wholes[measure] = wholes.get(measure, frozenset()) | set(identity.right)
        return found

    def named(self, label: str) -> dict[str, tuple[Column, ...]]:
        """dataset → its columns that a label means; a page of text means none and is not worth normalising."""
        return self.columns.get(normalise_header(label), {}) if len(label) < LONGEST_HEADER else {}

    def joined(self, group: str, label: str) -> dict[str, tuple[Column, ...]]:
        """What a label means below or beside a group that says more: 其他 below 行政强制措施实施数量 is 行政强制措施其他.

        A group that is a measure itself stands for each of its names.
        """
        if found := self.named(f"{group}{label}") if group else {}:
            return found
        for dataset, columns in self.named(group).items():
            names = sorted({name for column in columns for name in header_names(column)}, key=len)
            for named in (self.named(f"{name}{label}") for name in reversed(names)):
                if dataset in named:
                    return {dataset: named[dataset]}
        return {}

    def owners(self, header: Header) -> set[str]:
        """The datasets that know the header."""
        return {dataset for name in header.names for dataset in self.columns.get(name, ())}

    def named_in(self, text: str) -> dict[str, int]:
        """dataset → length of its longest name that occurs in a sheet's, file's or table's title."""
        text = normalise_header(text)
        found = {}
        for dataset, names in self._dataset_names.items():
            if longest := max((len(name) for name in names if name in text), default=0):
                found[dataset] = longest
        return found

    def named_above(self, header: Header) -> str | None:
        """The return an upper level of the header names and that knows the column."""
        for level in header.levels[:-1]:
            named = {d: n for d, n in self.named_in(level).items() if self.measures(header, d)}
            if named:
                longest = max(named.values())
                best = [dataset for dataset, length in named.items() if length == longest]
                return best[0] if len(best) == 1 else None
        return None

    def nearest_labels(self, text: str, dataset: str | None = None) -> list[str]:
        """Labels of up to three measures, of `dataset` or of all, that are nearly `text`."""
        if dataset not in self._near:
            labels = {
                name: columns[0].label
                for name, by in self.columns.items()
                for owner, columns in by.items()
                if dataset in (None, owner)
            }
            self._near[dataset] = labels, Similar(labels)
        labels, similar = self._near[dataset]
        close = similar.to(normalise_header(text)[:_LONGEST_NAME], 6, NEAR)
        return list(dict.fromkeys(labels[name] for name in close))[:3]

    @cached_property
    def _dataset_names(self) -> dict[str, set[str]]:
        return {d.dataset: set(map(normalise_header, _names(d))) - {""} for d in self.datasets.values()}

    @cached_property
    def dataset_titles(self) -> frozenset[str]:
        """Every name of a return that may stand alone in a row above its lines."""
        return frozenset(
            name for names in self._dataset_names.values() for name in names if not name.isascii()
        )

    def owes_ordinary(self, body: Body) -> bool:
        """Says whether a body owes any return that is added up."""
        return any(body.functions & dataset.owed_by for dataset in self.datasets.values() if dataset.rolls_up)


def _names(dataset: Dataset) -> tuple[str, ...]:
    return (dataset.dataset, dataset.title, *dataset.sheet_aliases)


_last: tuple[weakref.ref[Definitions], Vocabulary] | None = None


def vocabulary(definitions: Definitions) -> Vocabulary:
    """The vocabulary of `definitions`; the last one is kept: building it costs more than a small file."""
    global _last
    kept = _last
    if kept is not None and kept[0]() is definitions:
        return kept[1]
    built = Vocabulary(definitions)
    _last = (weakref.ref(definitions), built)
    return built

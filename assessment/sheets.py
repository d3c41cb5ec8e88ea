"""A body's score sheet: for each item which score counts and why, and what all of them come to.

The order in which a score counts: an appeal's decision, what assessors agreed on, an assessor's, the automatic one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from definitions.schemes import BONUS, POINTS, VETO, Grade, Group, Item, Scheme
from ledger.assessments import Appeal, Course, Step

HUNDREDTH = Decimal("0.01")
ZERO = Decimal(0)

SCORED, NOT_APPLICABLE, PENDING, DISPUTED = "scored", "not_applicable", "pending", "disputed"
AUTOMATIC = "automatic"

Row = Mapping[str, Any]
"""A row of the table `score`."""


@dataclass(frozen=True)
class Line:
    """One item of one body: what the returns give, what people said, and what counts."""

    item: Item
    row: Row
    self_score: Step | None
    judged: Sequence[Step]
    settled: Step | None
    ruling: Step | None
    appeals: Sequence[Appeal]

    @property
    def word(self) -> Step | None:
        """The step that decides the score; None where the automatic one counts, or there is none yet."""
        if self.ruling or self.settled:
            return self.ruling or self.settled
        return self.judged[-1] if self.judged and not self._differ else None

    @property
    def _differ(self) -> bool:
        return len({(step.score, step.not_applicable) for step in self.judged}) > 1

    @property
    def source(self) -> str:
        """Where the score comes from: `ruling`, `settled`, `assessor`, `automatic`; blank where there is none."""
        if word := self.word:
            return word.kind
        return AUTOMATIC if self.automatic is not None and self.state == SCORED else ""

    @property
    def automatic(self) -> Decimal | None:
        """The score the returns alone give."""
        return self.row["score"]

    @property
    def state(self) -> str:
        """scored, not_applicable, pending (nobody has judged it yet) or disputed (two assessors differ)."""
        word = self.word
        if word is not None:
            return NOT_APPLICABLE if word.not_applicable else SCORED
        if self._differ:
            return DISPUTED
        if self.row["state"] == "not_applicable":
            return NOT_APPLICABLE
        if self.item.kind == VETO and self.item.rule != "by_hand" and self.row["state"] == "by_hand":
            return PENDING  # not known is not the same as not so
        if self.item.kind != POINTS:
            return SCORED  # a bonus nobody gave and a veto nobody pronounced are none
        return SCORED if self.automatic is not None else PENDING

    @property
    def score(self) -> Decimal | None:
        """What counts; None where nothing does (yet)."""
        if self.state != SCORED or self.item.kind == VETO:
            return None
        if self.word is not None:
            return self.word.score
        return self.automatic if self.automatic is not None else ZERO

    @property
    def lost(self) -> Decimal | None:
        return None if self.score is None or self.item.kind != POINTS else self.item.points - self.score

    @property
    def vetoed(self) -> bool:
        """A veto that holds: by count, or because an assessor pronounced it (any score but 0)."""
        if self.item.kind != VETO:
            return False
        return bool(self.word.score) if self.word else bool(self.row["reached"])

    @property
    def overruled(self) -> bool:
        """A person gave another score than the returns do."""
        return self.word is not None and self.automatic is not None and self.word.score != self.automatic


@dataclass(frozen=True)
class Sheet:
    """All items of one body in one year."""

    scheme: Scheme
    body: str
    lines: Sequence[Line]
    published: bool = False

    @cached_property
    def of_item(self) -> Mapping[str, Line]:
        return {line.item.item: line for line in self.lines}

    def _points(self) -> list[Line]:
        return [line for line in self.lines if line.item.kind == POINTS]

    @cached_property
    def base(self) -> Decimal:
        """The points of the items that concern the body."""
        return self.base_of(self._points())

    @cached_property
    def got(self) -> Decimal:
        return self.got_of(self._points())

    @cached_property
    def open(self) -> Sequence[Line]:
        """What is not scored yet, or disputed."""
        return [line for line in self.lines if line.state in (PENDING, DISPUTED)]

    @cached_property
    def open_points(self) -> Decimal:
        """Of the items that make up the base; what else is open has no part in it."""
        return sum((line.item.points for line in self.open if line.item.kind == POINTS), ZERO)

    @cached_property
    def bonus(self) -> Decimal:
        given = sum((line.score or ZERO for line in self.lines if line.item.kind == BONUS), ZERO)
        return min(given, self.scheme.bonus_at_most)

    @cached_property
    def vetoes(self) -> Sequence[Line]:
        return [line for line in self.lines if line.vetoed]

    @cached_property
    def total(self) -> Decimal | None:
        """Points got, rescaled from the base to the scheme's points, and the bonus; None while anything is open."""
        return None if self.open or not self.base else self._rescaled(self.got) + self.bonus

    @cached_property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most the total can still become; None where nothing concerns the body."""
        if not self.base:
            return None
        more = sum((line.item.points for line in self.open if line.item.kind == BONUS), ZERO)
        most = min(self.bonus + more, self.scheme.bonus_at_most)
        return (
            self._rescaled(self.got) + self.bonus,
            self._rescaled(self.got + self.open_points) + most,
        )

    @cached_property
    def grade(self) -> Grade | None:
        """By the total, capped by the vetoes that hold."""
        return None if self.total is None else self.graded(self.total)

    def graded(self, total: Decimal) -> Grade:
        order = list(self.scheme.grades.values())
        reached = next(n for n, grade in enumerate(order) if total >= grade.at_least)
        caps = [n for n, g in enumerate(order) for line in self.vetoes if line.item.grade == g.grade]
        return order[max([reached, *caps])]

    def of_group(self, group: Group) -> Sequence[Line]:
        return [self.of_item[item.item] for item in self.scheme.below(group.group)]

    @staticmethod
    def base_of(lines: Iterable[Line]) -> Decimal:
        return sum((line.item.points for line in lines if line.state != NOT_APPLICABLE), ZERO)

    @staticmethod
    def got_of(lines: Iterable[Line]) -> Decimal:
        return sum((line.score or ZERO for line in lines), ZERO)

    def _rescaled(self, got: Decimal) -> Decimal:
        return rescaled(got, self.base, self.scheme.points)


def rescaled(got: Decimal, base: Decimal, points: Decimal) -> Decimal:
    """`got` of `base` as so many of `points`, to a hundredth of a point, half up."""
    return (got * points / base).quantize(HUNDREDTH, ROUND_HALF_UP)


def sheets(scheme: Scheme, rows: Iterable[Row], course: Course) -> list[Sheet]:
    """The sheets of all bodies that `rows` (of the table `score`) are about, in their order."""
    of_body: dict[str, dict[str, Row]] = {}
    for row in rows:
        of_body.setdefault(row["body"], {})[row["item"]] = row
    appeals: dict[tuple[str, str], list[Appeal]] = {}
    for one in course.appeals:
        appeals.setdefault((str(one.appeal.body), str(one.appeal.item)), []).append(one)
    return [
        Sheet(
            scheme,
            body,
            [
                Line(
                    item,
                    found[code],
                    course.self_scores.get((body, code)),
                    [step for step in course.judged.get((body, code), ()) if _possible(step, item)],
                    _possible(course.settled.get((body, code)), item),
                    _possible(course.rulings.get((body, code)), item),
                    appeals.get((body, code), ()),
                )
                for code, item in scheme.items.items()
            ],
            body in course.published,
        )
        for body, found in of_body.items()
    ]


def _possible(step: Step | None, item: Item) -> Step | None:
    """The step, unless it gives more than the item has: it was said of another version of the scheme."""
    most = Decimal(1) if item.kind == VETO else item.points
    return None if step is None or (step.score is not None and step.score > most) else step


def ranked(sheets: Sequence[Sheet]) -> dict[str, int]:
    """body → rank by total, equal totals sharing one; only bodies whose rank means something (`comparable`)."""
    totals = {sheet.body: sheet.total for sheet in sheets if sheet.total is not None and comparable(sheet)}
    return {body: 1 + sum(other > total for other in totals.values()) for body, total in totals.items()}


def comparable(sheet: Sheet) -> bool:
    """Whether enough of the scheme concerns a body to set its total beside others'."""
    return sheet.total is not None and sheet.base >= sheet.scheme.rank_from_base

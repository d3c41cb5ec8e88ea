"""Who owes a return in a year, and what is asked of whom: read from the definitions."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from definitions.model import Dataset, Definitions, Target
from ui.words import joined


def owing(definitions: Definitions, bodies: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The rows of `queries.bodies` that owe the return: leaves, or whoever publishes where nothing is summed."""
    owes = [definitions.owes(definitions.bodies[b], dataset) for b in bodies["body"]]
    who = bodies["leaf"].astype(bool) if dataset.rolls_up else True
    return bodies[pd.Series(owes, index=bodies.index) & who]


def owing_text(bodies: pd.DataFrame) -> str:
    """“35个单位（行政执法部门16、镇街9）”; a single body by its name."""
    if bodies.empty:
        return "没有单位"
    if len(bodies) == 1:
        return str(bodies["short_name"].iloc[0])
    counts = bodies.groupby("category_title", sort=False).size()
    return f"{len(bodies)}个单位（{joined([f'{title}{n}' for title, n in counts.items()])}）"


def scope_title(definitions: Definitions, scope: str) -> str:
    """Whom a target speaks of: everybody, a category, one body."""
    if scope == "*":
        return "各单位"
    if scope.startswith("category:"):
        return definitions.categories[scope.removeprefix("category:")]
    return definitions.bodies[scope].short_name


@dataclass(frozen=True)
class Span:
    """Years on end in which the same is asked of the same."""

    first: int
    last: int
    target: Target

    def holds_in(self, year: int) -> bool:
        return self.first <= year <= self.last

    @property
    def years(self) -> str:
        return f"{self.first}年" if self.first == self.last else f"{self.first}—{self.last}年"


def target_spans(targets: Iterable[Target], indicator: str) -> list[Span]:
    """An indicator's targets, everybody's first, years with the same target drawn together."""
    own = sorted(
        (t for t in targets if t.indicator == indicator), key=lambda t: (rank(t.scope), t.scope, t.year)
    )
    spans: list[Span] = []
    for one in own:
        last = spans[-1] if spans else None
        if last and last.last + 1 == one.year and asked(last.target) == asked(one):
            spans[-1] = Span(last.first, one.year, one)
        else:
            spans.append(Span(one.year, one.year, one))
    return spans


def rank(scope: str) -> int:
    return 0 if scope == "*" else 1 if scope.startswith("category:") else 2


def asked(target: Target) -> tuple[object, ...]:
    """All of a target but its year."""
    return target.scope, target.floor, target.target, target.excellent, target.basis, target.demonstration

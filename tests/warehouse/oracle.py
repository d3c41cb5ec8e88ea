"""Recomputes the warehouse with dicts and loops, from cells and definitions alone."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from definitions.model import Body, Dataset, Definitions, Rule
from etl.model import Cell

Key = tuple[str, int, str]


class Oracle:
    """Everything that can be asked of `cells`, for the contiguous years they span."""

    def __init__(
        self, definitions: Definitions, cells: Iterable[Cell], sent_on: Mapping[Key, Sequence[date | None]]
    ) -> None:
        """`sent_on`: the days of every submission of a part that was not withdrawn."""
        self.definitions, self.sent_on = definitions, sent_on
        self.cells = {(c.body, c.year, c.measure): c for c in cells}
        self.sent = {(c.body, c.year, c.dataset) for c in self.cells.values()}
        years = {c.year for c in self.cells.values()}
        self.years = range(min(years), max(years) + 1) if years else range(0)

    def bodies(self, year: int) -> list[Body]:
        return [b for b in self.definitions.bodies.values() if b.exists_in(year)]

    def children(self, body: str, year: int) -> list[str]:
        return [b.body for b in self.bodies(year) if b.parent == body]

    def leaves(self, body: str, year: int) -> list[str]:
        below = self.children(body, year)
        return [leaf for child in below for leaf in self.leaves(child, year)] if below else [body]

    def leaf_state(self, body: str, year: int, measure: str) -> tuple[Decimal | None, str]:
        cell = self.cells.get((body, year, measure))
        if cell:
            return cell.value, cell.state
        dataset = self.definitions.datasets[self.definitions.dataset_of[measure]]
        if dataset.derived:
            return self.derived(body, year, measure)
        owed = self.definitions.owes(self.definitions.bodies[body], dataset)
        return None, "not_reported" if owed else "no_such_function"

    def derived(self, body: str, year: int, measure: str) -> tuple[Decimal | None, str]:
        datasets = [d for d in self.definitions.datasets.values() if d.rolls_up]
        owed = [d for d in datasets if self.definitions.owes(self.definitions.bodies[body], d)]
        if not owed:
            return None, "no_such_function"
        reported = [d for d in owed if self.is_reported(body, year, d)]
        if measure == "returns_due":
            return Decimal(len(owed)), "number"
        if measure == "returns_reported":
            return Decimal(len(reported)), "number"
        in_time = [self.in_time(self.sent_on[body, year, d.dataset], year, d.due) for d in reported]
        return (None, "not_reported") if None in in_time else (Decimal(sum(map(bool, in_time))), "number")

    def in_time(self, days: Sequence[date | None], year: int, due: str) -> bool | None:
        """Whether one came in time; None where one of unknown day may have."""
        last = date(year + 1, *map(int, due.split("-")))
        if any(day and day <= last for day in days):
            return True
        return None if None in days else False

    def is_reported(self, body: str, year: int, dataset: Dataset) -> bool:
        cells = (self.cells.get((body, year, c.measure)) for c in dataset.columns)
        return any(cell and cell.state != "not_reported" for cell in cells)

    def measure(self, body: str, year: int, measure: str) -> dict:
        """value, state, reported, due, withheld of one figure, whole or part."""
        below = [self.leaf_state(leaf, year, measure) for leaf in self.leaves(body, year)]
        assert all((state == "number") == (value is not None) for value, state in below)
        numbers = [value or Decimal(0) for value, state in below if state == "number"]
        due = sum(state != "no_such_function" for _, state in below)
        withheld = sum(state == "withheld" for _, state in below)
        if numbers:
            state = "number"
        elif not due:
            state = "no_such_function"
        elif withheld == due:
            state = "withheld"
        else:
            state = "not_reported"
        value = sum(numbers, Decimal(0)) if numbers else None
        return {"value": value, "state": state, "reported": len(numbers), "due": due, "withheld": withheld}

    def rules(self, indicator: str, year: int) -> list[Rule]:
        rules = self.definitions.indicators[indicator].rules
        return [r for r in rules if (r.first_year or year) <= year <= (r.last_year or year)]

    def indicator(self, body: str, year: int, indicator: str, rule: Rule) -> dict:
        """The rate and everything beside it."""
        definition = self.definitions.indicators[indicator]
        parts = {*rule.numerator, *rule.denominator}
        numerator = denominator = Decimal(0)
        reported = due = withheld = 0
        counted = surplus = False
        for leaf in self.leaves(body, year):
            states = {m: self.leaf_state(leaf, year, m) for m in parts}
            kinds = {state for _, state in states.values()}
            due += "no_such_function" not in kinds
            withheld += "withheld" in kinds and "no_such_function" not in kinds
            reported += kinds == {"number"}
            if "number" in kinds and kinds <= {"number", "no_such_function"}:
                counted = True
                over = sum((states[m][0] or 0 for m in rule.numerator), Decimal(0))
                under = sum((states[m][0] or 0 for m in rule.denominator), Decimal(0))
                numerator, denominator = numerator + over, denominator + under
                # What one has too many of must not make up for what another lacks.
                surplus = surplus or over > under
        answer: dict[str, Any] = {
            "reported": reported,
            "due": due,
            "numerator": None,
            "denominator": None,
            "value": None,
        }
        answer |= {"low": None, "high": None, "target": self.target(body, year, indicator)}
        if counted:
            answer["numerator"] = numerator
            answer["denominator"] = denominator if rule.denominator else None
        if reported:
            if not rule.denominator:
                answer["value"] = float(numerator) * definition.scale
            elif denominator:
                answer["value"] = float(numerator) * definition.scale / float(denominator)
                if definition.kind == "proportion" and not surplus:
                    low, high = wilson(float(numerator), float(denominator))
                    answer |= {"low": low * definition.scale, "high": high * definition.scale}
        answer["status"] = self.status(answer, definition, withheld, body, year)
        return answer

    def target(self, body: str, year: int, indicator: str) -> float | None:
        found = self._target(body, year, indicator)
        return found.target if found else None

    def _target(self, body: str, year: int, indicator: str):
        category = f"category:{self.definitions.bodies[body].category}"
        wanted = {t.scope: t for t in self.definitions.targets if (t.year, t.indicator) == (year, indicator)}
        return wanted.get(body) or wanted.get(category) or wanted.get("*")

    def absence(self, answer: dict, withheld: int) -> str:
        """Why there is no value."""
        if not answer["due"]:
            return "no_such_function"
        if not answer["reported"]:
            return "withheld" if withheld else "not_reported"
        return "no_denominator"

    def status(self, answer: dict, definition, withheld: int, body: str, year: int) -> str:
        if answer["value"] is None or not answer["reported"]:
            return self.absence(answer, withheld)
        value = answer["value"]
        if definition.kind == "proportion" and answer["low"] is None:
            return "doubtful"
        target = self._target(body, year, definition.indicator)
        if target is None:
            return "no_target"
        if definition.kind in ("proportion", "ratio") and answer["denominator"] < definition.min_n:
            return "too_few"

        def reaches(bound: float | None) -> bool:
            if bound is None:
                return False
            return value <= bound if definition.direction == "lower" else value >= bound

        for bound, status in (
            (target.excellent, "excellent"),
            (target.target, "met"),
            (target.floor, "near"),
        ):
            if reaches(bound):
                return status
        return "missed"


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share, by the textbook formula."""
    z = 1.959963984540054
    p = k / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def counted(loads: Iterable[tuple[bool, Iterable[Cell]]]) -> list[Cell]:
    """The cells that count of (withdrawn, cells) in order of arrival: the newest of each part."""
    parts: dict[tuple[str, int, str], list[Cell]] = {}
    for withdrawn, cells in loads:
        fresh = defaultdict(list)
        for cell in cells:
            fresh[cell.body, cell.year, cell.dataset].append(cell)
        if not withdrawn:
            parts |= fresh
    return [cell for cells in parts.values() for cell in cells]

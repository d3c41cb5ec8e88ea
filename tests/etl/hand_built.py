"""Small definitions and returns written in a line or two, so that a test shows all that it depends on."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from definitions.model import Body, Column, Dataset, Definitions, FaultKind, Identity
from etl.model import NUMBER, Cell, Fault, Reading

CATALOGUE = Path(__file__).parents[2] / "definitions" / "faults" / "checks.toml"
NO_WORDS: Any = None
"""No check looks at how senders word things; one that did would fail."""


def body(code: str, since: int = 2000, until: int | None = None, after: tuple[str, ...] = ()) -> Body:
    """A body that exists from 1 January of `since` to 31 December of `until`."""
    end = date(until, 12, 31) if until else None
    return Body(code, f"{code}局", f"{code}局", (), None, "town", frozenset(), date(since, 1, 1), end, after)


def identity(code: str, left: str, relation: str, right: str, level: str = "explain", **more) -> Identity:
    """`identity("cases", "a + b", "=", "c")`."""
    sides = [tuple(side.replace("+", " ").split()) for side in (left, right)]
    return Identity(code, f"标题{code}", sides[0], relation, sides[1], level, "测试", **more)


def dataset(
    code: str, measures: str, *identities: Identity, unit: str = "件", integer: bool = True
) -> Dataset:
    """A dataset whose measures are labelled with their own code in capitals."""
    columns = tuple(Column(m, m.upper(), (), unit, integer) for m in measures.split())
    return Dataset(code, f"{code}表", (), frozenset(), "01-31", True, False, "测试", columns, identities)


def definitions(*datasets: Dataset, bodies: tuple[Body, ...] = (body("甲"),)) -> Definitions:
    kinds = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return Definitions(
        bodies={b.body: b for b in bodies}, categories={}, functions={},
        datasets={d.dataset: d for d in datasets}, ledgers={}, indicators={}, targets=(),
        faults={code: FaultKind(code=code, **fields) for code, fields in kinds.items()},
        words=NO_WORDS, schemes={},
        sentences={}, disclosure={}, roles={}, rights={}, fingerprint="", shown="",
    )  # fmt: skip


def row(defined: Definitions, line: int, body: str, year: int, **figures: int | str) -> list[Cell]:
    """The cells of one CSV line; a text that is no number is a state."""
    cells = []
    for column, (measure, figure) in enumerate(figures.items(), start=3):
        text = str(figure)
        number = Decimal(text) if text.replace(".", "").isdigit() else None
        cells.append(Cell(
            defined.dataset_of[measure], body, year, measure, number, NUMBER if number is not None else text,
            defined.column_of[measure].unit, None, f"第{line}行第{column}列", text,
        ))  # fmt: skip
    return cells


def reading(*rows: list[Cell]) -> Reading:
    return Reading("test.csv", cells=[cell for cells in rows for cell in cells], rows=len(rows))


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults]

"""Schemes, rows and steps made by hand, for tests that need no warehouse."""

from datetime import date
from decimal import Decimal
from typing import Any

from definitions.schemes import Grade, Group, Item, Scheme
from ledger.assessments import Step

WORDS: dict[str, Any] = {"standard": "-", "material": "-", "source": "-", "responsible": "-", "basis": ""}


def item(code: str, points: str, kind: str = "points", of: str | None = "second", **more: Any) -> Item:
    given = {"rule": "by_hand", "categories": (), "title": code} | more
    return Item(
        item=code, kind=kind, of=of if kind == "points" else None, points=Decimal(points), **given, **WORDS
    )


def scheme(*items: Item, year: int = 2022, **more: Any) -> Scheme:
    """One level-1 and one level-2 item above all."""
    points = sum((one.points for one in items if one.kind == "points"), Decimal(0))
    grades = (("good", "80"), ("pass", "60"), ("fail", "0"))
    given: dict[str, Any] = {
        "scheme": f"{year}-1",
        "year": year,
        "version": 1,
        "title": "方案",
        "basis": "-",
        "demonstration": False,
        "effective_from": date(year, 3, 1),
        "effective_to": None,
        "points": points,
        "bonus_at_most": Decimal(5),
        "rank_from_base": Decimal(0),
        "rank_from_bodies": 3,
    }
    return Scheme(
        **(given | more),
        grades={code: Grade(code, code, Decimal(least)) for code, least in grades},
        groups={
            "first": Group("first", "一", points, None),
            "second": Group("second", "二", points, "first"),
        },
        items={one.item: one for one in items},
    )


def row(body: str, code: str, score: str | None = None, state: str = "scored", **more: Any) -> dict[str, Any]:
    """A row of the table `score`."""
    found = {
        "body": body, "item": code, "state": state, "why": None, "numerator": None, "denominator": None, "value": None,
        "target": None, "direction": None, "steps": None, "reached": None, "deduction": None,
        "score": None if score is None else Decimal(score),
    }  # fmt: skip
    return found | more


def steps(*given: dict[str, Any]) -> tuple[Step, ...]:
    """Steps in order; what is not given is blank."""
    blank: dict[str, Any] = {"year": 2022, "body": "a", "item": "x", "kind": "assessor", "score": None, "at": "2023-02-01T09:00:00+08:00",
             "who": "zhang", "reason": "", "said": {}}  # fmt: skip
    return tuple(Step(**(blank | one | {"step": n})) for n, one in enumerate(given, start=1))

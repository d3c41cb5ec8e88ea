"""What an assessment came to, as plain text that can be kept for years and compared to a hundredth of a point."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.sheets import Line, Sheet


def results(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """body, base, got, bonus, total, grade, items: [{item, state, source, automatic, score}]; numbers as text."""
    return [
        {
            "body": sheet.body,
            "base": _text(sheet.base),
            "got": _text(sheet.got),
            "bonus": _text(sheet.bonus),
            "total": _text(sheet.total),
            "grade": sheet.grade.grade if sheet.grade else None,
            "items": [_item(line) for line in sheet.lines],
        }
        for sheet in sheets
    ]


def _item(line: Line) -> dict[str, Any]:
    return {
        "item": line.item.item,
        "state": line.state,
        "source": line.source,
        "automatic": _text(line.automatic),
        "score": _text(line.score),
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.2f}"


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise; `item` is blank for what all items of a body come to."""

    body: str
    item: str
    what: str
    before: str | None
    after: str | None


_OF_A_BODY = ("base", "got", "bonus", "total", "grade")
_OF_AN_ITEM = ("state", "source", "automatic", "score")


def differences(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    of_item: Sequence[str] = _OF_AN_ITEM,
    of_body: Sequence[str] = _OF_A_BODY,
) -> list[Difference]:
    """What differs between two results, body by body; a body or an item that is gone, or new, differs in everything."""
    old, new = ({one["body"]: one for one in listed} for listed in (before, after))
    found = []
    for body in dict.fromkeys([*old, *new]):
        first, second = old.get(body, {}), new.get(body, {})
        items, others = ({one["item"]: one for one in side.get("items", ())} for side in (first, second))
        for item in dict.fromkeys([*items, *others]):
            found += _between(body, item, items.get(item, {}), others.get(item, {}), of_item)
        found += _between(body, "", first, second, of_body)
    return found


def _between(
    body: str, item: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Sequence[str]
) -> list[Difference]:
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [Difference(body, item, name, old, new) for name, old, new in pairs if old != new]

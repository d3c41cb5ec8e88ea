"""Two years on a common footing: items both schemes score alike, both years weighed as the later scheme weighs them.

The share of an item's points a body got means the same in both years only where the same conduct gives the same share: where
deductions and bands grew with the points, and the value asked for is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.sheets import ZERO, Sheet, rescaled
from definitions.schemes import POINTS, Item, Scheme

_SAME = (
    "rule", "indicator", "counting", "full_at", "few", "bands", "measures", "less", "among", "per", "each", "part",
    "at_most", "categories",
)  # fmt: skip
"""What makes a rule another one; points are told apart from that."""


@dataclass(frozen=True)
class Change:
    """How an item differs between two schemes: `new`, `dropped`, `points` or `rule` (with the points perhaps)."""

    item: str
    title: str
    what: str
    before: Item | None
    after: Item | None


def changes(before: Scheme, after: Scheme) -> list[Change]:
    """What the later scheme changed, in its order; dropped items last."""
    found = []
    for code, item in after.items.items():
        old = before.items.get(code)
        if old is None:
            found.append(Change(code, item.title, "new", None, item))
        elif any(getattr(old, key) != getattr(item, key) for key in _SAME):
            # The bands of a rule follow the points: only other limits make it another rule.
            other = [key for key in _SAME if key != "bands" and getattr(old, key) != getattr(item, key)]
            limits = [at for at, _ in old.bands] != [at for at, _ in item.bands]
            found.append(Change(code, item.title, "rule" if other or limits else "points", old, item))
        elif old.points != item.points:
            found.append(Change(code, item.title, "points", old, item))
    gone = [item for code, item in before.items.items() if code not in after.items]
    return found + [Change(item.item, item.title, "dropped", item, None) for item in gone]


@dataclass(frozen=True)
class Compared:
    """A body in both years, of so many points of the later scheme."""

    body: str
    items: tuple[str, ...]
    base: Decimal
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


def alike(before: Item, after: Item) -> bool:
    """Whether the same conduct gives the same share of the points under both."""
    same = [key for key in _SAME if key not in _IN_POINTS and key != "bands"]
    if any(getattr(before, key) != getattr(after, key) for key in same):
        return False
    pairs: list[tuple[Decimal | None, Decimal | None]] = [
        (_of(before, key), _of(after, key)) for key in _IN_POINTS
    ]
    if [at for at, _ in before.bands] != [at for at, _ in after.bands]:
        return False
    pairs += [(old, new) for (_, old), (_, new) in zip(before.bands, after.bands, strict=True)]
    return all(
        (old is None) == (new is None) and (old or ZERO) * after.points == (new or ZERO) * before.points
        for old, new in pairs
    )


_IN_POINTS = ("each", "at_most")


def _of(item: Item, key: str) -> Decimal | None:
    """An amount in points; no cap is one at all points."""
    if key == "at_most" and item.rule in ("shortfall", "occurrences"):
        return item.points if item.at_most is None else item.at_most
    found: Decimal | None = getattr(item, key)
    return found


def compared(before: Sequence[Sheet], after: Sequence[Sheet]) -> list[Compared]:
    """Bodies that have at least one item scored in both years, in the order of `after`."""
    old = {sheet.body: sheet for sheet in before}
    pairs = ((old[sheet.body], sheet) for sheet in after if sheet.body in old)
    return [one for first, second in pairs if (one := _one(first, second)) is not None]


def _one(before: Sheet, after: Sheet) -> Compared | None:
    items = [
        item
        for item in after.scheme.of_kind(POINTS)
        if _share(before, item.item) is not None
        and _share(after, item.item) is not None
        and alike(before.scheme.items[item.item], item)
        and _same_goal(before, after, item)
    ]
    base = sum((item.points for item in items), ZERO)
    if not base:
        return None
    shares: Mapping[str, tuple[Decimal, Decimal]] = {
        item.item: (_share(before, item.item) or ZERO, _share(after, item.item) or ZERO) for item in items
    }
    got = [sum((item.points * shares[item.item][n] for item in items), ZERO) for n in (0, 1)]
    points = after.scheme.points
    return Compared(
        after.body, tuple(shares), base, rescaled(got[0], base, points), rescaled(got[1], base, points)
    )


def _same_goal(before: Sheet, after: Sheet, item: Item) -> bool:
    """The value asked of the body is the same, where it decides the score."""
    if item.rule not in ("proportion", "shortfall"):
        return True
    goals = [sheet.of_item[item.item].row["target"] for sheet in (before, after)]
    return None in goals or goals[0] == goals[1]


def _share(sheet: Sheet, item: str) -> Decimal | None:
    line = sheet.of_item.get(item)
    if line is None or line.score is None or not line.item.points:
        return None
    return line.score / line.item.points

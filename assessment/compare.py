"""Two years on a common footing: only items both schemes have, both years weighed as the later scheme weighs them."""

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


def compared(before: Sequence[Sheet], after: Sequence[Sheet]) -> list[Compared]:
    """Bodies that have at least one item scored in both years, in the order of `after`."""
    old = {sheet.body: sheet for sheet in before}
    pairs = ((old[sheet.body], sheet) for sheet in after if sheet.body in old)
    return [one for first, second in pairs if (one := _one(first, second)) is not None]


def _one(before: Sheet, after: Sheet) -> Compared | None:
    items = [
        item
        for item in after.scheme.of_kind(POINTS)
        if _share(before, item.item) is not None and _share(after, item.item) is not None
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


def _share(sheet: Sheet, item: str) -> Decimal | None:
    line = sheet.of_item.get(item)
    if line is None or line.score is None or not line.item.points:
        return None
    return line.score / line.item.points

"""A page drawn from memory is the page that was worked out, whole, and belongs to its view alone."""

import gc
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest

from tests.pages.conftest import ROOT, Opener
from ui import remembered
from ui.charts import layout
from ui.context import Context
from ui.navigation import stands_alone
from warehouse.connection import Warehouse

SAID = ("html", "plotly_chart")
PAGES = sorted(
    page
    for page in (str(path.relative_to(ROOT / "pages")) for path in ROOT.glob("pages/*/*.py"))
    if not stands_alone(page)
)


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """And plotly looks at every property of every chart, which it does not for readers."""
    remembered._memory._found.clear()
    monkeypatch.setattr(layout, "CHECKED", True)


def parts(app: Any) -> list[tuple[str, Any]]:
    """Everything on screen, in order; of a chart all it was given."""
    return list(_walk(app.main))


def _walk(block: Any) -> Iterator[tuple[str, Any]]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield child.type, None
            yield from _walk(child)
        else:
            # A widget also carries what this session did with it.
            said = child.proto.SerializeToString(deterministic=True) if child.type in SAID else None
            yield child.type, said


@pytest.mark.parametrize("body", ["lusong", "town_baishi"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_drawn_again_is_the_same(page: str, body: str, sample_app: Opener) -> None:
    app = sample_app(page, year=2022, body=body)
    first = parts(app)
    assert len(first) >= 3
    assert parts(app.run()) == first
    other = sample_app(page, year=2022, body=body)
    assert parts(other) == first


def test_a_view_drawn_between_two_others_changes_neither(sample_app: Opener) -> None:
    first = parts(sample_app("enforcement/penalties.py", year=2022, body="lusong"))
    between = parts(sample_app("enforcement/penalties.py", year=2021, body="lusong"))
    assert between != first
    assert parts(sample_app("enforcement/penalties.py", year=2022, body="lusong")) == first


def test_what_is_remembered_keeps_no_warehouse_open(sample_app: Opener) -> None:
    for page in PAGES:
        sample_app(page, year=2022, body="lusong")
    assert len(remembered._memory._found) > 50
    held = _reachable(list(remembered._memory._found.values()))
    assert not [found for found in held if isinstance(found, Context | Warehouse)]


def _reachable(start: list[Any]) -> list[Any]:
    """All objects that can be got at, without following what every function can see."""
    seen: dict[int, Any] = {}
    waiting: list[Any] = start
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, ModuleType | type | str | bytes | int | float):
            continue
        seen[id(one)] = one
        if isinstance(one, FunctionType):
            waiting.extend(cell.cell_contents for cell in one.__closure__ or ())
        else:
            waiting.extend(gc.get_referents(one))
    return list(seen.values())

"""Whatever is sent, superseded and withdrawn: the incremental publish equals a rebuild and the oracle."""

import errno
import shutil
import tempfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import load_definitions
from definitions.model import Definitions
from etl.land import land
from etl.model import Cell
from tests.warehouse.compare import assert_like_oracle, served_rows
from tests.warehouse.oracle import Key, Oracle, counted
from warehouse import build, served
from warehouse.connection import open_served
from warehouse.queries import indicator_records

SMALL = Path(__file__).resolve().parents[1] / "definitions" / "small"
DAYS = (None, date(2020, 1, 31), date(2020, 2, 1), date(2022, 1, 5), date(2024, 1, 31), date(2024, 3, 1))
STATES = ("number", "number", "number", "not_reported", "no_such_function", "withheld")


class World:
    """A data folder driven submission by submission, beside a plain list of what was sent."""

    def __init__(self, root: Path, definitions: Definitions) -> None:
        self.root, self.definitions = root, definitions
        self.landed: list[build.Landed] = []
        self.sent: list[list[Cell]] = []

    def send(self, cells: list[Cell], sent_on: date | None = None) -> None:
        number = len(self.landed) + 1
        path = self.root / "landed" / f"{number:06d}.parquet"
        land(path, number, cells)
        self.sent.append(cells)
        self.landed.append(
            build.Landed(number, path, f"{number}.csv", "-", "-", len(cells), False, False, sent_on)
        )

    def withdraw(self, number: int) -> None:
        old = self.landed[number - 1]
        self.landed[number - 1] = build.Landed(**{**old.__dict__, "withdrawn": True})

    def publish(self, full: bool = False) -> build.Published:
        source = build.Source(self.landed, self.definitions, lambda _: [], lambda _: [])
        return build.publish(self.root, source, "-", full, 0, lambda _: None)

    def oracle(self) -> Oracle:
        pairs = [(landed.withdrawn, cells) for landed, cells in zip(self.landed, self.sent, strict=True)]
        days = defaultdict[Key, list[date | None]](list)
        for landed, cells in zip(self.landed, self.sent, strict=True):
            for key in {(cell.body, cell.year, cell.dataset) for cell in cells}:
                days[key] += [] if landed.withdrawn else [landed.sent_on]
        return Oracle(self.definitions, counted(pairs), days)


def places(definitions: Definitions) -> list[tuple[str, int, str]]:
    parents = definitions.parents()
    return [
        (body.body, year, dataset.dataset)
        for body in definitions.bodies.values()
        for year in range(2019, 2024)
        for dataset in definitions.datasets.values()
        if body.exists_in(year) and body.body not in parents and definitions.owes(body, dataset)
    ]


@st.composite
def submissions(draw: st.DrawFn, definitions: Definitions) -> list[Cell]:
    chosen = draw(st.lists(st.sampled_from(places(definitions)), min_size=1, max_size=4, unique=True))
    cells = []
    for body, year, dataset in chosen:
        for column in definitions.datasets[dataset].columns:
            if not column.applies_in(year):
                continue
            state = draw(st.sampled_from(STATES))
            value = Decimal(draw(st.integers(0, 30))) if state == "number" else None
            cells.append(
                Cell(dataset, body, year, column.measure, value, state, column.unit, None, "第2行第3列", "")
            )
    return cells


@settings(max_examples=12)
@given(st.data())
def test_incremental_equals_rebuild_and_oracle(source: st.DataObject) -> None:
    definitions = load_definitions(SMALL)
    root = Path(tempfile.mkdtemp())
    try:
        world = World(root, definitions)
        world.send(source.draw(submissions(definitions)), source.draw(st.sampled_from(DAYS)))
        world.publish()
        for _ in range(source.draw(st.integers(1, 4))):
            standing = [s.submission for s in world.landed if not s.withdrawn]
            if len(standing) > 1 and source.draw(st.booleans()):
                world.withdraw(source.draw(st.sampled_from(standing)))
            else:
                world.send(source.draw(submissions(definitions)), source.draw(st.sampled_from(DAYS)))
            assert world.publish().kind == "incremental"
            assert_like_oracle(root, world.oracle())
        incremental = served_rows(root)
        assert world.publish(full=True).kind == "full"
        assert served_rows(root) == incremental
    finally:
        shutil.rmtree(root)


def test_nothing_new_is_no_publish(tmp_path: Path) -> None:
    definitions = load_definitions(SMALL)
    world = World(tmp_path, definitions)
    body, year, dataset = places(definitions)[0]
    column = next(c for c in definitions.datasets[dataset].columns if c.applies_in(year))
    world.send(
        [Cell(dataset, body, year, column.measure, Decimal(1), "number", column.unit, None, "B2", "1")]
    )
    first = world.publish()
    assert (first.publish, first.kind) == (1, "full")
    assert (world.publish().publish, world.publish().kind) == (1, "unchanged")


def test_a_copy_that_does_not_reach_the_disk_is_no_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells of a failed write once: what the thread beside the work is told must stop the publish."""
    world = World(tmp_path, load_definitions(SMALL))
    body, year, dataset = places(world.definitions)[0]
    columns = [c for c in world.definitions.datasets[dataset].columns if c.applies_in(year)]
    for value in (1, 2):
        world.send(
            [
                Cell(dataset, body, year, c.measure, Decimal(value), "number", c.unit, None, "B2", "")
                for c in columns
            ]
        )
        if value == 1:
            world.publish()
    before = served_rows(tmp_path)

    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "the disk does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(served, "sync_copied", fail)
        with pytest.raises(OSError, match="the disk does not answer"):
            world.publish()
    assert served_rows(tmp_path) == before
    assert not list(served.folder(tmp_path).glob("draft*"))
    assert world.publish().kind == "incremental"
    assert served_rows(tmp_path) != before


def test_the_surplus_of_one_does_not_make_up_for_what_another_lacks(tmp_path: Path) -> None:
    """3 of 2 and 1 of 2 are 4 of 4, and still nothing to be sure of."""
    definitions = load_definitions(SMALL)
    world = World(tmp_path, definitions)
    for body, (simple, full) in {"new_office": (-1, 3), "east_town": (1, 1)}.items():
        values = {"simple_cases": simple, "full_cases": full}
        world.send(
            [
                Cell(
                    "fines",
                    body,
                    2022,
                    c.measure,
                    Decimal(values.get(c.measure, 0)),
                    "number",
                    c.unit,
                    None,
                    "B2",
                    "",
                )
                for c in definitions.datasets["fines"].columns
                if c.applies_in(2022)
            ]
        )
    world.publish()
    warehouse = open_served(tmp_path)
    assert warehouse is not None
    rows = {
        r["body"]: r
        for r in indicator_records(warehouse, None, [2022], ["full_share"])
        if r["rule"] == "of_both"
    }
    warehouse.close()
    assert {body: (r["numerator"], r["denominator"], r["status"]) for body, r in rows.items()} == {
        "lake": (4, 4, "doubtful"), "new_office": (3, 2, "doubtful"), "east_town": (1, 2, "too_few"),
    }  # fmt: skip
    assert (rows["lake"]["low"], rows["lake"]["high"]) == (None, None)

"""Large lists in the pipeline: the same faults, explanations and landed cells as if Python had read every line."""

import random
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from definitions import load_definitions
from definitions.model import Body
from etl import findings, large, pipeline
from etl.bulk import read_bulk
from etl.judge import Checked, judge
from etl.land import SCHEMA, land_reading
from etl.model import EXPLAIN, NOTICE, Cell, Fault, Reading, Reason
from etl.read import read_file
from ledger.folder import DataFolder, data_folder
from tests.etl.long_files import NAME, any_size, plain_lines, write_long
from warehouse import queries
from warehouse.connection import open_served

PLAIN = [[line[name] for name in ("body", "year", "label", "value")] for line in plain_lines()]
UNUSUAL = {"history_unusual", "unit_slip", "digits_repeated", "same_as_last_year"}
"""Not looked for in large files."""
REFORMED = (
    "urban_administration",
    "urban_management",
    "culture_tourism",
    "sports_media",
    "culture_tourism_sports",
)
UNEQUAL = [
    ["水利局", "2022", measure, value]
    for measure, value in (("简易程序", "3"), ("普通程序", "4"), ("处罚案件合计", "8"))
]


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    any_size(monkeypatch)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Something published of earlier and later years, for what is carried over."""
    data = DataFolder(tmp_path_factory.mktemp("published"))
    files = [path for year in (2019, 2020, 2022) for path in sorted(pipeline.SAMPLE.glob(f"{year}/*.csv"))]
    assert pipeline.load(files, demonstration=True, data=data).ok
    return data


def random_lines(choice: random.Random, years: Sequence[int]) -> list[list[str]]:
    """Some identities' measures of some bodies, with small numbers, so that about half of them hold."""
    definitions = load_definitions()
    identities = [i for dataset in definitions.datasets.values() for i in dataset.identities]
    bodies: list[Body] = choice.sample(list(definitions.bodies.values()), 8)
    bodies += [definitions.bodies[code] for code in (*REFORMED, "lusong")]
    found = {
        (body.name, str(year), measure): choice.choice(
            ["50", "33.3", "66.7"] if "rate" in measure else "00123"
        )
        for body in dict.fromkeys(bodies)
        for year in years
        if body.exists_in(year)
        for identity in choice.sample(identities, 6)
        for measure in identity.left + identity.right
        if choice.random() < 0.93
    }
    lines = [[*key, value] for key, value in found.items()]
    choice.shuffle(lines)
    return lines


def comparable(faults: Sequence[Fault]) -> list[Fault]:
    return sorted((f for f in faults if f.code not in UNUSUAL), key=repr)


@pytest.mark.parametrize("seed", range(6))
def test_identities_are_judged_as_in_a_small_file(
    tmp_path: Path, scratch: Path, published: DataFolder, seed: int
) -> None:
    choice, definitions = random.Random(seed), load_definitions()
    lines = random_lines(choice, choice.sample(range(2019, 2024), 3))
    others = [
        [body, str(int(year) + choice.choice([-1, 0, 1])), m, v]
        for body, year, m, v in lines
        if choice.random() < 0.1
    ]
    first = write_long(tmp_path / "first.csv", PLAIN + lines)
    second = write_long(tmp_path / "second.csv", PLAIN + others)
    third = write_long(tmp_path / "third.csv", others)
    fast = [read_bulk(path, definitions, path.name, scratch) for path in (first, second)]
    assert all(reading and reading.bulk for reading in fast)
    slow = [read_file(path, definitions) for path in (first, second, third)]
    reasons = [[Reason("kinds_add_up", "一案两结")]] * 3
    ways = [judge(published, definitions, [*filter(None, fast), slow[2]], reasons)]
    ways.append(judge(published, definitions, slow, reasons))
    for one, other in zip(*ways, strict=True):
        # A large list is not held against case ledgers (etl/judge.py): the sample has one.
        alike = [[f for f in comparable(side.faults) if f.code != "ledger_differs"] for side in (one, other)]
        assert alike[0] == alike[1]
        assert [e.text for e in one.explained] == [e.text for e in other.explained]
        assert one.ok == other.ok
    assert {"identity_broken", "reported_twice"} <= {f.code for f in ways[0][0].faults}


def test_only_suspicious_bodies_are_pulled_into_python(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions = load_definitions()
    pulled: list[tuple[set[str], ...]] = []
    take = large.Large.cells

    def cells(kept: large.Large, *wanted: set[str]) -> list[Cell]:
        pulled.append(wanted)
        return take(kept, *wanted)

    monkeypatch.setattr(large.Large, "cells", cells)
    reading = read_bulk(write_long(tmp_path / "list.csv", PLAIN + UNEQUAL), definitions, NAME, scratch)
    assert reading is not None
    checked = judge(data_folder(), definitions, [reading], [[]])[0]
    assert [f.detail for f in checked.open_faults] == ["procedures_add_up"]
    assert pulled == [({"water"}, {"penalties"})]


@pytest.mark.parametrize("end", ["", "水利局,2023,简易程序,\n", "水利局,2022,行政检查次数,\u3000\n"])
def test_landed_cells_are_the_same(tmp_path: Path, scratch: Path, end: str) -> None:
    definitions = load_definitions()
    odd = [
        ["水利局", "2022", "简易程序", "未报"],
        ["水利局", "2022", "罚没金额", "12.50"],
        ["水利局", "2022", "普通程序", " 7 "],
    ]
    path = write_long(tmp_path / "list.csv", [*PLAIN, *odd])
    path.write_text(path.read_text("utf-8") + end, "utf-8")
    fast, slow = read_bulk(path, definitions, NAME, scratch), read_file(path, definitions, NAME)
    assert fast is not None
    tables = []
    for number, reading in enumerate((fast, slow)):
        landed = tmp_path / f"{number}.parquet"
        assert land_reading(landed, 7, reading) == len(PLAIN) + len(odd)
        tables.append(pq.read_table(landed))
    assert tables[0].schema == SCHEMA
    rows = tables[0].to_pylist()
    assert rows == sorted(rows, key=lambda row: (row["body"], row["year"], row["measure"]))
    names = ["body", "year", "measure"]
    assert tables[0].sort_by([(name, "ascending") for name in names]) == tables[1].sort_by(
        [(name, "ascending") for name in names]
    )


def test_a_load_is_served_and_traced(tmp_path: Path) -> None:
    path = write_long(tmp_path / "history.csv", [*PLAIN, ["水利局", "2022", "inspections", "12"]])
    loaded = pipeline.load([path])
    assert loaded.ok
    assert (loaded.outcomes[0].rows, loaded.outcomes[0].submission) == (len(PLAIN) + 1, 1)
    row = measure("inspections")
    assert (row["value"], row["state"], row["file"], row["cell"], row["raw"]) == (
        12, "number", "history.csv", f"第{len(PLAIN) + 2}行第4列", "12",
    )  # fmt: skip
    assert not data_folder().scratch.exists() or not list(data_folder().scratch.iterdir())


def measure(name: str) -> dict:
    warehouse = open_served(data_folder().root)
    assert warehouse is not None
    try:
        (row,) = queries.measure_records(warehouse, ["water"], [2022], [name])
        return row | {"raw": queries.trace(warehouse, "water", 2022, name)["raw"].iloc[0]}
    finally:
        warehouse.close()


def test_a_broken_identity_needs_a_reason_and_keeps_it(tmp_path: Path) -> None:
    path = write_long(tmp_path / "history.csv", PLAIN + UNEQUAL)
    assert not pipeline.load([path]).ok
    assert pipeline.load([path], reasons=[("procedures_add_up", "一案作出两项决定")]).ok
    assert "一案作出两项决定" in measure("total_cases")["explanation"]


def test_a_reason_beside_the_line_serves_too(tmp_path: Path) -> None:
    lines = [[year, body, label, "", value] for body, year, label, value in PLAIN + UNEQUAL]
    lines[-1][3] = "一案作出两项决定"
    assert pipeline.load([write_long(tmp_path / "history.csv", lines, "reason")]).ok
    assert "一案作出两项决定" in measure("total_cases")["explanation"]


def test_what_is_not_told_still_needs_a_reason(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_OF_A_CODE", 2)
    definitions = load_definitions()
    years = [
        [body, year, label, value]
        for year in ("2018", "2019", "2020", "2021")
        for body, _, label, value in UNEQUAL
    ]
    path = write_long(tmp_path / "list.csv", PLAIN + years)
    for reading in (read_bulk(path, definitions, NAME, scratch), read_file(path, definitions, NAME)):
        assert reading is not None
        *told, more = verdict(reading, [Reason("第99行第4列", "没有这一处")]).open_faults
        assert [f.year for f in told] == [2018, 2019]
        assert (more.level, more.code, more.detail, more.cell) == (
            EXPLAIN,
            "identity_broken",
            "procedures_add_up",
            None,
        )
        assert "还有 2 处" in more.message
        explained = verdict(reading, [Reason("procedures_add_up", "一案作出两项决定")])
        assert explained.ok
        assert len(explained.explained) == 3


def verdict(reading: Reading, reasons: list[Reason]) -> Checked:
    return judge(data_folder(), load_definitions(), [reading], [reasons])[0]


def test_notices_of_the_same_kind_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_OF_A_CODE", 1)
    one = Fault(NOTICE, "history_unusual", None, "第2行第4列", None, None, "少见", "请核对")
    first, more = findings.bounded([one, one, one], load_definitions())
    assert first == one
    assert (more.level, more.code) == (NOTICE, "more_faults")
    assert "还有 2 处" in more.message


def test_an_error_in_a_large_file_keeps_it_out(tmp_path: Path) -> None:
    path = write_long(tmp_path / "history.csv", [*PLAIN, ["水利局", "2022", "简易程序", "约12"]])
    loaded = pipeline.load([path])
    assert not loaded.ok
    assert [(f.code, f.cell) for f in loaded.outcomes[0].faults] == [
        ("number_unreadable", f"第{len(PLAIN) + 2}行第4列")
    ]
    assert not list(data_folder().landed.glob("*"))


def test_scratch_is_emptied_when_something_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        assert list(data_folder().scratch.glob("*.lock"))
        raise OSError("disk")

    monkeypatch.setattr(pipeline, "judge", broken)
    with pytest.raises(OSError, match="disk"):
        pipeline.load([write_long(tmp_path / "history.csv", PLAIN)])
    assert not list(data_folder().scratch.iterdir())

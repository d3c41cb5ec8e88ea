"""A whole country's history, a file a year: every figure, and here and there an explanation and a notice."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import world
from definitions import load_definitions
from definitions.model import Definitions
from etl.land import SCHEMA
from ledger import Accepted, Explanation, KeptFault, Ledger
from ledger.folder import DataFolder

EXPLAINED = 100
"""Every so many-th return has an explanation, and the one before it a notice."""
_BODIES_AT_ONCE = 3000


def make(folder: Path, districts: int) -> world.World:
    """Definitions with so many districts of `world.BODIES` bodies, and their accepted files; nothing is published."""
    chosen = world.grow(folder / "definitions", districts)
    loaded = load_definitions(chosen)
    data = DataFolder(folder / "data")
    data.landed_file(1).parent.mkdir(parents=True)
    leaves = sorted(body.body for body in loaded.bodies.values() if body.functions)
    random = np.random.default_rng(7)
    cells = 0
    with Ledger(data.ledger) as ledger:
        for submission, year in enumerate(world.YEARS, start=1):
            written = _land(data.landed_file(submission), loaded, leaves, submission, year, random)
            file = (f"{submission:064d}", f"{year}.csv", 1, True)
            receipt = ledger.receive([file], (), False)[0]
            words = list(_words(loaded, leaves, submission, year))
            explanations, notices = tuple(e for e, _ in words), tuple(n for _, n in words)
            ledger.accept([Accepted(receipt.receipt, submission, written, explanations, notices)])
            cells += written
    return world.World(loaded, chosen, data, cells)


def _land(
    path: Path,
    definitions: Definitions,
    leaves: list[str],
    submission: int,
    year: int,
    random: np.random.Generator,
) -> int:
    """Writes skewed counts for every body and measure of a year; gives their number."""
    columns = sorted(
        (d.dataset, c.measure) for d in world.sent(definitions) for c in d.columns if c.applies_in(year)
    )
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for start in range(0, len(leaves), _BODIES_AT_ONCE):
            bodies = leaves[start : start + _BODIES_AT_ONCE]
            writer.write_table(_cells(bodies, columns, submission, year, start, random))
    return len(leaves) * len(columns)


def _cells(
    bodies: list[str],
    columns: list[tuple[str, str]],
    submission: int,
    year: int,
    start: int,
    random: np.random.Generator,
) -> pa.Table:
    count = len(bodies) * len(columns)
    row = np.repeat(np.arange(start, start + len(bodies)), len(columns)) + 2
    column = np.tile(np.arange(len(columns)), len(bodies))
    values = pa.array(random.negative_binomial(1, 0.02, count))
    text = pc.binary_join_element_wise(
        pa.scalar("第"),
        pa.array(row).cast(pa.string()),
        pa.scalar("行第"),
        pa.array(column + 3).cast(pa.string()),
        "列",
        "",
    )
    arrays = {
        "submission": pa.array(np.full(count, submission), pa.int32()),
        "body": pa.array(bodies).take(pa.array(row - start - 2)),
        "year": pa.array(np.full(count, year), pa.int16()),
        "dataset": pa.array([dataset for dataset, _ in columns]).take(pa.array(column)),
        "measure": pa.array([measure for _, measure in columns]).take(pa.array(column)),
        "value": values.cast(pa.decimal128(19, 0)).cast(pa.decimal128(18, 4)),
        "state": pa.array(["number"]).take(pa.array(np.zeros(count, dtype="int32"))),
        "sheet": pa.nulls(count, pa.string()),
        "cell": text,
        "raw": pa.nulls(count, pa.string()),
    }
    return pa.table(arrays, schema=SCHEMA)


def _words(
    definitions: Definitions, leaves: list[str], submission: int, year: int
) -> Iterator[tuple[Explanation, KeptFault]]:
    """Pairs of an explanation and a notice about another return."""
    places = [(body, dataset) for body in leaves for dataset in world.sent(definitions)]
    for number in range(EXPLAINED, len(places), EXPLAINED):
        body, dataset = places[number + year % EXPLAINED - EXPLAINED]
        noticed, about = places[number - 1]
        measures = tuple(c.measure for c in dataset.columns[:2])
        said = "两项合计与总数不符", "其中一件两类都算"
        place = {"sheet": None, "cell": f"第{number}行第3列"}
        yield (
            Explanation(
                submission,
                "sum",
                None,
                **place,
                dataset=dataset.dataset,
                body=body,
                year=year,
                measures=measures,
                message=said[0],
                text=said[1],
            ),
            KeptFault(
                submission,
                "notice",
                "leap",
                **place,
                dataset=about.dataset,
                body=noticed,
                year=year,
                message="比上年多出一倍",
                remedy="请核对",
            ),
        )

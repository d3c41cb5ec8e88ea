"""Land: accepted cells as one Parquet file, whole or not at all."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.amend import with_originals
from etl.batch import said
from etl.model import CaseCount, Cell, Reading
from warehouse.served import sync_file, sync_folder

SCHEMA = pa.schema(
    [
        ("submission", pa.int32()),
        ("body", pa.string()),
        ("year", pa.int16()),
        ("dataset", pa.string()),
        ("measure", pa.string()),
        ("value", pa.decimal128(18, 4)),
        ("state", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
        ("raw", pa.string()),
    ]
)


def land_reading(path: Path, submission: int, reading: Reading) -> int:
    """Writes what a file reports to `path`; gives the number of cells."""
    if reading.bulk is None:
        cells = with_originals(said(reading.cells), reading.corrected)
        land(path, submission, cells)
        return len(cells)
    with _whole(path) as draft:
        return reading.bulk.land(draft, submission)


CASES = pa.schema(
    [
        ("submission", pa.int32()),
        ("ledger", pa.string()),
        ("dataset", pa.string()),
        ("body", pa.string()),
        ("year", pa.int16()),
        ("measure", pa.string()),
        ("dimension", pa.string()),
        ("value", pa.string()),
        ("n", pa.int32()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
    ]
)
"""Counts alone: who applied or sued stays in the file."""


def land_cases(path: Path, submission: int, cases: Sequence[CaseCount]) -> None:
    """Writes what the file's case ledgers come to, where it has any."""
    if cases:
        columns = {name: [getattr(one, name) for one in cases] for name in CASES.names[1:]}
        table = pa.table({"submission": [submission] * len(cases), **columns}, schema=CASES)
        with _whole(path) as draft:
            pq.write_table(table, draft, compression="zstd")


def land(path: Path, submission: int, cells: Sequence[Cell]) -> None:
    """Writes `cells` to `path`, fsynced, ordered by body and year so that a later read can skip."""
    ordered = sorted(cells, key=lambda c: (c.body, c.year, c.dataset, c.measure))
    columns = {name: [getattr(cell, name) for cell in ordered] for name in SCHEMA.names[1:]}
    table = pa.table({"submission": [submission] * len(ordered), **columns}, schema=SCHEMA)
    with _whole(path) as draft:
        pq.write_table(table, draft, compression="zstd")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A draft that becomes `path`, fsynced, if all goes well, and vanishes otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    try:
        yield draft
        sync_file(draft)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)

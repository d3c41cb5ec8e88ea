"""A country of any size to measure on: districts × 30 bodies, every return, ten years, one landed file."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import definitions
from definitions import load_definitions
from definitions.model import Dataset, Definitions
from etl.land import SCHEMA
from ledger import Accepted, Ledger
from ledger.folder import DataFolder

BODIES = 30
YEARS = range(2014, 2024)
FUNCTIONS = "licensing;penalising;coercing;enforcing;capacity;rule_making;respondent"


@dataclass(frozen=True)
class World:
    definitions: Definitions
    definitions_folder: Path
    data: DataFolder
    cells: int


def make(folder: Path, cells: int) -> World:
    """Builds definitions and an accepted submission of about `cells` numbers; nothing is published yet."""
    measures = sum(len(d.columns) for d in sent(load_definitions()))
    chosen = grow(folder / "definitions", max(1, round(cells / (measures * len(YEARS) * BODIES))))
    loaded = load_definitions(chosen)
    data = DataFolder(folder / "data")
    written = _land(data, loaded)
    with Ledger(data.ledger) as ledger:
        receipt = ledger.receive([("0" * 64, "history.csv", 1, True)], (), False)[0]
        ledger.accept([Accepted(receipt.receipt, 1, written, (), ())])
    return World(loaded, chosen, data, written)


def sent(definitions: Definitions) -> list[Dataset]:
    """The returns that bodies send: neither what is published of the whole nor what is counted from the sending."""
    return [d for d in definitions.datasets.values() if d.rolls_up and not d.derived]


def grow(folder: Path, districts: int) -> Path:
    """The product's own definitions with a tree of so many districts."""
    shutil.copytree(
        Path(definitions.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    header = [
        "body",
        "name",
        "short_name",
        "aliases",
        "parent",
        "category",
        "functions",
        "valid_from",
        "valid_to",
        "predecessors",
    ]
    rows = [["city", "样本市", "样本市", "", "", "district", "", "2010-01-01", "", ""]]
    for d in range(districts):
        rows.append([f"d{d:04d}", f"第{d}区", f"第{d}区", "", "city", "district", "", "2010-01-01", "", ""])
        for b in range(BODIES):
            name = f"第{d}区{b}局"
            rows.append(
                [
                    f"d{d:04d}b{b:02d}",
                    name,
                    name,
                    "",
                    f"d{d:04d}",
                    "enforcement",
                    FUNCTIONS,
                    "2010-01-01",
                    "",
                    "",
                ]
            )
    with (folder / "bodies.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    targets = (folder / "targets.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in targets if line.split(",")[2] in ("scope", "*") or "category:" in line]
    (folder / "targets.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def _land(data: DataFolder, chosen: Definitions) -> int:
    """Writes consistent-looking skewed counts for every body, measure and year as submission 1."""
    leaves = sorted(b.body for b in chosen.bodies.values() if b.functions)
    columns = [(d.dataset, c) for d in sent(chosen) for c in d.columns]
    random = np.random.default_rng(7)
    path = data.landed_file(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for chunk in [leaves[i : i + 300] for i in range(0, len(leaves), 300)]:
            keys = [(b, y, d, c.measure) for b in chunk for y in YEARS for d, c in columns if c.applies_in(y)]
            values = random.negative_binomial(1, 0.02, len(keys)).tolist()
            body, year, dataset, measure = zip(*keys, strict=True)
            count = len(keys)
            arrays = [
                pa.array([1] * count, pa.int32()),
                pa.array(body),
                pa.array(year, pa.int16()),
                pa.array(dataset),
                pa.array(measure),
                pa.array(values, pa.int64()).cast(pa.decimal128(19, 0)).cast(pa.decimal128(18, 4)),
                pa.array(["number"] * count),
                pa.nulls(count, pa.string()),
                pa.array([f"第{2 + (written + i) // 60}行第{3 + i % 60}列" for i in range(count)]),
                pa.nulls(count, pa.string()),
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
            written += count
    return written

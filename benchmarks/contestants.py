"""Three ways to check a long CSV file, and to load it; `python -m benchmarks.contestants` runs one of them once.

Each imports its own libraries only, or all would be measured with the memory of all.
"""

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLUMNS = ("body_name", "year_text", "label", "value_text", "unit")


class _Enough(BaseException):
    """What comes after is no part of the comparison."""


def product(file: Path, folder: Path, load: bool) -> tuple[float, int]:
    """The pipeline: a check as `python -m etl check`; a load from the receipt up to the decision in the ledger."""
    from definitions import load_definitions
    from etl import pipeline
    from etl.headers import vocabulary
    from ledger.folder import DataFolder

    vocabulary(load_definitions())
    data = DataFolder(folder / "data")
    times: dict[str, float] = {}

    def step(name: str) -> None:
        times[name] = time.perf_counter()
        if name == "accepted":
            raise _Enough

    began = time.perf_counter()
    if not load:
        checked = pipeline.check_files([file], data=data)[0]
        return time.perf_counter() - began, checked.reading.count
    with contextlib.suppress(_Enough):
        pipeline.load([file], data=data, on_step=step)
    return times["accepted"] - times["receipted"], _rows(data.landed_file(1))


def _rows(parquet: Path) -> int:
    import duckdb

    return duckdb.sql(f"select count(*) from '{parquet}'").fetchall()[0][0]


def plain_sql(file: Path, folder: Path, load: bool) -> tuple[float, int]:
    """The floor: DuckDB as one would write it by hand, tuned; names become numbers before anything is compared."""
    import duckdb

    began = time.perf_counter()
    with duckdb.connect(str(folder / "floor.duckdb")) as connection:
        for name in ("body", "measure"):
            rows = f"read_csv('{file.parent / name}.csv', header = true)"
            connection.execute(
                f"create temp table {name} as select *, row_number() over () as id from {rows}"
            )
        columns = ", ".join(f"{name}: 'varchar'" for name in COLUMNS)
        connection.execute(
            f"create temp table raw as from read_csv('{file}', header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', columns = {{{columns}}})"
        )
        connection.execute(_TYPED)
        connection.execute(_FAULT)
        connection.execute("from fault order by line").fetchall()
        bad = connection.execute("select count(distinct line) from fault").fetchall()[0][0]
        good = connection.execute("select count(*) from raw").fetchall()[0][0] - bad
        if load:
            connection.execute(
                "create table cell (body varchar, year smallint, dataset varchar, measure varchar, value decimal(18, 4))"
            )
            connection.execute(_INSERT)
            connection.execute("checkpoint")
    return time.perf_counter() - began, good


_TYPED = """
create temp table typed as
select
    raw.rowid as line, body.id::integer as body, try_cast(year_text as smallint) as year,
    measure.id::smallint as measure, try_cast(value_text as decimal(18, 4)) as value, whole
from raw
left join body using (body_name)
left join measure using (label)
"""
_FAULT = """
create temp table fault as
select raw.rowid as line, 'body' as kind from raw anti join body using (body_name)
union all
select raw.rowid, 'measure' from raw anti join measure using (label)
union all
select line, 'year' from typed where year is null or year not between 2000 and 2100
union all
select line, 'number' from typed where value is null or value < 0
union all
select line, 'fraction' from typed where whole and value != floor(value)
union all
select line, 'twice' from (
    select line, row_number() over (partition by body, year, measure order by line) as place
    from typed where body is not null and measure is not null and year is not null
) where place > 1
"""
_INSERT = """
insert into cell
select body.body, typed.year, measure.dataset, measure.measure, typed.value
from typed
join body on body.id = typed.body
join measure on measure.id = typed.measure
where line not in (select line from fault)
"""


def frames(file: Path, folder: Path, load: bool) -> tuple[float, int]:
    """pandas with pyarrow strings."""
    import pandas as pd

    began = time.perf_counter()
    names = {name: pd.read_csv(file.parent / f"{name}.csv") for name in ("body", "measure")}
    frame = pd.read_csv(file, header=0, names=list(COLUMNS), dtype="str", engine="pyarrow")
    frame = frame.merge(names["body"], "left", "body_name").merge(names["measure"], "left", "label")
    frame["year"] = pd.to_numeric(frame["year_text"], errors="coerce")
    frame["value"] = pd.to_numeric(frame["value_text"], errors="coerce")
    bad = {
        "body": frame["body"].isna(),
        "measure": frame["measure"].isna(),
        "year": ~frame["year"].between(2000, 2100),
        "number": frame["value"].isna() | (frame["value"] < 0),
        "fraction": frame["whole"].eq(True) & (frame["value"] % 1 != 0) & frame["value"].notna(),
        "twice": frame.duplicated(["body", "year", "measure"])
        & frame["body"].notna()
        & frame["measure"].notna(),
    }
    faults = pd.concat(
        [pd.DataFrame({"line": frame.index[rows], "kind": kind}) for kind, rows in bad.items()]
    )
    good = frame[~frame.index.isin(faults["line"])]
    if load:
        columns = ["body", "year", "dataset", "measure", "value"]
        good[columns].astype({"year": "int16"}).to_parquet(folder / "cells.parquet", compression="zstd")
        with (folder / "cells.parquet").open("rb+") as written:
            os.fsync(written.fileno())
    return time.perf_counter() - began, len(good)


WAYS: dict[str, Callable[[Path, Path, bool], tuple[float, int]]] = {
    "plain DuckDB SQL": plain_sql,
    "this project": product,
    "pandas": frames,
}


def main(way: str, file: str, warm_up: str, load: str) -> None:
    """Prints seconds, accepted lines and peak memory as JSON; the small file before makes libraries load."""
    for path in (warm_up, file):
        with tempfile.TemporaryDirectory() as folder:
            seconds, good = WAYS[way](Path(path), Path(folder), load == "load")
    print(json.dumps({"seconds": seconds, "good": good, "mb": _peak() / 1e6}))


def _peak() -> int:
    import resource

    peak: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])

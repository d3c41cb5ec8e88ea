"""Publishing: a draft is made, filled, derived, checked, and becomes the served file in one step."""

import logging
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from definitions.model import Definitions
from warehouse import served, sql
from warehouse.dimensions import dimension_tables
from warehouse.failures import translated

log = logging.getLogger(__name__)

OnStep = Callable[[str], None]

MANY_CELLS = 200_000
"""With fewer to take in, a second thread makes a publish no faster and costs a quarter to a third more CPU."""


class CheckFailed(Exception):
    """A check of `warehouse/checks` found rows; nothing was published."""

    def __init__(self, check: str, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(check)
        self.check = check
        self.rows = rows


@dataclass(frozen=True)
class Landed:
    """An accepted submission as the warehouse needs it."""

    submission: int
    path: Path
    file: str
    received_at: str
    accepted_at: str
    cells: int
    demonstration: bool
    withdrawn: bool
    sent_on: date | None = None
    """The day its sender sent it; None where that is not known, as of years loaded long after."""
    cases: Path | None = None
    """What its case ledgers come to, where it has any."""


@dataclass(frozen=True)
class Source:
    """Everything a warehouse is made of, besides the SQL."""

    landed: Sequence[Landed]
    definitions: Definitions
    explanations: Callable[[Sequence[int]], Iterable[Mapping[str, Any]]]
    """submission numbers → rows of the table `explanation`; asked only for new submissions."""
    faults: Callable[[Sequence[int]], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Published:
    publish: int
    published_at: str
    kind: str
    """`full`, `incremental`, or `unchanged` where there was nothing to do."""


def publish(
    data: Path, source: Source, published_at: str, full: bool, last: int, on_step: OnStep
) -> Published:
    """Brings the served warehouse up to `source`. The caller holds the data folder's lock.

    `last` is the highest number ever given: a number is never given twice.
    """
    served.folder(data).mkdir(parents=True, exist_ok=True)
    served.sweep(data)
    now = served.current(data)
    draft = served.folder(data) / "draft.duckdb"
    number = max(last, now.publish if now else 0) + 1
    try:
        with translated(draft):
            published = _write(
                draft, None if full else now, source, Published(number, published_at, "full"), on_step
            )
        if published.kind != "unchanged":
            on_step("written")
            served.promote(data, draft, number)
            on_step("swapped")
    except BaseException:
        # A full disk needs the room: with the draft left there, the next run could not even take a file in.
        with suppress(OSError):
            served.sweep(data)
        raise
    return published


def _write(
    draft: Path, now: served.Served | None, source: Source, wanted: Published, on_step: OnStep
) -> Published:
    """Writes and checks the draft of `wanted`; where `now` holds everything already, there is none."""
    connection, old = _draft(draft, now, source)
    with connection, ThreadPoolExecutor(1) as aside:
        on_step("drafted")
        changed = old.changed(source) if old else list(source.landed)
        if old and now and not changed:
            connection.close()
            draft.unlink()
            return Published(now.publish, old.published_at, "unchanged")
        # What was copied goes to the disk while the marts are derived; left to the checkpoint, it would be waited for.
        copied = aside.submit(served.sync_copied, draft) if old else None
        if sum(landed.cells for landed in changed) < MANY_CELLS:
            connection.execute("set threads = 1")
        _fill(connection, source, changed, old, on_step)
        done = replace(wanted, kind="incremental") if old else wanted
        row = [done.publish, done.published_at, done.kind, _fingerprint(source.definitions)]
        connection.execute("delete from publish")
        connection.execute("insert into publish values (?, ?, ?, ?)", row)
        connection.execute("commit")
        if copied:
            # The system tells of a failed write once: told to that thread, it is not told to the checkpoint.
            copied.result()
        # Closing would do it too, but without a word where the disk is full: the file would stay as it was.
        connection.execute("checkpoint")
    return done


def _draft(
    draft: Path, now: served.Served | None, source: Source
) -> tuple[duckdb.DuckDBPyConnection, "_Old | None"]:
    """A draft that starts from the served file where that can be built upon, otherwise an empty one."""
    if now and now.path.exists():
        shutil.copyfile(now.path, draft)
        try:
            connection = duckdb.connect(str(draft))
            old = _state(connection, source)
            if old:
                return connection, old
            connection.close()
        except duckdb.Error:
            log.exception("served warehouse %s cannot be read; rebuilding it", now.path)
        draft.unlink()
    return duckdb.connect(str(draft)), None


@dataclass(frozen=True)
class _Old:
    """What the served file already holds."""

    published_at: str
    submissions: Mapping[int, bool]
    """submission → whether it counts as withdrawn."""

    def changed(self, source: Source) -> list[Landed]:
        return [s for s in source.landed if self.submissions.get(s.submission) != s.withdrawn]


def _fingerprint(definitions: Definitions) -> str:
    return f"{duckdb.__version__} {sql.fingerprint()} {definitions.fingerprint}"


def _state(connection: duckdb.DuckDBPyConnection, source: Source) -> _Old | None:
    """What the copied file was made from; None where it cannot be built upon."""
    row = connection.execute("select published_at, fingerprint from publish").fetchone()
    if row is None or row[1] != _fingerprint(source.definitions):
        return None
    rows = connection.execute("select submission, withdrawn from submission").fetchall()
    if not {number for number, _ in rows} <= {landed.submission for landed in source.landed}:
        return None
    return _Old(row[0], dict(rows))


def _fill(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    changed: Sequence[Landed],
    old: _Old | None,
    on_step: OnStep,
) -> None:
    """Fills, derives and checks in one transaction, left open for the caller to commit."""
    connection.execute("begin")
    if old is None:
        _create(connection, source.definitions)
    _take_in(connection, source, changed, old)
    _scope(connection, whole=old is None)
    on_step("applied")
    _derive(connection)
    on_step("derived")
    _verify(connection)
    on_step("verified")


def _create(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    for name in sql.names("schema"):
        connection.execute(sql.text("schema", name))
    for table, rows in dimension_tables(definitions).items():
        _insert(connection, table, rows)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Appends rows by column name; missing keys become null."""
    listed = list(rows)
    if not listed:
        return
    arrow = pa.Table.from_pylist(listed)
    connection.register("incoming", arrow)
    connection.execute(f"insert into {table} by name select * from incoming")
    connection.unregister("incoming")


def _take_in(
    connection: duckdb.DuckDBPyConnection, source: Source, changed: Sequence[Landed], old: _Old | None
) -> None:
    """Brings submissions and their words up to date and lists what changed in `changed_part`."""
    known = old.submissions if old else {}
    new = [s for s in changed if s.submission not in known]
    numbers = [s.submission for s in changed]
    connection.execute("delete from submission where submission in (select unnest(?::integer[]))", [numbers])
    fields = (
        "submission",
        "file",
        "received_at",
        "accepted_at",
        "cells",
        "demonstration",
        "withdrawn",
        "sent_on",
    )
    _insert(connection, "submission", ({f: getattr(s, f) for f in fields} for s in changed))
    new_numbers = [s.submission for s in new]
    _insert(connection, "explanation", source.explanations(new_numbers))
    _insert(connection, "kept_fault", source.faults(new_numbers))
    if new:
        connection.execute(
            "insert into part select submission, body, year, dataset, count(*) from read_parquet(?) group by all "
            "order by all",
            [[_literal(s.path) for s in new]],
        )
    if ledgers := [_literal(s.cases) for s in new if s.cases]:
        connection.execute("insert into case_count by name from read_parquet(?)", [ledgers])
    connection.execute(
        "create temp table changed_submission as select unnest(?::integer[]) as submission", [numbers]
    )
    connection.execute(
        """
        insert into contents
            select submission, count(*), array_to_string(list_sort(list_distinct(list(dataset))), ','), min(year),
                max(year)
            from (
                select submission, body, year, dataset from part
                where submission in (select unnest($new::integer[]))
                union
                select submission, body, year, dataset from case_count
                where submission in (select unnest($new::integer[]))
            )
            group by submission
        """,
        {"new": new_numbers},
    )
    connection.execute(
        "create temp table changed_part as select body, year, dataset from part "
        "where submission in (from changed_submission) union select body, year, dataset from case_count "
        "where submission in (from changed_submission)"
    )
    _landed_view(connection, source)


def _literal(path: Path) -> str:
    """The path as `read_parquet` must be told it, which takes `[`, `*` and `?` for a pattern."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def _landed_view(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """`landed_cell`: the cells of just those submissions that count in what changed."""
    rows = connection.execute(
        "select distinct max(submission) from (from part join submission using (submission) "
        "where not withdrawn) semi join changed_part using (body, year, dataset) group by body, year, dataset"
    ).fetchall()
    needed = {number for (number,) in rows}
    paths = [_literal(s.path) for s in source.landed if s.submission in needed]
    if not paths:
        connection.execute(
            "create temp view landed_cell as select 0 as submission, '' as body, 0::smallint as year, '' as dataset, "
            "'' as measure, 0::decimal(18, 4) as value, '' as state, '' as sheet, '' as cell, '' as raw where false"
        )
        return
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    connection.execute(f"create temp view landed_cell as from read_parquet([{quoted}])")


def _scope(connection: duckdb.DuckDBPyConnection, whole: bool) -> None:
    """Fills the scope tables: `added_year`, `changed`, `changed_above` and `affected`."""
    connection.execute(
        """
        create temp table wanted_year as
            select unnest(generate_series(min(year), max(year)))::smallint as year
            from part join submission using (submission) where not withdrawn;
        create temp table gone_year as
            select distinct year from body_year anti join wanted_year using (year);
        create temp table added_year as
            from wanted_year anti join (select distinct year from body_year) using (year);
        """
    )
    for table in ("body_year", "measure", "coverage", "indicator_value", "score", "explained"):
        connection.execute(f"delete from {table} where year in (from gone_year)")
    connection.execute(f"insert into body_year by name {sql.text('marts', 'body_year')}")
    everything = "select body, seat, above, year, dataset from body_year cross join dataset"
    new_years = f"{everything} where year in (from added_year)"
    # A body that is gone from the definitions has no seat; the check that every cell is placed will find it.
    sent = (
        "select changed_part.body, body.seat, body.above, changed_part.year, changed_part.dataset "
        "from changed_part left join body using (body) semi join wanted_year using (year)"
    )
    # What was sent of a body's year changes what is derived from the sending.
    sent = f"{sent} union select body, seat, above, year, dataset.dataset from ({sent}), dataset where dataset.derived"
    above_all = "select * from changed_above"
    # A total far above a change was summed from totals: only a full publish adds up its leaves once more,
    # so that the cost of an incremental one follows the change.
    above_near = (
        "select distinct ancestor.ancestor as body, changed.year, changed.dataset "
        "from changed join ancestor using (body) where ancestor.distance = 1"
    )
    connection.execute(
        f"""
        create temp table changed as
            {everything if whole else f"{new_years} union {sent}"};
        create temp table changed_above as
            select distinct body.body, body.seat, body.above, changed.year, changed.dataset
            from changed join ancestor using (body) join body on body.body = ancestor.ancestor
            where ancestor.distance > 0;
        create temp table affected as
            select body, seat, year from changed union select body, seat, year from changed_above;
        create temp table checked_total as
            {above_all if whole else above_near};
        """
    )


def _derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Replaces the scope's rows in every mart, leaves first, then upwards level by level."""
    connection.execute(
        """
        delete from measure using changed where measure.seat = changed.seat and measure.year = changed.year
            and measure.dataset = changed.dataset;
        delete from coverage using changed where coverage.seat = changed.seat and coverage.year = changed.year
            and coverage.dataset = changed.dataset;
        delete from explained using changed where explained.seat = changed.seat and explained.year = changed.year
            and explained.dataset = changed.dataset;
        delete from noticed where submission in (from changed_submission);
        delete from counting;
        delete from case_breakdown;
        delete from measure using changed_above as above where measure.seat = above.seat
            and measure.year = above.year and measure.dataset = above.dataset
            and measure.dataset in (select dataset from dataset where rolls_up);
        delete from coverage using changed_above as above where coverage.seat = above.seat
            and coverage.year = above.year and coverage.dataset = above.dataset
            and coverage.dataset in (select dataset from dataset where rolls_up);
        delete from indicator_value using affected where indicator_value.seat = affected.seat
            and indicator_value.year = affected.year;
        delete from score using affected where score.seat = affected.seat and score.year = affected.year;
        """
    )
    deepest = connection.execute("select coalesce(max(depth), 0) from body").fetchone()
    passes = [("leaf", None), *(("rollup", depth) for depth in range(deepest[0] if deepest else 0, 0, -1))]
    for relation in ("measure", "coverage", "indicator_value"):
        for way, depth in passes:
            rows = sql.text("marts", f"{relation}__{way}")
            parameters = {} if depth is None else {"depth": depth}
            if relation == "indicator_value":
                connection.execute(f"create or replace temp table fresh_sum as {rows}", parameters)
                rows, parameters = sql.text("marts", "indicator_value"), {}
            connection.execute(f"insert into {relation} by name {rows}", parameters)
            if (relation, way) == ("measure", "leaf"):
                connection.execute(f"insert into measure by name {sql.text('marts', 'reporting__leaf')}")
    connection.execute(f"create temp table fresh_basis as {sql.text('marts', 'score__basis')}")
    for relation in ("score", "case_breakdown", "explained", "noticed", "counting"):
        connection.execute(f"insert into {relation} by name {sql.text('marts', relation)}")


def _verify(connection: duckdb.DuckDBPyConnection) -> None:
    for name in sql.names("checks"):
        found = connection.execute(f"from ({sql.text('checks', name)}) limit 5").to_arrow_table().to_pylist()
        if found:
            raise CheckFailed(name, found)

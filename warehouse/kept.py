"""The cells of a large file, kept aside: which bodies to look at, their cells, and landing them all."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from definitions.model import Identity
from definitions.years import span
from warehouse import served, sql
from warehouse.bulk import Lines, insert, quoted
from warehouse.failures import translated

Row = tuple[int, str, int, str, Decimal | None, str, str]
"""line, body, year, measure, value, state, raw"""
Known = tuple[str, int, str, Decimal]
"""body, year, measure, value"""

_NUMBER = pa.decimal128(18, 4)
_MADE = pa.schema(
    [
        ("line", pa.int32()),
        ("body", pa.string()),
        ("year", pa.int16()),
        ("measure", pa.string()),
        ("value", _NUMBER),
        ("state", pa.string()),
        ("raw", pa.string()),
        ("blank", pa.bool_()),
    ]
)
_KNOWN = pa.schema([_MADE.field(name) for name in ("body", "year", "measure", "value")])
_CELLS = """
create temp table made (
    line integer, body body, year smallint, measure measure, value decimal(18, 4), state state, raw varchar,
    blank boolean
);
"""
_AROUND = """
create or replace temp table known (body body, year smallint, measure measure, value decimal(18, 4));
create or replace temp table concerned (body body);
create or replace temp table reformed (body body);
create or replace temp table passed (member body, year smallint, heir body, bodies integer);
create or replace temp table identity (identity smallint, relation varchar, lefts smallint, rights smallint);
create or replace temp table term (
    identity smallint, is_left boolean, measure measure, previous boolean, first_year smallint, last_year smallint
);
create or replace temp table rate_term (
    identity smallint, side varchar, measure measure, first_year smallint, last_year smallint
);
create or replace temp table broken (body body, identity smallint);
"""


@dataclass(frozen=True)
class Passed:
    """The `year` of `member` goes on in the next year of `heir`, as that of `bodies` bodies in all."""

    member: str
    year: int
    heir: str
    bodies: int


@dataclass(frozen=True)
class Around:
    """What is known besides the file, and how bodies follow each other."""

    bodies: Sequence[str]
    """The bodies whose published figures may matter."""
    known: Sequence[Known]
    others: Sequence["Kept"]
    """Other large files of the same load; their figures are known too."""
    data: Path
    reformed: Sequence[str]
    """The bodies of reforms; of all others last year's figure is simply their own."""
    passed: Sequence[Passed]


class Kept:
    """All cells of one large file in a database of its own: those that SQL read, and those Python made."""

    def __init__(self, lines: Lines, made: Sequence[Row]) -> None:
        self._definitions = lines.definitions
        self.column = lines.shape.value
        self._connection = lines.settle()
        try:
            self._prepare(made)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def bodies(self) -> list[str]:
        rows = self._connection.execute("select distinct body from own").fetchall()
        return [body for (body,) in rows]

    def suspicious(self, around: Around) -> list[tuple[str, list[Identity]]]:
        """The bodies of which some identities do not hold, or may not, in the order of the file."""
        listed = [i for dataset in self._definitions.datasets.values() for i in dataset.identities]
        self._connection.execute(_AROUND)
        self._take_identities(listed)
        for table, codes in (("concerned", around.bodies), ("reformed", around.reformed)):
            insert(self._connection, table, pa.table({"body": list(codes)}))
        insert(self._connection, "passed", pa.Table.from_pylist([asdict(passed) for passed in around.passed]))
        insert(self._connection, "known", _table(around.known, _KNOWN))
        for other in around.others:
            insert(self._connection, "known", other.figures())
        self._take_published(around.data)
        figures = [sql.text("bulk", "own_figure")]
        if self._has("known"):
            figures.append(sql.text("bulk", "known_figure"))
        with translated(around.data):
            self._connection.execute(
                f"create or replace temp table figure as {' union all by name '.join(figures)}"
            )
            for query in ("broken_sum", "broken_rate"):
                self._connection.execute(f"insert into broken {sql.text('bulk', query)}")
            if not self._has("broken"):
                return []
            rows = self._connection.execute(sql.text("bulk", "suspicious")).fetchall()
        return [(body, [listed[number] for number in numbers]) for body, numbers in rows]

    def cells(self, bodies: Iterable[str], datasets: Iterable[str]) -> list[Row]:
        """All cells of some bodies and datasets, in the order of the file."""
        wanted = {"bodies": list(bodies), "datasets": list(datasets)}
        return self._connection.execute(sql.text("bulk", "cells"), wanted).fetchall()

    def figures(self) -> pa.Table:
        """The numbers among the cells which Python did not make."""
        query = "select body::varchar as body, year, measure::varchar as measure, value from judged where state = 'number'"
        return self._connection.execute(query).to_arrow_table()

    def parts(self) -> dict[tuple[str, int, str], int]:
        """(body, year, dataset) → a number that stands for all that is reported of it."""
        rows = self._connection.execute(sql.text("bulk", "parts")).fetchall()
        return {(body, year, dataset): content for body, year, dataset, content in rows}

    def land(self, draft: Path, submission: int) -> int:
        """Writes all cells as landed ones; gives their number."""
        self._connection.execute(sql.text("bulk", "blank_made"))
        rows = sql.text("bulk", "landed")
        options = "format parquet, compression zstd, use_tmp_file false"
        with translated(draft):
            (count,) = self._connection.execute(
                f"copy ({rows}) to {quoted(draft)} ({options})",
                {"submission": submission, "column": self.column},
            ).fetchall()[0]
        return int(count)

    def _prepare(self, made: Sequence[Row]) -> None:
        self._connection.execute(_CELLS)
        insert(self._connection, "made", _table([(*row, not row[-1].strip()) for row in made], _MADE))
        self._connection.execute(f"create temp view own as {sql.text('bulk', 'own')}")
        datasets = [self._definitions.dataset_of[measure] for measure in sorted(self._definitions.column_of)]
        self._connection.execute("set variable datasets = $datasets::dataset[]", {"datasets": datasets})
        self._connection.execute(
            "create temp table dataset_of as select unnest(enum_range(null::measure))::measure as measure, "
            "unnest(getvariable('datasets')) as dataset"
        )
        self.count = self._connection.execute("select count(*) from judged").fetchall()[0][0]

    def _has(self, table: str) -> bool:
        return bool(self._connection.execute(f"select 1 from {table} limit 1").fetchall())

    def _take_identities(self, listed: Sequence[Identity]) -> None:
        sums = [(number, i) for number, i in enumerate(listed) if i.relation != "rate"]
        rates = [(number, i) for number, i in enumerate(listed) if i.relation == "rate"]
        counts = [
            {"identity": n, "relation": i.relation, "lefts": len(i.left), "rights": len(i.right)}
            for n, i in sums
        ]
        terms = [
            _term(n, i, measure)
            | {"is_left": side == "left", "previous": i.previous_year and side == "right"}
            for n, i in sums
            for side, measures in (("left", i.left), ("right", i.right))
            for measure in measures
        ]
        rate_terms = [
            _term(n, i, measure) | {"side": side}
            for n, i in rates
            for side, measures in (("left", i.left), ("printed", i.right[:1]), ("right", i.right[1:]))
            for measure in measures
        ]
        for table, rows in (("identity", counts), ("term", terms), ("rate_term", rate_terms)):
            insert(self._connection, table, pa.Table.from_pylist(rows))

    def _take_published(self, data: Path) -> None:
        now = served.current(data)
        if now is None:
            return
        try:
            self._connection.execute(f"attach {quoted(now.path)} as served (read_only)")
            self._connection.execute(f"insert into known by name {sql.text('bulk', 'served')}")
            self._connection.execute("detach served")
        except duckdb.Error:
            # Two publishes may have passed meanwhile. A damaged warehouse is rebuilt by the next publish;
            # until then nothing is known of earlier years.
            if served.current(data) != now:
                self._take_published(data)


def _term(number: int, identity: Identity, measure: str) -> dict[str, int | str]:
    first, last = span(identity)
    return {"identity": number, "measure": measure, "first_year": first, "last_year": last}


def _table(rows: Sequence[tuple], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table([list(column) for column in columns], schema=schema)

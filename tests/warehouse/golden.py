"""Golden copies of the marts, for a few bodies of the sample; `python -m tests.warehouse.golden` writes them anew.

The oracle says whether figures are right; these say whether any of them moved.
"""

import csv
import io
import tempfile
from pathlib import Path

import duckdb

from etl import pipeline
from ledger.folder import DataFolder
from warehouse import served

FOLDER = Path(__file__).resolve().parents[1] / "golden"
MARTS = ("body_year", "measure", "coverage", "indicator_value", "score")
BODIES = ("lusong", "urban_management", "urban_administration", "veterans", "town_baishi")


def golden(data: Path) -> dict[str, str]:
    """mart → its rows for BODIES as CSV text."""
    now = served.current(data)
    assert now is not None
    with duckdb.connect(str(now.path), read_only=True) as connection:
        return {mart: _csv(connection, mart) for mart in MARTS}


def _csv(connection: duckdb.DuckDBPyConnection, mart: str) -> str:
    """Rows in a fixed order; floats to ten digits, which every platform agrees on."""
    columns = "columns(lambda name: name not in ('seat', 'above'))"
    rows = connection.execute(f"select {columns} from {mart} where body in {BODIES} order by all").fetchall()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column[0] for column in connection.description or ()])
    writer.writerows([[f"{v:.10g}" if isinstance(v, float) else v for v in row] for row in rows])
    return out.getvalue()


def main() -> None:
    """Loads the sample into a folder of its own and writes every golden file."""
    with tempfile.TemporaryDirectory() as name:
        pipeline.load_sample(DataFolder(Path(name)))
        for mart, text in golden(Path(name)).items():
            (FOLDER / f"{mart}.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

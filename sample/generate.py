"""Writes the demonstration returns: `python -m sample.generate`."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

from definitions import load_definitions
from definitions.model import Body, Dataset, Definitions
from sample import case_ledgers, hearings, published, source
from sample.returns import Rows, build

FOLDER = Path(__file__).parent
REASONS = "说明"
LEDGERS = (case_ledgers, hearings)


def generate(target: Path = FOLDER) -> list[Path]:
    """Writes every file below `target` and gives their paths."""
    definitions = load_definitions()
    returns = [d for d in definitions.datasets.values() if d.rolls_up and not d.derived]
    paths = [path for dataset in returns for path in _write_dataset(definitions, dataset, target)]
    paths.append(target / "published_2022.csv")
    _write(paths[-1], published.table(definitions, REASONS))
    paths.append(target / "sent.csv")
    _write(paths[-1], [["file", "sent_on"], *_sent(definitions, returns)])
    return paths


def _sent(definitions: Definitions, returns: Sequence[Dataset]) -> Iterator[list[str]]:
    """When each file is said to have come: most in January, what the story calls late in February."""
    days = source.read("story")["sent"]
    for year in source.YEARS:
        for dataset in returns:
            own = [d for d in days if d["dataset"] == dataset.dataset]
            day = next((d["day"] for d in own if year in d["years"]), own[0]["day"])
            yield [f"{year}/{dataset.dataset}.csv", f"{year + 1}-{day}"]
            for ledger in _ledgers(definitions, dataset, year):
                yield [f"{year}/{ledger.FILE.format(year=year)}", f"{year + 1}-{day}"]


def senders(definitions: Definitions, dataset: Dataset, year: int) -> list[Body]:
    """Gives the bodies that send the return: they owe it and the story does not say they failed to."""
    absent = {a["body"] for a in _story("absent", year) if a["dataset"] in (dataset.dataset, "*")}
    parents = definitions.parents()
    return [
        body
        for body in definitions.bodies.values()
        if body.exists_in(year) and body.body not in parents | absent and definitions.owes(body, dataset)
    ]


def _write_dataset(definitions: Definitions, dataset: Dataset, target: Path) -> list[Path]:
    rows: Rows = {}
    paths = []
    for year in source.YEARS:
        before, rows = rows, build(definitions, dataset, year, senders(definitions, dataset, year), rows)
        paths.append(target / str(year) / f"{dataset.dataset}.csv")
        _write(paths[-1], _table(definitions, dataset, year, rows))
        for ledger in _ledgers(definitions, dataset, year):
            paths.append(target / str(year) / ledger.FILE.format(year=year))
            _write(paths[-1], ledger.table(definitions, year, rows, before))
    return paths


def _ledgers(definitions: Definitions, dataset: Dataset, year: int) -> list[ModuleType]:
    """The case ledgers that are sent with a return."""
    of = dataset.dataset
    return [one for one in LEDGERS if year in one.YEARS and definitions.ledgers[one.LEDGER].of == of]


def _table(definitions: Definitions, dataset: Dataset, year: int, rows: Rows) -> list[list[str]]:
    columns = [column for column in dataset.columns if column.applies_in(year)]
    reasons = {r["body"]: r["text"] for r in _story("reason", year) if r["dataset"] == dataset.dataset}
    states = {(s["body"], s["measure"]): s["state"] for s in _story("state", year)}
    table = [["单位名称", "年度", *(column.label for column in columns), *([REASONS] if reasons else [])]]
    for body, row in rows.items():
        cells = [
            definitions.words.state_titles[states[body, column.measure]]
            if (body, column.measure) in states
            else _number(row[column.measure])
            for column in columns
        ]
        reason = [reasons.get(body, "")] if reasons else []
        table.append([definitions.bodies[body].name, str(year), *cells, *reason])
    return table


def _story(kind: str, year: int) -> list[dict[str, Any]]:
    return [item for item in source.read("story")[kind] if year in item["years"]]


def _number(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _write(path: Path, table: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Excel takes a file for GBK unless it starts with a byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    print(f"{len(generate())} files written to {FOLDER}")

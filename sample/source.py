"""Reads what the demonstration is made from: `inputs/*.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sample.split import share

YEARS = range(2019, 2024)
USUAL_NOISE = 0.05
FOLDER = Path(__file__).parent / "inputs"


@cache
def read(name: str) -> dict[str, Any]:
    """Gives one TOML file; fractions are exact decimals."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def shared(measure: str, year: int, by: Mapping[str, float]) -> dict[str, int]:
    """Shares the year's total of a measure out in proportion to `by`."""
    table = read("volumes")[measure]
    total, noise = int(table["totals"][YEARS.index(year)]), float(table.get("noise", USUAL_NOISE))
    return share(total, by, f"{measure} {year}", table.get("least", 0), noise)


def weights(measure: str, bodies: Iterable[str]) -> dict[str, float]:
    """Gives each body its weight, or its average where the measure follows another one."""
    table = read("volumes")[measure]
    given = table.get("weights") or table["averages"]
    others = float(given.get("others", 0))
    return {body: float(given[body]) if body in given else others * _habit(measure, body) for body in bodies}


def _habit(measure: str, body: str) -> float:
    """Tells bodies apart that only share the weight of `others`: the same in every year."""
    return 0.4 + 1.2 * Random(f"{measure} {body}").random()


def written_rows(dataset: str, year: int) -> dict[str, dict[str, Decimal]]:
    """Gives the figures written out by hand: body → short or full measure name → value."""
    rows = (read("cases") | read("documents") | read("rows")).get(dataset, {}).get(str(year), {})
    return {body: {name: Decimal(value) for name, value in row.items()} for body, row in rows.items()}

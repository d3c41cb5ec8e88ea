"""What must be said beside an indicator's value: gaps, explanations, other counting rules, demonstration."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from definitions import load_definitions

Row = Mapping[str, Any]


def add_notes(
    rows: list[dict[str, Any]], explanations: Iterable[Row], wanted: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Gives those `wanted` of the rows a list `notes` of Chinese sentences; templates lie in definitions/words.toml."""
    words = load_definitions().words.notes
    explained = defaultdict(list)
    for one in explanations:
        explained[one["body"], one["year"], one["indicator"], one["rule"]].append(one)
    others = defaultdict(list)
    for row in rows:
        others[row["body"], row["year"], row["indicator"]].append(row)
    for row in wanted:
        key = row["body"], row["year"], row["indicator"]
        rivals = [r for r in others[key] if r["rule"] != row["rule"] and r["value"] is not None]
        row["notes"] = [*_sentences(words, row, explained[*key, row["rule"]], rivals)]
    return wanted


def _sentences(
    words: Mapping[str, str], row: Row, explained: Iterable[Row], rivals: Iterable[Row]
) -> Iterable[str]:
    if row["coverage_due"] > row["coverage_reported"] and row["coverage_due"] > 1:
        missing = row["coverage_due"] - row["coverage_reported"]
        yield words["coverage"].format(missing=missing, **row)
    for one in explained:
        yield words["explanation"].format(**{**one, "message": one["message"].rstrip("。")})
    if row["status"] == "doubtful":
        yield words["no_interval"]
    if row["status"] == "too_few":
        yield words["too_few"].format(count=int(row["n"]), **row)
    for rival in rivals:
        yield words["other_rule"].format(shown=shown(rival), fraction=fraction(rival), **rival)
    if row["target"] is not None and row["target_demonstration"]:
        yield words["target_demonstration"]
    if row["demonstration"]:
        yield words["demonstration"]


def shown(row: Row) -> str:
    """`66.7%`, `977.3元`: the value to the indicator's decimals with its unit."""
    return f"{row['value']:,.{row['decimals']}f}{row['unit']}"


def fraction(row: Row) -> str:
    """`4/6`: numerator over denominator as counted."""
    return f"{_plain(row['numerator'])}/{_plain(row['denominator'])}"


def _plain(value: Any) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")

"""Benchmark results as markdown."""

from collections.abc import Mapping, Sequence
from typing import Any


def table(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A section with one table; the first row's keys are the headings."""
    heads = list(rows[0])
    lines = [f"## {title}", "", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(row.get(head, "")) for head in heads) + " |" for row in rows]
    return "\n".join(lines) + "\n"

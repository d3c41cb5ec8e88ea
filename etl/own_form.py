"""What our own form says beside the figures it asks for: written by `template`, known again by the reader."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from definitions.model import Column, Dataset
from definitions.normalise import normalise_text
from etl.values import Number, parse_number

GUIDE = "填写须知"
TITLED = "年度报送表"

# The writer's own words and nothing shorter: a sender's 上年 of another kind is still told as not understood.
_LAST_ROW = re.compile(r"注:上年\(\d{4}年.*\)填报,仅供对照")
_LAST_HEADER = re.compile(r"上年数\(\d{4}年.*\),仅供对照")
_LONGEST = 200


def is_guide(title: str | None, first_text: str) -> bool:
    """Says whether a sheet is the guide of our own form, which holds no figures and needs no remark."""
    return title == GUIDE and first_text.endswith(TITLED)


def last_row(when: str) -> str:
    """What the row of last year's figures begins with; `when` is `2022年`, and whose figures if others'."""
    return f"注：上年（{when}）填报，仅供对照"


def last_header(when: str) -> str:
    return f"上年数（{when}），仅供对照"


def is_last_row(first_text: str) -> bool:
    """Says whether a row holds last year's figures, which are no data although they are numbers."""
    return bool(_LAST_ROW.fullmatch(normalise_text(first_text[:_LONGEST])))


def is_last_header(text: str) -> bool:
    return bool(_LAST_HEADER.fullmatch(normalise_text(text[:_LONGEST])))


def columns_in(dataset: Dataset, year: int) -> list[Column]:
    return [column for column in dataset.columns if column.applies_in(year)]


def carried_in(dataset: Dataset, year: int) -> dict[str, tuple[str, ...]]:
    """measure → the measures it must be last year's sum of; only what stands on the same sheet."""
    here = {column.measure for column in columns_in(dataset, year)}
    return {
        identity.left[0]: identity.right
        for identity in dataset.identities
        if identity.previous_year and identity.relation == "=" and identity.applies_in(year)
        if len(identity.left) == 1 and here.issuperset(identity.left + identity.right)
    }


def without_given(
    row: Sequence[str], last: Sequence[str], at: Mapping[str, int], carried: Mapping[str, tuple[str, ...]]
) -> Sequence[str]:
    """The texts of a row, blank where only what the form itself had carried in stands there.

    `at` says in which column (from 1) a measure stands, `last` are the texts of last year's row. A sheet nobody
    has touched must not count as a return: it would wipe out what was reported before.
    """
    filled = {measure for measure in at if _text(row, at[measure])}
    if not filled or not filled <= carried.keys() or not at.keys() >= {m for f in filled for m in carried[f]}:
        return row
    if any(_sum(row, [at[m]]) != _sum(last, [at[n] for n in carried[m]]) for m in filled):
        return row
    given = {at[measure] for measure in filled}
    return ["" if column in given else text for column, text in enumerate(row, start=1)]


def _sum(row: Sequence[str], columns: Sequence[int]) -> Decimal | None:
    found = [parse_number(_text(row, column)) for column in columns]
    values = [one.value for one in found if isinstance(one, Number)]
    return sum(values, Decimal(0)) if len(values) == len(found) else None


def _text(row: Sequence[str], column: int) -> str:
    return row[column - 1].strip() if column <= len(row) else ""

"""Writes the demonstration course of the assessment: `python -m sample.assessment`, after the returns.

What has to be judged by hand follows from the returns, so they are loaded first, into a folder of their own.
"""

import csv
import hashlib
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from assessment.sheets import Line, Sheet
from definitions import load_definitions
from definitions.model import Definitions
from etl import frozen, pipeline
from etl.sample_course import COLUMNS
from ledger.assessments import Course
from ledger.folder import DataFolder
from warehouse.connection import open_served

TARGET = Path(__file__).parent / "assessment.csv"
FINISHED, GOING_ON = 2022, 2023
FIRST, SECOND = "考核员甲（演示）", "考核员乙（演示）"
SHARES = ("1", "1", "0.95", "0.9", "0.9", "0.85", "0.8", "0.7", "0.6")
REASONS = ("材料齐全", "材料基本齐全，缺佐证", "部分材料不能证明", "抽查发现不规范")


def rows() -> Iterator[list[str]]:
    """year, body, item, kind, who, score, reason; in the order they are entered."""
    definitions = load_definitions()
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        pipeline.load_sample(data, course=False)
        warehouse = open_served(data.root)
        assert warehouse is not None
        for year in (FINISHED, GOING_ON):
            found = frozen.standing(warehouse, definitions, Course(year))
            assert found is not None
            yield from _year(year, found[1], definitions)
        warehouse.close()


def _year(year: int, sheets: list[Sheet], definitions: Definitions) -> Iterator[list[str]]:
    for sheet in sheets:
        name = f"{definitions.bodies[sheet.body].short_name}（演示）"
        for line in sheet.open:
            chance = _chance(year, sheet.body, line.item.item)
            if chance % 3 == 0:
                yield _row(year, sheet, line, "self", name, line.item.points, "按要求完成，材料随附")
            if year == FINISHED or chance % 5 < 3:
                yield from _judged(year, sheet, line, chance)
    if year != FINISHED:
        return
    for sheet in sheets:
        yield [str(year), sheet.body, "", "published", FIRST, "", ""]
    appeals = (
        ("market_supervision", "court_appearance", "8", "其中一件庭前撤诉，没有开庭"),
        ("health", "disclosure", "5", "公示网址已更新"),
    )
    for body, item, wanted, why in appeals:
        name = f"{definitions.bodies[body].short_name}（演示）"
        yield [str(year), body, item, "appeal", name, wanted, why]
    yield [
        str(year),
        "market_supervision",
        "court_appearance",
        "ruling",
        SECOND,
        "",
        "报送数据未更正，维持原分",
    ]


def _judged(year: int, sheet: Sheet, line: Line, chance: int) -> Iterator[list[str]]:
    """One assessor's score; now and then a second one's that differs, and what they agreed on."""
    share = Decimal(SHARES[chance % len(SHARES)])
    score = round(line.item.points * share, 1)
    reason = REASONS[min(len(REASONS) - 1, SHARES.index(str(share)) // 2)]
    yield _row(year, sheet, line, "assessor", FIRST, score, reason)
    if chance % 11 == 0 and score:
        other = round(score * Decimal("0.9"), 1)
        yield _row(year, sheet, line, "assessor", SECOND, other, "复核时扣减")
        if year == FINISHED:
            yield _row(year, sheet, line, "settled", SECOND, other, "两人商定")


def _row(year: int, sheet: Sheet, line: Line, kind: str, who: str, score: Decimal, reason: str) -> list[str]:
    return [str(year), sheet.body, line.item.item, kind, who, f"{score.normalize():f}", reason]


def _chance(*key: object) -> int:
    """The same number for the same key, everywhere."""
    return int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:4])


if __name__ == "__main__":
    with TARGET.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows()])
    print(f"written: {TARGET}")

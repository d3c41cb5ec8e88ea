"""Enters the sample's course of an assessment, as if its people had: for whoever looks at the product for the first time."""

import csv
from decimal import Decimal
from pathlib import Path

from ledger.assessments import APPEAL, ASSESSOR, PUBLISHED, RULING, SELF, SETTLED, Assessments
from ledger.audit import Actor, acting
from ledger.folder import DataFolder

COLUMNS = ("year", "body", "item", "kind", "who", "score", "reason")
_ORIGIN = "sample"


def enter_course(data: DataFolder, path: Path) -> None:
    """Enters every line of `path` (`COLUMNS`); where there is a course already, nothing."""
    with Assessments(data.ledger) as assessments, path.open(encoding="utf-8-sig", newline="") as file:
        if assessments.years():
            return
        for row in csv.DictReader(file):
            with acting(Actor(row["who"], _ORIGIN)):
                _enter(assessments, row)


def _enter(assessments: Assessments, row: dict[str, str]) -> None:
    year, body, item = int(row["year"]), row["body"], row["item"]
    score = Decimal(row["score"]) if row["score"] else None
    kind, reason = row["kind"], row["reason"]
    if kind == SELF and score is not None:
        assessments.enter_self(year, body, item, score, reason)
    elif kind == ASSESSOR:
        assessments.judge(year, body, item, score, reason)
    elif kind == SETTLED:
        assessments.settle(year, body, item, score, reason)
    elif kind == PUBLISHED:
        assessments.publish(year, [body], 1)
    elif kind == APPEAL:
        assessments.appeal(year, body, item, score, reason)
    elif kind == RULING:
        of = next(
            one
            for one in assessments.course(year).open_appeals
            if (one.appeal.body, one.appeal.item) == (body, item)
        )
        assessments.rule(year, of.appeal.step, score, reason)

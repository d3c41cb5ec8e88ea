"""A sheet of reasons: where or which check, and why."""

from definitions.normalise import normalise_header
from etl.findings import Findings, Spot
from etl.headers import REASON, Vocabulary
from etl.model import Grid, Reading, Reason, SetAside

_HEADER_WITHIN = 15


def is_reason_sheet(grid: Grid, vocabulary: Vocabulary) -> bool:
    return normalise_header(grid.sheet or "") in vocabulary.words.reason_sheets


def read_reasons(
    grid: Grid, spot: Spot, vocabulary: Vocabulary, findings: Findings, reading: Reading
) -> None:
    """Takes every row below the header: the column headed 原因 or 说明, the first other one as its target."""
    for position, row in enumerate(grid.rows[:_HEADER_WITHIN]):
        roles = [vocabulary.roles.get(normalise_header(text)) for text in row]
        targets = [column for column, text in enumerate(row) if text.strip() and roles[column] != REASON]
        if REASON in roles and targets:
            _take(grid, position, targets[0], roles.index(REASON), reading)
            return
    findings.add("reason_sheet_unclear", spot.at(grid.row_numbers[0], 1), value=grid.sheet)


def _take(grid: Grid, header: int, target: int, reason: int, reading: Reading) -> None:
    for position in range(header + 1):
        text = " ".join(filter(None, grid.rows[position]))
        reading.set_aside.append(SetAside(grid.sheet, grid.row_numbers[position], "header", text))
    for row in grid.rows[header + 1 :]:
        where = row[target].strip() if target < len(row) else ""
        text = row[reason].strip() if reason < len(row) else ""
        if where and text:
            reading.reasons.append(Reason(where, text, sheet=grid.sheet))

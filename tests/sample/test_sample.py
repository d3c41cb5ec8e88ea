"""The sample adds up to what is published, can be made again, and lacks only what it lacks on purpose."""

import csv
from collections import Counter
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from definitions import load_definitions
from definitions.model import Column, Dataset, Identity
from sample.assessment import TARGET as COURSE
from sample.assessment import rows as course
from sample.generate import generate

FOLDER = Path(__file__).resolve().parents[2] / "sample"
YEARS = range(2019, 2024)
D = load_definitions()
RETURNS = [dataset for dataset in D.datasets.values() if dataset.rolls_up and not dataset.derived]
NAMES = {body.name: body.body for body in D.bodies.values()}

NOT_SENT = {("veterans", "capacity", 2022)} | {
    ("medical_insurance", dataset, 2023)
    for dataset in ("penalties", "other_acts", "capacity", "rulemaking", "reconsideration", "litigation")
}
NOT_NUMBERS = (
    {("public_security", year, "cases_transferred_criminal"): "不公开" for year in (2021, 2022, 2023)}
    | {("fire_rescue", year, "adjudications"): "无此职能" for year in YEARS}
    | {("education", 2022, "contracts_reviewed"): "未报"}
)
BROKEN = ("urban_management", 2022, "reconsideration_outcomes_add_up")

Key = tuple[str, int, str]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def columns_in(dataset: Dataset, year: int) -> list[Column]:
    return [column for column in dataset.columns if column.applies_in(year)]


@cache
def cells() -> dict[Key, str]:
    """(body, year, measure) → the text of the cell, over all returns."""
    found = {}
    for dataset in RETURNS:
        for year in YEARS:
            for row in rows_of(FOLDER / str(year) / f"{dataset.dataset}.csv"):
                assert row["年度"] == str(year)
                for column in columns_in(dataset, year):
                    key = (NAMES[row["单位名称"]], year, column.measure)
                    assert key not in found
                    found[key] = row[column.label]
    return found


def number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def published() -> dict[str, Decimal]:
    return {row["指标名称"]: Decimal(row["数值"]) for row in rows_of(FOLDER / "published_2022.csv")}


PUBLISHED = D.datasets["published_totals"].columns


def test_every_published_figure_is_there() -> None:
    assert set(published()) == {column.label for column in PUBLISHED}


@pytest.mark.parametrize("column", [c for c in PUBLISHED if c.equals], ids=lambda c: c.measure)
def test_departments_add_up_to_the_published_figure(column: Column) -> None:
    parts = [
        number(text) or 0 for (_, year, measure), text in cells().items()
        if year == 2022 and measure in column.equals
    ]  # fmt: skip
    assert sum(parts) == published()[column.label]


def test_the_published_figures_are_the_real_ones() -> None:
    """A few that everybody knows, so that sums and published file cannot drift together."""
    real = {
        "办理行政许可": "41673", "行政处罚（简易程序）": "510", "行政处罚（一般程序）": "1086",
        "处罚金额": "1559714", "行政检查": "13043", "行政强制措施": "1379", "行政确认": "1162",
        "行政征收金额": "4986.9", "行政复议审结": "25", "行政复议纠错": "6",
        "开庭审理": "5", "负责人出庭": "4",
    }  # fmt: skip
    assert {label: published()[label] for label in real} == {k: Decimal(v) for k, v in real.items()}


def test_generating_again_gives_the_same_bytes(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path): path.read_bytes() for path in generate(tmp_path)}
    kept = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*.csv")}
    del kept[COURSE.relative_to(FOLDER)]
    assert made == kept


def test_the_course_of_the_assessment_again_gives_the_same_lines() -> None:
    with COURSE.open(encoding="utf-8-sig", newline="") as kept:
        assert list(csv.reader(kept))[1:] == list(course())


def test_every_return_owed_is_there_but_those_left_out_on_purpose() -> None:
    sent = {(body, D.dataset_of[measure], year) for body, year, measure in cells()}
    owed = {
        (body.body, dataset.dataset, year)
        for body in D.bodies.values() if body.body not in D.parents()
        for dataset in RETURNS for year in YEARS
        if body.exists_in(year) and body.functions & dataset.owed_by
    }  # fmt: skip
    assert sent <= owed
    assert owed - sent == NOT_SENT


def test_every_cell_is_a_number_but_those_that_are_not_on_purpose() -> None:
    assert {key: text for key, text in cells().items() if number(text) is None} == NOT_NUMBERS


def test_counts_are_whole_and_nothing_is_negative() -> None:
    for (_, _, measure), text in cells().items():
        value = number(text)
        if value is not None:
            assert value >= 0
            assert not D.column_of[measure].integer or value == int(value)


def origins(body: str, year: int) -> list[str]:
    """Who stood for `body` in `year`: itself, or those it continues."""
    if D.bodies[body].exists_in(year):
        return [body]
    return list(D.bodies[body].predecessors)


def total(bodies: list[str], year: int, measures: tuple[str, ...]) -> Decimal | None:
    values = [number(cells().get((body, year, measure))) for body in bodies for measure in measures]
    numbers = [value for value in values if value is not None]
    return sum(numbers, Decimal(0)) if len(numbers) == len(values) else None


def difference(identity: Identity, body: str, year: int) -> Decimal:
    """By how much the left side is too large (or, for `=`, differs); 0 where a side is not known."""
    past = year - 1 if identity.previous_year else year
    left, right = total([body], year, identity.left), total(origins(body, past), past, identity.right)
    if left is None or right is None or past not in YEARS:
        return Decimal(0)
    return left - right if identity.relation == "=" else max(left - right, Decimal(0))


def test_every_identity_holds_but_the_published_inconsistency() -> None:
    broken = {}
    for dataset in RETURNS:
        senders = {(body, year) for body, year, measure in cells() if measure in dataset.by_measure}
        for identity in [i for i in dataset.identities if i.level != "notice"]:
            for body, year in senders:
                if identity.applies_in(year) and (gap := difference(identity, body, year)):
                    broken[body, year, identity.code] = gap
    assert broken == {BROKEN: 1}


def test_open_court_cases_go_over_to_the_successors() -> None:
    """文旅广体局 takes over one case of each of its predecessors, 城管局 that of the office it was before."""
    assert cells()["culture_tourism_sports", 2021, "litigation_carried_in"] == "2"
    assert cells()["urban_management", 2021, "litigation_carried_in"] == "1"


def test_documents_in_force_follow_from_those_issued_and_repealed() -> None:
    in_force = "normative_documents_in_force"
    for body, year in [(body, year) for body, year, measure in cells() if measure == in_force]:
        before = [origin for origin in origins(body, year - 1) if (origin, year - 1, in_force) in cells()]
        if before:
            issued = Decimal(cells()[body, year, "normative_documents_issued"])
            repealed = Decimal(cells()[body, year, "normative_documents_repealed"])
            was = sum(Decimal(cells()[origin, year - 1, in_force]) for origin in before)
            assert Decimal(cells()[body, year, in_force]) == was + issued - repealed


def test_the_2022_rows_say_what_is_wrong() -> None:
    reasons = {
        row["单位名称"]: row["说明"] for row in rows_of(FOLDER / "2022/reconsideration.csv") if row["说明"]
    }
    assert list(reasons) == [D.bodies["urban_management"].name]
    assert "演示" in reasons[D.bodies["urban_management"].name]
    explained = {row["指标名称"] for row in rows_of(FOLDER / "published_2022.csv") if row["说明"]}
    assert explained == {"行政复议审结"}


def test_only_one_return_has_a_reasons_column() -> None:
    headers = Counter("说明" in rows_of(path)[0] for path in FOLDER.glob("[0-9]*/*.csv"))
    assert headers == {False: 43, True: 1}

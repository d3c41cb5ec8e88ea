"""Case ledgers beside the totals a body typed: loaded together, one after the other, alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl import pipeline
from etl.case_counts import COUNTED
from ledger import Ledger
from ledger.folder import DataFolder
from tests.etl.case_tools import CASES, ledger, typed
from tests.warehouse.compare import served_rows
from warehouse import queries
from warehouse.connection import open_served


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def figures(folder: DataFolder) -> dict[str, tuple[object, object]]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    rows = queries.measure_records(warehouse, ["health"], [2024])
    warehouse.close()
    return {
        r["measure"]: (r["value"], r["raw"])
        for r in rows
        if r["submission"] is not None and r["value"] is not None
    }


def breakdown(folder: DataFolder, measure: str, dimension: str) -> dict[str, int]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    frame = queries.case_breakdown(warehouse, "lusong", 2024, "reconsideration_cases")
    warehouse.close()
    own = frame[(frame["measure"] == measure) & (frame["dimension"] == dimension)]
    return dict(zip(own["group"], own["n"], strict=True))


def test_alone_a_ledger_is_the_return(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([ledger(tmp_path)], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(3), COUNTED)
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "": 1}
    more = (
        5,
        "芦政复〔2024〕5号",
        "孙某",
        "卫生健康局",
        "2024-12-01",
        "2024-12-02",
        "2024-12-20",
        "维持",
        "公共场所",
        None,
        None,
    )
    assert pipeline.load([ledger(tmp_path, (*CASES, more), "台账二.xlsx")], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(4), COUNTED)
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "公共场所": 1, "": 1}
    pipeline.withdraw(2, "重复", data=folder)
    kept = served_rows(folder.root)
    assert pipeline.republish(full=True, data=folder) is not None
    assert served_rows(folder.root) == kept
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "": 1}


@pytest.mark.parametrize("together", [True, False])
def test_typed_totals_stand_and_a_difference_needs_a_reason(
    folder: DataFolder, tmp_path: Path, together: bool
) -> None:
    """As in the one real report: 25 concluded, and outcomes that add to 26."""
    returned, cases = typed(tmp_path, 审结复议案件=3, 收到复议申请=4), ledger(tmp_path)
    batches = [[returned, cases]] if together else [[returned], [cases]]
    for batch in batches[:-1]:
        assert pipeline.load(batch, data=folder).ok
    refused = pipeline.load(batches[-1], data=folder)
    assert not refused.ok
    [differs] = [f for o in refused.outcomes for f in o.faults if f.code == "ledger_differs"]
    assert "“收到复议申请”为3件，填报的总数为4件，相差1件" in differs.message
    loaded = pipeline.load(batches[-1], [("ledger_differs", "一件转送外区")], data=folder)
    assert loaded.ok
    assert figures(folder)["reconsideration_received"][0] == Decimal(4)
    assert breakdown(folder, "reconsideration_received", "act_type") == {"行政处罚": 2, "举报投诉处理": 1}
    warehouse = open_served(folder.root)
    assert warehouse is not None
    said = queries.explanations(warehouse, "lusong", 2024)
    warehouse.close()
    assert said["text"].tolist() == ["一件转送外区"]


def test_totals_typed_after_the_ledger_are_held_against_it(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([ledger(tmp_path)], data=folder).ok
    later = typed(tmp_path, 审结复议案件=4, 维持=2)
    refused = pipeline.load([later], data=folder)
    found = [f for o in refused.outcomes for f in o.faults if f.code == "ledger_differs"]
    assert [(f.cell, f.value) for f in found] == [("第2行第5列", "4"), ("第2行第6列", "2")]
    assert not refused.ok
    assert pipeline.load([later], [("ledger_differs", "台账漏登一件")], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(4), "4")


def test_a_locked_year_takes_no_ledger_either(folder: DataFolder, tmp_path: Path) -> None:
    """Not even one that changes no figure: what the pages show by domain would be another."""
    assert pipeline.load([typed(tmp_path)], data=folder).ok
    with Ledger(folder.ledger) as kept:
        kept.set_lock(2024, True)
    [outcome] = pipeline.load([ledger(tmp_path)], data=folder).outcomes
    assert [f.code for f in outcome.faults if f.level == "error"] == ["year_locked"]


def test_a_ledger_that_agrees_needs_nothing(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([typed(tmp_path), ledger(tmp_path)], data=folder).ok
    assert figures(folder)["reconsideration_concluded"][1] == "3"

"""What a sender says on the page: cells typed anew and headers explained; the file stays as it came, the change is seen."""

import io
from decimal import Decimal

import pytest

from definitions import load_definitions
from etl import filing as filings_of
from etl.amend import NO_MEASURE, NONE, Amendments, Correction, row_and_column
from etl.judge import Checked
from etl.model import NOT_REPORTED
from ledger import Ledger
from ledger.filings import Filing, Filings
from ledger.folder import DataFolder
from tests.etl.filings import begun
from tests.etl.test_filing import HEADER, HEALTH, MARKET
from warehouse import queries
from warehouse.connection import open_served

NAMES = HEADER.split(",")
PERMIT = f"第2行第{NAMES.index('许可数') + 1}列"


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


@pytest.fixture
def filings(folder: DataFolder):
    with Filings(folder.ledger) as found:
        yield found


def text(header: str = HEADER, **changed: str) -> bytes:
    line = dict(zip(NAMES, HEALTH.split(","), strict=True)) | changed
    return f"{header}\n{','.join(line.values())}".encode("gb18030")


def begin(folder: DataFolder, filings: Filings, content: bytes, own=frozenset({"health"})) -> Filing:
    number = begun(folder, filings, "li", [("许可.csv", io.BytesIO(content))], own)
    return again(filings, number)


def again(filings: Filings, number: int) -> Filing:
    found = filings.filing(number)
    assert found is not None
    return found


def amend(folder: DataFolder, filings: Filings, one: Filing, cells=(), headings=None) -> Filing:
    corrections = [(one.files[0].sha256, "", cell, new) for cell, new in cells]
    filings_of.amend(folder, filings, again(filings, one.filing), corrections, headings or {}, {"health"})
    return again(filings, one.filing)


def checked(folder: DataFolder, one: Filing) -> Checked:
    [found] = filings_of.check(folder, one, ())
    return found


def codes(one: Checked) -> set[str]:
    return {fault.code for fault in one.faults}


def test_a_cell_typed_anew_counts_and_stays_visible(folder: DataFolder, filings: Filings) -> None:
    one = begin(folder, filings, text(许可数="约500"))
    assert "number_unreadable" in codes(checked(folder, one))
    one = amend(folder, filings, one, [(PERMIT, "500")])
    found = checked(folder, one)
    assert found.ok
    [said] = [fault for fault in found.faults if fault.code == "cell_corrected"]
    assert "约500" in said.message
    assert "500" in said.message
    assert (said.body, said.year, said.cell) == ("health", 2023, PERMIT)
    filings.submit(one.filing, ())
    filings_of.accept(folder, filings, again(filings, one.filing), demonstration=False)
    warehouse = open_served(folder.root)
    assert warehouse is not None
    [row] = queries.measure_records(warehouse, ["health"], [2023], ["permits_granted"])
    warehouse.close()
    assert row["value"] == Decimal(500)
    assert row["raw"] == "约500 → 500（网页改正）"
    with Ledger(folder.ledger) as ledger:
        assert [f.code for f in ledger.kept_faults([1]) if f.code == "cell_corrected"] == ["cell_corrected"]
        assert folder.original(ledger.submissions()[0].sha256).read_bytes() == text(许可数="约500")


def test_taken_back_the_file_counts_again(folder: DataFolder, filings: Filings) -> None:
    one = amend(folder, filings, begin(folder, filings, text()), [(PERMIT, "1")])
    assert [c.after for c in checked(folder, one).reading.corrected] == ["1"]
    one = amend(folder, filings, one)
    found = checked(folder, one)
    assert found.reading.corrected == []
    assert found.reading.cells == checked(folder, begin(folder, filings, text())).reading.cells


def test_a_blank_is_asked_for_and_answered(folder: DataFolder, filings: Filings) -> None:
    one = begin(folder, filings, text(不予许可数=""))
    [blank] = [c for c in checked(folder, one).reading.cells if not c.raw]
    assert blank.state == NOT_REPORTED
    for answer, state, value in (
        ("0", "number", 0),
        ("无此职能", "no_such_function", None),
        ("未报", NOT_REPORTED, None),
    ):
        found = checked(folder, amend(folder, filings, one, [(blank.cell, answer)]))
        [cell] = [c for c in found.reading.cells if c.cell == blank.cell]
        assert (cell.state, cell.value) == (state, value)
        assert "cell_blank" not in codes(found)


def test_the_same_bytes_amended_are_another_submission(folder: DataFolder, filings: Filings) -> None:
    for cells in ((), ((PERMIT, "1"),), ((PERMIT, "1"),)):
        one = amend(folder, filings, begin(folder, filings, text()), cells)
        reasons = [(fault.cell or "", "核对过") for fault in checked(folder, one).open_faults]
        filings.submit(one.filing, reasons)
        filings_of.accept(folder, filings, again(filings, one.filing), demonstration=False)
    with Ledger(folder.ledger) as ledger:
        assert len(ledger.submissions()) == 2


def test_what_was_amended_is_read_so_after_a_crash(folder: DataFolder) -> None:
    """A run killed between receipt and decision reads the file again with what its sender said."""
    from etl.pipeline import republish
    from etl.receive import receive_stream

    received = receive_stream(folder, io.BytesIO(text(许可数="约500")), "许可.csv")
    said = Amendments((Correction(None, PERMIT, "500"),)).text()
    with Ledger(folder.ledger) as ledger:
        ledger.receive(
            [(received.sha256, "许可.csv", received.size, False)], (), False, {received.sha256: said}
        )
    assert republish(data=folder) is not None
    with Ledger(folder.ledger) as ledger:
        assert len(ledger.submissions()) == 1


def test_a_body_corrected_to_anothers_is_refused(folder: DataFolder, filings: Filings) -> None:
    one = begin(folder, filings, text())
    with pytest.raises(filings_of.OfOthers):
        amend(folder, filings, one, [("第2行第1列", MARKET.split(",")[0])])
    assert again(filings, one.filing).corrections == {}


def test_a_year_corrected_makes_it_a_return_of_that_year(folder: DataFolder, filings: Filings) -> None:
    one = amend(folder, filings, begin(folder, filings, text()), [("第2行第2列", "2024")])
    assert one.parts == (("health", 2024, "permits"),)


def test_an_unknown_header_is_answered_and_remembered_for_the_body(
    folder: DataFolder, filings: Filings
) -> None:
    strange = HEADER.replace("许可数", "审批通过总宗", 1).replace("不予审批通过总宗", "不予许可数")
    one = begin(folder, filings, text(strange))
    found = checked(folder, one)
    [header] = found.reading.unmapped
    assert (header.header, header.dataset) == ("审批通过总宗", "permits")
    one = amend(folder, filings, one, headings={header.name: "permits_granted"})
    found = checked(folder, one)
    assert "heading_answered" in codes(found)
    assert {c.measure for c in found.reading.cells} >= {"permits_granted"}
    later = begin(folder, filings, text(strange, 年度="2022"))
    assert later.headings == {header.name: "permits_granted"}
    assert not checked(folder, later).reading.unmapped
    other = begun(folder, filings, "wang", [("a.csv", io.BytesIO(text(strange)))], {"health", "tax"})
    assert again(filings, other).headings == {header.name: "permits_granted"}
    number = begun(
        folder,
        filings,
        "zhao",
        [("b.csv", io.BytesIO(f"{strange}\n{MARKET}".encode()))],
        {"market_supervision"},
    )
    assert again(filings, number).headings == {}


def test_a_header_can_be_said_to_be_none_of_ours(folder: DataFolder, filings: Filings) -> None:
    header = HEADER + ",承办人电话"
    content = f"{header}\n{HEALTH},12345".encode()
    one = begin(folder, filings, content)
    assert "column_extra" in codes(checked(folder, one))
    [unknown] = checked(folder, one).reading.unmapped
    found = checked(folder, amend(folder, filings, one, headings={unknown.name: NO_MEASURE}))
    assert "column_extra" not in codes(found)
    assert "heading_left_out" in codes(found)


def test_a_line_of_an_unknown_measure_is_answered(folder: DataFolder, filings: Filings) -> None:
    content = (
        "单位名称,年度,指标名称,数值\n卫生健康局,2023,审批通过总宗,12\n卫生健康局,2023,食堂满意度,9".encode()
    )
    one = begin(folder, filings, content)
    found = checked(folder, one)
    assert not found.ok
    names = {header.header: header.name for header in found.reading.unmapped}
    one = amend(
        folder,
        filings,
        one,
        headings={names["审批通过总宗"]: "permits_granted", names["食堂满意度"]: NO_MEASURE},
    )
    found = checked(folder, one)
    assert [(c.measure, c.value) for c in found.reading.cells] == [("permits_granted", Decimal(12))]
    assert {"heading_answered", "heading_left_out"} <= codes(found)


def test_an_answer_the_definitions_have_outlived_is_forgotten(folder: DataFolder, filings: Filings) -> None:
    one = begin(folder, filings, text(HEADER.replace("年度", "年度", 1)))
    found = checked(folder, amend(folder, filings, one, headings={"审批": "measure_of_last_year"}))
    assert found.ok
    assert load_definitions().column_of.get("measure_of_last_year") is None


@pytest.mark.parametrize("text", ["", Amendments((Correction("表", "B7", "1"),), (("审批", "x"),)).text()])
def test_written_down_and_read_again(text: str) -> None:
    assert Amendments.of(text).text() == text
    assert (Amendments.of(text) == NONE) == (text == "")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("B7", (7, 2)),
        ("AA10", (10, 27)),
        ("第3行第5列", (3, 5)),
        ("第3行", None),
        ("B0", None),
        ("合计", None),
        (None, None),
    ],
)
def test_addresses(cell: str | None, found: tuple[int, int] | None) -> None:
    assert row_and_column(cell) == found

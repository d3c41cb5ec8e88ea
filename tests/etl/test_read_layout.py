"""Titles, merged headers, totals, notes, long lists, several tables: what real files look like."""

from decimal import Decimal
from pathlib import Path

import pytest

from definitions import load_definitions
from tests.etl.reading_tools import HEADER, content, errors, notices, only, read, reader, set_aside, values
from tests.etl.workbooks import PENALTIES, Rows, write_csv, write_ods, write_xls, write_xlsx

ROOT = Path(__file__).resolve().parents[2]

TWO_LEVELS: Rows = (
    ("2022年度行政强制情况表",),
    ("单位名称", "年度", "行政强制措施", None, None, "行政强制执行", None, "申请法院强制执行"),
    (None, None, "查封", "扣押", "合计", "划拨", "合计", None),
    ("水利局", 2022, 1, 2, 3, 4, 4, 5),
)
MERGED = ("A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:G2", "H2:H3")


def test_title_totals_notes_and_blank_rows_are_set_aside_with_why(tmp_path: Path):
    text = (
        "附件1\n2022年度行政处罚情况统计表\n\n序号," + HEADER + "\n"
        "1,水利局,2022,1,2,3,0\n\n\n2,教育局,2022,1,2,3,0\n"
        ",合　计,2022,2,4,6,0\n注：本表由各单位填报。,,,,,,\n填表人：张三,,,审核人：李四,,日期：2023-1-10,\n"
    )
    reading = reader(tmp_path)(text)
    assert not errors(reading)
    assert set_aside(reading) == [
        (1, "title"), (2, "title"), (3, "blank"), (4, "header"), (6, "blank"),
        (9, "totals"), (10, "note"), (11, "note"),
    ]  # fmt: skip
    assert reading.rows == 2
    assert [row.text for row in reading.set_aside][5] == "合　计 2022 2 4 6 0"


def test_formula_in_totals_unmapped_columns_and_outside_is_no_fault(tmp_path: Path):
    rows = [
        (*PENALTIES[0], "占比"),
        (*PENALTIES[1], "=C2/E2"),
        ("合计", None, "=SUM(C2:C2)", "=SUM(D2:D2)", "=SUM(E2:E2)", None, None, "=1"),
        (None, None, "=SUM(C2:C2)", "=SUM(D2:D2)", None, None),
    ]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"行政处罚": rows}))
    assert not errors(reading)
    assert set_aside(reading) == [(1, "header"), (3, "totals"), (4, "totals")]


def test_row_of_column_numbers_below_the_header_is_set_aside(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n甲,乙,1,2,3,4\n水利局,2022,1,2,3,0\n")
    assert (2, "numbering") in set_aside(reading)
    assert not errors(reading)


def test_row_of_small_numbers_of_an_unnamed_body_is_not_taken_for_column_numbers(tmp_path: Path):
    assert errors(reader(tmp_path)(f"{HEADER}\n,2022,1,2,3,4\n")) == ["body_blank"]
    assert errors(reader(tmp_path)(f"{HEADER}\n某局,2022,1,2,3,4\n")) == ["body_unknown"]
    assert errors(reader(tmp_path)(f"{HEADER}\n某某局,去年,1,2,3,4\n")) == ["body_unknown", "year_unreadable"]


def test_row_that_begins_like_a_note_but_has_figures_is_not_passed_over(tmp_path: Path):
    assert errors(reader(tmp_path)(f"{HEADER}\n备注局,2022,1,2,3,0\n")) == ["body_unknown"]


COERCION = {
    "measure_premises_sealed": 1,
    "measure_property_seized": 2,
    "coercive_measures": 3,
    "enforcement_funds_transferred": 4,
    "coercive_enforcements": 4,
    "court_enforcement_applications": 5,
}


def test_two_level_header_with_merged_cells(tmp_path: Path):
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"Sheet1": TWO_LEVELS}, merge=MERGED))
    assert not errors(reading)
    assert values(reading) == COERCION


def test_two_level_header_whose_merging_was_lost(tmp_path: Path):
    """Saved as CSV, a merged cell keeps its text in the first cell only; xls and ods are written without merging."""
    for path in (
        write_csv(tmp_path / "r.csv", TWO_LEVELS, "gbk"),
        write_xls(tmp_path / "r.xls", {"Sheet1": TWO_LEVELS}),
        write_ods(tmp_path / "r.ods", {"Sheet1": TWO_LEVELS}),
    ):
        assert values(read(path)) == COERCION, path.name


def test_single_header_row_merged_over_two_rows(tmp_path: Path):
    rows = [PENALTIES[0], [None] * 6, *PENALTIES[1:2]]
    merge = [f"{letter}1:{letter}2" for letter in "ABCDEF"]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"行政处罚": rows}, merge=merge))
    assert [cell.cell for cell in reading.cells] == ["C3", "D3", "E3", "F3"]


def test_body_merged_over_its_years_and_year_over_its_bodies(tmp_path: Path):
    rows = [
        PENALTIES[0],
        ("水利局", 2021, 1, 2, 3, 0),
        (None, 2022, 1, 2, 3, 0),
        ("教育局", None, 1, 2, 3, 0),
    ]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"行政处罚": rows}, merge=["A2:A3", "B3:B4"]))
    assert not errors(reading)
    assert [(c.body, c.year) for c in reading.cells[::4]] == [
        ("water", 2021),
        ("water", 2022),
        ("education", 2022),
    ]


def test_long_list_is_read_line_by_line(tmp_path: Path):
    text = "单位名称,年度,指标名称,数值,计量单位,依据\n水利局,2022,罚没金额,1.5,万元,\n水利局,2022,合计（件）,7,,大约\n"
    reading = reader(tmp_path)(text)
    assert values(reading) == {"penalty_amount": 15000, "total_cases": 7}
    assert [(u.header, u.cell) for u in reading.unmapped] == [("依据", "第1行第6列")]
    assert notices(reading) == ["column_extra", "unit_converted"]


def test_published_totals_of_the_real_report(tmp_path: Path):
    reading = read(ROOT / "sample" / "published_2022.csv")
    assert not errors(reading)
    assert {(cell.dataset, cell.body, cell.year) for cell in reading.cells} == {
        ("published_totals", "lusong", 2022)
    }
    assert values(reading)["published_levy_amount"] == Decimal("4986.9")
    assert all(cell.value is not None for cell in reading.cells)


def test_dataset_of_a_line_follows_from_its_body(tmp_path: Path):
    lines = "芦淞区,2022,行政检查,13043\n水利局,2022,行政检查,5\n"
    reading = reader(tmp_path)(f"单位名称,年度,指标,数值\n{lines}")
    assert [(c.dataset, c.measure) for c in reading.cells] == [
        ("published_totals", "published_inspections"),
        ("other_acts", "inspections"),
    ]


def test_ambiguous_line_is_decided_by_the_name_of_the_file(tmp_path: Path):
    text = "单位名称,年度,指标,数值\n水利局,2022,审结,3\n"
    assert errors(reader(tmp_path)(text)) == ["measure_ambiguous"]
    assert values(reader(tmp_path)(text, "行政应诉.csv")) == {"litigation_concluded": 3}


def test_unit_column_called_like_the_body_column(tmp_path: Path):
    reading = reader(tmp_path)("水利局2022年度\n指标,单位,数值\n行政检查次数,次,5\n行政确认,件,6\n")
    assert values(reading) == {"inspections": 5, "confirmations": 6}


@pytest.mark.parametrize("unit", ["吨", "万元"])
def test_strange_unit_of_a_line_is_refused(unit: str, tmp_path: Path):
    reading = reader(tmp_path)(f"单位名称,年度,指标,数值,计量单位\n水利局,2022,行政检查次数,5,{unit}\n")
    assert errors(reading) == ["unit_unknown"]


def test_unit_of_the_label_that_contradicts_the_unit_column_is_refused(tmp_path: Path):
    reading = reader(tmp_path)("单位名称,年度,指标,数值,计量单位\n水利局,2022,罚没金额（元）,5,万元\n")
    assert errors(reading) == ["unit_unknown"]


def test_sheets_of_one_workbook_are_different_returns(tmp_path: Path):
    inspections: Rows = [("单位名称", "年度", "检查次数"), ("水利局", 2022, 5)]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"表一": PENALTIES[:2], "表四": inspections}))
    assert {(cell.sheet, cell.dataset) for cell in reading.cells} == {
        ("表一", "penalties"),
        ("表四", "other_acts"),
    }


@pytest.mark.parametrize(
    ("title", "dataset"), [("行政许可情况", "permits"), ("行政复议情况", "reconsideration")]
)
def test_title_decides_between_returns_with_the_same_headers(title: str, dataset: str, tmp_path: Path):
    reading = reader(tmp_path)(f"{title}\n单位名称,年度,申请,受理\n水利局,2022,2,1\n")
    assert {cell.dataset for cell in reading.cells} == {dataset}


def test_stacked_tables_in_one_sheet(tmp_path: Path):
    text = (
        f"一、行政处罚\n{HEADER}\n水利局,2022,1,2,3,0\n教育局,2022,1,2,3,0\n\n"
        "二、其他执法\n单位名称,年度,行政检查次数,行政确认\n水利局,2022,5,6\n"
    )
    reading = reader(tmp_path)(text)
    assert not errors(reading)
    assert [(c.dataset, c.body, content(c)) for c in reading.cells][-2:] == [
        ("other_acts", "water", Decimal(5)),
        ("other_acts", "water", Decimal(6)),
    ]
    assert (6, "title") in set_aside(reading)


def test_header_repeated_on_every_printed_page(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n水利局,2022,1,2,3,0\n{HEADER}\n教育局,2022,1,2,3,0\n")
    assert not errors(reading)
    assert {cell.body for cell in reading.cells} == {"water", "education"}


def test_reasons_column_speaks_for_its_row(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER},原因\n水利局,2022,1,2,4,0,一案两罚\n教育局,2022,1,2,3,0,\n")
    (reason,) = reading.reasons
    assert (reason.target, reason.text, reason.body, reason.year) == (None, "一案两罚", "water", 2022)


def test_reasons_sheet_names_cells_or_codes(tmp_path: Path):
    reasons = [("填写说明",), ("位置", "原因"), ("E2", "一案两罚"), ("kinds_add_up", "见批复"), ("E9", None)]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"行政处罚": PENALTIES[:2], "说明": reasons}))
    assert [(reason.target, reason.text) for reason in reading.reasons] == [
        ("E2", "一案两罚"),
        ("kinds_add_up", "见批复"),
    ]
    assert not errors(reading)


def test_every_label_and_alias_is_its_column(tmp_path: Path):
    """Each header alone in a table named after its return."""
    definitions = load_definitions()
    read_text = reader(tmp_path)
    for dataset in (d for d in definitions.datasets.values() if d.rolls_up and not d.derived):
        body = next(
            b for b in definitions.bodies.values() if definitions.owes(b, dataset) and b.exists_in(2022)
        )
        required = [c.label for c in dataset.columns if c.required]
        for column in (c for c in dataset.columns if c.applies_in(2022)):
            for text in (column.measure, column.label, *column.aliases):
                headers = [text, *(label for label in required if label != column.label)]
                table = (
                    "\t".join(["单位名称", "年度", *headers])
                    + f"\n{body.name}\t2022\t"
                    + "\t".join("1" * len(headers))
                )
                found = read_text(table, f"{dataset.title}.csv")
                assert column.measure in {cell.measure for cell in found.cells}, (dataset.dataset, text)


def test_order_of_faults_is_sheet_row_column(tmp_path: Path):
    first = [PENALTIES[0], ("水利局", 2022, "x", 2, 3, "y"), ("某某局", 2022, 1, 2, 3, 0)]
    second = [PENALTIES[0], ("教育局", 2022, 1, 2, "z", 0)]
    reading = read(write_xlsx(tmp_path / "r.xlsx", {"行政处罚": first, "处罚": second}))
    stopping = [(f.sheet, f.cell) for f in reading.faults if f.level == "error"]
    assert stopping == [("行政处罚", "C2"), ("行政处罚", "F2"), ("行政处罚", "A3"), ("处罚", "E2")]


def test_unknown_header_is_kept_with_the_nearest_label(tmp_path: Path):
    reading = reader(tmp_path)("单位名称,年度,合计,罚没总金\n水利局,2022,3,5\n")
    assert [(u.header, u.cell) for u in reading.unmapped] == [("罚没总金", "第1行第4列")]
    assert "“罚没金额”" in only(reading, "column_extra").message

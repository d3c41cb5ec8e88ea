"""Disclosure tables: the published figures, four states kept apart, older kinds translated visibly, small numbers hidden."""

import io
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from itertools import product
from typing import Any

import docx
import openpyxl
import pytest

from definitions import load_definitions
from definitions.disclosure import DisclosureTable, Group
from reports.disclosure import NO_SUCH_KIND, disclosed
from reports.disclosure_files import below, head_text, spans, to_docx, to_html, to_xlsx
from reports.disclosure_model import WAN_YUAN, Cell, Disclosed, Line, text_of
from reports.small_numbers import merged_small
from warehouse.connection import Warehouse

Make = Callable[..., Disclosed]


@pytest.fixture
def make(warehouse: Warehouse) -> Make:
    """make("penalties", 2022, "lusong", unit="万元", merge_small=True)."""

    def one(code: str, year: int = 2022, body: str = "lusong", **given: Any) -> Disclosed:
        definitions = load_definitions()
        return disclosed(
            warehouse, definitions, definitions.disclosure[code], body, year, source="来源：各单位", **given
        )

    return one


def row(table: Disclosed, name: str) -> dict[str, str]:
    line = next(line for line in table.rows if line.name == name)
    return {head.measure: text_of(cell, head) for cell, head in zip(line.cells, table.heads, strict=True)}


def test_the_published_totals_of_2022(make: Make) -> None:
    assert (
        row(make("permits"), "合计").items() >= {"permits_granted": "41673", "permits_denied": "24"}.items()
    )
    penalties = row(make("penalties", unit=WAN_YUAN), "合计")
    assert (penalties["summary_procedure_cases"], penalties["ordinary_procedure_cases"]) == ("510", "1086")
    assert penalties["penalty_amount"] == "155.9714"
    assert row(make("penalties"), "合计")["penalty_amount"] == "1559714"
    assert row(make("other_acts"), "合计")["inspections"] == "13043"
    assert row(make("litigation"), "合计")["head_appearances"] == "4"


@pytest.mark.parametrize("code", sorted(load_definitions().disclosure))
@pytest.mark.parametrize("year", [2019, 2022, 2023])
def test_every_total_is_the_sum_of_its_rows(make: Make, code: str, year: int) -> None:
    """Rows without a value are left out of it, and then it is marked."""
    table = make(code, year)
    assert table.total is not None
    for i, total in enumerate(table.total.cells):
        values = [value for line in table.lines if (value := line.cells[i].value) is not None]
        if total.value is not None:
            assert total.value == sum(values, Decimal(0))
            missing = any(line.cells[i].state in ("not_reported", "withheld") for line in table.lines)
            assert ("△" in total.mark) == missing


def test_the_four_states_are_told_apart(make: Make) -> None:
    assert row(make("penalties"), "公安分局")["cases_transferred_criminal"] == "不公开"
    assert row(make("penalties"), "财政局")["total_cases"] == "0"
    assert "司法局" not in [line.name for line in make("penalties").lines]
    assert any("无此职能、未列入的单位4个：司法局" in note for note in make("penalties").notes)
    late = make("penalties", 2023)
    assert any(cell.word == "未报" for line in late.lines for cell in line.cells)
    assert any(note.startswith("应报未报的单位：") for note in late.notes)


def test_twenty_five_concluded_and_twenty_six_outcomes_are_noticed_and_explained(make: Make) -> None:
    table = make("reconsideration")
    assert not table.clean
    assert "合计：“各类结果之和 = 审结复议案件”不成立，26 ≠ 25。" in [
        c.text for c in table.checks if not c.ok
    ]
    assert any("报送单位说明：演示数据" in note for note in table.notes)


def test_an_older_classification_is_translated_visibly(make: Make) -> None:
    table = make("penalties", 2019)
    total = row(table, "合计")
    assert total["kind_fine"] == "935※"
    assert total["kind_business_restricted"] == NO_SUCH_KIND
    assert total["total_cases"] == "1616"
    [note] = [note for note in table.notes if note.startswith("※")]
    assert "“责令停产停业、责令关闭、限制从业”列为当年的“责令停产停业（2020年前分类）”" in note
    assert not table.clean
    assert "※" not in "".join(row(make("penalties", 2021), "合计").values())


def test_a_single_body_has_its_own_row_and_no_total(make: Make) -> None:
    table = make("permits", body="health")
    assert [line.name for line in table.rows] == ["卫健局"]
    assert table.total is None


# --- small numbers ------------------------------------------------------------------------------


def small_table(columns: int, below: int = 3) -> DisclosureTable:
    names = tuple(f"c{i}" for i in range(columns))
    return DisclosureTable("t", 1, "表", "d", (), names, below, (Group("g", "组", names),), {})


def published(table: DisclosureTable, values: tuple[tuple[int, ...], ...]) -> tuple[tuple[str, ...], ...]:
    lines = [Line(f"b{i}", f"b{i}", tuple(Cell(Decimal(v)) for v in row)) for i, row in enumerate(values)]
    shown, _ = merged_small(table, lines)
    return tuple((line.name, *(str(cell.value) for cell in line.cells)) for line in shown)


@pytest.mark.parametrize(
    ("bodies", "columns", "most"), [(2, 1, 6), (3, 1, 5), (4, 1, 5), (5, 1, 4), (2, 2, 4), (3, 2, 3)]
)
def test_no_hidden_number_can_be_worked_out_from_what_is_printed(
    bodies: int, columns: int, most: int
) -> None:
    """All tables of small size are tried: to each print of a small number there is another table that gives it."""
    table = small_table(columns)
    rows = list(product(range(most + 1), repeat=columns))
    behind: dict[tuple[tuple[str, ...], ...], list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for values in product(rows, repeat=bodies):
        behind[published(table, values)].append(values)
    for printed, possible in behind.items():
        alone = {line[0] for line in printed}
        for i in range(bodies):
            if f"b{i}" in alone:
                assert not any(0 < v < 3 for v in possible[0][i]), "a small number is printed"
                continue
            for k in range(columns):
                # Sums beyond the sizes tried have their other tables out of sight.
                own = next(int(line[1 + k]) for line in printed if f"b{i}" in line[0].split("、"))
                if 0 < possible[0][i][k] < 3 and own <= most:
                    assert len({values[i][k] for values in possible}) > 1, (printed, possible)


def test_a_row_without_a_number_is_no_cover() -> None:
    """The sum of a small number and 未报 would be the small number."""
    table = small_table(1)
    cells = [Cell(Decimal(1)), Cell(None, "未报", state="not_reported"), Cell(Decimal(7)), Cell(Decimal(0))]
    shown, _ = merged_small(table, [Line(f"b{i}", f"b{i}", (cell,)) for i, cell in enumerate(cells)])
    assert [(line.name, line.cells[0].value) for line in shown] == [("b0、b2、b3", Decimal(8)), ("b1", None)]


def test_merged_rows_keep_the_totals(make: Make) -> None:
    plain, merged = make("penalties"), make("penalties", merge_small=True)
    assert merged.total == plain.total
    assert len(merged.lines) < len(plain.lines)
    for i in range(len(plain.heads)):
        sums = [
            sum((line.cells[i].value or Decimal(0) for line in t.lines), Decimal(0)) for t in (plain, merged)
        ]
        assert sums[0] == sums[1]
    small = [
        i
        for i, head in enumerate(merged.heads)
        if head.measure in ("kind_detention", "cases_transferred_criminal")
    ]
    alone = [line for line in merged.lines if line.body]
    assert not any(0 < (line.cells[i].value or 0) < 3 for line in alone for i in small)
    assert any("合并的有" in note for note in merged.notes)


# --- files --------------------------------------------------------------------------------------


def expected(table: Disclosed) -> list[list[str]]:
    return [
        [line.name, *(text_of(c, h) for c, h in zip(line.cells, table.heads, strict=True))]
        for line in table.rows
    ]


TABLES = [
    ("penalties", 2022, {"unit": WAN_YUAN}),
    ("penalties", 2019, {}),
    ("reconsideration", 2022, {}),
    ("coercion", 2023, {}),
]


@pytest.mark.parametrize(("code", "year", "given"), TABLES)
def test_the_workbook_read_back(make: Make, code: str, year: int, given: dict[str, Any]) -> None:
    table = make(code, year, **given)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(table))).active
    rows = [list(row) for row in sheet.iter_rows(min_row=5, max_row=4 + len(table.rows), values_only=True)]
    wanted = expected(table)
    assert [
        [str(v) if isinstance(v, str) else f"{v:.4f}".rstrip("0").rstrip(".") for v in row] for row in rows
    ] == wanted
    numbers = [v for row in rows for v in row[1:] if isinstance(v, int | float)]
    assert len(numbers) >= len(table.rows)
    assert sheet["A1"].value == table.title
    assert [sheet.cell(3, first + 2).value for _, first, _ in spans(table)] == [
        title for title, _, _ in spans(table)
    ]
    assert [cell.value for cell in sheet[4]][1:] == [head_text(head) for head in table.heads]
    texts = [sheet.cell(r, 1).value for r in range(5 + len(table.rows), sheet.max_row + 1)]
    assert texts == below(table)
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(("code", "year", "given"), TABLES)
def test_the_word_document_read_back(make: Make, code: str, year: int, given: dict[str, Any]) -> None:
    table = make(code, year, **given)
    word = docx.Document(io.BytesIO(to_docx(table)))
    [drawn] = word.tables
    assert [[cell.text for cell in row.cells] for row in drawn.rows[2:]] == expected(table)
    upper, lower = ([cell.text for cell in row.cells] for row in drawn.rows[:2])
    assert upper == ["单位", *(head.group for head in table.heads)]
    assert lower == ["单位", *(head_text(head) for head in table.heads)]
    assert word.paragraphs[0].text == table.title
    assert [p.text for p in word.paragraphs[1:]] == below(table)
    assert "演示数据" in word.sections[0].header.paragraphs[0].text


class Read(HTMLParser):
    """The cells of the rows of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th")
        if self.inside:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")


@pytest.mark.parametrize(("code", "year", "given"), TABLES)
def test_the_web_page_read_back(make: Make, code: str, year: int, given: dict[str, Any]) -> None:
    table = make(code, year, **given)
    page = Read()
    text = to_html(table)
    page.feed(text)
    assert page.rows[2:] == expected(table)
    for note in below(table):
        assert note in text
    assert "<script" not in text
    assert "http" not in text


def test_hostile_names_are_text_in_every_file(make: Make) -> None:
    table = make("permits")
    bad = Line("x", '=HYPERLINK("x")<script>', table.lines[0].cells)
    hostile = Disclosed(**{**table.__dict__, "lines": (bad,), "notes": ("<img src=x>", "\x00+1")})
    assert "<script>" not in to_html(hostile)
    assert "<img" not in to_html(hostile)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(hostile))).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert docx.Document(io.BytesIO(to_docx(hostile))).tables

"""What senders write for a number, and what becomes of it."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions import load_definitions
from definitions.model import Column
from etl.read import read_file
from etl.values import LARGEST, Number, parse_number, parse_year, to_stored
from tests.etl.reading_tools import HEADER, errors, notices, only, reader, values

CASES = Column("cases", "件数", (), "件")
YUAN = Column("amount", "金额", (), "元", integer=False)

UNDERSTOOD = {
    "304": "304",
    "0": "0",
    "1.0": "1",
    "1234.5600": "1234.56",
    " 304 ": "304",
    "３０４": "304",
    "１，２３４．５": "1234.5",
    "1,234,567": "1234567",
    "1，234，567": "1234567",
    "1 234 567": "1234567",
    "1\u00a0234": "1234",
    "1\u3000234": "1234",
    "\u200b12": "12",
    "+5": "5",
    "-0": "0",
    "007": "7",
    ".5": "0.5",
    "1E+05": "100000",
    "1.5e3": "1500",
    "12e-1": "1.2",
}
REFUSED = {
    "三百": "number_unreadable",
    "约300": "number_unreadable",
    "300左右*": "number_unreadable",
    "12 34": "number_unreadable",
    "1,23": "number_unreadable",
    "12,3456": "number_unreadable",
    "1,234 567": "number_unreadable",
    "3,5": "number_unreadable",
    "1.2.3": "number_unreadable",
    "5.": "number_unreadable",
    "①": "number_unreadable",
    "½": "number_unreadable",
    "٣": "number_unreadable",
    "3+4": "number_unreadable",
    "12（3）": "number_unreadable",
    "￥5": "number_unreadable",
    "9" * 101: "number_unreadable",
    "45%": "number_percent",
    "４５％": "number_percent",
    "-3%": "number_percent",
    "-5": "number_negative",
    "－５": "number_negative",
    "−5": "number_negative",
    "(5)": "number_negative",
    "（1,234）": "number_negative",
    "TRUE": "number_boolean",
    "false": "number_boolean",
    "2022-03-05": "number_date",
    "2022/3/5": "number_date",
    "2022年3月5日": "number_date",
    "3月5日": "number_date",
    "2022-03-05 12:00:00": "number_date",
    "12:30": "number_date",
    "1E400": "number_too_large",
    "9" * 40: "number_too_large",
    "0." + "1" * 40: "number_too_precise",
}


@pytest.mark.parametrize(("text", "value"), UNDERSTOOD.items())
def test_understood(text: str, value: str):
    number = parse_number(text)
    assert isinstance(number, Number)
    assert number.value == Decimal(value)
    assert number.plain == (text.strip() in ("304", "0", "1.0", "1234.5600"))


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_refused(text: str, code: str):
    assert parse_number(text) == code


@pytest.mark.parametrize(
    ("text", "unit"), [("304册", "册"), ("12 件", "件"), ("3.2万元", "万元"), ("1,000人次", "人次")]
)
def test_unit_after_the_number(text: str, unit: str):
    number = parse_number(text)
    assert isinstance(number, Number)
    assert (number.unit, number.plain) == (unit, False)


@pytest.mark.parametrize(
    ("value", "factor", "column", "stored"),
    [
        ("3.2", 10_000, YUAN, "32000"),
        ("0.00001", 10_000, YUAN, "0.1"),
        ("1.0", 1, CASES, "1"),
        ("1E+2", 1, CASES, "100"),
        ("0.00001", 1, YUAN, "number_too_precise"),
        ("1.5", 1, CASES, "number_not_integer"),
        ("1.5", 10_000, CASES, "15000"),
        ("10000000000000", 1, YUAN, "10000000000000"),
        ("10000000000001", 1, YUAN, "number_too_large"),
        ("1000000000.1", 10_000, YUAN, "number_too_large"),
    ],
)
def test_stored_value(value: str, factor: int, column: Column, stored: str):
    found = to_stored(Decimal(value), factor, column)
    assert (found if isinstance(found, str) else f"{found}") == stored


AMOUNTS = st.decimals(min_value=0, max_value=LARGEST, places=4, allow_nan=False, allow_infinity=False)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(
    AMOUNTS, st.sampled_from(["", " ", "\u3000", "\u00a0"]), st.booleans(), st.sampled_from(["", ",", " "])
)
def test_whatever_way_a_number_is_written_it_reads_the_same(amount, space, wide, thousands):
    text = f"{amount:,f}".replace(",", thousands)
    text = space + (text.translate(WIDE) if wide else text) + space
    number = parse_number(text)
    assert isinstance(number, Number)
    assert to_stored(number.value, 1, YUAN) == amount


@given(st.integers(0, 10**9), st.sampled_from(["元", "万元", "亿元"]))
def test_unit_in_a_cell_multiplies_exactly(amount, unit):
    number = parse_number(f"{amount}{unit}")
    assert isinstance(number, Number)
    factor = {"元": 1, "万元": 10**4, "亿元": 10**8}[number.unit]
    stored = to_stored(number.value, factor, YUAN)
    assert stored == (amount * factor if amount * factor <= LARGEST else "number_too_large")


@given(st.text(max_size=120))
def test_any_text_is_a_number_or_a_fault(text):
    parsed = parse_number(text)
    assert isinstance(parsed, Number) or parsed.startswith("number_")


@pytest.mark.parametrize("text", ["2022", "２０２２", "2022年", "2022年度", " 2022 "])
def test_year(text: str):
    assert parse_year(text, 2026) == 2022


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("22", "year_unreadable"),
        ("2022年上半年", "year_unreadable"),
        ("2022-2023", "year_unreadable"),
        ("二〇二二", "year_unreadable"),
        ("1999", "year_out_of_range"),
        ("2027", "year_out_of_range"),
    ],
)
def test_what_is_no_year(text: str, code: str):
    assert parse_year(text, 2026) == code


def test_unit_in_the_header_is_converted_once_and_said(tmp_path: Path):
    reading = reader(tmp_path)(
        "单位名称,年度,合计,罚没金额（万元）\n水利局,2022,1,0.5\n教育局,2022,1,3万元\n司法局,2022,,\n"
    )
    assert [cell.value for cell in reading.cells if cell.measure == "penalty_amount"] == [5000, 30000, None]
    assert notices(reading) == ["unit_converted", "number_understood"]
    assert "10000" in only(reading, "unit_converted").message


def test_unit_above_the_table_holds_for_amounts_only(tmp_path: Path):
    text = f"2022年度行政处罚\n填报单位：水利局    单位：件、万元\n{HEADER}\n水利局,2022,1,2,3,0.5\n"
    reading = reader(tmp_path)(text)
    assert values(reading)["penalty_amount"] == 5000
    assert values(reading)["total_cases"] == 3
    assert only(reading, "unit_converted").value == "万元"


def test_header_unit_overrides_the_one_above_the_table(tmp_path: Path):
    text = "单位：万元\n单位名称,年度,合计,罚没金额（元）\n水利局,2022,1,500\n"
    assert values(reader(tmp_path)(text))["penalty_amount"] == 500


def test_same_notice_in_a_column_is_told_once_and_names_the_cells(tmp_path: Path):
    rows = "\n".join(f"{name},2022,１,１,２,0" for name in ("水利局", "教育局", "林业局"))
    found = [f for f in reader(tmp_path)(f"{HEADER}\n{rows}\n").faults if f.code == "number_understood"]
    assert len(found) == 3
    assert "第2行第3列、第3行第3列、第4行第3列" in found[0].message
    assert "“１”→1" in found[0].message
    assert (found[0].body, found[0].year, found[0].measures) == (None, 2022, ("summary_procedure_cases",))


def test_comma_in_an_unquoted_number_shifts_the_row_and_is_refused(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n水利局,2022,1,234,3,5,0\n")
    assert errors(reading) == ["row_too_long"]


def test_a_printed_rate_may_end_in_a_percent_sign(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(
        "单位名称,年度,指标名称,数值,计量单位\n芦淞区,2022,行政复议纠错率,24%,%\n", encoding="utf-8"
    )
    reading = read_file(path, load_definitions())
    assert [(c.measure, c.value, c.unit) for c in reading.cells] == [
        ("published_correction_rate", Decimal(24), "%")
    ]
    assert not [f for f in reading.faults if f.level == "error"]

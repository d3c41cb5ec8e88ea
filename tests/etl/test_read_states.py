"""Number, not reported, no such function, withheld: the four never collapse into each other."""

from pathlib import Path

import pytest

from tests.etl.reading_tools import HEADER, errors, notices, only, reader, values

OWES, OWES_NOT = "水利局", "司法局"


def total(tmp_path: Path, body: str, text: str):
    reading = reader(tmp_path)(
        f"单位名称,年度,简易程序,合计\n{body},2022,{'1' if body == OWES else '无此职能'},{text}\n"
    )
    return values(reading).get("total_cases"), errors(reading), notices(reading)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("未报", "not_reported"),
        (" 未 报 送 ", "not_reported"),
        ("无此职能", "no_such_function"),
        ("不公开", "withheld"),
    ],
)
@pytest.mark.parametrize("body", [OWES, OWES_NOT])
def test_words_say_their_state_for_everybody(body: str, text: str, state: str, tmp_path: Path):
    assert total(tmp_path, body, text) == (state, [], [])


@pytest.mark.parametrize("text", ["-", "—", "——", "／", "无", "N/A"])
def test_unclear_text_depends_on_whether_the_body_owes_the_return(text: str, tmp_path: Path):
    assert total(tmp_path, OWES, text) == ("not_reported", [], ["state_ambiguous"])
    assert total(tmp_path, OWES_NOT, text) == ("no_such_function", [], ["state_ambiguous"])


def test_blank_is_not_reported_or_no_such_function_and_never_zero(tmp_path: Path):
    assert total(tmp_path, OWES, "") == ("not_reported", [], ["cell_blank"])
    assert total(tmp_path, OWES, "\u3000") == ("not_reported", [], ["cell_blank"])
    assert total(tmp_path, OWES_NOT, "") == ("no_such_function", [], [])


def test_zero_is_a_number_for_whoever_has_the_function(tmp_path: Path):
    assert total(tmp_path, OWES, "0") == (0, [], [])
    assert total(tmp_path, OWES_NOT, "0") == ("no_such_function", [], ["zero_without_function"])


def test_number_without_the_function_is_refused(tmp_path: Path):
    assert total(tmp_path, OWES_NOT, "7") == (None, ["function_missing"], [])


def test_row_of_blanks_is_a_row_and_told_once(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n{OWES},2022,,,,\n")
    assert set(values(reading).values()) == {"not_reported"}
    assert notices(reading) == ["row_blank"]
    assert (reading.rows, len(reading.cells)) == (1, 4)


def test_remedy_of_a_blank_says_how_to_write_zero_and_no_function(tmp_path: Path):
    found = only(reader(tmp_path)(f"{HEADER}\n{OWES},2022,1,2,3,\n"), "cell_blank")
    assert "填 0" in found.remedy
    assert "无此职能" in found.remedy


def test_column_of_another_year_may_be_blank_but_hold_no_number(tmp_path: Path):
    header = "单位名称,年度,合计,限制开展生产经营活动"
    reading = reader(tmp_path)(f"{header}\n水利局,2019,3,\n教育局,2019,3,-\n林业局,2022,3,1\n")
    assert not errors(reading)
    assert [cell.measure for cell in reading.cells if cell.year == 2019] == ["total_cases"] * 2
    refused = reader(tmp_path)(f"{header}\n水利局,2019,3,1\n教育局,2019,3,2\n")
    assert errors(refused) == ["measure_not_in_year"]
    assert "第2行第4列、第3行第4列" in only(refused, "measure_not_in_year").message


def test_same_header_means_the_classification_of_its_year(tmp_path: Path):
    reading = reader(tmp_path)("单位名称,年度,合计,罚款\n水利局,2020,3,3\n教育局,2021,4,4\n")
    assert [cell.measure for cell in reading.cells if cell.value and cell.measure != "total_cases"] == [
        "old_kind_fine",
        "kind_fine",
    ]

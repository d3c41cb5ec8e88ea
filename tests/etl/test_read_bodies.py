"""Whose figures a row holds, and for which year."""

from pathlib import Path

import pytest

from definitions import load_definitions
from etl.bodies import Bodies
from tests.etl.reading_tools import HEADER, errors, notices, only, read, reader, set_aside, values
from tests.etl.workbooks import PENALTIES, write_xlsx


@pytest.mark.parametrize(
    "name",
    [
        "water",
        "水利局",
        "株洲市芦淞区水利局",
        "区水利局",
        "水务局",
        " 水 利 局 ",
        "1. 水利局",
        "水利局\u3000",
    ],
)
def test_body_by_code_name_or_alias(name: str, tmp_path: Path):
    assert {cell.body for cell in reader(tmp_path)(f"{HEADER}\n{name},2022,1,2,3,0\n").cells} == {"water"}


def test_one_name_means_the_body_of_its_year(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n城管局,2020,1,2,3,0\n城管局,2021,1,2,3,0\n")
    assert [cell.body for cell in reading.cells[::4]] == ["urban_administration", "urban_management"]
    assert not errors(reading)


def test_unknown_body_is_named_with_the_nearest(tmp_path: Path):
    found = only(reader(tmp_path)(f"{HEADER}\n水力局,2022,1,2,3,0\n"), "body_unknown")
    assert found.value == "水力局"
    assert "“水利局”" in found.message


@pytest.mark.parametrize(
    ("name", "year", "instead"),
    [
        ("文旅广体局", 2020, "“文旅局”、“广体局”"),
        ("株洲市芦淞区广电体育局", 2021, "“文旅广体局”"),
        ("城管执法局", 2022, "“城管和综合执法局”"),
    ],
)
def test_body_of_another_time_names_who_stood_in_its_place(
    name: str, year: int, instead: str, tmp_path: Path
):
    reading = reader(tmp_path)(f"{HEADER}\n{name},{year},1,2,3,0\n")
    assert errors(reading) == ["body_not_in_year"]
    assert instead in only(reading, "body_not_in_year").message


def test_name_inside_a_longer_name_does_not_count_in_a_title():
    """体育局 is a body of its own until 2020, and the end of another's name ever since."""
    found = Bodies(load_definitions()).in_text("株洲市芦淞区文化旅游广电体育局2022年度报表", None)
    assert [body.body for body in found] == ["culture_tourism_sports"]


def test_faults_of_key_and_figure_are_told_together(tmp_path: Path):
    """A row whose body is unknown still has its numbers looked at."""
    reading = reader(tmp_path)(f"{HEADER}\n水力局,2022,1,abc,3,0\n教育局,去年,x,2,3,0\n")
    assert errors(reading) == ["body_unknown", "number_unreadable", "year_unreadable", "number_unreadable"]
    assert not reading.cells


def test_same_unknown_body_on_many_lines_is_told_once(tmp_path: Path):
    lines = "".join(f"水力局,2022,{label},1\n" for label in ("行政检查次数", "行政确认", "行政征收次数"))
    reading = reader(tmp_path)(f"单位名称,年度,指标,数值\n{lines}")
    assert errors(reading) == ["body_unknown"]
    assert "第2行第1列、第3行第1列、第4行第1列" in only(reading, "body_unknown").message


def test_duplicates_are_found_across_sheets_and_names_both_places(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"行政处罚": PENALTIES[:2], "处罚": PENALTIES[:2]})
    found = only(read(path), "duplicate_row")
    assert (found.sheet, found.cell) == ("处罚", "A2")
    assert "“行政处罚”表 A2" in found.message


def test_duplicate_lines_are_found_per_measure(tmp_path: Path):
    text = "单位名称,年度,指标,数值\n水利局,2022,行政检查次数,1\n水利局,2022,行政确认,1\n水利局,2022,检查次数,1\n"
    reading = reader(tmp_path)(text)
    assert errors(reading) == ["duplicate_row"]
    assert only(reading, "duplicate_row").cell == "第4行第4列"


@pytest.mark.parametrize("row", ["2022年度,水利局", "2022,水利局", "２０２２年,水利局"])
def test_columns_in_any_order(row: str, tmp_path: Path):
    assert values(reader(tmp_path)(f"年度,单位,合计\n{row},3\n"))["total_cases"] == 3


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("2022年度行政处罚情况", "return.csv", 2022),
        ("行政处罚情况（2022年）", "return.csv", 2022),
        ("2022年1-12月行政处罚情况", "return.csv", 2022),
        ("2022年度行政处罚情况,2023年1月10日填报", "return.csv", 2022),
        ("2022年度行政处罚情况\n（2023年填报）", "return.csv", 2022),
        ("统计年度：2022", "return.csv", 2022),
        ("单位,全区,年度,２０２２", "return.csv", 2022),
        ("行政处罚情况", "2022年行政处罚.csv", 2022),
        ("行政处罚情况", "penalties_2022.csv", 2022),
    ],
)
def test_year_from_the_title_or_the_name(title: str, name: str, year: int, tmp_path: Path):
    reading = reader(tmp_path)(f"{title}\n单位名称,简易程序,普通程序,合计\n水利局,1,2,3\n", name)
    assert {cell.year for cell in reading.cells} == {year}
    assert "year_from_title" in notices(reading)


@pytest.mark.parametrize(
    "title", ["2021年和2022年行政处罚情况", "行政处罚情况", "填报日期：2023年1月10日", "2021年度、2022年度"]
)
def test_no_year_or_two_is_refused(title: str, tmp_path: Path):
    reading = reader(tmp_path)(f"{title}\n单位名称,简易程序,普通程序,合计\n水利局,1,2,3\n")
    assert errors(reading) == ["year_column_missing"]
    assert not reading.cells


@pytest.mark.parametrize(
    "title", ["填报单位：水利局", "株洲市芦淞区水利局行政处罚情况", "芦淞区行政处罚情况（区水务局）"]
)
def test_body_of_a_single_row_from_the_title(title: str, tmp_path: Path):
    reading = reader(tmp_path)(f"{title}\n年度,简易程序,普通程序,合计\n2022,1,2,3\n")
    assert {cell.body for cell in reading.cells} == {"water"}
    assert only(reading, "body_from_title").body == "water"


@pytest.mark.parametrize(
    ("title", "rows"),
    [("水利局和教育局", "2022,1,2,3\n"), ("水利局", "2022,1,2,3\n2022,4,5,9\n"), ("汇总", "2022,1,2,3\n")],
)
def test_no_body_two_bodies_or_two_rows_are_refused(title: str, rows: str, tmp_path: Path):
    assert errors(reader(tmp_path)(f"{title}\n年度,简易程序,普通程序,合计\n{rows}")) == [
        "body_column_missing"
    ]


def test_the_rows_of_several_years_may_be_one_bodys(tmp_path: Path):
    reading = reader(tmp_path)("水利局\n年度,简易程序,普通程序,合计\n2021,1,2,3\n2022,4,5,9\n")
    assert {(cell.body, cell.year) for cell in reading.cells} == {("water", 2021), ("water", 2022)}


def test_district_is_no_row_of_an_ordinary_return(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n水利局,2022,1,2,3,0\n芦淞区,2022,1,2,3,0\n")
    assert errors(reading) == ["body_is_total"]
    assert {cell.body for cell in reading.cells} == {"water"}


def test_unlisted_heading_among_the_bodies_is_set_aside_but_a_misspelt_body_is_not(tmp_path: Path):
    reading = reader(tmp_path)(f"{HEADER}\n一、执法部门,,,,,\n水利局,2022,1,2,3,0\n教育菊,,,,,\n")
    assert set_aside(reading) == [(1, "header"), (2, "note")]
    assert errors(reading) == ["body_unknown", "year_blank"]

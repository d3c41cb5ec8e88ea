"""Large lists: whatever is in them, both readers say the same."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from definitions import load_definitions
from etl import bulk
from etl.bulk import read_bulk
from etl.findings import MOST_OF_A_CODE
from etl.model import NOT_REPORTED
from tests.etl import long_files
from tests.etl.long_files import NAME, all_cells, any_size, as_ordinary, both_ways, plain_lines, write_long
from tests.etl.workbooks import write_xlsx
from warehouse.bulk import HEAD

RELAXED = settings(suppress_health_check=list(HealthCheck), max_examples=40)
PLAIN = [[line[name] for name in ("body", "year", "label", "value")] for line in plain_lines()]
LINE = ["水利局", "2022", "行政检查次数", "12"]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    any_size(monkeypatch)
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@RELAXED
@given(content=long_files.long_files())
def test_both_readers_say_the_same(tmp_path: Path, scratch: Path, content: bytes) -> None:
    definitions, path = load_definitions(), tmp_path / "list.csv"
    path.write_bytes(content)
    fast, slow = both_ways(path, scratch, definitions)
    if fast is not None:
        assert fast.count == len(slow.cells)
        assert as_ordinary(fast, definitions) == slow


ODD = {
    0: "卫健委|氺利局||合计|芦淞区|城市管理局|=水利局|注：来源|水利局 ",
    1: "2022年||1999|2099|二〇二二|２０２２| 2022",
    2: "检查||申请数|1. 行政检查次数|警告|kind_fine|罚没金额（万元）",
    3: '|—|未报|无此职能|0|-3|007|12.0|12.5|"1,234"|1,234|1.00001|10000000000000|10000000000001|99999999999999|=1+1| 12 |12件',
}


@pytest.mark.parametrize(
    ("place", "text"), [(place, text) for place in ODD for text in ODD[place].split("|")]
)
def test_one_odd_line_among_plain_ones(tmp_path: Path, scratch: Path, place: int, text: str) -> None:
    odd = [text if number == place else part for number, part in enumerate(LINE)]
    path = write_long(tmp_path / "list.csv", [*PLAIN, odd, ["水利局", "2021", "行政检查次数", "5"]])
    definitions = load_definitions()
    fast, slow = both_ways(path, scratch, definitions)
    assert fast is not None
    assert fast.bulk is not None
    # All but the head and at most the odd line were never Python objects.
    assert fast.bulk.count >= len(PLAIN) - HEAD + 1
    assert as_ordinary(fast, definitions) == slow


def test_what_is_plainly_right_stays_aside(tmp_path: Path, scratch: Path) -> None:
    odd = [["水利局", "2022年", "行政检查次数", "12"], ["区水利局", "2021", "罚没金额", "12.50"]]
    path = write_long(tmp_path / "list.csv", [*PLAIN, *odd, ["水利局", "2020", "inspections", "未报"]])
    fast = read_bulk(path, load_definitions(), NAME, scratch)
    assert fast is not None
    assert fast.bulk is not None
    assert (len(fast.cells), fast.bulk.count) == (HEAD - 1, len(PLAIN) - HEAD + 4)
    *_, year, amount, state = all_cells(fast, load_definitions())
    line = len(PLAIN) + 2
    assert (str(year.value), year.raw, year.cell, year.year) == ("12", "12", f"第{line}行第4列", 2022)
    assert (str(amount.value), amount.raw, amount.cell) == ("12.5", "12.50", f"第{line + 1}行第4列")
    assert (state.value, state.state, state.raw) == (None, NOT_REPORTED, "未报")
    assert fast.rows == len(PLAIN) + 3
    assert not fast.faults


@pytest.mark.parametrize(
    "twin", [LINE, ["水利局", "2022年", "inspections", "abc"], ["区水利局", "2022", LINE[2], "-1"]]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_line_and_its_twin_are_judged_together(
    tmp_path: Path, scratch: Path, twin: list[str], first: bool
) -> None:
    pair = [twin, LINE] if first else [LINE, twin]
    path = write_long(tmp_path / "list.csv", [*PLAIN, pair[0], ["水利局", "2021", LINE[2], "5"], pair[1]])
    definitions = load_definitions()
    fast, slow = both_ways(path, scratch, definitions)
    assert fast is not None
    assert [f.code for f in fast.faults].count("duplicate_row") == 1
    assert as_ordinary(fast, definitions) == slow


def test_thousands_of_wrong_lines_are_told_as_in_a_small_file(tmp_path: Path, scratch: Path) -> None:
    wrong = [["水利局", "2022", f"指标{n}", "1"] for n in range(MOST_OF_A_CODE + 5)]
    wrong += [["水利局", "2022", measure, "约一"] for measure in ("简易程序", "普通程序")]
    path = write_long(tmp_path / "list.csv", [*PLAIN, *wrong])
    definitions = load_definitions()
    fast, slow = both_ways(path, scratch, definitions)
    assert fast is not None
    assert fast.faults == slow.faults
    assert [f.code for f in fast.faults].count("measure_unknown") == MOST_OF_A_CODE
    assert "还有 5 处" in next(f.message for f in fast.faults if f.code == "more_faults")


def test_the_lines_left_to_python_are_limited(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGEST_SHARE", 0.25)
    right = [
        ["水利局", "2022", measure, "1"] for measure in load_definitions().datasets["permits"].by_measure
    ]
    path = write_long(tmp_path / "list.csv", [*PLAIN, *right, *[["某局", "2022", "简易程序", "1"]] * 200])
    assert read_bulk(path, load_definitions(), NAME, scratch) is None


def test_small_files_are_left_to_the_ordinary_reader(tmp_path: Path) -> None:
    assert read_bulk(write_long(tmp_path / "list.csv", PLAIN), load_definitions(), NAME, tmp_path) is None


TEXT = "\n".join(",".join(line) for line in [long_files.HEADERS["plain"], *PLAIN]) + "\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode("gb18030"), id="GBK"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xff" + TEXT.encode(), id="no text"),
        pytest.param(f"历史数据\n{TEXT}".encode(), id="title"),
        pytest.param(TEXT.replace("指标名称", "事项说明").encode(), id="no measure column"),
        pytest.param(TEXT.replace("年度", "栏目").encode(), id="no year column"),
        pytest.param(f"{TEXT}\n\n{TEXT}".encode(), id="second table"),
        pytest.param(f'{TEXT}水利局,2022,"行政\n检查",1\n'.encode(), id="quoted line break"),
        pytest.param(f'{TEXT}水利局,2022, "行政检查",1\n'.encode(), id="space and quote"),
        pytest.param(f"{TEXT}水利局,2022,行政检查,1\0\n".encode(), id="zero"),
        pytest.param(f"{TEXT}水利局,2022\r,行政检查,1\n".encode(), id="carriage return"),
        pytest.param(f"{TEXT}{'长' * 40_000},2022,行政检查,1\n".encode(), id="endless line"),
        pytest.param("\n".join(TEXT.splitlines()[:50]).encode(), id="hardly a head"),
    ],
)
def test_what_is_no_plain_list_is_left_to_the_ordinary_reader(
    tmp_path: Path, scratch: Path, content: bytes
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert read_bulk(path, load_definitions(), NAME, scratch) is None


def test_neither_workbooks_nor_false_names_are_lists(tmp_path: Path, scratch: Path) -> None:
    header = long_files.HEADERS["plain"]
    assert (
        read_bulk(
            write_xlsx(tmp_path / "a.xlsx", {"数据": [header, *PLAIN]}), load_definitions(), NAME, scratch
        )
        is None
    )
    path = write_long(tmp_path / "list.csv", PLAIN)
    assert read_bulk(path, load_definitions(), "报表.xlsx", scratch) is None


def test_a_path_is_never_taken_for_a_pattern(tmp_path: Path, scratch: Path) -> None:
    other = write_long(tmp_path / "list1.csv", [*PLAIN, LINE])
    path = other.rename(tmp_path / "list[1].csv")
    write_long(tmp_path / "list1.csv", PLAIN)
    assert read_bulk(path, load_definitions(), NAME, scratch) is None


@pytest.mark.parametrize("ending", ["", "\n", "\r\n\r\n\r\n", "\n,,,\n,,,\n"])
def test_the_end_of_the_file(tmp_path: Path, scratch: Path, ending: str) -> None:
    path, definitions = tmp_path / "list.csv", load_definitions()
    end = "\r\n" if "\r" in ending else "\n"
    path.write_bytes((TEXT.strip().replace("\n", end) + ending).encode("utf-8-sig"))
    fast, slow = both_ways(path, scratch, definitions)
    assert fast is not None
    assert as_ordinary(fast, definitions) == slow


def test_the_largest_figure_of_all_is_exact(tmp_path: Path, scratch: Path) -> None:
    path = write_long(tmp_path / "list.csv", [*PLAIN, ["水利局", "2022", "罚没金额", "9999999999999.9999"]])
    fast = read_bulk(path, load_definitions(), NAME, scratch)
    assert fast is not None
    assert all_cells(fast, load_definitions())[-1].value == Decimal("9999999999999.9999")

"""Whether a head appeared, from ledgers that only say who did; and that no name is kept."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from definitions import load_definitions
from etl import pipeline
from etl.amend import Amendments, Correction
from etl.case_people import appeared
from etl.model import Reading
from etl.read import read_file
from ledger.folder import DataFolder
from tests.etl.case_tools import totals
from tests.etl.reading_tools import errors, only, read
from tests.etl.workbooks import Value, write_csv, write_xlsx

HEAD = ("案号", "被告", "开庭日期", "出庭负责人", "未出庭原因")
HEADS = load_definitions().ledgers["hearings"].persons


def hearings(folder: Path, *names: Value, head: Sequence[Value] = HEAD) -> Path:
    rows = [(f"2024初{n}号", "卫生健康局", f"2024-05-{n:02}", name, "") for n, name in enumerate(names, 1)]
    return write_csv(folder / "2024年开庭台账.csv", (head, *rows))


def counted(reading: Reading) -> tuple[int, int]:
    found = totals(reading)
    return found["head_appearances"], found["litigation_hearings"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("欧阳建国", "yes"),
        ("张 三", "yes"),
        ("李某某", "yes"),
        ("副局长", "yes"),
        ("党组书记、局长 张三", "yes"),
        ("张三（副局长）、律师李四", "yes"),
        ("法规科科长李四，副局长张三", "yes"),
        ("局长未出庭，副局长张三出庭", "yes"),
        ("阿卜杜·热合曼", "yes"),
        ("副鎮長", "yes"),
        ("未出庭，委托律师李四", "no"),
        ("负责人缺席", "no"),
        ("仅代理人出庭", "no"),
        ("律师李四", None),
        ("四级主任科员王五", None),
        ("办公室主任赵六", None),
        ("张三、委托代理人李四", None),
        ("局长因公外出委托李四", None),
        ("详见附件", None),
        ("2人", None),
        ("1", None),
    ],
)
def test_who_came_says_whether_a_head_did(text: str, code: str | None) -> None:
    assert appeared(text, HEADS) == code


def test_a_name_or_a_post_is_an_appearance(tmp_path: Path) -> None:
    reading = read(hearings(tmp_path, "张三丰", "副局长", "无", "未出庭", "出庭", "否"))
    assert errors(reading) == []
    assert counted(reading) == (3, 6)
    assert "case_nobody_named" not in {f.code for f in reading.faults}
    assert "张三丰" not in repr(reading)


def test_nobody_named_is_nobody_there_and_that_is_said(tmp_path: Path) -> None:
    reading = read(hearings(tmp_path, "张三丰", None, "—"))
    assert counted(reading) == (1, 3)
    fault = only(reading, "case_nobody_named")
    assert "第3行第4列、第4行第4列 的“出庭负责人”空着，按负责人没有出庭计，共2行" in fault.message
    assert fault.level == "notice"


def test_a_hearing_that_has_not_been_is_no_absence(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "2024年开庭台账.csv", (HEAD, ("初1号", "卫生健康局", "未开庭", "", "")))
    assert "case_nobody_named" not in {f.code for f in read(path).faults}


def test_an_agent_is_asked_about_without_a_name(tmp_path: Path) -> None:
    reading = read(hearings(tmp_path, "张三丰", "法律顾问周芷若"))
    assert errors(reading) == ["case_person_unclear"]
    assert only(reading, "case_person_unclear").cell == "第3行第4列"
    assert "周芷若" not in repr(reading)


@pytest.mark.parametrize("name", ["张三丰", "副局长张三丰"])
def test_a_name_where_it_is_asked_whether_anybody_came_is_a_yes(tmp_path: Path, name: str) -> None:
    reading = read(hearings(tmp_path, name, "否", head=(*HEAD[:3], "负责人是否出庭", HEAD[4])))
    assert errors(reading) == []
    assert counted(reading) == (1, 2)


def test_where_both_are_asked_the_answer_counts_and_not_the_name(tmp_path: Path) -> None:
    head = (*HEAD[:3], "负责人是否出庭", "出庭负责人")
    row = ("初1号", "卫生健康局", "2024-05-01")
    rows = ((*row, "否", "律师周芷若"), ("初2号", *row[1:], "", "副局长"), ("初3号", *row[1:], "", ""))
    reading = read(write_csv(tmp_path / "2024年开庭台账.csv", (head, *rows)))
    assert [(f.code, f.cell) for f in reading.faults if f.level == "error"] == [
        ("case_value_unknown", "第4行第4列")
    ]
    assert counted(reading) == (1, 3)


def test_a_name_and_a_post_below_one_heading_are_two_columns(tmp_path: Path) -> None:
    """Of the two the post says more; without one the name counts."""
    head = (("案号", "被告", "开庭日期", "出庭负责人", None), (None, None, None, "姓名", "职务"))
    row = ("卫生健康局", "2024-05-01")
    rows = (("初1号", *row, "张三丰", "副局长"), ("初2号", *row, "张三丰", None), ("初3号", *row, None, None))
    path = write_xlsx(tmp_path / "2024年开庭台账.xlsx", {"Sheet1": (*head, *rows)}, merge=["D1:E1"])
    reading = read(path)
    assert errors(reading) == []
    assert counted(reading) == (2, 3)
    asked = (*head, ("初1号", *row, "李四", "法规科科长"))
    other = write_xlsx(tmp_path / "2024年开庭台账.xlsx", {"Sheet1": asked}, merge=["D1:E1"])
    assert errors(read(other)) == ["case_person_unclear"]


def test_a_name_where_it_is_asked_whether_the_principal_came_is_not_repeated(tmp_path: Path) -> None:
    reading = read(hearings(tmp_path, "张三丰", head=(*HEAD[:3], "主要负责人出庭", HEAD[4])))
    assert errors(reading) == ["case_value_unknown"]
    assert "张三丰" not in repr(reading)


def test_what_is_put_right_on_the_page_leaves_no_name(tmp_path: Path) -> None:
    path = hearings(tmp_path, "律师周芷若", "局长")
    amended = Amendments((Correction(None, "第2行第4列", "未出庭"),))
    reading = read_file(path, load_definitions(), path.name, amended)
    assert counted(reading) == (1, 2)
    assert "周芷若" not in repr(reading.faults)
    assert "原件填写“（姓名，不重复）”" in only(reading, "cell_corrected").message


@pytest.mark.parametrize("names", [("张三丰", "副局长周芷若"), ("张三丰", "律师周芷若")])
def test_no_name_is_kept_but_in_the_file_itself(tmp_path: Path, names: Sequence[str]) -> None:
    """Accepted or refused."""
    data = DataFolder(tmp_path / "data")
    pipeline.load([hearings(tmp_path, *names)], data=data)
    kept = [path for path in data.root.rglob("*") if path.is_file() and "originals" not in path.parts]
    assert len(kept) > 1
    for path in kept:
        written = path.read_bytes()
        for name in ("张三丰", "周芷若"):
            assert name.encode() not in written
            assert name.encode("unicode_escape") not in written

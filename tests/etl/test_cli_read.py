"""`read`, `check` and `template`: field names, addresses, nulls; nothing is changed."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from definitions import load_definitions
from tests.etl.command_line import CommandLine
from tests.etl.returns import HEADERS, inspections, unequal, write

# As the issue lists them.
CHECK = ["file", "ok", "rows", "faults"]
FAULT = ["level", "code", "sheet", "cell", "column", "value", "message", "remedy"]
CELL = ["dataset", "body", "year", "measure", "value", "state", "unit", "sheet", "cell"]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_read_gives_every_cell_with_its_address(etl: CommandLine, tmp_path: Path, data: Path) -> None:
    path = write(tmp_path, "检查.csv", f"{HEADERS},备用\n水利局,2022,１２,无此职能,未报,\n合计,2022,12,,,\n")
    answer = etl("read", path, "--json")
    assert answer.code == 0
    found = answer.json
    assert {"file", "rows", "cells", "set_aside", "unmapped", "faults"} <= set(found)
    assert all(set(CELL) <= set(cell) for cell in found["cells"])
    first = {name: found["cells"][0][name] for name in CELL}
    assert first == {
        "dataset": "other_acts", "body": "water", "year": 2022, "measure": "inspections", "value": 12,
        "state": "number", "unit": "次", "sheet": None, "cell": "第2行第3列",
    }  # fmt: skip
    states = [(cell["value"], cell["state"]) for cell in found["cells"][1:]]
    assert states == [(None, "no_such_function"), (None, "not_reported"), (None, "not_reported")]
    assert [row["why"] for row in found["set_aside"]] == ["header", "totals"]
    assert [header["header"] for header in found["unmapped"]] == ["备用"]
    assert not data.exists()


def test_read_says_it_in_words_too(etl: CommandLine, tmp_path: Path) -> None:
    text = etl("read", inspections(tmp_path, "a.csv", "水利局", "1,200".replace(",", "，"))).out
    assert "水利局 2022年《其他行政执法行为》" in text
    assert "第2行第3列　行政检查次数 = 1,200次" in text
    assert "other_acts" not in text


def test_read_of_an_unreadable_file_is_1(etl: CommandLine, tmp_path: Path) -> None:
    answer = etl("read", write(tmp_path, "a.xlsx", "PK"), "--json")
    assert answer.code == 1
    assert answer.json["cells"] == []
    assert "读不出任何数据：a.xlsx" in answer.err


@pytest.mark.parametrize("command", ["read", "check"])
def test_one_file_gives_an_object_and_several_a_list(command: str, etl: CommandLine, tmp_path: Path) -> None:
    one = inspections(tmp_path / "in", "a.csv", "水利局", 1)
    assert etl(command, one, "--json").json["file"] == "a.csv"
    two = inspections(tmp_path / "in", "b.csv", "教育局", 1)
    assert [f["file"] for f in etl(command, two, one, "--json").json] == ["b.csv", "a.csv"]
    assert [f["file"] for f in etl(command, tmp_path / "in", "--json").json] == ["a.csv", "b.csv"]
    assert etl(command, one, one, tmp_path / "in" / "." / "a.csv", "--json").json["file"] == "a.csv"


def test_check_has_the_fields_of_the_issue_and_changes_nothing(
    etl: CommandLine, tmp_path: Path, data: Path
) -> None:
    answer = etl("check", inspections(tmp_path, "a.csv", "水利局", "十二"), "--json")
    assert answer.code == 1
    assert "不改动任何数据" in answer.err
    found = answer.json
    assert list(found)[:4] == CHECK
    assert (found["file"], found["ok"], found["rows"]) == ("a.csv", False, 1)
    assert all(list(fault)[:8] == FAULT for fault in found["faults"])
    (error,) = [fault for fault in found["faults"] if fault["level"] == "error"]
    assert (error["code"], error["sheet"], error["cell"]) == ("number_unreadable", None, "第2行第3列")
    assert (error["column"], error["value"]) == ("行政检查次数", "十二")
    assert error["message"]
    assert error["remedy"]
    assert not data.exists()


def test_check_of_a_good_file_is_0(etl: CommandLine, tmp_path: Path) -> None:
    answer = etl("check", inspections(tmp_path, "a.csv", "水利局", 12), "--json")
    assert (answer.code, answer.err, answer.json["ok"]) == (0, "", True)


def test_check_judges_against_what_is_served(etl: CommandLine, on_sample: Path, tmp_path: Path) -> None:
    before = snapshot(on_sample)
    path = write(tmp_path, "诉讼.csv", "单位名称,年度,旧存,新收,审结,未结\n市场监管局,2023,99,1,0,100\n")
    codes = [fault["code"] for fault in etl("check", path, "--json").json["faults"]]
    assert "carry_over_broken" in codes
    assert snapshot(on_sample) == before


@pytest.mark.parametrize(
    "target", ["第2行第6列", "F2", "identity_broken", "reconsideration_outcomes_add_up", "勾稽关系不成立"]
)
def test_a_reason_by_cell_or_code_lets_a_broken_identity_pass(
    target: str, etl: CommandLine, tmp_path: Path
) -> None:
    path = unequal(tmp_path)
    open_fault = etl("check", path, "--json")
    assert open_fault.code == 1
    (found,) = [fault for fault in open_fault.json["faults"] if fault["level"] == "explain"]
    if target in ("第2行第6列", "F2"):
        assert found["cell"] == "第2行第6列"
    if target == "勾稽关系不成立":
        target = load_definitions().faults[found["code"]].title
    answer = etl("check", path, "--explain", f"{target}=一案作出两项决定", "--json")
    assert (answer.code, answer.json["ok"]) == (0, True)
    assert [one["text"] for one in answer.json["explained"]] == ["一案作出两项决定"]


def test_a_reason_for_nothing_is_said_back(etl: CommandLine, tmp_path: Path) -> None:
    answer = etl("check", unequal(tmp_path), "--explain", "B9=一案作出两项决定", "--json")
    assert answer.code == 1
    assert "reason_unused" in [fault["code"] for fault in answer.json["faults"]]


def test_template_writes_a_form_and_never_over_another(
    etl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = etl("template", "市场监督管理局", "--year", 2023, "--json")
    assert answer.code == 0
    assert answer.json["file"] == "市场监管局2023年度报送模板.xlsx"
    assert answer.json["body"] == "market_supervision"
    assert "行政处罚" in answer.json["sheets"]
    before = Path(answer.json["file"]).read_bytes()
    again = etl("template", "市场监督管理局", "--year", 2023)
    assert again.code == 2
    assert "没有覆盖" in again.err
    assert Path(answer.json["file"]).read_bytes() == before


def test_template_shows_what_is_published_of_the_year_before(
    etl: CommandLine, on_sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    assert etl("template", "公安分局", "--year", 2023, "--output", path).code == 0
    sheet = load_workbook(path)["行政应诉"]
    assert [cell.value for cell in sheet[3]][:6] == ["注：上年（2022年）填报，仅供对照", None, 0, 1, 0, 1]
    assert sheet["C2"].value == 1
    answer = etl("read", path, "--json")
    assert {cell["year"] for cell in answer.json["cells"]} == {2023}


def test_template_goes_where_it_is_told(etl: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "下 发"
    folder.mkdir()
    assert etl("template", "water", "--year", 2023, "--output", folder).code == 0
    assert [path.name for path in folder.iterdir()] == ["水利局2023年度报送模板.xlsx"]
    assert etl("template", "water", "--year", 2023, "--output", folder / "没有" / "a.xlsx").code == 2
    answer = etl("template", "water", "--year", 2023, "--output", folder / "a.csv")
    assert (answer.code, ".xlsx" in answer.err) == (2, True)

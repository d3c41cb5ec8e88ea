"""`load`, `publish`, `rebuild`, `withdraw`, `status`: what they answer and what is served afterwards."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.etl.command_line import CommandLine
from tests.etl.returns import HEADERS, inspections, unequal, write

# As the issue lists them.
MEASURE = ["body", "body_name", "year", "measure", "value", "state", "source", "submission"]


def served(etl: CommandLine, body: str = "water", measure: str = "inspections") -> Any:
    rows = etl("measures", "--year", 2022, "--body", body, "--json").json
    return next((row["value"] for row in rows if row["measure"] == measure), None)


def test_in_time_is_judged_only_where_the_day_is_known(etl: CommandLine, tmp_path: Path) -> None:
    """水利局 owes several returns; a load without a day says nothing of when they came."""
    path = inspections(tmp_path, "检查.csv", "水利局", 12)
    assert etl("load", path).code == 0
    assert served(etl, measure="returns_reported") == 1
    assert served(etl, measure="returns_on_time") is None
    for day, on_time in (("2023-02-01", None), ("2023-01-31", 1)):
        more = inspections(tmp_path, f"{day}.csv", "水利局", int(day[-2:]))
        assert etl("load", more, "--received", day).code == 0
        assert served(etl, measure="returns_on_time") == on_time
    wrong = etl("load", path, "--received", "31/1/2023")
    assert wrong.code == 2
    assert "2026-01-20" in wrong.err
    assert etl("load", path, "--received", "2999-01-01").code == 2


def test_a_load_is_served_with_its_source(etl: CommandLine, tmp_path: Path) -> None:
    answer = etl("load", inspections(tmp_path, "检查.csv", "水利局", 12), "--json")
    assert (answer.code, answer.err) == (0, "")
    assert (answer.json["ok"], answer.json["publish"], answer.json["kind"]) == (True, 1, "full")
    (file,) = answer.json["files"]
    assert (file["file"], file["submission"], file["rows"], file["already"]) == ("检查.csv", 1, 1, False)
    rows = etl("measures", "--year", "2022年", "--body", "水利局", "--json").json
    assert all(list(row)[:8] == MEASURE for row in rows)
    row = next(row for row in rows if row["measure"] == "inspections")
    assert [row[name] for name in MEASURE] == [
        "water", "株洲市芦淞区水利局", 2022, "inspections", 12, "number", "检查.csv 第2行第3列", 1,
    ]  # fmt: skip
    # A column the file has not, and a return that never came.
    for measure, source in (("adjudications", "检查.csv"), ("permits_granted", None)):
        missing = next(row for row in rows if row["measure"] == measure)
        assert (missing["value"], missing["state"], missing["source"]) == (None, "not_reported", source)


def test_a_faulty_file_keeps_everything_out(etl: CommandLine, tmp_path: Path, data: Path) -> None:
    etl("load", inspections(tmp_path, "old.csv", "水利局", 12))
    inspections(tmp_path / "in", "a.csv", "水利局", 13)
    inspections(tmp_path / "in", "b.csv", "教育局", "十二")
    answer = etl("load", tmp_path / "in", "--json")
    assert (answer.code, answer.json["ok"], answer.json["publish"]) == (1, False, 1)
    assert "没有载入任何数据" in answer.err
    assert served(etl) == 12
    text = etl("load", tmp_path / "in").out
    assert "a.csv：没有载入，同批的其他文件有问题" in text
    assert "b.csv：没有载入，有问题" in text


def test_skipping_the_faulty_loads_the_rest_and_is_still_1(etl: CommandLine, tmp_path: Path) -> None:
    inspections(tmp_path / "in", "a.csv", "水利局", 13)
    inspections(tmp_path / "in", "b.csv", "教育局", "十二")
    answer = etl("load", tmp_path / "in", "--skip-faulty", "--json")
    assert answer.code == 1
    assert "其余已载入" in answer.err
    assert [file["submission"] for file in answer.json["files"]] == [1, None]
    assert served(etl) == 13


def test_two_files_of_one_load_that_disagree_are_refused(etl: CommandLine, tmp_path: Path) -> None:
    inspections(tmp_path / "in", "检查.csv", "水利局", 12)
    inspections(tmp_path / "in", "检查（改）.csv", "水利局", 13)
    answer = etl("load", tmp_path / "in", "--json")
    assert answer.code == 1
    clashes = [
        fault for file in answer.json["files"] for fault in file["faults"] if fault["level"] == "error"
    ]
    assert [fault["code"] for fault in clashes] == ["reported_twice"] * 2
    assert "水利局2022年的《其他行政执法行为》在同批的“检查（改）.csv”里也报了" in clashes[0]["message"]


def test_copies_in_one_load_count_once(etl: CommandLine, tmp_path: Path) -> None:
    path = inspections(tmp_path / "in", "a.csv", "水利局", 12)
    shutil.copy(path, path.with_name("a - 副本.csv"))
    answer = etl("load", tmp_path / "in", "--json")
    assert answer.code == 0
    files = {file["file"]: (file["submission"], file["same_as"]) for file in answer.json["files"]}
    assert files == {"a - 副本.csv": (1, None), "a.csv": (1, "a - 副本.csv")}


def test_a_blank_form_is_refused_and_wipes_nothing_out(etl: CommandLine, tmp_path: Path) -> None:
    etl("load", inspections(tmp_path, "a.csv", "水利局", 12))
    answer = etl("load", write(tmp_path, "blank.csv", f"{HEADERS}\n水利局,2022,,,,\n"), "--json")
    assert answer.code == 1
    assert "nothing_reported" in [fault["code"] for fault in answer.json["files"][0]["faults"]]
    # A form with a blank sheet beside a filled one speaks of the filled one only.
    both = f"{HEADERS}\n水利局,2022,,,,\n教育局,2022,5,0,0,0\n"
    assert etl("load", write(tmp_path, "both.csv", both)).code == 0
    assert (served(etl), served(etl, "education")) == (12, 5)


def test_a_file_without_rows_is_refused(etl: CommandLine, tmp_path: Path) -> None:
    answer = etl("load", write(tmp_path, "a.csv", f"{HEADERS}\n"), "--json")
    assert (answer.code, answer.json["publish"]) == (1, None)


def test_nothing_to_publish_is_no_failure(etl: CommandLine, data: Path) -> None:
    for command in ("publish", "rebuild"):
        answer = etl(command, "--json")
        assert (answer.code, answer.json) == (0, {"publish": None})
        assert "python -m etl load" in etl(command).out
    assert etl("status", "--json").json["publish"] is None
    for command in ("indicators", "measures"):
        answer = etl(command, "--year", 2022, "--json")
        assert (answer.code, answer.json) == (0, [])
        assert "还没有可发布的数据" in answer.err
    assert not data.exists()


def everything(etl: CommandLine) -> list:
    """All that the two commands say of two years, but for the number of the publish."""
    rows = [row for year in (2021, 2022) for row in etl("indicators", "--year", year, "--json").json]
    rows += [row for year in (2021, 2022) for row in etl("measures", "--year", year, "--json").json]
    return [{key: value for key, value in row.items() if key != "publish"} for row in rows]


def test_rebuild_gives_what_the_increments_gave(etl: CommandLine, tmp_path: Path) -> None:
    etl("load", inspections(tmp_path, "a.csv", "水利局", 12))
    etl("load", inspections(tmp_path, "b.csv", "卫健局", 7, year=2021), "--demonstration")
    etl("load", unequal(tmp_path), "--explain", "identity_broken=一案作出两项决定")
    etl("load", inspections(tmp_path, "c.csv", "水利局", 13))
    assert etl("withdraw", 4, "--json").json["kind"] == "incremental"
    before = everything(etl)
    rebuilt = etl("rebuild", "--json").json
    assert (rebuilt["publish"], rebuilt["kind"]) == (6, "full")
    assert everything(etl) == before
    assert etl("publish", "--json").json["kind"] == "unchanged"


def test_withdrawing_twice_says_so_and_loading_again_counts_again(etl: CommandLine, tmp_path: Path) -> None:
    path = inspections(tmp_path, "a.csv", "水利局", 12)
    etl("load", path)
    answer = etl("withdraw", 1, "--reason", "报错年度", "--json")
    assert (answer.code, answer.json["withdrawn"], answer.json["publish"]) == (0, 1, 2)
    assert served(etl) is None
    again = etl("withdraw", 1)
    assert again.code == 2
    assert "提交 1（a.csv）已在" in again.err
    assert "报错年度" in again.err
    loaded = etl("load", path, "--json").json
    assert (loaded["files"][0]["submission"], loaded["files"][0]["already"]) == (2, False)
    assert served(etl) == 12


def test_loading_the_same_bytes_says_whether_they_still_count(etl: CommandLine, tmp_path: Path) -> None:
    path = inspections(tmp_path, "a.csv", "水利局", 12)
    etl("load", path)
    answer = etl("load", path)
    assert "与提交 1 是同一个文件，没有改动" in answer.out
    assert "取代" not in answer.out
    etl("load", inspections(tmp_path, "b.csv", "水利局", 13))
    answer = etl("load", path)
    assert answer.code == 0
    assert "已被后来的报送取代" in answer.out
    assert served(etl) == 13


def test_status_tells_publish_submissions_and_coverage(etl: CommandLine, tmp_path: Path) -> None:
    etl("load", inspections(tmp_path, "a.csv", "水利局", 12))
    etl("load", inspections(tmp_path, "b.csv", "水利局", 13))
    found = etl("status", "--json").json
    assert (found["publish"], [s["submission"] for s in found["submissions"]]) == (2, [2, 1])
    assert found["published_at"].startswith("20")
    (row,) = [row for row in found["coverage"] if row["dataset"] == "other_acts"]
    assert (row["body"], row["year"], row["reported"]) == ("lusong", 2022, 1)
    assert row["due"] > 30
    text = etl("status").out
    assert "第 2 次发布" in text
    assert f"其他行政执法行为 1/{row['due']}" in text
    assert "已被后来的报送取代" in text


@pytest.mark.parametrize("name", ["数 据", "b%20#", "a*b [1]", "o'b {x} $HOME"])
def test_a_data_folder_may_have_any_name(
    name: str, etl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a pattern made of its name would match besides.
    for other in ("a b", "b ", "axb 1"):
        (tmp_path / other / "landed").mkdir(parents=True)
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / name))
    etl("load", inspections(tmp_path, "a.csv", "水利局", 12))
    etl("load", inspections(tmp_path, "b.csv", "水利局", 13))
    assert etl("rebuild").code == 0
    assert served(etl) == 13
    assert (tmp_path / name / "ledger.sqlite").is_file()

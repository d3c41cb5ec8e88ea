"""How the command line is used: help, wrong use, streams, exit codes of a process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.commands import COMMANDS
from tests.etl.command_line import CHINESE, CommandLine
from tests.etl.returns import inspections, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_and_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    text = capsys.readouterr().out
    assert left.value.code == 0
    assert f"例：python -m etl {command}" in text
    assert "--json" in text
    assert CHINESE.search(text)
    assert not any(word in text for word in ("usage", "positional", "options", "show this"))


def test_help_names_every_command_of_the_issue(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    wanted = "read check load publish rebuild status withdraw template indicators measures score sample"
    assert set(wanted.split()) == set(COMMANDS)
    assert all(f"    {command} " in text or f"    {command}\n" in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], ["命令", "例：python -m etl load"]),
        (["lod", "x.csv"], ["lod", "load、", "例：python -m etl load"]),
        (["indicators"], ["缺少参数：--year", "例：python -m etl indicators --year 2022"]),
        (["measures"], ["缺少参数：--year", "例：python -m etl measures --year 2022"]),
        (["template", "水利局"], ["缺少参数：--year", "例：python -m etl template"]),
        (["template", "--year", "2023"], ["缺少参数：单位"]),
        (["indicators", "--year", "去年"], ["四位数的年份", "去年"]),
        (["indicators", "--year", "22"], ["四位数的年份", "22"]),
        (["indicators", "--year"], ["--year 后面缺少内容"]),
        (["measures", "--year", "2022", "--body", "水力局"], ["没有单位“水力局”", "水利局", "bodies.csv"]),
        (["measures", "--year", "2022", "--body", "urban_management", "--jason"], ["不认识的参数：--jason"]),
        (["indicators", "--year", "2020", "--body", "urban_management"], ["2020年底不存在", "城管执法局"]),
        (["template", "urban_administration", "--year", "2023"], ["2023年底不存在", "城管和综合执法局"]),
        (["withdraw"], ["缺少参数：提交编号", "例：python -m etl withdraw 12"]),
        (["withdraw", "第三次"], ["提交编号：要写整数", "第三次"]),
        (["withdraw", "9" * 30], ["提交编号：要写整数"]),
        (["withdraw", "1 or 1=1"], ["提交编号：要写整数"]),
        (["withdraw", "3", "--reason", "\udcff"], ["--reason：里面有认不出的字符"]),
        (["load", "README.md", "--explain", "G7=\udcff"], ["--explain：里面有认不出的字符"]),
        (["measures", "--year", "2022", "--body", "\udcff"], ["没有单位"]),
        (["measures", "--year", "2022", "--body", "x' or '1'='1"], ["没有单位“x' or '1'='1”"]),
        (["measures", "--year", "2022; drop table measure"], ["四位数的年份"]),
        (["measures", "--year", "9" * 5_000], ["四位数的年份"]),
        (["withdraw", "3"], ["没有编号为 3 的提交", "status"]),
        (["load"], ["缺少参数：文件或文件夹"]),
        (["check", "没有这个文件.csv"], ["找不到文件或文件夹：没有这个文件.csv"]),
        (["read", "没有这个文件夹/a.csv"], ["文件夹 没有这个文件夹 也不存在"]),
        (["load", "README.md", "--explain", "G7"], ["单元格或代码=原因", "G7=两案合并审理"]),
        (["load", "README.md", "--explain", "G7="], ["单元格或代码=原因"]),
        (["load", "README.md", "--explain", "=两案合并"], ["单元格或代码=原因"]),
        (["check", "README.md", "--explain"], ["--explain 后面缺少内容"]),
        (["status", "现在"], ["不认识的参数：现在", "例：python -m etl status"]),
    ],
)
def test_wrong_use_is_2_and_shows_the_right_form(
    arguments: list[str], says: list[str], etl: CommandLine, data: Path
) -> None:
    answer = etl(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert [text for text in says if text not in answer.err] == []
    assert not any(word in answer.err for word in ("usage", "error:", "argument", "required"))
    assert not data.exists()


def test_a_missing_file_is_told_with_its_nearest_neighbours(etl: CommandLine, tmp_path: Path) -> None:
    write(tmp_path, "行政处罚.csv", "x")
    assert "是不是 行政处罚.csv？" in etl("check", tmp_path / "行政处罚").err
    assert "是不是 行政处罚.csv？" in etl("check", tmp_path / "行政处法.csv").err


def test_an_empty_folder_is_wrong_use_and_says_what_lies_there(etl: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "报送", "扫描件.pdf", "x")
    answer = etl("load", tmp_path / "报送")
    assert answer.code == 2
    assert "没有可载入的文件" in answer.err
    assert "扫描件.pdf" in answer.err


def shell(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, **options)
    assert "Traceback" not in done.stderr
    return done


def test_exit_codes_and_streams_of_a_process(tmp_path: Path) -> None:
    good, bad = inspections(tmp_path, "a.csv", "水利局", 12), inspections(tmp_path, "b.csv", "水利局", "十二")
    done = shell("check", good, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("{")
    done = shell("load", bad)
    assert done.returncode == 1
    assert "没有载入任何数据" in done.stderr
    # A console of another code page, and C locale: ours is UTF-8 all the same.
    done = shell("lod", env=os.environ | {"PYTHONIOENCODING": "gbk", "LC_ALL": "C"})
    assert done.returncode == 2
    assert "用法不对" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a Windows path holds no bytes that are no text")
def test_a_name_in_bytes_of_gbk_is_read(etl: CommandLine, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), "行政检查.csv".encode("gbk"))
    named = Path(os.fsdecode(path))
    shutil.copy(inspections(tmp_path, "a.csv", "水利局", 12), named)
    answer = etl("load", named, "--json")
    assert (answer.code, answer.json["files"][0]["file"]) == (0, "行政检查.csv")
    assert [s["file"] for s in etl("status", "--json").json["submissions"]] == ["行政检查.csv"]


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_has_seen_enough_is_no_failure(sample_data: Path) -> None:
    command = f"'{sys.executable}' -m etl measures --year 2022 --json | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"DASHBOARD_DATA": str(sample_data)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")

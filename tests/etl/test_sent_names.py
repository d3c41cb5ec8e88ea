"""Names and texts of senders: they lead to no other place, and a terminal shows them instead of obeying them."""

import os
import shutil
from pathlib import Path

import pytest

from console.terminal import visible
from etl.receive import receive_stream, sender_name
from ledger.folder import DataFolder
from tests.etl.command_line import CommandLine
from tests.etl.workbooks import PENALTIES, Rows, write_csv, write_ods

ESCAPES = "\x1b]0;题\x07\x1b[2J\x9b31m\u202e"
FORGED = "第9次发布"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names, links or devices")


def return_of(year: int, body: str = "水利局") -> Rows:
    return (PENALTIES[0], (body, year, 1, 2, 3, 0))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..\\..\\处罚.csv", "..\\..\\处罚.csv"),
        ("CON.csv", "CON.csv"),
        (f"处罚\n{FORGED}.csv", f"处罚�{FORGED}.csv"),
        ("\u202evsc.exe.csv", "�vsc.exe.csv"),
        ("a\x1b[2J\x9b\u2028b.csv", "a�[2J��b.csv"),
        ("处罚　附件 𠮷.csv", "处罚　附件 𠮷.csv"),
    ],
)
def test_a_name_is_kept_as_one_line_of_text(name: str, kept: str) -> None:
    assert sender_name(Path(name)) == kept


@pytest.mark.parametrize(
    "name", ["../../处罚.csv", "/处罚.csv", "C:\\处罚.csv", "a\0b.csv", "长" * 5_000, ""]
)
def test_no_name_decides_where_bytes_are_kept(name: str, tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    source = write_csv(tmp_path / "x.csv", PENALTIES)
    with source.open("rb") as content:
        received = receive_stream(data, content, name)
    assert [path.name for path in data.originals.iterdir()] == [received.sha256]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "x.csv"]


def test_what_a_terminal_would_obey_is_shown(etl: CommandLine, tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "处罚.ods",
        {
            f"表\n{FORGED}": [
                [*PENALTIES[0], f"另\n{FORGED}"],
                (f"水\n利\u202e局{FORGED}", 2022, 1, 2, 3, 0, "x"),
            ]
        },
    )
    text = write_csv(tmp_path / "处罚.csv", return_of(2022, f"水利{ESCAPES}局"))
    for command in ("read", "check", "load"):
        answer = etl(command, path, text)
        assert answer.code == 1
        said = answer.out + answer.err
        assert visible(said) == said
        assert "\\u001b" in said
        assert not [line for line in said.splitlines() if line.startswith(FORGED)]


def test_json_says_exactly_what_stands_there(etl: CommandLine, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "处罚.csv", return_of(2022, f"水利{ESCAPES}局"))
    answer = etl("check", path, "--json")
    assert visible(answer.out) == answer.out
    assert any(ESCAPES in str(fault["value"]) for fault in answer.json["faults"])


@posix
def test_a_link_in_a_folder_fetches_nothing_from_outside(etl: CommandLine, tmp_path: Path) -> None:
    sent, outside = tmp_path / "报送", write_csv(tmp_path / "别人的.csv", return_of(2021))
    sent.mkdir()
    own = write_csv(sent / "处罚.csv", return_of(2022))
    (sent / "外.csv").symlink_to(outside)
    (sent / "设备.csv").symlink_to(os.devnull)
    (sent / "上级").symlink_to(tmp_path)
    answer = etl("load", sent, "--json")
    assert [one["file"] for one in answer.json["files"]] == ["处罚.csv"]
    assert "外.csv" in answer.err
    # Within the folder, or named by whoever runs the command, a link is as good as the file.
    shutil.copy(own, sent / "b")
    (sent / "内.csv").symlink_to(sent / "b")
    assert etl("check", sent, "--json").code == 0
    assert etl("check", sent / "外.csv").code == 0


@posix
def test_a_device_is_no_file(etl: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    for path in (os.devnull, tmp_path / "管道.csv"):
        answer = etl("load", path)
        assert answer.code == 2
        assert "这不是文件" in answer.err


@pytest.mark.parametrize("name", ["长" * 100 + ".csv", "长" * 30_000 + ".csv", "a\0b.csv"])
def test_a_name_no_system_takes(etl: CommandLine, name: str) -> None:
    assert etl("check", name).code in (2, 3)

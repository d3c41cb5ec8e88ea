"""`python -m ledger`: verify, audit, backup, restore; every refusal a Chinese sentence, nothing half done."""

import csv
import errno
import io
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from etl import pipeline
from ledger import Ledger, backup
from ledger.__main__ import main
from ledger.audit import Actor, acting
from ledger.folder import DataFolder
from tests.etl.command_line import CommandLine


@pytest.fixture
def ledger(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, main)


@pytest.fixture
def data(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    own = DataFolder(shutil.copytree(sample_data, tmp_path / "data"))
    monkeypatch.setenv("DASHBOARD_DATA", str(own.root))
    return own


def contents(root: Path) -> dict[str, bytes]:
    kept = ("originals", "landed", "warehouse")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] in kept
    }


def tamper(data: DataFolder) -> None:
    with closing(sqlite3.connect(data.ledger)) as connection:
        connection.execute("drop trigger audit_no_update")
        connection.execute("update audit set who = '李四' where audit = 5")
        connection.commit()


def test_the_sample_verifies_and_says_the_line_to_note(ledger: CommandLine, data: DataFolder) -> None:
    answer = ledger("verify")
    assert answer.code == 0
    assert "逐行相符" in answer.out
    noted = answer.out.strip().rsplit("：", 1)[1]
    assert ledger("verify", "--known", noted).code == 0
    wrong = noted[:-1] + ("0" if noted[-1] != "0" else "1")
    answer = ledger("verify", "--known", wrong, "--json")
    assert answer.code == 1
    assert answer.json["reason"] == "rewritten"
    assert "与此前记下的校验值不同" in answer.err


def test_a_changed_line_is_named(ledger: CommandLine, data: DataFolder) -> None:
    tamper(data)
    answer = ledger("verify")
    assert answer.code == 1
    assert "第5行与写入时不同" in answer.err


def test_acts_are_listed_and_saved_as_csv_that_no_spreadsheet_runs(
    ledger: CommandLine, data: DataFolder, tmp_path: Path
) -> None:
    with Ledger(data.ledger) as opened, acting(Actor("=HYPERLINK(1)", "+10.1.2.3")):
        opened.receive([("e" * 64, "@SUM(1).csv", 1, False)], (), False)
    listed = ledger("audit", "--act", "receive", "--json").json
    assert listed[0]["subject"] == "@SUM(1).csv"
    assert all(line["act"] == "receive" for line in listed)
    assert "收到文件" in ledger("audit").out
    target = tmp_path / "audit.csv"
    assert ledger("audit", "--csv", target).code == 0
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert rows[0][:3] == ["行号", "时间", "用户"]
    assert [rows[1][2], rows[1][3], rows[1][5]] == ["'=HYPERLINK(1)", "'+10.1.2.3", "'@SUM(1).csv"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert ledger("audit", "--who", "x' or '1'='1", "--json").json == []
    assert "认不出的字符" in ledger("audit", "--who", "\udcff").err
    assert ledger("audit", "--csv", target).code == 1  # never over an older one


@pytest.mark.parametrize("name", ["备份.tar", "备份.tar.gz"])
def test_a_backup_brings_everything_back(
    name: str, ledger: CommandLine, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / name
    before, lines = contents(data.root), ledger("audit", "--json").json
    assert ledger("backup", target).code == 0
    assert [p.name for p in tmp_path.iterdir() if "partial" in p.name] == []
    with target.open("rb") as file:
        assert (file.read(2) == b"\x1f\x8b") == name.endswith(".gz")
    other = DataFolder(tmp_path / "new" / "data")
    monkeypatch.setenv("DASHBOARD_DATA", str(other.root))
    answer = ledger("restore", target)
    assert answer.code == 0, answer.err
    assert contents(other.root) == before
    restored, *kept = ledger("audit", "--json").json
    assert kept == lines
    assert restored["act"] == "restore"
    assert pipeline.load_sample(other) is None  # there is data: nothing to load
    assert ledger("restore", target).code == 1  # never over what is there


def test_a_backup_is_taken_while_somebody_reads_and_writes(data: DataFolder, tmp_path: Path) -> None:
    with Ledger(data.ledger) as opened:
        opened.receive([("f" * 64, "x.csv", 1, False)], (), False)
        made = backup.backup(data, tmp_path / "b.tar")
        opened.receive([("f" * 64, "y.csv", 1, False)], (), False)
        assert opened.verify([(made.lines, made.head)]).lines == made.lines + 1


def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(
    ledger: CommandLine, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.tar"
    assert ledger("backup", good).code == 0
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "empty"))
    cases = {
        "half.tar": good.read_bytes()[: good.stat().st_size // 2],
        "text.tar": b"no archive",
        "empty.tar": b"",
        "changed.tar": _changed(good, "CURRENT"),
    }
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        answer = ledger("restore", tmp_path / name)
        assert answer.code == 1, name
        assert "没有恢复" in answer.err
        assert not (tmp_path / "empty").exists()
    assert not list(tmp_path.glob(".restore-*"))
    assert "找不到备份文件" in ledger("restore", tmp_path / "nowhere.tar").err


def _changed(good: Path, name: str) -> bytes:
    """The same archive with one file's content changed."""
    made = io.BytesIO()
    with tarfile.open(good) as source, tarfile.open(fileobj=made, mode="w") as target:
        for entry in source:
            content = source.extractfile(entry)
            assert content is not None
            data = content.read()
            if entry.name.endswith(name):
                data = bytes(reversed(data))
            target.addfile(entry, io.BytesIO(data))
    return made.getvalue()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside-by-name"])
def test_a_backup_that_reaches_outside_is_refused(
    name: str, ledger: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data" / "data"))
    assert ledger("restore", bad).code == 1
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "data" / "outside").exists()


def test_a_backup_of_a_changed_record_is_not_made(
    ledger: CommandLine, data: DataFolder, tmp_path: Path
) -> None:
    tamper(data)
    answer = ledger("backup", tmp_path / "b.tar")
    assert answer.code == 1
    assert "第5行起对不上" in answer.err
    assert not (tmp_path / "b.tar").exists()


def test_a_full_disk_leaves_no_half_backup(
    ledger: CommandLine, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    answer = ledger("backup", tmp_path / "b.tar")
    assert answer.code == 3
    assert "磁盘已满" in answer.err
    assert list(tmp_path.iterdir()) == [data.root]


@pytest.mark.parametrize("command", ["verify", "audit", "backup"])
def test_without_data_every_command_says_so(
    command: str, ledger: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "none"))
    answer = ledger(command, *([tmp_path / "b.tar"] if command == "backup" else []))
    assert answer.code == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "缺少参数：命令"),
        (["verify", "--known", "12"], "行号:64位校验值"),
        (["audit", "--since", "1.2.2026"], "日期要写成"),
        (["audit", "--act", "steal"], "没有“steal”"),
        (["backup"], "缺少参数：文件"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], says: str, ledger: CommandLine) -> None:
    answer = ledger(*arguments)
    assert answer.code == 2
    assert says in answer.err


def test_a_damaged_ledger_leads_to_the_backup(ledger: CommandLine, data: DataFolder) -> None:
    data.ledger.write_bytes(b"no database " * 1000)
    for path in data.root.glob("ledger.sqlite-*"):
        path.unlink()
    answer = ledger("verify")
    assert answer.code == 3
    assert "python -m ledger restore" in answer.err


def test_json_says_what_a_backup_holds(ledger: CommandLine, data: DataFolder, tmp_path: Path) -> None:
    made = ledger("backup", tmp_path / "b.tar", "--json").json
    assert made["files"] == len(contents(data.root)) + 1
    with tarfile.open(tmp_path / "b.tar") as archive:
        manifest = archive.extractfile(backup.MANIFEST)
        assert manifest is not None
        assert json.load(manifest)["made_at"] == made["made_at"]

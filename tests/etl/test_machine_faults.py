"""When the machine fails: exit 3 and its cause in Chinese, the old publish still served, and the next run succeeds."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from ledger import Ledger, LedgerDamaged, LedgerUnavailable
from tests.etl.command_line import CHINESE, CommandLine
from tests.etl.returns import inspections
from warehouse import failures
from warehouse.served import folder as warehouse_folder

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no limits, users or mounts of a process")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WAY_ON = "看板仍显示完整的一次发布"


def fail(cases: list[str], folder: Path, *before: str) -> dict[str, Any]:
    """case → what came of it, all in one process; `before` is what it is started by."""
    folder.chmod(0o755)
    command = [*before, sys.executable, "-m", "tests.etl.failing_machine", str(folder), *cases]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=110)
    assert done.returncode == 0, done.stderr
    found = dict(zip(cases, json.loads(done.stdout), strict=True))
    for case, one in found.items():
        assert one["failed"], f"{case}: the step never came"
        assert one["code"] == 3, (case, one)
        assert "Traceback" not in one["said"]
        assert WAY_ON in one["said"]
        assert (one["later"], one["after"], one["left"]) == (0, 200, []), (case, one)
    return found


TOO_LARGE = "文件大小超过了系统的限制"
LIMITS = {
    "limit:40@start": TOO_LARGE,  # the copy of the sender's bytes
    "limit:1000@received": "ledger.sqlite",
    "limit:1000@checked": TOO_LARGE,  # the landed cells
    "limit:1000@landed": "ledger.sqlite",
    "limit:1000@accepted": TOO_LARGE,  # the draft's copy
    "limit:1000@verified": TOO_LARGE,  # the draft's log
    "grown:0@verified": TOO_LARGE,  # what only writing the log into the draft needs
    "limit:5@written": TOO_LARGE,  # CURRENT
}


@POSIX
def test_writing_that_fails_at_a_step(tmp_path: Path) -> None:
    for case, one in fail(list(LIMITS), tmp_path).items():
        assert LIMITS[case] in one["said"], (case, one)
        assert one["during"] == 100, (case, one)


@POSIX
def test_writing_that_fails_after_the_swap_leaves_the_new_publish_whole(tmp_path: Path) -> None:
    assert fail(["limit:5@swapped"], tmp_path)["limit:5@swapped"]["during"] == 200


def mounts() -> bool:
    """Says whether this user may mount something that nobody else sees."""
    if not IS_ROOT or not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not mounts(), reason="only root with unshare can have a small disk of its own")
def test_a_full_disk(tmp_path: Path) -> None:
    small = f"mount -t tmpfs -o size=32m,mode=755 tmpfs '{tmp_path}' && exec \"$@\""
    cases = ["full:0@start", "full:0@landed", "full:3000000@accepted", "full:0@verified"]
    for case, one in fail(cases, tmp_path, "unshare", "-m", "sh", "-c", small, "sh").items():
        assert "磁盘已满" in one["said"] or "磁盘可能已满" in one["said"], (case, one)
        assert one["during"] == 100, (case, one)


@POSIX
def test_a_folder_that_may_only_be_read() -> None:
    kind = "nobody" if IS_ROOT else "unwritable"
    # Not below pytest's own folders, where the other user could not even look.
    with tempfile.TemporaryDirectory() as folder:
        found = fail([f"{kind}@start", f"{kind}@accepted"], Path(folder))
    for one in found.values():
        assert "没有读写权限" in one["said"]
        assert one["during"] == 100


@POSIX
def test_a_data_folder_that_vanishes(tmp_path: Path) -> None:
    for one in fail(["vanish@received", "vanish@accepted", "vanish@verified"], tmp_path).values():
        assert "找不到文件或文件夹" in one["said"]
        assert "移动硬盘或网络盘是否断开" in one["said"]
        assert one["during"] is None


# ---- inside the test ----


@pytest.fixture
def loaded(etl: CommandLine, tmp_path: Path, data: Path) -> Path:
    """A data folder with one return in it."""
    assert etl("load", inspections(tmp_path, "old.csv", "水利局", 100)).code == 0
    return data


def served(etl: CommandLine) -> Any:
    rows = etl("measures", "--year", 2022, "--body", "water", "--json").json
    return next(row["value"] for row in rows if row["measure"] == "inspections")


def test_a_load_that_goes_on_for_too_long(
    etl: CommandLine, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.folder.LOCK_SECONDS", 0.05)
    path = inspections(tmp_path, "new.csv", "水利局", 200)
    with FileLock(loaded / ".lock"):
        for command in (["load", path], ["publish"], ["rebuild"], ["withdraw", 1], ["load", path]):
            answer = etl(*command)
            assert answer.code == 3
            assert "另一个载入或发布正在进行" in answer.err
        assert served(etl) == 100
        assert etl("check", path).code == etl("status").code == 0
    assert etl("load", path).code == 0
    assert served(etl) == 200


def test_a_ledger_that_another_program_holds(
    etl: CommandLine, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.database.BUSY_SECONDS", 0.05)
    path = inspections(tmp_path, "new.csv", "水利局", 200)
    with contextlib.closing(sqlite3.connect(loaded / "ledger.sqlite")) as other:
        other.execute("begin immediate")
        answer = etl("load", path)
        assert answer.code == 3
        assert "被另一个程序占用" in answer.err
        assert "ledger.sqlite" in answer.err
        assert served(etl) == 100
    assert etl("load", path).code == 0
    assert served(etl) == 200


@pytest.mark.parametrize(
    "spoil", [lambda path: path.write_bytes(b"no database" * 500), lambda path: os.truncate(path, 9000)]
)
def test_a_damaged_ledger_is_named_and_not_written_over(
    spoil: Any, etl: CommandLine, loaded: Path, tmp_path: Path
) -> None:
    ledger = loaded / "ledger.sqlite"
    spoil(ledger)
    before = ledger.read_bytes()
    answer = etl("load", inspections(tmp_path, "new.csv", "水利局", 200))
    assert answer.code == 3
    assert "账本损坏或丢失" in answer.err
    assert "备份" in answer.err
    assert ledger.read_bytes() == before
    assert served(etl) == 100


def test_a_lost_ledger_does_not_make_what_is_served_disappear(
    etl: CommandLine, loaded: Path, tmp_path: Path
) -> None:
    kept = (loaded / "ledger.sqlite").rename(tmp_path / "kept")
    path = inspections(tmp_path, "new.csv", "教育局", 200)
    for command in (["load", path], ["publish"], ["rebuild"], ["withdraw", 1]):
        answer = etl(*command)
        assert answer.code == 3
        assert "账本损坏或丢失" in answer.err
    assert served(etl) == 100
    for rest in loaded.glob("ledger.sqlite*"):
        rest.unlink()
    kept.rename(loaded / "ledger.sqlite")
    assert etl("load", path).code == 0
    assert served(etl) == 100


@pytest.mark.parametrize("damage", ["gone", "spoilt"])
def test_a_damaged_warehouse_is_told_and_rebuilt(damage: str, etl: CommandLine, loaded: Path) -> None:
    (path,) = warehouse_folder(loaded).glob("*.duckdb")
    path.unlink() if damage == "gone" else path.write_bytes(b"no database" * 500)
    for command in (["status"], ["indicators", "--year", 2022], ["measures", "--year", 2022, "--json"]):
        answer = etl(*command)
        assert (answer.code, answer.out) == (3, "")
        assert "python -m etl rebuild" in answer.err
    assert etl("rebuild").code == 0
    assert served(etl) == 100


def test_a_spoilt_pointer_is_mended_by_the_next_publish(etl: CommandLine, loaded: Path) -> None:
    (warehouse_folder(loaded) / "CURRENT").write_bytes(b"\xff\x00 nonsense")
    assert etl("publish").code == 0
    assert served(etl) == 100


def test_what_a_spilling_draft_left_behind_is_swept(etl: CommandLine, loaded: Path) -> None:
    left = warehouse_folder(loaded) / "draft.duckdb.tmp"
    left.mkdir()
    (left / "duckdb_temp_block-1.block").write_bytes(b"x")
    assert etl("rebuild").code == 0
    assert not left.exists()


def test_originals_tidied_away_do_not_stop_every_later_run(
    etl: CommandLine, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = inspections(tmp_path, "lost.csv", "水利局", 300)
    with monkeypatch.context() as patch:
        patch.setattr("etl.pipeline._decide", interrupt)
        assert etl("load", path).code == 3
    (lost,) = [p for p in (loaded / "originals").iterdir() if p.read_bytes() == path.read_bytes()]
    lost.unlink()
    assert etl("load", inspections(tmp_path, "new.csv", "教育局", 200)).code == 0
    assert served(etl) == 100


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "PATH"], ["sample"], ["publish"], ["rebuild"], ["withdraw", "1"], ["status"],
        ["indicators", "--year", "2022"], ["measures", "--year", "2022", "--json"],
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_data_folder_that_is_a_file(
    arguments: list[str], etl: CommandLine, tmp_path: Path, data: Path
) -> None:
    path = inspections(tmp_path, "a.csv", "水利局", 100)
    data.write_text("a file")
    answer = etl(*[str(path) if argument == "PATH" else argument for argument in arguments])
    assert (answer.code, answer.out) == (3, "")
    assert "DASHBOARD_DATA" in answer.err
    assert data.read_text() == "a file"


def test_ctrl_c_says_what_was_kept_and_the_next_run_goes_on(
    etl: CommandLine, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = inspections(tmp_path, "new.csv", "水利局", 200)
    with monkeypatch.context() as patch:
        patch.setattr("etl.pipeline._decide", interrupt)
        answer = etl("load", path)
    assert answer.code == 3
    assert "已中断" in answer.err
    assert "下次载入或发布时也会自动完成" in answer.err
    again = etl("load", path)
    assert again.code == 0
    assert "上次中断时收到的 new.csv：已载入 1 行，提交编号 2" in again.out
    assert "与提交 2 是同一个文件，没有改动" in again.out
    assert served(etl) == 200


def test_whatever_else_goes_wrong_is_no_traceback(
    etl: CommandLine, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    with monkeypatch.context() as patch:
        patch.setattr("etl.publish.build.publish", fail)
        answer = etl("rebuild")
    assert answer.code == 3
    assert "ZeroDivisionError" in answer.err
    assert "a mistake of ours" in (loaded / "error.log").read_text(encoding="utf-8")
    assert served(etl) == 100


def test_no_memory_is_the_machines_fault(
    etl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("etl.pipeline.read_file", fail)
    answer = etl("check", inspections(tmp_path, "a.csv", "水利局", 100))
    assert answer.code == 3
    assert "内存不足" in answer.err


# ---- how the stores' own exceptions come out ----


def test_the_ledger_raises_the_systems_errors(tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(LedgerUnavailable) as raised:
        Ledger(tmp_path / "a folder")
    assert isinstance(raised.value, OSError)
    assert raised.value.errno
    assert raised.value.filename == str(tmp_path / "a folder")
    (tmp_path / "text").write_text("no database" * 100)
    with pytest.raises(LedgerDamaged):
        Ledger(tmp_path / "text")


def test_duckdb_raises_the_systems_errors_and_keeps_mistakes_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(failures.WarehouseUnavailable) as raised, failures.translated(tmp_path):
        duckdb.connect(str(tmp_path / "no folder" / "x.duckdb"))
    assert isinstance(raised.value, OSError)
    assert raised.value.filename == str(tmp_path)
    with pytest.raises(duckdb.BinderException), failures.translated(tmp_path):
        duckdb.connect().execute("select nothing")
    with pytest.raises(KeyboardInterrupt), failures.translated(tmp_path):
        raise RuntimeError("Query interrupted")


@POSIX
@pytest.mark.parametrize("after", [0.05, 0.3])
def test_ctrl_c_while_starting_is_no_traceback(after: float, tmp_path: Path) -> None:
    script = (
        "import os, signal, threading\n"
        f"threading.Timer({after}, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "from etl.__main__ import main\n"
        "raise SystemExit(main(['sample']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 3
    assert "已中断" in done.stderr
    assert CHINESE.search(done.stderr)
    assert "Traceback" not in done.stderr

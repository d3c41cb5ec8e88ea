"""A locked year takes nothing in, by whatever way; reopened for a reason, both versions stay."""

from pathlib import Path

import pytest

from etl import pipeline
from etl.__main__ import main
from ledger import Ledger
from ledger.folder import DataFolder
from tests.conftest import ROOT
from tests.etl.command_line import CommandLine

HEADER, *LINES = (ROOT / "sample" / "2023" / "permits.csv").read_text(encoding="utf-8-sig").splitlines()
HEALTH = next(line for line in LINES if "卫生健康局" in line)


@pytest.fixture
def folder(data: Path) -> DataFolder:
    return DataFolder(data)


def write(tmp_path: Path, name: str, year: int, permits: int) -> Path:
    cells = HEALTH.split(",")
    cells[1], cells[4] = str(year), str(permits)
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join([HEADER, ",".join(cells)]), encoding="utf-8")
    return path


def test_nothing_of_a_locked_year_is_taken_in(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([write(tmp_path, "a", 2023, 100)], data=folder).ok
    with Ledger(folder.ledger) as ledger:
        ledger.set_lock(2023, True)
    again = pipeline.load([write(tmp_path, "b", 2023, 101)], data=folder)
    [outcome] = again.outcomes
    assert [f.code for f in outcome.faults if f.level == "error"] == ["year_locked"]
    assert "2023年的数据已经锁定，不再接受卫健局的报送" in outcome.faults[0].message
    assert pipeline.load([write(tmp_path, "c", 2022, 90)], data=folder).ok
    with Ledger(folder.ledger) as ledger:
        assert len(ledger.submissions()) == 2
        assert ledger.undecided() == []


def test_a_check_says_so_beforehand(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a", 2023, 100)
    with Ledger(folder.ledger) as ledger:
        ledger.set_lock(2023, True)
    answer = CommandLine(capsys, main)("check", path)
    assert answer.code == 1
    assert "已经锁定" in answer.err + answer.out


def test_reopened_for_a_reason_both_versions_stay(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([write(tmp_path, "a", 2023, 100)], data=folder).ok
    with Ledger(folder.ledger) as ledger:
        ledger.set_lock(2023, True)
        for reason in ("", "  "):
            with pytest.raises(ValueError, match="for a reason"):
                ledger.set_lock(2023, False, reason)
        assert ledger.locked_years() == {2023}
        ledger.set_lock(2023, False, "卫健局更正许可数")
    assert pipeline.load([write(tmp_path, "b", 2023, 101)], data=folder).ok
    with Ledger(folder.ledger) as ledger:
        assert [s.withdrawn_at for s in ledger.submissions()] == [None, None]
        assert [(lock.locked, lock.reason) for lock in ledger.locks()] == [
            (True, ""),
            (False, "卫健局更正许可数"),
        ]
        acts = [entry.act for entry in ledger.audit()]
        assert {"year_lock", "year_reopen"} <= set(acts)
        ledger.set_lock(2023, False, "再来一次")
        assert len(ledger.audit()) == len(acts), "what stands so already is no act"

"""A filing's files: kept before they are read, checked as a load would, loaded when accepted, never another body's."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from etl import filing as filings_of
from etl import pipeline
from etl.pipeline import check_files
from etl.receive import receive_stream
from ledger import Ledger, clock
from ledger.filings import Filings
from ledger.folder import DataFolder, sha256_of
from tests.conftest import ROOT
from tests.etl.filings import begun, uploaded
from warehouse import queries
from warehouse.connection import open_served

HEADER, *LINES = (ROOT / "sample" / "2023" / "permits.csv").read_text(encoding="utf-8-sig").splitlines()
HEALTH = next(line for line in LINES if "卫生健康局" in line)
MARKET = next(line for line in LINES if "市场监督管理局" in line)


def csv(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join([HEADER, *lines]).encode("gb18030"))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def filings(folder: DataFolder):
    with Filings(folder.ledger) as found:
        yield found


def test_kept_as_sent_and_found_again(folder: DataFolder, filings: Filings) -> None:
    sent = csv(HEALTH)
    number = begun(folder, filings, "li", [("../../许可\n.csv", sent)], {"health"})
    found = filings.filing(number)
    assert found is not None
    [file] = found.files
    assert file.name == "许可�.csv"
    assert sha256_of(folder.original(file.sha256)) == file.sha256
    assert folder.original(file.sha256).read_bytes() == sent.getvalue()
    assert found.parts == (("health", 2023, "permits"),)


CLERK = """
import io, os, signal, sys
from pathlib import Path
from etl import filing as filings_of
from ledger.filings import Filings
from ledger.folder import DataFolder
data = DataFolder(Path(sys.argv[1]))
with Filings(data.ledger) as filings:
    filings.upload("li", [filings_of.keep(data, "许可.csv", io.BytesIO(sys.stdin.buffer.read()))])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_uploaded_outlives_the_server_before_anybody_has_read_it(
    folder: DataFolder, filings: Filings
) -> None:
    sent = csv(HEALTH).getvalue()
    command = [sys.executable, "-c", CLERK, str(folder.root)]
    killed = subprocess.run(command, input=sent, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    [one] = filings.listed({"health"}, "li")
    assert (one.state, one.files[0].name, one.parts) == ("uploaded", "许可.csv", ())
    assert folder.original(one.files[0].sha256).read_bytes() == sent
    filings_of.begin(folder, filings, one, {"health"})
    [read] = filings.listed({"health"}, "li")
    assert (read.filing, read.state, read.parts) == (one.filing, "draft", (("health", 2023, "permits"),))


def test_the_same_bytes_are_kept_once_and_known_again(folder: DataFolder, filings: Filings) -> None:
    files = [("a.csv", csv(HEALTH)), ("b.csv", csv(MARKET)), ("c.csv", csv(HEALTH))]
    one = uploaded(folder, filings, "li", files)
    assert [file.name for file in one.files] == ["a.csv", "b.csv"]
    assert len(list(folder.originals.iterdir())) == 2
    swapped = [one.files[1], one.files[0]]
    assert filings_of.same_as(filings.listed(), swapped) == one
    assert filings_of.same_as(filings.listed(), swapped[:1]) is None
    filings.begin(one.filing, [("health", 2023, "permits")])
    assert filings_of.same_as(filings.listed(), swapped) is not None
    filings.submit(one.filing, [])
    assert filings_of.same_as(filings.listed(), swapped) is None


def test_another_bodys_rows_are_not_taken(folder: DataFolder, filings: Filings) -> None:
    with pytest.raises(filings_of.OfOthers) as refused:
        begun(folder, filings, "li", [("a.csv", csv(HEALTH, MARKET))], {"health"})
    assert refused.value.bodies == ["market_supervision"]
    assert [one.state for one in filings.listed()] == ["discarded"]


def test_the_check_is_that_of_a_load(folder: DataFolder, filings: Filings, tmp_path: Path) -> None:
    bad = HEALTH.replace(",2023,", ",2023,-", 1)
    number = begun(folder, filings, "li", [("许可.csv", csv(bad))], {"health"})
    found = filings.filing(number)
    assert found is not None
    (tmp_path / "许可.csv").write_bytes(csv(bad).getvalue())
    [on_page], [at_command_line] = (
        filings_of.check(folder, found, ()),
        check_files([tmp_path / "许可.csv"], data=folder),
    )
    assert list(on_page.faults) == list(at_command_line.faults)
    assert not on_page.ok


def test_accepted_it_counts_and_is_linked_to_its_submission(folder: DataFolder, filings: Filings) -> None:
    number = begun(folder, filings, "li", [("许可.csv", csv(HEALTH))], {"health"})
    filings.submit(number, [])
    found = filings.filing(number)
    assert found is not None
    loaded = filings_of.accept(folder, filings, found, demonstration=False)
    assert loaded.published is not None
    after = filings.filing(number)
    assert after is not None
    assert after.course[-1].said == {"submissions": [1]}
    warehouse = open_served(folder.root)
    assert warehouse is not None
    rows = queries.measure_values(warehouse, "health", 2023)
    assert set(rows["submission"].dropna()) == {1}
    warehouse.close()


def test_interrupted_after_the_load_it_is_accepted_at_the_next_try(
    folder: DataFolder, filings: Filings
) -> None:
    number = begun(folder, filings, "li", [("许可.csv", csv(HEALTH))], {"health"})
    filings.submit(number, [])
    found = filings.filing(number)
    assert found is not None
    pipeline.load_received(folder, [(one, False) for one in filings_of.received_of(found)], ())
    filings_of.accept(folder, filings, found, demonstration=False)
    with Ledger(folder.ledger) as ledger:
        assert len(ledger.submissions()) == 1
    assert filings.filing(number).state == "accepted"  # type: ignore[union-attr]


def test_what_no_longer_passes_stays_with_the_reviewer(folder: DataFolder, filings: Filings) -> None:
    number = begun(
        folder, filings, "li", [("坏.csv", csv(HEALTH.replace(",2023,", ",2023,-", 1)))], {"health"}
    )
    filings.submit(number, [])
    found = filings.filing(number)
    assert found is not None
    with pytest.raises(filings_of.NotSound):
        filings_of.accept(folder, filings, found, demonstration=False)
    assert filings.filing(number).state == "submitted"  # type: ignore[union-attr]
    with Ledger(folder.ledger) as ledger:
        assert ledger.submissions() == []


def test_a_file_of_which_nothing_is_understood_is_a_draft_all_the_same(
    folder: DataFolder, filings: Filings
) -> None:
    number = begun(folder, filings, "li", [("a.xlsx", io.BytesIO(b"no workbook"))], {"health"})
    found = filings.filing(number)
    assert found is not None
    assert found.parts == ()
    assert not filings_of.check(folder, found, ())[0].ok


def test_in_time_is_what_was_sent_in_time_however_long_the_review_takes(
    folder: DataFolder, filings: Filings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figures(line: str, sent: str, accepted: str) -> list[object]:
        number = begun(folder, filings, "li", [("许可.csv", csv(line))], {"health"})
        monkeypatch.setattr(clock, "after", lambda seconds: sent)
        filings.submit(number, [], [one.filing for one in filings.listed()])
        monkeypatch.setattr(clock, "after", lambda seconds: accepted)
        found = filings.filing(number)
        assert found is not None
        filings_of.accept(folder, filings, found, demonstration=False)
        warehouse = open_served(folder.root)
        assert warehouse is not None
        rows = queries.measure_records(warehouse, ["health"], [2023], ["returns_on_time", "returns_due"])
        warehouse.close()
        return [row["value"] for row in sorted(rows, key=lambda row: row["measure"])]

    assert figures(HEALTH, "2024-01-31T23:59:00+08:00", "2024-03-05T09:00:00+08:00") == [8, 1]
    corrected = HEALTH.replace(",2023,", ",2023,1", 1)
    assert figures(corrected, "2024-04-01T09:00:00+08:00", "2024-04-02T09:00:00+08:00") == [8, 1]


def test_what_a_killed_server_had_begun_to_copy_goes_with_a_later_file(folder: DataFolder) -> None:
    folder.originals.mkdir(parents=True)
    old, fresh = folder.originals / ".incoming-old", folder.originals / ".incoming-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    receive_stream(folder, csv(HEALTH), "许可.csv")
    assert not old.exists()
    assert fresh.exists()

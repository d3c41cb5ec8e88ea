"""Forty bodies send in the same minute, two reviewers accept, leaders look: nothing lost, nothing mixed up."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from definitions import load_definitions
from etl import filing as filings_of
from ledger import Ledger
from ledger.audit import Actor, acting
from ledger.filings import Filings, OutOfTurn
from ledger.folder import DataFolder
from tests.conftest import ROOT
from warehouse import queries
from warehouse.connection import open_served

HEADER, *LINES = (ROOT / "sample" / "2023" / "capacity.csv").read_text(encoding="utf-8-sig").splitlines()
YEAR = 2023


def test_the_january_rush(tmp_path: Path) -> None:
    data, names = DataFolder(tmp_path / "data"), {b.name: b.body for b in load_definitions().bodies.values()}
    lines = {names[line.split(",")[0]]: line for line in LINES}
    assert len(lines) > 30
    first = next(iter(lines))
    with Filings(data.ledger) as filings:
        begin_one(data, filings, first, lines[first])
        accept_all(data, filings)
        stop, faults = threading.Event(), list[str]()
        watching = [threading.Thread(target=watch, args=(data, stop, faults)) for _ in range(3)]
        for thread in watching:
            thread.start()
        with ThreadPoolExecutor(12) as pool, ThreadPoolExecutor(2) as reviewers:
            rest = [(body, line) for body, line in lines.items() if body != first]
            sent = [pool.submit(begin_one, data, filings, body, line) for body, line in rest]
            for _ in range(2):
                reviewers.submit(accept_until, data, filings, len(lines))
            acknowledged = {future.result() for future in sent}
        stop.set()
        for thread in watching:
            thread.join()
        listed = filings.listed()
    assert faults == []
    assert acknowledged <= {one.filing for one in listed}
    assert {one.state for one in listed} == {"accepted"}
    assert sorted(body for one in listed for body in one.bodies) == sorted(lines)
    with Ledger(data.ledger) as ledger:
        assert len(ledger.submissions()) == len(lines)
        assert ledger.verify().ok
    assert published(data) == {body: float(line.split(",")[2]) for body, line in lines.items()}


def begin_one(data: DataFolder, filings: Filings, body: str, line: str) -> int:
    """What one clerk does: gives the number that was acknowledged."""
    with acting(Actor(f"clerk.{body}", "10.0.0.1")):
        content = io.BytesIO("\n".join([HEADER, line]).encode("gb18030"))
        number = filings_of.begin(data, filings, f"clerk.{body}", [("能力.csv", content)], {body})
        filings.submit(number, [])
        return number


def accept_all(data: DataFolder, filings: Filings) -> None:
    for one in filings.listed():
        if one.state == "submitted":
            try:
                filings_of.accept(data, filings, one, demonstration=True)
            except OutOfTurn:
                continue  # the other reviewer was faster


def accept_until(data: DataFolder, filings: Filings, count: int) -> None:
    while sum(one.state == "accepted" for one in filings.listed()) < count:
        accept_all(data, filings)
        time.sleep(0.05)


def watch(data: DataFolder, stop: threading.Event, faults: list[str]) -> None:
    """A leader: whatever is published is whole, and never less than before."""
    seen = 0
    while not stop.wait(0.05):
        now = len(published(data))
        if now < seen:
            faults.append(f"{seen} bodies, then {now}")
        seen = now


def published(data: DataFolder) -> dict[str, float]:
    """body → its training sessions, of those that reported."""
    warehouse = open_served(data.root)
    assert warehouse is not None
    try:
        rows = queries.measure_records(warehouse, None, [YEAR], ["training_sessions"])
        return {r["body"]: float(r["value"]) for r in rows if r["submission"] is not None}
    finally:
        warehouse.close()

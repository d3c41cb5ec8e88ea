"""Loads from other processes while readers query: no reader errors, and every load is kept."""

import threading
from pathlib import Path

from etl import pipeline
from ledger import Ledger
from ledger.folder import data_folder
from tests.etl.forked import load_until, started
from tests.etl.returns import inspections
from warehouse import queries, served
from warehouse.connection import open_served

READERS, LOADS = 10, 8


def test_ten_readers_while_others_load(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "first.csv", "卫生健康局", 1)])
    root, done, errors, answers = data_folder().root, threading.Event(), [], []

    def read(anew: bool) -> None:
        """Opens the publish for every question, as a command does, or keeps it until there is another, as pages do."""
        warehouse = None
        # A breath between two questions, or ten threads leave the loads no processor.
        while not done.wait(0.2 if anew else 0.02):
            try:
                current = served.current(root)
                assert current is not None
                if warehouse is None or anew or warehouse.path != current.path:
                    if warehouse:
                        warehouse.close()
                    warehouse = open_served(root)
                    assert warehouse is not None
                rows = queries.measure_records(warehouse, ["lusong"], [2022], ["inspections"])
                answers.append(int(rows[0]["value"]))
            except Exception as error:
                errors.append(error)
        if warehouse:
            warehouse.close()

    readers = [threading.Thread(target=read, args=(number % 2 == 0,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    files = [inspections(tmp_path, f"{n}.csv", "水利局", n) for n in range(1, LOADS + 1)]
    loads = [started(load_until, "", file) for file in files]
    try:
        for load in loads:
            load.join(timeout=90)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert [load.exitcode for load in loads] == [0] * LOADS
    assert not errors
    assert set(answers) <= set(range(1, LOADS + 2))
    with Ledger(data_folder().ledger) as ledger:
        assert len(ledger.submissions()) == LOADS + 1

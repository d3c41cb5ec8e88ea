"""Receive → read → check → land → publish, with files on disk."""

from pathlib import Path

import pytest

from etl import pipeline
from etl.folders import files_of
from ledger import Ledger
from ledger.folder import data_folder
from tests.etl.returns import inspections, unequal, write
from warehouse import queries, served
from warehouse.connection import open_served

HEALTH, WATER = "卫生健康局", "水利局"


def figure(body: str, measure: str = "inspections", year: int = 2022) -> dict:
    """What is served now for one measure of one body."""
    warehouse = open_served(data_folder().root)
    assert warehouse is not None
    row = queries.measure_records(warehouse, [body], [year], [measure])[0]
    warehouse.close()
    return row


def test_a_load_is_served_and_traced(tmp_path: Path) -> None:
    path = inspections(tmp_path, "检查.csv", HEALTH, 120)
    loaded = pipeline.load([path])
    assert loaded.ok
    assert loaded.outcomes[0].submission == 1
    row = figure("health")
    assert (row["value"], row["state"], row["submission"], row["file"]) == (120, "number", 1, "检查.csv")
    assert row["cell"] == "第2行第3列"
    assert figure("lusong")["value"] == 120
    assert figure("lusong")["due"] > figure("lusong")["reported"] == 1
    assert data_folder().original(_sha(path)).read_bytes() == path.read_bytes()


def _sha(path: Path) -> str:
    from ledger.folder import sha256_of

    return sha256_of(path)


def test_the_same_bytes_change_nothing(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)])
    again = pipeline.load([inspections(tmp_path, "another name.csv", HEALTH, 120)])
    assert again.ok
    assert again.outcomes[0].already
    assert again.outcomes[0].submission == 1
    assert again.published is not None
    assert (again.published.publish, again.published.kind) == (1, "unchanged")
    with Ledger(data_folder().ledger) as ledger:
        assert len(ledger.submissions()) == 1


def test_a_newer_submission_supersedes_and_the_older_stays_readable(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)])
    pipeline.load([inspections(tmp_path, "b.csv", HEALTH, 121)])
    assert figure("health")["value"] == 121
    assert data_folder().landed_file(1).exists()
    warehouse = open_served(data_folder().root)
    assert warehouse is not None
    listed = queries.submissions(warehouse)
    assert listed.loc[listed["submission"] == 1, "counts_for"].tolist() == [0]


def test_withdrawing_brings_the_earlier_one_back(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)])
    pipeline.load([inspections(tmp_path, "b.csv", HEALTH, 121)])
    pipeline.withdraw(2, "报错了")
    assert figure("health")["value"] == 120
    with pytest.raises(KeyError):
        pipeline.withdraw(2, "再撤一次")


def test_one_faulty_file_keeps_all_out(tmp_path: Path) -> None:
    good = inspections(tmp_path / "in", "a.csv", HEALTH, 120)
    inspections(tmp_path / "in", "b.csv", WATER, "十二")
    loaded = pipeline.load(files_of([tmp_path / "in"]))
    assert not loaded.ok
    assert [o.submission for o in loaded.outcomes] == [None, None]
    assert open_served(data_folder().root) is None
    partial = pipeline.load([good, tmp_path / "in" / "b.csv"], partial=True)
    assert [o.submission for o in partial.outcomes] == [1, None]
    assert figure("health")["value"] == 120
    assert figure("water")["state"] == "not_reported"


def test_a_broken_identity_needs_a_reason_and_keeps_it(tmp_path: Path) -> None:
    assert not pipeline.load([unequal(tmp_path)]).ok
    loaded = pipeline.load([unequal(tmp_path)], reasons=[("identity_broken", "一案作出两项决定")])
    assert loaded.ok
    row = figure("market_supervision", "reconsideration_concluded")
    assert "一案作出两项决定" in row["explanation"]
    assert "一案作出两项决定" in figure("lusong", "reconsideration_concluded")["explanation"]
    warehouse = open_served(data_folder().root)
    assert warehouse is not None
    rates = queries.indicator_records(warehouse, ["lusong"], [2022], ["correction_rate"])
    assert any("一案作出两项决定" in note for note in rates[0]["notes"])


def test_a_reason_in_the_row_serves_too(tmp_path: Path) -> None:
    assert pipeline.load([unequal(tmp_path, reason="一案作出两项决定")]).ok


def test_a_superseded_explanation_is_gone(tmp_path: Path) -> None:
    pipeline.load([unequal(tmp_path, reason="一案作出两项决定")])
    text = unequal(tmp_path, "next.csv").read_text(encoding="utf-8").replace(",8,2,5,", ",9,1,5,")
    assert pipeline.load([write(tmp_path, "next.csv", text)]).ok
    assert figure("market_supervision", "reconsideration_concluded")["explanation"] is None


def test_what_a_killed_run_received_is_finished_by_the_next(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def stop(step: str) -> None:
        if step == "receipted":
            raise Killed

    with pytest.raises(Killed):
        pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)], on_step=stop)
    assert open_served(data_folder().root) is None
    pipeline.republish()
    assert figure("health")["value"] == 120


def test_a_damaged_warehouse_is_rebuilt(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)])
    now = served.current(data_folder().root)
    assert now is not None
    now.path.write_bytes(b"not a database")
    rebuilt = pipeline.republish()
    assert rebuilt is not None
    assert rebuilt.kind == "full"
    assert figure("health")["value"] == 120


def test_a_reader_keeps_its_publish_while_others_pass(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "a.csv", HEALTH, 120)])
    reader = open_served(data_folder().root)
    assert reader is not None
    for value in (121, 122, 123):
        pipeline.load([inspections(tmp_path, f"{value}.csv", HEALTH, value)])
    assert queries.measure_records(reader, ["health"], [2022], ["inspections"])[0]["value"] == 120
    assert figure("health")["value"] == 123
    assert len(list(served.folder(data_folder().root).glob("*.duckdb"))) <= served.KEEP + 1

"""A warehouse limited to some bodies answers every question as if there were no others."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from definitions import load_definitions
from etl import pipeline
from ledger.folder import DataFolder
from tests.conftest import ROOT
from warehouse import limit, queries, served, sql
from warehouse.connection import Warehouse, open_served

HEALTH, MARKET, TOWN = "health", "market_supervision", "town_baishi"
SETS = {
    "one": {HEALTH},
    "two": {MARKET, TOWN},
    "unknown": {"nobody"},
    "none": set[str](),
    "renamed": {"culture_tourism_sports", "culture_sports", "tourism"},
}
YEARS = (2019, 2022, 2023)


@pytest.fixture(scope="module")
def whole(sample_data: Path) -> Iterator[Warehouse]:
    found = open_served(sample_data)
    assert found is not None
    yield found
    found.close()


@pytest.fixture(scope="module", params=SETS)
def limited(request: pytest.FixtureRequest, sample_data: Path) -> Iterator[Warehouse]:
    found = limited_to(sample_data, SETS[request.param])
    yield found
    found.close()


def limited_to(data: Path, own: set[str]) -> Warehouse:
    found = open_served(data)
    assert found is not None
    return found.limited_to(own)


def existing(w: Warehouse) -> set[str]:
    assert w.own is not None
    return set(w.own) & set(load_definitions().bodies)


def strangers(w: Warehouse) -> set[str]:
    """What must not be said: codes, names and short names of everybody else."""
    bodies = load_definitions().bodies
    own = [bodies[code] for code in existing(w)]
    mine = "".join(text for b in own for text in (b.body, b.name, b.short_name))
    others = [b for b in bodies.values() if b not in own]
    return {t for b in others for t in (b.body, b.name, b.short_name) if t not in mine}


def asked() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every question, of the district, of a body that is somebody else's and of each body of one's own."""
    bodies = ["lusong", HEALTH, MARKET, TOWN, "culture_tourism_sports", "nobody"]
    choices: dict[str, list[Any]] = {
        "body": bodies, "parent": bodies, "code": bodies, "year": list(YEARS), "years": [None, [2022]],
        "bodies": [None, bodies], "indicators": [None, ["correction_rate", "court_appearance_rate"]],
        "ledger": ["reconsideration_cases"], "measures": [["total_cases", "litigation_hearings"]], "measure": ["total_cases"],
        "indicator": ["certification_rate"], "restated": [False, True],
    }  # fmt: skip
    for name, function in inspect.getmembers(queries, inspect.isfunction):
        if function.__module__ != queries.__name__ or name.startswith("_"):
            continue
        calls: list[dict[str, Any]] = [{}]
        for parameter in list(inspect.signature(function).parameters)[1:]:
            calls = [{**call, parameter: value} for call in calls for value in choices[parameter]]
        for call in calls:
            yield name, call


def text_of(answer: Any) -> str:
    if isinstance(answer, pd.DataFrame):
        return str(answer.to_csv(index=False))
    return str(answer)


def test_no_question_is_answered_with_a_stranger(limited: Warehouse) -> None:
    forbidden = strangers(limited)
    count = 0
    for name, call in asked():
        said = text_of(getattr(queries, name)(limited, **call))
        found = [text for text in forbidden if text in said]
        assert not found, f"{name}({call}) speaks of {found[:3]}"
        count += 1
    assert count > 200


def test_ones_own_is_answered_as_ever(whole: Warehouse, limited: Warehouse) -> None:
    for body in existing(limited):
        for year in YEARS:
            for ask in (queries.measure_values, queries.indicator_values, queries.coverage):
                pd.testing.assert_frame_equal(ask(limited, body, year), ask(whole, body, year))
        for frame in (queries.coverage_totals(limited, body), queries.coverage_totals(whole, body)):
            assert not frame.empty
        pd.testing.assert_frame_equal(
            queries.coverage_totals(limited, body), queries.coverage_totals(whole, body)
        )


def test_a_district_of_its_own_is_the_district(whole: Warehouse, sample_data: Path) -> None:
    """Limited to everybody, nothing changes: not the order, not the tree, not a number."""
    everybody = limited_to(sample_data, set(load_definitions().bodies))
    for year in YEARS:
        pd.testing.assert_frame_equal(queries.bodies(everybody, year), queries.bodies(whole, year))
        for ask in (queries.attention, queries.coverage, queries.status_matrix, queries.faults_kept):
            pd.testing.assert_frame_equal(ask(everybody, "lusong", year), ask(whole, "lusong", year))
        pd.testing.assert_frame_equal(
            queries.peers(everybody, HEALTH, year), queries.peers(whole, HEALTH, year)
        )
    pd.testing.assert_frame_equal(queries.submissions(everybody), queries.submissions(whole))
    assert queries.publish_info(everybody) == queries.publish_info(whole)
    everybody.close()


def test_bodies_without_their_parents_stand_at_the_top(sample_data: Path) -> None:
    found = limited_to(sample_data, {MARKET, TOWN})
    tree = queries.bodies(found, 2022)
    assert list(tree["body"]) == [MARKET, TOWN]
    assert tree["parent"].isna().all()
    assert list(tree["depth"]) == [0, 0]
    assert set(queries.peers(found, MARKET, 2022)["body"]) == {MARKET}
    found.close()


def test_every_table_is_limited_or_free(sample_data: Path) -> None:
    """A new table must be classified before anybody sees it through a limit."""
    current = served.current(sample_data)
    assert current is not None
    with duckdb.connect(str(current.path), read_only=True) as connection:
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        columns = {
            table: {row[0] for row in connection.execute(f"describe {table}").fetchall()} for table in tables
        }
    limited = set(sql.names("own")) - {"entirely"}
    assert tables == limited | set(limit.FREE)
    assert not limited & set(limit.FREE)
    for table in limit.FREE:
        assert not columns[table] & {"body", "seat", "submission", "file", "sheet", "cell", "scope"}, table


def test_nobody_reaches_past_the_limit(sample_data: Path) -> None:
    """The views keep their columns, so a query cannot tell them from the tables."""
    whole, narrow = open_served(sample_data), limited_to(sample_data, {HEALTH})
    assert whole is not None
    for table in set(sql.names("own")) - {"entirely"}:
        describe = f"select column_name, column_type from (describe from {table})"
        both = [w._cursor().execute(describe).fetchall() for w in (whole, narrow)]
        plain = [row for row in both[1] if row[0] != "rowid"]
        assert plain == both[0], table
    whole.close()
    narrow.close()


def test_of_a_file_that_several_share_each_sees_his_part(data: Path, tmp_path: Path) -> None:
    """The whole file's notices, its number of cells and parts would tell what others sent."""
    header, *lines = (ROOT / "sample" / "2022" / "permits.csv").read_text(encoding="utf-8-sig").splitlines()
    names = {code: load_definitions().bodies[code].name for code in (HEALTH, MARKET)}
    rows = {code: next(line for line in lines if names[code] in line) for code in names}
    shared = [f"{header},共有列", *(f"{row}," for row in rows.values())]
    alone = [f"{header},独有列", f"{rows[HEALTH]},"]
    for name, text in (("共有.csv", shared), ("独有.csv", alone)):
        (tmp_path / name).write_text(
            "\n".join(text).replace("2022", "2021" if name == "独有.csv" else "2022"), "utf-8"
        )
    loaded = pipeline.load([tmp_path / "共有.csv", tmp_path / "独有.csv"], data=DataFolder(data))
    assert loaded.ok, loaded.outcomes
    found = limited_to(data, {HEALTH})
    sent = {row["file"]: row for row in found.rows("submissions")}
    assert sent["共有.csv"]["cells"] == sent["独有.csv"]["cells"]
    assert {row["parts"] for row in sent.values()} == {1}
    assert "共有列" not in text_of(queries.faults_kept(found, HEALTH, 2022))
    assert "独有列" in text_of(queries.faults_kept(found, HEALTH, 2021))
    found.close()

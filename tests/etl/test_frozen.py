"""A locked assessment is worked out again to the last hundredth, whatever has come since; what would change is listed."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from definitions import load_definitions
from etl import frozen, pipeline
from etl.__main__ import main
from etl.commands import COMMANDS
from ledger.assessments import Assessments, NotNow, Step
from ledger.backup import backup, restore
from ledger.database import open_engine
from ledger.folder import DataFolder
from warehouse.connection import open_served
from warehouse.queries import assessment as queries

YEAR = 2022
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The sample, its one open appeal decided."""
    found = DataFolder(Path(shutil.copytree(sample_data, tmp_path / "own")))
    monkeypatch.setenv("DASHBOARD_DATA", str(found.root))
    with Assessments(found.ledger) as assessments:
        [one] = assessments.course(YEAR).open_appeals
        assessments.rule(YEAR, one.appeal.step, Decimal("4.5"), "新网址可以打开")
    return found


@pytest.fixture
def locked(folder: DataFolder) -> DataFolder:
    with Assessments(folder.ledger) as assessments:
        frozen.lock(folder, assessments, YEAR)
    return folder


def verified(folder: DataFolder) -> frozen.Replay:
    with Assessments(folder.ledger) as assessments:
        return frozen.verify(folder, assessments, YEAR)


def lock_of(assessments: Assessments) -> Step:
    found = assessments.course(YEAR).lock
    assert found is not None
    return found


def litigation(folder: DataFolder) -> int:
    """The submission of the sample's court cases of the year."""
    warehouse = open_served(folder.root)
    assert warehouse is not None
    rows = queries.score_sources(warehouse, YEAR, 1, "market_supervision", "court_appearance")
    warehouse.close()
    return int(rows[0]["submission"])


def revised(folder: DataFolder) -> set[tuple[str, str, str, str | None, str | None]]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    try:
        with Assessments(folder.ledger) as assessments:
            found = frozen.revisions(warehouse, load_definitions(), assessments.course(YEAR))
    finally:
        warehouse.close()
    return {(one.body, one.item, one.what, one.before, one.after) for one in found}


def send_again(folder: DataFolder, tmp_path: Path) -> None:
    """A later return of one body: an officer less has his certificate."""
    with (ROOT / "sample" / str(YEAR) / "capacity.csv").open(encoding="utf-8-sig", newline="") as file:
        [line] = [row for row in csv.DictReader(file) if "水利局" in row["单位名称"]]
    assert (line["持证执法人员"], line["应持证执法人员"]) == ("7", "8")
    sent = tmp_path / "执法能力更正.csv"
    corrected = line | {"持证执法人员": "6"}
    sent.write_text("\n".join(map(",".join, (corrected, corrected.values()))), encoding="utf-8")
    loaded = pipeline.load([sent], data=folder)
    assert loaded.ok, loaded


def test_it_is_not_locked_before_everything_is_scored_published_and_decided(folder, tmp_path):
    with Assessments(folder.ledger) as assessments:
        with pytest.raises(frozen.CannotLock) as refused:
            frozen.lock(folder, assessments, 2023)
        assert (refused.value.why, len(refused.value.bodies)) == ("open", 33)
        with pytest.raises(frozen.CannotLock, match="no_scheme"):
            frozen.lock(folder, assessments, 2021)
        assessments.recall(YEAR, "health", "复核")
        with pytest.raises(frozen.CannotLock) as unpublished:
            frozen.lock(folder, assessments, YEAR)
        assert (unpublished.value.why, unpublished.value.bodies) == ("unpublished", ("health",))
        assessments.publish(YEAR, {"health": None}, 1)
        assessments.appeal(YEAR, "health", "disclosure", None, "不服")
        with pytest.raises(NotNow, match="open_appeal"):
            frozen.lock(folder, assessments, YEAR)
        with pytest.raises(frozen.CannotLock, match="no_data"):
            frozen.lock(DataFolder(tmp_path / "empty"), assessments, YEAR)


def test_worked_out_again_it_is_the_same(locked):
    replay = verified(locked)
    assert (replay.bodies, replay.scores, list(replay.differences)) == (35, 770, [])
    assert revised(locked) == set()
    with Assessments(locked.ledger) as assessments:
        kept = {one["body"]: one for one in lock_of(assessments).said["results"]}
    [disclosure] = [one for one in kept["health"]["items"] if one["item"] == "disclosure"]
    assert disclosure == {
        "item": "disclosure",
        "state": "scored",
        "source": "ruling",
        "automatic": None,
        "score": "4.50",
    }


def test_a_later_return_changes_nothing_locked_and_is_listed(locked, tmp_path):
    send_again(locked, tmp_path)
    assert not verified(locked).differences
    found = revised(locked)
    assert ("water", "certification", "automatic", "5.25", "4.50") in found
    assert {what for _, item, what, _, _ in found if not item} == {"total"}
    assert {body for body, *_ in found} == {"water"}


def test_a_submission_withdrawn_since_still_counts_for_the_locked_scores(locked):
    pipeline.withdraw(litigation(locked), "报错", data=locked)
    assert not verified(locked).differences
    assert any(item == "court_appearance" for _, item, *_ in revised(locked))


def test_other_definitions_since_do_not_count_for_the_locked_scores(locked, tmp_path, monkeypatch):
    other = Path(
        shutil.copytree(
            ROOT / "definitions", tmp_path / "other", ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    )
    scheme = other / "schemes" / f"{YEAR}-1.toml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("each = 0.1\n", "each = 0.2\n"), encoding="utf-8"
    )
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(other))
    pipeline.republish(data=locked)
    assert not verified(locked).differences
    assert ("market_supervision", "court_appearance", "automatic", "6.67", "3.33") in revised(locked)


def test_what_was_tampered_with_is_found(locked):
    engine = open_engine(locked.ledger)
    with engine.begin() as connection:
        connection.execute(
            text(
                "update score_step set score = '9.9' where kind = 'assessor' and body = 'water' and item = 'case_file_review'"
            )
        )
    engine.dispose()
    found = {(d.body, d.item, d.what) for d in verified(locked).differences}
    assert ("water", "case_file_review", "score") in found
    assert ("water", "", "total") in found


def test_a_landed_file_that_is_gone_or_altered_is_said(locked):
    number = litigation(locked)
    landed = locked.landed_file(number)
    content = landed.read_bytes()
    landed.write_bytes(content + b"x")
    with pytest.raises(frozen.CannotReplay, match=f"提交 {number} 的入库文件 .* 与锁定时不同"):
        verified(locked)
    landed.unlink()
    with pytest.raises(frozen.CannotReplay, match="已不在"):
        verified(locked)


def test_the_definitions_kept_with_it_must_be_there_unaltered(locked):
    with Assessments(locked.ledger) as assessments:
        sha256 = lock_of(assessments).said["definitions"]
    kept = locked.original(sha256)
    content = kept.read_bytes()
    kept.write_bytes(content[:-1])
    with pytest.raises(frozen.CannotReplay, match="已被改动"):
        verified(locked)
    kept.unlink()
    with pytest.raises(frozen.CannotReplay, match="已不在"):
        verified(locked)


def test_it_survives_a_backup(locked, tmp_path):
    backup(locked, tmp_path / "backup.tar.gz")
    other = DataFolder(tmp_path / "restored")
    restore(tmp_path / "backup.tar.gz", other)
    assert not verified(other).differences


def test_opened_again_it_can_be_locked_anew(locked, tmp_path):
    send_again(locked, tmp_path)
    with Assessments(locked.ledger) as assessments:
        assessments.reopen(YEAR, "水利局更正报表")
        with pytest.raises(frozen.NotLocked):
            frozen.verify(locked, assessments, YEAR)
        frozen.lock(locked, assessments, YEAR)
    assert not verified(locked).differences
    assert revised(locked) == set()


def test_the_command_line(locked, tmp_path, capsys):
    assert "score" in COMMANDS
    assert main(["score", "--year", str(YEAR), "--verify"]) == 0
    assert "35 个单位、770 个得分重算后与锁定时" in capsys.readouterr().out
    assert main(["score", "--year", str(YEAR), "--revisions"]) == 0
    assert "不改变任何得分" in capsys.readouterr().out
    send_again(locked, tmp_path)
    assert frozen.revised_years(locked) == {YEAR: 3}
    assert main(["score", "--year", str(YEAR), "--revisions"]) == 1
    told = capsys.readouterr()
    assert "水利局　持证上岗　自动得分：5.25 → 4.50" in told.out
    assert "锁定的得分没有动" in told.err
    locked.landed_file(litigation(locked)).unlink()
    assert main(["score", "--year", str(YEAR), "--verify"]) == 1
    assert "无法重算" in capsys.readouterr().err
    assert main(["score", "--year", "2023", "--verify"]) == 2
    assert "还没有锁定" in capsys.readouterr().err
    assert main(["score", "--year", "2021"]) == 2
    assert "没有考核方案；有方案的年度：2022、2023" in capsys.readouterr().err


def test_what_is_shown_of_a_locked_year_is_what_was_locked(locked, tmp_path, monkeypatch):
    send_again(locked, tmp_path)
    assert main(["score", "--year", str(YEAR), "--body", "水利局"]) == 0
    warehouse = open_served(locked.root)
    assert warehouse is not None
    with Assessments(locked.ledger) as assessments:
        course = assessments.course(YEAR)
        found = frozen.standing(locked, warehouse, load_definitions(), course)
        now = frozen.by_now(warehouse, load_definitions(), course)
    warehouse.close()
    assert found is not None
    assert now is not None
    shown, would_be = (next(s for s in one.sheets if s.body == "water") for one in (found, now))
    assert (shown.of_item["certification"].score, would_be.of_item["certification"].score) == (
        Decimal("5.25"),
        Decimal("4.50"),
    )
    assert shown.of_item["certification"].row["numerator"] == 7


def test_a_year_that_could_not_be_worked_out_again_is_not_locked(folder, tmp_path, monkeypatch):
    """The scheme was changed, and what is served was made before that."""
    other = Path(
        shutil.copytree(
            ROOT / "definitions", tmp_path / "other", ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    )
    scheme = other / "schemes" / f"{YEAR}-1.toml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("each = 0.1\n", "each = 0.2\n"), encoding="utf-8"
    )
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(other))
    with Assessments(folder.ledger) as assessments:
        with pytest.raises(frozen.CannotLock, match="not_repeatable") as refused:
            frozen.lock(folder, assessments, YEAR)
        assert refused.value.bodies == ("market_supervision",)
        pipeline.republish(data=folder)
        frozen.lock(folder, assessments, YEAR)
    assert not verified(folder).differences


def test_who_said_something_meanwhile_is_not_locked_over(folder):
    with Assessments(folder.ledger) as assessments:
        after = assessments.course(YEAR).steps[-1].step
        assessments.recall(YEAR, "water", "复核")
        with pytest.raises(NotNow, match="changed"):
            assessments.lock(YEAR, {"version": 1, "after": after})

"""A locked assessment is worked out again to the last hundredth, whatever has come since; what would change is listed."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.results import results
from definitions import load_definitions
from etl import frozen, pipeline
from etl.__main__ import main
from ledger.assessments import Assessments, NotNow, Step
from ledger.backup import backup, restore
from ledger.database import open_engine
from ledger.folder import DataFolder
from warehouse.connection import open_served
from warehouse.queries import assessment as queries

YEAR = 2022
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def decided(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, its one open appeal decided; to copy."""
    found = DataFolder(Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("decided") / "data")))
    with Assessments(found.ledger) as assessments:
        [one] = assessments.course(YEAR).open_appeals
        assessments.rule(YEAR, one.appeal.step, Decimal("4.5"), "新网址可以打开")
    return found.root


@pytest.fixture(scope="module")
def locked_once(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the year locked; to copy."""
    found = DataFolder(Path(shutil.copytree(decided, tmp_path_factory.mktemp("locked") / "data")))
    with Assessments(found.ledger) as assessments:
        frozen.lock(found, assessments, YEAR)
    return found.root


@pytest.fixture
def folder(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "own"))
    return DataFolder(Path(shutil.copytree(decided, tmp_path / "own")))


@pytest.fixture
def locked(locked_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "own"))
    return DataFolder(Path(shutil.copytree(locked_once, tmp_path / "own")))


def verified(folder: DataFolder) -> frozen.Replay:
    with Assessments(folder.ledger) as assessments:
        return frozen.verify(folder, assessments, YEAR)


def lock_of(assessments: Assessments) -> Step:
    found = assessments.course(YEAR).lock
    assert found is not None
    return found


def revised(folder: DataFolder) -> set[tuple[str, str, str, str | None, str | None]]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    try:
        with Assessments(folder.ledger) as assessments:
            found = frozen.revisions(warehouse, load_definitions(), assessments.course(YEAR))
    finally:
        warehouse.close()
    return {(one.body, one.item, one.what, one.before, one.after) for one in found}


def litigation(folder: DataFolder) -> int:
    """The submission of the sample's court cases of the year."""
    warehouse = open_served(folder.root)
    assert warehouse is not None
    rows = queries.score_sources(warehouse, YEAR, 1, "market_supervision", "court_appearance")
    warehouse.close()
    return int(rows[0]["submission"])


def send_again(folder: DataFolder, tmp_path: Path) -> None:
    """A later return of one body: two more hearings attended."""
    labels = [c.label for c in load_definitions().datasets["litigation"].columns if c.applies_in(YEAR)]
    sent = tmp_path / "应诉更正.csv"
    names = {c.measure: c.label for c in load_definitions().datasets["litigation"].columns}
    cells = dict.fromkeys(labels, "0") | {
        names["litigation_new"]: "6", names["litigation_concluded"]: "6", names["litigation_hearings"]: "5",
        names["litigation_written_only"]: "1", names["head_appearances"]: "4", names["principal_appearances"]: "1",
    }  # fmt: skip
    lines = ["单位", "年度", *cells], ["市场监督管理局", str(YEAR), *cells.values()]
    sent.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    reasons = [("carry_over_broken", "上年未结已并案"), ("ledger_differs", "台账还没有补登")]
    loaded = pipeline.load([sent], reasons, data=folder)
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
        assessments.publish(YEAR, ["health"], 1)
        assessments.appeal(YEAR, "health", "disclosure", None, "不服")
        with pytest.raises(NotNow, match="open_appeal"):
            frozen.lock(folder, assessments, YEAR)
        with pytest.raises(frozen.CannotLock, match="no_data"):
            frozen.lock(DataFolder(tmp_path / "empty"), assessments, YEAR)


def test_worked_out_again_it_is_the_same(locked):
    replay = verified(locked)
    assert (replay.bodies, replay.scores, list(replay.differences), replay.altered) == (35, 770, [], False)
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
    assert ("market_supervision", "court_appearance", "automatic", "6.67", "8.00") in found
    assert {what for body, item, what, _, _ in found if not item} == {"total"}
    assert {body for body, *_ in found} == {"market_supervision"}


def shown(
    folder: DataFolder, own: set[str] | None = None
) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """What whoever looks is shown of each body: total, and the score of one item."""
    warehouse = open_served(folder.root)
    assert warehouse is not None
    try:
        with Assessments(folder.ledger) as assessments:
            seen = warehouse if own is None else warehouse.limited_to(own)
            found = frozen.stands(folder, seen, load_definitions(), assessments.course(YEAR))
    finally:
        warehouse.close()
    assert found is not None
    return {sheet.body: (sheet.total, sheet.of_item["court_appearance"].score) for sheet in found.sheets}


def test_a_score_that_is_no_longer_what_the_body_was_told_is_not_locked(folder, tmp_path):
    with Assessments(folder.ledger) as assessments:
        assessments.recall(YEAR, "market_supervision", "复核")
        told = {one["body"]: one for one in results(now_of(folder))}
        assessments.publish(YEAR, ["market_supervision"], 1, told)
        assert frozen.since_published(now_of(folder), assessments.course(YEAR)) == []
        assessments.appeal(YEAR, "market_supervision", "disclosure", None, "不服")
        [one] = assessments.course(YEAR).open_appeals
        assessments.rule(YEAR, one.appeal.step, Decimal(5), "属实")
        assert frozen.since_published(now_of(folder), assessments.course(YEAR)) == []
        send_again(folder, tmp_path)
        found = frozen.since_published(now_of(folder), assessments.course(YEAR))
        assert ("court_appearance", "score", "6.67", "8.00") in {
            (one.item, one.what, one.before, one.after) for one in found
        }
        with pytest.raises(frozen.CannotLock) as refused:
            frozen.lock(folder, assessments, YEAR)
        assert (refused.value.why, refused.value.bodies) == ("changed", ("market_supervision",))
        assessments.recall(YEAR, "market_supervision", "报表更正")
        told = {one["body"]: one for one in results(now_of(folder))}
        assessments.publish(YEAR, ["market_supervision"], 1, told)
        frozen.lock(folder, assessments, YEAR)


def now_of(folder: DataFolder):
    warehouse = open_served(folder.root)
    assert warehouse is not None
    try:
        with Assessments(folder.ledger) as assessments:
            found = frozen.standing(warehouse, load_definitions(), assessments.course(YEAR))
    finally:
        warehouse.close()
    assert found is not None
    return found[1]


def test_what_is_shown_of_a_locked_year_is_what_was_locked(locked, tmp_path, monkeypatch):
    before = shown(locked)
    send_again(locked, tmp_path)
    assert shown(locked) == before
    with Assessments(locked.ledger) as assessments:
        assessments.reopen(YEAR, "更正")
    assert shown(locked) != before


def test_a_locked_year_outlives_its_scheme(locked, tmp_path, monkeypatch):
    before = shown(locked)
    other = altered(tmp_path, monkeypatch)
    (other / "schemes" / f"{YEAR}-1.toml").unlink()
    assert shown(locked) == before
    pipeline.republish(data=locked)
    assert shown(locked) == before
    assert not verified(locked).differences


def test_of_a_locked_year_too_one_sees_ones_own(locked):
    assert shown(locked, {"health"}) == {"health": shown(locked)["health"]}


def test_a_year_whose_definitions_are_not_published_yet_is_not_locked(folder, tmp_path, monkeypatch, capsys):
    other = altered(tmp_path, monkeypatch)
    scheme = other / "schemes" / f"{YEAR}-1.toml"
    changed = scheme.read_text(encoding="utf-8").replace("each = 0.1\n", "each = 0.2\n")
    scheme.write_text(changed, encoding="utf-8")
    assert main(["score", "--year", str(YEAR)]) == 2
    assert "还没有重新发布" in capsys.readouterr().err
    with Assessments(folder.ledger) as assessments:
        with pytest.raises(frozen.CannotLock, match="not_repeatable"):
            frozen.lock(folder, assessments, YEAR)
        pipeline.republish(data=folder)
        frozen.lock(folder, assessments, YEAR)
    assert not verified(folder).differences


def test_a_target_that_is_not_published_yet_keeps_a_year_from_being_locked(folder, tmp_path, monkeypatch):
    other = altered(tmp_path, monkeypatch)
    targets = other / "targets.csv"
    lines = targets.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    own = f"{YEAR},court_appearance_rate,*,,100,"
    assert sum(line.startswith(own) for line in lines) == 1
    text = "".join(line.replace(own, own.replace("100", "90")) for line in lines)
    targets.write_text(text, encoding="utf-8")
    with Assessments(folder.ledger) as assessments, pytest.raises(frozen.CannotLock, match="not_repeatable"):
        frozen.lock(folder, assessments, YEAR)


def test_the_scores_that_are_shown_are_proven_too(locked):
    with Assessments(locked.ledger) as assessments:
        kept = locked.original(lock_of(assessments).said["scores"])
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"6.67", b"9.67"))
    with pytest.raises(frozen.CannotReplay, match=r"得分依据.*已被改动"):
        verified(locked)
    with pytest.raises(frozen.CannotReplay, match=r"得分依据.*已被改动"):
        shown(locked)


def test_a_word_said_while_it_was_being_locked_is_not_lost(folder, monkeypatch):
    with Assessments(folder.ledger) as assessments:
        proven = frozen._differences

        def meanwhile(*given):
            assessments.recall(YEAR, "health", "复核")
            return proven(*given)

        monkeypatch.setattr(frozen, "_differences", meanwhile)
        with pytest.raises(NotNow, match="changed"):
            frozen.lock(folder, assessments, YEAR)


def altered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Definitions of one's own, in force."""
    code = shutil.ignore_patterns("*.py", "__pycache__")
    other = Path(shutil.copytree(ROOT / "definitions", tmp_path / "other", ignore=code))
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(other))
    return other


def test_a_submission_withdrawn_since_still_counts_for_the_locked_scores(locked):
    pipeline.withdraw(litigation(locked), "报错", data=locked)
    assert not verified(locked).differences
    assert any(item == "court_appearance" for _, item, *_ in revised(locked))


def test_other_definitions_since_do_not_count_for_the_locked_scores(locked, tmp_path, monkeypatch):
    other = altered(tmp_path, monkeypatch)
    scheme = other / "schemes" / f"{YEAR}-1.toml"
    changed = scheme.read_text(encoding="utf-8").replace("each = 0.1\n", "each = 0.2\n")
    scheme.write_text(changed, encoding="utf-8")
    pipeline.republish(data=locked)
    assert not verified(locked).differences
    assert ("market_supervision", "court_appearance", "automatic", "6.67", "3.33") in revised(locked)


def tamper(data: DataFolder, change: str, **given: str) -> None:
    engine = open_engine(data.ledger)
    with engine.begin() as connection:
        connection.execute(text(f"update score_step set {change}"), given)
    engine.dispose()


OF_WATER = "where kind = 'assessor' and body = 'water' and item = 'case_file_review'"


def test_what_was_tampered_with_is_found(locked):
    tamper(locked, f"score = '9.9' {OF_WATER}")
    found = {(d.body, d.item, d.what) for d in verified(locked).differences}
    assert ("water", "case_file_review", "score") in found
    assert ("water", "", "total") in found


def test_scores_altered_together_with_what_was_locked_are_found_too(locked, capsys):
    """Step and lock changed alike agree with each other; the audit does not agree with them."""
    with Assessments(locked.ledger) as assessments:
        said = dict(lock_of(assessments).said)
    [water] = [one for one in said["results"] if one["body"] == "water"]
    [review] = [one for one in water["items"] if one["item"] == "case_file_review"]
    tamper(locked, f"reason = '另一个理由' {OF_WATER}")
    replay = verified(locked)
    assert (list(replay.differences), replay.altered) == ([], True)
    assert main(["score", "--year", str(YEAR), "--verify"]) == 1
    told = capsys.readouterr()
    assert "改动过数据库" in told.err
    assert "完全相同" not in told.out
    review["score"] = "9.90"
    tamper(locked, "said = :said where kind = 'locked'", said=json.dumps(said))
    assert verified(locked).altered


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
    replay = verified(other)
    assert (list(replay.differences), replay.altered) == ([], False)
    assert shown(other) == shown(locked)


def test_opened_again_it_can_be_locked_anew(locked, tmp_path):
    send_again(locked, tmp_path)
    with Assessments(locked.ledger) as assessments:
        assessments.reopen(YEAR, "市场监管局更正报表")
        with pytest.raises(frozen.NotLocked):
            frozen.verify(locked, assessments, YEAR)
        frozen.lock(locked, assessments, YEAR)
    assert not verified(locked).differences
    assert revised(locked) == set()


def test_the_command_line(locked, tmp_path, capsys):
    assert main(["score", "--year", str(YEAR), "--verify"]) == 0
    assert "35 个单位、770 项得分重算后与锁定时" in capsys.readouterr().out
    assert main(["score", "--year", str(YEAR), "--revisions"]) == 0
    assert "不改变任何得分" in capsys.readouterr().out
    number = litigation(locked)
    send_again(locked, tmp_path)
    assert frozen.revised_years(locked) == {YEAR: 7}
    assert main(["score", "--year", str(YEAR), "--revisions"]) == 1
    told = capsys.readouterr()
    assert "市场监管局　负责人出庭应诉　自动得分：6.67 → 8.00" in told.out
    assert "锁定的得分没有动" in told.err
    locked.landed_file(number).unlink()
    assert main(["score", "--year", str(YEAR), "--verify"]) == 1
    assert "无法重算" in capsys.readouterr().err
    assert main(["score", "--year", "2023", "--verify"]) == 2
    assert "还没有锁定" in capsys.readouterr().err
    assert main(["score", "--year", "2021"]) == 2
    assert "没有考核方案；有方案的年度：2022、2023" in capsys.readouterr().err

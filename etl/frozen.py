"""A locked assessment: what its scores were made from is kept with it, so that they can be worked out again at any time.

Kept are the scheme and all other definitions as files, which submissions counted, every step of the course, and the
scores. Verifying builds a warehouse of its own from these and compares, to a hundredth of a point.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.results import Difference, as_text, differences, results, row_of
from assessment.sheets import Sheet, sheets
from definitions import load_definitions
from definitions.load import definition_files, definitions_folder
from definitions.model import Definitions
from definitions.schemes import Scheme, current_scheme
from etl.publish import source_of
from etl.receive import receive_stream
from ledger import Ledger
from ledger.assessments import Assessments, Course, Step
from ledger.folder import DataFolder, sha256_of
from ledger.store import now
from warehouse import build
from warehouse.connection import Warehouse, open_served
from warehouse.queries import assessment as queries

_SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the same definitions make the same bytes."""


class CannotLock(Exception):
    """The assessment is not ready: `why` (no_scheme, no_data, open, unpublished) and the bodies concerned."""

    def __init__(self, why: str, bodies: Sequence[str] = ()) -> None:
        super().__init__(why, *bodies)
        self.why = why
        self.bodies = tuple(bodies)


class NotLocked(Exception):
    """There is nothing to verify: the year's assessment is open."""


class CannotReplay(Exception):
    """Something the scores were made from is not there any more, or not as it was; `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Replay:
    """What verifying a locked year found: no differences, or which."""

    lock: Step
    bodies: int
    scores: int
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Standing:
    """A year's assessment: by what is published now, or as it was locked."""

    scheme: Scheme
    sheets: Sequence[Sheet]
    definitions: Definitions
    """Those the sheets are to be read with."""


def standing(
    data: DataFolder, warehouse: Warehouse, definitions: Definitions, course: Course
) -> Standing | None:
    """How the year stands; None where it has no scheme. A locked year is what it was when it was locked.

    Raises `CannotReplay` where the definitions kept with a lock are gone.
    """
    if course.lock is None:
        return by_now(warehouse, definitions, course)
    said = course.lock.said
    kept = _kept_definitions(data, said["definitions"])
    scheme = kept.schemes[f"{course.year}-{said['version']}"]
    rows = [row for row in map(row_of, said["rows"]) if warehouse.own is None or row["body"] in warehouse.own]
    return Standing(scheme, sheets(scheme, rows, course.until(said["after"])), kept)


def by_now(
    warehouse: Warehouse, definitions: Definitions, course: Course, version: int | None = None
) -> Standing | None:
    """The same by what is published now, by the scheme's `version` or its newest."""
    scheme = definitions.schemes.get(f"{course.year}-{version}") or current_scheme(
        definitions.schemes, course.year
    )
    if scheme is None:
        return None
    rows = queries.scores(warehouse, scheme.year, scheme.version)
    return Standing(scheme, sheets(scheme, rows, course), definitions)


def lock(data: DataFolder, assessments: Assessments, year: int) -> None:
    """Locks the year's assessment; raises `CannotLock`, or `NotNow` where somebody was faster."""
    definitions = load_definitions()
    # While it is held nothing is published: the scores are those of the submissions that are written down.
    with data.lock(), Ledger(data.ledger) as ledger:
        warehouse = open_served(data.root)
        if warehouse is None:
            raise CannotLock("no_data")
        try:
            course = assessments.course(year)
            found = by_now(warehouse, definitions, course)
            if found is None:
                raise CannotLock("no_scheme")
            _ready(found.sheets)
            frozen = {
                "version": found.scheme.version,
                "publish": warehouse.publish,
                "definitions": _keep_definitions(data),
                "submissions": _submissions(data, ledger),
                "after": course.steps[-1].step if course.steps else 0,
                "rows": [as_text(line.row) for sheet in found.sheets for line in sheet.lines],
                "results": results(found.sheets),
            }
            assessments.lock(year, frozen)
        finally:
            warehouse.close()


def _ready(listed: Sequence[Sheet]) -> None:
    if not listed:
        raise CannotLock("no_data")
    if unfinished := [sheet.body for sheet in listed if sheet.open]:
        raise CannotLock("open", unfinished)
    if unpublished := [sheet.body for sheet in listed if not sheet.published]:
        raise CannotLock("unpublished", unpublished)


def verify(data: DataFolder, assessments: Assessments, year: int) -> Replay:
    """Works a locked year's scores out again; raises `NotLocked` or `CannotReplay`."""
    course = assessments.course(year)
    locked = course.lock
    if locked is None:
        raise NotLocked(year)
    said = locked.said
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        definitions = _kept_definitions(data, said["definitions"])
        with Ledger(data.ledger) as ledger:
            _check_submissions(data, said["submissions"])
            withdrawn = {one["submission"]: one["withdrawn"] for one in said["submissions"]}
            source = source_of(data, ledger, definitions, withdrawn)
            build.publish(root / "data", source, now(), full=True, last=0, on_step=lambda step: None)
        warehouse = open_served(root / "data")
        assert warehouse is not None, "a publish without an error leaves a warehouse"
        try:
            scheme = definitions.schemes[f"{year}-{said['version']}"]
            rows = queries.scores(warehouse, year, scheme.version)
        finally:
            warehouse.close()
    again = results(sheets(scheme, rows, course.until(said["after"])))
    kept = said["results"]
    return Replay(locked, len(kept), sum(len(one["items"]) for one in kept), differences(kept, again))


def revisions(warehouse: Warehouse, definitions: Definitions, course: Course) -> list[Difference]:
    """Which scores of a locked year would come out otherwise by what is published now; nothing is changed.

    Compared is what the returns alone give an item, and what that makes of the body's score, total and grade.
    """
    if course.lock is None:
        return []
    found = by_now(warehouse, definitions, course, course.lock.said["version"])
    would_be = results(found.sheets) if found else []
    return differences(course.lock.said["results"], would_be, ("automatic", "score"), ("total", "grade"))


def revised_years(data: DataFolder) -> dict[int, int]:
    """Locked year → in how many places its scores would come out otherwise by what is published now; only years that do."""
    warehouse = open_served(data.root)
    if warehouse is None:
        return {}
    definitions = load_definitions()
    try:
        with Assessments(data.ledger) as assessments:
            counts = {
                year: len(revisions(warehouse, definitions, assessments.course(year)))
                for year in assessments.years()
            }
    finally:
        warehouse.close()
    return {year: count for year, count in counts.items() if count}


def revised_words(data: DataFolder) -> str:
    """The same in a sentence a year, blank where nothing would change."""
    return "".join(
        f"{year}年考核已锁定：按现在的报送，有{count}处得分会不同；锁定的得分没有动。"
        for year, count in revised_years(data).items()
    )


def _submissions(data: DataFolder, ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "submission": one.submission,
            "withdrawn": one.withdrawn_at is not None,
            "landed": sha256_of(data.landed_file(one.submission)),
        }
        for one in ledger.submissions()
    ]


def _check_submissions(data: DataFolder, kept: Sequence[Mapping[str, Any]]) -> None:
    for one in kept:
        path = data.landed_file(one["submission"])
        if not path.is_file():
            raise CannotReplay(f"提交 {one['submission']} 的入库文件 {path.name} 已不在")
        if sha256_of(path) != one["landed"]:
            raise CannotReplay(f"提交 {one['submission']} 的入库文件 {path.name} 与锁定时不同")


def _keep_definitions(data: DataFolder) -> str:
    """Puts the definition files into the originals as one archive and gives its sha256."""
    folder = definitions_folder()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in definition_files(folder):
            name = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _SAME_TIME)
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    content.seek(0)
    return receive_stream(data, content, "definitions.zip").sha256


def _kept_definitions(data: DataFolder, sha256: str) -> Definitions:
    path = data.original(sha256)
    if not path.is_file():
        raise CannotReplay(f"锁定时的定义文件（原始文件 {sha256[:12]}…）已不在")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise CannotReplay(f"锁定时的定义文件（原始文件 {sha256[:12]}…）已被改动")
    return _unpacked(sha256, content)


_known: dict[str, Definitions] = {}
"""sha256 → the definitions of a lock: the same bytes say the same for ever."""


def _unpacked(sha256: str, content: bytes) -> Definitions:
    if sha256 not in _known:
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                archive.extractall(folder)
            _known[sha256] = load_definitions(Path(folder))
    return _known[sha256]

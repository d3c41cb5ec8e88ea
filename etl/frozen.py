"""A locked assessment: what its scores were made from is kept with it, so that they can be worked out again at any time.

Kept are the scheme and all other definitions as files, which submissions counted, every step of the course, the figures
each score rests on with the cells they came from, and the scores. A locked year is shown from these, whatever is published
since; verifying builds a warehouse of its own and compares, to a hundredth of a point.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessment.results import Difference, differences, results
from assessment.sheets import Sheet, sheets
from definitions import load_definitions
from definitions.load import definition_files, definitions_folder
from definitions.model import Definitions
from definitions.problems import DefinitionError
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
    """The assessment is not ready: `why` (no_scheme, no_data, open, unpublished, changed, not_repeatable) and the bodies concerned."""

    def __init__(self, why: str, bodies: Sequence[str] = ()) -> None:
        super().__init__(why, *bodies)
        self.why = why
        self.bodies = tuple(bodies)


class NotPublished(Exception):
    """The scheme was changed since the data were published: nothing is scored by it yet."""


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
    altered: bool = False
    """The lock or a step before it is not what the audit says: somebody changed the ledger itself."""


Cells = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
"""body, item → the rows of `queries.score_sources`"""


@dataclass(frozen=True)
class Standing:
    """A year's assessment: by what is published now, or once it is locked by what was kept then."""

    scheme: Scheme
    sheets: list[Sheet]
    definitions: Definitions
    """Those the scores were made by."""
    publish: int
    cells: Cells | None
    """Behind each score, as kept with the lock; None: ask the warehouse."""


def stands(
    data: DataFolder, warehouse: Warehouse, definitions: Definitions, course: Course
) -> Standing | None:
    """How the year stands for whoever reads `warehouse`; None where the year has no scheme.

    A locked year is what it was when it was locked, and raises `CannotReplay` where that is not there any more; an
    open one raises `NotPublished`.
    """
    if course.lock is None:
        found = standing(warehouse, definitions, course)
        return Standing(*found, definitions, warehouse.publish, None) if found else None
    said = course.lock.said
    then = _kept_definitions(data, said["definitions"])
    rows, cells = _kept_scores(data, said["scores"])
    if (own := warehouse.own) is not None:
        rows = [row for row in rows if row["body"] in own]
        cells = {place: found for place, found in cells.items() if place[0] in own}
    scheme = then.schemes[f"{course.year}-{said['version']}"]
    return Standing(scheme, sheets(scheme, rows, course), then, said["publish"], cells)


def scheme_of(
    data: DataFolder, definitions: Definitions, course: Course
) -> tuple[Definitions, Scheme] | None:
    """The year's scheme, of a locked year that it was locked with, and the definitions its words are those of."""
    if course.lock:
        said = course.lock.said
        definitions = _kept_definitions(data, said["definitions"])
        return definitions, definitions.schemes[f"{course.year}-{said['version']}"]
    scheme = current_scheme(definitions.schemes, course.year)
    return (definitions, scheme) if scheme else None


def standing(
    warehouse: Warehouse, definitions: Definitions, course: Course
) -> tuple[Scheme, list[Sheet]] | None:
    """The year's scheme and its sheets by what is published now; None where the year has no scheme.

    For a locked year the version it was locked with, as long as the definitions still have it. Raises `NotPublished`.
    """
    locked = definitions.schemes.get(f"{course.year}-{course.lock.said['version']}") if course.lock else None
    scheme = locked or current_scheme(definitions.schemes, course.year)
    if scheme is None:
        return None
    if not queries.made_by(warehouse, scheme):
        raise NotPublished(scheme.scheme)
    return scheme, sheets(scheme, queries.scores(warehouse, scheme.year, scheme.version), course)


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
            try:
                found = standing(warehouse, definitions, course)
            except NotPublished:
                raise CannotLock("not_repeatable") from None
            if found is None:
                raise CannotLock("no_scheme")
            scheme, listed = found
            _ready(listed, course)
            frozen = {
                "version": scheme.version,
                "publish": warehouse.publish,
                "definitions": _keep_definitions(data),
                "submissions": _submissions(data, ledger),
                "scores": _keep_scores(data, warehouse, scheme),
                "after": course.steps[-1].step if course.steps else 0,
                "results": results(listed),
            }
            # Definitions changed since the publish, a landed file altered: such a year could never be verified.
            if differing := _differences(data, ledger, course, frozen):
                raise CannotLock("not_repeatable", list(dict.fromkeys(one.body for one in differing)))
            assessments.lock(year, frozen)
        finally:
            warehouse.close()


def _ready(listed: Sequence[Sheet], course: Course) -> None:
    if not listed:
        raise CannotLock("no_data")
    if unfinished := [sheet.body for sheet in listed if sheet.open]:
        raise CannotLock("open", unfinished)
    if unpublished := [sheet.body for sheet in listed if not sheet.published]:
        raise CannotLock("unpublished", unpublished)
    if changed := dict.fromkeys(one.body for one in since_published(listed, course)):
        raise CannotLock("changed", list(changed))


def since_published(listed: Sequence[Sheet], course: Course) -> list[Difference]:
    """Where what counts is no longer what the bodies were told, for another reason than a ruling since."""
    found = []
    for sheet in listed:
        step = course.published.get(sheet.body)
        if step is None or "result" not in step.said:
            continue
        lines = [
            replace(line, ruling=None) if line.ruling and line.ruling.step > step.step else line
            for line in sheet.lines
        ]
        now_so = results([replace(sheet, lines=lines)])
        found += differences([step.said["result"]], now_so, ("state", "score"), ("base", "total", "grade"))
    return found


def verify(data: DataFolder, assessments: Assessments, year: int) -> Replay:
    """Works a locked year's scores out again; raises `NotLocked` or `CannotReplay`."""
    course = assessments.course(year)
    locked = course.lock
    if locked is None:
        raise NotLocked(year)
    with Ledger(data.ledger) as ledger:
        found = _differences(data, ledger, course, locked.said)
    kept = locked.said["results"]
    items = sum(len(one["items"]) for one in kept)
    return Replay(locked, len(kept), items, found, not assessments.unaltered(course))


def _differences(
    data: DataFolder, ledger: Ledger, course: Course, said: Mapping[str, Any]
) -> list[Difference]:
    """Where the scores, worked out again from what `said` names, differ from those it holds."""
    definitions = _kept_definitions(data, said["definitions"])
    _check_submissions(data, said["submissions"])
    kept, _ = _kept_scores(data, said["scores"])
    withdrawn = {one["submission"]: one["withdrawn"] for one in said["submissions"]}
    scheme = definitions.schemes[f"{course.year}-{said['version']}"]
    with tempfile.TemporaryDirectory() as folder:
        source = source_of(data, ledger, definitions, withdrawn)
        build.publish(Path(folder), source, now(), full=True, last=0, on_step=lambda step: None)
        warehouse = open_served(Path(folder))
        assert warehouse is not None, "a publish without an error leaves a warehouse"
        try:
            rows = queries.scores(warehouse, course.year, scheme.version)
        finally:
            warehouse.close()
    then = course.until(said["after"])
    found = differences(said["results"], results(sheets(scheme, rows, then)))
    shown = results(sheets(scheme, kept, then))
    return found + [one for one in differences(said["results"], shown) if one not in found]


def revisions(warehouse: Warehouse, definitions: Definitions, course: Course) -> list[Difference]:
    """Which scores of a locked year would come out otherwise by what is published now; nothing is changed.

    Compared is what the returns alone give an item, and what that makes of the body's score, total and grade.
    """
    if course.lock is None:
        return []
    found = standing(warehouse, definitions, course)
    would_be = results(found[1]) if found else []
    return differences(course.lock.said["results"], would_be, ("automatic", "score"), ("total", "grade"))


def revised_years(data: DataFolder) -> dict[int, int]:
    """Locked year → in how many places its scores would come out otherwise by what is published now; only years that do."""
    with Assessments(data.ledger) as assessments:
        courses = map(assessments.course, assessments.years())
        locked = [course for course in courses if course.lock]
    # Most loads meet no locked year: then nothing is opened.
    warehouse = open_served(data.root) if locked else None
    if warehouse is None:
        return {}
    definitions = load_definitions()
    try:
        counts = {course.year: len(revisions(warehouse, definitions, course)) for course in locked}
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
    return _definitions_in(_original(data, sha256, "定义文件"))


def _original(data: DataFolder, sha256: str, what: str) -> bytes:
    """The bytes kept under `sha256`, proven to be these."""
    path = data.original(sha256)
    if not path.is_file():
        raise CannotReplay(f"锁定时的{what}（原始文件 {sha256[:12]}…）已不在")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise CannotReplay(f"锁定时的{what}（原始文件 {sha256[:12]}…）已被改动")
    return content


@lru_cache(maxsize=8)
def _definitions_in(archive: bytes) -> Definitions:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            files.extractall(folder)
        try:
            return load_definitions(Path(folder))
        except DefinitionError as error:
            raise CannotReplay("锁定时的定义文件这一版程序读不了，请用锁定时的程序版本") from error


def _keep_scores(data: DataFolder, warehouse: Warehouse, scheme: Scheme) -> str:
    """Puts the figures each score rests on, and their cells, into the originals; gives the sha256."""
    rows = queries.scores(warehouse, scheme.year, scheme.version)
    cells = queries.all_score_sources(warehouse, scheme.year, scheme.version)
    text = json.dumps({"rows": rows, "cells": cells}, ensure_ascii=False, default=_exact)
    return receive_stream(data, io.BytesIO(text.encode()), "scores.json").sha256


def _exact(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    raise TypeError(f"{type(value).__name__} is not kept with a lock")


def _kept_scores(data: DataFolder, sha256: str) -> tuple[list[dict[str, Any]], Cells]:
    return _scores_in(_original(data, sha256, "得分依据"))


@lru_cache(maxsize=8)
def _scores_in(content: bytes) -> tuple[list[dict[str, Any]], Cells]:
    kept = json.loads(content, object_hook=lambda o: Decimal(o["decimal"]) if o.keys() == {"decimal"} else o)
    cells: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in kept["cells"]:
        cells.setdefault((row["body"], row["item"]), []).append(row)
    return kept["rows"], cells

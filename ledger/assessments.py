"""The course of a yearly assessment, step by step: scores entered, published, appealed against, decided, locked."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from ledger import audit, clock
from ledger import tables as t
from ledger.database import LastingEngine
from ledger.filings import File

SELF, ASSESSOR, SETTLED = "self", "assessor", "settled"
PUBLISHED, RECALLED = "published", "recalled"
APPEAL, WITHDRAWN, RULING = "appeal", "withdrawn", "ruling"
LOCKED, REOPENED = "locked", "reopened"


class NotNow(Exception):
    """The assessment stands so that this cannot be done; `why`: locked, published, not_published, open_appeal, no_appeal, changed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `score` is None where it gives none: a judgement taken back, an appeal, an item found not to apply."""

    step: int
    year: int
    body: str | None
    item: str | None
    kind: str
    score: Decimal | None
    at: str
    who: str
    reason: str
    said: Mapping[str, Any]

    @property
    def evidence(self) -> tuple[File, ...]:
        return tuple(File(**file) for file in self.said.get("evidence", ()))

    @property
    def not_applicable(self) -> bool:
        """An assessor found that the item does not concern the body."""
        return bool(self.said.get("not_applicable"))

    @property
    def taken_back(self) -> bool:
        return self.score is None and not self.not_applicable


@dataclass(frozen=True)
class Appeal:
    """What a body says against an item's score, and what was decided; no ruling yet: open."""

    appeal: Step
    ruling: Step | None

    @property
    def wanted(self) -> Decimal | None:
        return self.appeal.score


Place = tuple[str, str]
"""body, item"""


@dataclass(frozen=True)
class Course:
    """Where a year's assessment stands: what was entered last, by whom."""

    year: int
    steps: tuple[Step, ...] = field(default=())

    @cached_property
    def self_scores(self) -> Mapping[Place, Step]:
        return {_place(step): step for step in self.steps if step.kind == SELF}

    @cached_property
    def judged(self) -> Mapping[Place, Sequence[Step]]:
        """The last word of each assessor, in the order they spoke; what was taken back is not among it."""
        last: dict[Place, dict[str, Step]] = {}
        for step in self.steps:
            if step.kind == ASSESSOR:
                of = last.setdefault(_place(step), {})
                of.pop(step.who, None)
                of[step.who] = step
        found = {place: [s for s in of.values() if not s.taken_back] for place, of in last.items()}
        return {place: steps for place, steps in found.items() if steps}

    @cached_property
    def settled(self) -> Mapping[Place, Step]:
        """What was agreed where assessors differed; a later word of one of them opens it again."""
        found = {_place(step): step for step in self.steps if step.kind == SETTLED}
        return {
            place: step
            for place, step in found.items()
            if all(judged.step < step.step for judged in self.judged.get(place, ()))
        }

    @cached_property
    def published(self) -> Mapping[str, Step]:
        """body → when its scores were made known to it, unless they were recalled since."""
        last = {str(step.body): step for step in self.steps if step.kind in (PUBLISHED, RECALLED)}
        return {body: step for body, step in last.items() if step.kind == PUBLISHED}

    @cached_property
    def appeals(self) -> Sequence[Appeal]:
        """Those not withdrawn, the oldest first."""
        answers = {step.said["appeal"]: step for step in self.steps if step.kind in (RULING, WITHDRAWN)}
        made = [Appeal(step, answers.get(step.step)) for step in self.steps if step.kind == APPEAL]
        return [one for one in made if one.ruling is None or one.ruling.kind == RULING]

    @property
    def open_appeals(self) -> Sequence[Appeal]:
        return [one for one in self.appeals if one.ruling is None]

    @cached_property
    def rulings(self) -> Mapping[Place, Step]:
        """The last decision that changed something; a word said after the scores were recalled takes its place."""
        upheld = [one for one in self.appeals if one.ruling and not one.ruling.taken_back]
        found = {_place(one.appeal): one.ruling for one in upheld if one.ruling}
        said = {
            _place(step): step.step
            for step in self.steps
            if step.kind in (ASSESSOR, SETTLED) and not step.taken_back
        }
        return {place: ruling for place, ruling in found.items() if said.get(place, 0) < ruling.step}

    @property
    def lock(self) -> Step | None:
        """How it was locked; None while it is open."""
        last = [step for step in self.steps if step.kind in (LOCKED, REOPENED)]
        return last[-1] if last and last[-1].kind == LOCKED else None

    def until(self, step: int) -> "Course":
        """The course as it stood after a step."""
        return Course(self.year, tuple(one for one in self.steps if one.step <= step))


def fingerprint(course: Course, said: Mapping[str, Any]) -> str:
    """sha256 over what a lock says and every step it was made from: the audit keeps it, where it cannot be changed unseen."""
    steps = [
        {**asdict(step), "score": None if step.score is None else f"{step.score}", "said": dict(step.said)}
        for step in course.until(said.get("after", 0)).steps
    ]
    text = json.dumps([steps, dict(said)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _place(step: Step) -> Place:
    return str(step.body), str(step.item)


class Assessments:
    """The assessments in the ledger at `path`; for any number of threads. All steps raise `NotNow` out of their turn."""

    def __init__(self, path: Path) -> None:
        self._ledger = LastingEngine(path)

    def close(self) -> None:
        self._ledger.close()

    def __enter__(self) -> "Assessments":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def course(self, year: int) -> Course:
        with self._ledger.reading() as connection:
            return _course(connection, year)

    def years(self) -> list[int]:
        """The years that have a course, in order."""
        query = select(t.score_step.c.year).distinct().order_by(t.score_step.c.year)
        with self._ledger.reading() as connection:
            return [int(year) for (year,) in connection.execute(query)]

    def enter_self(
        self, year: int, body: str, item: str, score: Decimal, reason: str, evidence: Sequence[File] = ()
    ) -> None:
        """A body's own score of an item, with the files that are to prove it; they add to those sent before."""
        with self._ledger.writing() as connection:
            course = _open(connection, year)
            if body in course.published:
                raise NotNow("published")
            before = course.self_scores.get((body, item))
            files = dict.fromkeys([*(before.evidence if before else ()), *evidence])
            said = {"evidence": [asdict(file) for file in files]}
            _add(connection, year, SELF, body, item, score, reason, said)

    def judge(
        self,
        year: int,
        body: str,
        item: str,
        score: Decimal | None,
        reason: str,
        not_applicable: bool = False,
    ) -> None:
        """An assessor's score; None takes it back, or says with `not_applicable` that the item is none of the body's."""
        self._score(year, ASSESSOR, (body, item), score, reason, not_applicable)

    def settle(
        self,
        year: int,
        body: str,
        item: str,
        score: Decimal | None,
        reason: str,
        not_applicable: bool = False,
    ) -> None:
        """What counts where two assessors differ."""
        self._score(year, SETTLED, (body, item), score, _needed(reason), not_applicable)

    def publish(
        self,
        year: int,
        bodies: Collection[str],
        version: int,
        results: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Makes the scores of bodies known to them; those that know them already are left alone.

        `results`: what each body is told, to see later whether it still holds.
        """
        with self._ledger.writing() as connection:
            course = _open(connection, year)
            for body in sorted(set(bodies) - course.published.keys()):
                brief = {"version": version}
                told = {"result": results[body]} if results and body in results else {}
                _add(connection, year, PUBLISHED, body, None, None, "", brief | told, brief)

    def recall(self, year: int, body: str, reason: str) -> None:
        """Takes a body's scores back for another look."""
        with self._ledger.writing() as connection:
            course = _open(connection, year)
            if body not in course.published:
                raise NotNow("not_published")
            if any(one.appeal.body == body for one in course.open_appeals):
                raise NotNow("open_appeal")
            _add(connection, year, RECALLED, body, None, None, _needed(reason), {})

    def appeal(
        self,
        year: int,
        body: str,
        item: str,
        wanted: Decimal | None,
        reason: str,
        evidence: Sequence[File] = (),
    ) -> None:
        """A body's objection to an item's score."""
        with self._ledger.writing() as connection:
            course = _open(connection, year)
            if body not in course.published:
                raise NotNow("not_published")
            if any(_place(one.appeal) == (body, item) for one in course.open_appeals):
                raise NotNow("open_appeal")
            said = {"evidence": [asdict(file) for file in evidence]}
            _add(connection, year, APPEAL, body, item, wanted, _needed(reason), said)

    def withdraw(self, year: int, appeal: int) -> None:
        """The body takes its appeal back before it is decided."""
        self._answer(year, appeal, WITHDRAWN, None, "")

    def rule(
        self, year: int, appeal: int, score: Decimal | None, reason: str, not_applicable: bool = False
    ) -> None:
        """Decides an appeal: another score, None for the score as it is, or that the item is none of the body's."""
        self._answer(year, appeal, RULING, score, _needed(reason), not_applicable)

    def lock(self, year: int, frozen: Mapping[str, Any]) -> None:
        """Ends the year's assessment; `frozen`: all that is needed to work the scores out again, and the scores."""
        with self._ledger.writing() as connection:
            course = _open(connection, year)
            if course.open_appeals:
                raise NotNow("open_appeal")
            last = course.steps[-1].step if course.steps else 0
            if frozen.get("after", last) != last:
                raise NotNow("changed")
            brief = {"publish": frozen.get("publish"), "sha256": fingerprint(course, frozen)}
            _add(connection, year, LOCKED, None, None, None, "", frozen, brief)

    def unaltered(self, course: Course) -> bool:
        """Whether the lock, and every step before it, are what the audit says was locked."""
        if course.lock is None:
            return True
        with self._ledger.reading() as connection:
            lines = audit.entries(connection, act=f"score_{LOCKED}")
        own = next((line for line in lines if line.subject == str(course.year)), None)
        recorded = json.loads(own.after or "{}").get("sha256") if own else None
        return bool(recorded == fingerprint(course, course.lock.said))

    def reopen(self, year: int, reason: str) -> None:
        """Opens a locked assessment again; how it was locked stays on record."""
        with self._ledger.writing() as connection:
            if _course(connection, year).lock is None:
                return
            _add(connection, year, REOPENED, None, None, None, _needed(reason), {})

    def _score(
        self, year: int, kind: str, place: Place, score: Decimal | None, reason: str, out: bool
    ) -> None:
        """What an assessor says before the body's scores are published; `out`: the item is none of the body's."""
        body, item = place
        with self._ledger.writing() as connection:
            if body in _open(connection, year).published:
                raise NotNow("published")
            _add(connection, year, kind, body, item, score, reason, {"not_applicable": True} if out else {})

    def _answer(
        self,
        year: int,
        appeal: int,
        kind: str,
        score: Decimal | None,
        reason: str,
        not_applicable: bool = False,
    ) -> None:
        with self._ledger.writing() as connection:
            waiting = {one.appeal.step: one.appeal for one in _open(connection, year).open_appeals}
            if appeal not in waiting:
                raise NotNow("no_appeal")
            of = waiting[appeal]
            said = {"appeal": appeal} | ({"not_applicable": True} if not_applicable else {})
            _add(connection, year, kind, of.body, of.item, score, reason, said)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValueError("this is not done without a reason")
    return reason


def _open(connection: Connection, year: int) -> Course:
    course = _course(connection, year)
    if course.lock is not None:
        raise NotNow("locked")
    return course


def _course(connection: Connection, year: int) -> Course:
    query = select(t.score_step).where(t.score_step.c.year == year).order_by(t.score_step.c.step)
    return Course(year, tuple(_step(dict(row._mapping)) for row in connection.execute(query)))


def _step(row: Mapping[str, Any]) -> Step:
    score = row["score"]
    return Step(
        **{**row, "score": None if score is None else Decimal(score), "said": json.loads(row["said"])}
    )


def _add(
    connection: Connection,
    year: int,
    kind: str,
    body: str | None,
    item: str | None,
    score: Decimal | None,
    reason: str,
    said: Mapping[str, Any],
    brief: Mapping[str, Any] | None = None,
) -> None:
    """Writes a step and its line in the audit; `brief` is what the audit says where `said` is long."""
    row = {
        "year": year,
        "body": body,
        "item": item,
        "kind": kind,
        "score": None if score is None else f"{score}",
        "at": clock.after(0),
        "who": audit.acting_now().who,
        "reason": reason.strip(),
    }
    connection.execute(
        insert(t.score_step).values(row | {"said": json.dumps(dict(said), ensure_ascii=False)})
    )
    subject = " ".join(str(part) for part in (year, body, item) if part is not None)
    after = {"score": row["score"], "reason": row["reason"], **(said if brief is None else brief)}
    audit.record(
        connection, f"score_{kind}", subject, after={k: v for k, v in after.items() if v not in (None, "")}
    )

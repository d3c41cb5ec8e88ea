"""The journey of a return: receive → read → check → land → publish, safe to be killed anywhere."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from definitions import load_definitions
from definitions.model import Definitions
from etl import explain
from etl.amend import NONE, Amendments
from etl.bulk import read_bulk
from etl.judge import Checked, judge
from etl.land import land_cases, land_reading
from etl.locked import locked_years, without_locked
from etl.model import ERROR, EXPLAIN, Fault, Reading, Reason
from etl.publish import publish
from etl.read import read_file
from etl.receive import Received, receive_file, sender_name
from etl.sample_course import enter_course
from etl.scratch import scratch_folder, sweep
from ledger import Accepted, Explanation, KeptFault, Ledger, LedgerDamaged, Receipt, Submission
from ledger.folder import TEMPORARY, DataFolder, data_folder
from warehouse import served
from warehouse.build import Published

OnStep = Callable[[str], None]

SAMPLE = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    file: str
    ok: bool
    rows: int
    faults: Sequence[Fault]
    submission: int | None = None
    already: bool = False
    """These very bytes were accepted before, as `submission`; nothing changed."""
    same_as: str | None = None
    """The name of a file with the same bytes in the same load, which was taken instead."""


@dataclass
class Loaded:
    """What a load did: an outcome a file, and the publish where there was one."""

    outcomes: list[Outcome] = field(default_factory=list)
    resumed: Sequence[Outcome] = ()
    """What an earlier run had received but not finished, and this one did."""
    published: Published | None = None

    @property
    def ok(self) -> bool:
        return all(outcome.ok for outcome in self.outcomes)


class NotStanding(KeyError):
    """There is no such submission to withdraw; `known` is the one that was withdrawn before."""

    def __init__(self, submission: int, known: Submission | None = None) -> None:
        super().__init__(submission)
        self.known = known


def check_files(
    paths: Sequence[Path],
    reasons: Sequence[Reason] = (),
    data: DataFolder | None = None,
    on_step: OnStep | None = None,
) -> list[Checked]:
    """Reads and judges files together, as a load would; changes nothing."""
    definitions, step = load_definitions(), on_step or _silent
    readings = []
    with scratch_folder(TEMPORARY) as scratch, ExitStack() as stack:
        for path in paths:
            readings.append(_read(path, definitions, sender_name(path), scratch))
            stack.callback(readings[-1].close)
            step("read")
        step("checked")
        data = data or data_folder()
        judged = judge(data, definitions, readings, [reasons] * len(readings))
        return without_locked(definitions, judged, locked_years(data))


def check_received(
    data: DataFolder, received: Sequence[Received], reasons: Sequence[Reason] = ()
) -> list[Checked]:
    """As `check_files`, for bytes in the originals; every cell stays at hand, whatever the size of a file."""
    definitions = load_definitions()
    readings = [read_file(data.original(one.sha256), definitions, one.name, one.amended) for one in received]
    judged = judge(data, definitions, readings, [reasons] * len(readings))
    return without_locked(definitions, judged, locked_years(data))


def load(
    paths: Sequence[Path],
    reasons: Sequence[tuple[str, str]] = (),
    demonstration: bool = False,
    partial: bool = False,
    data: DataFolder | None = None,
    on_step: OnStep | None = None,
    sent_on: date | None = None,
) -> Loaded:
    """Takes files in and publishes them; one with a fault keeps all out, unless `partial`.

    `sent_on` is the day their senders sent them; without it nobody can say whether that was in time.
    """
    data, step = data or data_folder(), on_step or _silent
    day = sent_on.isoformat() if sent_on else ""
    return _load(data, [(path, demonstration, day) for path in paths], reasons, partial, step)


def load_sample(
    data: DataFolder | None = None, on_step: OnStep | None = None, course: bool = True
) -> Loaded | None:
    """Loads the sample into an empty data folder; None where there is data already.

    With `course` the sample's assessors have had their say as well.
    """
    data = data or data_folder()
    if data.ledger.exists():
        with Ledger(data.ledger) as ledger:
            if ledger.submissions():
                return None
    with (SAMPLE / "sent.csv").open(encoding="utf-8-sig", newline="") as listed:
        sent = {row["file"]: row["sent_on"] for row in csv.DictReader(listed)}
    published = [(path, False, "") for path in sorted(SAMPLE.glob("published_*.csv"))]
    returns = [
        (path, True, sent[f"{path.parent.name}/{path.name}"]) for path in sorted(SAMPLE.glob("[0-9]*/*.csv"))
    ]
    loaded = _load(data, published + returns, (), False, on_step or _silent)
    if loaded.ok and course:
        enter_course(data, SAMPLE / "assessment.csv")
    return loaded


def _load(
    data: DataFolder,
    files: Sequence[tuple[Path, bool, str]],
    reasons: Sequence[tuple[str, str]],
    partial: bool,
    step: OnStep,
) -> Loaded:
    received = [
        (replace(receive_file(data, path), sent_at=at), demonstration) for path, demonstration, at in files
    ]
    step("received")
    return load_received(data, received, reasons, partial, step)


def load_received(
    data: DataFolder,
    received: Sequence[tuple[Received, bool]],
    reasons: Sequence[tuple[str, str]],
    partial: bool = False,
    step: OnStep | None = None,
) -> Loaded:
    """The same for bytes that are in the originals already, each with whether they are demonstration."""
    definitions, step = load_definitions(), step or _silent
    with _writing(data, step) as ledger:
        resumed = _resume(data, ledger, definitions, step)
        loaded = _take(data, ledger, definitions, received, reasons, partial, step)
        loaded.resumed = resumed
        if ledger.submissions():
            loaded.published = publish(data, ledger, definitions, on_step=step)
    return loaded


@contextmanager
def _writing(data: DataFolder, step: OnStep) -> Iterator[Ledger]:
    """The ledger, with the data folder locked against every other writer."""
    step("waiting")
    with data.lock(), Ledger(data.ledger) as ledger:
        step("locked")
        sweep(data.scratch)
        # Loading on would leave out of the next publish everything that is served now.
        if served.current(data.root) and not ledger.submissions():
            raise LedgerDamaged(None, "已有发布的数据，账本里却没有任何提交", str(data.ledger))
        yield ledger


def republish(
    full: bool = False, data: DataFolder | None = None, on_step: OnStep | None = None
) -> Published | None:
    """Publishes what is landed but not yet served; with `full`, builds all anew. None where nothing was ever sent."""
    data, step = data or data_folder(), on_step or _silent
    definitions = load_definitions()
    if not data.root.exists():
        return None
    with _writing(data, step) as ledger:
        _resume(data, ledger, definitions, step)
        return publish(data, ledger, definitions, full, step) if ledger.submissions() else None


def withdraw(
    submission: int, reason: str, data: DataFolder | None = None, on_step: OnStep | None = None
) -> Published:
    """Takes a submission back and publishes; raises `NotStanding` where there is none to withdraw."""
    data, step = data or data_folder(), on_step or _silent
    definitions = load_definitions()
    if not data.root.exists():
        raise NotStanding(submission)
    with _writing(data, step) as ledger:
        known = ledger.submission(submission)
        if known is None or known.withdrawn_at:
            raise NotStanding(submission, known)
        ledger.withdraw(submission, reason)
        return publish(data, ledger, definitions, on_step=step)


def _silent(step: str) -> None:
    return None


def _resume(data: DataFolder, ledger: Ledger, definitions: Definitions, step: OnStep) -> list[Outcome]:
    """Finishes what a killed run had received but not decided."""
    outcomes = []
    for _, group in groupby(ledger.undecided(), key=lambda r: r.batch):
        batch = list(group)
        if all(data.original(receipt.sha256).exists() for receipt in batch):
            outcomes += _decide(data, ledger, definitions, batch, step)
            continue
        # Somebody tidied the originals away. Refused, or every later run would stop here again.
        for receipt in batch:
            ledger.refuse(receipt.receipt, [{"code": "original_lost", "message": "收到的原文件已不在"}])
    return outcomes


def _take(
    data: DataFolder,
    ledger: Ledger,
    definitions: Definitions,
    received: Sequence[tuple[Received, bool]],
    reasons: Sequence[tuple[str, str]],
    partial: bool,
    step: OnStep,
) -> Loaded:
    standing = {one.sha256: ledger.standing(one.sha256, one.amended.text()) for one, _ in received}
    fresh: dict[str, tuple[Received, bool]] = {}
    for one, demonstration in received:
        if standing[one.sha256] is None:
            fresh.setdefault(one.sha256, (one, demonstration))
    decided: dict[str, Outcome] = {}
    if fresh:
        listed = [(r.sha256, r.name, r.size, demonstration) for r, demonstration in fresh.values()]
        amended = {sha256: one.amended.text() for sha256, (one, _) in fresh.items()}
        sent_at = {sha256: one.sent_at for sha256, (one, _) in fresh.items()}
        receipts = ledger.receive(listed, reasons, partial, amended, sent_at)
        step("receipted")
        decided = dict(zip(fresh, _decide(data, ledger, definitions, receipts, step), strict=True))
    return Loaded([_outcome(one, standing[one.sha256], fresh, decided) for one, _ in received])


def _outcome(
    one: Received,
    earlier: Submission | None,
    fresh: Mapping[str, tuple[Received, bool]],
    decided: Mapping[str, Outcome],
) -> Outcome:
    """What became of one file: told before, decided now, or the same as another of this load."""
    if earlier:
        return Outcome(one.name, True, 0, (), earlier.submission, already=True)
    outcome = decided[one.sha256]
    return outcome if fresh[one.sha256][0] is one else replace(outcome, file=one.name, same_as=outcome.file)


def _decide(
    data: DataFolder, ledger: Ledger, definitions: Definitions, receipts: Sequence[Receipt], step: OnStep
) -> list[Outcome]:
    """Reads, checks and lands one batch; accepted together or, where one is faulty, refused together."""
    with scratch_folder(data.scratch) as scratch, ExitStack() as stack:
        readings = []
        for receipt in receipts:
            path, amended = data.original(receipt.sha256), Amendments.of(receipt.amended)
            readings.append(_read(path, definitions, receipt.file, scratch, amended))
            stack.callback(readings[-1].close)
            step("read")
        reasons = [[Reason(target, text) for target, text in receipt.reasons] for receipt in receipts]
        judged = judge(data, definitions, readings, reasons)
        judged = without_locked(definitions, judged, ledger.locked_years())
        step("checked")
        return _land(data, ledger, receipts, judged, step)


def _read(
    path: Path, definitions: Definitions, name: str, scratch: Path, amended: Amendments = NONE
) -> Reading:
    # What is amended was looked at cell by cell: it is not large.
    bulk = None if amended != NONE else read_bulk(path, definitions, name, scratch)
    return bulk or read_file(path, definitions, name, amended)


def _land(
    data: DataFolder,
    ledger: Ledger,
    receipts: Sequence[Receipt],
    judged: Sequence[Checked],
    step: OnStep,
) -> list[Outcome]:
    """Lands what is good and writes down the decision on every file."""
    good = [one.ok for one in judged]
    if not all(good) and not receipts[0].partial:
        good = [False] * len(good)
    accepted: list[Accepted] = []
    outcomes: list[Outcome] = []
    for receipt, one, take in zip(receipts, judged, good, strict=True):
        number = None
        if take:
            number = ledger.next_submission() + len(accepted)
            land_cases(data.cases_file(number), number, one.reading.cases)
            cells = land_reading(data.landed_file(number), number, one.reading)
            accepted.append(_accepted(receipt, number, cells, one))
            step("landed")
        outcomes.append(Outcome(receipt.file, one.ok, one.reading.rows, one.faults, number))
    refused = [(r.receipt, o) for r, o, take in zip(receipts, outcomes, good, strict=True) if not take]
    for number, outcome in refused:
        ledger.refuse(number, [{"code": f.code, "message": f.message} for f in outcome.faults])
    ledger.accept(accepted)
    step("accepted")
    return outcomes


def _accepted(receipt: Receipt, number: int, cells: int, one: Checked) -> Accepted:
    kept = {"submission": number}
    return Accepted(
        receipt=receipt.receipt,
        submission=number,
        cells=cells,
        explanations=tuple(_explanation(number, e) for e in one.explained),
        faults=tuple(
            KeptFault(
                **kept,
                level=f.level,
                code=f.code,
                sheet=f.sheet,
                cell=f.cell,
                dataset=f.dataset,
                body=f.body,
                year=f.year,
                message=f.message,
                remedy=f.remedy,
            )
            for f in one.faults
            if f.level not in (ERROR, EXPLAIN)
        ),
    )


def _explanation(number: int, explained: explain.Explained) -> Explanation:
    f = explained.fault
    return Explanation(
        submission=number,
        code=f.code,
        detail=f.detail,
        sheet=f.sheet,
        cell=f.cell,
        dataset=f.dataset,
        body=f.body,
        year=f.year,
        measures=f.measures,
        message=f.message,
        text=explained.text,
    )

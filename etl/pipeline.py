"""The journey of a return: receive → read → check → land → publish, safe to be killed anywhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from definitions import load_definitions
from definitions.model import Definitions
from etl import explain
from etl.check import check
from etl.land import land
from etl.model import ERROR, EXPLAIN, Fault, Reading, Reason
from etl.publish import publish
from etl.read import read_file
from etl.receive import Received, receive_file
from etl.store import DataFolder, data_folder
from ledger import Accepted, Explanation, KeptFault, Ledger, Receipt
from warehouse.build import Published
from warehouse.connection import WarehouseDamaged, open_served

History = Mapping[tuple[str, int, str], Decimal]
OnStep = Callable[[str], None]

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
SAMPLE = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True)
class Checked:
    """A reading with its verdict; `open_faults` are those that stop it from being loaded."""

    reading: Reading
    faults: Sequence[Fault]
    explained: Sequence[explain.Explained]
    open_faults: Sequence[Fault]

    @property
    def ok(self) -> bool:
        return not self.open_faults


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


@dataclass
class Loaded:
    """What a load did: an outcome a file, and the publish where there was one."""

    outcomes: list[Outcome] = field(default_factory=list)
    published: Published | None = None

    @property
    def ok(self) -> bool:
        return all(outcome.ok for outcome in self.outcomes)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Expands folders to the return files in them, in name order; hidden and temporary ones left out."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.startswith((".", "~$")) or p == path]
    return found


def check_files(
    paths: Sequence[Path], reasons: Sequence[Reason] = (), data: DataFolder | None = None, on_step: OnStep | None = None
) -> list[Checked]:
    """Reads and judges files together, as a load would; changes nothing."""
    definitions = load_definitions()
    readings = []
    for path in paths:
        (on_step or _silent)("read")
        readings.append(read_file(path, definitions))
    return _judge(data or data_folder(), definitions, readings, [reasons] * len(readings))


def load(
    paths: Sequence[Path],
    reasons: Sequence[tuple[str, str]] = (),
    demonstration: bool = False,
    partial: bool = False,
    data: DataFolder | None = None,
    on_step: OnStep | None = None,
) -> Loaded:
    """Takes files in and publishes them; one with a fault keeps all out, unless `partial`."""
    data, step = data or data_folder(), on_step or _silent
    return _load(data, [(path, demonstration) for path in paths], reasons, partial, step)


def load_sample(data: DataFolder | None = None, on_step: OnStep | None = None) -> Loaded | None:
    """Loads the sample into an empty data folder; None where there is data already."""
    data = data or data_folder()
    if data.ledger.exists():
        with Ledger(data.ledger) as ledger:
            if ledger.submissions():
                return None
    published = [(path, False) for path in sorted(SAMPLE.glob("published_*.csv"))]
    returns = [(path, True) for path in sorted(SAMPLE.glob("[0-9]*/*.csv"))]
    return _load(data, published + returns, (), False, on_step or _silent)


def _load(
    data: DataFolder,
    files: Sequence[tuple[Path, bool]],
    reasons: Sequence[tuple[str, str]],
    partial: bool,
    step: OnStep,
) -> Loaded:
    definitions = load_definitions()
    received = [(receive_file(data, path), demonstration) for path, demonstration in files]
    step("received")
    with data.lock(), Ledger(data.ledger) as ledger:
        _resume(data, ledger, definitions, step)
        loaded = _take(data, ledger, definitions, received, reasons, partial, step)
        if ledger.submissions():
            loaded.published = publish(data, ledger, definitions, on_step=step)
    return loaded


def republish(full: bool = False, data: DataFolder | None = None, on_step: OnStep | None = None) -> Published | None:
    """Publishes what is landed but not yet served; with `full`, builds all anew. None where nothing was ever sent."""
    data, step = data or data_folder(), on_step or _silent
    definitions = load_definitions()
    with data.lock(), Ledger(data.ledger) as ledger:
        _resume(data, ledger, definitions, step)
        return publish(data, ledger, definitions, full, step) if ledger.submissions() else None


def withdraw(submission: int, reason: str, data: DataFolder | None = None) -> Published:
    """Takes a submission back and publishes; raises `KeyError` where there is none to withdraw."""
    data = data or data_folder()
    definitions = load_definitions()
    with data.lock(), Ledger(data.ledger) as ledger:
        known = ledger.submission(submission)
        if known is None or known.withdrawn_at:
            raise KeyError(submission)
        ledger.withdraw(submission, reason)
        return publish(data, ledger, definitions)


def _silent(step: str) -> None:
    return None


def _resume(data: DataFolder, ledger: Ledger, definitions: Definitions, step: OnStep) -> None:
    """Finishes what a killed run had received but not decided."""
    for _, batch in groupby(ledger.undecided(), key=lambda r: r.batch):
        _decide(data, ledger, definitions, list(batch), step)


def _take(
    data: DataFolder,
    ledger: Ledger,
    definitions: Definitions,
    received: Sequence[tuple[Received, bool]],
    reasons: Sequence[tuple[str, str]],
    partial: bool,
    step: OnStep,
) -> Loaded:
    loaded = Loaded()
    fresh: dict[str, tuple[Received, bool]] = {}
    for one, demonstration in received:
        standing = ledger.standing(one.sha256)
        if standing:
            loaded.outcomes.append(Outcome(one.name, True, 0, (), standing.submission, already=True))
        else:
            fresh.setdefault(one.sha256, (one, demonstration))
    if fresh:
        listed = [(r.sha256, r.name, r.size, demonstration) for r, demonstration in fresh.values()]
        receipts = ledger.receive(listed, reasons, partial)
        step("receipted")
        loaded.outcomes += _decide(data, ledger, definitions, receipts, step)
    return loaded


def _decide(
    data: DataFolder, ledger: Ledger, definitions: Definitions, receipts: Sequence[Receipt], step: OnStep
) -> list[Outcome]:
    """Reads, checks and lands one batch; accepted together or, where one is faulty, refused together."""
    readings = []
    for receipt in receipts:
        readings.append(read_file(data.original(receipt.sha256), definitions, receipt.file))
        step("read")
    reasons = [[Reason(target, text) for target, text in receipt.reasons] for receipt in receipts]
    judged = _judge(data, definitions, readings, reasons)
    step("checked")
    good = [one.ok for one in judged]
    if not all(good) and not receipts[0].partial:
        good = [False] * len(good)
    accepted: list[Accepted] = []
    outcomes: list[Outcome] = []
    for receipt, one, take in zip(receipts, judged, good, strict=True):
        number = None
        if take:
            number = ledger.next_submission() + len(accepted)
            land(data.landed_file(number), number, one.reading.cells)
            accepted.append(_accepted(receipt, number, one))
            step("landed")
        outcomes.append(Outcome(receipt.file, one.ok, one.reading.rows, one.faults, number))
    refused = [(r.receipt, o) for r, o, take in zip(receipts, outcomes, good, strict=True) if not take]
    for number, outcome in refused:
        ledger.refuse(number, [{"code": f.code, "message": f.message} for f in outcome.faults])
    ledger.accept(accepted)
    step("accepted")
    return outcomes


def _judge(
    data: DataFolder,
    definitions: Definitions,
    readings: Sequence[Reading],
    reasons: Sequence[Sequence[Reason]],
) -> list[Checked]:
    history = _history(data, definitions, readings)
    judged = [_judge_one(definitions, r, given, history) for r, given in zip(readings, reasons, strict=True)]
    return _without_other_files_reasons(judged)


def _without_other_files_reasons(judged: Sequence[Checked]) -> list[Checked]:
    """A reason given for a whole batch is unused only if no file of it had use for it."""
    unused = [{(f.cell, f.value) for f in one.faults if f.code == "reason_unused"} for one in judged]
    nowhere = set.intersection(*unused) if unused else set()

    def kept(faults: Sequence[Fault]) -> list[Fault]:
        own = (f for f in faults if f.code != "reason_unused" or f.sheet or (f.cell, f.value) in nowhere)
        return list(own)

    return [replace(one, faults=kept(one.faults)) for one in judged]


def _judge_one(
    definitions: Definitions, reading: Reading, reasons: Sequence[Reason], history: History
) -> Checked:
    faults = [*reading.faults, *check(reading, definitions, history)]
    explained, remaining = explain.apply(faults, [*reading.reasons, *reasons], definitions)
    open_faults = [f for f in remaining if f.level in (ERROR, EXPLAIN)]
    if not reading.cells and not open_faults:
        open_faults = remaining
    return Checked(reading, [*(e.fault for e in explained), *remaining], explained, open_faults)


def _history(data: DataFolder, definitions: Definitions, readings: Sequence[Reading]) -> History:
    """Numbers already published for the bodies concerned, under those of the batch itself."""
    cells = [cell for reading in readings for cell in reading.cells]
    history = _published(data, sorted(set(_with_predecessors(definitions, {c.body for c in cells}))))
    history.update({(c.body, c.year, c.measure): c.value for c in cells if c.value is not None})
    return history


def _with_predecessors(definitions: Definitions, bodies: set[str]) -> Iterator[str]:
    for code in bodies:
        yield code
        yield from _with_predecessors(definitions, set(definitions.bodies[code].predecessors))


def _published(data: DataFolder, bodies: Sequence[str]) -> dict[tuple[str, int, str], Decimal]:
    try:
        warehouse = open_served(data.root)
    except WarehouseDamaged:
        return {}
    if warehouse is None:
        return {}
    try:
        rows = warehouse.rows("history", bodies=list(bodies))
    finally:
        warehouse.close()
    return {(r["body"], r["year"], r["measure"]): r["value"] for r in rows}


def _accepted(receipt: Receipt, number: int, one: Checked) -> Accepted:
    kept = {"submission": number}
    return Accepted(
        receipt=receipt.receipt,
        submission=number,
        cells=len(one.reading.cells),
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

"""A department's filing on the web: kept and read, checked as often as asked, loaded when a reviewer accepts it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from etl.amend import Amendments, Correction
from etl.batch import said
from etl.judge import Checked
from etl.model import Reason
from etl.pipeline import Loaded, check_received, load_received
from etl.receive import Received, receive_stream, sender_name
from ledger.filings import DRAFT, SUBMITTED, UPLOADED, File, Filing, Filings, Part
from ledger.folder import DataFolder

MOST_FILES = 20


class OfOthers(Exception):
    """There are figures in the files of bodies that the sender may not report for."""

    def __init__(self, bodies: Sequence[str]) -> None:
        super().__init__(*bodies)
        self.bodies = list(bodies)


class NotSound(Exception):
    """Accepted in vain: checked against what is published by now, something is wrong."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self.loaded = loaded


def keep(data: DataFolder, name: str, stream: BinaryIO) -> File:
    """The bytes as they came are safe before anybody looks into them."""
    received = receive_stream(data, stream, sender_name(Path(name)))
    return File(received.sha256, received.name, received.size)


def apart(files: Iterable[File]) -> list[File]:
    """Each of the contents once, under the name it came with first."""
    by_content: dict[str, File] = {}
    for file in files:
        by_content.setdefault(file.sha256, file)
    return list(by_content.values())


def same_as(filings: Iterable[Filing], files: Sequence[File]) -> Filing | None:
    """The one that holds the very same bytes and is not submitted yet."""
    wanted = {file.sha256 for file in files}
    open_ones = (one for one in filings if one.state in (UPLOADED, DRAFT))
    return next((one for one in open_ones if {file.sha256 for file in one.files} == wanted), None)


def begin(data: DataFolder, filings: Filings, filing: Filing, own: Collection[str] | None) -> None:
    """Reads what was uploaded, which is a draft from now on.

    Raises `OfOthers`, and takes it off the list again, where some of it is not the sender's to send.
    """
    headings = filings.remembered(own or (), filing.account)
    known = Amendments(headings=tuple(headings.items()))
    checked = check_received(data, [replace(one, amended=known) for one in received_of(filing)])
    try:
        parts = own_parts(checked, own)
    except OfOthers:
        filings.discard(filing.filing)
        raise
    used = {header.name: headings[header.name] for one in checked for header in one.reading.answered}
    filings.begin(filing.filing, parts, used)


def amend(
    data: DataFolder,
    filings: Filings,
    filing: Filing,
    corrections: Sequence[tuple[str, str, str, str]],
    headings: Mapping[str, str],
    own: Collection[str] | None,
) -> None:
    """Keeps cells typed anew, as (sha256, sheet, cell, text), and what headers mean, on a filing as its sender sees it.

    Raises `OfOthers` where some of it is not the sender's to send any more, `Changed` where a colleague was faster.
    """
    received = [
        replace(one, amended=amendments(one.sha256, corrections, headings)) for one in received_of(filing)
    ]
    parts = own_parts(check_received(data, received), own)
    filings.amend(filing.filing, corrections, headings, parts, steps=len(filing.course))


def amendments(
    sha256: str, corrections: Iterable[tuple[str, str, str, str]], headings: Mapping[str, str]
) -> Amendments:
    """What is said of one of the files."""
    own = (Correction(sheet or None, cell, text) for of, sheet, cell, text in corrections if of == sha256)
    return Amendments(tuple(own), tuple(headings.items()))


def own_parts(checked: Sequence[Checked], own: Collection[str] | None) -> set[Part]:
    """The files' returns; raises `OfOthers` where some are not the sender's to send."""
    parts = parts_of(checked)
    strangers = [] if own is None else sorted({body for body, _, _ in parts} - set(own))
    if strangers:
        raise OfOthers(strangers)
    return parts


def parts_of(checked: Sequence[Checked]) -> set[Part]:
    """Which returns of which bodies and years the files hold."""
    cells = {(c.body, c.year, c.dataset) for one in checked for c in said(one.reading.cells)}
    return cells | {(c.body, c.year, c.dataset) for one in checked for c in one.reading.cases}


def check(data: DataFolder, filing: Filing, reasons: Sequence[tuple[str, str]]) -> list[Checked]:
    """What was understood of each file and what is wrong with it, given these reasons."""
    return check_received(data, received_of(filing), [Reason(target, text) for target, text in reasons])


def accept(data: DataFolder, filings: Filings, filing: Filing, demonstration: bool) -> Loaded:
    """Loads and publishes it; raises `NotSound`, and leaves it with the reviewer, where it does not pass any more."""
    loaded = load_received(data, [(one, demonstration) for one in received_of(filing)], filing.reasons)
    if not loaded.ok:
        raise NotSound(loaded)
    numbers = [outcome.submission for outcome in loaded.outcomes if outcome.submission is not None]
    filings.accepted(filing.filing, numbers)
    return loaded


def received_of(filing: Filing) -> list[Received]:
    """The files as they are to be read: with what their sender said of them."""
    corrections = [
        (sha256, sheet, cell, text)
        for sha256, cells in filing.corrections.items()
        for (sheet, cell), text in cells.items()
    ]
    # In time is what was sent in time, however long the review takes.
    sent_at = next((event.at for event in reversed(filing.course) if event.state == SUBMITTED), "")
    return [
        Received(
            file.name, file.sha256, file.size, amendments(file.sha256, corrections, filing.headings), sent_at
        )
        for file in filing.files
    ]

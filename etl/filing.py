"""A department's filing on the web: kept and read, checked as often as asked, loaded when a reviewer accepts it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

from etl.batch import said
from etl.judge import Checked
from etl.model import Reason
from etl.pipeline import Loaded, check_received, load_received
from etl.receive import Received, receive_stream, sender_name
from ledger.filings import File, Filing, Filings, Part
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


def begin(
    data: DataFolder,
    filings: Filings,
    account: str,
    files: Sequence[tuple[str, BinaryIO]],
    own: Collection[str] | None,
) -> int:
    """Keeps the files as a draft, the bytes first; raises `OfOthers` where some are not the sender's to send."""
    received = [receive_stream(data, stream, sender_name(Path(name))) for name, stream in files]
    parts = parts_of(check_received(data, received))
    strangers = [] if own is None else sorted({body for body, _, _ in parts} - set(own))
    if strangers:
        raise OfOthers(strangers)
    return filings.begin(account, [File(one.sha256, one.name, one.size) for one in received], parts)


def parts_of(checked: Sequence[Checked]) -> set[Part]:
    """Which returns of which bodies and years the files hold."""
    return {(c.body, c.year, c.dataset) for one in checked for c in said(one.reading.cells)}


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
    return [Received(file.name, file.sha256, file.size) for file in filing.files]

"""Files sent as on the page: uploaded, then read."""

from collections.abc import Collection, Sequence
from typing import BinaryIO

from etl import filing as filings_of
from ledger.filings import Filing, Filings
from ledger.folder import DataFolder


def uploaded(
    data: DataFolder, filings: Filings, account: str, files: Sequence[tuple[str, BinaryIO]]
) -> Filing:
    kept = [filings_of.keep(data, name, stream) for name, stream in files]
    found = filings.filing(filings.upload(account, filings_of.apart(kept)))
    assert found is not None
    return found


def begun(
    data: DataFolder,
    filings: Filings,
    account: str,
    files: Sequence[tuple[str, BinaryIO]],
    own: Collection[str] | None,
) -> int:
    """The number of the draft."""
    one = uploaded(data, filings, account, files)
    filings_of.begin(data, filings, one, own)
    return one.filing

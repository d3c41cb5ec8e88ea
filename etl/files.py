"""What a file is, told from its content, and how much of it is ever taken into memory."""

import os
from pathlib import Path

from etl.faults import Refused

MEGABYTE = 1024 * 1024
# 128 MB of CSV is over a million lines, far more than a province's yearly return.
MAX_CSV_BYTES = 128 * MEGABYTE
# A list whose cells never become Python objects costs no more memory than its size: 20 million lines.
MAX_BULK_BYTES = 1024 * MEGABYTE
# Spreadsheets unpack to about ten times their size; a real return has well under 1 MB.
MAX_SPREADSHEET_BYTES = 32 * MEGABYTE
# What the parts of a zip may unpack to. Real sheets compress 5 to 20 times; a bomb 1,000 times.
MAX_UNPACKED_BYTES = 256 * MEGABYTE
MAX_RATIO = 200
# Below this an honest sheet of identical rows may exceed the ratio, and a bomb does no harm.
RATIO_COUNTS_FROM = 16 * MEGABYTE
MAX_ZIP_PARTS = 10_000
# Excel's own limit of rows; columns far beyond any form (Excel would allow 16,384).
MAX_ROWS = 1_048_576
MAX_COLUMNS = 1_024
# Not blank, over all sheets: about 1 GB in Python.
MAX_CELLS = 6_000_000
# Excel's own limit; whatever is longer is no figure, name or reason.
MAX_CELL_CHARACTERS = 32_767

TEXT = "CSV"
XLSX = "xlsx"
XLS = "xls"
ODS = "ods"
OLE = "OLE"
ZIP = "zip"

_CLAIMS = {".csv": TEXT, ".txt": TEXT, ".tsv": TEXT, ".xlsx": XLSX, ".xlsm": XLSX, ".xls": XLS, ".ods": ODS}
_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
)
_MARKUP = ((b"<html", "HTML"), (b"<!doctype", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


def claimed_kind(name: str) -> str | None:
    """The format the file's name claims; None for a name without a known ending."""
    return _CLAIMS.get(_ending(name))


def rough_kind(path: Path) -> str:
    """The format the first bytes show: CSV for any text, else zip, OLE or what the file really is."""
    with path.open("rb") as file:
        head = file.read(512)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for mark, kind in _MARKUP if start.startswith(mark)), TEXT)


def check_size(path: Path, kind: str) -> None:
    """Refuses an empty file and one over the limit of its kind, before a byte of it is parsed."""
    size = os.path.getsize(path)
    if size == 0:
        raise Refused("file_empty")
    limit = MAX_SPREADSHEET_BYTES if kind in (ZIP, OLE) else MAX_CSV_BYTES
    if size > limit:
        raise Refused("file_too_large", size=round(size / MEGABYTE, 1), limit=limit // MEGABYTE)


def check_claim(name: str, kind: str) -> None:
    """Refuses a file whose name says another format than its content, and formats nobody reads here."""
    claim = claimed_kind(name)
    if claim is not None and claim != kind:
        raise Refused("file_not_what_it_claims", claimed=_ending(name).removeprefix("."), actual=kind)
    # Without an ending text may be a CSV; with an unknown one (.json, .md) it is not.
    if kind not in (TEXT, XLSX, XLS, ODS) or (kind == TEXT and claim is None and _ending(name)):
        raise Refused("file_type_unknown", actual=_ending(name).removeprefix(".") if kind == TEXT else kind)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()

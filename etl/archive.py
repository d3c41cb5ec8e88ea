"""Looks into a zip before any of it is unpacked: what it is, how large it gets, what must not be in it."""

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from etl.faults import Refused
from etl.files import (
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_PARTS,
    MEGABYTE,
    ODS,
    RATIO_COUNTS_FROM,
    XLSX,
    ZIP,
)

_PROLOG_BYTES = 1 << 16
_ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"


def open_zip(path: Path) -> ZipFile:
    """Opens the archive; half a zip has no directory and is refused."""
    try:
        return ZipFile(path)
    except (BadZipFile, zlib.error, OSError, NotImplementedError, ValueError) as error:
        # A zip's directory stands at its end: without it the rest of the file never arrived.
        raise Refused("file_damaged") from error


def zip_kind(archive: ZipFile) -> str:
    """xlsx, ods, or the name of what else it is."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return XLSX
    if "mimetype" in names and archive.open("mimetype").read(100).startswith(_ODS_MIME):
        return ODS
    if "word/document.xml" in names:
        return "docx"
    return "pptx" if "ppt/presentation.xml" in names else ZIP


def check_bomb(archive: ZipFile) -> None:
    """Refuses by the directory alone; zipfile itself never unpacks more of a part than the directory says."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    ratio = unpacked / packed
    if (
        len(parts) > MAX_ZIP_PARTS
        or unpacked > MAX_UNPACKED_BYTES
        or (ratio > MAX_RATIO and unpacked > RATIO_COUNTS_FROM)
    ):
        size, limit = round(unpacked / MEGABYTE), MAX_UNPACKED_BYTES // MEGABYTE
        raise Refused("file_expands_too_much", size=size, limit=limit, ratio=round(ratio))


def check_contents(archive: ZipFile, kind: str) -> list[Refused]:
    """Everything in a workbook's zip that a return must not bring along."""
    found = [code for code, present in _forbidden(archive, kind) if present]
    return [Refused(code) for code in found]


def _forbidden(archive: ZipFile, kind: str) -> list[tuple[str, bool]]:
    names = archive.namelist()
    lower = [name.lower() for name in names]
    if any(part.flag_bits & 1 for part in archive.infolist()) or _encrypted_ods(archive, kind):
        return [("file_password", True)]
    return [
        (
            "file_macro",
            any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in lower),
        ),
        ("file_external_links", any(name.startswith("xl/externallinks/") for name in lower)),
        ("file_xml_entities", any(_declares_entities(archive, name) for name in names if _is_xml(name))),
    ]


def _encrypted_ods(archive: ZipFile, kind: str) -> bool:
    manifest = "META-INF/manifest.xml"
    return kind == ODS and manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _declares_entities(archive: ZipFile, name: str) -> bool:
    """A DOCTYPE must stand before the root element; the parsers refuse one hidden behind a longer prolog."""
    with archive.open(name) as part:
        head = part.read(_PROLOG_BYTES)
    # A part in UTF-16 would hide the word from a search in bytes.
    return bool(_ENTITIES.search(head.replace(b"\0", b"")))

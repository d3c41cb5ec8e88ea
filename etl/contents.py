"""Opens a file of any kind as grids, after everything that can be told without parsing it."""

import errno
import logging
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException

from etl.archive import check_bomb, check_contents, open_zip, zip_kind
from etl.csv_file import read_csv
from etl.faults import Refused
from etl.files import OLE, TEXT, XLS, XLSX, ZIP, check_claim, check_size, claimed_kind, rough_kind
from etl.model import Grid
from etl.ods import read_ods
from etl.sheets import read_xlsx
from etl.xls import ole_kind, read_xls

_log = logging.getLogger(__name__)


@dataclass
class Contents:
    """The sheets of a file, or why it is not read."""

    grids: list[Grid] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def open_contents(path: Path, name: str) -> Contents:
    """Reads `path`, called `name` by its sender; a bad file gives `refused`, the disk's errors are raised."""
    try:
        return _open(path, name)
    except Refused as refused:
        return Contents(refused=[refused])
    except Exception as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        return Contents(refused=[_refused(error, name)])


def _refused(error: Exception, name: str) -> Refused:
    """Says what a parser met; openpyxl wraps the errors of what lies below it."""
    if isinstance(error.__cause__ or error, DefusedXmlException):
        return Refused("file_xml_entities")
    if isinstance(error, BadZipFile | zlib.error | EOFError):
        return Refused("file_damaged")
    # The words of a parser are for us, not for the sender.
    _log.error("cannot read %s", name, exc_info=error)
    return Refused("file_unreadable")


def _open(path: Path, name: str) -> Contents:
    kind = rough_kind(path)
    check_size(path, kind)
    if kind == ZIP:
        return _open_zip(path, name)
    if kind == OLE:
        return _open_ole(path, name)
    check_claim(name, kind)
    return Contents([read_csv(path)])


def _open_zip(path: Path, name: str) -> Contents:
    if claimed_kind(name) == TEXT:
        check_claim(name, ZIP)
    with open_zip(path) as archive:
        kind = zip_kind(archive)
        check_claim(name, kind)
        check_bomb(archive)
        if refused := check_contents(archive, kind):
            return Contents(refused=refused)
        return _filled(*(read_xlsx(path) if kind == XLSX else read_ods(archive)))


def _open_ole(path: Path, name: str) -> Contents:
    if claimed_kind(name) == TEXT:
        check_claim(name, OLE)
    kind, data = ole_kind(path)
    if kind == "encrypted":
        # A protected xlsx is no zip any more: say so, not that its name is wrong.
        raise Refused("file_password")
    check_claim(name, XLS if kind == XLS else kind)
    return _filled(*read_xls(data))


def _filled(grids: list[Grid], hidden: list[str]) -> Contents:
    if not grids and not hidden:
        raise Refused("file_empty")
    return Contents(grids, hidden)

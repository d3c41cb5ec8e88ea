"""Forms that were not made for us: a wrong or a lost figure is worst, a form refused that a person reads is next."""

from pathlib import Path

import pytest

from tests.etl.forms import DEFINITIONS
from tests.etl.reading_tools import content, errors, read
from tests.etl.real_forms import amounts, official, owners
from tests.etl.real_forms.form import Form

FORMS = [*official.FORMS, *owners.FORMS, *amounts.FORMS]


def _cases() -> list:
    return [
        pytest.param(
            form,
            id=form.style,
            marks=[pytest.mark.xfail(strict=True, reason=form.fails)] if form.fails else [],
        )
        for form in FORMS
    ]


@pytest.mark.parametrize("form", _cases())
def test_real_form(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "bytes as received"
    path.write_bytes(form.make())
    reading = read(path, form.file, DEFINITIONS)
    cells = {(cell.body, cell.year, cell.measure): content(cell) for cell in reading.cells}
    told = [(fault.code, fault.message) for fault in reading.faults]
    assert set(errors(reading)) == form.errors, told
    # A file with errors waits as a whole; what was understood of it must still not be wrong.
    assert cells == form.says or (form.errors and cells.items() <= form.says.items()), told
    for words in form.said:
        assert any(words in (code, *[message] * (words in message)) for code, message in told), told


def test_every_style_is_there_once() -> None:
    assert len({form.style for form in FORMS}) == len(FORMS) >= 10

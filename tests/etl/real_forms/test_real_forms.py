"""Forms that were not made for us: a wrong or a lost figure is worst, a form refused that a person reads is next."""

from pathlib import Path

import pytest

from tests.etl.forms import DEFINITIONS
from tests.etl.reading_tools import content, errors, read
from tests.etl.real_forms import (
    amounts,
    cells,
    districts,
    files,
    layouts,
    lists,
    official,
    owners,
    periods,
    years,
)
from tests.etl.real_forms.form import Form

_MODULES = (official, owners, years, amounts, lists, cells, layouts, files, districts, periods)
FORMS = [form for module in _MODULES for form in module.FORMS]


def _cases() -> list:
    return [
        pytest.param(
            form,
            id=form.style,
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=form.fails)]
            if form.fails
            else [],
        )
        for form in FORMS
    ]


@pytest.mark.parametrize("form", _cases())
def test_real_form(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "bytes as received"
    path.write_bytes(form.make())
    reading = read(path, form.file, DEFINITIONS)
    found = {(cell.body, cell.year, cell.measure): content(cell) for cell in reading.cells}
    told = [(fault.code, fault.message) for fault in reading.faults]
    assert set(errors(reading)) == form.errors, told
    # A file with errors waits as a whole; what was understood of it must still not be wrong.
    assert found == form.says or (form.errors and found.items() <= form.says.items()), told
    for words in form.said:
        assert any(words == code or words in message for code, message in told), (words, told)


def test_every_style_is_there_once() -> None:
    assert len({form.style for form in FORMS}) == len(FORMS) >= 35

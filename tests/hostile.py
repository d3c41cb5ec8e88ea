"""Definitions and returns in which every text that somebody may enter tries to become markup, script or a formula."""

import csv
import io
import re
from pathlib import Path

import pytest

from etl import pipeline
from ledger.folder import DataFolder
from tests.etl.workbooks import write_ods

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = "http://outside.invalid"
ATTACK = (
    f"""%{{meta.caption.scope}}<script>hacked=1</script>"><img src='{OUTSIDE}/i' onerror=hacked=1><a href="{OUTSIDE}/a">跳</a>"""
    f"<u>线</u><br>[链](javascript:hacked=1)![图]({OUTSIDE}/m)$x^2$:material/home:</td>"
)
"""HTML, plotly's small markup and its templates, Markdown, what Streamlit makes of $ and :material/…:."""
STATE = "<i onclick=hacked=1>未报</i>"
"""A way to write a state: so that it is a raw cell text that is accepted."""
_TEXT = re.compile(r'^(title|label|basis|message|remedy) = "(.*)"$', re.MULTILINE)
_ANY_TEXT = re.compile(r'^(\w+) = "(.*)"$', re.MULTILINE)


def hostile_definitions(folder: Path) -> Path:
    """A copy of the definitions, every name, title, basis, meaning and note followed by the attack."""
    source = ROOT / "definitions"
    for path in [*source.glob("*.csv"), *source.glob("*.toml"), *source.glob("*/*.toml")]:
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8-sig")
        target.write_text(_table(text) if path.suffix == ".csv" else _toml(path, text), encoding="utf-8")
    return folder


def _toml(path: Path, text: str) -> str:
    if path.name == "words.toml":
        words, titles = text.split("[state_titles]")
        titles, notes = titles.split("[notes]")
        words = words.replace("not_reported = [", f"not_reported = [{_quoted(STATE)}, ")
        return f"{words}[state_titles]{_ANY_TEXT.sub(_entry, titles)}[notes]{_ANY_TEXT.sub(_pattern, notes)}"
    text = _TEXT.sub(_pattern if path.parent.name == "faults" else _entry, text)
    # Returns go on with the headers they had.
    return re.sub(r'^label = "(.*?)%\{meta.*\naliases = \[', _known, text, flags=re.MULTILINE)


def _entry(found: re.Match[str]) -> str:
    return f"{found[1]} = {_quoted(found[2] + ATTACK)}"


def _pattern(found: re.Match[str]) -> str:
    """Where {…} is filled in, a brace is written twice."""
    return f"{found[1]} = {_quoted(found[2] + ATTACK.replace('{', '{{').replace('}', '}}'))}"


def _known(found: re.Match[str]) -> str:
    return f'{found[0]}"{found[1]}", '


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _table(text: str) -> str:
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        if "aliases" in row:
            row["aliases"] += f";{row['name']};{row['body']}的别名{ATTACK}"
        for column in {"name", "short_name", "title", "basis"} & row.keys():
            row[column] += ATTACK
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def hostile_data(folder: Path) -> None:
    """Makes a data folder with the sample as hostile senders would have sent it; hostile definitions lie beside it."""
    # Case ledgers, which name their year, are lists of another kind.
    returns = sorted(p for p in (ROOT / "sample").glob("*/*.csv") if p.parent.name not in p.stem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_DEFINITIONS", str(hostile_definitions(folder.with_name("definitions"))))
        # No system lets all of these characters stand in the name of a file; an archive or an upload does.
        patch.setattr("etl.receive.sender_name", lambda path: f"{ATTACK}{path.parent.name}{path.name}")
        paths = [_return(path, folder.with_name("sent") / path.parent.name) for path in returns]
        loaded = pipeline.load(paths, demonstration=True, data=DataFolder(folder))
    assert loaded.ok, [fault.message for outcome in loaded.outcomes for fault in outcome.faults][:5]


def _return(source: Path, folder: Path) -> Path:
    """A year's return as a sheet with a hostile name, headers that mean nothing, and a reason."""
    folder.mkdir(parents=True, exist_ok=True)
    header, *rows = csv.reader(io.StringIO(source.read_text("utf-8-sig")))
    sheet: list[list[str | float]] = [[*header, f"不认识的列{ATTACK}", "说明"]]
    sheet += [[row[0], *map(_figure, row[1:]), f"无{ATTACK}", f"有原因{ATTACK}"] for row in rows]
    if source.parent.name == "2022":
        sheet[1][header.index("年度") + 1] = STATE
    return write_ods(folder / f"{source.stem}.ods", {f"{source.stem}{ATTACK}": sheet})


def _figure(text: str) -> str | float:
    return float(text) if text.replace(".", "").isdigit() else text

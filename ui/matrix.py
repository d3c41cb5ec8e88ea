"""Two tables that are read as pictures: bodies × indicators by status, bodies × returns by what was sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd

from ui import colours
from ui.frames import rows_of
from ui.links import anchor
from ui.numbers import figure, is_missing, value_of
from ui.status import STATUSES, chip, status
from ui.tables import th, value_only, with_groups
from ui.words import COVERAGE

COVERAGE_MARKS = {"reported": ("●", ""), "not_reported": ("？", "missed"), "no_such_function": ("∅", ""), "no_dataset": ("–", "")}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How a status matrix is divided: columns under the title of their section, rows under a heading of their own."""

    sections: Mapping[str, str] = field(default_factory=dict)
    """section → title"""
    groups: Mapping[str, str] = field(default_factory=dict)
    """body → heading; bodies of one heading stand together"""
    body_address: Callable[[str], str] | None = None
    indicator_address: Callable[[str], str] | None = None


def status_matrix_html(frame: pd.DataFrame, title: str, note: str = "", layout: Layout | None = None) -> str:
    """`status_matrix` rows as a table: one row a body, one column an indicator, each cell shape, word and value."""
    layout = layout or Layout()
    keys = list(dict.fromkeys(frame["indicator"]))
    titles = dict(zip(frame["indicator"], frame["title"], strict=True))
    columns = "".join(head_cell(titles[k], k, layout.indicator_address, "col") for k in keys)
    head = (
        section_heads(frame, keys, layout.sections, columns)
        if layout.sections
        else th("单位", "col") + columns
    )
    codes = list(dict.fromkeys(str(b) for b in frame["body"]))
    rows = [
        f"<tr>{head_cell(name, code, layout.body_address, 'row')}{''.join(status_cell(by.get(k)) for k in keys)}</tr>"
        for code, (name, by) in zip(codes, by_body(frame, "indicator"), strict=True)
    ]
    if layout.groups:
        rows = with_groups(rows, [layout.groups.get(c, "") for c in codes], len(keys) + 1)
    return matrix(head, rows, title, note, legend([s for s in STATUSES if s in set(frame["status"])]))


def head_cell(text: str, code: str, address: Callable[[str], str] | None, scope: str) -> str:
    return f'<th scope="{scope}">{anchor(address(code), text)}</th>' if address else th(text, scope)


def section_heads(frame: pd.DataFrame, keys: list[Any], sections: Mapping[str, str], columns: str) -> str:
    """Two rows of headings: the sections, and below them the indicators."""
    section_of = dict(zip(frame["indicator"], frame["section"], strict=True))
    heads = "".join(
        f'<th scope="colgroup" colspan="{len(list(members))}">{escape(str(sections.get(code, code)))}</th>'
        for code, members in groupby(keys, key=section_of.__getitem__)
    )
    return f'<th scope="col" rowspan="2">单位</th>{heads}</tr><tr>{columns}'


def by_body(frame: pd.DataFrame, key: str) -> list[tuple[str, dict[str, dict[str, Any]]]]:
    """(body name, key → row) in the frame's order."""
    found: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {}
    for row in rows_of(frame):
        name = str(row.get("short_name") or row["body_name"])
        found.setdefault(str(row["body"]), (name, {}))[1][str(row[key])] = {str(k): v for k, v in row.items()}
    return list(found.values())


def status_cell(row: dict[str, Any] | None) -> str:
    """Shape and word, the value below; the whole cell takes the colour."""
    if row is None:
        return "<td></td>"
    found = status(row.get("status"))
    value = "" if is_missing(row["value"]) else f"<br><small>{escape(value_with_n(row))}</small>"
    style = f"color:{found.ink};background:{found.fill}"
    hint = escape(f"{row.get('title', '')}：{value_of(row)}")
    kind = "cell" if found.judged else "cell plain"
    return f'<td class="{kind}" style="{style}" title="{hint}">{found.shape} {escape(found.word)}{value}</td>'


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The same as a display frame: a row a body, a column an indicator, “■ 未达标 66.7%·2/3” in every cell."""
    titles = dict(zip(frame["indicator"], frame["title"], strict=True))
    rows = [
        [name, *(cell_words(by.get(str(key))) for key in titles)] for name, by in by_body(frame, "indicator")
    ]
    return pd.DataFrame(rows, columns=["单位", *titles.values()])


def cell_words(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    found = status(row.get("status"))
    value = "" if is_missing(row["value"]) else f" {value_with_n(row)}"
    return f"{found.shape} {found.word}{value}"


def value_with_n(row: dict[str, Any]) -> str:
    """“66.7%·2/3”: a rate never without what it rests on."""
    value = value_only(row)
    if row.get("kind") != "proportion" or is_missing(row.get("denominator")):
        return value
    return f"{value}·{figure(row['numerator'])}/{figure(row['denominator'])}"


def legend(codes: list[str]) -> str:
    return "".join(chip(code) for code in codes)


def coverage_matrix_html(frame: pd.DataFrame, title: str, note: str = "") -> str:
    """`coverage` rows as a table: one row a body, one column a return; the last column counts sent of due."""
    keys = list(dict.fromkeys(frame["dataset"]))
    titles = dict(zip(frame["dataset"], frame["dataset_title"], strict=True))
    head = (
        th("单位", "col") + "".join(th(titles[k], "col") for k in keys) + th("已报/应报", "col", number=True)
    )
    rows = [
        f"<tr>{th(name, 'row')}{''.join(coverage_cell(by.get(k)) for k in keys)}{coverage_sum(by)}</tr>"
        for name, by in by_body(frame, "dataset")
    ]
    states = [s for s in COVERAGE if s in set(frame["state"])]
    return matrix(
        head,
        rows,
        title,
        note,
        "".join(f'<span class="chip chip-neutral">{mark_text(s)}</span>' for s in states),
    )


def coverage_cell(row: dict[str, Any] | None) -> str:
    state = str(row["state"]) if row else "no_dataset"
    look = status(COVERAGE_MARKS.get(state, ("", ""))[1])
    style = f"color:{look.ink};background:{look.fill}" if look.judged else f"color:{colours.QUIET}"
    return f'<td class="cell plain" style="{style}">{mark_text(state)}</td>'


def mark_text(state: str) -> str:
    return f"{COVERAGE_MARKS.get(state, ('·', ''))[0]} {escape(COVERAGE.get(state, state))}"


def coverage_sum(by: dict[str, dict[str, Any]]) -> str:
    states = [row["state"] for row in by.values()]
    due = sum(s in ("reported", "not_reported") for s in states)
    return f'<td class="number">{states.count("reported")}/{due}</td>'


def matrix(head: str, rows: list[str], title: str, note: str, marks: str) -> str:
    body = "".join(rows) or '<tr><td class="nothing">没有记录</td></tr>'
    foot = f'<p class="table-note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="legend" role="group" aria-label="图例">{marks}</div>'
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(title)}"><table class="data matrix">'
        f"<caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{foot}"
    )

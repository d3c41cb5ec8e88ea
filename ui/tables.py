"""Tables as accessible HTML, and the same rows as CSV. Every text is escaped here; nothing else writes table HTML."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from console.spreadsheet import inert
from ui.caption import Caption
from ui.cell import Cell
from ui.frames import has_text, rows_of
from ui.numbers import coverage_text, figure, interval, is_missing, short, value_of
from ui.status import chip, label, status
from ui.words import NO_DECISION, NO_HEARING, NO_VALUE, STATES

STATUS_COLUMN = "状态"
LONG = 22
NUMBER = re.compile(r"[−+±]?\d[\d,]*(\.\d+)?(/\d[\d,]*|[^\d\s（]{0,2})$")
IN_PLACE = {*STATES.values(), NO_VALUE, NO_HEARING, NO_DECISION, "无分母", "–", ""}
"""What stands in a column of numbers where there is none."""


def html_table(
    frame: pd.DataFrame, title: str, note: str = "", *, first_is_header: bool = True, group: str | None = None
) -> str:
    """A display frame (Chinese headings) as a table: numbers right-aligned and exact, the rest left, all escaped.

    A column named 状态 may hold status codes: they become shape and word. Missing cells read “–”. The column `group`
    becomes a heading over the rows that share its value.
    """
    groups = [] if group is None else frame[group].tolist()
    frame = frame if group is None else frame.drop(columns=group)
    # Each column is taken out of the frame once: that is what costs.
    columns = [(column, column.tolist()) for _, column in frame.items()]
    numeric = [
        is_numeric(column) or (i > 0 and reads_as_number(values))
        for i, (column, values) in enumerate(columns)
    ]
    head = "".join(th(c, "col", n) for c, n in zip(frame.columns, numeric, strict=True))
    looks = [
        "number" if n else "long" if is_long(values) else ""
        for (_, values), n in zip(columns, numeric, strict=True)
    ]
    names = list(frame.columns)
    rows = [
        row_html(names, values, looks, first_is_header)
        for values in zip(*(values for _, values in columns), strict=True)
    ]
    rows = with_groups(rows, groups, len(numeric)) if groups else rows
    body = "".join(rows) or f'<tr><td colspan="{max(1, len(numeric))}" class="nothing">没有记录</td></tr>'
    foot = f'<p class="table-note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(title)}"><table class="data">'
        f"<caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{foot}"
    )


def with_groups(rows: list[str], groups: list[Any], columns: int) -> list[str]:
    """The rows with a heading, and a table body of its own, wherever the group changes."""
    found: list[str] = []
    for i, (row, name) in enumerate(zip(rows, groups, strict=True)):
        if i == 0 or name != groups[i - 1]:
            heading = (
                f'<tr class="group"><th scope="rowgroup" colspan="{columns}">{escape(str(name))}</th></tr>'
            )
            found.append(heading if i == 0 else f"</tbody><tbody>{heading}")
        found.append(row)
    return found


def is_numeric(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def reads_as_number(column: Sequence[Any]) -> bool:
    """Says whether a column holds numbers with a unit, or words in their place (“1,596件”, “未报”): aligned like numbers."""
    texts = [cell_text("", v) for v in column]
    return all(NUMBER.match(t) or t in IN_PLACE for t in texts) and any(NUMBER.match(t) for t in texts)


def is_long(column: Sequence[Any]) -> bool:
    """Says whether a column holds sentences, which may wrap; short cells stay on one line."""
    return any(len(str(v)) > LONG for v in column if isinstance(v, (str, Cell)))


def th(text: Any, scope: str, number: bool = False) -> str:
    return f'<th scope="{scope}"{" class=number" if number else ""}>{escape(str(text))}</th>'


def row_html(columns: list[str], values: Any, looks: list[str], first_is_header: bool) -> str:
    cells = []
    for i, (name, value, look) in enumerate(zip(columns, values, looks, strict=True)):
        if i == 0 and first_is_header:
            cells.append(
                f'<th scope="row">{value.html}</th>'
                if isinstance(value, Cell)
                else th(cell_text(name, value), "row")
            )
        elif isinstance(value, Cell):
            cells.append(f"<td{f' class={look}' if look else ''}>{value.html}</td>")
        elif name == STATUS_COLUMN and isinstance(value, str) and status(value).code == value:
            cells.append(f"<td>{chip(value)}</td>")
        else:
            cells.append(f"<td{f' class={look}' if look else ''}>{escape(cell_text(name, value))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def cell_text(name: str, value: Any) -> str:
    """Exact numbers, years without grouping, “–” for nothing."""
    if is_missing(value):
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "as_tuple") or isinstance(value, (int, float)) or hasattr(value, "item"):
        return str(int(value)) if name in ("年份", "年度") else figure(value)
    return str(value)


def indicator_table(frame: pd.DataFrame, name: str = "body_name", title: str = "单位") -> pd.DataFrame:
    """An indicator frame as a display frame; `name` is the column that tells rows apart, `title` its heading."""
    rows = rows_of(frame)
    ratio = [r.get("kind") in ("proportion", "ratio") for r in rows]
    table: dict[str, list[Any]] = {title: [r[name] if name != "year" else f"{r['year']}年" for r in rows]}
    if frame["year"].nunique() > 1 and name != "year":
        table["年份"] = [int(r["year"]) for r in rows]
    if "rule_title" in frame and frame["rule_title"].nunique() > 1:
        table["口径"] = [r["rule_title"] for r in rows]
    if any(ratio):
        table["分子"] = [r["numerator"] for r in rows]
        table["分母"] = [r["denominator"] for r in rows]
    table["数值"] = [value_only(r) for r in rows]
    if frame.get("low", pd.Series(dtype=float)).notna().any():
        table["95%区间"] = [interval(r.get("low"), r.get("high")) or "–" for r in rows]
    if frame["target"].notna().any():
        table["目标"] = [target_text(r) for r in rows]
    table[STATUS_COLUMN] = [r.get("status") for r in rows]
    table["报送单位"] = [coverage_text(r) or "–" for r in rows]
    if has_text(frame, "notes"):
        table["说明"] = [r["notes"] if isinstance(r["notes"], str) else "" for r in rows]
    return pd.DataFrame(table)


def value_only(row: Mapping[str, Any]) -> str:
    """The value without n, which has columns of its own here."""
    if row.get("kind") in ("proportion", "ratio") and not is_missing(row["value"]):
        unit = str(row.get("unit") or "")
        return short(row["value"], int(row["decimals"]), unit) + unit
    return value_of(row)


def target_text(row: Mapping[str, Any]) -> str:
    if is_missing(row.get("target")):
        return "–"
    unit = str(row.get("unit") or "")
    return figure(row["target"], unit) + ("（演示）" if row.get("target_demonstration") else "")


def measure_table(frame: pd.DataFrame, name: str = "label", title: str = "项目") -> pd.DataFrame:
    """A measure frame as a display frame; a row without a value shows its state in words."""
    rows = rows_of(frame)
    table: dict[str, list[Any]] = {title: [r[name] if name != "year" else f"{r['year']}年" for r in rows]}
    if name != "label" and frame["measure"].nunique() > 1:
        table["项目"] = [r["label"] for r in rows]
    if frame["year"].nunique() > 1 and name != "year":
        table["年份"] = [int(r["year"]) for r in rows]
    table["数值"] = [value_of(r) for r in rows]
    table["数据"] = [STATES.get(str(r["state"]), str(r["state"])) for r in rows]
    table["报送单位"] = [coverage_text(r) or "–" for r in rows]
    if has_text(frame, "explanation"):
        table["说明"] = [r["explanation"] if isinstance(r["explanation"], str) else "" for r in rows]
    return pd.DataFrame(table)


def csv_bytes(frame: pd.DataFrame, caption: Caption | None = None) -> bytes:
    """The frame as CSV that Excel opens in Chinese; status codes as words; no text cell can be taken for a formula.

    With a caption every row ends with its source, so that a row that leaves the file keeps it.
    """
    plain = plain_frame(frame)
    if caption is not None:
        plain["来源"] = caption.source_line
    for column in plain.columns:
        if not is_numeric(plain[column]):
            plain[column] = [inert(v) for v in plain[column]]
    plain.columns = [inert(str(c)) for c in plain.columns]
    return plain.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A display frame as what is read on screen: status codes as words, whole numbers whole, links as their text."""
    plain = frame.copy()
    if STATUS_COLUMN in plain:
        plain[STATUS_COLUMN] = [
            label(v) if isinstance(v, str) and status(v).code == v else v for v in plain[STATUS_COLUMN]
        ]
    for column in plain.columns:
        if not is_numeric(plain[column]):
            plain[column] = [str(v) if isinstance(v, Cell) else v for v in plain[column]]
        plain[column] = whole_numbers(plain[column])
    return plain


def whole_numbers(column: pd.Series) -> pd.Series:
    """Counts come as floats, because some are missing; in a file they should not read 3.0."""
    if pd.api.types.is_float_dtype(column) and bool((column.dropna() % 1 == 0).all()):
        return column.astype("Int64")
    return column

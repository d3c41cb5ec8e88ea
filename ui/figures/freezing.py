"""What a figure is kept as: everything on it as JSON, drawn for every medium; and how two of them differ."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from definitions.model import Definitions
from ui.caption import Caption
from ui.charts.layout import place
from ui.charts.medium import Medium, drawn_for
from ui.exhibits import Exhibit, Origin
from ui.formula import formula, main_rule
from ui.numbers import figure as written
from ui.tables import plain_frame

Frozen = Mapping[str, Any]

SAID = {
    "title": "标题", "scope": "范围", "period": "期间", "unit": "单位", "source": "来源", "n": "n", "reported": "报送单位",
    "due": "应报单位", "rule": "口径", "notes": "附注", "demonstration": "演示数据",
}  # fmt: skip
"""What of a caption may change what a figure says; the publish is another every time."""


@dataclass(frozen=True)
class Change:
    """Something that was one thing when the figure was made and is another now."""

    what: str
    before: str
    now: str


def frozen(
    exhibit: Exhibit, origin: Origin, drawings: Mapping[str, Exhibit], definitions: Definitions
) -> dict[str, Any]:
    """`drawings`: medium → the same exhibit laid out for it; none for a table."""
    said = {"origin": asdict(origin), "caption": asdict(exhibit.caption)}
    return {
        **json.loads(json.dumps(said)),
        "reading": exhibit.reading,
        "alt": getattr(exhibit, "alt", ""),
        "wide": exhibit.wide,
        "table": frozen_table(exhibit.table),
        "drawings": {
            code: json.loads(to_json_plotly(one.figure.whole))
            for code, one in drawings.items()
            if one.figure is not None
        },
        "rules": rules(origin, definitions),
    }


def frozen_table(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns, and rows of numbers, texts and None."""
    plain = plain_frame(frame)
    return {
        "columns": [str(c) for c in plain.columns],
        "rows": [[value(v) for v in row] for row in plain.itertuples(index=False)],
    }


def value(found: Any) -> int | float | str | bool | None:
    """A cell as JSON has it."""
    if found is None or found is pd.NA or (isinstance(found, float) and np.isnan(found)):
        return None
    if isinstance(found, bool | int | float | str):
        return found
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else float(found)
    return found.item() if hasattr(found, "item") else str(found)


def rules(origin: Origin, definitions: Definitions) -> list[dict[str, str]]:
    """The definition of every indicator the section was called with, in words, as it was in force."""
    found = []
    for code in dict.fromkeys(texts([*origin.args, *origin.named.values()])):
        if (indicator := definitions.indicators.get(code)) is not None:
            rule = main_rule(indicator, origin.year)
            counted = formula(definitions, indicator, rule) if rule else f"{origin.year}年不统计"
            others = [
                f"{r.title}：{formula(definitions, indicator, r)}" for r in indicator.rules if r is not rule
            ]
            words = "；另有口径 ".join([counted, *others])
            found.append({"title": indicator.title, "rule": words, "basis": indicator.basis})
    return found


def texts(given: Iterable[Any]) -> Iterable[str]:
    """All texts within lists of lists."""
    for one in given:
        if isinstance(one, str):
            yield one
        elif isinstance(one, list | tuple):
            yield from texts(one)


def origin_of(kept: Frozen) -> Origin:
    found = kept["origin"]
    return Origin(**{**found, "args": tuple(found["args"])})


def caption_of(kept: Frozen, number: str | None = None) -> Caption:
    found = kept["caption"]
    return Caption(**{**found, "notes": tuple(found["notes"]), "number": number})


def table_of(kept: Frozen) -> pd.DataFrame:
    """The frozen table as a display frame."""
    columns, rows = kept["table"]["columns"], kept["table"]["rows"]
    # By position: two columns may have one heading.
    frame = pd.DataFrame({i: pd.Series([row[i] for row in rows], dtype=object) for i in range(len(columns))})
    frame = frame.apply(numeric) if len(frame.columns) else frame
    frame.columns = pd.Index(columns)
    return frame


def numeric(column: pd.Series) -> pd.Series:
    """A column of nothing but numbers and gaps as one."""
    given = [v for v in column if v is not None]
    if not given or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in given):
        return column
    whole = all(isinstance(v, int) for v in given)
    return column.astype("Int64" if whole else "float64")


def drawing(kept: Frozen, medium: Medium, number: str | None) -> dict[str, Any]:
    """The plotly figure for a medium, captioned with its number; None is written for what has none."""
    figure = go.Figure(kept["drawings"][medium.code])
    known = dict(figure.layout.meta)
    figure.layout.meta = {**known, "caption": {**known["caption"], "number": number}}
    with drawn_for(medium):
        found: dict[str, Any] = json.loads(to_json_plotly(place(figure, kept["wide"]).to_dict()))
    return found


def changes(before: Frozen, now: Frozen) -> list[Change]:
    """What differs: figures first, then what is said around them, then the rules they are counted by."""
    return [
        *table_changes(before["table"], now["table"]),
        *said_changes(before, now),
        *rule_changes(before, now),
    ]


def table_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Cell by cell; rows are the same where what names them is."""
    before, now = told_apart(before), told_apart(now)
    old_columns, new_columns = before["columns"], now["columns"]
    keys = key_columns(before, now)
    old, new = by_key(before, keys), by_key(now, keys)
    found = [Change(name_of(key), "有此行", "没有此行") for key in old if key not in new]
    found += [Change(name_of(key), "没有此行", "有此行") for key in new if key not in old]
    found += [Change(f"列“{c}”", "有", "没有") for c in old_columns if c not in new_columns]
    found += [Change(f"列“{c}”", "没有", "有") for c in new_columns if c not in old_columns]
    # In the order of the table: a set's is another after every start.
    for key in (k for k in old if k in new):
        for column in old_columns:
            if column in new_columns and column not in keys:
                a, b = shown(old[key][column]), shown(new[key][column])
                if a != b:
                    found.append(Change(f"{name_of(key)} {column}", a, b))
    return found


def told_apart(table: Mapping[str, Any]) -> dict[str, Any]:
    """The same table with no two columns of one heading: 件, 件（2）."""
    seen: dict[str, int] = {}
    columns = []
    for name in table["columns"]:
        seen[name] = seen.get(name, 0) + 1
        columns.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return {**table, "columns": columns}


def key_columns(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The first columns, as few as tell all rows of each table apart."""
    shared = [c for c in before["columns"] if c in now["columns"]]
    for count in range(1, min(4, len(shared)) + 1):
        if all(len(by_key(t, shared[:count], strict=True)) == len(t["rows"]) for t in (before, now)):
            return shared[:count]
    return shared[:1]


def by_key(
    table: Mapping[str, Any], keys: Sequence[str], strict: bool = False
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Rows by what names them; unless `strict`, those of one name are numbered."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in table["rows"]:
        given = dict(zip(table["columns"], row, strict=True))
        key = tuple(shown(given[k]) for k in keys)
        number = 2
        while key in found and not strict:
            key = (*key[: len(keys)], f"（{number}）")
            number += 1
        found[key] = given
    return found


def name_of(key: Sequence[str]) -> str:
    return " ".join(part for part in key if part)


def shown(found: Any) -> str:
    """A value as it reads in the table."""
    if found is None:
        return "–"
    return written(found) if isinstance(found, int | float) and not isinstance(found, bool) else str(found)


def said_changes(before: Frozen, now: Frozen) -> list[Change]:
    """Scope, unit, coverage, rule, notes."""
    found = []
    for name, title in SAID.items():
        a, b = (said(kept["caption"].get(name)) for kept in (before, now))
        if a != b:
            found.append(Change(title, a, b))
    return found


def said(found: Any) -> str:
    if isinstance(found, list | tuple):
        return "；".join(str(f) for f in found) or "无"
    if isinstance(found, bool):
        return "是" if found else "否"
    return "无" if found is None or found == "" else str(found)


def rule_changes(before: Frozen, now: Frozen) -> list[Change]:
    """Indicators that are counted otherwise now."""
    old, new = ({r["title"]: r["rule"] for r in kept["rules"]} for kept in (before, now))
    return [
        Change(f"口径：{title}", old.get(title, "无"), new.get(title, "无"))
        for title in {**old, **new}
        if old.get(title) != new.get(title)
    ]

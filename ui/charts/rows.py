"""Charts whose rows are bodies, rules or steps: the axis of names, values and words beside it, target ticks."""

from collections.abc import Sequence
from typing import Any

from ui import colours
from ui.charts.layout import note
from ui.charts.lettering import safe, text_width
from ui.frames import Row
from ui.numbers import is_missing, short, value_of
from ui.status import absent_word, key_to, status


def row_axis(names: Sequence[str]) -> dict[str, Any]:
    """Rows from the top down, by number: names may repeat."""
    return {
        "range": [len(names) - 0.5, -0.5], "tickvals": list(range(len(names))), "ticktext": list(names),
        "showgrid": False, "tickfont": {"size": 12, "color": colours.TEXT}, "ticklabelstandoff": 6,
    }  # fmt: skip


def name_room(names: Sequence[str]) -> int:
    widest = max((text_width(line) for n in names for line in n.split("<br>")), default=4)
    return int(12 * widest) + 14


def row_values(drawn: list[Row], with_target: bool = False) -> list[dict[str, Any]]:
    """The value and the status shape, in a column at the right; the row's target below, where rows differ in it."""
    return [
        note(marked_value(r) + (own_target(r) if with_target else ""), x=1, xref="paper", xanchor="left", xshift=10,
             y=i, yanchor="middle", align="left", font={"size": 12, "color": colours.TEXT}, name="value")
        for i, r in enumerate(drawn)
    ]  # fmt: skip


def edged(fills: Sequence[str], values: Sequence[float]) -> dict[str, Any]:
    """Fills of bars and, around the pale ones, an edge; none around a bar of no length, which would show as a line."""
    return {
        "color": list(fills),
        "line": {
            "color": [colours.EDGES.get(f, f) for f in fills],
            "width": [1 if f in colours.EDGES and v else 0 for f, v in zip(fills, values, strict=True)],
        },
    }


def own_target(row: Row) -> str:
    """A second line “目标 15%（演示）”."""
    if is_missing(row.get("target")):
        return ""
    unit = str(row.get("unit") or "")
    demo = "（演示）" if row.get("target_demonstration") else ""
    text = f"目标 {short(row['target'], 1, unit)}{unit}{demo}"
    return f'<br><span style="font-size:11px;color:{colours.QUIET}">{text}</span>'


def targets_differ(rows: list[Row]) -> bool:
    """Says whether the rows have more than one target, none counting as one."""
    return len({None if is_missing(r.get("target")) else float(r["target"]) for r in rows}) > 1


def marked_value(row: Row) -> str:
    """“▲ 80%（4/5）”; no shape where there is nothing to mark."""
    found = status(row.get("status"))
    return f"{found.shape} {safe(value_of(row))}" if found.marked else safe(value_of(row))


def has_target(rows: list[Row]) -> bool:
    return any(not is_missing(r.get("target")) for r in rows)


def target_ticks(drawn: list[Row]) -> list[dict[str, Any]]:
    """One upright tick a row: targets may differ between bodies."""
    rows = [(i, r) for i, r in enumerate(drawn) if not is_missing(r.get("target"))]
    if not rows:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "name": "目标", "hoverinfo": "skip", "cliponaxis": False,
            "x": [float(r["target"]) for _, r in rows], "y": [i for i, _ in rows],
            "marker": {"symbol": "line-ns-open", "size": 17, "color": colours.TEXT, "line": {"width": 2}},
        }
    ]  # fmt: skip


def target_label(drawn: list[Row], unit: str) -> list[dict[str, Any]]:
    """Says the target's value above its ticks where all rows share it, otherwise what a tick means."""
    values = {float(r["target"]) for r in drawn if not is_missing(r.get("target"))}
    if not values:
        return []
    shared = len(values) == 1
    text = f"目标 {short(min(values), 1, unit)}{unit}" if shared else "竖线为各自目标"
    place = (
        {"x": min(values), "xanchor": "center"} if shared else {"x": 1, "xref": "paper", "xanchor": "right"}
    )
    return [note(text, y=1, yref="paper", yanchor="bottom", name="target", font={"size": 11, "color": colours.TEXT},
                 **place)]  # fmt: skip


def absent_words(places: Sequence[tuple[int, Row]]) -> list[dict[str, Any]]:
    """The word for each row without a value, at the foot of its place."""
    return [
        note(f"{status_shape(r)} {absent_word(r)}", x=0, xanchor="left", xshift=4, y=i, yanchor="middle",
             name="missing", font={"size": 11, "color": colours.QUIET})
        for i, r in places
    ]  # fmt: skip


def status_shape(row: Row) -> str:
    state = row.get("state")
    return status(state if isinstance(state, str) and state != "number" else row.get("status")).shape


def shape_notes(drawn: list[Row]) -> list[str]:
    key = key_to(drawn)
    return [f"图例：{key}"] if key else []

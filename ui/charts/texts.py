"""What a row says in a chart: at its point, on hover, and when there is nothing to draw."""

from typing import Any

import pandas as pd

from ui import colours
from ui.caption import period_of
from ui.charts.lettering import safe
from ui.frames import Row, rows_of
from ui.numbers import coverage_text, interval, is_missing, short, value_of
from ui.numbers import figure as written
from ui.status import absent_word, label


def hover(row: Row, name: str | None = None) -> str:
    """What the pointer shows: exact figures, the interval, the target and the status."""
    lines = [
        f"<b>{row.get('year', '')}年 {safe(name or row.get('short_name') or row.get('label') or '')}</b>"
    ]
    lines.append(safe(value_of(row)))
    if row.get("kind") == "ratio" and not is_missing(row["value"]):
        lines.append(f"分子/分母 {written(row['numerator'])}/{written(row['denominator'])}")
    if span := interval(row.get("low"), row.get("high")):
        lines.append(f"95%区间 {span}")
    if not is_missing(row.get("target")):
        lines.append(f"目标 {written(row['target'], str(row.get('unit') or ''))}　{label(row.get('status'))}")
    if sent := coverage_text(row):
        lines.append(f"报送 {sent} 个单位")
    return "<br>".join(lines)


def point_text(row: Row) -> str:
    """The value at a point, short: rates with n, counts exact."""
    if is_missing(row.get("denominator")) or row["denominator"] < 1000:
        return safe(value_of(row))
    return bare_text(row)


def bare_text(row: Row) -> str:
    """The value at a point without its n."""
    if row.get("kind") != "proportion" or is_missing(row["value"]):
        return safe(value_of(row))
    return safe(f"{short(row['value'], int(row['decimals']), '%')}%")


def nothing_to_draw(frame: pd.DataFrame) -> str:
    """“2018–2022年：未报。没有可画的数值。”"""
    words = list(dict.fromkeys(absent_word(r) or "" for r in rows_of(frame)))
    period = f"{period_of(sorted({int(y) for y in frame['year']}))}：" if len(frame) else ""
    return f"{period}{'、'.join(words) or '没有记录'}。没有可画的数值。"


def error_bars(shown: list[Row | None]) -> dict[str, Any]:
    """The 95 % interval around each point; none where there is none."""

    def arm(row: Row | None, end: str) -> float | None:
        if row is None or is_missing(row.get(end)):
            return None
        return abs(float(row[end]) - float(row["value"]))

    return {
        "type": "data", "symmetric": False, "array": [arm(r, "high") for r in shown],
        "arrayminus": [arm(r, "low") for r in shown], "thickness": 1, "width": 4, "color": colours.FAINT,
    }  # fmt: skip

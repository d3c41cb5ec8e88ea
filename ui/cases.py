"""The cases of one return, body and year as they pass through stages: the figures, their flow, its table."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from reports.numbers import exact
from ui import charts, panel, pivots
from ui.charts import Stage
from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing
from ui.status import absent_word
from warehouse import queries


class Cases:
    """The measures of a return by code, and beside them figures worked out from them."""

    def __init__(self, now: Context, dataset: str):
        frame = queries.measure_values(now.warehouse, now.body, now.year)
        self.frame = frame[frame["dataset"] == dataset]
        self.rows = pivots.by(rows_of(self.frame), "measure")
        self.made: dict[str, Row] = {}

    def row(self, measure: str) -> Row | None:
        return self.made.get(measure) or self.rows.get(measure)

    def number(self, measure: str) -> float | None:
        row = self.row(measure)
        return None if row is None or is_missing(row["value"]) else float(row["value"])

    def text(self, measure: str) -> str:
        """“25件”, or the word for why there is none."""
        row = self.made.get(measure) or self.rows[measure]
        return figure(row["value"], str(row["unit"]), absent=absent_word(row) or "")

    def add(self, measure: str, label: str, value: float | None, like: str) -> None:
        """Puts a figure beside those reported, where there is one; as many bodies stand behind it as behind `like`."""
        if value is not None and value >= 0 and like in self.rows:
            self.made[measure] = {**self.rows[like], "measure": measure, "label": label, "value": value,
                                  "state": "number", "explanation": None}  # fmt: skip

    def even(self, *measures: str) -> bool:
        """Says whether as many bodies stand behind each: only then may they be added or compared."""
        found = [r for m in measures if (r := self.row(m))]
        return len({(r["reported"], r["due"]) for r in found}) == 1

    def complete(self, *measures: str) -> bool:
        return self.even(*measures) and all(r["reported"] == r["due"] for m in measures if (r := self.row(m)))

    def sum(self, *measures: str) -> float | None:
        """None where one of them is missing or comes from other bodies."""
        values = [self.number(m) for m in measures]
        if any(v is None for v in values) or not self.even(*measures):
            return None
        return float(sum(exact(v) for v in values))

    def rest(self, whole: str, *parts: str) -> float | None:
        """What of a whole its parts do not account for."""
        total, found = self.number(whole), self.sum(*parts)
        if total is None or found is None or not self.even(whole, *parts):
            return None
        return float(exact(total) - exact(found))

    @property
    def drawn(self) -> pd.DataFrame:
        return pd.DataFrame([*self.rows.values(), *self.made.values()])

    @property
    def reported(self) -> bool:
        return any(not is_missing(r["value"]) for r in self.rows.values())

    @property
    def nothing_happened(self) -> bool:
        """Says whether all that was reported is 0: the function is there, there was no case."""
        return self.reported and not any(r["value"] for r in self.rows.values() if not is_missing(r["value"]))

    @property
    def coverage(self) -> dict[str, Any]:
        """How many bodies gave every measure; nothing to say for a body that reports itself."""
        if self.frame.empty or self.frame["due"].max() <= 1:
            return {}
        return {"reported": int(self.frame["reported"].min()), "due": int(self.frame["due"].max())}


def flow_panel(
    now: Context, cases: Cases, stages: Sequence[Stage], title: str, reading: str, key: str
) -> panel.Part:
    """The flow with its table; where nothing happened, a sentence instead of empty bars."""
    frame = cases.drawn
    asked = frame[frame["measure"].isin([m for s in stages for m in s.measures])]
    caption = now.caption(title, asked, **cases.coverage)
    if cases.nothing_happened:
        drawn = charts.empty(caption, f"{now.year}年没有案件：各项均报0。有职能而没有办理，不是未报。", 90)
    else:
        drawn = charts.flow(frame, caption, stages=stages, wide=True)
    return panel.chart_panel(drawn, stage_table(cases, stages), key, reading=reading, wide=True)


def stage_table(cases: Cases, stages: Sequence[Stage]) -> pd.DataFrame:
    """The stages with their parts and sums; an explanation stands at the sum that needs it."""
    lines: list[tuple[str, str, str, str]] = []
    for stage in stages:
        parts = [r for m in stage.measures if (r := cases.row(m))]
        lines += [(stage.title, str(r["label"]), cases.text(r["measure"]), "") for r in parts]
        if len(parts) > 1:
            lines.append((stage.title, *sum_line(cases, stage, parts)))
    table = pd.DataFrame(lines, columns=["阶段", "项目", "数值", "说明"])
    return table if table["说明"].any() else table.drop(columns="说明")


def sum_line(cases: Cases, stage: Stage, parts: Sequence[Row]) -> tuple[str, str, str]:
    """“合计（审结复议案件25）”, “26件”, and why they differ."""
    total = cases.sum(*(r["measure"] for r in parts))
    if total is None:
        return "合计", "–", "有缺项，或各项报送单位不一，不合计"
    text, whole = figure(total, str(parts[0]["unit"])), cases.row(stage.should_equal or "")
    if whole is None or is_missing(whole["value"]) or whole["value"] == total:
        return "合计", text, ""
    said = dict.fromkeys(r["explanation"] for r in parts if isinstance(r.get("explanation"), str))
    return f"合计（{whole['label']}{figure(whole['value'])}）", text, "；".join(said) or "报送单位未作说明"

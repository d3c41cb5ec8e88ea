"""Cases from one stage to the next, in two returns: what came in, what was decided, what is left over."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ui import charts, panel, pivots
from ui.charts import Stage
from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import exact, figure, is_missing
from ui.status import absent_word
from ui.words import joined
from warehouse import queries

OUTCOMES = [
    "outcome_upheld", "outcome_dismissed", "outcome_revoked", "outcome_varied", "outcome_declared_illegal",
    "outcome_ordered_to_act", "outcome_mediated", "outcome_settled", "outcome_otherwise_terminated",
]  # fmt: skip


class Cases:
    """The measures of one return, body and year by code, and figures worked out from them."""

    def __init__(self, now: Context, dataset: str):
        frame = queries.measure_values(now.warehouse, now.body, now.year)
        self.frame = frame[frame["dataset"] == dataset]
        self.rows = pivots.by(rows_of(self.frame), "measure")
        self.made: dict[str, Row] = {}

    def number(self, measure: str) -> float | None:
        row = self.made.get(measure) or self.rows.get(measure)
        return None if row is None or is_missing(row["value"]) else float(row["value"])

    def text(self, measure: str) -> str:
        """“25件”, or the word for why there is none."""
        row = self.made.get(measure) or self.rows[measure]
        return figure(row["value"], str(row["unit"]), absent=absent_word(row) or "")

    def add(self, measure: str, label: str, value: float | None) -> None:
        """Puts a figure beside those that were reported, where it can be worked out and is not negative."""
        if value is not None and value >= 0 and self.rows:
            like = next(iter(self.rows.values()))
            self.made[measure] = {**like, "measure": measure, "label": label, "value": value, "state": "number",
                                  "explanation": None}  # fmt: skip

    def rest(self, whole: str, parts: Sequence[str]) -> float | None:
        """What of a whole its parts do not account for; None where one of them is missing."""
        values = [self.number(m) for m in (whole, *parts)]
        if any(v is None for v in values):
            return None
        numbers = [exact(v) for v in values]
        return float(numbers[0] - sum(numbers[1:]))

    def sum(self, *measures: str) -> float | None:
        values = [self.number(m) for m in measures]
        return None if any(v is None for v in values) else float(sum(exact(v) for v in values))

    @property
    def drawn(self) -> pd.DataFrame:
        return pd.DataFrame([*self.rows.values(), *self.made.values()])

    @property
    def reported(self) -> bool:
        return any(not is_missing(r["value"]) for r in self.rows.values())

    @property
    def nothing_happened(self) -> bool:
        """Says whether all that was reported is 0: the function is there, there was no case."""
        return self.reported and all(is_missing(r["value"]) or not r["value"] for r in self.rows.values())

    @property
    def coverage(self) -> dict[str, Any]:
        if self.frame.empty:
            return {}
        return {"reported": int(self.frame["reported"].min()), "due": int(self.frame["due"].max())}


def show(now: Context, cases: Cases, stages: Sequence[Stage], title: str, reading: str, key: str) -> None:
    """The flow with its table; where nothing happened, a sentence instead of empty bars."""
    frame = cases.drawn
    asked = frame[frame["measure"].isin([m for s in stages for m in s.measures])]
    caption = now.caption(title, asked, **cases.coverage)
    if cases.nothing_happened:
        figure_ = charts.empty(caption, f"{now.year}年没有案件：各项均报0。有职能而没有办理，不是未报。", 90)
    else:
        figure_ = charts.flow(frame, caption, stages=stages, wide=True)
    panel.chart_panel(figure_, stage_table(cases, stages), key, reading=reading, wide=True)


def stage_table(cases: Cases, stages: Sequence[Stage]) -> pd.DataFrame:
    """The stages with their parts and sums; an explanation stands once, at the stage that needs it."""
    table: dict[str, list[str]] = {"阶段": [], "项目": [], "数值": [], "说明": []}
    rows = {**cases.rows, **cases.made}
    told: set[str] = set()
    for stage in stages:
        parts = [rows[m] for m in stage.measures if m in rows]
        for row in parts:
            add_line(table, stage.title, str(row["label"]), cases.text(row["measure"]), "")
        if len(parts) < 2:
            continue
        total = cases.sum(*(r["measure"] for r in parts))
        whole = rows.get(stage.should_equal or "")
        if total is None:
            add_line(table, stage.title, "合计", "–", "有未报项，不合计")
            continue
        differs = whole is not None and not is_missing(whole["value"]) and whole["value"] != total
        texts = {
            str(r["explanation"]) for r in parts if isinstance(r.get("explanation"), str) and r["explanation"]
        }
        note = "；".join(sorted(texts - told)) if differs else ""
        told |= texts
        against = f"（{whole['label']}{figure(whole['value'])}）" if differs and whole is not None else ""
        add_line(table, stage.title, f"合计{against}", figure(total, str(parts[0]["unit"])), note)
    frame = pd.DataFrame(table)
    return frame if frame["说明"].any() else frame.drop(columns="说明")


def add_line(table: dict[str, list[str]], *cells: str) -> None:
    for column, cell in zip(table.values(), cells, strict=True):
        column.append(cell)


def reconsideration(now: Context) -> None:
    """Received, accepted, to be handled, concluded, outcomes; last year's open cases join on the way."""
    cases = Cases(now, "reconsideration")
    undecided = cases.rest(
        "reconsideration_received", ["reconsideration_accepted", "reconsideration_rejected"]
    )
    cases.add("undecided", "尚未决定受理与否", undecided or None)
    carried = carried_over(now, "reconsideration_pending")
    cases.add("carried_in", f"{now.year - 1}年未结转入", carried)
    if carried is not None:
        cases.add("to_handle", "应办案件", cases.sum("carried_in", "reconsideration_accepted"))
    accepted = "reconsideration_accepted"
    stages = [
        Stage("收到", ["reconsideration_received"]),
        Stage("受理与否", [accepted, "reconsideration_rejected", "undecided"], "reconsideration_received"),
        *([Stage("应办", [accepted, "carried_in"], of=accepted)] if "to_handle" in cases.made else []),
        Stage("审结与未结", ["reconsideration_concluded", "reconsideration_pending"], "to_handle",
              of=None if "to_handle" in cases.made else accepted),
        Stage("审结结果", OUTCOMES, "reconsideration_concluded", of="reconsideration_concluded"),
    ]  # fmt: skip
    show(now, cases, stages, "复议案件流向：收到—受理—审结—结果", reconsideration_reading(now, cases), "flow")


def reconsideration_reading(now: Context, cases: Cases) -> str:
    """What came in, what was handled, what is left; and where the outcomes do not add up."""
    if not cases.reported or cases.nothing_happened:
        return ""
    text = f"收到{cases.text('reconsideration_received')}，受理{cases.text('reconsideration_accepted')}；"
    if "to_handle" in cases.made:
        text += f"连同{now.year - 1}年未结{cases.text('carried_in')}，应办{cases.text('to_handle')}；"
    else:
        text += f"{now.year - 1}年未结数不详，未列入；"
    text += f"审结{cases.text('reconsideration_concluded')}，未结{cases.text('reconsideration_pending')}转入下年。"
    return text + outcome_gap(cases)


def outcome_gap(cases: Cases) -> str:
    """“各项结果合计26件，与审结25件相差1件，报送说明见图下。”"""
    total, concluded = cases.sum(*OUTCOMES), cases.number("reconsideration_concluded")
    if total is None or concluded is None or total == concluded:
        return ""
    parts = joined(
        [f"{cases.rows[m]['label']}{figure(cases.number(m))}" for m in OUTCOMES if cases.number(m)], 9
    )
    more = "多" if total > concluded else "少"
    said = any(cases.rows[m]["explanation"] for m in OUTCOMES)
    return (
        f"各项结果（{parts}）合计{figure(total)}件，比审结{more}{figure(abs(total - concluded))}件，照录不改；"
        f"{'报送单位的说明见图下' if said else '报送单位未作说明'}。"
    )


def carried_over(now: Context, pending: str) -> float | None:
    """Last year's open cases, a merged body's included; None where a body's number is missing."""
    frame = queries.measure_series(now.warehouse, now.body, [pending], restated=True)
    rows = rows_of(frame[frame["year"] == now.year - 1])
    if not rows or rows[0]["state"] != "number" or rows[0]["reported"] < rows[0]["due"]:
        return None
    return float(rows[0]["value"])


def litigation(now: Context) -> None:
    """Carried in and new, concluded or not, heard or not, the head there or not, the principal or another."""
    cases = Cases(now, "litigation")
    cases.add("to_handle", "应办案件", cases.sum("litigation_carried_in", "litigation_new"))
    heard = ["litigation_hearings", "litigation_written_only"]
    cases.add("other_way", "其他方式审结", cases.rest("litigation_concluded", heard) or None)
    cases.add("absent", "负责人缺席", cases.rest("litigation_hearings", ["head_appearances"]))
    cases.add("other_heads", "其他负责人出庭", cases.rest("head_appearances", ["principal_appearances"]))
    stages = [
        Stage("结转与新收", ["litigation_carried_in", "litigation_new"]),
        Stage("审结与未结", ["litigation_concluded", "litigation_pending"], "to_handle"),
        Stage("审理方式", [*heard, "other_way"], "litigation_concluded", of="litigation_concluded"),
        Stage("负责人出庭", ["head_appearances", "absent"], "litigation_hearings", of="litigation_hearings",
              lacking=["absent"]),
        Stage("谁出庭", ["principal_appearances", "other_heads"], "head_appearances", of="head_appearances"),
    ]  # fmt: skip
    show(now, cases, stages, "应诉案件流向：收案—审结—开庭—出庭", litigation_reading(cases), "flow")


def litigation_reading(cases: Cases) -> str:
    if not cases.reported or cases.nothing_happened:
        return ""
    text = (
        f"上期结转{cases.text('litigation_carried_in')}，新收{cases.text('litigation_new')}；"
        f"审结{cases.text('litigation_concluded')}，未结{cases.text('litigation_pending')}。"
    )
    if not cases.number("litigation_hearings"):
        return f"{text}没有开庭的案件，出庭率没有分母。"
    absent = cases.number("absent")
    text += f"开庭{cases.text('litigation_hearings')}，负责人出庭{cases.text('head_appearances')}"
    text += f"，缺席{cases.text('absent')}" if absent else "，无一缺席" if absent == 0 else ""
    return f"{text}；败诉{cases.text('litigation_losses')}。"

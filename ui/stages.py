"""Cases from one stage to the next, in two returns: what came in, what was decided, what is left over."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ui import breaks, charts, panel, pivots
from ui.charts import Stage
from ui.charts.columns import plain_value
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.enforcement import course
from ui.frames import Row, main_rows, rows_of
from ui.numbers import exact, figure, is_missing, short, value_of
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
        if self.frame.empty or self.frame["due"].max() <= 1:
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
        texts = (
            {r["explanation"] for r in parts if isinstance(r.get("explanation"), str)} if differs else set()
        )
        note = "；".join(sorted(texts - told))
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
    if carried:
        cases.add("carried_in", f"{now.year - 1}年未结转入", carried)
    if carried is not None:
        accepted = cases.number("reconsideration_accepted")
        cases.add("to_handle", "应办案件", None if accepted is None else carried + accepted)
    taken = "reconsideration_accepted"
    stages = [
        Stage("收到", ["reconsideration_received"]),
        Stage("受理与否", [taken, "reconsideration_rejected", "undecided"], "reconsideration_received"),
        *([Stage("应办", [taken, "carried_in"], of=taken)] if carried else []),
        Stage("审结与未结", ["reconsideration_concluded", "reconsideration_pending"], "to_handle",
              of=None if carried else taken),
        Stage("审结结果", OUTCOMES, "reconsideration_concluded", of="reconsideration_concluded"),
    ]  # fmt: skip
    show(now, cases, stages, "复议案件流向：收到—受理—审结—结果", reconsideration_reading(now, cases), "flow")


def reconsideration_reading(now: Context, cases: Cases) -> str:
    """What came in, what was handled, what is left; and where the outcomes do not add up."""
    if not cases.reported or cases.nothing_happened:
        return ""
    text = f"收到{cases.text('reconsideration_received')}，受理{cases.text('reconsideration_accepted')}；"
    before = f"{now.year - 1}年"
    if "carried_in" in cases.made:
        text += f"连同{before}未结{cases.text('carried_in')}，应办{cases.text('to_handle')}；"
    elif "to_handle" in cases.made:
        text += f"{before}没有未结案件转入；"
    else:
        text += f"{before}未结件数不详，未列入；"
    text += f"审结{cases.text('reconsideration_concluded')}，未结{cases.text('reconsideration_pending')}转入下年。"
    return text + outcome_gap(cases, who_explained(now, "reconsideration"))


def who_explained(now: Context, dataset: str) -> list[str]:
    """Who gave a reason for a figure of this return that does not add up."""
    frame = queries.explanations(now.warehouse, now.body, now.year)
    return list(dict.fromkeys(str(n) for n in frame[frame["dataset"] == dataset]["short_name"]))


def outcome_gap(cases: Cases, who: Sequence[str]) -> str:
    """“各项结果（…）合计26件，比审结多1件，照录不改；城管和综合执法局的说明见图注。”"""
    total, concluded = cases.sum(*OUTCOMES), cases.number("reconsideration_concluded")
    if total is None or concluded is None or total == concluded:
        return ""
    parts = joined(
        [f"{cases.rows[m]['label']}{figure(cases.number(m))}" for m in OUTCOMES if cases.number(m)], 9
    )
    more = "多" if total > concluded else "少"
    said = f"{joined(list(who))}的说明见图注" if who else "报送单位未作说明"
    gap = figure(abs(exact(total) - exact(concluded)))
    return f"各项结果（{parts}）合计{figure(total)}件，比审结{more}{gap}件，照录不改；{said}。"


def reconsideration_years(now: Context, title: str, key: str) -> None:
    """A year a row: what came in, the share accepted, what was carried over, finished and left, and how carefully."""
    measures = ["reconsideration_received", "reconsideration_accepted", "reconsideration_concluded",
                "reconsideration_pending", "field_checks", "expert_consultations", "collective_discussions"]  # fmt: skip
    frame, notes = course(now, measures)
    years = sorted({int(y) for y in frame["year"]})
    cells = pivots.by(rows_of(frame), "measure", "year")
    shown = {pivots.heading(rows): rows for m in measures if any(rows := [cells.get((m, y)) for y in years])}
    rates = pivots.by(
        rows_of(main_rows(queries.indicator_series(now.warehouse, now.body, "acceptance_rate"))), "year"
    )
    pending = {y + 1: cells.get(("reconsideration_pending", y)) for y in years}
    columns = insert_after(shown, 2, "受理率（%）", [rates.get(y) for y in years])
    columns = insert_after(columns, 3, "上年未结转入（件）", [as_carried(pending.get(y)) for y in years])
    drawn = [
        charts.Column(head, rows, text=(lambda r: short(r["value"], 1, "%")) if "率" in head else plain_value)
        for head, rows in columns.items()
    ]
    names = [f"{y}年" for y in years]
    cuts = [years.index(b.year) for b in breaks.body_breaks(now.definitions, now.body) if b.year in years[1:]]
    figure_ = charts.bars_in_columns(
        [charts.Block(names, drawn, cuts=cuts)],
        now.caption(title, frame, unit="", notes=notes),
        own=lambda r: bool(r["year"] == now.year),
        row=24,
        nothing=nothing_to_draw(frame),
    )
    panel.chart_panel(
        figure_, pivots.grid(names, "年份", columns), key, reading=care_reading(now, cells), wide=True
    )


def care_reading(now: Context, cells: Mapping[tuple[str, int], Row]) -> str:
    """“2022年实地调查核实1件次、咨询专家意见1件次、集体议案15件次；未结10件转入2023年。”"""
    rows = [
        cells.get((m, now.year)) for m in ("field_checks", "expert_consultations", "collective_discussions")
    ]
    said = [f"{r['label']}{value_of(r)}" for r in rows if r is not None]
    left = cells.get(("reconsideration_pending", now.year))
    known = left is not None and not is_missing(left["value"])
    after = f"；未结{value_of(left)}转入{now.year + 1}年" if known and left is not None else ""
    return f"{now.year}年{'、'.join(said)}{after}。" if said else ""


def as_carried(row: Row | None) -> Row | None:
    """A year's open cases as what the next year began with."""
    return row and {**row, "year": row["year"] + 1, "label": "上年未结转入"}


def insert_after(columns: dict[str, Any], place: int, head: str, cells: Any) -> dict[str, Any]:
    """The columns with one more at a place, where any of its cells is there."""
    if not any(cells):
        return columns
    items = list(columns.items())
    return dict([*items[:place], (head, cells), *items[place:]])


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
        Stage("出庭者", ["principal_appearances", "other_heads"], "head_appearances", of="head_appearances"),
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

"""Cases from one stage to the next, in two returns: what came in, what was decided, what is left over."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.numbers import exact
from ui import breaks, charts, panel, pivots
from ui.cases import Cases, flow_panel
from ui.charts import Stage
from ui.charts.columns import plain_value
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.enforcement import course
from ui.frames import Row, main_rows, rows_of
from ui.numbers import figure, is_missing, short, value_of
from ui.words import joined
from warehouse import queries

OUTCOMES = [
    "outcome_upheld", "outcome_dismissed", "outcome_revoked", "outcome_varied", "outcome_declared_illegal",
    "outcome_ordered_to_act", "outcome_mediated", "outcome_settled", "outcome_otherwise_terminated",
]  # fmt: skip


@panel.shown
def reconsideration(now: Context) -> panel.Part:
    """Received, accepted, to be handled, concluded, outcomes; last year's open cases join on the way."""
    cases = Cases(now, "reconsideration")
    received, taken, refused = (
        "reconsideration_received",
        "reconsideration_accepted",
        "reconsideration_rejected",
    )
    done, left = "reconsideration_concluded", "reconsideration_pending"
    cases.add("undecided", "尚未决定受理与否", cases.rest(received, taken, refused) or None, received)
    accepted = cases.number(taken)
    carried = None if accepted is None else carried_over(now, left)
    cases.add("carried_in", f"{now.year - 1}年未结转入", carried or None, taken)
    if carried is not None and accepted is not None:
        cases.add("to_handle", "应办案件", carried + accepted, taken)
    # A body that has not reported this year may still have left cases over: then nothing need add up.
    check = "to_handle" if cases.complete(taken, done, left) else None
    stages = [
        Stage("收到", [received]),
        Stage("受理与否", [taken, refused, "undecided"], received),
        *([Stage("应办", [taken, "carried_in"], of=taken)] if carried else []),
        Stage("审结与未结", [done, left], check, of=None if carried else taken),
        Stage("审结结果", OUTCOMES, done, of=done),
    ]
    return flow_panel(
        now, cases, stages, "复议案件流向：收到—受理—审结—结果", reconsideration_reading(now, cases), "flow"
    )


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
    return text + outcome_gap(cases, who_explained(now, "reconsideration", OUTCOMES))


def who_explained(now: Context, dataset: str, measures: Sequence[str]) -> list[str]:
    """Who gave a reason where these figures do not add up."""
    rows = rows_of(queries.explanations(now.warehouse, now.body, now.year))
    about = [r for r in rows if r["dataset"] == dataset and set(measures) & set(r["measures"])]
    return list(dict.fromkeys(str(r["short_name"]) for r in about))


def outcome_gap(cases: Cases, who: Sequence[str]) -> str:
    """“各项结果（…）合计26件，比审结多1件，照录不改；城管和综合执法局的说明见图注。”"""
    done = "reconsideration_concluded"
    total, concluded = cases.sum(*OUTCOMES), cases.number(done)
    if total is None or concluded is None or total == concluded or not cases.even(*OUTCOMES, done):
        return ""
    parts = joined(
        [f"{cases.rows[m]['label']}{figure(cases.number(m))}" for m in OUTCOMES if cases.number(m)], 9
    )
    more = "多" if total > concluded else "少"
    said = f"{joined(list(who))}的说明见图注" if who else "报送单位未作说明"
    gap = figure(abs(exact(total) - exact(concluded)))
    return f"各项结果（{parts}）合计{figure(total)}件，比审结{more}{gap}件，照录不改；{said}。"


@panel.shown
def reconsideration_years(now: Context, title: str, key: str) -> panel.Part:
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
    return panel.chart_panel(
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


@panel.shown
def litigation(now: Context) -> panel.Part:
    """Carried in and new, concluded or not, heard or not, the head there or not, the principal or another."""
    cases = Cases(now, "litigation")
    carried, new, written = "litigation_carried_in", "litigation_new", "litigation_written_only"
    concluded, hearings, heads = "litigation_concluded", "litigation_hearings", "head_appearances"
    principals = "principal_appearances"
    cases.add("to_handle", "应办案件", cases.sum(carried, new), new)
    cases.add("other_way", "其他方式审结", cases.rest(concluded, hearings, written) or None, concluded)
    cases.add("absent", "负责人缺席", cases.rest(hearings, heads), hearings)
    cases.add("other_heads", "其他负责人出庭", cases.rest(heads, principals), heads)
    stages = [
        Stage("结转与新收", [carried, new]),
        Stage("审结与未结", [concluded, "litigation_pending"], "to_handle"),
        Stage("审理方式", [hearings, written, "other_way"], concluded, of=concluded),
        Stage("负责人出庭", [heads, "absent"], hearings, of=hearings, lacking=["absent"]),
        Stage("出庭者", [principals, "other_heads"], heads, of=heads),
    ]
    return flow_panel(
        now, cases, stages, "应诉案件流向：收案—审结—开庭—出庭", litigation_reading(cases), "flow"
    )


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

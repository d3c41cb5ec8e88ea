"""Reconsideration and litigation body by body, in counts: at three cases a percentage says less than “3 heard, 1 absent”."""

from collections.abc import Sequence

import pandas as pd

from reports.numbers import exact
from ui import charts, panel, pivots
from ui.by_body import Found, reading
from ui.caption import period_of
from ui.charts.duties import lacking
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.frames import Row, is_small, main_rows, rows_of
from ui.numbers import figure, is_missing, value_of
from ui.remarks import explained
from ui.status import absent_word
from ui.tables import STATUS_COLUMN, target_text
from ui.words import NO_HEARING, NO_VALUE, NOT_REPORTED, joined
from warehouse import queries

APPEARANCE = "court_appearance_rate"


def counted(row: Row, title: str) -> Row:
    """A proportion's numerator as a count of its own."""
    given = "no_target" if not is_missing(row["numerator"]) else row["status"]
    return {**row, "kind": "count", "unit": "件", "title": title, "value": row["numerator"], "status": given}


@panel.shown
def reconsideration_bodies(now: Context, title: str, key: str) -> panel.Part | None:
    """What each respondent got, finished and had corrected or settled: counts, so that nobody is ranked by a rate."""
    if now.alone:
        return None
    measures = ["reconsideration_received", "reconsideration_accepted", "reconsideration_concluded", "reconsideration_pending"]  # fmt: skip
    rates = {"correction_rate": "被纠错", "settlement_rate": "调解和解"}
    found = Found(now, [*measures, *rates])
    for code, name in rates.items():
        found.rows[code] = {b: counted(r, name) for b, r in found.rows[code].items()}
    every = {code: [rows.get(b) for b in found.bodies] for code, rows in found.rows.items()}
    heads = {code: pivots.heading(cells) for code, cells in every.items() if any(cells)}
    columns = [charts.Column(h, [found.rows[c].get(b) for b in found.shown]) for c, h in heads.items()]
    caption = now.caption(
        title, found.frame, scope=found.scope, unit="", rule=None, n=None,
        notes=("被纠错：撤销、变更、确认违法、责令履行", *found.left_out(), *explained(found.frame)),
        **found.coverage(measures[0]),
    )  # fmt: skip
    drawn = charts.bars_in_columns(
        [charts.Block(found.names, columns)],
        caption,
        own=(lambda r: bool(r["body"] == found.chosen)) if found.chosen else None,
        row=22,
        nothing=f"{now.year}年各单位各项均为0。" if found.zero else nothing_to_draw(found.frame),
    )
    text = reading(found.columns.get(measures[0], []), found.chosen)
    table = pivots.grid(
        [found.name(b) for b in found.bodies], "单位", {h: every[c] for c, h in heads.items()}
    )
    return panel.chart_panel(drawn, table, key, reading=text, wide=True)


def hearing_text(row: Row) -> str:
    """“开庭3件，缺席1件”, “开庭1件，全部出庭”, “无开庭”."""
    if is_missing(row["value"]):
        return NO_HEARING if row.get("status") == "no_denominator" else absent_word(row) or NO_VALUE
    text = f"开庭{figure(row['denominator'])}件，"
    if row["numerator"] > row["denominator"]:
        return f"{text}出庭{figure(row['numerator'])}件，存疑"
    return text + (f"缺席{figure(lacking(row))}件" if lacking(row) else "全部出庭")


@panel.shown
def appearance_by_body(now: Context, title: str, key: str, *, wide: bool = False) -> panel.Part | None:
    """Who had hearings and whose head was absent, in counts; who had cases and no hearing; the others by name."""
    if now.alone:
        return None
    cases = ["litigation_hearings", "litigation_carried_in", "litigation_new", "litigation_written_only"]
    found = Found(now, [*cases, APPEARANCE, "principal_appearance_rate"])
    rates = found.columns.get(APPEARANCE, [])
    caption = now.caption(
        title, frame_of(rates), scope=found.scope, rule=None, n=None,
        notes=("实心：负责人出庭，斜线：缺席", *small_note(rates), *found.left_out()),
        **found.coverage(cases[0]),
    )  # fmt: skip
    drawn = charts.duties_grid(
        found.names,
        [charts.Duty("开庭审理的案件", rates, hearing_text)],
        caption,
        wide=wide,
        own=(lambda r: bool(r["body"] == found.chosen)) if found.chosen else None,
        nothing=f"{now.year}年没有开庭审理的案件：出庭率没有分母。",
    )
    table = hearing_table(found)
    return panel.chart_panel(drawn, table, key, reading=absence_reading(found, rates), wide=wide)


def small_note(rows: Sequence[Row | None]) -> tuple[str, ...]:
    """Says why nothing is red: below `min_n` a body's rate is not judged, its absences are still named."""
    least = {int(r["min_n"]) for r in rows if r is not None and is_small(r)}
    return tuple(f"开庭不足{n}件的不评价，只列件数" for n in sorted(least))


def frame_of(rows: Sequence[Row | None]) -> pd.DataFrame:
    return pd.DataFrame([r for r in rows if r is not None])


def hearing_table(found: Found) -> pd.DataFrame:
    """Every body: hearings, appearances, absences, the rate or 无开庭."""
    table: dict[str, list[object]] = {"单位": [found.name(b) for b in found.bodies]}
    appear = [found.rows[APPEARANCE].get(b) for b in found.bodies]
    principal = [found.rows["principal_appearance_rate"].get(b) for b in found.bodies]
    written = [found.rows["litigation_written_only"].get(b) for b in found.bodies]
    table["开庭（件）"] = [part(r, "denominator") for r in appear]
    table["负责人出庭（件）"] = [part(r, "numerator") for r in appear]
    table["缺席（件）"] = [
        absent_or(r) if r is None or is_missing(r["value"]) else pivots.whole(lacking(r)) for r in appear
    ]
    table["正职出庭（件）"] = [part(r, "numerator") for r in principal]
    table["书面审理（件）"] = [pivots.cell(r) for r in written]
    table["出庭率"] = [
        value_of(r) if r is not None and not is_missing(r["value"]) else absent_or(r) for r in appear
    ]
    table["目标"] = [pivots.NO_SUCH_ROW if r is None else target_text(r) for r in appear]
    table[STATUS_COLUMN] = [None if r is None else r["status"] for r in appear]
    return pd.DataFrame(table)


def part(row: Row | None, column: str) -> pivots.Cell:
    """A numerator or denominator, also a 0 that leaves the rate without a value; else the word."""
    if row is None or is_missing(row[column]):
        return absent_or(row)
    return pivots.whole(row[column])


def absent_or(row: Row | None) -> str:
    return pivots.NO_SUCH_ROW if row is None else hearing_text(row)


def absence_reading(found: Found, rates: Sequence[Row | None]) -> str:
    """Who was absent how often, and how many had cases without a hearing."""
    rows = [r for r in rates if r is not None]
    heard = [r for r in rows if not is_missing(r["value"])]
    absent = [f"{r['short_name']}（{hearing_text(r)}）" for r in heard if lacking(r)]
    none = [
        str(r["short_name"]) for r in rows if r["status"] == "no_denominator" and not found.is_zero(r["body"])
    ]
    missing = [str(r["short_name"]) for r in rows if absent_word(r) == NOT_REPORTED]
    said = []
    if heard:
        total = sum(exact(lacking(r)) for r in heard)
        said.append(
            f"缺席{figure(total)}件：{joined(absent)}"
            if absent
            else f"{len(heard)}个单位开庭，负责人件件出庭"
        )
    if none:
        said.append(f"有案件而{NO_HEARING}：{joined(none)}，没有分母，不计入")
    if missing:
        said.append(f"{joined(missing)}未报")
    return "；".join(said) + "。" if said else ""


@panel.shown
def appearance_by_year(now: Context, title: str, key: str) -> panel.Part:
    """Hearings and absences year by year, in counts."""
    frame = main_rows(queries.indicator_series(now.warehouse, now.body, APPEARANCE)).sort_values("year")
    rows = rows_of(frame)
    caption = now.caption(title, frame, rule=None, notes=("实心：负责人出庭，斜线：缺席", *small_note(rows)))
    drawn = charts.duties_grid(
        [f"{r['year']}年" for r in rows],
        [charts.Duty("开庭审理的案件", rows, hearing_text)],
        caption,
        wide=False,
        own=lambda r: bool(r["year"] == now.year),
        nothing="历年没有开庭审理的案件：出庭率没有分母。",
    )
    table = pd.DataFrame(
        {
            "年份": [f"{r['year']}年" for r in rows],
            "开庭（件）": [part(r, "denominator") for r in rows],
            "负责人出庭（件）": [part(r, "numerator") for r in rows],
            "缺席（件）": [
                absent_or(r) if is_missing(r["value"]) else pivots.whole(lacking(r)) for r in rows
            ],
            "出庭率": [absent_or(r) if is_missing(r["value"]) else value_of(r) for r in rows],
            "目标": [target_text(r) for r in rows],
            STATUS_COLUMN: [r["status"] for r in rows],
        }
    )
    return panel.chart_panel(drawn, table, key, reading=years_reading(rows))


def years_reading(rows: Sequence[Row]) -> str:
    """All absences over the years there are, and the years without a hearing."""
    heard = [r for r in rows if not is_missing(r["value"])]
    if not heard:
        return ""
    hearings, absent = (sum(exact(f(r)) for r in heard) for f in (lambda r: r["denominator"], lacking))
    text = f"{period_of([int(r['year']) for r in heard])}开庭{figure(hearings)}件，缺席{figure(absent)}件"
    none = [str(r["year"]) for r in rows if r["status"] == "no_denominator"]
    return text + (f"；{'、'.join(none)}年{NO_HEARING}" if none else "") + "。"

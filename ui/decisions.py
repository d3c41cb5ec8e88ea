"""Major decisions and the five steps each must go through, and documents registered as they must be: n of m, and who lacks what."""

from collections.abc import Mapping, Sequence

import pandas as pd

from reports.numbers import exact
from ui import charts, panel, pivots
from ui.by_body import Found
from ui.charts.duties import Duty, lacking
from ui.context import Context
from ui.frames import Row, main_rows, rows_of
from ui.numbers import figure, is_missing
from ui.remembered import remembered
from ui.status import absent_word
from ui.tables import indicator_table
from ui.words import NO_DECISION, NO_VALUE, joined
from warehouse import queries

STEPS = {
    "public_participation_coverage": "公众参与",
    "expert_appraisal_coverage": "专家论证",
    "risk_assessment_coverage": "风险评估",
    "legality_review_coverage": "合法性审查",
    "collective_deliberation_coverage": "集体讨论决定",
}
REGISTRATION = "unified_registration_rate"


@panel.shown
def steps(now: Context, title: str, key: str) -> panel.Part:
    """The five steps of all decisions: n of m, the shortfall counted and named by body."""
    frame = queries.indicator_values(now.warehouse, now.body, now.year)
    frame = main_rows(frame[frame["indicator"].isin(STEPS)])
    frame = frame.assign(step=frame["indicator"].map(STEPS))
    who = {} if now.leaf else who_lacks(now, list(STEPS))
    lines = frame[frame["value"].notna()]
    coverage: Row = next(iter(rows_of(frame)), {})
    caption = now.caption(
        title, frame, rule=None, reported=coverage.get("coverage_reported"), due=coverage.get("coverage_due"),
        notes=(*target_note(rows_of(lines)), "实心：已履行，斜线：未履行"),
    )  # fmt: skip
    drawn = charts.steps_bars(
        frame, caption, name="step", who=(lambda r: named(who[r["indicator"]])) if who else None
    )
    table = indicator_table(frame, "step", "程序")
    if any(who.values()):
        table.insert(5, "未履行的单位", [named(who[code]) for code in frame["indicator"]])
    return panel.chart_panel(drawn, table, key, reading=steps_reading(rows_of(frame), who), wide=True)


def target_note(rows: Sequence[Row]) -> tuple[str, ...]:
    """“目标100%（演示）”: a full bar is the target."""
    found = {
        f"目标{figure(r['target'], r['unit'])}" + ("（演示）" if r["target_demonstration"] else "")
        for r in rows
        if not is_missing(r["target"])
    }
    return (joined(sorted(found)),) if found else ()


def who_lacks(now: Context, indicators: Sequence[str]) -> dict[str, list[Row]]:
    """For each duty the bodies below that lack it, most first, and those with more than there can be."""
    rows = rows_of(queries.indicator_by_body(now.warehouse, indicators, now.body, now.year))
    given = sorted((r for r in rows if not is_missing(r["value"])), key=lambda r: -lacking(r))
    return {
        code: [r for r in given if r["indicator"] == code and (lacking(r) or doubtful(r))]
        for code in indicators
    }


def doubtful(row: Row) -> bool:
    """More cases with the duty done than there are cases: the surplus hides what others lack in the sum."""
    return bool(row["numerator"] > row["denominator"])


def named(rows: Sequence[Row]) -> str:
    """“政府办1、住建局1；卫健局3/2存疑”."""
    short = joined([f"{r['short_name']}{figure(lacking(r))}" for r in rows if lacking(r)], 10)
    doubt = joined(
        [
            f"{r['short_name']}{figure(r['numerator'])}/{figure(r['denominator'])}存疑"
            for r in rows
            if doubtful(r)
        ]
    )
    return "；".join(t for t in (short, doubt) if t)


def steps_reading(rows: Sequence[Row], who: Mapping[str, Sequence[Row]]) -> str:
    """Which steps every decision went through and which not; that steps are counted apart."""
    drawn = [r for r in rows if not is_missing(r["value"])]
    if not drawn:
        return ""
    # Body by body: one that reports more than it can have must not make up for another that lacks one.
    gaps = [sum(lacking(b) for b in who[r["indicator"]]) if who else lacking(r) for r in drawn]
    doubts = [r for r in drawn if any(map(doubtful, who.get(r["indicator"], [r])))]
    whole = [str(r["step"]) for r, gap in zip(drawn, gaps, strict=True) if not gap and r not in doubts]
    short = [f"{r['step']}缺{figure(gap)}件" for r, gap in zip(drawn, gaps, strict=True) if gap]
    said = [f"重大行政决策{figure(drawn[0]['denominator'])}件"]
    said += [f"{joined(whole)}件件履行"] if whole else []
    said += [joined(short)] if short else []
    said += [f"{joined([str(r['step']) for r in doubts])}存疑（有单位所报多于决策数）"] if doubts else []
    apart = "。各程序分别计数，由此得不出五步俱全的件数。" if short else "。"
    return "，".join(said) + apart


@panel.shown
def by_body(now: Context, title: str, key: str) -> panel.Part | None:
    """Bodies × steps: every body that took decisions, what it did and what it lacks."""
    if now.alone:
        return None
    found = Found(now, ["major_decisions", *STEPS])
    shown = [
        b
        for b in found.shown
        if found.rows["major_decisions"].get(b, {}).get("value") != 0 or b == found.chosen
    ]
    none = [found.name(b) for b in found.bodies if b not in (*shown, *found.absent)]
    rows = {code: [found.rows[code].get(b) for b in shown] for code in STEPS}
    caption = now.caption(
        title, pd.DataFrame([r for cells in rows.values() for r in cells if r]) if shown else found.frame,
        scope=found.scope, rule=None,
        notes=("实心：已履行，斜线：未履行", *left_out("没有重大行政决策", none),
               *left_out("无此职能", [found.name(b) for b in found.absent])),
        **found.coverage("major_decisions"),
    )  # fmt: skip
    drawn = charts.duties_grid(
        [found.name(b) for b in shown],
        [Duty(name, rows[code], duty_text) for code, name in STEPS.items()],
        caption,
        own=(lambda r: bool(r["body"] == found.chosen)) if found.chosen else None,
        nothing=f"{now.year}年各单位都没有重大行政决策。",
    )
    reading = body_reading(
        [found.name(b) for b in shown], [[rows[c][i] for c in STEPS] for i in range(len(shown))]
    )
    return panel.chart_panel(drawn, duty_table(found), key, reading=reading, wide=True)


def duty_table(found: Found) -> pd.DataFrame:
    """Every body: its decisions, how many went through each step, and how often one was left out."""
    decisions = [found.rows["major_decisions"].get(b) for b in found.bodies]
    table: dict[str, list[object]] = {"单位": [found.name(b) for b in found.bodies]}
    table["重大行政决策（件）"] = [pivots.cell(r) for r in decisions]
    cells = {code: [found.rows[code].get(b) for b in found.bodies] for code in STEPS}
    for code, name in STEPS.items():
        table[f"{name}（件）"] = [done_or(r) for r in cells[code]]
    table["缺漏（次）"] = [gaps_or([rows[i] for rows in cells.values()]) for i in range(len(found.bodies))]
    return pd.DataFrame(table)


def gaps_or(rows: Sequence[Row | None]) -> pivots.Cell:
    """How many steps were left out in all, or why there is no number."""
    there = [r for r in rows if r is not None and not is_missing(r["value"])]
    return pivots.whole(sum(lacking(r) for r in there)) if there else done_or(rows[0])


def done_or(row: Row | None) -> pivots.Cell:
    """How many decisions went through a step, or why there is no number."""
    if row is None:
        return pivots.NO_SUCH_ROW
    return duty_text(row) if is_missing(row["value"]) else pivots.whole(row["numerator"])


def duty_text(row: Row) -> str:
    """“3/4，缺1”, “4/4”, “无决策”."""
    if row.get("status") == "no_denominator":
        return NO_DECISION
    return charts.n_of_m(row)


def left_out(what: str, names: Sequence[str]) -> tuple[str, ...]:
    return (f"{what}的{len(names)}个：{joined(list(names), 10)}",) if names else ()


def body_reading(names: Sequence[str], rows: Sequence[Sequence[Row | None]]) -> str:
    """Who lacks how many steps, and who lacks none."""
    gaps = [sum(lacking(r) for r in cells if r and not is_missing(r["value"])) for cells in rows]
    short = sorted(((n, g) for n, g in zip(names, gaps, strict=True) if g), key=lambda pair: -pair[1])
    drawn = [any(r and not is_missing(r["value"]) for r in cells) for cells in rows]
    whole = [n for n, g, d in zip(names, gaps, drawn, strict=True) if d and not g]
    said = [f"缺漏次数：{joined([f'{n}{figure(g)}' for n, g in short], 10)}"] if short else []
    said += [f"五步各件都履行：{joined(whole)}"] if whole else []
    return "；".join(said) + "。" if said else ""


@panel.shown
def by_year(now: Context, title: str, key: str) -> panel.Part:
    """Years × steps, with the number of decisions each year."""
    frame = main_rows(queries.indicator_history(now.warehouse, now.body, list(STEPS)))
    years = sorted({int(y) for y in frame["year"]})
    cells = pivots.by(rows_of(frame), "indicator", "year")
    columns = {name: [cells.get((code, y)) for y in years] for code, name in STEPS.items()}
    caption = now.caption(
        title,
        frame,
        rule=None,
        notes=(*target_note(rows_of(frame[frame["value"].notna()])), "实心：已履行，斜线：未履行"),
    )
    drawn = charts.duties_grid(
        [f"{y}年" for y in years],
        [Duty(name, rows, duty_text) for name, rows in columns.items()],
        caption,
        own=lambda r: bool(r["year"] == now.year),
        nothing="历年没有重大行政决策。",
    )
    listed = frame.assign(step=frame["indicator"].map(STEPS)).sort_values("year", kind="stable")
    table = indicator_table(listed, "step", "程序")
    return panel.chart_panel(drawn, table, key, reading=year_reading(now.year, now.compare, cells), wide=True)


def year_reading(year: int, compare: int | None, cells: dict[tuple[str, int], Row]) -> str:
    """The share of steps done this year, and in the compared one."""
    said = []
    for y in (year, compare):
        rows = [r for (_, when), r in cells.items() if when == y and not is_missing(r["value"])]
        if rows:
            done, due = (sum(exact(r[c]) for r in rows) for c in ("numerator", "denominator"))
            said.append(f"{y}年五步合计应履行{figure(due)}次，缺{figure(max(0, due - done))}次")
    return "；".join(said) + "。" if said else ""


@panel.shown
def registration_by_body(now: Context, title: str, key: str, *, wide: bool = False) -> panel.Part | None:
    """Documents issued, and of them those registered, numbered and published as one, body by body."""
    if now.alone:
        return None
    found = Found(now, ["normative_documents_issued", "normative_documents_in_force", REGISTRATION])
    rows = found.columns.get(REGISTRATION, [])
    caption = now.caption(
        title, pd.DataFrame([r for r in rows if r]) if rows else found.frame, scope=found.scope, rule=None, n=None,
        notes=("实心：已“三统一”，斜线：未“三统一”", *target_note([r for r in rows if r and not is_missing(r["value"])]),
               *left_out("没有规范性文件", [found.name(b) for b in found.zero]),
               *left_out("无此职能", [found.name(b) for b in found.absent])),
        **found.coverage("normative_documents_issued"),
    )  # fmt: skip
    drawn = charts.duties_grid(
        found.names,
        [Duty("制定的规范性文件", rows, document_text)],
        caption,
        wide=wide,
        own=(lambda r: bool(r["body"] == found.chosen)) if found.chosen else None,
        nothing=f"{now.year}年没有制定规范性文件：“三统一”率没有分母。",
    )
    short = [r for r in rows if r and not is_missing(r["value"]) and lacking(r)]
    heard = [r for r in rows if r and not is_missing(r["value"])]
    reading = (
        f"未“三统一”：{named(short)}。"
        if short
        else f"{len(heard)}个单位所定文件全部“三统一”。"
        if heard
        else ""
    )
    return panel.chart_panel(drawn, found.table(), key, reading=reading, wide=wide)


def document_text(row: Row) -> str:
    """“制定3件，全部“三统一””, “制定3件，缺1件”, “没有制定”."""
    if is_missing(row["value"]):
        return "没有制定" if row.get("status") == "no_denominator" else absent_word(row) or NO_VALUE
    text = f"制定{figure(row['denominator'])}件，"
    if row["numerator"] > row["denominator"]:
        return f"{text}登记{figure(row['numerator'])}件，存疑"
    return text + (f"缺{figure(lacking(row))}件" if lacking(row) else "全部登记")


@remembered
def stock_reading(now: Context) -> str:
    """“上年现行有效17件，加制定5件，减废止4件，应为18件，报送18件。”"""
    codes = ["normative_documents_in_force", "normative_documents_issued", "normative_documents_repealed"]
    frame = queries.measure_series(now.warehouse, now.body, codes, restated=True)
    cells = pivots.by(rows_of(frame), "measure", "year")
    wanted = [
        cells.get(k)
        for k in ((codes[0], now.year - 1), *((c, now.year) for c in (codes[1], codes[2], codes[0])))
    ]
    if any(r is None or is_missing(r["value"]) for r in wanted):
        return ""
    before, issued, repealed, after = (exact(r["value"]) for r in wanted if r is not None)
    gap = after - (before + issued - repealed)
    text = f"{now.year - 1}年末现行有效{figure(before)}件，{now.year}年制定{figure(issued)}件、废止{figure(repealed)}件，年末现行有效{figure(after)}件"
    return f"{text}，前后相符。" if not gap else f"{text}，前后相差{figure(abs(gap))}件。"

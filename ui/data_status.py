"""The parts of the page of data status."""

from typing import Any

import pandas as pd

from ui import completeness, kept, panel, rates, reconciling
from ui.by_body import by_body
from ui.caption import Caption
from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import is_missing
from ui.returns import moment, totals_sentence
from warehouse import queries

RATES = ["completeness_rate", "punctuality_rate"]


def captioned(now: Context, title: str, frame: pd.DataFrame | None = None, **given: Any) -> Caption:
    """A caption for what no figures are read from: the publish says whether demonstration data are in it."""
    demonstration = {"demonstration": now.publish.demonstration} if frame is None else {}
    return now.caption(title, pd.DataFrame() if frame is None else frame, **{**demonstration, **given})


def returns(now: Context) -> None:
    """Who sent what, and in time: this year, and over the years."""
    rates.headline(now, RATES)
    if not now.leaf:
        of_this_year(now)
    panel.in_pairs(
        lambda: rates.together(now, RATES, "报送完整率与按时报送率：历年", "reporting-years"),
        lambda: datasets_over_years(now),
    )
    by_body(now, ["returns_due", *RATES], "应报报表、报送完整率与按时报送率：各单位", "reporting-bodies")
    if not now.leaf:
        bodies_over_years(now)


@panel.shown
def of_this_year(now: Context) -> panel.Part:
    frame = queries.coverage(now.warehouse, now.body, now.year)
    # What the body itself publishes comes last, and so does its column.
    frame = frame.sort_values("body", key=lambda c: c == now.body, kind="stable")
    caption = captioned(now, f"报送情况：{now.year}年各单位 × 报表", source="报送记录")
    return panel.coverage_panel(frame, caption, "coverage", reading=totals_sentence(now))


@panel.shown
def datasets_over_years(now: Context) -> panel.Part:
    caption = captioned(
        now,
        "报送情况：历年各报表" + ("" if now.leaf else "（已报/应报）"),
        period=all_years(now),
        unit="" if now.leaf else "份",
        source="报送记录",
    )
    table, reading = completeness.datasets_over_years(now), completeness.sentence(now)
    return panel.table_panel(table, caption, "coverage-years", reading=reading)


@panel.shown
def bodies_over_years(now: Context) -> panel.Part:
    caption = captioned(
        now, "报送情况：历年各单位（已报/应报）", period=all_years(now), unit="份", source="报送记录"
    )
    return panel.table_panel(completeness.bodies_over_years(now), caption, "coverage-bodies")


def all_years(now: Context) -> str:
    return f"{min(now.years)}–{max(now.years)}年"


def reconciliation(now: Context) -> None:
    """Every published figure against the returns, and every explanation in full; the long table, where there is one, comes last."""
    for part in (explained, compared) if reconciling.lines(now) else (compared, explained):
        part(now)


@panel.shown
def compared(now: Context) -> panel.Part:
    """Every published figure, or the sentence that there is none."""
    found = reconciling.lines(now)
    said = kept.explanations(now)
    caption = captioned(
        now,
        "年度报告公布数与各单位报送数核对",
        pd.DataFrame({"demonstration": [one.row["demonstration"] for one in found]}),
        source="年度报告公布数、各单位年度报送",
        notes=("点击数字看出处", "比率按公布件数重算，比到公布的小数位") if found else (),
    )
    sentence = panel.said(reconciling.sentence(now, found))
    if not found:
        return panel.html_panel(sentence, caption, "reconciliation")
    table = reconciling.table(now, found, marks_of(said, kept.numbered(said)))
    return panel.table_panel(table, caption, "reconciliation", before=sentence + reconciling.chips(found))


def marks_of(said: list[Row], marks: list[str]) -> dict[str, str]:
    """Measure → the numbers of the explanations that speak of it."""
    found: dict[str, str] = {}
    for row, mark in zip(said, marks, strict=True):
        for measure in row["measures"]:
            found[measure] = found.get(measure, "") + mark
    return found


@panel.shown
def explained(now: Context) -> panel.Part:
    said = kept.explanations(now)
    caption = captioned(now, "不相符之处与报送单位说明", source="各单位报送时的说明")
    if said:
        table = kept.explanations_table(said, kept.numbered(said))
        return panel.table_panel(table, caption, "explanations")
    text = f"{now.year}年没有不相符之处：各项核对关系均成立，无需说明。"
    return panel.html_panel(panel.said(text), caption, "explanations")


@panel.shown
def notices(now: Context) -> panel.Part:
    """What the checks noticed at load and let pass."""
    found = kept.notices(now)
    caption = captioned(
        now, "载入时的核对提示", source="载入时的逐项核对", notes=("提示不妨碍载入，请核对后决定是否更正",)
    )
    if found:
        return panel.table_panel(
            kept.notices_table(found), caption, "notices", reading=f"共{len(found)}条提示。"
        )
    return panel.html_panel(panel.said(f"{now.year}年的报表在核对时没有提示。"), caption, "notices")


@panel.shown
def submissions(now: Context) -> panel.Part:
    """Every accepted file that holds something of the year, newest first, and whether it still counts."""
    own = queries.coverage(now.warehouse, now.body, now.year)["submission"].dropna().astype(int).tolist()
    every = rows_of(queries.submissions(now.warehouse))
    rows = [r for r in every if of_year(r, now.year)]
    titles = {d.dataset: d.title for d in now.definitions.datasets.values()}
    table: dict[str, list[Any]] = {
        "提交编号": [str(int(r["submission"])) for r in rows],
        "文件": [str(r["file"]) for r in rows],
        "报表": ["、".join(titles.get(d, d) for d in str(r["datasets"] or "").split(",")) for r in rows],
        "年度": [period(r) for r in rows],
        "收到时间": [moment(r["received_at"]) for r in rows],
        "格数": [int(r["cells"]) for r in rows],
        "单位报表": [int(r["parts"]) for r in rows],
        "仍在用": [int(r["counts_for"]) for r in rows],
        "效力": [standing(r) for r in rows],
        "演示": ["演示" if r["demonstration"] else "–" for r in rows],
    }
    if now.leaf:
        table["本单位在用"] = ["是" if r["submission"] in own else "–" for r in rows]
    counting = sum(bool(r["counts_for"]) for r in rows)
    caption = captioned(
        now,
        "报送文件",
        source="报送记录",
        notes=("单位报表：文件里有几个单位的几份报表；仍在用：其中没有被后来的文件替代、也没有撤回的",),
    )
    reading = f"{now.year}年的文件{len(rows)}份，在用{counting}份；各年度共{len(every)}份。"
    return panel.table_panel(pd.DataFrame(table), caption, "submissions", reading=reading)


def of_year(row: Row, year: int) -> bool:
    return not is_missing(row["first_year"]) and row["first_year"] <= year <= row["last_year"]


def period(row: Row) -> str:
    first, last = int(row["first_year"]), int(row["last_year"])
    return f"{first}年" if first == last else f"{first}–{last}年"


def standing(row: Row) -> str:
    """Whether a file still counts: 有效, 部分被替代, 已被替代, 已撤回."""
    if row["withdrawn"]:
        return "已撤回"
    if not row["counts_for"]:
        return "已被替代"
    return "有效" if row["counts_for"] == row["parts"] else "部分被替代"

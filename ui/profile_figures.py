"""All a body reported in a year, beside another year, each figure with its source; what was said when it came in."""

import pandas as pd

from reports.numbers import exact
from ui import breaks, panel, pivots
from ui.context import Context
from ui.definition_search import returns_in_order
from ui.frames import Row, rows_of
from ui.numbers import coverage_text, is_missing, plain
from ui.words import LEVELS, STATES
from warehouse import queries

GROUP = "报表"
SUMMED = "各单位之和"


@panel.shown
def figures_panel(now: Context) -> panel.Part:
    """Every measure of the year by return: value, the compared year, state, source, explanation."""
    frame = queries.measure_values(now.warehouse, now.body, now.year)
    derived = [d.dataset for d in now.definitions.datasets.values() if d.derived]
    frame = frame[(frame["state"] != "no_such_function") & ~frame["dataset"].isin(derived)]
    frame = in_page_order(now, frame)
    before, heading, notes = earlier(now, list(frame["measure"]))
    table = pivots.two_years(frame, before, now.year, now.compare).drop(columns="报送单位")
    table = table.rename(columns={f"{now.compare}年": heading})
    rows = rows_of(frame)
    table.insert(0, GROUP, [f"《{now.definitions.datasets[str(r['dataset'])].title}》" for r in rows])
    table.insert(len(table.columns) - ("说明" in table), "状态与出处", [source_of(r) for r in rows])
    caption = now.caption(f"{now.year}年全部报送数据", frame, unit="", notes=notes)
    return panel.table_panel(table, caption, "figures", group=GROUP, reading=figures_reading(frame))


def in_page_order(now: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by return, in the order of the pages that show them."""
    order = [d.dataset for d in returns_in_order(now.definitions)]
    ordered = frame.sort_values("dataset", key=lambda c: c.map(order.index), kind="stable")
    return ordered.reset_index(drop=True)


def earlier(now: Context, measures: list[str]) -> tuple[pd.DataFrame | None, str, tuple[str, ...]]:
    """The compared year's measures, its heading and what is to be said of it: before a reform, the predecessors' sum."""
    if now.compare is None:
        return None, "", ()
    body = now.definitions.bodies[now.body]
    if body.exists_in(now.compare) or not body.predecessors:
        return queries.measure_values(now.warehouse, now.body, now.compare), f"{now.compare}年", ()
    frame = queries.measure_series(now.warehouse, now.body, measures, restated=True)
    names = "、".join(breaks.predecessor_names(now.definitions, body))
    return (
        frame[frame["year"] == now.compare],
        f"{now.compare}年（改革前）",
        (f"{now.compare}年为{names}所报之和",),
    )


def source_of(row: Row) -> str:
    """“penalties.csv 第2行第6列”; the state where it is no number, what the sender wrote where it reads differently."""
    state = "" if row["state"] == "number" else STATES[str(row["state"])]
    if not isinstance(row.get("file"), str):
        summed = "" if row["leaf"] or state else f"{SUMMED}（{coverage_text(row)}）"
        return state or summed or "–"
    written = f"原文“{row['raw']}”" if written_otherwise(row) else ""
    return "，".join(part for part in (state, place_of(row), written) if part)


def place_of(row: Row) -> str:
    """File, sheet and cell."""
    return " ".join(str(row[k]) for k in ("file", "sheet", "cell") if isinstance(row[k], str) and row[k])


def written_otherwise(row: Row) -> bool:
    """Says whether the sender wrote something else than the number shown: 万元, a word, a blank."""
    raw = row.get("raw")
    if not isinstance(raw, str):
        return False
    return is_missing(row["value"]) or raw.replace(",", "").strip() != plain(exact(row["value"])).replace(
        ",", ""
    )


def figures_reading(frame: pd.DataFrame) -> str:
    """“共89项：有数88项、未报1项。”"""
    counts = frame["state"].value_counts()
    parts = [f"{STATES[s]}{int(counts[s])}项" for s in STATES if s in counts.index]
    return f"共{len(frame)}项：{'、'.join(parts)}。" if parts else "没有应报的项目。"


@panel.shown
def explanations_panel(now: Context) -> panel.Part:
    """What the body wrote about identities that do not hold; for a total, what all below it wrote."""
    found = queries.explanations(now.warehouse, now.body, now.year)
    table = pd.DataFrame(
        {
            "单位": found["short_name"],
            "报表": [f"《{t}》" for t in found["dataset_title"]],
            "情况": found["message"],
            "说明": found["text"],
            "出处": [place_of(r) for r in rows_of(found)],
        }
    )
    return remarks_panel(now, table, "报送时作出的说明", "explanations", "本年没有需要说明的勾稽问题。")


@panel.shown
def notices_panel(now: Context) -> panel.Part:
    """Notices kept when the returns came in: the body's own, and those of files that hold its returns."""
    kept = queries.faults_kept(now.warehouse, now.body, now.year)
    files = set(queries.coverage(now.warehouse, now.body, now.year)["submission"].dropna())
    kept = kept[kept["body"].notna() | kept["submission"].isin(files)]
    table = pd.DataFrame(
        {
            "单位": [name if isinstance(name, str) else "整份文件" for name in kept["short_name"]],
            "级别": [LEVELS[level] for level in kept["level"]],
            "情况": kept["title"].to_list(),
            "内容": kept["message"].to_list(),
            "出处": [place_of(r) for r in rows_of(kept)],
        }
    )
    return remarks_panel(now, table, "载入时保留的提示", "notices", "本年没有提示。")


def remarks_panel(now: Context, table: pd.DataFrame, title: str, key: str, nothing: str) -> panel.Part:
    """Remarks as a table, or a sentence where there are none."""
    caption = now.caption(title, pd.DataFrame(), demonstration=now.publish.demonstration)
    if len(table):
        return panel.table_panel(table, caption, key, reading=f"共{len(table)}条。")
    return panel.plain_panel(panel.heading(caption) + panel.said(nothing), key)

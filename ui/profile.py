"""Who a body is: category, functions, reforms, the returns it owes; and the way from the district to its bodies."""

from collections.abc import Iterable
from datetime import date
from html import escape

import pandas as pd

from definitions.model import Body, Definitions
from ui import panel
from ui.context import Context
from ui.frames import rows_of
from ui.links import anchor, href
from ui.words import COVERAGE, NOT_REPORTED, joined
from warehouse import queries

MISSING = "？"
PROFILE = "reference/profile.py"


@panel.shown
def identity_panel(now: Context) -> panel.Part:
    """Name, category, functions, since when, what became what."""
    body = now.definitions.bodies[now.body]
    facts = [
        ("全称", escape(body.name)),
        ("类别", escape(str(now.row["category_title"]))),
        ("上级", escape(parent_name(now.definitions, body))),
        ("职能", "".join(f'<span class="chip chip-neutral">{escape(t)}</span> ' for t in functions_of(now.definitions, body))),
        ("存续", escape(life(body))),
        ("沿革", reform_html(now, body)),
        ("同类单位", likes_html(now) if now.leaf else ""),
    ]  # fmt: skip
    items = "".join(f"<dt>{head}</dt><dd>{said}</dd>" for head, said in facts if said)
    return panel.plain_panel(
        f'<h3 class="panel-title">单位概况</h3><dl class="facts">{items}</dl>', "identity"
    )


def parent_name(definitions: Definitions, body: Body) -> str:
    return definitions.bodies[body.parent].name if body.parent else ""


def functions_of(definitions: Definitions, body: Body) -> list[str]:
    """Titles of the body's functions, in the order of the definitions."""
    return [title for code, title in definitions.functions.items() if code in body.functions]


def life(body: Body) -> str:
    """“2021年1月1日起”, “2010年1月1日至2020年12月31日”."""
    start = day(body.valid_from)
    return f"{start}至{day(body.valid_to)}" if body.valid_to else f"{start}起"


def day(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def successors(definitions: Definitions, code: str) -> list[Body]:
    return [b for b in definitions.bodies.values() if code in b.predecessors]


def reform_html(now: Context, body: Body) -> str:
    """Each reform as a sentence, the other bodies linked to their last or first year."""
    before = [now.definitions.bodies[p] for p in body.predecessors]
    parts = []
    if before:
        parts.append(f"{day(body.valid_from)}{joined_links(now, before)}{how(now.definitions, body, before)}")
    if after := successors(now.definitions, body.body):
        verb = (
            "并入"
            if any(len(b.predecessors) > 1 for b in after)
            else "更名为"
            if len(after) == 1
            else "分设为"
        )
        parts.append(f"{day(after[0].valid_from)}{verb}{joined_links(now, after)}")
    return "；".join(parts)


def how(definitions: Definitions, body: Body, before: list[Body]) -> str:
    """Which kind of reform made the body."""
    if len(before) > 1:
        return "合并组建"
    return "分设" if len(successors(definitions, before[0].body)) > 1 else "更名而来"


def joined_links(now: Context, bodies: Iterable[Body]) -> str:
    """Names as links, each to the year nearest to the shown one in which the body reports."""
    links = []
    for body in bodies:
        years = [y for y in now.years if body.exists_in(y)]
        name = escape(body.short_name)
        if years:
            year = min(years, key=lambda y: abs(y - now.year))
            name = f"{link(now, body.body, body.short_name, year)}<small>（{year}年）</small>"
        links.append(name)
    return "、".join(links)


def link(now: Context, body: str, name: str, year: int | None = None) -> str:
    """The profile of a body: unlike a button, a link prints."""
    return anchor(href(now, PROFILE, body=body, year=year or now.year), name)


def likes_html(now: Context) -> str:
    """The bodies of the same category under the same parent, each a link."""
    rows = now.bodies[
        (now.bodies["category"] == now.row["category"]) & (now.bodies["parent"] == now.row["parent"])
    ]
    others = [r for r in rows_of(rows) if r["body"] != now.body]
    return "".join(
        f'<span class="entry">{link(now, str(r["body"]), str(r["short_name"]))}</span>' for r in others
    )


@panel.shown
def returns_panel(now: Context) -> panel.Part:
    """Which returns of the year are in, and what is missing in those that are."""
    sent = queries.coverage(now.warehouse, now.body, now.year)
    owed = sent[(sent["body"] == now.body) & (sent["state"] != "no_such_function")]
    cells = queries.measure_values(now.warehouse, now.body, now.year)
    table = pd.DataFrame(
        {
            "报表": [f"《{t}》" for t in owed["dataset_title"]],
            "情况": [COVERAGE[s] + unfilled(cells, d) for d, s in zip(owed["dataset"], owed["state"], strict=True)],
            "收到": [day_text(v) for v in owed["received_at"]],
            "文件": [v if isinstance(v, str) else "–" for v in owed["file"]],
        }
    )  # fmt: skip
    caption = now.caption(f"{now.year}年报送情况", cells.iloc[:0], demonstration=now.publish.demonstration)
    return panel.table_panel(table, caption, "returns", reading=returns_reading(now, owed, cells))


def day_text(moment: object) -> str:
    return "–" if moment is None or pd.isna(moment) else str(moment)[:10]  # type: ignore[call-overload]


def unfilled(cells: pd.DataFrame, dataset: str) -> str:
    """“，1项未填”: what a return that was sent is still without."""
    here = cells[cells["dataset"] == dataset]
    blank = here[here["state"] == "not_reported"]
    return f"，{len(blank)}项未填" if 0 < len(blank) < len(here) else ""


def returns_reading(now: Context, owed: pd.DataFrame, cells: pd.DataFrame) -> str:
    """“应报8张，已报7张；未报：《…》（应于2023年1月31日前）。”"""
    missing = owed[owed["state"] == "not_reported"]
    sent = set(owed.loc[owed["state"] == "reported", "dataset"])
    blank = cells[cells["dataset"].isin(sent) & (cells["state"] == "not_reported")]
    text = f"应报{len(owed)}张，已报{len(owed) - len(missing)}张"
    if len(blank):
        text += f"；已报表中未填：{joined([str(v) for v in blank['label']])}"
    if missing.empty:
        return f"{text}，没有欠报。" if blank.empty else f"{text}。"
    by_day: dict[str, list[str]] = {}
    for row in rows_of(missing):
        by_day.setdefault(due_day(now, str(row["dataset"])), []).append(f"《{row['dataset_title']}》")
    late = [f"{len(titles)}张应于{when}前报送（{joined(titles)}）" for when, titles in by_day.items()]
    return f"{text}；{NOT_REPORTED}：{'，'.join(late)}。"


def due_day(now: Context, dataset: str) -> str:
    month, on = now.definitions.datasets[dataset].due.split("-")
    return f"{now.year + 1}年{int(month)}月{int(on)}日"


@panel.shown
def bodies_panel(now: Context) -> panel.Part:
    """The bodies below the chosen one, by category, each a link with how many of its returns are in."""
    below = now.bodies[now.bodies["parent"] == now.body]
    sent = queries.coverage(now.warehouse, now.body, now.year)
    owed = sent[sent["state"] != "no_such_function"]
    counts = (owed["state"] == "not_reported").groupby(owed["body"]).sum()
    groups = [
        f"<dt>{escape(str(title))}<small>{len(rows)}</small></dt><dd>{''.join(entry(now, r, counts) for r in rows_of(rows))}</dd>"
        for title, rows in below.groupby("category_title", sort=False)
    ]
    late = [str(r["short_name"]) for r in rows_of(below) if lacking(counts, str(r["body"])) > 0]
    said = f"{len(late)}个单位有报表未报：{joined(late)}。" if late else "各单位应报的报表均已报送。"
    return panel.plain_panel(
        f'<h3 class="panel-title">选择单位</h3><p class="panel-scope">{escape(now.short_name)} · {now.year}年 · '
        f'{len(below)}个单位；括号内为欠报的报表数</p><dl class="facts bodies">{"".join(groups)}</dl>{panel.said(said)}',
        "bodies",
    )


def lacking(counts: pd.Series, body: str) -> int:
    """How many returns a body (a leaf) has not sent."""
    return int(counts.get(body, 0))


def entry(now: Context, row: dict[str, object], counts: pd.Series) -> str:
    late = lacking(counts, str(row["body"]))
    mark = f'<small class="lacking">（{MISSING}欠{late}）</small>' if late else ""
    return f'<span class="entry">{link(now, str(row["body"]), str(row["short_name"]))}{mark}</span>'

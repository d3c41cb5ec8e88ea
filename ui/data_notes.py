"""What a reader of the figures must know of the data: totals that differ from what was published, rules that do not hold."""

from html import escape

from ui.context import Context
from ui.frames import Row, rows_of
from ui.links import anchor, href
from ui.numbers import figure
from ui.trace import PAGE, PART
from warehouse import queries

MOST = 3


def strip_html(now: Context) -> str:
    """A few lines with a way to the whole; nothing where the data of the year raise no question."""
    lines = found(now)
    if not lines:
        return ""
    shown = "".join(f"<li>{escape(text)}</li>" for text in lines[:MOST])
    more = f"全部{len(lines)}处及说明" if len(lines) > MOST else "查看说明与核对"
    link = anchor(href(now, PAGE, **{PART: "reconciliation"}), more)
    return (
        f'<div class="data-notes" role="note"><p><b>◇ 数据有{len(lines)}处不相符，已照录并附报送单位说明</b> {link}</p>'
        f"<ul>{shown}</ul></div>"
    )


def found(now: Context) -> list[str]:
    """A sentence for every difference and every broken rule, shortest way of saying it."""
    differing = queries.reconciliation(now.warehouse, now.body, now.year)
    said = queries.explanations(now.warehouse, now.body, now.year)
    return [
        *(difference(r) for r in rows_of(differing[differing["state"] == "differs"])),
        *(f"{r['short_name']}“{r['dataset_title']}”：{short_message(r)}" for r in rows_of(said)),
    ]


def difference(row: Row) -> str:
    unit = str(row["unit"])
    return (
        f"{row['label']}：公布{figure(row['published'], unit)}，各单位报送合计{figure(row['rolled_up'], unit)}，"
        f"相差{figure(abs(row['difference']), unit)}"
    )


def short_message(row: Row) -> str:
    return str(row["message"]).rstrip("。")

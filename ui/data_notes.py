"""What a reader of the figures must know of the data: totals that differ from what was published, rules that do not hold."""

from collections.abc import Sequence
from html import escape

from ui.context import Context
from ui.frames import Row
from ui.links import anchor, href
from ui.numbers import figure
from ui.reconciling import Line
from ui.trace import PAGE, PART

MOST = 3


def strip_html(now: Context, published: Sequence[Line], said: Sequence[Row]) -> str:
    """A few lines with a way to the whole; nothing where the data of the year raise no question.

    `published` are `reconciling.lines`, `said` the explanations of the year.
    """
    lines = found(published, said)
    if not lines:
        return ""
    shown = "".join(f"<li>{escape(text)}</li>" for text in lines[:MOST])
    more = f"全部{len(lines)}处及说明" if len(lines) > MOST else "查看说明与核对"
    link = anchor(href(now, PAGE, **{PART: "reconciliation"}), more)
    return (
        f'<div class="data-notes" role="note"><p><b>◇ {escape(heading(published, len(lines)))}</b> {link}</p>'
        f"<ul>{shown}</ul></div>"
    )


def heading(published: Sequence[Line], count: int) -> str:
    """How many, and whether somebody has said why."""
    silent = sum(one.differs and not isinstance(one.row["explanation"], str) for one in published)
    said = f"其中{silent}处尚无说明" if silent else "已照录并附报送单位说明"
    return f"数据有{count}处不相符，{said}"


def found(published: Sequence[Line], said: Sequence[Row]) -> list[str]:
    """A sentence for every difference and every broken rule, shortest way of saying it."""
    return [
        *(difference(one) for one in published if one.differs),
        *(f"{r['short_name']}“{r['dataset_title']}”：{str(r['message']).rstrip('。')}" for r in said),
    ]


def difference(one: Line) -> str:
    """“办理行政许可：公布41,673件，报送合计41,670件，相差3件”; of a rate, what its counts give."""
    unit = str(one.row["unit"])
    text = f"{one.row['label']}：公布{figure(one.row['published'], unit)}"
    if one.fraction:
        return f"{text}，按公布件数重算{one.compared}（{one.fraction}）"
    return f"{text}，报送合计{one.compared}，相差{figure(abs(one.row['difference']), unit)}"

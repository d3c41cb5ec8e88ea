"""What the marks in charts mean, each drawn small; the charts in ui/charts draw them so."""

import base64
from html import escape

from definitions.model import Words
from ui import colours
from ui.status import STATUSES, chip
from ui.tables import th

SIZE = (56, 20)
LINE = f'stroke="{colours.ACCENT}" stroke-width="2" fill="none"'
DARK = f'stroke="{colours.TEXT}" fill="none"'
QUIET = f'stroke="{colours.QUIET}" fill="none"'

MARKS = (
    (f'<path d="M4 14L28 6L52 10" {LINE}/><circle cx="28" cy="6" r="3" fill="{colours.ACCENT}"/>', "实线、实心点",
     "正在使用的口径，分母足够大。"),
    (f'<circle cx="28" cy="10" r="5" {LINE}/>', "空心点",
     "分母小于最小样本，只列数、不评价；在并列口径的图里是另一种口径。"),
    (f'<path d="M18 10L25 3L32 10L25 17Z" fill="{colours.ACCENT}"/><circle cx="42" cy="10" r="4" fill="{colours.ACCENT_PALE}" '
     f'stroke="{colours.ACCENT}"/>', "菱形与圆点", "与同类单位比较：菱形为所看的单位，圆点为同类单位。"),
    (f'<path d="M28 2V18M23 2H33M23 18H33" {QUIET}/><circle cx="28" cy="10" r="3" fill="{colours.ACCENT}"/>', "竖（横）细线带端点",
     "95%区间（威尔逊法）：件数越少，区间越宽，单凭一年的比率越不能下结论。"),
    (f'<path d="M2 10H54" stroke-width="1.5" stroke-dasharray="2 3" {DARK}/>', "横点线",
     "历年图里的目标，线端写目标值。"),
    (f'<path d="M28 2V18" stroke-width="2.5" {DARK}/>', "短竖线", "单位图里的目标；各单位目标不同时各画各的。"),
    (f'<path d="M28 0V20" stroke-dasharray="3 3" stroke-width="1.2" {QUIET}/>', "竖虚线",
     "断点：口径、统计分类或机构在这里变了，两边不可比，线不连。"),
    (f'<text x="28" y="15" text-anchor="middle" font-size="14" font-weight="700" fill="{colours.BAD}">×</text>', "轴下的×",
     "这一年没有数值，后面写原因；红色的是应报而未报。"),
    (f'<defs><pattern id="h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
     f'<path d="M0 0V5" stroke="{colours.PAPER}" stroke-width="2"/></pattern></defs>'
     f'<path d="M4 5H48V15H4Z" fill="{colours.FAINT}"/><path d="M4 5H48V15H4Z" fill="url(#h)"/>', "斜线条",
     "分母小于最小样本，不作比较。"),
    (f'<path d="M2 3C16 8 36 9 54 9.5M2 17C16 12 36 11 54 10.5" stroke-dasharray="4 2" {QUIET}/>', "漏斗线",
     "95%与99.8%界限：单凭偶然，绝大多数单位会落在两线之间；线外的才值得追问。"),
    (f'<path d="M4 4H44V16H4Z" fill="{colours.ACCENT}"/><path d="M33 18L37 2M38 18L42 2" stroke="#fff" stroke-width="2"/>', "截断的条",
     "超出本列刻度，实际数值见旁边的数字。"),
)  # fmt: skip
"""(drawing, name, meaning)."""


def picture(drawing: str, name: str) -> str:
    """A mark as an image: a drawing inside the page would lose its pattern to the cleaner of HTML."""
    width, height = SIZE
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{drawing}</svg>'
    source = base64.b64encode(svg.encode()).decode()
    return f'<img class="mark" alt="{escape(name)}" width="{width}" height="{height}" src="data:image/svg+xml;base64,{source}">'


def marks_html() -> str:
    rows = [
        f"<tr><td>{picture(d, n)}</td>{th(n, 'row')}<td class=long>{escape(m)}</td></tr>" for d, n, m in MARKS
    ]
    return meanings_table("图形", ("样子", "名称", "意思"), rows)


def statuses_html(words: Words) -> str:
    """Each status as it looks, and its meaning from the definitions."""
    rows = [
        f"<tr><td>{chip(code, words.status_titles[code])}</td><td class=long>{escape(words.status_meanings[code])}</td></tr>"
        for code in STATUSES
    ]
    return meanings_table("评价结果", ("样子", "意思"), rows)


def states_html(words: Words) -> str:
    """The four states of a cell."""
    rows = [
        f"<tr>{th(title, 'row')}<td class=long>{escape(words.state_meanings[code])}</td></tr>"
        for code, title in words.state_titles.items()
    ]
    return meanings_table("数据的四种状态", ("状态", "意思"), rows)


def meanings_table(title: str, heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(th(h, "col") for h in heads)
    return (
        f'<div class="table-box meanings" role="region" tabindex="0" aria-label="{title}"><table class="data">'
        f"<caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )

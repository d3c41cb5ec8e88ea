"""单位评分表: one body's score, item by item, each down to its cells, its rule and its evidence."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from assessment.reasons import SOURCES, given_text, reason_text, score_text
from assessment.sheets import Line, Sheet
from assessment.words import number, reason, rule_words
from definitions import load_definitions
from definitions.schemes import Item
from etl import frozen
from ledger.assessments import Step
from ledger.folder import data_folder
from ui import address
from ui.access import here as access
from ui.assessment import exports, self_score
from ui.assessment.standing import Standing, moment, reader, standing, told
from ui.context import Context
from ui.markdown import literal
from ui.tables import html_table
from ui.words import STATES as CELL_STATES
from warehouse.queries import assessment as queries

PARTS = {"numerator": "分子", "denominator": "分母", "counted": "计数", "less": "减去", "among": "范围"}
KINDS = {
    "self": "自评",
    "assessor": "评定",
    "settled": "合议",
    "appeal": "申诉",
    "withdrawn": "撤回申诉",
    "ruling": "申诉决定",
}


def shown(now: Context) -> None:
    """The whole page."""
    told()
    found = standing(now, "score_sheet")
    sheet = chosen(found) if found else None
    if found is None or sheet is None:
        return
    if not found.may_see(sheet) and not own(sheet.body):
        st.html('<p class="state-text">这个单位的得分还没有公布。</p>')
        return
    st.html(verdict(found, sheet) + since_published(found, sheet))
    title = f"{found.name(sheet.body)}{now.year}年评分表"
    st.html(f'<div class="whole">{html_table(table(found, sheet), title, group="一级指标")}</div>')
    if found.may_see(sheet):
        exports.of_sheet(found, sheet)
    item(found, sheet)


def own(body: str) -> bool:
    """Whether it is the reader's own body."""
    bodies = reader().own(load_definitions(), "self_score")
    return bodies is None or body in bodies


def chosen(found: Standing) -> Sheet | None:
    """The body of the filters; for one that is the sum of others, one of these."""
    if sheet := found.sheet(found.now.body):
        return sheet
    names = {sheet.body: found.name(sheet.body) for sheet in found.sheets}
    if not names:
        st.html('<p class="state-text">这个单位当年没有要考核的项目。</p>')
        return None
    first = next(iter(names))
    return found.sheet(address.choice("of", "考核单位", names, first, missing="当年不参加考核", quiet=True))


def verdict(found: Standing, sheet: Sheet) -> str:
    """What it all comes to, with the arithmetic."""
    name = found.name(sheet.body)
    if not found.may_see(sheet):
        return (
            f'<p class="reading">{escape(name)}的得分还没有公布。下面是按报送数据算出的自动得分，'
            "需要评定的项目还没有分数；可以在这里填自评、上传材料。</p>"
        )
    if sheet.range is None:
        return f'<p class="reading">{escape(name)}没有适用的项目。</p>'
    points = number(found.scheme.points)
    got = f"{number(sheet.got)} ÷ {number(sheet.base)} × {points}"
    bonus = (
        f"，加分{number(sheet.bonus)}，合计{sheet.total}" if sheet.bonus and sheet.total is not None else ""
    )
    out = found.scheme.points - sheet.base
    left = f"不计的项目{number(out)}分已移出基数。" if out else ""
    if sheet.total is None:
        low, high = sheet.range
        return (
            f'<p class="verdict-line"><b>{low}～{high}</b> 分，尚未评完</p><p class="reading">还有{len(sheet.open)}项'
            f"（{number(sheet.open_points)}分）未评或待合议；已评部分得{number(sheet.got)}分，基数{number(sheet.base)}分。{left}</p>"
        )
    grade = sheet.grade.title if sheet.grade else ""
    vetoes = "；".join(
        f"“{line.item.title}”成立，最高评为{found.scheme.grades[str(line.item.grade)].title}"
        for line in sheet.vetoes
    )
    exact = (sheet.total - sheet.bonus) * sheet.base == sheet.got * found.scheme.points
    return (
        f'<p class="verdict-line"><b>{sheet.total}</b> 分，{escape(grade)}</p><p class="reading">{got} {"=" if exact else "≈"} '
        f"{number(sheet.total - sheet.bonus)}{bonus}。{left}{escape(vetoes)}</p>"
    )


def since_published(found: Standing, sheet: Sheet) -> str:
    """That the scores are no longer those that were made known, where it is so."""
    if found.course.lock or not found.may_see(sheet):
        return ""
    listed = frozen.since_published([sheet], found.course)
    if not listed:
        return ""
    told = found.course.published[sheet.body]
    return (
        f'<p class="reading"><b>公布（{moment(told.at)}）以后有报送更正</b>，得分与公布时不同：公布时总分'
        f"{escape(str(told.said['result']['total']))}分。以重新公布的为准。</p>"
    )


def table(found: Standing, sheet: Sheet) -> pd.DataFrame:
    definitions, visible = found.now.definitions, found.may_see(sheet)
    rows = []
    for line in sheet.lines:
        first = found.scheme.level_1(line.item)
        kind = {"bonus": "加分项", "veto": "一票否决"}.get(line.item.kind, "")
        base, got = (
            (Sheet.base_of(sheet.of_group(first)), Sheet.got_of(sheet.of_group(first)))
            if first
            else (None, None)
        )
        head = f"{first.title}（{number(first.points)}分）" if first else kind
        if first and visible:
            head += f"：得{number(got)}分，基数{number(base)}分" if base else "：不计"
        own_score = line.self_score.score if line.self_score else None
        row = {
            "一级指标": head,
            "项目": line.item.title,
            "分值": number(line.item.points) if line.item.kind != "veto" else "",
            "自评": "" if own_score is None else number(own_score),
        }
        if visible:
            row |= {
                "得分": score_text(line),
                "失分": number(line.lost) if line.lost else "",
                "来源": SOURCES.get(line.source, ""),
                "扣分原因": reason_text(line, definitions),
            }
        else:
            row |= {
                "自动得分": "" if line.automatic is None else number(line.automatic),
                "怎么算的": reason(line.item, line.row, definitions),
            }
        rows.append(row)
    return pd.DataFrame(rows)


def item(found: Standing, sheet: Sheet) -> None:
    """One item laid open: rule, cells, course, evidence; and what its body may say of it."""
    st.html('<h2 class="definition-section">逐项查看依据</h2>')
    titles = {line.item.item: titled(line, found.may_see(sheet)) for line in sheet.lines}
    code = address.choice("item", "项目", titles, next(iter(titles)), missing="不在方案里", quiet=True)
    line = sheet.of_item[code]
    definitions = found.now.definitions
    st.html(
        '<dl class="facts">'
        f"<dt>评分标准</dt><dd>{escape(line.item.standard)}</dd>"
        f"<dt>系统计分</dt><dd>{escape(rule_words(line.item, found.scheme, definitions))}</dd>"
        f"<dt>本单位</dt><dd>{escape(reason(line.item, line.row, definitions))}</dd>"
        f"<dt>主要资料</dt><dd>{escape(line.item.material)}（{escape(line.item.source)}）</dd></dl>"
    )
    cells(found, sheet, line)
    steps(found, sheet, line)
    if own(sheet.body):
        self_score.shown(found, sheet, line)


def titled(line: Line, visible: bool) -> str:
    return f"{line.item.title}　{score_text(line)}" if visible else line.item.title


def cells(found: Standing, sheet: Sheet, line: Line) -> None:
    """The cells the automatic score was worked out from, each with file and address."""
    rows: Sequence[Mapping[str, Any]]
    if found.kept is not None:
        rows = found.kept.get((sheet.body, line.item.item), ())
    else:
        rows = queries.score_sources(
            found.now.warehouse, found.now.year, found.scheme.version, sheet.body, line.item.item
        )
    if not rows:
        return
    frame = pd.DataFrame(
        {
            "用作": [PARTS[row["part"]] for row in rows],
            "数据": [row["label"] for row in rows],
            "数值": [
                number(row["value"]) + row["unit"] if row["value"] is not None else CELL_STATES[row["state"]]
                for row in rows
            ],
            "来源文件": [row.get("file") or "由系统统计" for row in rows],
            "位置": [" ".join(filter(None, (row["sheet"], row["cell"]))) for row in rows],
            "提交": ["" if row["submission"] is None else f"第{row['submission']}次" for row in rows],
        }
    )
    st.html(html_table(frame, f"{line.item.title}的数据来源"))


def steps(found: Standing, sheet: Sheet, line: Line) -> None:
    """Who said what of the item, and the files that go with it."""
    visible = found.may_see(sheet)
    told = [
        step
        for step in found.course.steps
        if (step.body, step.item) == (sheet.body, line.item.item) and (visible or step.kind == "self")
    ]
    if not told:
        return
    frame = pd.DataFrame(
        {
            "时间": [moment(step.at) for step in told],
            "步骤": [KINDS[step.kind] for step in told],
            "人员": [step.who for step in told],
            "分数": [stepped(line.item, step) for step in told],
            "说明": [step.reason for step in told],
            "材料": ["、".join(file.name for file in step.evidence) for step in told],
        }
    )
    st.html(html_table(frame, f"{line.item.title}的评分经过"))
    evidence(told)


def stepped(item: Item | None, step: Step) -> str:
    if step.kind == "ruling" and step.taken_back:
        return "维持"
    if step.kind in ("appeal", "withdrawn") and step.score is None:
        return ""
    return given_text(item, step.score, step.not_applicable) if item else number(step.score)


def evidence(told: Sequence[Step]) -> None:
    """The files, for download; the same file may go with other steps on the same page."""
    files = dict.fromkeys(file for step in told for file in step.evidence)
    first = told[0].step if told else 0
    if not files or not access.may("download"):
        return
    with st.container(horizontal=True):
        for file in files:
            path = data_folder().original(file.sha256)
            if path.is_file():
                st.download_button(
                    literal(file.name),
                    data=path.read_bytes,
                    file_name=file.name,
                    key=f"evidence-{first}-{file.sha256}-{file.name}",
                    on_click="ignore",
                    icon=":material/attach_file:",
                )

"""评审: the assessor's queue, one item of one body after the other; then publishing and locking."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import streamlit as st

from assessment.reasons import given_text, said_of, score_text
from assessment.sheets import DISPUTED, PENDING, Line, Sheet
from assessment.words import number, reason, rule_words
from ledger.assessments import NotNow
from ui.access import here as access
from ui.assessment import publishing
from ui.assessment import sheet as sheets
from ui.assessment.fields import MOST_TEXT, NoScore, parsed
from ui.assessment.sheet import KINDS
from ui.assessment.standing import Standing, assessments, banner, reader, refused, standing, tell, told
from ui.context import Context
from ui.markdown import literal

QUEUES = {
    "open": "待评",
    "disputed": "待合议",
    "different": "自评与得分不同",
    "few": "未报送得0分",
    "all": "全部",
}
REASON = {
    "points": "理由（扣分、与自动得分不同、合议、不适用时必填）",
    "bonus": "理由（加分、与自动得分不同、合议时必填）",
    "veto": "理由（认定成立或改变系统的判断时必填）",
}
_AT = "desk-at"


@dataclass(frozen=True)
class Task:
    """One item of one body."""

    sheet: Sheet
    line: Line

    @property
    def place(self) -> tuple[str, str]:
        return self.sheet.body, self.line.item.item


def shown(now: Context) -> None:
    """The whole page."""
    told()
    found = standing(now, "score")
    if found is None:
        return
    st.html(f'<p class="reading">{escape(banner(found))}</p>')
    progress(found)
    if found.course.lock is None:
        tasks = queue(found)
        if tasks:
            task(found, tasks)
        else:
            st.html('<p class="state-text">这一类没有要处理的项目。</p>')
    publishing.shown(found)


def progress(found: Standing) -> None:
    by_hand = [line for sheet in found.sheets for line in sheet.lines if needs_hand(line)]
    done = sum(line.state not in (PENDING, DISPUTED) for line in by_hand)
    if by_hand:
        st.progress(done / len(by_hand), f"需要评定的{len(by_hand)}项中已评{done}项")


def needs_hand(line: Line) -> bool:
    return line.row["state"] == "by_hand" and (line.item.kind == "points" or line.state == PENDING)


def queue(found: Standing) -> list[Task]:
    """The tasks of the chosen queue: item after item, so that like is judged beside like, or body after body."""
    everything = [Task(sheet, line) for sheet in found.sheets for line in sheet.lines if not sheet.published]
    by_queue = {code: [task for task in everything if belongs(task.line, code)] for code in QUEUES}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        names = {code: f"{title} {len(by_queue[code])}" for code, title in QUEUES.items()}
        code = st.segmented_control(
            "要处理的",
            list(names),
            format_func=names.__getitem__,
            default="open",
            required=True,
            key="desk-queue",
        )
    with right:
        order = st.selectbox("次序", ["按项目", "按单位"], key="desk-order", placeholder="请选择")
    tasks = by_queue[str(code)]
    if order == "按项目":
        positions = {item: n for n, item in enumerate(found.scheme.items)}
        tasks = sorted(tasks, key=lambda task: positions[task.line.item.item])
    return tasks


def belongs(line: Line, queue: str) -> bool:
    if queue == "open":
        return line.state == PENDING
    if queue == "disputed":
        return line.state == DISPUTED
    if queue == "different":
        own = line.self_score.score if line.self_score else None
        return own is not None and line.score is not None and own != line.score
    if queue == "few":
        return line.row["state"] == "not_reported"
    return line.state != "not_applicable" or bool(line.judged)


def task(found: Standing, tasks: Sequence[Task]) -> None:
    """The one at hand, with the form to judge it; saving leads to the next."""
    by_place = {task.place: task for task in tasks}
    places = list(by_place)
    at = st.session_state.get(_AT)
    if at not in by_place:
        st.session_state[_AT] = next_of(places)
    place = st.selectbox(
        f"项目和单位（{len(places)}）",
        places,
        format_func=lambda place: titled(found, by_place[place]),
        key=_AT,
        placeholder="请选择",
    )
    st.session_state["_desk-after"] = after(places, place)
    one = by_place[place]
    left, right = st.columns([3, 2])
    with left:
        laid_open(found, one)
    with right:
        judge(found, one)


def next_of(places: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """What followed the task just done, where it is still to do; otherwise the first."""
    following = st.session_state.get("_desk-after", [])
    return next((place for place in following if place in places), places[0])


def after(places: Sequence[tuple[str, str]], place: tuple[str, str]) -> list[tuple[str, str]]:
    position = places.index(place)
    return [*places[position + 1 :], *places[:position]]


def titled(found: Standing, one: Task) -> str:
    return f"{one.line.item.title}（{number(one.line.item.points)}分）　{found.name(one.sheet.body)}　{score_text(one.line)}"


def laid_open(found: Standing, one: Task) -> None:
    """What there is to judge by."""
    line, definitions = one.line, found.now.definitions
    own = line.self_score
    own_text = f"{number(own.score)}分：{own.reason}" if own else "没有自评"
    words = [*line.judged, *filter(None, (line.settled, line.ruling))]
    others = (
        "；".join(f"{KINDS[s.kind]}：{s.who} {said_of(line.item, s)}（{s.reason}）" for s in words)
        or "还没有"
    )
    st.html(
        f'<h3 class="panel-title">{escape(found.name(one.sheet.body))}：{escape(line.item.title)}</h3><dl class="facts">'
        f"<dt>评分标准</dt><dd>{escape(line.item.standard)}</dd>"
        f"<dt>系统计分</dt><dd>{escape(rule_words(line.item, found.scheme, definitions))}</dd>"
        f"<dt>自动得分</dt><dd>{escape(reason(line.item, line.row, definitions))}</dd>"
        f"<dt>自评</dt><dd>{escape(own_text)}</dd>"
        f"<dt>已有评分</dt><dd>{escape(others)}</dd>"
        f"<dt>主要资料</dt><dd>{escape(line.item.material)}</dd></dl>"
    )
    if own:
        sheets.evidence([own])
    sheets.cells(found, one.sheet, line)


def judge(found: Standing, one: Task) -> None:
    """One form: score, reason, save. Enter saves."""
    line, who = one.line, reader().name
    mine = next((step for step in line.judged if step.who == who), None)
    key = f"{one.sheet.body}-{line.item.item}"
    settling = line.state == DISPUTED
    # A form of its own: what was typed as one's own score, while another's came in, must not become the settled one.
    form = f"{'settle' if settling else 'judge'}-{key}"
    with st.container(key="judging"), st.form(form, enter_to_submit=True):
        st.html(f'<h3 class="panel-title">{"合议定分" if settling else "评分"}</h3>')
        given = mine.score if mine and mine.score is not None else line.automatic
        label = (
            "成立写 1，不成立写 0" if line.item.kind == "veto" else f"得分（0 到 {number(line.item.points)}）"
        )
        text = st.text_input(label, value="" if given is None else number(given), key=f"score-{key}")
        why = st.text_input(
            REASON[line.item.kind],
            value=mine.reason if mine and not settling else "",
            key=f"{'settle' if settling else 'judge'}-why-{key}",
            max_chars=MOST_TEXT,
        )
        out = (
            st.checkbox("这一项不适用于该单位，移出基数", key=f"out-{key}")
            if line.item.kind == "points"
            else False
        )
        saved = st.form_submit_button("保存，下一项", type="primary", icon=":material/save:")
    if mine and not settling and st.button("撤回我的评分", key=f"back-{key}"):
        enter(found, one, None, "", False, False)
    if saved:
        save(found, one, text, why, out, settling)


def save(found: Standing, one: Task, text: str, why: str, out: bool, settling: bool) -> None:
    try:
        score = None if out else parsed(text, one.line.item)
    except NoScore as error:
        st.error(literal(f"没有保存：{error}。"))
        return
    if (out or settling or needs_reason(one.line, score)) and not why.strip():
        st.error("没有保存：扣分、加分、认定或取消一票否决、与自动得分不同、合议或不适用，都要写理由。")
        return
    enter(found, one, score, why, out, settling)


def needs_reason(line: Line, score: Decimal | None) -> bool:
    """Whatever takes, gives or differs from what was worked out must be defended later."""
    if line.item.kind == "veto":
        return bool(score) or bool(line.row["reached"])
    if line.row["state"] == "not_applicable" or (line.automatic is not None and score != line.automatic):
        return True
    return line.automatic is None and score != (line.item.points if line.item.kind == "points" else 0)


def enter(found: Standing, one: Task, score: Decimal | None, why: str, out: bool, settling: bool) -> None:
    if not access.may("score"):
        return
    body, item = one.place
    try:
        with reader().acting():
            given = assessments().settle if settling else assessments().judge
            given(found.now.year, body, item, score, why, out)
    except NotNow as error:
        refused(error)
        return
    what = "撤回" if score is None and not out else given_text(one.line.item, score, out)
    st.session_state.pop(_AT, None)
    tell(f"{found.name(body)}“{one.line.item.title}”：{what}，已保存。")

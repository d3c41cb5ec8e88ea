"""Why an item has the score it has, in one line: the arithmetic, and what people said."""

from decimal import Decimal

from assessment.sheets import AUTOMATIC, DISPUTED, NOT_APPLICABLE, Line, Sheet
from assessment.words import number, reason
from definitions.model import Definitions
from definitions.schemes import VETO, Item
from ledger.assessments import Step

STATES = {"pending": "未评", "disputed": "待合议", "not_applicable": "不计"}
OUT = {
    "no_such_function": "无此职能",
    "no_denominator": "没有发生",
    "left_out": "数量过少",
    "category": "不适用",
    "assessor": "评定不适用",
}
SOURCES = {"automatic": "自动", "assessor": "评定", "settled": "合议", "ruling": "申诉决定"}


def score_text(line: Line) -> str:
    """The score, or the word in its place; a veto holds or does not. 0 for want of a return is told from any other 0."""
    if line.state in STATES:
        return STATES[line.state]
    if line.item.kind == VETO:
        return "成立" if line.vetoed else "不成立"
    return f"{number(line.score)}（未报送）" if unsent(line) else number(line.score)


def unsent(line: Line) -> bool:
    """The score is 0 because the body did not report, and nobody has said otherwise."""
    return line.source == AUTOMATIC and line.row["state"] == "not_reported"


def brief_text(line: Line) -> str:
    """The word in the place of a score with, of an item that is out, why: what is out for different reasons looks different."""
    if line.state != NOT_APPLICABLE:
        return score_text(line)
    why = "assessor" if line.word else line.row["why"]
    return f"不计（{OUT[why]}）" if why in OUT else "不计"


def reason_text(line: Line, definitions: Definitions) -> str:
    """The exact arithmetic; where somebody gave another score, what he gave and why."""
    computed = reason(line.item, line.row, definitions)
    if line.state == DISPUTED:
        words = "；".join(f"{step.who} {said_of(line.item, step)}：{step.reason}" for step in line.judged)
        return f"{computed}。两位考核员不一致：{words}"
    word = line.word
    if word is None:
        return computed
    given = f"{SOURCES[word.kind]}{said_of(line.item, word)}"
    why = f"（{word.reason}）" if word.reason else ""
    if line.row["state"] == "by_hand" and line.row["why"] == "by_hand":
        return f"{given}{why}"
    return f"{computed}；{given}{why}" if line.overruled or line.automatic is None or why else computed


def said_of(item: Item, step: Step) -> str:
    """What a step says of an item: 7分, 不适用, 成立 …"""
    return given_text(item, step.score, step.not_applicable)


def given_text(item: Item, score: Decimal | None, not_applicable: bool) -> str:
    if not_applicable:
        return "不适用"
    if score is None:
        return "撤回"
    if item.kind == VETO:
        return "成立" if score else "不成立"
    return f"{number(score)}分"


def unfinished(sheet: Sheet) -> str:
    """Why a body has no total."""
    return "未评完" if sheet.open else "没有适用的项目"

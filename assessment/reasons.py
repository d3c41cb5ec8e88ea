"""Why an item has the score it has, in one line: the arithmetic, and what people said."""

from decimal import Decimal

from assessment.sheets import DISPUTED, Line
from assessment.words import number, reason
from definitions.model import Definitions

STATES = {"pending": "未评", "disputed": "待合议", "not_applicable": "不计"}
SOURCES = {"automatic": "自动", "assessor": "评定", "settled": "合议", "ruling": "申诉决定"}


def score_text(line: Line) -> str:
    """The score, or the word in its place; a veto holds or does not."""
    if line.state in STATES:
        return STATES[line.state]
    if line.item.kind == "veto":
        return "成立" if line.vetoed else "不成立"
    return number(line.score)


def reason_text(line: Line, definitions: Definitions) -> str:
    """The exact arithmetic; where somebody gave another score, what he gave and why."""
    computed = reason(line.item, line.row, definitions)
    if line.state == DISPUTED:
        words = "；".join(
            f"{step.who} {said(step.score, step.not_applicable)}：{step.reason}" for step in line.judged
        )
        return f"{computed}。两位考核员不一致：{words}"
    word = line.word
    if word is None:
        return computed
    given = f"{SOURCES[word.kind]}{said(word.score, word.not_applicable)}"
    why = f"（{word.reason}）" if word.reason else ""
    if line.row["state"] == "by_hand" and line.row["why"] == "by_hand":
        return f"{given}{why}"
    return f"{computed}；{given}{why}" if line.overruled or line.automatic is None or why else computed


def said(score: Decimal | None, not_applicable: bool) -> str:
    if not_applicable:
        return "不适用"
    return "撤回" if score is None else f"{number(score)}分"

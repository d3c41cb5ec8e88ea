"""Whether a head appeared, from a cell that says who did. The name is looked at and forgotten."""

import re
from collections.abc import Mapping, Sequence

from definitions.case_ledgers import ABSENT, NO, OTHERS, POSTS, YES
from definitions.normalise import normalise_answer

_BETWEEN = re.compile("[、，,；;/\r\n]+")
# A name of two to four characters, also masked (张某某, 李×), or a longer one with a dot in it.
_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff×x*○]{1,3}|[\u4e00-\u9fff]{2,10}·[\u4e00-\u9fff]{2,10}")


def appeared(text: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """`yes`, `no`, or None where nobody can tell: an agent, an official below the heads, a remark.

    `words` are those of the ledger's `persons`. Of several persons one head is enough: 副局长张三、律师李四.
    """
    parts = [_one(part, words) for part in map(normalise_answer, _BETWEEN.split(text)) if part]
    if YES in parts:
        return YES
    # 未出庭，委托律师李四
    if NO in parts:
        return NO
    return YES if "name" in parts and None not in parts else None


def _one(part: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """What one person's name and post say; `name` where there is no post."""
    if _has(part, words[ABSENT]):
        return NO
    if _has(part, words[OTHERS]):
        return None
    if _has(part, words[POSTS]):
        return YES
    return "name" if _NAME.fullmatch(part) else None


def _has(part: str, words: Sequence[str]) -> bool:
    return any(word in part for word in words)

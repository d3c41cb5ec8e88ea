"""One rule for comparing what senders write with what the definitions name; reader and verifier share it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from opencc import OpenCC

from definitions.model import Body, Column

_TO_SIMPLIFIED = OpenCC("t2s")
_SCALE = "(?:十万|百万|千万|十|百|千|万|亿|萬|億)"
_COUNTED = "|".join((
    "元|圆|圓|人次|件次|户次|场次|班次|次数|件数|人数",
    "册|本|卷|件|宗|起|个|個|次|条|條|项|項|人|名|份|部|场|場|期|例|家|户|位|篇|批",
))  # fmt: skip
_UNIT = re.compile(rf"(?:计量)?(?:单位|單位)?[:为]?(?:人民币)?({_SCALE}?(?:{_COUNTED})|%)(?:人民币)?")
# 件(次), as forms write for “件 or 次”: in brackets, or apart at the end. 案件（件） is 案件 in 件.
_EITHER = re.compile(r"(?<=\()(件|宗|起|次|个|户|人)\((件|宗|起|次|人次|户次)\)(?=\))")
_BARE_EITHER = re.compile(r"(?<=\s)(件|宗|起|次|个|户|人)\s*[(（](?!\1)(?:件|宗|起|次|人次|户次)[)）]\s*$")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_BARE_MONEY = re.compile(rf"(?:(?<=额)|(?<=款)|(?<=物)|(?<=合计)|[,、/:_-])({_SCALE}?元)$")
_NUMBERING = re.compile(
    r"^(?:[①-⑳㈠-㈩]|\d{1,2}(?:\.\d{1,2}){1,3}[、.)]?(?=[^\d.,%元万])|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.)](?!\d))"
)
_OF_WHICH = re.compile(r"^其中[:,]?|^#")
_NOT_A_WORD = re.compile(r"[^\w%]")
# A note's mark: 罚款①, 罚款[1], 罚款注1, 罚款*. Before NFKC, which makes a bare 1 of ①.
_MARK = re.compile(
    r"(?:[\s*＊※†①-⑳¹²³⁰-⁹]+|[\[［【〔(（]\s*(?:注\s*[\d一二三四五①-⑨]{0,2}|\d{1,2})\s*[)）\]］】〕]|注\s*[\d一二三四五①-⑨]{1,2})$"
)
_ROUNDED = re.compile(r"[,、;:]?(?:保留|精确到|取整|四舍五入|小数)[^()]*$")
_REMARK = re.compile(r"\((?:注|备注|说明)[:,][^()]*\)")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_BRACKETS = str.maketrans("[]{}【】〔〕〖〗「」『』", "()()()()()()()")


def normalise_text(text: str) -> str:
    """Makes full-width text half-width and takes out every space, line break and invisible character."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def normalise_answer(text: str) -> str:
    """An answer as it is looked up: half-width, simplified, small letters, no space."""
    return simplified(normalise_text(text)).casefold()


def normalise_number(text: str) -> str:
    """A case's number as it is compared: 芦政复〔2024〕1号 is 芦政复[2024] 1 号."""
    return normalise_text(text).translate(_BRACKETS).casefold()


@lru_cache(maxsize=16384)
def normalise_header(text: str) -> str:
    """Reduces a header or name to its letters and digits: no unit, numbering, `其中：`, bracket or separator.

    `1. 罚没金额（万元）` and `罚没金额/元` both become `罚没金额`; a text without any letter becomes "".
    """
    text = _BARE_EITHER.sub("", simplified(text))
    text = _REMARK.sub("", _EITHER.sub(r"\1/\2", _without_numbering(_without_mark(text))))
    text = _BRACKETED.sub(lambda match: "" if _unit_of(match[1]) else match[0], text)
    text = _BARE_MONEY.sub("", text)
    return _NOT_A_WORD.sub("", text).casefold()


@lru_cache(maxsize=16384)
def unit_in_header(text: str) -> str | None:
    """Gives the unit a header names, in brackets or (money only) at its end; None where it names none."""
    text = _EITHER.sub(r"\1/\2", normalise_text(text).translate(_BRACKETS))
    units = [unit for match in _BRACKETED.finditer(text) if (unit := _unit_of(match[1]))]
    if units:
        return units[-1]
    bare = _BARE_MONEY.search(text)
    return bare[1] if bare else None


def header_names(column: Column) -> frozenset[str]:
    """Every normalised header that means `column`: its code, its label and its aliases."""
    return _normalised((column.measure, column.label, *column.aliases))


def body_names(body: Body) -> frozenset[str]:
    """Every normalised text that means `body`: its code, its names and its aliases."""
    return _normalised((body.body, body.name, body.short_name, *body.aliases))


def _normalised(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normalise_header, texts)))


def simplified(text: str) -> str:
    """Traditional characters as the definitions write them; a text of simplified ones stays what it is."""
    return text if text.isascii() else _TO_SIMPLIFIED.convert(text)


def _without_mark(text: str) -> str:
    """`申请数①` is 申请数; what would leave nothing is no mark."""
    text = _INVISIBLE.sub("", text)
    return _MARK.sub("", text) or text


def _without_numbering(text: str) -> str:
    # NFKC turns ① into a bare 1, so the first look must come before it.
    text = _NUMBERING.sub("", _INVISIBLE.sub("", text))
    text = normalise_text(text).translate(_BRACKETS)
    return _OF_WHICH.sub("", _NUMBERING.sub("", text))


def _unit_of(bracketed: str) -> str | None:
    """Gives the unit when the bracket holds nothing else; `件/次` counts as 件, `元/件` is no unit."""
    bracketed = _ROUNDED.sub("", bracketed)
    parts = [_UNIT.fullmatch(part) for part in re.split(r"[、,/]", bracketed)]
    if not all(parts):
        return None
    units = [match[1] for match in parts if match]
    return units[0] if len(units) == 1 or not any("元" in unit for unit in units) else None

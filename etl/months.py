"""Which months of a year a text says it is of: a title, a sheet's or a file's name, the label of a row."""

import re

WHOLE = frozenset(range(1, 13))
_LONGEST_LABEL = 12
_HALVES = {"上": range(1, 7), "下": range(7, 13)}
_HALF = re.compile(r"([上下])半年")
_NUMBERS = "一二三四五六七八九十"
_N = rf"[1-4{_NUMBERS[:4]}]"
# 一季度, 第1季度, 一、二季度, 一至三季度, 前三季度
_QUARTERS = re.compile(rf"(前)?第?({_N}(?:个|[、和至到~—–-]第?{_N})*)个?季度")
_TO = "[至到~—–-]"
# 1-6月, 1月至6月, 2024年1月1日至2024年6月30日, 前9个月
_RANGE = re.compile(rf"(?<!\d)(\d{{1,2}})(?:月份?)?(?:\d{{1,2}}日)?{_TO}+(?:20\d\d年)?(\d{{1,2}})月")
_DAYS = re.compile(rf"20\d\d([./-])(\d{{1,2}})\1\d{{1,2}}{_TO}+20\d\d\1(\d{{1,2}})\1\d{{1,2}}")
_FIRST = re.compile(r"前(\d{1,2})个?月")
# Alone, a month is more often that of the writing; as the whole name of a sheet it is what the sheet is of.
_MONTH = re.compile(rf"(?:20\d\d年)?(\d{{1,2}}|十[一二]?|[{_NUMBERS[:9]}])月份?")


def label_months(text: str) -> frozenset[int]:
    """The months a short text is the name of: 3月, 十一月份, 二季度, 上半年."""
    text = "".join(text.split())
    return months_in(text, is_name=True) if len(text) <= _LONGEST_LABEL else frozenset()


def months_in(text: str, is_name: bool = False) -> frozenset[int]:
    """The months that a half-width text names as a half, as quarters or as a span."""
    text = "".join(text.split())
    found = {month for half in _HALF.findall(text) for month in _HALVES[half]}
    for before, quarters in _QUARTERS.findall(text):
        found |= {m for q in _quarters(bool(before), quarters) for m in range(3 * q - 2, 3 * q + 1)}
    spans = [(a, b) for a, b in _RANGE.findall(text)] + [(a, b) for _, a, b in _DAYS.findall(text)]
    for first, last in [*spans, *(("1", last) for last in _FIRST.findall(text))]:
        found |= {*range(int(first), int(last) + 1)}
    if is_name and (month := _MONTH.fullmatch(text)):
        found.add(_number(month[1]))
    return frozenset(found & WHOLE)


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    return 10 * text.startswith("十") + _NUMBERS[:9].find(text[-1]) + 1


def _quarters(before: bool, text: str) -> set[int]:
    numbers = [_NUMBERS.find(n) + 1 or int(n) for n in re.findall(_N, text)]
    if before or re.search(_TO, text):
        return {*range(1 if before else numbers[0], numbers[-1] + 1)}
    return {*numbers}


def said(months: frozenset[int]) -> str:
    """`1—3月、7—9月`"""
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(f"{run[0]}—{run[-1]}月" if len(run) > 1 else f"{run[0]}月" for run in runs)

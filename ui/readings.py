"""One sentence that says what a figure shows, made from the frame itself so that it cannot contradict it."""

from typing import Any

import pandas as pd

from reports.numbers import exact
from ui.frames import Row, main_rows, rows_of
from ui.numbers import change, figure, is_missing, short, value_of
from ui.status import absent_word, status
from ui.words import SMALL, joined


def of_row(row: Row) -> str:
    """“2022年芦淞区负责人出庭应诉率为80%（4/5），目标100%，样本过小，只列数，不评价。”"""
    what = f"{row['year']}年{row.get('short_name') or row.get('body_name')}{row.get('title') or row.get('label')}"
    if is_missing(row["value"]):
        return f"{what}：{absent_word(row)}。"
    return f"{what}为{value_of(row)}{judgement(row)}。"


def judgement(row: Row) -> str:
    """The target and how it was met; a duty that allows no exception is named in counts."""
    if is_missing(row.get("target")):
        return ""
    unit, found = str(row.get("unit") or ""), status(row.get("status"))
    text = f"，目标{figure(row['target'], unit)}"
    if row.get("obligation") and not is_missing(row.get("denominator")):
        gap = exact(row["denominator"]) - exact(row["numerator"])
        text += f"，{figure(row['denominator'])}中缺{figure(gap)}" if gap > 0 else "" if gap else "，无一缺漏"
    if found.code == "too_few":
        return f"{text}，{SMALL}"
    return f"{text}，{found.word}" if found.judged else text


def of_series(frame: pd.DataFrame) -> str:
    """The last year with a value, its change to the one before in the same rule, and the years that have none."""
    main = main_rows(frame)
    rows = rows_of(main.sort_values("year"))
    drawn = [r for r in rows if not is_missing(r["value"])]
    gaps = gap_words(rows)
    if not drawn:
        return f"{joined(gaps) or '没有记录'}。"
    last = drawn[-1]
    text = of_row(last).rstrip("。")
    before = [r for r in drawn[:-1] if r.get("rule") == last.get("rule")]
    if before:
        decimals = int(last["decimals"]) if last.get("kind") in ("proportion", "ratio") else None
        text += "，" + change(
            last["value"], before[-1]["value"], int(before[-1]["year"]), str(last.get("unit") or ""), decimals
        )
    return text + (f"；{joined(gaps)}" if gaps else "") + "。"


def gap_words(rows: list[Row]) -> list[str]:
    """“2019、2020年无分母”, a text a reason."""
    years: dict[str, list[str]] = {}
    for r in rows:
        if word := absent_word(r):
            years.setdefault(word, []).append(str(r["year"]))
    return [f"{'、'.join(found)}年{word}" for word, found in years.items()]


def of_bodies(frame: pd.DataFrame, name: str = "short_name") -> str:
    """Highest and lowest body, how many miss the target, and who has no value."""
    rows = rows_of(frame)
    drawn = sorted((r for r in rows if not is_missing(r["value"])), key=lambda r: -float(r["value"]))
    if not drawn:
        return f"{len(rows)}个单位均无数值。" if rows else "没有记录。"
    parts = [f"{len(drawn)}个单位有数值，最高{drawn[0][name]}{value_of(drawn[0])}"]
    if len(drawn) > 1:
        parts.append(f"最低{drawn[-1][name]}{value_of(drawn[-1])}")
    missed = [str(r[name]) for r in drawn if r.get("status") == "missed"]
    if missed:
        parts.append(f"未达标{len(missed)}个：{joined(missed, 5)}")
    words: dict[str, int] = {}
    for r in rows:
        if word := absent_word(r):
            words[word] = words.get(word, 0) + 1
    parts += [f"{word}{count}个" for word, count in words.items()]
    return "，".join(parts) + "。"


def of_parts(frame: pd.DataFrame, part: str = "label", most: int = 3) -> str:
    """The largest parts of one whole, with their share where every part is known."""
    rows = rows_of(frame)
    drawn = sorted((r for r in rows if not is_missing(r["value"])), key=lambda r: -float(r["value"]))
    total = sum(exact(r["value"]) for r in drawn)
    if not drawn or not total:
        return "没有可比较的数值。"
    whole = all(absent_word(r) in (None, "无此职能") for r in rows)
    shares = [
        f"{r[part]}{value_of(r)}" + (f"（{share(r, total)}）" if whole else "")
        for r in drawn[:most]
        if r["value"]
    ]
    lacking = [str(r[part]) for r in rows if absent_word(r) == "未报"]
    return f"最多的是{'、'.join(shares)}" + (f"；{joined(lacking)}未报，不计算占比" if lacking else "") + "。"


def share(row: Row, total: Any) -> str:
    return f"{short(exact(row['value']) / exact(total) * 100, 1, '%')}%"

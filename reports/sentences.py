"""The sentences of a report, made from the figures themselves, and the table of every figure they speak of.

What has no value is said in words; what cannot be compared is not compared. Each number remembers the measure or
indicator it is, so that whoever checks the report finds it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from definitions.model import Definitions
from definitions.sentences import Clause, SentenceSection, Slot
from reports import comparing
from reports.numbers import MOST_DECIMALS, in_wan, written
from warehouse import queries
from warehouse.connection import Warehouse

Record = dict[str, Any]

NO_FUNCTION = "{body}无{title}职能。"
NOT_SENT = "{year}年{title}：{body}应报未报，没有数据。"
RATES = ("proportion", "ratio")
VALUES = ("", "万元")
"""The forms of a slot that give the value itself."""
COVERAGE = "{what}，{due}个应报单位中{reported}个已报送，其余未计入。"


@dataclass(frozen=True)
class Part:
    """A piece of a sentence. `figure` is the code and year of what it is a figure of; None for plain words."""

    text: str
    figure: tuple[str, int] | None = None


Sentence = tuple[Part, ...]


@dataclass(frozen=True)
class Told:
    """A section of the report. `figures` has a row for every figure its sentences speak of."""

    section: str
    title: str
    sentences: tuple[Sentence, ...]
    figures: pd.DataFrame

    @property
    def text(self) -> str:
        return "".join(part.text for sentence in self.sentences for part in sentence)


@dataclass(frozen=True)
class View:
    """Of whom and when a report speaks, with everything that was reported."""

    definitions: Definitions
    body: str
    name: str
    year: int
    compare: int | None
    measures: dict[tuple[str, int], Record]
    indicators: dict[tuple[str, int], list[Record]]
    """The main rule first."""
    explanations: Sequence[Record] = field(default=())

    def row(self, code: str, year: int) -> Record | None:
        """A measure, or an indicator by its main rule; None where the year's form does not have it."""
        if code in self.definitions.column_of:
            return self.measures.get((code, year))
        return next(iter(self.indicators.get((code, year), ())), None)


def view_of(
    warehouse: Warehouse, definitions: Definitions, body: str, year: int, compare: int | None
) -> View:
    """Reads what the sentences of all sections may speak of. Raises `KeyError` for a body that the publish does not know."""
    years = [y for y in (year, compare) if y is not None]
    measures = queries.measure_records(warehouse, [body], years)
    indicators: dict[tuple[str, int], list[Record]] = {}
    for row in queries.indicator_records(warehouse, [body], years):
        indicators.setdefault((row["indicator"], row["year"]), []).append(row)
    for rows in indicators.values():
        rows.sort(key=lambda row: not row["main"])
    return View(
        definitions,
        body,
        warehouse.known.bodies[body].short_name,
        year,
        compare,
        {(row["measure"], row["year"]): row for row in measures},
        indicators,
        [
            {str(k): v for k, v in one.items()}
            for one in queries.explanations(warehouse, body, year).to_dict("records")
        ],
    )


def told(view: View, section: SentenceSection) -> Told:
    """The sentences of a section and their figures."""
    given = [row for code in section.codes if (row := view.row(code, view.year)) is not None]
    own = [row for row in given if dataset_of(view, row) == section.dataset] or given
    facts = {"body": view.name, "title": section.title, "year": view.year}
    if own and all(state_of(row) == "no_such_function" for row in own):
        return Told(
            section.section, section.title, ((Part(NO_FUNCTION.format(**facts)),),), figures(view, section)
        )
    if not own or all(state_of(row) == "not_reported" for row in own):
        return Told(
            section.section, section.title, ((Part(NOT_SENT.format(**facts)),),), figures(view, section)
        )
    sentences = [tuple(sentence_parts(view, sentence)) for sentence in section.sentences]
    sentences = [sentence for sentence in sentences if sentence]
    opening = Part(f"{view.year}年，{view.name}")
    sentences[:1] = [(opening, *sentences[0])] if sentences else []
    return Told(
        section.section,
        section.title,
        (
            *sentences,
            *coverage_said(given),
            *coverage_said(compared(view, section), view.compare),
            *withheld_said(given),
            *explained(view, section),
        ),
        figures(view, section),
    )


def sentence_parts(view: View, sentence: Sequence[Clause]) -> Iterator[Part]:
    """The clauses in turn; those the year's form has nothing of are left out, those without a value said in one."""
    clauses = [parts for clause in sentence if (parts := list(clause_parts(view, clause)))]
    lacking: dict[str, list[Record]] = {}
    for clause in sentence:
        row = view.row(main_code(clause), view.year)
        if row is not None and row["value"] is None:
            lacking.setdefault(absent(view, row), []).append(row)
    for word, rows in lacking.items():
        titles = dict.fromkeys(map(title_of, rows))
        clauses.append([Part(f"{'、'.join(titles)}{'均' if len(titles) > 1 else ''}{word}")])
    for i, parts in enumerate(clauses):
        yield from parts
        yield Part("，" if i < len(clauses) - 1 else "。")


def main_code(clause: Clause) -> str:
    """What the clause is about: the first figure whose value it gives."""
    return next(slot.code for slot in clause.slots if slot.form in VALUES)


def clause_parts(view: View, clause: Clause) -> Iterator[Part]:
    """A clause with its figures; nothing where what it is about has no value."""
    row = view.row(main_code(clause), view.year)
    if row is None or row["value"] is None:
        return
    for piece in clause.pieces:
        if isinstance(piece, str):
            yield Part(piece)
        else:
            yield from slot_parts(view, piece)


def slot_parts(view: View, slot: Slot) -> Iterator[Part]:
    """One figure, or what is said about it."""
    row = view.row(slot.code, view.year)
    if row is None:
        return
    if slot.form in VALUES:
        text = (
            absent(view, row)
            if row["value"] is None
            else in_wan(row["value"])
            if slot.form
            else value_text(row)
        )
        yield Part(text, (slot.code, view.year))
    elif slot.form == "change":
        yield from changed(view, slot.code, row)
    else:
        rows = view.indicators.get((slot.code, view.year), ())
        if rows and (text := ABOUT[slot.form](view, rows)):
            yield Part(f"，{text}", (slot.code, view.year))


def changed(view: View, code: str, row: Record) -> Iterator[Part]:
    """The comparison with the other year, or why there is none."""
    if view.compare is None:
        return
    before = view.row(code, view.compare)
    text = comparing.change_text(view.definitions, view.body, row, before, view.compare)
    if text:
        yield Part(f"，{text}", (code, view.compare))


def target_text(view: View, rows: Sequence[Record]) -> str:
    """“未达到100%的目标”."""
    row = rows[0]
    if row["target"] is None or row["value"] is None:
        return ""
    mark = "（演示）" if row["target_demonstration"] else ""
    target = f"{written(row['target'])}{row['unit']}{mark}的目标"
    if row["status"] == "too_few":
        return f"基数不足{row['min_n']}，不与{target}比较"
    if row["status"] == "doubtful":
        return f"数据存疑，不与{target}比较"
    words = {"excellent": "达到", "met": "达到", "near": "接近", "missed": "未达到"}
    return f"{words[row['status']]}{target}" if row["status"] in words else ""


def gap_text(view: View, rows: Sequence[Record]) -> str:
    """“缺1件”: what a duty without exception lacks."""
    row = rows[0]
    if row["value"] is None or row["denominator"] is None or row["numerator"] >= row["denominator"]:
        return ""
    return f"缺{written(row['denominator'] - row['numerator'])}{unit_of_n(view, row)}"


def rival_text(view: View, rows: Sequence[Record]) -> str:
    """“按“出庭 ÷（开庭 + 书面审理）”口径为66.7%（4/6）”."""
    others = [row for row in rows[1:] if row["value"] is not None]
    return "，".join(f"按“{row['rule_title']}”口径为{value_text(row)}" for row in others)


def values(view: View) -> dict[str, str]:
    """Every measure and indicator of the year as a sentence writes it, or the word for why there is no value."""
    codes = [*view.definitions.column_of, *view.definitions.indicators]
    rows = {code: row for code in codes if (row := view.row(code, view.year)) is not None}
    return {
        code: absent(view, row) if row["value"] is None else value_text(row) for code, row in rows.items()
    }


ABOUT = {"target": target_text, "gap": gap_text, "rival": rival_text}


def value_text(row: Record) -> str:
    """“41673件”, “80%（4/5）”; a rate of few is told in counts, one that is in doubt says so."""
    unit, kind = row["unit"], row.get("kind")
    if kind not in RATES:
        return f"{written(row['value'])}{unit}"
    if kind == "ratio":
        return f"{written(row['value'], row['decimals'], unit)}{unit}"
    n, m = written(row["numerator"]), written(row["denominator"])
    if row["status"] == "too_few":
        return f"{n}/{m}（基数不足{row['min_n']}，不列比率）"
    doubt = "，存疑" if row["status"] == "doubtful" else ""
    return f"{written(row['value'], row['decimals'], unit)}{unit}（{n}/{m}{doubt}）"


def unit_of_n(view: View, row: Record) -> str:
    """The unit a rate's denominator is counted in."""
    rules = view.definitions.indicators[row["indicator"]].rules
    rule = next(r for r in rules if r.rule == row["rule"])
    return view.definitions.column_of[rule.denominator[0]].unit


def absent(view: View, row: Record) -> str:
    """The word for why there is no value."""
    words = view.definitions.words
    state = state_of(row)
    return words.state_titles.get(state) or words.status_titles.get(state, "没有数据")


def state_of(row: Record) -> str:
    """A measure's state; an indicator's status where it has no value."""
    return str(row.get("state") or ("number" if row["value"] is not None else row["status"]))


def title_of(row: Record) -> str:
    return str(row.get("label") or row.get("title"))


def dataset_of(view: View, row: Record) -> str:
    return str(row.get("dataset") or row.get("section"))


def covered(row: Record) -> tuple[int, int]:
    """Bodies that gave the figure, also one that is not made public, and bodies that should have."""
    reported = row.get("reported", row.get("coverage_reported")) or 0
    due = row.get("due", row.get("coverage_due")) or 0
    return min(int(reported) + int(row.get("withheld") or 0), int(due)), int(due)


def compared(view: View, section: SentenceSection) -> list[Record]:
    """The other year's rows that this year's are really held against."""
    year = view.compare
    if year is None:
        return []
    codes = [
        slot.code for sentence in section.sentences for clause in sentence for slot in clause.slots if slot.form == "change"
    ]  # fmt: skip
    pairs = [(view.row(code, view.year), view.row(code, year)) for code in dict.fromkeys(codes)]
    return [
        before
        for now, before in pairs
        if now is not None
        and before is not None
        and comparing.change_text(view.definitions, view.body, now, before, year)
        and not comparing.not_comparable(view.definitions, view.body, now, before, year)
    ]


def coverage_said(rows: Sequence[Record], of: int | None = None) -> Iterator[Sentence]:
    """Which sums are without some bodies' figures; `of` is the year where it is not the report's own."""
    whole = [row for row in rows if covered(row)[1] > 1]
    gaps: dict[tuple[int, int], list[str]] = {}
    for row in whole:
        reported, due = covered(row)
        if reported < due:
            gaps.setdefault((reported, due), []).append(title_of(row))
    for (reported, due), titles in gaps.items():
        named = "、".join(dict.fromkeys(titles))
        own = "以上数据" if len(titles) == len(whole) else named
        what = own if of is None else f"用于对比的{of}年{named}"
        yield (Part(COVERAGE.format(what=what, due=due, reported=reported)),)


def withheld_said(rows: Sequence[Record]) -> Iterator[Sentence]:
    """Where a sum is without figures that are not made public."""
    for row in rows:
        if row.get("withheld") and row.get("state") == "number" and covered(row)[1] > 1:
            yield (Part(f"{title_of(row)}不含{int(row['withheld'])}个单位依法不公开的数。"),)


def explained(view: View, section: SentenceSection) -> Iterator[Sentence]:
    """What does not agree and the sender's reason, of the measures the section speaks of."""
    spoken = spoken_measures(view, section)
    said = dict.fromkeys(
        (str(one["short_name"]), str(one["message"]).rstrip("。"), str(one["text"]).rstrip("。"))
        for one in view.explanations
        if spoken & set(one["measures"])
    )
    for name, message, text in said:
        yield (Part(f"需要说明的是，{name}：{message}；报送单位说明：{text}。"),)


def spoken_measures(view: View, section: SentenceSection) -> set[str]:
    """The measures a section's figures are made of."""
    found: set[str] = set()
    for code in section.codes:
        if code in view.definitions.column_of:
            found.add(code)
        for rule in view.definitions.indicators[code].rules if code in view.definitions.indicators else ():
            found |= {*rule.numerator, *rule.denominator}
    return found


HEADS = ("项目", "年份", "数值", "单位", "分子", "分母", "95%区间", "口径", "目标", "报送单位", "说明")


def figures(view: View, section: SentenceSection) -> pd.DataFrame:
    """A row for every figure the section speaks of, in both years; all counting rules of a rate."""
    rows = []
    for code in section.codes:
        for year in (y for y in (view.year, view.compare) if y is not None):
            if code in view.definitions.column_of:
                rows += [row] if (row := view.measures.get((code, year))) else []
            rows += [
                row
                for row in view.indicators.get((code, year), ())
                if row["kind"] in RATES or code not in view.definitions.column_of
            ]
    return pd.DataFrame([figure_row(view, row) for row in rows], columns=list(HEADS))


def figure_row(view: View, row: Record) -> tuple[Any, ...]:
    rate = row.get("kind") in RATES
    reported, due = covered(row)
    low, high = row.get("low"), row.get("high")
    notes = row.get("explanation") or "；".join(row.get("notes") or ())
    return (
        title_of(row),
        f"{row['year']}年",
        written(row["value"], row["decimals"] if rate else MOST_DECIMALS, row["unit"])
        if row["value"] is not None
        else absent(view, row),
        row["unit"],
        written(row["numerator"]) if rate and row["numerator"] is not None else "",
        written(row["denominator"]) if rate and row["denominator"] is not None else "",
        f"{written(low, 1, '%')}%–{written(high, 1, '%')}%" if low is not None and high is not None else "",
        row.get("rule_title") or "" if rate else "",
        f"{written(row['target'])}{row['unit']}" if row.get("target") is not None else "",
        f"{reported}/{due}" if due else "",
        notes or "",
    )

"""A definition as HTML: an indicator that unfolds, a return that unfolds. Every text is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from definitions.model import Column, Dataset, Definitions, Identity, Indicator, Rule
from definitions.years import span_text
from ui.formula import formula, main_rule
from ui.owing import Span, owing, owing_text, scope_title, target_spans
from ui.status import status
from ui.tables import html_table
from ui.words import DIRECTIONS, LEVEL_MEANINGS, LEVELS, joined

Fact = tuple[str, str]
"""A heading (plain) and what it holds (HTML)."""

DERIVED = "由系统按报送记录统计，不用填报"


def unfolding(
    title: str, said: str, small: Sequence[str], facts: Iterable[Fact], *, opened: bool, code: str
) -> str:
    """A line that opens on a list of facts; `small` are its last columns."""
    columns = "".join(f'<span class="definition-small">{escape(s)}</span>' for s in small)
    items = "".join(f"<dt>{escape(head)}</dt><dd>{body}</dd>" for head, body in facts)
    return (
        f'<details class="definition" id="{escape(code)}"{" open" if opened else ""}><summary>'
        f'<span class="definition-title">{escape(title)}</span><span class="definition-said">{escape(said)}</span>'
        f"{columns}</summary><dl>{items}</dl></details>"
    )


def indicator_html(
    definitions: Definitions, bodies: pd.DataFrame, indicator: Indicator, year: int, *, opened: bool
) -> str:
    """One indicator: formula, rules, unit, direction, least n, targets, returns and who owes them."""
    rule = main_rule(indicator, year)
    said = formula(definitions, indicator, rule) if rule else f"{year}年不统计"
    spans = target_spans(definitions.targets, indicator.indicator)
    facts = [
        ("依据", escape(indicator.basis)),
        ("单位", escape(unit_text(indicator))),
        ("评价方向", escape(direction_text(indicator))),
        ("最小样本", escape(least_n_text(indicator))),
        ("口径", rules_html(definitions, indicator, year)),
        ("目标", targets_html(definitions, indicator, spans, year)),
        ("数据来自", sources_html(definitions, bodies, indicator, year)),
        ("代码", f"<code>{escape(indicator.indicator)}</code>"),
    ]
    small = (indicator.unit, DIRECTIONS[indicator.direction], target_now(spans, indicator, year))
    return unfolding(indicator.title, said, small, facts, opened=opened, code=indicator.indicator)


def target_now(spans: Iterable[Span], indicator: Indicator, year: int) -> str:
    """“目标100%（演示）”: what is asked of everybody this year."""
    for span in spans:
        if span.holds_in(year) and span.target.scope == "*":
            mark = "（演示）" if span.target.demonstration else ""
            return f"目标{span.target.target:g}{indicator.unit}{mark}"
    return ""


def unit_text(indicator: Indicator) -> str:
    places = f"，保留{indicator.decimals}位小数" if indicator.kind in ("proportion", "ratio") else ""
    return f"{indicator.unit}{places}"


def direction_text(indicator: Indicator) -> str:
    duty = "；件件都应做到，差一件也点名" if indicator.obligation else ""
    return f"{DIRECTIONS[indicator.direction]}{duty}"


def least_n_text(indicator: Indicator) -> str:
    if indicator.kind not in ("proportion", "ratio"):
        return "不适用：数量没有分母"
    word = status("too_few")
    if indicator.min_n <= 1:
        return "1：分母不为0即可评价"
    return f"{indicator.min_n}：分母不足{indicator.min_n}时只列数，标“{word.shape} {word.word}”，不评价、不排名、不着色"


def rules_html(definitions: Definitions, indicator: Indicator, year: int) -> str:
    """Every way of counting with its years and its basis; the one that counts this year first."""
    rules = sorted(indicator.rules, key=lambda r: not (r.main and holds(r, year)))
    table = pd.DataFrame(
        {
            "口径": [r.title for r in rules],
            "算式": [formula(definitions, indicator, r) for r in rules],
            "适用": [span_text(r) for r in rules],
            "用途": [use_of(r, year) for r in rules],
            "依据": [r.basis for r in rules],
        }
    )
    return html_table(table, f"{indicator.title}：口径")


def holds(rule: Rule, year: int) -> bool:
    return (rule.first_year or year) <= year <= (rule.last_year or year)


def use_of(rule: Rule, year: int) -> str:
    if not holds(rule, year):
        return f"{year}年不用"
    return "计算与评价" if rule.main else "并列展示"


def targets_html(definitions: Definitions, indicator: Indicator, spans: list[Span], year: int) -> str:
    """All targets, those in force this year marked; a body's own goes before its category's, that before everybody's."""
    if not spans:
        return "没有设定目标"
    shown = [s for s in spans if s.holds_in(year)] + [s for s in spans if not s.holds_in(year)]
    table = pd.DataFrame(
        {
            "年度": [s.years for s in shown],
            "现行": ["✓" if s.holds_in(year) else "" for s in shown],
            "适用": [scope_title(definitions, s.target.scope) for s in shown],
            "目标": [level(s.target.target, indicator) for s in shown],
            "优秀线": [level(s.target.excellent, indicator) for s in shown],
            "底线": [level(s.target.floor, indicator) for s in shown],
            "性质": ["【演示】" if s.target.demonstration else "正式" for s in shown],
            "依据": [s.target.basis for s in shown],
        }
    )
    order = (
        "同一年有几条时，单位自己的优先，其次是所属类别的。"
        if len({s.target.scope for s in spans}) > 1
        else ""
    )
    return html_table(table, f"{indicator.title}：目标", order)


def level(value: float | None, indicator: Indicator) -> str:
    return "–" if value is None else f"{value:g}{indicator.unit}"


def sources_html(definitions: Definitions, bodies: pd.DataFrame, indicator: Indicator, year: int) -> str:
    """Per return: which of its columns, and how many bodies owe it."""
    used = dict.fromkeys(m for r in indicator.rules for m in (*r.numerator, *r.denominator))
    by_dataset: dict[str, list[Column]] = {}
    for measure in used:
        by_dataset.setdefault(definitions.dataset_of[measure], []).append(definitions.column_of[measure])
    lines = [
        f"《{definitions.datasets[code].title}》{joined([f'{c.label}（{c.unit}）' for c in columns], 12)}；"
        + (
            DERIVED
            if definitions.datasets[code].derived
            else f"{year}年应报：{owing_text(owing(definitions, bodies, definitions.datasets[code]))}"
        )
        for code, columns in by_dataset.items()
    ]
    return "<br>".join(escape(line) for line in lines)


def dataset_html(
    definitions: Definitions, bodies: pd.DataFrame, dataset: Dataset, year: int, *, opened: bool = False
) -> str:
    """One return: who owes it by when, its columns, what must add up."""
    who = owing(definitions, bodies, dataset)
    month, day = dataset.due.split("-")
    by_whom = f"职能含“{functions_text(definitions, dataset)}”的单位；{year}年应报：{owing_text(who)}"
    when = f"次年{int(month)}月{int(day)}日前"
    facts = [
        ("谁来报", escape(DERIVED if dataset.derived else by_whom)),
        ("何时报", escape("每次发布时统计" if dataset.derived else when)),
        (
            "汇总",
            escape("各单位之和即上级合计" if dataset.rolls_up else "不参加汇总，只用来与各单位之和核对"),
        ),
        ("依据", escape(dataset.basis)),
        ("项目", columns_html(definitions, dataset)),
        ("核对", identities_html(dataset)),
    ]
    said = f"{len(dataset.columns)}个项目，{len(dataset.identities)}项核对"
    small = ("", "系统统计", "") if dataset.derived else ("", f"应报{len(who)}个单位", when)
    return unfolding(
        f"《{dataset.title}》", said, small, facts, opened=opened, code=f"dataset-{dataset.dataset}"
    )


def functions_text(definitions: Definitions, dataset: Dataset) -> str:
    return joined([title for code, title in definitions.functions.items() if code in dataset.owed_by])


def columns_html(definitions: Definitions, dataset: Dataset) -> str:
    """Each column with its unit, its years and the indicators made of it."""
    columns = dataset.columns
    table = pd.DataFrame(
        {
            "项目": [c.label for c in columns],
            "单位": [c.unit for c in columns],
            "必填": ["必填" if c.required else "" for c in columns],
            "适用": [span_text(c) for c in columns],
            "用于指标": [used_by(definitions, c) for c in columns],
        }
    )
    return html_table(table, f"《{dataset.title}》的项目")


def used_by(definitions: Definitions, column: Column) -> str:
    titles = [
        i.title
        for i in definitions.indicators.values()
        if any(column.measure in (*r.numerator, *r.denominator) for r in i.rules)
    ]
    return joined(titles) or "–"


def identities_html(dataset: Dataset) -> str:
    """What is checked when the return comes in."""
    if not dataset.identities:
        return "没有勾稽关系"
    table = pd.DataFrame(
        {
            "应当成立": [i.title for i in dataset.identities],
            "不成立时": [LEVELS[i.level] for i in dataset.identities],
            "适用": [identity_years(i) for i in dataset.identities],
            "依据": [i.basis for i in dataset.identities],
        }
    )
    return html_table(table, f"《{dataset.title}》的核对", level_note(dataset.identities))


def identity_years(identity: Identity) -> str:
    return span_text(identity) + ("（与上年比）" if identity.previous_year else "")


def level_note(identities: Iterable[Identity]) -> str:
    """What the levels that occur mean for the sender."""
    found = {i.level for i in identities}
    return "".join(text for code, text in LEVEL_MEANINGS.items() if code in found)

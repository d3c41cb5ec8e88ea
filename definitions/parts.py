"""Each part of the definitions, from its file to the records of `model`."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from definitions.draft import Draft
from definitions.model import (
    Body,
    Column,
    Dataset,
    FaultKind,
    Identity,
    Indicator,
    Right,
    Rule,
    Target,
    Words,
)
from definitions.normalise import normalise_answer, normalise_header, normalise_text
from definitions.problems import Place, Problems, Source
from definitions.records import Row, Table

BODY_COLUMNS = (
    "body", "name", "short_name", "aliases", "parent",
    "category", "functions", "valid_from", "valid_to", "predecessors",
)  # fmt: skip
TARGET_COLUMNS = ("year", "indicator", "scope", "floor", "target", "excellent", "basis", "demonstration")
DERIVED = ("returns_due", "returns_reported", "returns_on_time")
"""What can be worked out from the sending itself: `warehouse/marts/reporting__leaf.sql`."""
RELATIONS = ("=", "<=", "rate")
ACTIONS = (
    "figures", "sources", "definitions", "download", "upload", "explain", "decide", "lock",
    "score_board", "score_sheet", "self_score", "appeals", "score", "audit", "accounts", "load_sample",
)  # fmt: skip
REACHES = ("all", "own", "no")
LEVELS = ("error", "explain", "notice")
KINDS = ("proportion", "ratio", "count", "amount")
DIRECTIONS = ("higher", "lower", "none")
STATES = ("number", "not_reported", "no_such_function", "withheld")
STATUSES = (
    "excellent", "met", "near", "missed", "too_few", "doubtful", "no_target",
    "not_reported", "no_such_function", "withheld", "no_denominator",
)  # fmt: skip
NOTES = (
    "coverage", "explanation", "no_interval", "too_few",
    "other_rule", "target_demonstration", "demonstration",
)  # fmt: skip
HEADER_KEYS = (
    "body_headers", "year_headers", "measure_headers", "value_headers",
    "unit_headers", "reason_headers", "other_headers", "reason_sheets", "totals_rows",
)  # fmt: skip

OPTIONAL_KEYS: Mapping[str, Callable[[str], str]] = {
    "compared_headers": normalise_text,
    "period_headers": normalise_header,
    "issuer_words": normalise_text,
    "count_words": normalise_header,
    "amount_words": normalise_header,
}
"""Further lists of words, and how a text is made alike before it is looked up in them."""


def read_titles(draft: Draft, name: str, key: str) -> dict[str, str]:
    """Reads `categories.csv` or `functions.csv`: code → title."""
    rows = draft.rows(name, (key, "title"))
    return {row.text(key): row.text("title") for row in rows if draft.put(row.place, key, row.text(key))}


def read_rights(draft: Draft, roles: Iterable[str]) -> dict[str, Right]:
    """Reads `rights.csv`: a line an action, a column a role."""
    known = tuple(roles)
    found: dict[str, Right] = {}
    for row in draft.rows("rights.csv", ("action", "title", *known)):
        action = row.choice("action", ACTIONS)
        if action and draft.put(row.place, "action", action):
            found[action] = Right(
                action, row.text("title"), {role: row.choice(role, REACHES, "no") for role in known}
            )
    return found


def read_bodies(draft: Draft) -> dict[str, Body]:
    bodies = [(row, _body(row)) for row in draft.rows("bodies.csv", BODY_COLUMNS)]
    return {body.body: body for row, body in bodies if draft.put(row.place, "body", body.body)}


def _body(row: Row) -> Body:
    valid_from = row.day("valid_from")
    if valid_from is None and not row.text("valid_from", ""):
        row.report("valid_from", "内容为空", "请填写机构成立或开始报送的日期，如 2019-01-01")
    return Body(
        body=row.text("body"),
        name=row.text("name"),
        short_name=row.text("short_name"),
        aliases=row.texts("aliases"),
        parent=row.text("parent", "") or None,
        category=row.text("category"),
        functions=frozenset(row.texts("functions")),
        # Later than anything: the body is in nobody's way in the cross-checks.
        valid_from=valid_from or date.max,
        valid_to=row.day("valid_to"),
        predecessors=row.texts("predecessors"),
    )


def read_targets(draft: Draft) -> tuple[Target, ...]:
    targets: list[Target] = []
    for row in draft.rows("targets.csv", TARGET_COLUMNS):
        draft.places["target", len(targets)] = row.place
        targets.append(_target(row))
    return tuple(targets)


def _target(row: Row) -> Target:
    target = row.number("target")
    if target is None and not row.text("target", ""):
        row.report("target", "没有写目标值", "请填写数字；不设目标时请删去整行")
    return Target(
        year=row.whole("year"),
        indicator=row.text("indicator"),
        scope=row.text("scope"),
        floor=row.number("floor"),
        target=math.nan if target is None else target,
        excellent=row.number("excellent"),
        basis=row.text("basis"),
        demonstration=row.flag("demonstration"),
    )


def read_datasets(draft: Draft) -> dict[str, Dataset]:
    """Reads `datasets/<dataset>.toml`; the file's name is the dataset's code."""
    datasets = {}
    for name in draft.names("datasets"):
        code, table = name.removeprefix("datasets/").removesuffix(".toml"), draft.table(name)
        if table and draft.put(table.place, "dataset", code):
            datasets[code] = _dataset(draft, code, table)
    return datasets


def _dataset(draft: Draft, code: str, table: Table) -> Dataset:
    derived = table.flag("derived", False)
    dataset = Dataset(
        dataset=code,
        title=table.text("title"),
        sheet_aliases=table.texts("sheet_aliases"),
        owed_by=frozenset(table.texts("owed_by") if derived else table.some_texts("owed_by")),
        due=table.text("due"),
        rolls_up=table.flag("rolls_up", True),
        derived=derived,
        basis=table.text("basis"),
        columns=tuple(_column(draft, code, *item) for item in table.tables("columns")),
        identities=tuple(_identity(draft, code, *item) for item in table.tables("identities")),
    )
    table.close()
    return dataset


def _column(draft: Draft, dataset: str, measure: str, table: Table) -> Column:
    draft.put(table.place, "column", dataset, measure)
    column = Column(
        measure=measure,
        label=table.text("label"),
        aliases=table.texts("aliases", ()),
        unit=table.text("unit"),
        integer=table.flag("integer", True),
        required=table.flag("required", False),
        first_year=table.whole("first_year", None),
        last_year=table.whole("last_year", None),
        equals=table.texts("equals", ()),
        parts=_parts(table),
    )
    table.close()
    return column


def _parts(table: Table) -> tuple[tuple[str, ...], ...]:
    groups = table.text_lists("parts") if table.has("parts") else ()
    return tuple(_normalised(group, normalise_header) for group in groups)


def _identity(draft: Draft, dataset: str, code: str, table: Table) -> Identity:
    draft.put(table.place, "identity", dataset, code)
    identity = Identity(
        code=code,
        title=table.text("title"),
        left=table.some_texts("left"),
        relation=table.choice("relation", RELATIONS),
        right=table.some_texts("right"),
        level=table.choice("level", LEVELS),
        basis=table.text("basis"),
        previous_year=table.flag("previous_year", False),
        first_year=table.whole("first_year", None),
        last_year=table.whole("last_year", None),
        exception=table.text("exception", ""),
    )
    table.close()
    return identity


def read_indicators(draft: Draft) -> dict[str, Indicator]:
    table = draft.table("indicators.toml")
    return {code: _indicator(draft, code, fields) for code, fields in table.every_table()} if table else {}


def _indicator(draft: Draft, code: str, table: Table) -> Indicator:
    draft.put(table.place, "indicator", code)
    indicator = Indicator(
        indicator=code,
        title=table.text("title"),
        kind=table.choice("kind", KINDS),
        unit=table.text("unit"),
        scale=table.whole("scale", 1),
        decimals=table.whole("decimals", 0),
        direction=table.choice("direction", DIRECTIONS),
        min_n=table.whole("min_n", 0),
        section=table.text("section"),
        headline=table.whole("headline", None),
        obligation=table.flag("obligation", False),
        basis=table.text("basis"),
        rules=tuple(_rule(draft, code, *item) for item in table.tables("rules")),
    )
    table.close()
    return indicator


def _rule(draft: Draft, indicator: str, code: str, table: Table) -> Rule:
    draft.put(table.place, "rule", indicator, code)
    rule = Rule(
        rule=code,
        title=table.text("title"),
        numerator=table.some_texts("numerator"),
        denominator=table.texts("denominator", ()),
        main=table.flag("main"),
        basis=table.text("basis"),
        first_year=table.whole("first_year", None),
        last_year=table.whole("last_year", None),
    )
    table.close()
    return rule


def read_faults(draft: Draft) -> dict[str, FaultKind]:
    """Reads every `faults/*.toml`; a code may stand in one of them only."""
    faults = {}
    for name in draft.names("faults"):
        table = draft.table(name)
        for code, fields in table.every_table() if table else ():
            if draft.put(fields.place, "fault", code):
                faults[code] = _fault(code, fields)
    return faults


def _fault(code: str, table: Table) -> FaultKind:
    keys = ("title", "message", "meaning", "remedy")
    fault = FaultKind(code=code, level=table.choice("level", LEVELS), **{k: table.text(k) for k in keys})
    table.close()
    return fault


def read_words(draft: Draft) -> Words:
    # A missing file is reported once, not key by key.
    table = draft.table("words.toml") or Table({}, Place(Source("words.toml", "")), Problems())
    headers = {key: _normalised(table.texts(key), normalise_header) for key in HEADER_KEYS}
    optional = {key: _normalised(table.texts(key, ()), alike) for key, alike in OPTIONAL_KEYS.items()}
    words = Words(
        states=_state_words(table.table("states")),
        ambiguous=_normalised(table.texts("ambiguous"), normalise_text),
        state_titles=_titles(table.table("state_titles"), STATES),
        status_titles=_titles(table.table("status_titles"), STATUSES),
        state_meanings=_titles(table.table("state_meanings"), STATES),
        status_meanings=_titles(table.table("status_meanings"), STATUSES),
        notes=_titles(table.table("notes"), NOTES),
        note_prefixes=_normalised(table.texts("note_prefixes"), normalise_text),
        yes=_normalised(table.some_texts("yes"), normalise_answer),
        no=_normalised(table.some_texts("no"), normalise_answer),
        unit_factors={unit: fields.all_whole() for unit, fields in table.tables("unit_factors")},
        **headers,
        **optional,
    )
    table.close()
    return words


def _state_words(table: Table) -> Mapping[str, tuple[str, ...]]:
    words = {state: _normalised(table.texts(state), normalise_text) for state in STATES[1:]}
    table.close()
    return words


def _titles(table: Table, codes: Iterable[str]) -> Mapping[str, str]:
    titles = {code: table.text(code) for code in codes}
    table.close()
    return titles


def _normalised(texts: Iterable[str], normalise: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(text) for text in texts))

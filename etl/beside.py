"""Tables that share their header row: side by side, or columns of several returns under upper headers that name them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from etl.headers import BODY, MEASURE, REASON, UNIT, VALUE, YEAR, Header, Vocabulary
from etl.layout import Table


def apart(table: Table, vocabulary: Vocabulary) -> list[Table]:
    """The tables from left to right; mostly there is just the one. Body and year columns hold for all of them."""
    if across := _bodies_across(table, vocabulary):
        return across
    parts = _wide_and_lists(table.headers, vocabulary) if table.is_long else _own_bodies(table, vocabulary)
    if len(parts) > 1:
        found = _parted(table, [(None, part) for _, part in parts], vocabulary)
        found = [replace(one, is_long=long) for one, (long, _) in zip(found, parts, strict=True)]
        return [further for one in found for further in (_lists_apart(one, vocabulary))]
    return _lists_apart(table, vocabulary)


def _bodies_across(table: Table, vocabulary: Vocabulary) -> list[Table]:
    """A list for each body that heads a column of its own; the columns of sums and remarks stay with the first."""
    bodies = [header for header in table.headers if vocabulary.body_above(header)]
    if not table.is_long or not bodies or any(_is_figures(h, vocabulary) for h in table.headers):
        return []
    others = [header for header in table.headers if header not in bodies]
    shared = [header for header in others if header.column < bodies[0].column]
    return [replace(table, headers=(*(others if body is bodies[0] else shared), body)) for body in bodies]


def _lists_apart(table: Table, vocabulary: Vocabulary) -> list[Table]:
    groups = _lists(table, vocabulary) if table.is_long else _returns(table, vocabulary)
    return _parted(table, groups, vocabulary) if len(groups) > 1 else [table]


def _parted(
    table: Table, groups: Sequence[tuple[str | None, list[Header]]], vocabulary: Vocabulary
) -> list[Table]:
    """A table for each (return, columns); one with keys of its own does not see what stands beside it."""
    shared = [header for header in table.headers if vocabulary.role(header) in (BODY, YEAR, REASON)]
    found = []
    for number, (dataset, group) in enumerate(groups):
        own = {header.column for header in group}
        keys = [h for h in shared if h.column not in own and not _own_key(h, group, vocabulary)]
        start = table.columns.start if number == 0 else group[0].column
        stop = groups[number + 1][1][0].column if number + 1 < len(groups) else table.columns.stop
        headers = tuple(sorted((*keys, *group), key=lambda h: h.column))
        columns = range(start, max(start, stop))
        one = replace(table, headers=headers, columns=columns, dataset=dataset)
        found.append(one if keys else one.alone(columns))
    return found


def _wide_and_lists(headers: Sequence[Header], vocabulary: Vocabulary) -> list[tuple[bool, list[Header]]]:
    """(is a list, columns) where columns of a wide table share the header row of a list."""
    parts: list[tuple[bool, list[Header]]] = []
    for header in headers:
        is_list = bool(
            vocabulary.role(header) or vocabulary.compares(header) or not vocabulary.owners(header)
        )
        if parts and parts[-1][0] == is_list:
            parts[-1][1].append(header)
        else:
            parts.append((is_list, [header]))
    parts = _with_neighbours(parts, vocabulary)
    wide = [part for is_list, part in parts if not is_list]
    return parts if wide and all(_best(part, vocabulary) for part in wide) else []


def _with_neighbours(
    parts: Sequence[tuple[bool, list[Header]]], vocabulary: Vocabulary
) -> list[tuple[bool, list[Header]]]:
    """Columns that are no list by themselves (a body's, numbers of rows) belong to what stands right of them."""
    joined: list[tuple[bool, list[Header]]] = []
    before: list[Header] = []
    for is_list, part in parts:
        if is_list and not _is_whole(part, vocabulary):
            before += part
            continue
        joined.append((is_list, [*before, *part]))
        before = []
    if joined and before:
        joined[-1][1].extend(before)
    return joined


def _is_whole(headers: Sequence[Header], vocabulary: Vocabulary) -> bool:
    return any(_is_measure(h, vocabulary) for h in headers) and any(
        _is_figures(h, vocabulary) for h in headers
    )


def _own_bodies(table: Table, vocabulary: Vocabulary) -> list[tuple[bool, list[Header]]]:
    """(False, columns) of tables side by side, each with a column of bodies of its own."""
    groups: list[list[Header]] = [[]]
    for header in table.headers:
        starts = vocabulary.role(header) == BODY and any(vocabulary.owners(h) for h in groups[-1])
        if starts and any(vocabulary.role(h) == BODY for h in groups[-1]):
            groups.append([])
        groups[-1].append(header)
    return [(False, group) for group in groups]


def _own_key(header: Header, group: Sequence[Header], vocabulary: Vocabulary) -> bool:
    """Whether the group has such a column itself."""
    role = vocabulary.role(header)
    return any(vocabulary.role(other) == role for other in group)


def _lists(table: Table, vocabulary: Vocabulary) -> list[tuple[str | None, list[Header]]]:
    """The lists of a row of lists, each with a column of measures and one of figures."""
    groups: list[list[Header]] = [[]]
    has_figures = False
    for header in table.headers:
        role = vocabulary.role(header)
        is_figures = role == UNIT or _is_figures(header, vocabulary)
        if has_figures and role == MEASURE and any(_is_measure(h, vocabulary) for h in groups[-1]):
            groups.append([])
            has_figures = False
        groups[-1].append(header)
        has_figures = has_figures or is_figures
    whole = all(any(_is_figures(h, vocabulary) for h in group) for group in groups)
    return [(None, group) for group in groups] if whole else []


def _is_measure(header: Header, vocabulary: Vocabulary) -> bool:
    return vocabulary.role(header) == MEASURE


def _is_figures(header: Header, vocabulary: Vocabulary) -> bool:
    return vocabulary.role(header) == VALUE or vocabulary.compares(header) is not None


def _returns(table: Table, vocabulary: Vocabulary) -> list[tuple[str | None, list[Header]]]:
    """The columns by the return their upper header names; else by blank columns between, where no body has a row of its own."""
    named = _by_upper_header(table, vocabulary)
    if len({dataset for dataset, _ in named}) > 1:
        return named
    if any(vocabulary.role(header) == BODY for header in table.headers):
        return []
    runs = _runs(table.headers)
    meant = [_best(run, vocabulary) for run in runs]
    if len(runs) < 2 or not all(meant) or any(a & b for a, b in pairwise(meant)):
        return []
    return [(None, run) for run in runs]


def _by_upper_header(table: Table, vocabulary: Vocabulary) -> list[tuple[str | None, list[Header]]]:
    """(return, columns) from left to right; a column whose upper header names none stays with those before it."""
    groups: list[tuple[str | None, list[Header]]] = []
    for header in table.headers:
        dataset = vocabulary.named_above(header)
        if dataset is None and groups:
            groups[-1][1].append(header)
        elif groups and groups[-1][0] in (dataset, None):
            groups[-1] = (dataset, [*groups[-1][1], header])
        else:
            groups.append((dataset, [header]))
    merged: dict[str | None, list[Header]] = {}
    for dataset, headers in groups:
        merged.setdefault(dataset, []).extend(headers)
    return list(merged.items())


def _runs(headers: Sequence[Header]) -> list[list[Header]]:
    """Headers that stand side by side without a blank column between."""
    runs: list[list[Header]] = []
    for header in headers:
        if runs and runs[-1][-1].column == header.column - 1:
            runs[-1].append(header)
        else:
            runs.append([header])
    return runs


def _best(headers: Sequence[Header], vocabulary: Vocabulary) -> set[str]:
    """The returns that know most of the headers; none where they know just one."""
    counts = {
        dataset: len({m[0].measure for h in headers if (m := vocabulary.measures(h, dataset))})
        for dataset in vocabulary.datasets
    }
    most = max(counts.values())
    return {dataset for dataset, count in counts.items() if count == most} if most > 1 else set()

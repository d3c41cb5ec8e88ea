"""Tables that share their header row: side by side, or columns of several returns under upper headers that name them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from etl.headers import BODY, MEASURE, REASON, UNIT, VALUE, YEAR, Header, Vocabulary
from etl.layout import Table


def apart(table: Table, vocabulary: Vocabulary) -> list[Table]:
    """The tables from left to right; mostly there is just the one. Body and year columns hold for all of them."""
    groups = _lists(table, vocabulary) if table.is_long else _returns(table, vocabulary)
    if len(groups) < 2:
        return [table]
    shared = [header for header in table.headers if vocabulary.role(header) in (BODY, YEAR, REASON)]
    found = []
    for number, (dataset, group) in enumerate(groups):
        own = {header.column for header in group}
        keys = [h for h in shared if h.column not in own and not _own_key(h, group, vocabulary)]
        start = 1 if number == 0 else group[0].column
        stop = groups[number + 1][1][0].column if number + 1 < len(groups) else table.columns.stop
        headers = tuple(sorted((*keys, *group), key=lambda h: h.column))
        columns = range(start, max(start, stop))
        found.append(replace(table, headers=headers, columns=columns, dataset=dataset, is_first=number == 0))
    return found


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
        dataset = _named_above(header, vocabulary)
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


def _named_above(header: Header, vocabulary: Vocabulary) -> str | None:
    """The return an upper level of the header names and that knows the column."""
    for level in header.levels[:-1]:
        named = {d: n for d, n in vocabulary.named_in(level).items() if vocabulary.measures(header, d)}
        if named:
            longest = max(named.values())
            best = [dataset for dataset, length in named.items() if length == longest]
            return best[0] if len(best) == 1 else None
    return None


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

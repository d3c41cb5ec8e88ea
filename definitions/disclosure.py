"""The tables a district makes public every year: which columns, under which headings, and how an older classification enters."""

from collections.abc import Mapping
from dataclasses import dataclass

from definitions.draft import Draft
from definitions.records import Table

FOLDER = "disclosure"
LEAST_SMALL = 3
"""Below 3 a merged sum of two would tell both: 1 and 1."""


@dataclass(frozen=True)
class Group:
    """Columns under one heading."""

    group: str
    title: str
    columns: tuple[str, ...]
    """Measures of the table's return."""


@dataclass(frozen=True)
class Translation:
    """Of what a column is made in the years of an older classification."""

    measure: str
    until: int
    """The last year of the older one."""
    sources: tuple[str, ...]
    """Its measures; none: that year had no such kind."""


@dataclass(frozen=True)
class DisclosureTable:
    """One table."""

    table: str
    order: int
    title: str
    dataset: str
    notes: tuple[str, ...]
    small: tuple[str, ...]
    """Columns in which a small number may tell who it was."""
    small_below: int
    """Numbers from 1 up to here, this one not included, are small."""
    groups: tuple[Group, ...]
    translations: Mapping[str, Translation]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(measure for group in self.groups for measure in group.columns)

    def translated(self, measure: str, year: int) -> Translation | None:
        """How a column came to its figures in a year; None where it was reported as it is."""
        found = self.translations.get(measure)
        return found if found and year <= found.until else None


def read_disclosure(draft: Draft) -> dict[str, DisclosureTable]:
    """Reads `disclosure/<table>.toml`."""
    found = {}
    for name in draft.names(FOLDER):
        table = draft.table(name)
        code = name.removeprefix(f"{FOLDER}/").removesuffix(".toml")
        if table:
            draft.put(table.place, "disclosure", code)
            found[code] = _table(draft, code, table)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def _table(draft: Draft, code: str, table: Table) -> DisclosureTable:
    found = DisclosureTable(
        table=code,
        order=table.whole("order"),
        title=table.text("title"),
        dataset=table.text("dataset"),
        notes=table.texts("notes", ()),
        small=table.texts("small", ()),
        small_below=table.whole("small_below", LEAST_SMALL),
        groups=tuple(_group(draft, code, *one) for one in table.tables("groups")),
        translations={
            measure: _translation(draft, code, measure, fields)
            for measure, fields in table.tables("translations")
        },
    )
    table.close()
    return found


def _group(draft: Draft, table: str, code: str, fields: Table) -> Group:
    draft.put(fields.place, "disclosure group", table, code)
    group = Group(code, fields.text("title"), fields.some_texts("columns"))
    fields.close()
    return group


def _translation(draft: Draft, table: str, measure: str, fields: Table) -> Translation:
    draft.put(fields.place, "disclosure translation", table, measure)
    translation = Translation(measure, fields.whole("until"), fields.texts("from"))
    fields.close()
    return translation

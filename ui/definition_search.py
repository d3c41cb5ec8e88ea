"""Which definitions a reader is looking for."""

import unicodedata
from collections.abc import Iterable

from definitions.model import Dataset, Definitions, Indicator
from ui.formula import formula


def plain(text: str) -> str:
    """Half-width and lower-case, so that “５” finds 5 and “PCT” pct."""
    return unicodedata.normalize("NFKC", text).casefold()


def searchable(definitions: Definitions, indicator: Indicator) -> str:
    """All that is said of an indicator: names, rules, basis, columns, returns, code."""
    measures = [m for r in indicator.rules for m in (*r.numerator, *r.denominator)]
    words = [indicator.title, indicator.indicator, indicator.basis, indicator.unit]
    words += [t for r in indicator.rules for t in (r.title, r.basis, formula(definitions, indicator, r))]
    words += [definitions.datasets[definitions.dataset_of[m]].title for m in measures]
    return plain("\n".join(words))


def found(definitions: Definitions, sought: str) -> list[Indicator]:
    """The indicators that contain every word of `sought`; all of them for an empty one."""
    words = plain(sought).split()
    return [i for i in definitions.indicators.values() if all(w in searchable(definitions, i) for w in words)]


def by_section(definitions: Definitions, indicators: Iterable[Indicator]) -> dict[str, list[Indicator]]:
    """Indicators by the section they belong to, sections in the order of the returns' pages."""
    sections: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        sections.setdefault(indicator.section, []).append(indicator)
    return sections


def returns_in_order(definitions: Definitions) -> list[Dataset]:
    """Returns in the order of the pages that show them, the rest after them."""
    codes = dict.fromkeys([*(i.section for i in definitions.indicators.values()), *definitions.datasets])
    return [definitions.datasets[c] for c in codes if c in definitions.datasets]


def section_title(definitions: Definitions, section: str) -> str:
    """A section carries the name of the return it is made of."""
    dataset = definitions.datasets.get(section)
    return dataset.title if dataset else section

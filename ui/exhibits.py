"""What can leave the screen: a chart with its table or a table alone, and the section of a page that makes it.

A section is named by its module and function and called with codes and texts, so the same one can be made again: for
the width of a sheet of paper, or from a later publish.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pandas as pd

from ui.caption import Caption
from ui.charts import Finished
from ui.context import Context

Section = Callable[..., Any]

_sections: dict[str, Section] = {}


@dataclass(frozen=True)
class Origin:
    """Which section, called with what, in which view: all it takes to make an exhibit again."""

    section: str
    args: tuple[Any, ...]
    named: Mapping[str, Any]
    page: str
    year: int
    body: str
    compare: int | None


@dataclass(frozen=True, eq=False)
class Exhibit:
    """Made once a view and shown any number of times."""

    caption: Caption
    table: pd.DataFrame
    """A display frame; its texts are for the reader."""
    key: str

    figure: Finished | None = None
    wide: bool = False
    """The chart is meant for a panel over the whole page."""
    reading: str = ""

    def show(self, origin: Origin) -> None:
        """Puts it on screen."""
        raise NotImplementedError


def register(section: Section) -> str:
    """Remembers a section under its name, and returns the name."""
    name = f"{section.__module__}:{section.__qualname__}"
    _sections[name] = section
    return name


def section_named(name: str) -> Section | None:
    """A section of this version of the dashboard; an older one may have had it under another name."""
    if name not in _sections and name.startswith("ui."):
        try:
            import_module(name.partition(":")[0])
        except ImportError:
            return None
    return _sections.get(name)


def made_again(origin: Origin, now: Context) -> Exhibit | None:
    """What the section makes of `now`; None where it makes nothing one can take along, or is no more."""
    section = section_named(origin.section)
    found = section(now, *origin.args, **origin.named) if section else None
    return found if isinstance(found, Exhibit) else None

"""What a page needs to know: which publish, which year, which body."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from definitions.model import Definitions
from ui import address
from ui.access import here
from ui.caption import Caption, facts_of
from ui.served import Publish, Served
from ui.words import FROM_SENDING, REPORTED_BY_BODIES
from warehouse.connection import Warehouse

NO_COMPARISON = 0
KEY = "_context"


@dataclass(frozen=True)
class Context:
    """One view: everything on a page is about `body` in `year`, compared with `compare` (None: not compared)."""

    warehouse: Warehouse
    definitions: Definitions
    publish: Publish
    year: int
    years: tuple[int, ...]
    compare: int | None
    body: str
    bodies: pd.DataFrame
    """`queries.bodies` of `year`, in tree order."""
    page: str = ""
    """The page's file below pages/."""

    @property
    def view(self) -> tuple[Hashable, ...]:
        """All that decides what the reader is shown, as a key: what he chose, and what he may see.

        The file alone does not tell one publish 1 from another.
        """
        publish = str(self.warehouse.path), self.publish.published_at, self.warehouse.own
        return *publish, self.definitions.shown, self.year, self.compare, self.body

    @cached_property
    def row(self) -> pd.Series:
        """The chosen body's row of `bodies`."""
        return self.bodies[self.bodies["body"] == self.body].iloc[0]

    @property
    def body_name(self) -> str:
        return str(self.row["name"])

    @property
    def short_name(self) -> str:
        return str(self.row["short_name"])

    @property
    def leaf(self) -> bool:
        """True for a body without others below it: it reports itself and has no breakdown by body."""
        return bool(self.row["leaf"])

    @property
    def alone(self) -> bool:
        """True for a body without others below or beside it in view: there is nobody to compare it with."""
        return self.leaf and self.row["parent"] not in set(self.bodies["body"])

    def caption(
        self,
        title: str,
        frame: pd.DataFrame,
        *,
        source: str = "",
        notes: tuple[str, ...] = (),
        **given: Any,
    ) -> Caption:
        """The caption of a figure drawn from `frame`; `given` overrides what the frame says (unit, period, n, rule …)."""
        facts = {"scope": self.short_name, **facts_of(frame), **given}
        facts["period"] = facts["period"] or f"{self.year}年"
        return Caption(
            title=title,
            publish=self.publish.number,
            published_at=self.publish.published_at,
            source=source or (FROM_SENDING if self._is_derived(frame) else REPORTED_BY_BODIES),
            notes=notes,
            **facts,
        )

    def _is_derived(self, frame: pd.DataFrame) -> bool:
        """Whether all figures are counted from the sending itself: nobody reported them."""
        derived = {code for code, dataset in self.definitions.datasets.items() if dataset.derived}
        return "section" in frame and not frame.empty and set(frame["section"]) <= derived


def current() -> Context:
    """The context of this run; call it inside a page or a fragment of one."""
    found: Context = st.session_state[KEY]
    return found


def choose(served: Served, page: str = "") -> Context:
    """Shows the three global filters where it is called, and remembers what was chosen as the current context."""
    years = served.years
    year = address.choice(
        "year", "年度", sorted(years, reverse=True), max(years), show=lambda y: f"{y}年", missing="没有数据"
    )
    names = served.names(year)
    body = address.choice("body", "单位（可输入查找）", names, next(iter(names)), missing=f"在{year}年不存在")
    others = [y for y in sorted(years, reverse=True) if y != year]
    compare = address.choice(
        "compare",
        "对比年度",
        [*others, NO_COMPARISON],
        year - 1 if year - 1 in others else NO_COMPARISON,
        show=lambda y: f"{y}年" if y else "不对比",
        missing="就是所选年度，或没有数据",
        quiet=True,
    )
    context = Context(
        served.warehouse,
        here.definitions(),
        served.publish,
        year,
        years,
        compare or None,
        body,
        served.bodies(year),
        page,
    )
    st.session_state[KEY] = context
    return context

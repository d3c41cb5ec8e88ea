"""What stands around a figure or a table so that it can leave the screen: title, scope, period, unit, source."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ui.frames import main_rows
from ui.words import DEMONSTRATION, REPORTED_BY_BODIES


@dataclass(frozen=True)
class Caption:
    """All texts are for the reader, in Chinese; `n`, `reported`/`due` and `rule` are left out where they make no sense."""

    title: str
    scope: str
    period: str
    unit: str
    publish: int
    published_at: str
    source: str = REPORTED_BY_BODIES
    n: str | None = None
    reported: int | None = None
    due: int | None = None
    rule: str | None = None
    demonstration: bool = False
    notes: tuple[str, ...] = ()
    number: str | None = None
    """The figure number, once one was issued."""

    @property
    def subtitle(self) -> str:
        """“芦淞区 · 2018–2022年 · 单位：%”."""
        unit = f"单位：{self.unit}" if self.unit else ""
        return " · ".join(part for part in (self.scope, self.period, unit) if part)

    @property
    def source_line(self) -> str:
        """“来源：…；第3次发布（2026-02-03）；n=5；报送26/28个单位；口径：…；【演示数据】”."""
        parts = [f"图号{self.number}"] if self.number else []
        parts += [f"来源：{self.source}", f"第{self.publish}次发布（{self.published_at[:10]}）"]
        parts += [f"n={self.n}"] if self.n else []
        parts += [f"报送{self.reported}/{self.due}个单位"] if self.due is not None else []
        parts += [f"口径：{self.rule}"] if self.rule else []
        parts += self.notes
        parts += [DEMONSTRATION] if self.demonstration else []
        return "；".join(parts)

    def with_notes(self, *notes: str) -> "Caption":
        """The same with more notes at the end of the source line."""
        return replace(self, notes=(*self.notes, *notes))


def period_of(years: list[int]) -> str:
    """[2018, …, 2022] → “2018–2022年”."""
    if not years:
        return ""
    return f"{years[0]}年" if years[0] == years[-1] else f"{years[0]}–{years[-1]}年"


def facts_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Reads from a frame of figures what its caption must say: period, unit, n, coverage, rule, demonstration."""
    return {
        "period": period_of(sorted({int(y) for y in frame["year"]})) if "year" in frame else "",
        "unit": " / ".join(dict.fromkeys(str(u) for u in frame["unit"].dropna())) if "unit" in frame else "",
        "demonstration": bool(frame["demonstration"].fillna(False).any())
        if "demonstration" in frame
        else False,
        "rule": main_rule(frame),
        **single_figure(frame),
    }


def main_rule(frame: pd.DataFrame) -> str | None:
    """The rule the frame's main rows follow, where there is one and it is worth a word."""
    if "rule_title" not in frame or "indicator" not in frame or frame["indicator"].nunique() != 1:
        return None
    main = main_rows(frame)
    titles = list(dict.fromkeys(str(t) for t in main["rule_title"].dropna()))
    return " → ".join(titles) if titles else None


def single_figure(frame: pd.DataFrame) -> dict[str, Any]:
    """n and coverage: stated in the caption only where the frame is about one body in one year."""
    main = main_rows(frame)
    if len(main) != 1:
        return {}
    row = main.iloc[0]
    reported = row.get("coverage_reported", row.get("reported"))
    due = row.get("coverage_due", row.get("due"))
    has_n = row.get("kind") == "proportion" and not pd.isna(row.get("n"))
    return {
        "n": f"{int(row['n']):,}" if has_n else None,
        "reported": None if pd.isna(reported) else int(reported),
        "due": None if pd.isna(due) else int(due),
    }

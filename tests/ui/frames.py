"""Hand-made frames with the columns that warehouse/queries promises."""

from typing import Any

import pandas as pd

from ui.caption import Caption

NAN = float("nan")


def indicator(**given: Any) -> dict[str, Any]:
    """One indicator row: the 2022 appearance rate of the district, 4 of 5, unless told otherwise."""
    row: dict[str, Any] = {
        "body": "lusong",
        "body_name": "株洲市芦淞区",
        "short_name": "芦淞区",
        "category": "district",
        "year": 2022,
        "indicator": "court_appearance_rate",
        "title": "负责人出庭应诉率",
        "kind": "proportion",
        "unit": "%",
        "decimals": 1,
        "direction": "higher",
        "min_n": 3,
        "obligation": True,
        "section": "litigation",
        "headline": 1,
        "rule": "hearings_only",
        "rule_title": "出庭 ÷ 开庭",
        "main": True,
        "numerator": 4.0,
        "denominator": 5.0,
        "value": 80.0,
        "n": 5.0,
        "low": 37.6,
        "high": 96.4,
        "floor": NAN,
        "target": 100.0,
        "excellent": NAN,
        "target_demonstration": False,
        "status": "near",
        "coverage_reported": 26,
        "coverage_due": 28,
        "notes": "",
        "demonstration": False,
    }
    return row | given


def rate(numerator: float, denominator: float, **given: Any) -> dict[str, Any]:
    """An indicator row with the value that numerator and denominator make."""
    value = 100 * numerator / denominator
    return indicator(numerator=numerator, denominator=denominator, n=denominator, value=value, **given)


def absent(status: str, **given: Any) -> dict[str, Any]:
    """An indicator row without a value."""
    nothing = dict.fromkeys(("numerator", "denominator", "value", "n", "low", "high"), NAN)
    return indicator(status=status, **nothing, **given)


def count(value: float, **given: Any) -> dict[str, Any]:
    """A count without target or interval."""
    base = {"kind": "count", "unit": "件", "decimals": 0, "low": NAN, "high": NAN, "target": NAN, "n": NAN}
    names = {"indicator": "penalty_cases", "title": "行政处罚案件", "status": "no_target"}
    return indicator(**{**base, **names, "value": value, "numerator": value, "denominator": NAN, **given})


def measure(
    name: str, label: str, value: float | None, state: str = "number", **given: Any
) -> dict[str, Any]:
    """One measure row."""
    row = {
        "body": "lusong",
        "body_name": "株洲市芦淞区",
        "short_name": "芦淞区",
        "category": "district",
        "year": 2022,
        "dataset": "reconsideration",
        "measure": name,
        "label": label,
        "unit": "件",
        "value": NAN if value is None else value,
        "state": state,
        "reported": 27,
        "due": 28,
        "withheld": 0,
        "demonstration": False,
        "explanation": None,
    }
    return row | given


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def caption(**given: Any) -> Caption:
    facts: dict[str, Any] = {
        "title": "负责人出庭应诉率",
        "scope": "芦淞区",
        "period": "2022年",
        "unit": "%",
        "publish": 3,
        "published_at": "2026-02-03T10:00:00+08:00",
    }
    return Caption(**(facts | given))


def texts(figure: Any, name: str | None = None) -> str:
    """All annotations of a figure as one text, or those of one name."""
    found = [a.text for a in figure.layout.annotations if name is None or a.name == name]
    return "\n".join(found).replace("<br>", "").replace("<b>", "").replace("</b>", "")


def drawn(figure: Any, axis: str = "y") -> list[Any]:
    """Every value that any trace puts on an axis."""
    return [v for trace in figure.data for v in (getattr(trace, axis) or ())]

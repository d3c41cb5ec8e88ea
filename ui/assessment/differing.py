"""Scores that have come out otherwise since they were published or locked, as a table."""

from collections.abc import Sequence

import pandas as pd

from assessment.reasons import STATES
from assessment.results import Difference
from definitions import load_definitions
from definitions.schemes import Scheme
from ui.assessment.standing import Standing

WHAT = {
    "automatic": "自动得分",
    "score": "得分",
    "state": "状态",
    "base": "基数",
    "total": "总分",
    "grade": "等次",
}


def differing(
    found: Standing, listed: Sequence[Difference], then: str = "公布时", now: str = "按现在的报送"
) -> pd.DataFrame:
    items = found.scheme.items
    return pd.DataFrame(
        {
            "单位": [named(found, one.body) for one in listed],
            "项目": [items[one.item].title if one.item in items else one.item or "合计" for one in listed],
            "内容": [WHAT[one.what] for one in listed],
            then: [worded(found.scheme, one.before) for one in listed],
            now: [worded(found.scheme, one.after) for one in listed],
        }
    )


def named(found: Standing, body: str) -> str:
    """A body may have come since."""
    known = {**load_definitions().bodies, **found.now.definitions.bodies}
    return known[body].short_name if body in known else body


def worded(scheme: Scheme, value: str | None) -> str:
    if value is None:
        return "没有"
    if value in scheme.grades:
        return scheme.grades[value].title
    return {"scored": "已评", **STATES}.get(value, value)

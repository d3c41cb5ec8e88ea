"""The loaded sample, and what the reports say of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from definitions import load_definitions
from reports.sentences import Told, View, told, view_of
from reports.word import Chapter, Exhibit
from warehouse.connection import Warehouse, open_served


@pytest.fixture(scope="session")
def warehouse(sample_data: Path) -> Warehouse:
    found = open_served(sample_data)
    assert found is not None
    return found


@pytest.fixture
def view(warehouse: Warehouse) -> Callable[..., View]:
    """view("lusong", 2022, 2021)."""
    return lambda body="lusong", year=2022, compare=None: view_of(
        warehouse, load_definitions(), body, year, compare
    )


@pytest.fixture
def say(view: Callable[..., View]) -> Callable[..., Told]:
    """say("litigation", "lusong", 2022, 2021)."""
    return lambda section, *of: told(view(*of), load_definitions().sentences[section])


def exhibit(number: str, **given: object) -> Exhibit:
    plain: dict[str, object] = {
        "title": "表的标题", "subtitle": "区 · 2022年 · 单位：件", "source_line": f"图号{number}；来源：各单位年度报送",
        "columns": ["单位", "件"], "rows": [["甲", "3"], ["乙", "未报"]], "numeric": [False, True],
    }  # fmt: skip
    return Exhibit(number, **{**plain, **given})  # type: ignore[arg-type]


def chapter(found: Told, *exhibits: Exhibit) -> Chapter:
    figures = exhibit("100-014", title=f"{found.title}：文字所用数据")
    return Chapter(found.section, found.title, found.sentences, figures, exhibits)

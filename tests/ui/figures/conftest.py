"""A figure taken from the sample, in a register of the test's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from definitions import load_definitions
from ledger.audit import Actor, acting
from ledger.figures import Figure
from ui.access.doors import Doors
from ui.access.reader import with_parts
from ui.access.settings import DEMONSTRATION, Settings
from ui.context import Context
from ui.exhibits import Exhibit, Origin, made_again
from ui.figures import answers, issuing
from ui.served import served


@pytest.fixture
def office(sample_data: Path, data: Path) -> Path:
    """A copy of the loaded sample."""
    shutil.copytree(sample_data, data)
    return data


def taken(
    section: str,
    *args: object,
    year: int = 2022,
    own: tuple[str, ...] | None = None,
    page: str = "disputes/litigation.py",
) -> Figure:
    """The exhibit of a section, registered as li takes it along; `own`: as a department sees it."""
    definitions = load_definitions()
    current = served(None if own is None else with_parts(definitions, own))
    assert current is not None
    body = "lusong" if own is None else own[0]
    origin = Origin(section, args, {}, page, year, body, None)
    now = issuing.context_of(current, origin)
    assert isinstance(now, Context)
    exhibit = made_again(origin, now)
    assert isinstance(exhibit, Exhibit)
    with acting(Actor("li", "10.0.0.8")):
        return issuing.issue(exhibit, origin, now, "number")


@pytest.fixture
def figure(office: Path) -> Figure:
    """The appearance rate of the district over the years."""
    return taken("ui.rates:over_years", "court_appearance_rate", "负责人出庭应诉率：历年")


@pytest.fixture
def client(office: Path) -> Iterator[TestClient]:
    """Asks the routes themselves, in a demonstration: the cookie says as whom."""
    doors = Doors(Settings(DEMONSTRATION), office / "ledger.sqlite")
    with TestClient(Starlette(routes=answers.routes(doors))) as found:
        yield found

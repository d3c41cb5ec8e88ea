"""Who is looking is asked once a run of a page, and again in the next."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.access import here
from ui.access.reader import Reader

SCRIPT = """
from ui.access import here

for _ in range(3):
    here.reader()
    here.may("figures")
"""


class CountedDoors:
    def __init__(self) -> None:
        self.asked = 0

    def reader(self, cookies: object, definitions: object) -> Reader | None:
        self.asked += 1
        return None


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> CountedDoors:
    found = CountedDoors()
    monkeypatch.setattr(here, "doors", lambda: found)
    return found


def test_a_run_asks_once_and_the_next_asks_again(counted: CountedDoors) -> None:
    app = AppTest.from_string(SCRIPT).run()
    assert not app.exception
    assert counted.asked == 1
    app.run()
    assert counted.asked == 2


def test_in_a_long_run_the_answer_is_not_believed_for_ever(
    counted: CountedDoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "FRESH", 0.0)
    AppTest.from_string(SCRIPT).run()
    assert counted.asked == 6

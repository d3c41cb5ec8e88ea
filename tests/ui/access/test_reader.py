"""What each role may do, against the table the office agreed on; and which bodies a right reaches."""

from itertools import combinations

import pytest

from definitions import load_definitions
from definitions.parts import ACTIONS
from ui.access.reader import Reader, with_parts

ROLES = ("viewer", "department", "reviewer", "assessor", "administrator")
EVERYBODY, NOBODY = set(ROLES), set[str]()
# Who may do what for all bodies, and who for his own; written down a second time on purpose.
ALL = {
    "figures": EVERYBODY - {"department"},
    "sources": EVERYBODY - {"department"},
    "definitions": EVERYBODY,
    "download": EVERYBODY - {"department"},
    "upload": NOBODY,
    "explain": NOBODY,
    "decide": {"reviewer"},
    "lock": {"reviewer"},
    "score_board": {"viewer", "assessor"},
    "score_sheet": {"viewer", "assessor"},
    "self_score": NOBODY,
    "appeals": {"assessor"},
    "score": {"assessor"},
    "audit": {"administrator"},
    "accounts": {"administrator"},
    "load_sample": {"administrator"},
}
OWN = {
    action: {"department"}
    for action in (
        "figures",
        "sources",
        "download",
        "upload",
        "explain",
        "score_sheet",
        "self_score",
        "appeals",
    )
}


def reader(*roles: str, bodies: tuple[str, ...] = ("health",)) -> Reader:
    return Reader("li", "李", frozenset(roles), frozenset(bodies), "10.0.0.1")


def reach(roles: tuple[str, ...], action: str) -> str:
    """What the table says for somebody with these roles."""
    if ALL[action] & set(roles):
        return "all"
    return "own" if OWN.get(action, NOBODY) & set(roles) else "no"


def test_every_action_is_in_the_table():
    definitions = load_definitions()
    assert set(ALL) == set(ACTIONS) == set(definitions.rights)
    assert tuple(definitions.roles) == ROLES


@pytest.mark.parametrize("action", ALL)
@pytest.mark.parametrize("count", range(len(ROLES) + 1))
def test_every_combination_of_roles_for_every_action(action, count):
    definitions = load_definitions()
    for roles in combinations(ROLES, count):
        expected = {"all": None, "own": frozenset({"health"}), "no": frozenset()}[reach(roles, action)]
        assert reader(*roles).own(definitions, action) == expected, roles
        assert reader(*roles).may(definitions, action) == (reach(roles, action) != "no"), roles


def test_a_role_that_no_longer_exists_gives_nothing():
    definitions = load_definitions()
    assert not any(reader("deputy").may(definitions, action) for action in ALL)


def test_a_right_reaches_what_is_below_and_what_became_part_of_it():
    definitions = load_definitions()
    children = {b.body for b in definitions.bodies.values() if b.parent == "lusong"}
    assert children < with_parts(definitions, ["lusong"])
    for body in definitions.bodies.values():
        found = with_parts(definitions, [body.body])
        ended = {p for p in body.predecessors if definitions.bodies[p].valid_to}
        assert ended | {body.body} <= found
        assert body.parent not in found


def test_an_unknown_body_reaches_nothing():
    assert with_parts(load_definitions(), ["gone"]) == frozenset()

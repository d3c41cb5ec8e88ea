"""Which of address, widget and default counts, and what is said of the rest."""

import pytest

from ui.address import resolve
from ui.breaks import body_breaks, indicator_breaks, measure_breaks

YEARS = [2022, 2021, 2020]


@pytest.mark.parametrize(
    ("asked", "written", "held", "expected"),
    [
        (None, None, None, (2022, None)),  # nothing known: the default
        ("2021", None, None, (2021, None)),  # a link
        ("2031", None, None, (2022, "2031")),  # a link to nowhere
        ("x'; drop", None, None, (2022, "x'; drop")),
        ("", None, None, (2022, "")),
        ("2021", "2021", 2020, (2020, None)),  # the widget was changed; the address still holds what we wrote
        ("2020", "2021", 2021, (2020, None)),  # the back button
        (None, "2021", 2021, (2021, None)),  # another page: its address starts empty
        (None, "2019", 2019, (2022, "2019")),  # the held value ceased to exist
    ],
)
def test_resolve(asked, written, held, expected):
    assert resolve(asked, written, held, YEARS, 2022) == expected


def test_breaks_come_from_the_definitions(definitions):
    assert body_breaks(definitions, "culture_tourism_sports")[0].year == 2021
    assert "机构改革" in body_breaks(definitions, "culture_tourism_sports")[0].label
    assert body_breaks(definitions, "health") == ()
    assert body_breaks(definitions, "nobody") == ()
    assert [b.year for b in measure_breaks(definitions, ["kind_fine", "old_kind_fine"])] == [2021]
    assert measure_breaks(definitions, ["permit_applications", "unknown"]) == ()


def test_a_change_of_the_main_rule_is_a_break(definitions):
    from dataclasses import replace

    rate = definitions.indicators["court_appearance_rate"]
    main = next(r for r in rate.rules if r.main)
    changed = replace(
        rate, rules=(replace(main, last_year=2021), replace(main, rule="new", title="新", first_year=2022))
    )
    assert [b.year for b in indicator_breaks(changed)] == [2022]
    assert "“新”" in indicator_breaks(changed)[0].label
    assert indicator_breaks(rate) == ()

"""`indicators` and `measures` on the sample: the published figures of 2022, fields, nulls."""

from pathlib import Path

import pytest

from tests.etl.command_line import CommandLine

# As the issue lists them.
INDICATOR = [
    "body",
    "body_name",
    "year",
    "indicator",
    "title",
    "numerator",
    "denominator",
    "value",
    "unit",
    "n",
    "low",
    "high",
    "target",
    "status",
    "coverage_reported",
    "coverage_due",
    "rule",
    "notes",
    "publish",
]


@pytest.fixture
def district(etl: CommandLine, on_sample: Path) -> dict[tuple[str, str], dict]:
    """(indicator, rule) → its row for the district in 2022."""
    rows = etl("indicators", "--year", 2022, "--body", "lusong", "--json").json
    return {(row["indicator"], row["rule"]): row for row in rows}


def test_indicator_rows_have_the_fields_of_the_issue(district: dict) -> None:
    for row in district.values():
        assert [name for name in INDICATOR if name not in row] == []
        assert (row["body"], row["year"], row["publish"]) == ("lusong", 2022, 1)
        assert isinstance(row["notes"], list)


def test_the_district_of_2022_is_what_it_published(district: dict) -> None:
    counts = {
        indicator: row["value"] for (indicator, _), row in district.items() if row["denominator"] is None
    }
    wanted = {
        "permits_granted": 41_673,
        "permits_denied": 24,
        "summary_procedure_cases": 510,
        "ordinary_procedure_cases": 1_086,
        "penalty_cases": 510 + 1_086,
        "penalty_amount": 1_559_714,
        "inspections": 13_043,
    }
    assert {name: counts[name] for name in wanted} == wanted


def test_rates_carry_their_fraction_interval_target_and_other_rule(district: dict) -> None:
    appearance = district["court_appearance_rate", "hearings_only"]
    assert (appearance["numerator"], appearance["denominator"], appearance["n"]) == (4, 5, 5)
    assert (appearance["value"], appearance["unit"], appearance["target"]) == (80, "%", 100)
    assert appearance["low"] == pytest.approx(37.55, abs=0.01)
    assert appearance["high"] == pytest.approx(96.38, abs=0.01)
    assert appearance["status"] == "missed"
    assert any("4/6=66.7%" in note for note in appearance["notes"])
    other = district["court_appearance_rate", "with_written_only"]
    assert (other["numerator"], other["denominator"]) == (4, 6)
    assert other["value"] == pytest.approx(66.7, abs=0.05)
    (correction,) = [
        row for row in district.values() if row["indicator"] == "correction_rate" and row["main"]
    ]
    assert (correction["numerator"], correction["denominator"], correction["value"]) == (6, 25, 24)


def test_what_is_not_available_is_null_and_never_0(etl: CommandLine, on_sample: Path) -> None:
    seen = set()
    for year in (2021, 2022, 2023):
        for row in etl("indicators", "--year", year, "--json").json:
            seen.add(row["status"])
            if row["status"] in ("not_reported", "no_such_function", "withheld", "no_denominator"):
                assert (row["value"], row["low"], row["high"]) == (None, None, None)
                assert row["status"] == "no_denominator" or (row["numerator"], row["n"]) == (None, None)
            else:
                assert row["value"] is not None
    assert {"not_reported", "no_such_function", "no_denominator"} <= seen
    rows = etl("measures", "--year", 2022, "--json").json
    assert {row["state"] for row in rows} >= {"number", "not_reported", "no_such_function"}
    assert all((row["value"] is None) == (row["state"] != "number") for row in rows)


def test_a_year_without_data_is_told(etl: CommandLine, on_sample: Path) -> None:
    answer = etl("indicators", "--year", 1999, "--json")
    assert (answer.code, answer.json) == (0, [])
    assert "1999 年度没有数据；有数据的年度：2019、2020、2021、2022、2023" in answer.err


def test_a_name_means_the_body_that_existed_in_the_year(etl: CommandLine, on_sample: Path) -> None:
    for year, body in ((2020, "urban_administration"), (2021, "urban_management")):
        rows = etl("measures", "--year", year, "--body", "区城管局", "--json").json
        assert {row["body"] for row in rows} == {body}


def test_the_texts_are_for_people(etl: CommandLine, on_sample: Path) -> None:
    text = etl("indicators", "--year", 2022, "--body", "芦淞区").out
    assert "行政许可办理量　41,673件\n" in text
    assert "负责人出庭应诉率（出庭 ÷ 开庭）　80.0%，4/5，95%区间 37.6—96.4，目标 100%，未达标" in text
    assert "含演示数据" in text
    text = etl("measures", "--year", 2022).out
    assert "未报" in text
    assert not any(code in text for code in ("not_reported", "no_such_function", "None", "nan"))


def test_the_sample_is_loaded_once(etl: CommandLine, on_sample: Path) -> None:
    answer = etl("sample", "--json")
    assert (answer.code, answer.json) == (0, {"loaded": False})

"""Each fault of the checks has a file in `tests/bad` that yields it and nothing else; the real report has one break."""

import tomllib
from pathlib import Path

import pytest

from definitions import load_definitions
from etl.check import check
from etl.explain import apply
from etl.read import read_file
from tests.etl.hand_built import CATALOGUE, codes

BAD = Path(__file__).parents[1] / "bad"
SAMPLE = Path(__file__).parents[2] / "sample"
CODES = sorted(tomllib.loads(CATALOGUE.read_text("utf-8")))


def judged(path):
    """The faults of a file that its own reasons explain, and those that remain."""
    definitions = load_definitions()
    reading = read_file(path, definitions)
    return apply([*reading.faults, *check(reading, definitions, {})], reading.reasons, definitions)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_file_of_each_code_yields_it_and_nothing_else(code):
    (path,) = BAD.glob(f"{code}.*")
    explained, remaining = judged(path)
    assert explained == []
    assert codes(remaining) == [code]
    (found,) = remaining
    assert found.level == load_definitions().faults[code].level
    assert found.message.endswith("。")
    assert not set("{}") & set(found.message + found.remedy)


def test_the_published_report_of_2022_breaks_one_identity_and_says_why():
    explained, remaining = judged(SAMPLE / "published_2022.csv")
    assert [e.fault.detail for e in explained] == ["published_outcomes_add_up"]
    assert "= 26，而行政复议审结为25，相差1" in explained[0].fault.message
    assert [fault for fault in remaining if fault.level != "notice"] == []


def test_a_reason_in_the_row_lets_a_broken_identity_pass(tmp_path):
    lines = (BAD / "identity_broken.csv").read_text("utf-8").splitlines()
    path = tmp_path / "explained.csv"
    path.write_text(f"{lines[0]},原因\n{lines[1]},其中一案分两次作出决定\n", "utf-8")
    explained, remaining = judged(path)
    assert [(e.fault.code, e.text) for e in explained] == [("identity_broken", "其中一案分两次作出决定")]
    assert remaining == []

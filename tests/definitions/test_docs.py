"""The examples of docs/how-to.md work as they stand, and the glossary names what the definitions name."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from definitions import Definitions, load_definitions

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```\w+ definitions/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```\w", re.MULTILINE)

# Section of the guide → whether what it promises has come true.
PROMISES: dict[str, Callable[[Definitions], bool]] = {
    "Add a body": lambda d: d.bodies["archives"].exists_in(2022) and not d.bodies["archives"].exists_in(2021),
    "Rename, merge or split a body": lambda d: (
        d.bodies["town_shiqiao_street"].predecessors == ("town_shiqiao",)
        and not d.bodies["town_shiqiao"].exists_in(2023)
    ),
    "Add a return (dataset)": lambda d: len(d.datasets["mediation"].columns) == 3 and "mediating" in d.functions,
    "Add or change a case ledger": lambda d: [c.column for c in d.ledgers["contracts"].dimensions] == ["contract_type"],
    "Add an identity": lambda d: (
        "denied_within_accepted" in {identity.code for identity in d.datasets["permits"].identities}
    ),
    "Add an indicator": lambda d: len(d.indicators["vetting_coverage"].rules) == 2,
    "Add a target": lambda d: {
        (t.scope, t.target) for t in d.targets if (t.year, t.indicator) == (2023, "settlement_rate")
    } >= {("category:vertical", 15), ("justice", 20)},
    "Write or change an assessment scheme": lambda d: list(d.schemes["2024-1"].items) == [
        "court_appearance", "compliance", "practice", "no_return",
    ],
    "Change a sentence of the Word pack": lambda d: d.sentences["advice"].codes == (
        "legal_counsel", "contracts_reviewed", "certification_rate",
    ),
    "Change a disclosure table": lambda d: d.disclosure["checks"].columns == ("inspections",),
    "Add a unit or a word": lambda d: d.words.unit_factors["户"]["万户"] == 10_000,
    "Change or add a fault": lambda d: d.faults["example_fault"].level == "notice",
}  # fmt: skip


def sections() -> dict[str, str]:
    """title → text of every section of the guide that has an example."""
    parts = re.split(r"^## (.+)$", (DOCS / "how-to.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title: text for title, text in zip(parts[1::2], parts[2::2], strict=True) if FENCE.search(text)}


def test_every_example_is_tried() -> None:
    found = sections()
    assert found.keys() == PROMISES.keys()
    assert all(len(BLOCK.findall(text)) == len(FENCE.findall(text)) for text in found.values())


@pytest.mark.parametrize("section", PROMISES)
def test_example(section: str, own: Path) -> None:
    for name, example in BLOCK.findall(sections()[section]):
        path = own / name
        before = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.exists() else ""
        assert example not in before
        path.write_text(before + example, encoding="utf-8")
    assert PROMISES[section](load_definitions(own))


def test_glossary_has_every_state_and_status_by_its_title() -> None:
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    named = {
        (name, title)
        for titles, names in rows
        for title, name in zip(titles.split(" / "), names.split(" / "), strict=False)
    }
    words = load_definitions().words
    assert set(words.state_titles.items()) | set(words.status_titles.items()) <= named


def test_glossary_has_the_titles_of_the_indicators() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8").partition("## Indicators")[2].partition("##")[0]
    named = dict(re.findall(r"\| ([^|]*[\u4e00-\u9fff][^|]*) \| (\w+) (?=\|)", text))
    titles = {i.title: code for code, i in load_definitions().indicators.items()}
    named.pop("中文", None)
    assert len(named) >= 14
    assert named.items() <= titles.items()

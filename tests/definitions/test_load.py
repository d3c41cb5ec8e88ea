"""The project's own definitions, and how any folder of definitions is read."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from definitions import DefinitionError, Definitions, header_names, held, load_definitions, normalise_header
from definitions.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "sample" / "published_2022.csv"


def published() -> list[dict[str, str]]:
    return list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8-sig").splitlines()))


def published_values(definitions: Definitions) -> dict[str, Decimal]:
    """measure of `published_totals` → the figure of the one real report."""
    columns = definitions.datasets["published_totals"].columns
    figures = {normalise_header(row["指标名称"]): Decimal(row["数值"]) for row in published()}
    return {c.measure: value for c in columns for name, value in figures.items() if name in header_names(c)}


def reported_values(definitions: Definitions) -> dict[str, Decimal]:
    """The report's figures under the names of the returns, where one published figure equals one measure."""
    columns, values = definitions.column_of, published_values(definitions)
    return {columns[m].equals[0]: value for m, value in values.items() if len(columns[m].equals) == 1}


def test_own_definitions_load() -> None:
    found = load_definitions()
    assert {
        "penalties", "permits", "coercion", "other_acts", "capacity",
        "rulemaking", "reconsideration", "litigation", "published_totals", "reporting",
    } == found.datasets.keys()  # fmt: skip
    assert not found.datasets["published_totals"].rolls_up
    assert len({code for dataset in found.datasets.values() for code in dataset.by_measure}) == sum(
        len(dataset.columns) for dataset in found.datasets.values()
    )


def test_every_published_figure_has_a_column_with_its_unit() -> None:
    definitions = load_definitions()
    columns = definitions.datasets["published_totals"].columns
    for row in published():
        wanted = normalise_header(row["指标名称"])
        (column,) = [column for column in columns if wanted in header_names(column)]
        assert definitions.words.unit_factors[column.unit][row["计量单位"]] == 1


def test_of_the_published_report_only_the_outcomes_do_not_add() -> None:
    definitions = load_definitions()
    values = published_values(definitions)
    broken = {}
    for identity in definitions.datasets["published_totals"].identities:
        left, right = (sum(values[m] for m in side) for side in (identity.left, identity.right))
        if identity.relation == "rate":
            left, right = 100 * left / (right - values[identity.right[0]]), values[identity.right[0]]
        if not (left <= right if identity.relation == "<=" else left == right):
            broken[identity.code] = (left, right, identity.level)
    assert broken == {"published_outcomes_add_up": (26, 25, "explain")}


@pytest.mark.parametrize(
    ("indicator", "rule", "expected"),
    [
        ("acceptance_rate", "accepted_of_received", "100.0"),
        ("court_appearance_rate", "hearings_only", "80.0"),
        ("court_appearance_rate", "with_written_only", "66.7"),
        ("denial_rate", "of_decisions", "0.058"),
        ("ordinary_procedure_share", "of_both_procedures", "68.0"),
    ],
)
def test_rules_give_the_figures_of_the_report(indicator: str, rule: str, expected: str) -> None:
    definitions = load_definitions()
    values, found = reported_values(definitions), definitions.indicators[indicator]
    (chosen,) = [r for r in found.rules if r.rule == rule]
    top, bottom = (sum(values[m] for m in side) for side in (chosen.numerator, chosen.denominator))
    assert f"{found.scale * top / bottom:.{found.decimals}f}" == expected


def test_correction_counts_four_outcomes_over_those_concluded() -> None:
    """2022: 6 of 25. The published report gives one of the four outcomes only; the others were none."""
    main_rule, other = load_definitions().indicators["correction_rate"].rules
    outcomes = ("outcome_revoked", "outcome_varied", "outcome_declared_illegal", "outcome_ordered_to_act")
    assert main_rule.numerator == other.numerator == outcomes
    assert (main_rule.main, main_rule.denominator) == (True, ("reconsideration_concluded",))
    assert (other.main, other.denominator) == (False, ("reconsideration_accepted",))


def test_headlines_are_numbered_without_a_gap() -> None:
    places = sorted(i.headline for i in load_definitions().indicators.values() if i.headline)
    assert places == list(range(1, 11))


def test_only_the_court_appearance_plan_is_no_demonstration() -> None:
    real = [target for target in load_definitions().targets if not target.demonstration]
    assert [(t.year, t.indicator, t.scope, t.floor, t.target) for t in real] == [
        (2022, "court_appearance_rate", "*", None, 100),
        (2023, "court_appearance_rate", "*", None, 100),
    ]


@pytest.mark.parametrize(
    ("body", "years"), [("urban_administration", (2020,)), ("urban_management", (2021, 2022))]
)
def test_a_reform_passes_the_duty_on(body: str, years: tuple[int, ...]) -> None:
    found = load_definitions().bodies[body]
    assert [year for year in (2020, 2021, 2022) if found.exists_in(year)] == list(years)


def test_leaves_owe_something_and_the_district_only_publishes() -> None:
    definitions = load_definitions()
    owed = {
        body.body: {d.dataset for d in definitions.datasets.values() if definitions.owes(body, d)}
        for body in definitions.bodies.values()
    }
    assert owed.pop("lusong") == {"published_totals"}
    assert all(datasets and "published_totals" not in datasets for datasets in owed.values())


def test_default_folder_can_be_set(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(small))
    assert load_definitions().datasets.keys() == {"fines", "printed", "sending"}


def test_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"找不到定义文件夹.*DASHBOARD_DEFINITIONS"):
        load_definitions(tmp_path / "nowhere")


def test_what_is_held_is_looked_at_once_and_by_its_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grown() -> None:
        words = small / "words.toml"
        words.write_text(words.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")

    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(small))
    with held():
        before = load_definitions()
        grown()
        assert load_definitions() is before
        assert load_definitions(ROOT / "definitions") is not before
        monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(ROOT / "definitions"))
        assert load_definitions().shown == load_definitions(ROOT / "definitions").shown
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(small))
    after = load_definitions()
    assert after.shown != before.shown
    grown()
    assert load_definitions().shown != after.shown


def test_answer_is_kept_until_a_file_changes(small: Path) -> None:
    first = load_definitions(small)
    assert load_definitions(small) is first
    path = small / "categories.csv"
    path.write_text(path.read_text(encoding="utf-8") + "park,园区\n", encoding="utf-8")
    assert load_definitions(small).categories == {**first.categories, "park": "园区"}


CHANGES: dict[str, Callable[[Path], object]] = {
    "a comment": lambda f: (f / "words.toml").write_bytes((f / "words.toml").read_bytes() + b"# x\n"),
    "a fault": lambda f: (f / "faults" / "checks.toml").write_bytes(
        (f / "faults" / "checks.toml").read_bytes().replace("少见。".encode(), "罕见。".encode())
    ),
    "a name": lambda f: (f / "faults" / "checks.toml").rename(f / "faults" / "other.toml"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_fingerprint_sees(change: str, small: Path) -> None:
    before = load_definitions(small).fingerprint
    CHANGES[change](small)
    assert load_definitions(small).fingerprint != before


def test_fingerprint_is_of_the_files_not_of_the_place(small: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(small, tmp_path / "elsewhere")
    (elsewhere / "notes.txt").write_text("no part of the definitions", encoding="utf-8")
    assert load_definitions(elsewhere).fingerprint == load_definitions(small).fingerprint


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_tables_may_come_back_from_excel(encoding: str, small: Path) -> None:
    """Excel leaves a BOM or GBK, slashes in dates, CRLF and rows of commas; people leave `；`."""
    before = load_definitions(small)
    for path in small.glob("*.csv"):
        text = (
            path.read_text(encoding="utf-8")
            .replace("东镇政府;东", "东镇政府；东")
            .replace("2021-01-01", "2021/1/1")
        )
        commas = "," * text.splitlines()[0].count(",")
        path.write_bytes(f"{text}{commas}\n\n".replace("\n", "\r\n").encode(encoding))
    after = load_definitions(small)
    assert (after.bodies, after.targets, after.categories) == (
        before.bodies,
        before.targets,
        before.categories,
    )
    assert after.bodies["new_office"].valid_from == date(2021, 1, 1)


def test_toml_may_have_a_byte_order_mark(small: Path) -> None:
    path = small / "words.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_definitions(small).words.totals_rows == ("合计",)


def test_toml_in_gbk_is_said(small: Path) -> None:
    path = small / "words.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DefinitionError) as raised:
        load_definitions(small)
    assert raised.value.problems == ["words.toml：不是 UTF-8 编码。请用“另存为”选择 UTF-8 编码后重新保存。"]


def test_command_says_all_problems(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(small)]) == 0
    assert "机构 4 个，数据集 3 个" in capsys.readouterr().out
    (small / "targets.csv").unlink()
    (small / "functions.csv").unlink()
    assert main([str(small)]) == 1
    said = capsys.readouterr().err
    assert "定义有 2 处问题" in said
    assert "targets.csv：找不到文件" in said
    assert "functions.csv：找不到文件" in said

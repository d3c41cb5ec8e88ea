"""What a report says: every number is in the table beside it, what is missing is said, what is not alike is not compared."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from definitions import load_definitions
from reports.comparing import change_text
from reports.numbers import in_wan, written
from reports.sentences import Told, View, told, values

VIEWS = [
    ("lusong", 2022, 2021), ("lusong", 2023, 2022), ("lusong", 2019, None), ("lusong", 2021, 2023),
    ("health", 2022, 2021), ("town_baishi", 2022, 2021), ("justice", 2022, None), ("veterans", 2023, 2022),
    ("culture_tourism_sports", 2021, 2020), ("government_office", 2022, 2021),
]  # fmt: skip
Say = Callable[..., Told]


def test_the_published_figures_of_2022(say: Say) -> None:
    for section, parts in {
        "permits": ("2022年，芦淞区办理行政许可41673件", "不予许可24件"),
        "penalties": ("简易程序510件", "普通程序1086件", "罚没金额1559714元"),
        "inspection_coercion": ("行政检查13043次",),
        "reconsideration": ("审结25件", "复议纠错率为24%（6/25）"),
        "litigation": (
            "80%（4/5），未达到100%的目标，缺1件，按“出庭 ÷（开庭 + 书面审理）”口径为66.7%（4/6）",
        ),
    }.items():
        text = say(section, "lusong", 2022, 2021).text
        for part in parts:
            assert part in text, (section, part, text)


def test_outcomes_that_do_not_add_up_are_said_with_the_reason(say: Say) -> None:
    text = say("reconsideration", "lusong", 2022, None).text
    assert "需要说明的是" in text
    assert "审结25件" in text
    assert "合计26件" in text


@pytest.mark.parametrize("of", VIEWS, ids=lambda of: "-".join(map(str, of)))
def test_every_number_of_a_sentence_is_in_its_table(
    view: Callable[..., View], of: tuple[str, int, int | None]
) -> None:
    """The value itself, or for a comparison both years' values, from which it is worked out again."""
    found = view(*of)
    for section in load_definitions().sentences.values():
        one = told(found, section)
        figures = one.figures
        for sentence in one.sentences:
            for part in sentence:
                if part.figure and "比" not in part.text and "持平" not in part.text:
                    code, year = part.figure
                    row = found.row(code, year)
                    assert row is not None
                    own = figures[figures["年份"] == f"{year}年"]
                    held = {v for c in ("数值", "分子", "分母", "目标") for v in own[c]} | {
                        str(row.get("min_n"))
                    }
                    for number in re.findall(r"\d+(?:\.\d+)?", part.text.split("”口径为")[-1]):
                        gap = own["分母"].replace("", "0").astype(float) - own["分子"].replace(
                            "", "0"
                        ).astype(float)
                        assert number in held or float(number) in set(gap) or f"{number}%" in held, part.text


def test_a_change_is_what_the_two_values_make_it(view: Callable[..., View]) -> None:
    """Worked out again with fractions of the tables' own values."""
    found, checked = view("lusong", 2022, 2021), 0
    for section in load_definitions().sentences.values():
        for sentence in told(found, section).sentences:
            for part in sentence:
                match = re.fullmatch(r"，比2021年(增加|减少)([\d.]+)\D+、(增长|下降)([\d.]+)%", part.text)
                if match and part.figure:
                    now, before = (found.row(part.figure[0], y) for y in (2022, 2021))
                    assert now is not None
                    assert before is not None
                    moved = Decimal(str(now["value"])) - Decimal(str(before["value"]))
                    assert abs(moved) == Decimal(match[2])
                    assert (moved > 0) == (match[1] == "增加") == (match[3] == "增长")
                    share = abs(moved) / Decimal(str(before["value"])) * 100
                    assert Decimal(match[4]) == share.quantize(Decimal("0.1"), ROUND_HALF_UP)
                    checked += 1
    assert checked >= 6


def test_a_body_without_the_function_gets_one_sentence(say: Say) -> None:
    assert say("permits", "justice", 2022, None).text == "司法局无行政许可职能。"


def test_a_body_that_did_not_send_is_said_not_skipped(say: Say) -> None:
    text = say("capacity", "veterans", 2022, None).text
    assert "未报" in text
    assert not re.search(r"\d+(人|次|件)", text)


def test_what_some_bodies_did_not_send_is_said(say: Say) -> None:
    assert "35个应报单位中34个已报送，其余未计入" in say("litigation", "lusong", 2023, None).text


def test_a_rate_of_few_is_told_in_counts_only(say: Say) -> None:
    text = say("litigation", "lusong", 2022, None).text
    assert "败诉率为1/6（基数不足10，不列比率）" in text
    assert "16.7%" not in text


def test_no_cases_is_no_denominator_and_not_nought_per_cent(say: Say) -> None:
    text = say("litigation", "health", 2022, None).text
    assert "负责人出庭应诉率无分母" in text
    assert "0%" not in text


def test_what_is_withheld_is_said(say: Say) -> None:
    assert "移送司法机关不含1个单位依法不公开的数" in say("penalties", "lusong", 2022, None).text


def test_years_before_and_after_a_reform_are_not_compared(say: Say) -> None:
    text = say("penalties", "culture_tourism_sports", 2021, 2020).text
    assert "因2021年机构改革，不与2020年比较" in text
    assert "比2020年" not in text


def test_a_comparison_with_a_year_some_did_not_report_for_says_so(say: Say) -> None:
    """33 of 33 beside 32 of 33: the difference is partly the one that is missing."""
    told = "用于对比的2023年行政检查次数，33个应报单位中32个已报送，其余未计入。"
    assert told in say("inspection_coercion", "lusong", 2021, 2023).text
    assert "用于对比" not in say("inspection_coercion", "lusong", 2022, 2021).text
    assert "用于对比" not in say("inspection_coercion", "lusong", 2023, None).text


def row(value: int | None, year: int, measure: str = "permits_granted", **more: object) -> dict[str, object]:
    return {
        "value": None if value is None else Decimal(value),
        "year": year,
        "unit": "件",
        "measure": measure,
        **more,
    }


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (row(20, 2022), row(20, 2021), "与2021年持平"),
        (row(20, 2022), row(0, 2021), "比2021年增加20件"),
        (row(0, 2022), row(20, 2021), "比2021年减少20件、下降100%"),
        (row(3, 2022), row(10_000, 2021), "比2021年减少9997件、下降99.97%"),
        (row(7, 2022, decimals=0), row(2, 2021), "比2021年增加5件、增长250%"),
        (row(20, 2022), row(None, 2021), "因2021年没有数据，不与2021年比较"),
        (row(20, 2022), None, "因2021年没有数据，不与2021年比较"),
        (row(None, 2022), row(20, 2021), ""),
        (row(20, 2022, "kind_fine"), row(20, 2020, "kind_fine"), "因2021年统计分类变化，不与2020年比较"),
    ],
)
def test_changes_in_words(now: dict[str, object], before: dict[str, object] | None, text: str) -> None:
    year = 2020 if "2020" in text else 2021
    assert change_text(load_definitions(), "lusong", now, before, year) == text


def test_decimals_of_none_are_none() -> None:
    now, before = row(0, 2022, decimals=0), row(0, 2021)
    now["value"], before["value"] = Decimal("7.25"), Decimal("2")
    assert change_text(load_definitions(), "lusong", now, before, 2021).startswith("比2021年增加5件")


def test_numbers_as_official_documents_write_them() -> None:
    assert [written(v) for v in (41673, Decimal("4986.9"), 0, -3, 1234567.5)] == ["41673", "4986.9", "0", "-3", "1234567.5"]  # fmt: skip
    assert written(Decimal("99.96"), 1, "%") == "99.96"
    assert written(Decimal("0.04"), 1, "%") == "0.04"
    assert written(Decimal("100"), 1, "%") == "100"
    assert in_wan(1559714) == "约155.97万元"
    assert in_wan(1550000) == "155万元"


def test_every_figure_can_be_quoted_by_itself(view: Callable[..., View]) -> None:
    found = values(view())
    assert found["permits_granted"] == "41673件"
    assert found["court_appearance_rate"] == "80%（4/5）"
    assert values(view("justice"))["permits_granted"] == "无此职能"


def test_the_table_tells_both_years_and_every_rule(say: Say) -> None:
    figures = say("litigation", "lusong", 2022, 2021).figures
    rates = figures[figures["项目"] == "负责人出庭应诉率"]
    assert set(zip(rates["年份"], rates["分子"], rates["分母"], strict=True)) == {
        ("2022年", "4", "5"), ("2022年", "4", "6"), ("2021年", "4", "6"), ("2021年", "4", "7"),
    }  # fmt: skip
    assert isinstance(figures, pd.DataFrame)

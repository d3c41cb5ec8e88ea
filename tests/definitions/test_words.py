"""What counts as the same header, and that the headers of real forms mean what they say."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions import header_names, load_definitions, normalise_header, normalise_text, unit_in_header


@pytest.mark.parametrize(
    ("text", "header", "unit"),
    [
        ("罚没金额（万元）", "罚没金额", "万元"),
        ("罚没金额 (万元)", "罚没金额", "万元"),
        ("罚没金额\n（单位：万元）", "罚没金额", "万元"),
        ("罚没金额（人民币元）", "罚没金额", "元"),
        ("罚没金额【万元】", "罚没金额", "万元"),
        ("罚没金额/万元", "罚没金额", "万元"),
        ("罚没金额万元", "罚没金额", "万元"),
        ("罚没收入、万元", "罚没收入", "万元"),
        ("罰沒金額（萬元）", "罚没金额", "萬元"),
        ("1. 警告、通报批评", "警告通报批评", None),
        ("（一）警告，通报批评（宗）", "警告通报批评", "宗"),
        ("①警告/通报批评", "警告通报批评", None),
        ("其中：正职出庭（件）", "正职出庭", "件"),
        ("＃正职出庭", "正职出庭", None),
        ("普通（一般）程序（件）", "普通一般程序", "件"),
        ("检查（件/次）", "检查", "件"),
        ("持证率（%）", "持证率", "%"),
        ("行政许可事项（合计）", "行政许可事项合计", None),
        ("行政复议审结：维持", "行政复议审结维持", None),
        ("规范性文件“三统一”", "规范性文件三统一", None),
        ("平均罚款（元/件）", "平均罚款元件", None),
        ("一般程序", "一般程序", None),
        ("2022年", "2022年", None),
        ("Total_Cases", "total_cases", None),
        ("—— ", "", None),
        ("", "", None),
    ],
)
def test_header(text: str, header: str, unit: str | None) -> None:
    assert (normalise_header(text), unit_in_header(text)) == (header, unit)


@given(
    st.lists(st.sampled_from("简易程序一般、（）()件万元：1.①其中 -—"), max_size=12).map("".join), st.data()
)
def test_spaces_never_matter(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    spaced = text[:at] + data.draw(st.sampled_from([" ", "\u3000", "\n", "\u200b", "\ufeff"])) + text[at:]
    assert normalise_header(spaced) == normalise_header(text)
    assert unit_in_header(spaced) == unit_in_header(text)


@given(st.text(alphabet=string.ascii_letters + string.digits + "()-/:.% 件万元", max_size=20))
def test_full_width_is_half_width(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert unicodedata.normalize("NFKC", wide) == text
    assert normalise_header(wide) == normalise_header(text)
    assert unit_in_header(wide) == unit_in_header(text)
    assert normalise_text(wide) == normalise_text(text)


REAL_HEADERS = [
    ("penalties", 2022, "适用简易程序案件数（宗）", "summary_procedure_cases"),
    ("penalties", 2022, "普通（一般）程序", "ordinary_procedure_cases"),
    ("penalties", 2022, "警告、通报批评", "kind_warning"),
    ("penalties", 2022, "罚款", "kind_fine"),
    ("penalties", 2020, "罚款", "old_kind_fine"),
    ("penalties", 2022, "没收违法所得、没收非法财物", "kind_confiscation"),
    ("penalties", 2020, "没收违法所得、没收非法财物", "old_kind_confiscation"),
    ("penalties", 2022, "暂扣许可证件、降低资质等级", "kind_permit_suspended"),
    ("penalties", 2020, "暂扣许可证、执照", "old_kind_permit_suspended"),
    ("penalties", 2022, "责令停产停业、责令关闭、限制从业", "kind_closure"),
    ("penalties", 2020, "责令停产停业", "old_kind_closure"),
    ("penalties", 2022, "行政拘留", "kind_detention"),
    ("penalties", 2020, "其他", "old_kind_other"),
    ("penalties", 2022, "合计（宗）", "total_cases"),
    ("penalties", 2022, "罚没收入（万元）", "penalty_amount"),
    ("penalties", 2022, "簡易程序", "summary_procedure_cases"),
    ("permits", 2022, "申请数量（宗）", "permit_applications"),
    ("permits", 2022, "撤销许可数量（宗）", "permits_revoked"),
    ("coercion", 2022, "查封场所、设施或者财物", "measure_premises_sealed"),
    ("coercion", 2022, "冻结存款、汇款", "measure_funds_frozen"),
    ("coercion", 2022, "其他行政强制措施", "measure_other"),
    ("coercion", 2022, "加处罚款或者滞纳金", "enforcement_added_fine"),
    ("coercion", 2022, "其他强制执行", "enforcement_other"),
    ("coercion", 2022, "申请人民法院强制执行", "court_enforcement_applications"),
    ("other_acts", 2022, "行政征收总金额（万元）", "levy_amount"),
    ("reconsideration", 2022, "集体讨论", "collective_discussions"),
    ("rulemaking", 2022, "集体讨论", "decisions_with_collective_deliberation"),
    ("litigation", 2022, "行政机关负责人出庭应诉数（件）", "head_appearances"),
]


@pytest.mark.parametrize(("dataset", "year", "header", "measure"), REAL_HEADERS)
def test_headers_of_real_forms(dataset: str, year: int, header: str, measure: str) -> None:
    wanted = normalise_header(header)
    columns = load_definitions().datasets[dataset].columns
    assert [c.measure for c in columns if wanted in header_names(c) and c.applies_in(year)] == [measure]


def test_states_are_kept_apart() -> None:
    words = load_definitions().words
    assert {"", "-", "—", "——", "/", "无"} <= set(words.ambiguous)
    assert "无此职能" in words.states["no_such_function"]
    assert "涉密" in words.states["withheld"]
    assert "未报送" in words.states["not_reported"]
    assert "number" not in words.states


def test_texts_are_kept_as_the_reader_will_see_them() -> None:
    words = load_definitions().words
    texts = [*words.ambiguous, *words.note_prefixes, *(t for texts in words.states.values() for t in texts)]
    assert texts == [normalise_text(text) for text in texts]
    assert all(
        h == normalise_header(h) for h in (*words.body_headers, *words.totals_rows, *words.reason_sheets)
    )


def test_money_is_stored_in_yuan() -> None:
    definitions = load_definitions()
    assert definitions.words.unit_factors["元"]["万元"] == 10_000
    amounts = [c.measure for c in definitions.column_of.values() if c.unit == "元" and not c.integer]
    assert {"penalty_amount", "levy_amount"} <= set(amounts)

"""Tables hold what they are given, whole, as text; files hold nothing a spreadsheet would run."""

import csv
import io
from decimal import Decimal
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.spreadsheet import inert
from tests.ui.frames import NAN, absent, caption, count, frame, indicator, measure, rate
from ui.matrix import coverage_matrix_html, status_matrix_html
from ui.tables import csv_bytes, html_table, indicator_table, measure_table


class Table(HTMLParser):
    """Reads back what a browser would show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, dict[str, str | None], str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in ("td", "th", "caption"):
            self.cells.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        if self.cells:
            tag, attrs, text = self.cells[-1]
            self.cells[-1] = (tag, attrs, text + data)

    def texts(self, tag: str) -> list[str]:
        return [text for found, _, text in self.cells if found == tag]


NASTY = "<script>alert(1)</script>\"&'"


def test_every_text_is_escaped():
    html = html_table(pd.DataFrame({NASTY: [NASTY], "乙": [NASTY]}), NASTY, NASTY)
    table = Table(html)
    assert "script" not in table.tags
    assert table.texts("td")[0].startswith(NASTY)
    assert table.texts("th") == [NASTY, "乙", NASTY]
    assert 'aria-label="&lt;script&gt;' in html


def test_cells_say_what_they_are():
    table = Table(
        html_table(pd.DataFrame({"单位": ["甲"], "件数": [41697.0], "年份": [2022], "空": [None]}), "题")
    )
    assert [(a.get("scope"), t) for tag, a, t in table.cells if tag == "th"] == [
        ("col", "单位"),
        ("col", "件数"),
        ("col", "年份"),
        ("col", "空"),
        ("row", "甲"),
    ]
    assert table.texts("td") == ["41,697", "2022", "–"]
    assert [a.get("class") for tag, a, _ in table.cells if tag == "td"] == ["number", "number", None]
    assert table.texts("caption") == ["题"]


def test_the_box_can_be_scrolled_by_keyboard():
    assert 'role="region" tabindex="0"' in html_table(pd.DataFrame({"a": [1]}), "题")


def test_an_empty_frame_says_so():
    assert "没有记录" in html_table(pd.DataFrame({"单位": []}), "题")
    assert "没有记录" in status_matrix_html(frame(indicator()).head(0), "题")


def test_status_codes_become_shape_and_word():
    assert Table(html_table(pd.DataFrame({"单位": ["甲"], "状态": ["missed"]}), "题")).texts("td") == [
        "■ 未达标"
    ]


def test_indicator_table_keeps_targets_and_those_without_value():
    rows = frame(
        rate(4, 5, body_name="甲局"), absent("not_reported", body_name="乙局", target_demonstration=True)
    )
    table = indicator_table(rows)
    assert list(table["单位"]) == ["甲局", "乙局"]
    assert list(table["数值"]) == ["80%", "未报"]
    assert list(table["目标"]) == ["100%", "100%（演示）"]
    assert list(table["95%区间"]) == ["37.6%–96.4%", "–"]
    assert table["分子"].isna().tolist() == [False, True]
    assert list(table["报送单位"]) == ["26/28", "26/28"]
    assert "说明" not in table


def test_indicator_table_of_years_and_rules():
    other = rate(4, 6, main=False, rule_title="出庭 ÷（开庭+书面）", notes="双口径")
    table = indicator_table(frame(indicator(), other), "year", "年份")
    assert list(table["年份"]) == ["2022年", "2022年"]
    assert list(table["口径"]) == ["出庭 ÷ 开庭", "出庭 ÷（开庭+书面）"]
    assert list(table["说明"]) == ["", "双口径"]


def test_counts_have_no_fraction_columns():
    assert {"分子", "目标", "95%区间"}.isdisjoint(indicator_table(frame(count(5))).columns)


def test_measure_table_has_states_and_explanations():
    rows = frame(measure("a", "维持", 0), measure("b", "调解", None, "withheld", explanation="一案两结果"))
    table = measure_table(rows)
    assert list(table["数值"]) == ["0件", "不公开"]
    assert list(table["数据"]) == ["有数", "不公开"]
    assert list(table["说明"]) == ["", "一案两结果"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\tx",
            "  =1",
            "\n@x",
            "\u3000=1",
            "\xa0-1",
            "\ufeff=1",
            "\0=1",
        ),
        *("＝1+1", "＋1", "－1", "＠SUM(A1)", "'=1", '"=1"', " ' =1", "“＝1”"),
    ],
)
def test_formulas_are_disarmed(text):
    assert inert(text).startswith("'")


@pytest.mark.parametrize(
    "value", ["甲局", "80%（4/5）", "−3件", "'x", "“甲”", "", 5, -5.5, Decimal("-5.5"), None]
)
def test_the_rest_is_left_alone(value):
    assert inert(value) == value


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=5))
def test_no_cell_of_a_file_begins_a_formula(texts):
    plain = pd.DataFrame({"单位": texts, "值": [-1.5] * len(texts)})
    read = list(csv.reader(io.StringIO(csv_bytes(plain).decode("utf-8-sig"), newline="")))
    assert len(read) == len(texts) + 1
    for row, text in zip(read[1:], texts, strict=True):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@"))
        assert row[1] == "-1.5"
        flat = text.translate({9: " ", 10: " ", 13: " "})
        assert row[0] in (flat, "'" + flat)


def test_files_open_in_chinese_and_carry_their_source():
    data = csv_bytes(
        pd.DataFrame({"单位": ["甲"], "状态": ["near"], "数": [NAN]}), caption(demonstration=True)
    )
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = data.decode("utf-8-sig").split("\r\n")[:2]
    assert head == "单位,状态,数,来源"
    assert row == "甲,▲ 接近,,来源：各单位年度报送；第3次发布（2026-02-03）；【演示数据】"


def test_counts_in_files_are_whole_and_fractions_kept():
    data = csv_bytes(pd.DataFrame({"分子": [3.0, NAN], "值": [0.5, 1.0]})).decode("utf-8-sig")
    assert data == "分子,值\r\n3,0.5\r\n,1.0\r\n"


def test_only_sentences_wrap():
    table = Table(
        html_table(pd.DataFrame({"单位": ["甲"], "目标": ["100%（演示）"], "说明": ["很长的说明" * 9]}), "题")
    )
    assert [a.get("class") for tag, a, _ in table.cells if tag == "td"] == [None, "long"]


def test_status_matrix_has_shape_word_and_value_in_every_cell():
    rows = frame(
        rate(9, 12, body="a", short_name="甲局", status="missed"),
        absent("no_such_function", body="a", short_name="甲局", indicator="other", title="另一指标"),
        absent("not_reported", body="b", short_name="乙局"),
    )
    table = Table(status_matrix_html(rows, "达标情况"))
    assert table.texts("th") == ["单位", "负责人出庭应诉率", "另一指标", "甲局", "乙局"]
    assert table.texts("td") == ["■ 未达标75%·9/12", "∅ 无此职能", "？ 未报", ""]


def test_coverage_matrix_counts_only_what_is_due():
    states = {"penalties": "reported", "permits": "not_reported", "coercion": "no_such_function"}
    rows = pd.DataFrame(
        [
            {
                "body": "a",
                "body_name": "甲局",
                "short_name": "甲局",
                "dataset": d,
                "dataset_title": d,
                "state": s,
            }
            for d, s in states.items()
        ]
    )
    cells = Table(coverage_matrix_html(rows, "报送情况")).texts("td")
    assert cells == ["● 已报", "？ 未报", "∅ 无此职能", "1/2"]

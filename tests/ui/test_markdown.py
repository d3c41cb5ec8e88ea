"""A text in a label or note reads as it was written: nothing of Markdown or of Streamlit's additions comes of it."""

import pytest

from ui.markdown import literal


@pytest.mark.parametrize(
    "text",
    [
        "[跳](javascript:x)", "![](http://x.invalid)", "<script>", "<http://x.invalid>", "$x^2$", "**粗**", "_斜_", "`码`",
        ":material/home:", ":red[红]", ":smile:", "~~删~~", "# 题", "a|b", "\\[x](y)",
    ],
)  # fmt: skip
def test_marks_are_read_not_obeyed(text: str) -> None:
    made = literal(text)
    for i, mark in enumerate(made):
        if mark in "`*_[]<>!$~|#":
            assert made[i - 1] == "\\"
    assert ":" not in made.replace(":\u2060", "")
    assert made.replace(":\u2060", ":").replace("\\", "") == text.replace("\\", "")


def test_chinese_text_is_left_alone() -> None:
    text = "指标口径：负责人出庭应诉率（开庭+书面）“2022年”，80%"
    assert literal(text) == text

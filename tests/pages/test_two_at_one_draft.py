"""Two people of one body at one draft: neither overwrites what the other did before he has seen it."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl import filing as filings_of
from ledger.audit import Actor, acting
from ledger.filings import Filing, Filings
from ledger.folder import DataFolder
from tests.pages.clerk import HEADER, MINE, button, permits, sent
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound, table

BLANK = "还空着的格一律"
CHANGED = "wang刚才改过这份草稿，您的操作还没有执行"


@pytest.fixture
def filings(own_data: Path):
    with Filings(own_data / "ledger.sqlite") as found:
        yield found


def draft(looking: Any, filings: Filings) -> AppTest:
    """A draft with two blank cells, and figures that need a reason, laid open by li."""
    looking("department")
    wrong = {"法律、行政法规、国务院决定设定的事项": "99"}
    sent(permits(2024, 不予许可数="", 撤销许可数="", **wrong))
    return open_page(MINE, filing=1)


def one(filings: Filings) -> Filing:
    found = filings.filing(1)
    assert found is not None
    return found


def address(name: str) -> str:
    return f"第2行第{HEADER.split(',').index(name) + 1}列"


def corrected(filings: Filings) -> dict[str, str]:
    [cells] = one(filings).corrections.values()
    return {cell: text for (_, cell), text in cells.items()}


def by_wang(own_data: Path, filings: Filings, **cells: str) -> None:
    """A colleague, somewhere else, types cells anew."""
    filing = one(filings)
    with acting(Actor("wang", "10.0.0.2")):
        texts = [(filing.files[0].sha256, "", address(name), text) for name, text in cells.items()]
        filings_of.amend(DataFolder(own_data), filings, filing, texts, filing.headings, {"health"})


def changes(app: AppTest) -> list[list[str]]:
    return [[row[0], *row[2:]] for row in table(html(app), "您打开以后的改动")[1:]]


def fill_blanks(app: AppTest, text: str) -> AppTest:
    next(box for box in app.selectbox if box.label == BLANK).select(text)
    button(app, "按改动重新核对").click().run()
    assert not app.exception
    return app


def test_cells_typed_by_a_colleague_are_seen_before_ones_own_are_written(
    own_data: Path, looking: Any, filings: Filings
) -> None:
    app = draft(looking, filings)
    by_wang(own_data, filings, 不予许可数="4")
    fill_blanks(app, "0")
    assert CHANGED in app.error[0].value
    assert changes(app) == [["wang", address("不予许可数"), "（照原件）", "4"]]
    assert corrected(filings) == {address("不予许可数"): "4"}
    # What he typed is offered beside what the colleague has: pressed again, it is written, and nothing else is.
    button(app, "按改动重新核对").click().run()
    sound(app)
    assert "已重新核对：改了2格" in app.success[0].value
    assert corrected(filings) == {address("不予许可数"): "0", address("撤销许可数"): "0"}
    assert not app.warning
    with_whom = [(event.who, "corrections" in event.said) for event in one(filings).course]
    assert with_whom[-2:] == [("wang", True), ("li", True)]


def test_what_one_did_not_touch_stays_the_colleagues(own_data: Path, looking: Any, filings: Filings) -> None:
    app = draft(looking, filings)
    by_wang(own_data, filings, 申请数="1700", 许可数="1600")
    fill_blanks(app, "未报")
    button(app, "按改动重新核对").click().run()
    sound(app)
    assert corrected(filings) == {
        address("申请数"): "1700",
        address("许可数"): "1600",
        address("不予许可数"): "未报",
        address("撤销许可数"): "未报",
    }


def test_it_is_said_before_anything_is_pressed_and_the_newest_is_one_press_away(
    own_data: Path, looking: Any, filings: Filings
) -> None:
    app = draft(looking, filings)
    by_wang(own_data, filings, 不予许可数="4")
    app.run()
    assert "下面还是改动以前的内容" in app.warning[0].value
    assert "有2格空着" in html(app)
    button(app, "看最新的内容").click().run()
    sound(app)
    assert "下面是最新的内容" in app.warning[0].value
    assert "有1格空着" in html(app)
    fill_blanks(app, "0")
    assert corrected(filings) == {address("不予许可数"): "4", address("撤销许可数"): "0"}


def test_nothing_is_submitted_that_was_not_seen(own_data: Path, looking: Any, filings: Filings) -> None:
    app = draft(looking, filings)
    app.text_area[0].input("按部门口径另有91项").run()
    by_wang(own_data, filings, 申请数="1700")
    button(app, "提交").click().run()
    assert CHANGED in app.error[0].value
    assert one(filings).state == "draft"
    assert app.text_area[0].value == "按部门口径另有91项"
    button(app, "提交").click().run()
    assert "第1号已提交" in app.success[0].value
    assert [text for _, text in one(filings).reasons] == ["按部门口径另有91项"]


@pytest.mark.parametrize("label", ["保存说明，以后再交", "删去草稿"])
def test_a_colleagues_reason_is_neither_overwritten_nor_deleted_unseen(
    own_data: Path, looking: Any, filings: Filings, label: str
) -> None:
    app = draft(looking, filings)
    target = app.text_area[0].label.partition("　")[0].replace("\\", "")
    with acting(Actor("wang", "10.0.0.2")):
        filings.note(1, [(target, "两类事项重复")])
    app.text_area[0].input("我的原因").run()
    button(app, label).click().run()
    assert CHANGED in app.error[0].value
    assert changes(app) == [["wang", f"{target} 的说明", "（没有）", "两类事项重复"]]
    assert (one(filings).state, one(filings).reasons) == ("draft", ((target, "两类事项重复"),))
    assert app.text_area[0].value == "我的原因"
    button(app, label).click().run()
    sound(app)
    state, reasons = one(filings).state, one(filings).reasons
    assert (state, dict(reasons)[target]) in [("draft", "我的原因"), ("discarded", "两类事项重复")]


def test_a_colleagues_reason_is_there_for_who_typed_none(
    own_data: Path, looking: Any, filings: Filings
) -> None:
    app = draft(looking, filings)
    target = app.text_area[0].label.partition("　")[0].replace("\\", "")
    with acting(Actor("wang", "10.0.0.2")):
        filings.note(1, [(target, "两类事项重复")])
    button(app, "提交").click().run()
    button(app, "看最新的内容").click().run()
    assert app.text_area[0].value == "两类事项重复"
    button(app, "提交").click().run()
    assert [text for _, text in one(filings).reasons] == ["两类事项重复"]
    assert one(filings).state == "submitted"


def test_what_a_header_means_is_said_too(own_data: Path, looking: Any, filings: Filings) -> None:
    looking("department")
    content = permits(2024, 不予许可数="").decode("gb18030").replace("受理数", "收件宗数")
    sent(content.encode("gb18030"))
    app = open_page(MINE, filing=1)
    filing = one(filings)
    with acting(Actor("wang", "10.0.0.2")):
        filings_of.amend(
            DataFolder(own_data), filings, filing, [], {"收件宗数": "permits_accepted"}, {"health"}
        )
    fill_blanks(app, "0")
    assert changes(app) == [["wang", "表头“收件宗数”", "（没有）", "受理数"]]
    button(app, "按改动重新核对").click().run()
    assert one(filings).headings == {"收件宗数": "permits_accepted"}
    assert corrected(filings) == {address("不予许可数"): "0"}


def test_a_colleague_has_submitted_it(own_data: Path, looking: Any, filings: Filings) -> None:
    app = draft(looking, filings)
    with acting(Actor("wang", "10.0.0.2")):
        filings.submit(1, [])
    button(app, "按改动重新核对").click().run()
    assert "wang在" in app.warning[0].value
    assert "现在是“已提交，待审核”。您刚才的操作没有执行" in app.warning[0].value
    app.run()
    assert not app.warning


def test_ones_own_other_window_is_called_so(own_data: Path, looking: Any, filings: Filings) -> None:
    app, other = draft(looking, filings), open_page(MINE, filing=1)
    fill_blanks(other, "0")
    fill_blanks(app, "未报")
    assert changes(app)[0][0] == "li（您的另一窗口）"
    assert set(corrected(filings).values()) == {"0"}

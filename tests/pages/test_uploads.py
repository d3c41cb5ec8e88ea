"""Choosing files on 我的报送: they are safe before anything is pressed, kept once, and read or deleted later."""

from pathlib import Path
from typing import Any

from ledger.filings import Filings
from tests.pages.clerk import HEADER, LINES, MINE, box, button, chosen, permits, sent
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound, table


def test_a_file_that_was_only_chosen_is_there_again(own_data: Path, looking: Any) -> None:
    """The browser is closed before anything was pressed: another finds the file, its time and what may be done."""
    looking("department")
    app = chosen(permits(2024))
    assert "许可.csv 已保存" in html(app)
    assert "关掉浏览器也不会丢" in html(app)
    with Filings(own_data / "ledger.sqlite") as filings:
        [kept] = filings.listed()
        assert (kept.state, kept.account) == ("uploaded", "li")
        assert (own_data / "originals" / kept.files[0].sha256).read_bytes() == permits(2024)
    again = open_page(MINE)
    assert f"第1号：许可.csv　{kept.at[:16].replace('T', ' ')}上传，还没有核对" in html(again)
    assert table(html(again), "报送记录")[1][5] == "○ 已上传，尚未核对"
    button(again, "读取并核对第1号").click().run()
    sound(again)
    assert "已保存为第1号草稿" in again.success[0].value
    assert "没有错误，可以提交" in html(again)
    assert not [b for b in again.button if b.label.startswith("读取并核对")]
    # The first window knows nothing of that yet.
    button(app, "读取并核对").click().run()
    sound(app)
    assert "没有重复读取" in (app.error[0].value if app.error else "没有重复读取")
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.state for one in filings.listed()] == ["draft"]


def test_a_file_that_was_only_chosen_can_be_deleted(own_data: Path, looking: Any) -> None:
    looking("department")
    chosen(permits(2024))
    again = open_page(MINE, filing=1)
    assert "已上传，尚未核对" in html(again)
    button(again, "删除第1号").click().run()
    sound(again)
    assert "第1号已从列表中删去" in again.success[0].value
    assert "还没有报送" in html(again)


def test_the_same_file_twice_is_known(own_data: Path, looking: Any) -> None:
    looking("department")
    app = box(open_page(MINE), ("许可.csv", permits(2024)))
    box(app, ("许可.csv", permits(2024)), ("另存.csv", permits(2024)))
    assert "“另存.csv”与“许可.csv”内容完全相同，只保留一份" in html(app)
    other = chosen(permits(2024))
    assert "许可.csv 与第1号（已上传，尚未核对）完全相同，没有另存一份" in html(other)
    button(other, "读取并核对").click().run()
    third = chosen(permits(2024))
    assert "与第1号（草稿，尚未提交）完全相同，没有另存一份" in html(third)
    button(third, "读取并核对").click().run()
    assert "没有错误，可以提交" in html(third)
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [(one.state, len(one.files)) for one in filings.listed()] == [("draft", 1)]


def test_what_is_put_into_the_box_and_taken_out_again(own_data: Path, looking: Any) -> None:
    looking("department")
    one, other = ("许可.csv", permits(2024)), ("后一年.csv", permits(2025))
    app = box(open_page(MINE), one)
    with Filings(own_data / "ledger.sqlite") as filings:
        for files in ((one, other), (other,), (other, one)):
            box(app, *files)
            [kept] = filings.listed()
            assert [file.name for file in kept.files] == [name for name, _ in files]
        box(app)
        assert [kept.state for kept in filings.listed()] == ["discarded"]
        box(app, one)
        assert [kept.state for kept in filings.listed()] == ["uploaded", "discarded"]


def test_leaving_the_page_takes_nothing_away(own_data: Path, looking: Any) -> None:
    looking("department")
    app = chosen(permits(2024))
    app.switch_page("pages/overview/overview.py").run()
    app.switch_page(f"pages/{MINE}").run()
    sound(app)
    assert "第1号：许可.csv" in html(app)
    chosen(permits(2025), "后一年.csv", app)
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [[file.name for file in one.files] for one in filings.listed()] == [
            ["后一年.csv"],
            ["许可.csv"],
        ]


def test_too_many_files_are_not_kept(own_data: Path, looking: Any) -> None:
    looking("department")
    app = open_page(MINE)
    for number in range(21):
        app.file_uploader[0].upload(f"{number}.csv", permits(2024, 申请数=str(number)), "text/csv")
    app.run()
    assert "一次最多20份文件" in app.error[0].value
    with Filings(own_data / "ledger.sqlite") as filings:
        assert filings.listed() == []


def test_a_file_of_another_body_does_not_stay(own_data: Path, looking: Any) -> None:
    looking("department")
    theirs = "\n".join([HEADER, next(line for line in LINES if "市场监督管理局" in line)])
    app = sent(theirs.encode("gb18030"))
    assert "不能代报，没有收下" in app.error[0].value
    assert not app.file_uploader[0].value
    assert "还没有报送" in html(app)
    with Filings(own_data / "ledger.sqlite") as filings:
        assert [one.state for one in filings.listed()] == ["discarded"]

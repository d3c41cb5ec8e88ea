"""What is answered at a figure's permanent address, and to whom."""

import csv
import io
import json
import re
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from starlette.testclient import TestClient

from definitions import load_definitions
from ledger.figures import Figure, number_of
from tests.ui.figures.conftest import taken
from ui.figures import answers, issuing
from ui.figures.printer import MISSING, Printer

AS_HEALTH = {"Cookie": "demonstration=department:health"}


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server without a browser; what needs one is tested in tests/browser."""
    printer = Printer("/no/such/browser")
    monkeypatch.setattr(answers, "printer", lambda: printer)


def test_the_page_tells_what_was_frozen_and_that_it_still_holds(client: TestClient, figure: Figure) -> None:
    answer = client.get(f"/figures/{figure.number}")
    assert answer.status_code == 200
    for part in (figure.number, "负责人出庭应诉率：历年", "37.6%–96.4%", "与现在的数据（第1次发布）一致", "演示数据，不得作为工作依据引用",
                 "负责人出庭 ÷ 开庭审理", MISSING):  # fmt: skip
        assert part in answer.text
    assert "<img" not in answer.text
    assert "<script" not in answer.text
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("written", ["{0}", "{1}", "１００－０１４"])
def test_a_number_may_be_written_in_other_ways(client: TestClient, figure: Figure, written: str) -> None:
    asked = written.format(figure.number, figure.number.replace("-", ""))
    assert client.get(f"/figures/{asked}").status_code == 200


def test_the_data_as_csv_carry_the_number_on_every_row(client: TestClient, figure: Figure) -> None:
    answer = client.get(f"/figures/{figure.number}.csv?take=file")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    row = next(r for r in rows if r["年份"] == "2022年" and r["口径"] == "出庭 ÷ 开庭")
    assert (row["分子"], row["分母"], row["数值"], row["95%区间"]) == ("4", "5", "80%", "37.6%–96.4%")
    assert all(r["来源"].startswith(f"图号{figure.number}；来源：") for r in rows)
    name = unquote(answer.headers["content-disposition"].partition("''")[2])
    assert name == f"图{figure.number}_负责人出庭应诉率：历年_芦淞区.csv"


def test_the_workbook_has_numbers_as_numbers_and_says_what_they_are(
    client: TestClient, figure: Figure
) -> None:
    answer = client.get(f"/figures/{figure.number}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, about = book["数据"], book["说明"]
    assert sheet["A1"].value == "负责人出庭应诉率：历年"
    heads = [cell.value for cell in sheet[4]]
    row = next(r for r in sheet.iter_rows(min_row=5, values_only=True) if r[0] == "2022年")
    assert (row[heads.index("分子")], row[heads.index("分母")]) == (4, 5)
    said = dict(about.iter_rows(values_only=True))
    assert said["图号"] == figure.number
    assert "÷" in said["口径：负责人出庭应诉率"]


def test_only_what_is_taken_is_noted(client: TestClient, figure: Figure) -> None:
    for asked in ("", ".csv", ".csv?take=file", ".csv?take=file", ".xlsx?take=file"):
        client.get(f"/figures/{figure.number}{asked}")
    taken_as = [(e.who, e.form) for e in issuing.register().exports()[figure.serial]]
    assert taken_as == [
        ("li", "number"),
        ("demonstration:administrator", "csv"),
        ("demonstration:administrator", "xlsx"),
    ]


def test_unknown_and_forbidden_are_told_the_same(client: TestClient, figure: Figure) -> None:
    """Of the whole district a department may not see even that it exists."""
    unknown = [number_of(figure.serial + 1), "100-015", "what", f"{figure.number}.exe", f"{figure.number}.today.exe"]  # fmt: skip
    nonce = re.compile(r"nonce=\"[^\"]+\"")
    said = {nonce.sub("", client.get(f"/figures/{n}").text) for n in unknown}
    said |= {
        nonce.sub("", client.get(f"/figures/{figure.number}{end}", headers=AS_HEALTH).text)
        for end in ("", ".csv", ".png", ".today.svg")
    }
    assert len(said) == 1
    assert client.get(f"/figures/{figure.number}.csv", headers=AS_HEALTH).status_code == 404


def test_a_departments_own_figure_is_for_it_and_for_who_sees_all(client: TestClient, office: Path) -> None:
    own = taken(
        "ui.rates:over_years", "certification_rate", "执法人员持证率：历年", own=("market_supervision",)
    )
    assert client.get(f"/figures/{own.number}").status_code == 200
    mine = {"Cookie": "demonstration=department:market_supervision"}
    assert client.get(f"/figures/{own.number}", headers=mine).status_code == 200
    assert client.get(f"/figures/{own.number}", headers=AS_HEALTH).status_code == 404


def test_without_a_browser_pictures_say_so_and_all_else_works(client: TestClient, figure: Figure) -> None:
    for ending in ("png", "svg"):
        answer = client.get(f"/figures/{figure.number}.{ending}?take=file")
        assert answer.status_code == 503
        assert MISSING in answer.text
        assert "attachment" not in answer.headers.get("content-disposition", "")
    assert [e.form for e in issuing.register().exports()[figure.serial]] == ["number"]


def test_a_table_has_no_picture(client: TestClient, office: Path) -> None:
    table = taken("ui.enforcement:year_table", ["litigation_new"], "应诉情况", "now")
    answer = client.get(f"/figures/{table.number}.png")
    assert answer.status_code == 404
    assert "没有图片" in answer.text
    assert "新收" in client.get(f"/figures/{table.number}").text


def test_what_breaks_is_a_sentence(
    client: TestClient, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Figure) -> None:
        raise RuntimeError("a secret of the program")

    monkeypatch.setattr(answers, "figure_page", broken)
    answer = client.get(f"/figures/{figure.number}")
    assert answer.status_code == 500
    assert "记录编号" in answer.text
    assert "secret" not in answer.text


def test_no_address_is_ever_written_with_a_wrong_size(client: TestClient, figure: Figure) -> None:
    assert client.get(f"/figures/{figure.number}.png?size=../../etc").status_code == 503


def test_files_are_kept_by_nobody_on_the_way(client: TestClient, figure: Figure) -> None:
    for ending in ("csv", "xlsx"):
        answer = client.get(f"/figures/{figure.number}.{ending}")
        assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("asked", [".csv", ".xlsx", ".today.csv", ".svg?take=file", ".png?take=copy"])
def test_who_may_not_download_looks_but_takes_nothing(
    client: TestClient, figure: Figure, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    without(monkeypatch, "download", "viewer")
    as_viewer = {"Cookie": "demonstration=viewer:"}
    assert client.get(f"/figures/{figure.number}", headers=as_viewer).status_code == 200
    answer = client.get(f"/figures/{figure.number}{asked}", headers=as_viewer)
    assert answer.status_code == 403
    assert "没有下载的权限" in answer.text


def without(monkeypatch: pytest.MonkeyPatch, action: str, role: str, reach: str = "no") -> None:
    """The office's rights, but for one."""
    plain = load_definitions()
    right = plain.rights[action]
    rights = {**plain.rights, action: replace(right, reach={**right.reach, role: reach})}
    changed = replace(plain, rights=rights)
    for module in (answers, issuing):
        monkeypatch.setattr(module, "load_definitions", lambda: changed)


def test_a_right_to_a_page_is_no_right_to_everybodys_figures(
    client: TestClient, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken along on a page a department may use for its own bodies, or to read rules, stays the district's."""
    whole = taken("ui.rates:over_years", "certification_rate", "执法人员持证率：历年", page="reports/word.py")
    without(monkeypatch, "download", "department", "all")
    rules = taken("ui.rates:over_years", "certification_rate", "持证率", page="reference/definitions.py")
    for one in (whole, rules):
        assert client.get(f"/figures/{one.number}", headers=AS_HEALTH).status_code == 404
        assert client.get(f"/figures/{one.number}").status_code == 200


@pytest.mark.parametrize("args", [(), ("no_such_indicator", "负责人出庭应诉率"), ("a", "b", "c", "d", "e")])
def test_a_section_that_takes_other_arguments_leaves_the_page_standing(
    client: TestClient, figure: Figure, office: Path, args: tuple[str, ...]
) -> None:
    rewrite(office, lambda kept: kept["origin"].update(args=list(args)))
    answer = client.get(f"/figures/{figure.number}")
    assert answer.status_code == 200
    assert "37.6%–96.4%" in answer.text
    assert "无法与现在的数据比较" in answer.text
    assert client.get(f"/figures/{figure.number}.csv").status_code == 200
    assert client.get(f"/figures/{figure.number}.today.csv").status_code == 404


def rewrite(office: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with closing(sqlite3.connect(office / "ledger.sqlite")) as connection, connection:
        [(frozen,)] = connection.execute("select frozen from figure")
        kept = json.loads(zlib.decompress(frozen))
        change(kept)
        connection.execute("update figure set frozen = ?", (zlib.compress(json.dumps(kept).encode()),))


def test_a_damaged_row_is_said_and_to_strangers_not_even_that(
    client: TestClient, figure: Figure, office: Path
) -> None:
    with closing(sqlite3.connect(office / "ledger.sqlite")) as connection, connection:
        connection.execute("update figure set frozen = ?", (b"damaged",))
    answer = client.get(f"/figures/{figure.number}")
    assert answer.status_code == 500
    assert "登记的内容已损坏" in answer.text
    assert client.get(f"/figures/{figure.number}", headers=AS_HEALTH).status_code == 404


def test_a_right_nobody_knows_is_nobodys(client: TestClient, figure: Figure, office: Path) -> None:
    with closing(sqlite3.connect(office / "ledger.sqlite")) as connection, connection:
        connection.execute("update figure set action = 'gone'")
    assert client.get(f"/figures/{figure.number}").status_code == 404


def test_fifty_that_wait_for_a_picture_keep_nobody_else_waiting(
    client: TestClient, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate lets people in on the same threads."""
    go = threading.Event()

    class Slow(Printer):
        def svg(self, figure: dict[str, Any]) -> bytes:
            go.wait(60)
            return b"<svg/>"

    slow = Slow("/bin/true")
    monkeypatch.setattr(answers, "printer", lambda: slow)
    with ThreadPoolExecutor(50) as pool:
        waiting = [pool.submit(client.get, f"/figures/{figure.number}.svg") for _ in range(50)]
        try:
            time.sleep(1)
            refused = ThreadPoolExecutor(1).submit(client.get, f"/figures/{number_of(99)}")
            assert refused.result(timeout=15).status_code == 404
            assert not any(one.done() for one in waiting)
        finally:
            go.set()
        assert all(one.result().status_code == 200 for one in waiting)

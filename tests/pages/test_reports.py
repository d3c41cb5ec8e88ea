"""Word素材 and 图号登记, for the district, a department, an empty warehouse, and a server without a browser."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from streamlit.testing.v1 import AppTest

from definitions.load import definitions_folder
from tests.pages.conftest import open_page
from tests.pages.seen import html, sound
from ui.access import here
from ui.access.reader import Reader
from ui.figures import issuing
from ui.figures.printer import MISSING, Printer
from ui.reports import pack
from ui.words import TITLE


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    printer = Printer("/no/such/browser")
    monkeypatch.setattr(pack, "printer", lambda: printer)


@pytest.mark.parametrize("body", ["lusong", "health", "town_baishi", "justice"])
def test_the_sentences_are_read_before_they_are_taken(sample_app: Callable[..., AppTest], body: str) -> None:
    app = sample_app("reports/word.py", year=2022, body=body)
    sound(app)
    text = html(app)
    assert text.count('class="told"') == 8
    assert MISSING in text
    plain = re.sub(r"<[^>]+>", "", text)
    assert ("办理行政许可41673件" in plain) == (body == "lusong")
    assert ("司法局无行政许可职能" in plain) == (body == "justice")


def test_a_sentence_the_office_rewrites_reads_so_at_once(
    sample_app: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(
        shutil.copytree(
            definitions_folder(), tmp_path / "definitions", ignore=shutil.ignore_patterns("*.py*")
        )
    )
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(own))
    before = html(sample_app("reports/word.py", year=2022, body="lusong"))
    assert "审批办件" not in before
    sentences = own / "sentences" / "permits.toml"
    text = sentences.read_text(encoding="utf-8")
    sentences.write_text(text.replace("办理行政许可{", "审批办件{"), encoding="utf-8")
    after = html(sample_app("reports/word.py", year=2022, body="lusong"))
    assert "审批办件" in after
    assert re.sub(r"<[^>]+>", "", before).count("41673") == re.sub(r"<[^>]+>", "", after).count("41673")


def test_a_document_is_made_without_a_browser_and_every_piece_is_registered(
    sample_data: Path, data: Path
) -> None:
    shutil.copytree(sample_data, data)
    app = open_page("reports/word.py", year=2022, body="lusong", state={"pack-sections": ["litigation"]})
    app.button[0].click().run(timeout=60)
    assert not app.exception
    *_, content = app.session_state[pack.MADE]
    word = docx.Document(io.BytesIO(content))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "负责人出庭应诉率为80%（4/5）" in text
    assert "未能画图" in text
    listed = {row.cells[0].text for row in word.tables[-1].rows[1:]}
    registered = {figure.number for figure in issuing.register().listed()}
    assert listed == registered
    assert len(listed) == 5
    assert {e.form for found in issuing.register().exports().values() for e in found} == {"word"}


@pytest.mark.parametrize(
    ("code", "year", "body"),
    [
        *((code, 2022, "lusong") for code in ("permits", "coercion", "other_acts", "reconsideration", "litigation")),
        ("penalties", 2019, "lusong"), ("penalties", 2023, "health"), ("coercion", 2022, "justice"),
    ],
)  # fmt: skip
def test_a_disclosure_table_is_shown_as_it_will_leave(
    sample_app: Callable[..., AppTest], code: str, year: int, body: str
) -> None:
    app = sample_app("reports/disclosure.py", year=year, body=body, table=code)
    sound(app)
    text = html(app)
    assert f"{year}年度" in text
    assert "导出前核对" in text
    files = app.get("download_button")
    assert [file.proto.label for file in files] == ["Excel", "Word", "网页 HTML"]
    clean = "！" not in text
    assert all(file.proto.disabled != clean for file in files)
    if not clean:
        [known] = [box for box in app.checkbox if box.label == "以上情况已知悉"]
        known.check().run()
        assert not any(file.proto.disabled for file in app.get("download_button"))


def test_small_numbers_are_merged_where_the_reader_asks_for_it(sample_app: Callable[..., AppTest]) -> None:
    plain = html(sample_app("reports/disclosure.py", year=2022, table="penalties"))
    merged = html(
        sample_app("reports/disclosure.py", year=2022, table="penalties", small="merged", unit="元")
    )
    assert "小数：各数照列" in plain
    assert "与名单上相邻的单位合并为一行" in merged
    assert "1559714" in merged
    assert "155.9714" in plain


def test_who_may_not_download_gets_no_word(
    sample_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "may", lambda self, definitions, action: action != "download")
    for page in ("reports/word.py", "reports/register.py"):
        assert "没有查看权限" in html(sample_app(page, year=2022))


def test_a_department_reads_of_its_own_only(
    sample_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader("clerk", "科员", frozenset({"department"}), frozenset({"health"}), "10.0.0.1")
    monkeypatch.setattr(here, "reader", lambda: reader)
    app = sample_app("reports/word.py", year=2022)
    sound(app)
    assert "卫健局" in html(app)
    assert "芦淞区办理" not in html(app)


def test_before_anything_is_loaded(data: Path) -> None:
    for page in ("reports/word.py", "reports/disclosure.py", "reports/register.py"):
        app = open_page(page)
        assert not app.exception
        assert "本页未能显示" not in html(app)
    assert not (data / "ledger.sqlite").exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("素材/2022", "素材2022"),
        ("///", TITLE),
        (" .. ", TITLE),
        (".隐藏", "隐藏"),
        ("一\x07二\u202e三", "一二三"),
    ],
)
def test_a_title_makes_a_file_name_any_system_takes(title: str, name: str) -> None:
    assert pack.file_title(title) == name

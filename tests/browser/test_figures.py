"""Taking a figure along in a real browser: every form, at its exact size, in Chinese, and true after a revision."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from etl import pipeline
from ledger.folder import DataFolder
from tests.browser.test_pages import opened
from tests.conftest import ROOT
from tools.browser import find_chromium
from ui.caption import Caption
from ui.charts.layout import Room, build, note
from ui.charts.medium import MEDIA, drawn_for
from ui.figures import printer as module
from ui.figures.printer import Printer

TITLE = "负责人出庭应诉率：历年，两种口径"
WIDTHS = {"A4整栏": 1843, "A4半栏": 886, "16:9幻灯片": 4000}


def take(page: Page, title: str) -> str:
    """Presses 下载 below a chart and gives the number that was issued."""
    page.get_by_role("button", name=f"下载：{title}", exact=True).click()
    number = page.locator(".figure-number b")
    expect(number).to_have_text(re.compile(r"^\d{3}-\d{3}$"))
    return number.inner_text()


def saved(page: Page, name: str) -> tuple[str, bytes]:
    """(file name, bytes) of what a link of the dialog gives."""
    with page.expect_download(timeout=60_000) as download:
        page.locator(".taking").get_by_role("link", name=name, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_every_form_can_be_had(page: Page) -> None:
    opened(page, "disputes/litigation.py", "行政应诉", year=2022, body="lusong")
    number = take(page, TITLE)
    for name, width in WIDTHS.items():
        file, content = saved(page, name)
        assert file == f"图{number}_{TITLE}_芦淞区.png"
        picture = Image.open(io.BytesIO(content))
        assert picture.width == width
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        if name.startswith("16:9"):
            assert picture.height == 2250
        assert darkest(picture) < 60, "an empty picture"
    file, content = saved(page, "矢量图 SVG")
    assert file.endswith(".svg")
    said = "".join(ElementTree.fromstring(content).itertext())
    for part in (TITLE, f"图号{number}", "80%", "目标 100%", "口径：出庭", "第1次发布", "【演示数据】"):
        assert part in said
    _, content = saved(page, "数据 CSV")
    assert f"图号{number}" in content.decode("utf-8-sig")
    _, content = saved(page, "数据 Excel")
    assert openpyxl.load_workbook(io.BytesIO(content))["数据"]["A1"].value == TITLE


def test_a_picture_and_a_number_can_be_copied(page: Page, dashboard: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=dashboard)
    opened(page, "enforcement/permits.py", "行政许可", year=2022, body="lusong")
    number = take(page, "准予许可：历年")
    page.get_by_role("button", name="复制图号").click()
    expect(page.locator("button[data-copy-text]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == number
    page.get_by_role("button", name="复制图片").click()
    # By itself: the other button has its own words back after a moment.
    expect(page.locator("button[data-copy-picture]")).to_have_text("已复制")
    size = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const picture = await createImageBitmap(await item.getType("image/png"));
          return picture.width;
        }"""
    )
    assert size == WIDTHS["A4整栏"]


def test_the_permanent_address_keeps_what_was_frozen(
    page: Page, dashboard_data: Path, tmp_path: Path
) -> None:
    opened(page, "enforcement/inspection_coercion.py", "行政检查与强制", year=2022, body="lusong")
    number = take(page, "行政检查：历年")
    page.goto(f"/figures/{number}")
    expect(page.get_by_role("status")).to_contain_text("一致")
    path = tmp_path / "卫健局补报.csv"
    path.write_text("单位名称,年度,行政检查次数\n卫生健康局,2022,99999\n", encoding="utf-8")
    loaded = pipeline.load([path], data=DataFolder(dashboard_data))
    assert loaded.ok
    try:
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("不同")
        change = page.get_by_role("table", name="变化").get_by_role("row", name="2022年 数值")
        expect(change).to_contain_text("13,043次")
        expect(change).to_contain_text("111,218次")
        assert page.locator("img").count() == 2
        for picture in page.locator("img").all():
            assert picture.evaluate("i => i.complete && i.naturalWidth > 100")
        frozen = page.request.get(f"/figures/{number}.svg").text()
        assert "13,043" in frozen
        assert "111,218" not in frozen
        assert "111,218" in page.request.get(f"/figures/{number}.today.svg").text()
        opened(page, "reports/register.py", "图号登记")
        expect(page.get_by_role("row", name=number)).to_contain_text("13,043次 → 111,218次")
    finally:
        undo = [sys.executable, "-m", "etl", "withdraw", f"{loaded.outcomes[0].submission}"]
        environment = {**os.environ, "DASHBOARD_DATA": str(dashboard_data), "PYTHONUTF8": "1"}
        subprocess.run(undo, cwd=ROOT, env=environment, capture_output=True, check=True)


def test_a_number_nobody_issued_is_answered_in_chinese(page: Page) -> None:
    answer = page.request.get("/figures/999-999")
    assert answer.status == 404
    assert "没有这个图号" in answer.text()


def test_a_word_pack_holds_sentences_tables_and_numbered_pictures(page: Page) -> None:
    opened(page, "reports/word.py", "Word素材", year=2022, body="lusong")
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator(".told")).to_have_count(0)
    page.get_by_test_id("stMultiSelect").get_by_role("combobox").fill("行政应诉")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="生成 Word").click()
    ready = page.get_by_role("button", name=re.compile("下载 Word"))
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    word = docx.Document(str(download.value.path()))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "负责人出庭应诉率为80%（4/5），未达到100%的目标，缺1件" in text
    widths = [round(shape.width / 36000) for shape in word.inline_shapes]
    assert widths == [156] * 3
    assert len(re.findall(r"图\d{3}-\d{3}", text)) == 3
    for comment in word.comments:
        found = re.match(r"图号(\d{3}-\d{3})：", comment.text)
        assert found
        assert page.request.get(f"/figures/{found[1]}").status == 200


WRITTEN = (
    "芦淞区负责人出庭应诉率历年趋势“三统一”卫健局第①②③次发布（2022–2023年）÷×％【演示数据】●■▲◆○△鑫淼垚犇"
)
NOWHERE = "\U0010fffd"
"""A character no font has: what is drawn for it is the box that must not be seen elsewhere."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring Chinese fonts")
def test_chinese_needs_no_font_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn with the font in the tree and no other: no character looks like the box for a missing one."""
    alone = tmp_path / "fonts.conf"
    alone.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'urn:fontconfig:fonts.dtd'><fontconfig>"
        f"<dir>{module.FONTS}</dir><cachedir>{tmp_path}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    monkeypatch.setattr(module, "_fonts", lambda: alone)
    medium = MEDIA["column"]
    characters = [*WRITTEN, NOWHERE]
    with drawn_for(medium):
        figure = build(
            [],
            Caption("字", "区", "2022年", "件", 1, "2026-01-01"),
            Room(300, left=4, right=4),
            xaxis={"visible": False, "range": [0, 20]},
            yaxis={"visible": False, "range": [0, 5]},
            annotations=[
                note(c, x=i % 20 + 0.5, y=i // 20 + 0.5, font={"size": 18}) for i, c in enumerate(characters)
            ],
        )
    drawer = Printer(find_chromium())
    try:
        picture = Image.open(io.BytesIO(drawer.png(figure.to_dict(), medium))).convert("L")
    finally:
        drawer.close()
    cells = [glyph(picture, i, figure.layout) for i in range(len(characters))]
    *letters, box = cells
    for character, cell in zip(WRITTEN, letters, strict=True):
        assert darkest(cell) < 128, f"nothing was drawn for {character}"
        assert ImageChops.difference(cell, box).getbbox() is not None, f"{character} is a box"
    assert len({cell.tobytes() for cell in letters}) >= len(set(WRITTEN)) - 4


def glyph(picture: Image.Image, index: int, layout: object) -> Image.Image:
    """The piece of the picture a character was drawn in."""
    scale = picture.width / layout.width  # type: ignore[attr-defined]
    margin = layout.margin  # type: ignore[attr-defined]
    across = (layout.width - margin.l - margin.r) / 20  # type: ignore[attr-defined]
    up = (layout.height - margin.t - margin.b) / 5  # type: ignore[attr-defined]
    x = margin.l + (index % 20 + 0.5) * across
    y = layout.height - margin.b - (index // 20 + 0.5) * up  # type: ignore[attr-defined]
    left, top, right, bottom = (round(v * scale) for v in (x - 13, y - 15, x + 13, y + 15))
    return picture.crop((left, top, right, bottom))


def darkest(picture: Image.Image) -> int:
    """0 is black, 255 white."""
    return next(shade for shade, count in enumerate(picture.convert("L").histogram()) if count)

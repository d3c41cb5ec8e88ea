"""The January job in a browser: a clerk's first return from the template to “accepted”, and a bad file put right."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from ledger import Ledger
from ledger.filings import Filing, Filings
from tests.browser.aloud import spoken_english, violations
from tests.browser.offices import Office, on_page, sign_in
from tests.browser.test_pages import QUIET
from tests.conftest import ROOT

NEXT = 2024
"""The year after the sample's last."""

NUMBER = "() => new URLSearchParams(location.search).get('filing')"

Browsers = Callable[[], Page]


def sample_of(name: str, body: str) -> dict[str, str]:
    """A body's line of the sample's last year, as for the next; 结转 is what was left over."""
    text = (ROOT / "sample" / str(NEXT - 1) / f"{name}.csv").read_text(encoding="utf-8-sig")
    line = next(row for row in csv.DictReader(io.StringIO(text)) if body in row["单位名称"])
    if "上期结转" in line:
        carried, new, concluded = (int(line[k]) for k in ("未结应诉案件", "新收案件", "审结应诉案件"))
        line |= {"上期结转": str(carried), "未结应诉案件": str(carried + new - concluded)}
    return line | {"年度": str(NEXT)}


def as_csv(line: dict[str, str]) -> bytes:
    """As a Chinese Excel saves it: GBK."""
    target = io.StringIO()
    writer = csv.DictWriter(target, list(line))
    writer.writeheader()
    writer.writerow(line)
    return target.getvalue().encode("gb18030")


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    given = [
        FilePayload(name=name, mimeType="application/octet-stream", buffer=content) for name, content in files
    ]
    page.locator("input[type=file]").set_input_files(given)
    expect(page.get_by_role("button", name="读取并核对", exact=True)).to_be_visible()


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    choose(page, *files)
    read(page)


def read(page: Page) -> None:
    """Has the chosen files read, and waits for their filing to be laid open."""
    before = page.evaluate(NUMBER)
    page.get_by_role("button", name="读取并核对", exact=True).click()
    page.wait_for_function(f"before => ({NUMBER})() !== before", arg=before)
    expect(page.get_by_text("号草稿").first).to_be_visible()
    # What was laid open before is gone only when the page has been drawn to its end.
    page.wait_for_function(QUIET)


def number_of(page: Page) -> str:
    found = re.search(r"filing=(\d+)", page.url)
    assert found
    return found[1]


def filled(form: Path, body: str) -> bytes:
    """The template with a body's figures in it, by the headers it has."""
    book = openpyxl.load_workbook(form)
    for title, name in (("行政许可", "permits"), ("行政应诉", "litigation")):
        line, sheet = sample_of(name, body), book[title]
        for cell in sheet[1]:
            label = str(cell.value).partition("（")[0]
            if label in line and label not in ("单位名称", "年度"):
                sheet.cell(2, cell.column).value = int(line[label])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filings_of(office: Office) -> list[Filing]:
    with Filings(office.ledger) as filings:
        return filings.listed()


def test_from_the_template_to_accepted(office: Office, browser_of: Browsers, tmp_path: Path) -> None:
    clerk = browser_of()
    sign_in(clerk, "health.clerk")
    on_page(clerk, "我的报送")
    clerk.get_by_role("combobox", name="报送年度").click()
    clerk.get_by_role("option", name=f"{NEXT}年").click()
    expect(clerk.get_by_role("table", name=f"卫健局{NEXT}年应报的报表")).to_contain_text("逾期")
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name=f"下载{NEXT}年报表模板").click()
    form = tmp_path / "form.xlsx"
    download.value.save_as(form)
    upload(clerk, ("卫健局.xlsx", filled(form, "卫生健康局")))
    expect(clerk.get_by_text("可以提交").first).to_be_visible()
    assert violations(clerk, "我的报送") == []
    assert spoken_english(clerk) == []
    number = number_of(clerk)
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.get_by_text("已提交，等待审核")).to_be_visible()

    reviewer = browser_of()
    sign_in(reviewer, "reviewer", "/inbox")
    on_page(reviewer, "报送审核")
    reviewer.get_by_role("link", name=f"第{number}号").first.click()
    expect(reviewer.get_by_role("heading", name=f"第{number}号报送")).to_be_visible()
    assert violations(reviewer, "报送审核") == []
    reviewer.get_by_role("button", name="接受并发布").click()
    expect(reviewer.get_by_text(f"第{number}号已接受")).to_be_visible()

    clerk.goto(f"/mine?filing={number}")
    expect(clerk.get_by_role("heading", name=re.compile("已接受"))).to_be_visible()
    leader = browser_of()
    sign_in(leader, "leader", f"/permits?year={NEXT}&body=health")
    on_page(leader, "行政许可")
    expect(leader.locator(".scope")).to_contain_text(f"卫生健康局 · {NEXT}年")
    assert f"{int(sample_of('permits', '卫生健康局')['许可数']):,}件" in leader.locator("body").inner_text()
    with Ledger(office.ledger) as ledger:
        acts = [
            (e.act, e.who) for e in ledger.audit() if e.subject == f"filing {number}" or e.act == "accept"
        ]
    assert acts[:2] == [("filing_accepted", "reviewer"), ("accept", "reviewer")]
    assert ("filing_submitted", "health.clerk") in acts


def test_a_bad_file_is_put_right_on_the_first_try(
    office: Office, browser_of: Browsers, tmp_path: Path
) -> None:
    """In the clerk's own file, where the product has marked the cell."""
    page = browser_of()
    sign_in(page, "market.clerk")
    on_page(page, "我的报送")
    line = sample_of("permits", "市场监督管理局")
    upload(page, ("许可.csv", as_csv(line | {"许可数": "-3"})))
    wrong = page.get_by_role("table", name="错误：必须改正")
    expect(wrong).to_contain_text("第2行第5列")
    expect(wrong).to_contain_text("-3")
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="的核对件").click()
    download.value.save_as(tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    cell = book.worksheets[1]["E2"]
    assert cell.value == -3
    assert "负数" in cell.comment.text
    cell.value = int(line["许可数"])
    book.save(tmp_path / "marked.xlsx")
    upload(page, (download.value.suggested_filename, (tmp_path / "marked.xlsx").read_bytes()))
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_enabled()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("已提交，等待审核")).to_be_visible()


def test_what_does_not_hold_goes_with_a_reason_and_comes_back_with_a_remark(
    office: Office, browser_of: Browsers
) -> None:
    clerk = browser_of()
    sign_in(clerk, "health.clerk")
    on_page(clerk, "我的报送")
    line = sample_of("penalties", "卫生健康局")
    line["处罚案件合计"] = str(int(line["处罚案件合计"]) + 1)
    upload(clerk, ("处罚.csv", as_csv(line)))
    number = number_of(clerk)
    # Nothing between the last letter and the click: the reason arrives with it.
    clerk.get_by_role("textbox").last.fill("两案合并审理")
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.get_by_text("已提交，等待审核")).to_be_visible()

    reviewer = browser_of()
    sign_in(reviewer, "reviewer", f"/inbox?filing={number}")
    expect(reviewer.get_by_role("table", name="对不上：要说明原因")).to_contain_text("两案合并审理")
    reviewer.get_by_label("退回的理由（退回时必填）", exact=True).fill("请附合并审理的文号")
    reviewer.get_by_label("退回的理由（退回时必填）", exact=True).press("Control+Enter")
    reviewer.get_by_role("button", name="退回").click()
    expect(reviewer.get_by_text(f"第{number}号已退回")).to_be_visible()

    clerk.goto(f"/mine?filing={number}")
    expect(clerk.get_by_text("请附合并审理的文号")).to_be_visible()


def test_a_draft_is_there_again_in_another_browser(office: Office, browser_of: Browsers) -> None:
    page = browser_of()
    sign_in(page, "market.clerk")
    on_page(page, "我的报送")
    upload(page, ("应诉.csv", as_csv(sample_of("litigation", "市场监督管理局"))))
    number = number_of(page)
    page.close()
    again = browser_of()
    sign_in(again, "market.clerk")
    on_page(again, "我的报送")
    again.get_by_role("link", name=f"第{number}号").click()
    expect(again.get_by_role("button", name="提交", exact=True)).to_be_enabled()


def test_what_was_only_chosen_is_there_again_in_another_browser(office: Office, browser_of: Browsers) -> None:
    """The browser closes before anything is pressed; of two files one was taken out of the box before."""
    page = browser_of()
    sign_in(page, "market.clerk")
    on_page(page, "我的报送")
    content = as_csv(sample_of("coercion", "市场监督管理局"))
    choose(page, ("强制.csv", content), ("许可.csv", as_csv(sample_of("permits", "市场监督管理局"))))
    expect(page.get_by_text("强制.csv、许可.csv 已保存")).to_be_visible()
    page.wait_for_function(QUIET)
    page.get_by_test_id("stFileChip").filter(has_text="许可.csv").get_by_role("button").click()
    expect(page.get_by_text("强制.csv 已保存")).to_be_visible()
    page.wait_for_function(QUIET)
    page.close()
    again = browser_of()
    sign_in(again, "market.clerk")
    on_page(again, "我的报送")
    expect(again.get_by_text(re.compile(r"^第\d+号：强制\.csv.*上传，还没有核对$"))).to_be_visible()
    expect(again.get_by_role("table", name="报送记录")).to_contain_text("已上传，尚未核对")
    assert violations(again, "我的报送") == []
    assert spoken_english(again) == []
    again.get_by_role("button", name=re.compile("^读取并核对第")).click()
    expect(again.get_by_text("号草稿").first).to_be_visible()
    expect(again.get_by_role("button", name="提交", exact=True)).to_be_enabled()
    [kept] = [f for f in filings_of(office) if f.filing == int(number_of(again))]
    assert [file.name for file in kept.files] == ["强制.csv"]
    again.get_by_role("button", name="删去草稿").click()
    expect(again.get_by_text("已从列表中删去")).to_be_visible()


def test_nobody_sends_or_sees_what_is_not_his(office: Office, browser_of: Browsers) -> None:
    page = browser_of()
    sign_in(page, "health.clerk")
    on_page(page, "我的报送")
    theirs = as_csv(sample_of("permits", "市场监督管理局"))
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="别家.csv", mimeType="text/csv", buffer=theirs)
    )
    page.get_by_role("button", name="读取并核对", exact=True).click()
    expect(page.get_by_text("不能代报，没有收下")).to_be_visible()
    other = browser_of()
    sign_in(other, "market.clerk")
    on_page(other, "我的报送")
    upload(other, ("能力.csv", as_csv(sample_of("capacity", "市场监督管理局"))))
    page.goto(f"/mine?filing={number_of(other)}")
    expect(page.get_by_text("或不属于本单位")).to_be_visible()
    page.goto("/inbox")
    expect(page.get_by_role("heading", name="没有查看权限")).to_be_visible()


@pytest.mark.parametrize("name", ["leader", "boss"])
def test_who_does_not_send_has_no_page_for_it(office: Office, browser_of: Browsers, name: str) -> None:
    page = browser_of()
    sign_in(page, name, "/mine")
    expect(page.get_by_role("heading", name="没有查看权限")).to_be_visible()

"""The course of an assessment in a browser: a clerk, an assessor and a leader, from the self-score to the lock."""

from collections.abc import Callable
from decimal import Decimal

import openpyxl
from playwright.sync_api import FilePayload, Page, expect

from ledger.assessments import Assessments
from tests.browser.aloud import spoken_english, violations
from tests.browser.offices import Office, on_page, sign_in
from tests.browser.test_pages import QUIET

YEAR = 2023
BODY = "health"
Browsers = Callable[[], Page]


def heard(page: Page, where: str) -> None:
    """Nothing keeps somebody from the page who cannot see it."""
    assert violations(page, where) == []
    assert spoken_english(page) == []


def goes_to(page: Page, address: str, title: str) -> None:
    page.goto(address)
    on_page(page, title)


def saved(page: Page, button: str, told: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(told).first).to_be_visible()
    page.wait_for_function(QUIET)


def pick(page: Page, label: str, typed: str, option: str = "") -> None:
    """Looks for an option by what is typed, as somebody at a keyboard would."""
    box = page.get_by_role("combobox", name=label)
    box.focus()
    box.press_sequentially(typed)
    page.get_by_role("option").filter(has_text=option or typed).first.click()
    page.wait_for_function(QUIET)


def judge_the_rest(office: Office) -> None:
    """What is still open of the body in the sample, but for one item."""
    with Assessments(office.ledger) as assessments:
        assessments.judge(YEAR, BODY, "opinion_reply", Decimal(3), "材料齐全")


def test_from_the_self_score_to_the_lock(office: Office, browser_of: Browsers, tmp_path) -> None:
    clerk = browser_of()
    sign_in(clerk, "health.clerk", f"/sheet?year={YEAR}&body={BODY}&item=case_file_review")
    on_page(clerk, "单位评分表")
    expect(clerk.get_by_text("得分还没有公布").first).to_be_visible()
    clerk.get_by_label("自评分").fill("13")
    saved(clerk, "保存自评", "没有保存")
    clerk.get_by_label("自评分").fill("１１．５")
    clerk.get_by_label("说明").fill("抽查三卷，均无重大问题")
    proof = FilePayload(name="自查报告.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 proof")
    clerk.locator("input[type=file]").set_input_files([proof])
    expect(clerk.get_by_text("自查报告.pdf").first).to_be_visible()
    saved(clerk, "保存自评", "“案卷评查”的自评已保存")
    expect(clerk.get_by_role("table", name="案卷评查的评分经过")).to_contain_text("11.5分")
    heard(clerk, "单位评分表")

    judge_the_rest(office)
    assessor = browser_of()
    sign_in(assessor, "assessor", f"/desk?year={YEAR}&body=lusong")
    on_page(assessor, "评审")
    heard(assessor, "评审")
    pick(assessor, "项目和单位", "卫健局", "案卷评查")
    expect(assessor.get_by_role("heading", name="卫健局：案卷评查")).to_be_visible()
    expect(assessor.get_by_text("抽查三卷，均无重大问题").first).to_be_visible()
    assessor.get_by_label("得分（0 到 12）").fill("11")
    assessor.get_by_label("理由").fill("一卷告知书缺日期")
    assessor.keyboard.press("Enter")
    expect(assessor.get_by_text("卫健局“案卷评查”：11分，已保存")).to_be_visible()
    assessor.wait_for_function(QUIET)
    # The next thing to judge is under the fingers already.
    expect(assessor.get_by_label("得分（0 到", exact=False)).to_be_focused()
    # Publishing: of those who are scored to the end.
    pick(assessor, "评完、尚未公布的单位", "卫健局")
    saved(assessor, "公布给1个单位", "已向1个单位公布得分")

    goes_to(clerk, f"/sheet?year={YEAR}&body={BODY}&item=case_file_review", "单位评分表")
    expect(clerk.get_by_role("table", name=f"卫健局{YEAR}年评分表")).to_contain_text(
        "评定11分（一卷告知书缺日期）"
    )
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name="下载Excel").click()
    download.value.save_as(tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    assert [row[7].value for row in book.active.iter_rows(min_row=4) if row[2].value == "案卷评查"] == [11]
    clerk.get_by_label("认为应得的分数").fill("11.5")
    clerk.get_by_label("理由（必填）").fill("日期写在送达回证上")
    saved(clerk, "提出申诉", "对“案卷评查”的申诉已提出")

    goes_to(assessor, f"/appeals?year={YEAR}&body=lusong", "申诉")
    expect(assessor.get_by_text("日期写在送达回证上").first).to_be_visible()
    heard(assessor, "申诉")
    assessor.get_by_text("改分", exact=True).click()
    assessor.get_by_label("决定的理由").fill("核实属实")
    saved(assessor, "作出决定", "的申诉已决定")
    goes_to(clerk, f"/appeals?year={YEAR}&body={BODY}", "申诉")
    expect(clerk.get_by_role("table", name="已决定的申诉")).to_contain_text("核实属实")

    leader = browser_of()
    sign_in(leader, "leader", f"/board?year={YEAR}&body=lusong")
    on_page(leader, "考核得分")
    board = leader.get_by_role("table", name=f"{YEAR}年考核得分")
    expect(board.get_by_role("row").filter(has_text="卫健局")).to_contain_text("88.45")
    expect(board.get_by_role("row").filter(has_text="住建局")).to_contain_text("未公布")
    heard(leader, "考核得分")

    # The year before is scored to the end; one appeal waits.
    goes_to(assessor, "/desk?year=2022&body=lusong", "评审")
    saved(assessor, "锁定2022年考核", "还有申诉没有决定")
    goes_to(assessor, "/appeals?year=2022&body=lusong", "申诉")
    assessor.get_by_text("改分", exact=True).click()
    assessor.get_by_label("决定的理由").fill("新网址可以打开")
    saved(assessor, "作出决定", "的申诉已决定")
    goes_to(assessor, "/desk?year=2022&body=lusong", "评审")
    saved(assessor, "锁定2022年考核", "2022年考核已锁定")
    saved(assessor, "从锁定时的数据重算核对", "770项得分重算后完全相同")


def test_the_other_pages_of_an_assessor(office: Office, browser_of: Browsers) -> None:
    assessor = browser_of()
    sign_in(assessor, "assessor", "/scheme?year=2022&body=lusong")
    on_page(assessor, "考核方案")
    heard(assessor, "考核方案")
    goes_to(assessor, "/over_years?year=2023&body=lusong&compare=2022", "考核年度比较")
    heard(assessor, "考核年度比较")
    goes_to(assessor, "/what_if?year=2022&body=lusong", "权重测算")
    expect(assessor.get_by_role("table", name="测算结果")).to_contain_text("市场监管局")

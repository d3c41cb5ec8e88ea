"""Two windows at one draft: what is typed into the table survives what came in from the other, and waits for a second press."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ledger.filings import Filings
from tests.browser.aloud import spoken_english, violations
from tests.browser.offices import Office, on_page, sign_in
from tests.browser.test_clerks_page import ROWS, correct
from tests.browser.test_filing import as_csv, number_of, sample_of, upload
from tests.browser.test_pages import QUIET


def type_anew(page: Page, text: str) -> None:
    correct(page, text)
    page.wait_for_function(f"() => ({ROWS})().flat().includes('{text}')")
    # The table tells its form a moment after it shows what was typed.
    page.wait_for_timeout(400)
    page.get_by_role("button", name="按改动重新核对").click()


def test_what_is_typed_waits_until_the_others_is_seen(office: Office, browser_of: Callable[[], Page]) -> None:
    page = browser_of()
    sign_in(page, "health.clerk")
    on_page(page, "我的报送")
    upload(page, ("处罚.csv", as_csv(sample_of("penalties", "卫生健康局") | {"罚没金额": "-5"})))
    number = number_of(page)
    other = browser_of()
    sign_in(other, "health.clerk", f"/mine?filing={number}")
    on_page(other, "我的报送")
    type_anew(other, "61")
    expect(other.get_by_text("已重新核对：改了1格")).to_be_visible()

    type_anew(page, "62")
    expect(page.get_by_text("刚才改过这份草稿，您的操作还没有执行")).to_be_visible()
    page.wait_for_function(QUIET)
    expect(page.get_by_role("table", name="您打开以后的改动")).to_contain_text("61")
    with Filings(office.ledger) as filings:
        kept = filings.filing(int(number))
        assert kept is not None
        [cells] = kept.corrections.values()
        assert list(cells.values()) == ["61"]
        page.wait_for_function(f"() => ({ROWS})().flat().includes('62')")
        assert violations(page, "我的报送") == []
        assert spoken_english(page) == []
        page.get_by_role("button", name="按改动重新核对").click()
        expect(page.get_by_text("已重新核对：改了1格")).to_be_visible()
        kept = filings.filing(int(number))
        assert kept is not None
        [cells] = kept.corrections.values()
        assert list(cells.values()) == ["62"]

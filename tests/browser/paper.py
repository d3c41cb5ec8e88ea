"""What would be wrong with a page printed on A4: what stands out of the sheet is cut, or makes every sheet shrink."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, ViewportSize

# A4 less the margins of ui/page.css, in pixels of CSS.
SHEET: ViewportSize = {"width": 703, "height": 1032}
# Drawings are scaled when printing begins; what stands out of a drawing is cut off by it on screen, too.
OUTSIDE = """() => {
  dispatchEvent(new Event('beforeprint'));
  const found = [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(e => e.checkVisibility() && !e.closest('.main-svg g') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 120));
  dispatchEvent(new Event('afterprint'));
  return found;
}"""
NOT_PRINTED = "[data-testid=stSidebar], [data-testid=stSelectbox], [data-testid=stButtonGroup], .stButton, button.present, .who a"


def unfit(page: Page) -> list[str]:
    """What is wider than the sheet, and what is of no use on paper; the page stays as it is printed."""
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    # On screen Streamlit draws the charts again for the new width, and until then they may push the rest aside.
    with suppress(TimeoutError):
        page.wait_for_function(f"() => !({OUTSIDE})().length", timeout=15_000, polling=300)
    useless = [e for e in page.locator(NOT_PRINTED).all() if e.is_visible()]
    return [*page.evaluate(OUTSIDE), *(f"is printed: {e}" for e in useless)]

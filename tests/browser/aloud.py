"""What keeps somebody from a page who cannot see it: axe's rules (WCAG 2.1 A and AA), tables, names.

There are no exceptions: ui/page.js puts right what Streamlit's own parts lack. One that cannot be put right belongs
in a list here, with its rule and its selector.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
PUT_RIGHT = "() => document.querySelector('[data-testid=stSidebarNavItems] > [role=list]')"
"""ui/page.js has been over the page."""
UNNAMED = """() => [
    ...[...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(
        e => e.getAttribute('role') !== 'figure' || (e.getAttribute('aria-label') || '').length < 20),
    ...[...document.querySelectorAll('[data-testid=stMain] table')].filter(e => !e.caption?.textContent),
    ...document.querySelectorAll('[data-testid=stMain] th:not([scope])'),
    ...[...document.querySelectorAll('.table-box')].filter(e => e.tabIndex !== 0 || !e.getAttribute('aria-label')),
].map(e => e.outerHTML.slice(0, 160))"""
ENGLISH = """() => [...document.querySelectorAll('[aria-label], img[alt]')]
    .map(e => e.getAttribute('aria-label') || e.alt).filter(name => !/[\\u4e00-\\u9fff]/.test(name))"""


def spoken_english(page: Page) -> list[str]:
    """Names that are read out in English; ui/page.js puts right what Streamlit draws a moment after it was drawn."""
    for _ in range(20):
        if not (found := page.evaluate(ENGLISH)):
            break
        page.wait_for_timeout(100)
    return list(found)


def violations(page: Page, where: str) -> list[str]:
    """What axe finds, a line an element: page, rule, element, reason."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{where}: {rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(page: Page, title: str) -> list[str]:
    """What is wrong with the open page, its first chart switched to the table, its definitions unfolded."""
    page.wait_for_function(PUT_RIGHT)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    switch = page.get_by_role("radio", name="表", exact=True)
    if switch.count():
        shown = page.locator(".table-box").count()
        switch.first.click()
        expect(page.locator(".table-box")).to_have_count(shown + 1, timeout=30_000)
    unnamed = [f"{title}: no name, caption or scope: {html}" for html in page.evaluate(UNNAMED)]
    english = [f"{title}: read out in English: {name}" for name in spoken_english(page)]
    untitled = [] if title in page.title() else [f"{title}: the tab is called {page.title()}"]
    if (language := page.evaluate("document.documentElement.lang")) != "zh-CN":
        untitled.append(f"{title}: read out as {language}")
    return [*violations(page, title), *unnamed, *english, *untitled]

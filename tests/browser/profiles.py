"""Browser profiles that are used again: most of the work of opening a page is to compile Streamlit's and plotly's scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext

ONE_PROCESS = "--process-per-site"
"""All tabs of a profile run in one process, which keeps what it has compiled while a tab is left."""


class Profiles:
    """Profiles at one server; whoever gets one finds it as if it were new, but for the files the browser keeps."""

    def __init__(self, chromium: Browser, url: str, timezone: str | None = None) -> None:
        """`timezone` by its name; by default the machine's."""
        self._chromium, self._url, self._timezone = chromium, url, timezone
        self._free: list[BrowserContext] = []

    @contextmanager
    def lent(self) -> Iterator[BrowserContext]:
        """A profile that nobody else has meanwhile, on a leader's notebook screen."""
        profile = self._free.pop() if self._free else self._made()
        yield profile
        empty(profile)
        self._free.append(profile)

    def close(self) -> None:
        for profile in self._free:
            profile.close()

    def _made(self) -> BrowserContext:
        profile = self._chromium.new_context(
            base_url=self._url,
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
            timezone_id=self._timezone,
        )
        # A tab that stays, and with it the process.
        profile.new_page().goto("/_stcore/health")
        return profile


def empty(profile: BrowserContext) -> None:
    """Closes every tab but the one that stays, and forgets cookies, storage and permissions."""
    stays, *tabs = profile.pages
    for tab in tabs:
        tab.close()
    profile.clear_cookies()
    profile.clear_permissions()
    stays.evaluate("localStorage.clear()")

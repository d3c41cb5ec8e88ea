"""Addresses of pages for links inside tables, with the filters in them so that they open anywhere."""

from html import escape
from pathlib import Path
from urllib.parse import urlencode

from ui.context import NO_COMPARISON, Context
from ui.navigation import FIRST


def href(now: Context, page: str, **given: str | int) -> str:
    """The address of a page below pages/ with the filters of this view, `given` replacing or adding to them."""
    filters = {"year": now.year, "body": now.body, "compare": now.compare or NO_COMPARISON}
    path = "./" if page == FIRST else Path(page).stem
    return f"{path}?{urlencode({**filters, **given})}"


def anchor(address: str, text: str, label: str = "") -> str:
    """A link that ui/page.js follows without loading the whole dashboard again; `label` for those who only hear it."""
    said = f' aria-label="{escape(label)}" title="{escape(label)}"' if label else ""
    return f'<a class="to-page" target="_self" href="{escape(address)}"{said}>{escape(text)}</a>'

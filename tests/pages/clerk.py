"""What a clerk does on his page."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.pages.conftest import open_page
from tests.pages.seen import sound

MINE, INBOX = "returns/mine.py", "returns/inbox.py"
HEADER, *LINES = (ROOT / "sample" / "2023" / "permits.csv").read_text(encoding="utf-8-sig").splitlines()
HEALTH = next(line for line in LINES if "卫生健康局" in line)


def permits(year: int, **changed: str) -> bytes:
    line = dict(zip(HEADER.split(","), HEALTH.split(","), strict=True)) | {"年度": str(year)} | changed
    return "\n".join([",".join(line), ",".join(line.values())]).encode("gb18030")


def sent(content: bytes, name: str = "许可.csv") -> AppTest:
    """The clerk's page after he has chosen a file and pressed the button."""
    app = open_page(MINE)
    app.file_uploader[0].upload(name, content, "text/csv").run()
    next(b for b in app.button if b.label == "读取并核对").click().run()
    return app


def chosen(content: bytes, name: str = "许可.csv", app: AppTest | None = None) -> AppTest:
    """The clerk's page after he has chosen a file, and nothing more."""
    app = app or open_page(MINE)
    app.file_uploader[0].upload(name, content, "text/csv").run()
    sound(app)
    return app


def box(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The page with these files in the box; one that was in it before is the same file still, as in a browser."""
    # Given anew by `upload`, every file would be another one: a test cannot add to the box or take out of it.
    app.file_uploader[0]._files = [(f"id of {name}", name, content, "text/csv") for name, content in files]
    app.run()
    sound(app)
    return app


def button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if b.label == label)

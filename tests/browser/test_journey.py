"""A return is loaded while the dashboard serves, and the next look at the page shows it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_pages import opened
from tests.conftest import ROOT


def card(page: Page, title: str) -> str:
    """The text of a headline card."""
    return page.locator(".card", has_text=title).first.inner_text()


def published(page: Page) -> int:
    """The number of the publish on screen: other tests of the folder publish, too."""
    found = re.search(r"第(\d+)次发布", page.locator(".publish").inner_text())
    assert found
    return int(found[1])


def test_a_load_changes_the_chart(page: Page, dashboard_data: Path, tmp_path: Path) -> None:
    opened(page, "enforcement/inspection_coercion.py", "行政检查与强制", year=2022, body="lusong")
    assert "1.30万次" in card(page, "行政检查") or "13,043" in card(page, "行政检查")
    before = published(page)
    path = tmp_path / "卫健局补报.csv"
    path.write_text("单位名称,年度,行政检查次数\n卫生健康局,2022,99999\n", encoding="gb18030")
    environment = {**os.environ, "DASHBOARD_DATA": str(dashboard_data), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "etl", "load", str(path), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    try:
        page.reload()
        expect(page.locator(".publish")).to_contain_text(f"第{before + 1}次发布", timeout=30_000)
        assert "11" in card(page, "行政检查").replace(",", "")
        expect(page.locator("body")).to_contain_text("99,999", timeout=30_000)
    finally:
        loaded = json.loads(done.stdout)["files"][0]["submission"]
        undo = [sys.executable, "-m", "etl", "withdraw", f"{loaded}"]
        subprocess.run(undo, cwd=ROOT, env=environment, capture_output=True, check=True)

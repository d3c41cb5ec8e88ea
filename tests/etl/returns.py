"""Small returns as files, for tests that need something to load."""

from pathlib import Path

HEADERS = "单位名称,年度,行政检查次数,行政确认,行政征收次数,行政征收金额（元）"


def inspections(folder: Path, name: str, body: str, value: object, year: int = 2022) -> Path:
    """A CSV return of other_acts with one row: `value` inspections."""
    return write(folder, name, f"{HEADERS}\n{body},{year},{value},3,0,0\n")


def unequal(folder: Path, name: str = "reconsideration.csv", reason: str = "") -> Path:
    """A reconsideration return whose outcomes (9) do not add to the concluded cases (8)."""
    headers = "单位名称,年度,收到,受理,不予受理,审结,未结,维持,驳回,撤销,变更,确认违法,责令履行,调解,和解终止,其他终止,说明"
    row = f"市场监督管理局,2022,10,10,0,8,2,5,0,0,0,4,0,0,0,0,{reason}"
    return write(folder, name, f"{headers}\n{row}\n")


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path

"""What was said when returns were taken in: senders' explanations of broken rules, and what the checks noticed."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import is_missing
from ui.remembered import remembered
from ui.words import LEVELS
from warehouse import queries

WHOLE_FILE = "整份文件"


@remembered
def explanations(now: Context) -> list[Row]:
    return rows_of(queries.explanations(now.warehouse, now.body, now.year))


def notices(now: Context) -> list[Row]:
    """What was noticed of these bodies, and of files as a whole that hold a return of theirs."""
    own = set(queries.coverage(now.warehouse, now.body, now.year)["submission"].dropna().astype(int))
    found = rows_of(queries.faults_kept(now.warehouse, now.body, now.year))
    return [r for r in found if not is_missing(r["body"]) or int(r["submission"]) in own]


def remarks_html(now: Context, explained: Sequence[Row]) -> str:
    """Both in short, as a list: who, and in a sentence what."""
    said = [(str(r["short_name"]), "说明", str(r["text"])) for r in explained]
    seen = [(who(r), LEVELS.get(str(r["level"]), "提示"), str(r["message"])) for r in notices(now)]
    items = "".join(
        f"<li><b>{escape(name)}</b> <span class=kind>{escape(kind)}</span> {escape(text)}</li>"
        for name, kind, text in [*said, *seen]
    )
    return f'<ul class="remarks">{items}</ul>' if items else ""


def explanations_table(found: Sequence[Row], marks: Sequence[str]) -> pd.DataFrame:
    """Every explanation with its number, what does not hold, the sender's words and where they stand."""
    return pd.DataFrame(
        {
            "编号": list(marks),
            "单位": [str(r["short_name"]) for r in found],
            "报表": [str(r["dataset_title"]) for r in found],
            "不相符之处": [str(r["message"]) for r in found],
            "报送单位说明": [str(r["text"]) for r in found],
            "出处": [place(r) for r in found],
        }
    )


def notices_table(found: Sequence[Row]) -> pd.DataFrame:
    """Every notice: of whom, what was noticed, what to do, and where it stands."""
    return pd.DataFrame(
        {
            "单位": [who(r) for r in found],
            "报表": [
                WHOLE_FILE if is_missing(r["dataset_title"]) else str(r["dataset_title"]) for r in found
            ],
            "提示": [
                f"{r['title']}：{r['message']}" if isinstance(r["title"], str) else str(r["message"])
                for r in found
            ],
            "建议": [str(r["remedy"]) for r in found],
            "出处": [place(r) for r in found],
        }
    )


def who(row: Row) -> str:
    """The body, or the file where it is about no body in particular."""
    return str(row["file"]) if is_missing(row["short_name"]) else str(row["short_name"])


def place(row: Row) -> str:
    """“第32次提交 reconsideration.csv 第3行第6列”."""
    parts = [row.get("file"), row.get("sheet"), row.get("cell")]
    return " ".join([f"提交{int(row['submission'])}", *(str(p) for p in parts if isinstance(p, str))])


def numbered(found: Sequence[Row]) -> list[str]:
    """①②③ … for as many as there are."""
    return [chr(0x2460 + i) if i < 20 else f"({i + 1})" for i in range(len(found))]

"""Taking score sheets and the summary along: Excel and Word, with where they come from written on them."""

from collections.abc import Callable, Sequence

import streamlit as st

from assessment.document import MEDIA as WORD
from assessment.document import board_document, sheet_document
from assessment.sheets import Sheet
from assessment.workbook import MEDIA as EXCEL
from assessment.workbook import board_workbook, sheet_workbook
from ui.access import here as access
from ui.assessment.standing import Standing, moment


def origin(found: Standing) -> str:
    """“演示数据。依据…考核方案第1版、第3次发布（2026-11-27）的数据；已锁定（…）。”"""
    course, publish = found.course, found.now.publish
    mark = "演示。" if found.scheme.demonstration or publish.demonstration else ""
    date = f"（{publish.date}）" if publish.number == found.publish else ""
    state = f"已锁定（{moment(course.lock.at)}）" if course.lock else "尚未锁定，以锁定后为准"
    return f"{mark}依据《{found.scheme.title}》第{found.scheme.version}版、第{found.publish}次发布{date}的数据；{state}。"


def of_board(found: Standing, seen: Sequence[Sheet]) -> None:
    definitions, ranks, text = found.now.definitions, found.ranks, origin(found)
    _offered(
        f"{found.now.year}年考核得分汇总",
        lambda: board_workbook(seen, ranks, definitions, text),
        lambda: board_document(seen, ranks, definitions, text),
    )


def of_sheet(found: Standing, sheet: Sheet) -> None:
    definitions, text = found.now.definitions, origin(found)
    _offered(
        f"{found.name(sheet.body)}{found.now.year}年评分表",
        lambda: sheet_workbook(sheet, definitions, text),
        lambda: sheet_document(sheet, definitions, text),
    )


def _offered(name: str, workbook: Callable[[], bytes], document: Callable[[], bytes]) -> None:
    """The two buttons, for who may take figures with him; a file is made when it is asked for."""
    if not access.may("download"):
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        for label, data, ending, mime in (
            ("下载Excel", workbook, "xlsx", EXCEL),
            ("下载Word", document, "docx", WORD),
        ):
            st.download_button(
                label,
                data=data,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"{ending}-{name}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )

"""What the server answers at `/figures/<number>`: the page of a registered figure and its files.

They stand beside the dashboard, behind the same gate. A number nobody issued and one the reader has no right to get
the same answer: neither says which it is.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from definitions import DefinitionError, load_definitions
from ledger.figures import Figure, serial_of
from ui.access.doors import Doors
from ui.access.gate import base_path
from ui.access.reader import Reader
from ui.charts.medium import MEDIA
from ui.figures import freezing, issuing, sheet, ways
from ui.figures.freezing import Frozen
from ui.figures.issuing import Today
from ui.figures.printer import NoPrinter, printer
from ui.tables import csv_bytes, html_table, plain_frame
from ui.words import TITLE

NOT_THERE = "没有这个图号，或者您没有查看它的权限。请核对图号：都是数字，最后一位是校验码。"
BROKEN_DEFINITIONS = "指标口径文件有误，暂不能显示。登记的内容不受影响。"
DAMAGED = "这个图号登记的内容已损坏，打不开。请管理员用备份核对。"
NO_DOWNLOAD = "您没有下载的权限。如有需要，请与管理员联系。"
LOG = logging.getLogger("dashboard")
TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DRAWN, DATA = ("png", "svg"), ("csv", "xlsx")
AT_ONCE = 4
PRIVATE = {"Cache-Control": "private, no-store"}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def routes(doors: Doors) -> list[BaseRoute]:
    """For `st.App`; they pass the gate like everything else."""
    answers = Answers(doors)
    return [Route(f"{base_path()}{ways.FOLDER}/{{asked}}", answers.answer, methods=["GET"])]


class Answers:
    """Answers for whoever comes with the cookies of a session."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        # Pictures wait for one browser: of the threads that also let people in, most must stay free meanwhile.
        self._few = anyio.CapacityLimiter(AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """`<number>`, `<number>.<ending>`, or `<number>.today.<ending>`."""
        number, _, rest = request.path_params["asked"].partition(".")
        moment, ending = ("today", rest.removeprefix("today.")) if rest.startswith("today.") else ("", rest)
        try:
            return await self._answered(request, number, moment, ending)
        except DefinitionError:
            return page("missing", 503, said=BROKEN_DEFINITIONS)
        except Exception:
            code = secrets.token_hex(3).upper()
            LOG.exception("a figure failed [%s]", code)
            return page("missing", 500, said=f"程序遇到未预料的问题。请把记录编号 {code} 告知管理员。")

    async def _answered(self, request: Request, number: str, moment: str, ending: str) -> Response:
        reader = self._doors.reader(request.cookies)
        figure = await anyio.to_thread.run_sync(self._figure, number, reader)
        if figure is None or reader is None or (ending and ending not in TYPES):
            return page("missing", 404, said=NOT_THERE)
        taken = request.query_params.get("take")
        if (taken or ending in DATA) and not reader.may(load_definitions(), "download"):
            return page("missing", 403, said=NO_DOWNLOAD)
        if figure.frozen is None:
            return page("missing", 500, said=DAMAGED)
        size = request.query_params.get("size", "")
        size = size if size in MEDIA else "column"
        wanted = partial(file_answer, figure, ending, size, bool(moment))
        make: Callable[[], Response] = wanted if ending else partial(figure_page, figure)
        found = await anyio.to_thread.run_sync(make, limiter=self._few)
        if ending and taken and not moment and found.status_code == 200:
            form = "copy" if taken == "copy" else f"{ending} {size}" if ending == "png" else ending
            await anyio.to_thread.run_sync(self._taken, reader, figure, form)
            name = quote(file_name(figure, ending), safe="")
            found.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return found

    def _taken(self, reader: Reader, figure: Figure, form: str) -> None:
        with reader.acting():
            issuing.register().exported(figure.serial, form)

    def _figure(self, number: str, reader: Reader | None) -> Figure | None:
        """The figure, where there is one and the reader may see it."""
        serial = serial_of(number)
        if serial is None or reader is None or not self._doors.ledger.is_file():
            return None
        found = issuing.register().find(serial)
        return found if found is not None and issuing.may_see(reader, found) else None


def file_answer(figure: Figure, ending: str, size: str, now: bool) -> Response:
    """A figure as a file, as it was or as it would be now."""
    kept, number = figure.frozen, figure.number
    if now:
        made = issuing.today(figure)
        if made.kept is None:
            return page("missing", 404, said=made.why)
        kept, number = made.kept, f"{number}的今日值，未登记"
    assert kept is not None
    if ending in DRAWN and not kept["drawings"]:
        return page("missing", 404, said="这个图号是一张表，没有图片。")
    try:
        content = content_of(kept, number, figure, ending, size)
    except NoPrinter as error:
        return page("missing", 503, said=str(error))
    return Response(content, media_type=TYPES[ending], headers=PRIVATE)


def content_of(kept: Frozen, number: str, figure: Figure, ending: str, size: str) -> bytes:
    """A figure as a file. Raises `NoPrinter`."""
    if ending == "png":
        return printer().png(freezing.drawing(kept, MEDIA[size], number), MEDIA[size])
    if ending == "svg":
        return printer().svg(freezing.drawing(kept, MEDIA[size], number))
    caption, table = freezing.caption_of(kept, number), plain_frame(freezing.table_of(kept))
    if ending == "csv":
        return csv_bytes(table, caption)
    return sheet.workbook(table, caption, facts(figure, kept))


def file_name(figure: Figure, ending: str) -> str:
    title = "".join(c for c in f"{figure.title}_{figure.scope}" if c not in '\\/:*?"<>|\r\n\t')
    return f"图{figure.number}_{title}.{ending}"


def facts(figure: Figure, kept: Frozen) -> list[tuple[str, str]]:
    """All that is said of a figure beside its table."""
    caption = freezing.caption_of(kept)
    covered = [("报送单位", f"{caption.reported}/{caption.due}")] if caption.due is not None else []
    return [
        ("图号", figure.number),
        ("标题", caption.title),
        ("范围、期间、单位", caption.subtitle),
        ("来源", caption.source),
        ("发布", f"第{caption.publish}次发布（{caption.published_at[:10]}）"),
        *([("n", caption.n)] if caption.n else []),
        *covered,
        *((f"口径：{rule['title']}", f"{rule['rule']}（依据：{rule['basis']}）") for rule in kept["rules"]),
        *([("口径", caption.rule)] if caption.rule else []),
        *(("附注", note) for note in caption.notes),
        *([("读图", kept["reading"])] if kept["reading"] else []),
        *([("数据性质", "演示数据，不得作为工作依据引用")] if caption.demonstration else []),
        ("登记", f"{figure.at[:16].replace('T', ' ')}"),
    ]


def figure_page(figure: Figure) -> Response:
    """What was frozen, and beside it what it would be today."""
    assert figure.frozen is not None
    now = issuing.today(figure)
    return page(
        "figure",
        200,
        figure=figure,
        caption=freezing.caption_of(figure.frozen, figure.number),
        facts=facts(figure, figure.frozen),
        drawn=bool(figure.frozen["drawings"]) and not printer().missing(),
        missing=printer().missing() if figure.frozen["drawings"] else "",
        alt=figure.frozen["alt"],
        table=shown_table(figure.frozen),
        forms=[(form, ways.file(figure.number, form, take="file")) for form in forms(figure.frozen)],
        picture=ways.file(figure.number, ways.VECTOR),
        today=now,
        today_table="" if now.kept is None else shown_table(now.kept),
        today_picture=ways.file(figure.number, ways.VECTOR, today=True),
        verdict=verdict(figure, now),
    )


def shown_table(kept: Frozen) -> str:
    return html_table(freezing.table_of(kept), freezing.caption_of(kept).title)


def forms(kept: Frozen) -> list[ways.Form]:
    drawn = bool(kept["drawings"]) and not printer().missing()
    return [form for form in ways.FORMS.values() if drawn or form in ways.DATA]


def verdict(figure: Figure, now: Today) -> str:
    """Whether it still holds, in one sentence."""
    if now.kept is None:
        return f"无法与现在的数据比较：{now.why}"
    if not now.changes:
        return f"与现在的数据（第{now.publish}次发布）一致。"
    return (
        f"现在的数据（第{now.publish}次发布）与登记时（第{figure.publish}次发布）有{len(now.changes)}处不同。"
    )


def page(name: str, status: int, **given: Any) -> Response:
    """One of the templates; nothing in it runs, and nothing of it is kept by a browser."""
    nonce = secrets.token_urlsafe(16)
    names: Mapping[str, Any] = {"product": TITLE, "base": base_path(), "nonce": nonce, **given}
    text = _pages.get_template(f"{name}.html").render(names)
    policy = f"default-src 'none'; img-src 'self'; style-src 'nonce-{nonce}'; frame-ancestors 'none'; base-uri 'none'"
    return HTMLResponse(text, status, {"Content-Security-Policy": policy, **PRIVATE})

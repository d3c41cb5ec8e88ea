"""Turns a figure into a picture: one browser process for the whole server, started at the first picture and kept."""

import asyncio
import atexit
import io
import logging
import os
import shutil
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from xml.sax.saxutils import escape

import kaleido
from choreographer.browsers import Chromium
from choreographer.errors import ChromeNotFoundError
from PIL import Image

from ui.charts.medium import MM_PER_INCH, PER_INCH, Medium

LOG = logging.getLogger("dashboard")
FONTS = Path(__file__).parent / "fonts"
AFTER_HEAD = 33
"""Bytes of a PNG up to the end of its first chunk, which says how large it is."""
LONGEST = 30.0
"""Seconds a picture may take; the first one starts the browser."""

MISSING = "服务器上没有 Chromium 或 Chrome，画不了图片；数据和表格不受影响。请管理员安装后再试。"

T = TypeVar("T")


class NoPrinter(Exception):
    """There is no browser on the server, or it does not draw; the message says which, in Chinese."""


class _WithFonts(Chromium):
    """Chromium that knows the font lying here: on Linux it would draw boxes where no Chinese font is installed."""

    def get_env(self) -> dict[str, str]:
        return {
            **super().get_env(),
            **({"FONTCONFIG_FILE": str(_fonts())} if sys.platform == "linux" else {}),
        }


class Printer:
    """Draws figures in one kept browser, in a thread of its own; starts it anew where it has died."""

    def __init__(self, browser: str | None = None) -> None:
        """`browser` is the path of the executable; by default the one the machine has."""
        self._browser = browser
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kaleido: kaleido.Kaleido | None = None

    def png(self, figure: dict[str, Any], medium: Medium) -> bytes:
        """A picture exactly `medium.pixels` wide that says of itself it has 300 dots an inch. Raises `NoPrinter`."""
        layout = figure["layout"]
        scale = medium.pixels / layout["width"]
        drawn = self._draw(figure, {"format": "png", "scale": scale})
        return _sized(drawn, medium)

    def svg(self, figure: dict[str, Any]) -> bytes:
        """The figure as SVG whose texts are text. Raises `NoPrinter`."""
        return self._draw(figure, {"format": "svg"})

    def missing(self) -> str:
        """Why no picture can be drawn, in Chinese; nothing where there is a browser to draw it."""
        path = self._browser or os.environ.get("CHROMIUM")
        found = Path(path).is_file() if path else bool(Chromium.find_browser(skip_local=False))
        return "" if found else MISSING

    def close(self) -> None:
        """Ends the browser; the next picture starts another."""
        with self._lock:
            self._stop()

    def _draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        with self._lock:
            try:
                return self._once(figure, options)
            except NoPrinter:
                raise
            except Exception:
                # The browser was killed, or has lost its way: a new one may do.
                LOG.warning("the browser for pictures is started anew", exc_info=True)
                self._stop()
            try:
                return self._once(figure, options)
            except NoPrinter:
                raise
            except Exception as error:
                self._stop()
                LOG.exception("a picture could not be drawn")
                raise NoPrinter("服务器上的浏览器没有画出图片，请稍后再试；数据和表格不受影响。") from error

    def _once(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        found = self._started()
        drawn: bytes = self._run(found.calc_fig(figure, options))
        return drawn

    def _started(self) -> kaleido.Kaleido:
        if self._kaleido is None:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="figures", daemon=True).start()
            self._kaleido = self._run(_open(self._browser or os.environ.get("CHROMIUM")))
        return self._kaleido

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LONGEST)

    def _stop(self) -> None:
        found, self._kaleido = self._kaleido, None
        if found is None:
            return
        try:
            self._run(found.close())
        except Exception:
            LOG.warning("the browser for pictures did not end in order", exc_info=True)


async def _open(browser: str | None) -> kaleido.Kaleido:
    """Without MathJax, which would be fetched from the internet."""
    try:
        found = kaleido.Kaleido(mathjax=False, timeout=LONGEST, path=browser, browser_cls=_WithFonts)
    except ChromeNotFoundError as error:
        raise NoPrinter(MISSING) from error
    await found.open()
    return found


@cache
def _fonts() -> Path:
    """A list of folders with fonts that names ours first, where fontconfig can read it; gone when the server ends."""
    folder = Path(tempfile.mkdtemp(prefix="dashboard-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    listed = folder / "fonts.conf"
    listed.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir>"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<cachedir>{escape(str(folder))}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return listed


def _sized(drawn: bytes, medium: Medium) -> bytes:
    """The same picture, exactly as wide as it should be."""
    picture = Image.open(io.BytesIO(drawn))
    height = picture.height if medium.ratio is None else round(medium.pixels / medium.ratio)
    if picture.size != (medium.pixels, height):
        # Rounding of width × scale: a row of dots more or less.
        found = io.BytesIO()
        picture.resize((medium.pixels, height), Image.Resampling.LANCZOS).save(found, "PNG")
        drawn = found.getvalue()
    return _with_density(drawn)


def _with_density(png: bytes) -> bytes:
    """Writes the dots an inch into a picture, which a browser does not do; a program that places it then knows its size."""
    metre = round(PER_INCH / MM_PER_INCH * 1000)
    chunk = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    whole = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:AFTER_HEAD] + whole + png[AFTER_HEAD:]


_printer = Printer()
atexit.register(_printer.close)


def printer() -> Printer:
    """The server's."""
    return _printer

"""A line on stderr for whoever waits longer than a second."""

import sys
import threading
import time
from types import TracebackType

_PATIENCE = 1.0
_TICK = 0.25
_SAY_AGAIN = 10.0
"""Where stderr is a file, every line stays: there it is enough to hear now and then."""

# step that ended → what goes on after it
_NEXT = {
    "waiting": "等待另一个载入或发布结束",
    "locked": "登记",
    "received": "登记",
    "receipted": "读取",
    "read": "读取",
    "checked": "入库",
    "landed": "入库",
    "accepted": "准备发布",
    "drafted": "写入数据",
    "applied": "计算指标",
    "derived": "发布前核对",
    "verified": "写入磁盘",
    "written": "切换到新的发布",
    "swapped": "记账",
}


class Progress:
    """Called with each step's name; a thread shows what goes on, nothing for work that ends within a second."""

    def __init__(self, title: str, files: int | None = None) -> None:
        self._title, self._files = title, files
        self._read = 0
        self._doing = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __call__(self, step: str) -> None:
        self._read += step == "read"
        self._doing = _NEXT.get(step, "")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _show(self) -> None:
        began = time.monotonic()
        if self._done.wait(_PATIENCE):
            return
        on_screen = sys.stderr.isatty()
        blank = ""
        while True:
            line = self._line(int(time.monotonic() - began))
            print(f"\r{blank}\r{line}" if on_screen else f"{line}\n", end="", file=sys.stderr, flush=True)
            # A Chinese character is two columns wide: this covers the longest line so far.
            blank = max(blank, " " * 2 * len(line))
            if self._done.wait(_TICK if on_screen else _SAY_AGAIN):
                break
        if on_screen:
            print(f"\r{blank}\r", end="", file=sys.stderr, flush=True)

    def _line(self, seconds: int) -> str:
        count = f" {self._read}/{self._files} 个文件" if self._files and self._doing == "读取" else ""
        doing = f"：{self._doing}{count}" if self._doing else ""
        return f"{self._title}{doing} …… 已用 {seconds} 秒"

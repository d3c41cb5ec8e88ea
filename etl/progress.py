"""A line on stderr for whoever waits longer than a second."""

import sys
import time
from types import TracebackType

_STEPS = {
    "read": "读取",
    "checked": "核对完成",
    "landed": "入库",
    "accepted": "已入账",
    "drafted": "准备发布",
    "applied": "写入数据",
    "derived": "计算指标",
    "verified": "核对发布",
    "swapped": "切换完成",
}


class Progress:
    """Called with each step's name; shows nothing for work that ends within a second."""

    def __init__(self, title: str, files: int | None) -> None:
        self._title, self._files = title, files
        self._read = 0
        self._began = time.monotonic()
        self._shown = 0.0

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, step: str) -> None:
        self._read += step == "read"
        now = time.monotonic()
        if now - self._began < 1 or now - self._shown < 0.2:
            return
        self._shown = now
        count = f" {self._read}/{self._files}" if self._files else ""
        print(f"\r{self._title}：{_STEPS.get(step, step)}{count} …   ", end="", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print(file=sys.stderr)

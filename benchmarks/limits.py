"""A benchmark always ends: each part has its own limit, and says so where it ran into it or failed."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Error as BrowserError

from benchmarks.readers import Failed


@dataclass
class Limit:
    """So many seconds from now on; whoever works under it asks between two steps."""

    seconds: float
    hit: bool = False
    _began: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        return time.monotonic() - self._began

    def over(self) -> bool:
        self.hit = self.hit or self.spent > self.seconds
        return self.hit

    def said(self) -> str:
        """A sentence for the section, nothing where all was done."""
        return f" **Ended at its limit of {self.seconds:.0f} s.**" if self.hit else ""


def part(title: str, measure: Callable[[], str]) -> str:
    """What `measure` gives; where it fails, a section that says so, and the other parts are measured all the same."""
    began = time.monotonic()
    try:
        return measure()
    except (Failed, BrowserError, OSError, ExceptionGroup) as error:
        return f"## {title}\n\nNot measured: {type(error).__name__}: {str(error).splitlines()[0]}\n"
    finally:
        print(f"  {title}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

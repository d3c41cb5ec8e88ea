"""Loads in processes of their own, some to be killed: forked from one that has read the program already.

To start Python and read the program takes five times as long as such a load.
"""

import importlib
import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from etl import bulk, pipeline


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def load_until(step: str, path: Path, environment: dict[str, str]) -> None:
    """Loads a file; killed at `step`, if that is one."""
    os.environ.update(environment)
    loaded = pipeline.load([path], on_step=lambda name: kill() if name == step else None)
    sys.exit(not loaded.ok)


def load_large_until(place: str, path: Path, environment: dict[str, str]) -> None:
    """The same by the path for large files; `place` may also be `module:function`, after which it is killed."""
    bulk.SMALLEST_BYTES, bulk.LARGEST_SHARE = 0, 1.0
    module, _, name = place.partition(":")
    if name:
        owner: Any = importlib.import_module(module)
        *classes, last = name.split(".")
        for one in classes:
            owner = getattr(owner, one)
        function = getattr(owner, last)

        def killing(*given: Any, **named: Any) -> None:
            function(*given, **named)
            kill()

        setattr(owner, last, killing)
    load_until(place, path, environment)


def started(load: Any, place: str, path: Path) -> BaseProcess:
    """The process of a load, begun."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["etl.__main__", "tests.etl.forked"])
    own = {name: value for name, value in os.environ.items() if name.startswith("DASHBOARD")}
    process = forks.Process(target=load, args=(place, path, own))
    process.start()
    return process

"""Running a command line: exit code 0 fine, 1 faults found, 2 wrong use, 3 the machine's fault; never a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout

from console.terminal import terminal

# Nothing is imported here that takes time: until `main` runs, Ctrl-C ends in a traceback.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

MACHINE = 3


class Commands:
    """A command line: its parser, a function for each command, and what its failures are called."""

    def __init__(
        self,
        parser: Callable[[], argparse.ArgumentParser],
        run: Mapping[str, Callable[[argparse.Namespace], int]],
        describe: Callable[[BaseException, str | None], tuple[int, str]],
    ) -> None:
        self.parser, self.run, self.describe = parser, run, describe


def main(load: Callable[[], Commands], arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every failure becomes a Chinese sentence on stderr and an exit code.

    `load` imports what the commands need: that may take most of a second, in which Ctrl-C must not end in a
    traceback either.
    """
    # Windows consoles and pipes default to the local code page; ours is always UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.CRITICAL)
    with redirect_stdout(terminal(sys.stdout)), redirect_stderr(terminal(sys.stderr)):
        return _run(load, arguments)


def _run(load: Callable[[], Commands], arguments: Sequence[str] | None) -> int:
    try:
        commands = load()
    except KeyboardInterrupt:
        return _say(MACHINE, "已中断，还没有开始。")
    except Exception as error:
        remedy = "请先安装程序包：pip install -r requirements.txt，或改用 .venv/bin/python 运行"
        return _say(MACHINE, f"程序没有装好（{error}）。{remedy}。")
    command = None
    try:
        options = commands.parser().parse_args(arguments)
        command = options.command
        code = commands.run[command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output (`head`) has seen enough; Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _say(*commands.describe(error, command))


def _say(code: int, message: str) -> int:
    print(message, file=sys.stderr)
    return code

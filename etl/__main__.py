"""`python -m etl …`: exit code 0 fine, 1 faults found (nothing loaded), 2 wrong use, 3 the machine's fault."""

import logging
import os
import sys
from collections.abc import Sequence

MACHINE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every failure becomes a Chinese sentence on stderr and an exit code."""
    # Windows consoles and pipes default to the local code page; ours is always UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.CRITICAL)
    try:
        # Imported only here: it takes most of a second, in which Ctrl-C must not end in a traceback either.
        from etl.arguments import parser
        from etl.commands import COMMANDS
        from etl.failures import describe
    except KeyboardInterrupt:
        return _say(MACHINE, "已中断，还没有开始。")
    except Exception as error:
        remedy = "请先安装程序包：pip install -r requirements.txt，或改用 .venv/bin/python 运行"
        return _say(MACHINE, f"程序没有装好（{error}）。{remedy}。")
    command = None
    try:
        options = parser().parse_args(arguments)
        command = options.command
        code = COMMANDS[command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output (`head`) has seen enough; Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _say(*describe(error, command))


def _say(code: int, message: str) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())

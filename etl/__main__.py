"""`python -m etl …`: exit code 0 fine, 1 faults found (nothing loaded), 2 wrong use, 3 the machine's fault."""

import sys
from collections.abc import Sequence

import console.main
from console.main import Commands


def load() -> Commands:
    from etl.arguments import parser
    from etl.commands import COMMANDS
    from etl.failures import describe

    return Commands(parser, COMMANDS, describe)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    return console.main.main(load, arguments)


if __name__ == "__main__":
    sys.exit(main())

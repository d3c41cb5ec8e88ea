"""`python -m ledger …`: exit code 0 fine, 1 something is wrong (nothing changed), 2 wrong use, 3 the machine's fault."""

import sys
from collections.abc import Sequence

import console.main
from console.main import Commands


def load() -> Commands:
    from ledger.commands import COMMANDS, describe, parser

    return Commands(parser, COMMANDS, describe)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    return console.main.main(load, arguments)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks [NAME…]`: runs all (or the named) benchmarks and rewrites their sections of RESULTS.md."""

import importlib
import os
import platform
import sys
from datetime import date
from pathlib import Path

NAMES = ("load", "publish", "queries", "page", "visitors", "what_if", "figures")
RESULTS = Path(__file__).parent / "RESULTS.md"

HEAD = """# Benchmark results

Made by `make bench` (`python -m benchmarks`); one section again: `python -m benchmarks publish`. Times drift with
the machine, so compare the ratios, each measured side by side in one run.
"""


def main(chosen: list[str]) -> None:
    """Runs the benchmarks named, or all, and keeps the other sections as they are."""
    kept = _sections()
    for name in chosen or NAMES:
        print(f"{name} …", flush=True)
        made = importlib.import_module(f"benchmarks.{name}").run()
        kept[name] = f"<!-- {name} -->\n{made}\n{_where()}\n"
    body = "\n".join(kept[name] for name in NAMES if name in kept)
    RESULTS.write_text(f"{HEAD}\n{body}", encoding="utf-8")


def _sections() -> dict[str, str]:
    if not RESULTS.exists():
        return {}
    parts = RESULTS.read_text(encoding="utf-8").split("<!-- ")[1:]
    return {part.split(" -->")[0]: f"<!-- {part}".rstrip() + "\n" for part in parts}


def _where() -> str:
    cores = os.cpu_count()
    return (
        f"Measured {date.today()} on {cores} cores, Python {platform.python_version()}, {platform.system()}."
    )


if __name__ == "__main__":
    main(sys.argv[1:])

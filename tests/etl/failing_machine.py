"""Loads during which the machine fails: `python -m tests.etl.failing_machine FOLDER FAULT@STEP …`.

For each: with one return loaded, makes the fault at the step of a second load, undoes it, loads again; prints as JSON
what was said and what was served each time. A process of its own, since limits, users and mounts are a process's.
"""

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from etl.__main__ import main as command_line
from etl.progress import Progress
from ledger.folder import data_folder
from tests.etl.returns import inspections
from warehouse import queries
from warehouse.connection import open_served

Undo = Callable[[], object]
NOBODY = 65534


def limit(size: str) -> Undo:
    """No file may grow beyond `size` bytes, which every writer meets as a full disk meets it."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def grown(more: str) -> Undo:
    """The warehouse may not grow by more than `more` bytes: what comes after the draft's copy fails."""
    (served,) = (data_folder().root / "warehouse").glob("*1.duckdb")
    return limit(str(served.stat().st_size + int(more)))


def full(left: str) -> Undo:
    """The file system has `left` bytes left."""
    ballast = data_folder().root.parent / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    if int(left):
        os.truncate(ballast, ballast.stat().st_size - int(left))
    return ballast.unlink


def nobody(_: str) -> Undo:
    """Another user, who may read but not write here."""
    for folder, folders, files in os.walk(data_folder().root.parent):
        for name in (*folders, *files):
            Path(folder, name).chmod(0o755)
    os.seteuid(NOBODY)
    return lambda: os.seteuid(0)


def unwritable(_: str) -> Undo:
    """The same for whoever is not root, whom permission bits bind."""
    paths = [data_folder().root, *data_folder().root.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555)

    def back() -> None:
        for path, mode in modes.items():
            path.chmod(mode)

    return back


def vanish(_: str) -> Undo:
    """The data folder is gone, as when a drive is pulled out, and comes back as it was."""
    kept = data_folder().root.with_name("kept")
    shutil.copytree(data_folder().root, kept)
    shutil.rmtree(data_folder().root)

    def back() -> None:
        shutil.rmtree(data_folder().root, ignore_errors=True)
        kept.rename(data_folder().root)

    return back


FAULTS: dict[str, Callable[[str], Undo]] = {
    f.__name__: f for f in (limit, grown, full, nobody, unwritable, vanish)
}


def served() -> int | None:
    """What the district's inspections are said to be."""
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        return None
    with contextlib.closing(warehouse):
        rows = queries.measure_records(warehouse, ["lusong"], [2022], ["inspections"])
    return None if rows[0]["value"] is None else int(rows[0]["value"])


def run(path: Path) -> tuple[int, str]:
    """Exit code and stderr of a load; what it prints to stdout is of no interest here."""
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        return command_line(["load", str(path)]), said.getvalue()


def go(fault: str, step: str, folder: Path) -> dict[str, object]:
    kind, _, argument = fault.partition(":")
    undo: list[Undo] = []
    told = Progress.__call__

    def call(self: Progress, name: str) -> None:
        if name == step and not undo:
            undo.append(FAULTS[kind](argument))
        told(self, name)

    os.environ["DASHBOARD_DATA"] = str(folder / "data")
    path = inspections(folder, "new.csv", "水利局", 200)
    with patch.object(Progress, "__call__", call):
        if step == "start":
            undo.append(FAULTS[kind](argument))
        code, said = run(path)
    during = served()
    for one in undo:
        one()
    later, _ = run(path)
    left = [p.name for p in folder.rglob("*") if "draft" in p.name or p.name.startswith(".incoming")]
    return {
        "failed": bool(undo), "code": code, "said": said, "during": during,
        "later": later, "after": served(), "left": left,
    }  # fmt: skip


def main() -> None:
    answers = []
    loaded = Path(sys.argv[1]) / "loaded"
    loaded.mkdir()
    os.environ["DASHBOARD_DATA"] = str(loaded / "data")
    assert run(inspections(loaded, "old.csv", "水利局", 100))[0] == 0
    for number, case in enumerate(sys.argv[2:]):
        fault, _, step = case.partition("@")
        folder = loaded.with_name(str(number))
        shutil.copytree(loaded, folder)
        answers.append(go(fault, step, folder))
        shutil.rmtree(folder)
    print(json.dumps(answers, ensure_ascii=False))


if __name__ == "__main__":
    main()

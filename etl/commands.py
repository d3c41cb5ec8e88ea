"""What each command does; every function returns the exit code."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from definitions import load_definitions
from etl import pipeline, show
from etl.arguments import WrongUse
from etl.model import ERROR, Reason
from etl.progress import Progress
from etl.read import read_file
from etl.store import data_folder
from etl.template import write_template
from warehouse import queries
from warehouse.connection import Warehouse, open_served

Options = argparse.Namespace

NOTHING_YET = "还没有可发布的数据。先运行：python -m etl load 文件或文件夹"


def read(options: Options) -> int:
    files = _files(options.paths)
    definitions = load_definitions()
    with Progress("读取", len(files)) as progress:
        readings = []
        for path in files:
            readings.append(read_file(path, definitions))
            progress("read")
    _print(options, [show.reading_json(r) for r in readings], lambda: show.readings_text(readings), single=True)
    unreadable = [r for r in readings if not r.cells and any(f.level == ERROR for f in r.faults)]
    return 1 if unreadable else 0


def check(options: Options) -> int:
    files = _files(options.paths)
    reasons = [Reason(target, text) for target, text in options.explain]
    with Progress("核对", len(files)) as progress:
        checked = pipeline.check_files(files, reasons, on_step=progress)
    _print(options, [show.checked_json(c) for c in checked], lambda: show.checked_text(checked), single=True)
    return _verdict(all(c.ok for c in checked), "发现问题，改正或说明原因后再载入（本命令不改动任何数据）。")


def load(options: Options) -> int:
    files = _files(options.paths)
    with Progress("载入", len(files)) as progress:
        loaded = pipeline.load(files, options.explain, options.demonstration, options.skip_faulty, on_step=progress)
    _print(options, show.loaded_json(loaded), lambda: show.loaded_text(loaded))
    skipped = "有问题的文件没有载入，其余已载入。" if options.skip_faulty else "发现问题，没有载入任何数据。"
    return _verdict(loaded.ok, skipped)


def sample(options: Options) -> int:
    with Progress("载入样例", None) as progress:
        loaded = pipeline.load_sample(on_step=progress)
    if loaded is None:
        _print(options, {"loaded": False}, lambda: "已有数据，不载入样例。")
        return 0
    _print(options, {"loaded": loaded.ok} | show.loaded_json(loaded), lambda: show.loaded_text(loaded, brief=True))
    return _verdict(loaded.ok, "样例没有载入。")


def publish(options: Options, full: bool = False) -> int:
    with Progress("发布", None) as progress:
        published = pipeline.republish(full, on_step=progress)
    answer = show.published_json(published) if published else {"publish": None}
    _print(options, answer, lambda: show.published_text(published) if published else NOTHING_YET)
    return 0


def rebuild(options: Options) -> int:
    return publish(options, full=True)


def status(options: Options) -> int:
    warehouse = open_served(data_folder().root)
    answer = show.status_json(warehouse) if warehouse else show.EMPTY_STATUS
    _print(options, answer, lambda: show.status_text(answer))
    return 0


def withdraw(options: Options) -> int:
    try:
        published = pipeline.withdraw(options.submission, options.reason)
    except KeyError:
        raise WrongUse(f"没有可撤回的提交 {options.submission}；用 python -m etl status 查看提交编号。") from None
    answer = {"withdrawn": options.submission} | show.published_json(published)
    _print(options, answer, lambda: f"已撤回提交 {options.submission}。{show.published_text(published)}")
    return 0


def template(options: Options) -> int:
    definitions = load_definitions()
    body = definitions.bodies[_body(options.body)]
    if not body.exists_in(options.year):
        raise WrongUse(f"{body.name}在{options.year}年底不存在，没有要报的数据。")
    path = options.output or Path(f"{body.short_name}{options.year}年度报送模板.xlsx")
    sheets = write_template(path, body, options.year, definitions)
    if not sheets:
        raise WrongUse(f"{body.name}没有要报的数据（由下级汇总）。")
    answer = {"file": str(path), "body": body.body, "year": options.year, "sheets": sheets}
    _print(options, answer, lambda: f"已生成 {path}：{'、'.join(sheets)}")
    return 0


def indicators(options: Options) -> int:
    warehouse, bodies = _warehouse(), _bodies(options.body)
    rows = queries.indicator_records(warehouse, bodies, [options.year]) if warehouse else []
    number = warehouse.publish if warehouse else None
    answer = [show.indicator_json(row, number) for row in rows]
    _print(options, answer, lambda: show.indicators_text(answer, options.year))
    return 0


def measures(options: Options) -> int:
    warehouse, bodies = _warehouse(), _bodies(options.body)
    rows = queries.measure_records(warehouse, bodies, [options.year]) if warehouse else []
    answer = [show.measure_json(row) for row in rows]
    _print(options, answer, lambda: show.measures_text(answer, options.year))
    return 0


COMMANDS: dict[str, Callable[[Options], int]] = {
    "read": read,
    "check": check,
    "load": load,
    "sample": sample,
    "publish": publish,
    "rebuild": rebuild,
    "status": status,
    "withdraw": withdraw,
    "template": template,
    "indicators": indicators,
    "measures": measures,
}


def _print(options: Options, answer: Any, text: Callable[[], str], single: bool = False) -> None:
    """JSON or text; a list about exactly one file is given as that file's object."""
    if options.json:
        if single and len(answer) == 1:
            answer = answer[0]
        print(json.dumps(answer, ensure_ascii=False, indent=1, default=show.plain))
    else:
        print(text())


def _verdict(ok: bool, message: str) -> int:
    if not ok:
        print(message, file=sys.stderr)
    return 0 if ok else 1


def _files(paths: Sequence[Path]) -> list[Path]:
    for path in paths:
        if not path.exists():
            raise WrongUse(f"找不到文件或文件夹：{path}")
    files = pipeline.files_of(paths)
    if not files:
        raise WrongUse(f"文件夹里没有可载入的文件（{'、'.join(pipeline.SUFFIXES)}）：{paths[0]}")
    return files


def _body(text: str) -> str:
    """The code of the body named by code, name, short name or alias."""
    bodies = load_definitions().bodies
    if text in bodies:
        return text
    found = [b.body for b in bodies.values() if text in (b.name, b.short_name, *b.aliases)]
    if not found:
        raise WrongUse(f"没有单位“{text}”；单位写在 definitions/bodies.csv。")
    return found[-1]


def _bodies(text: str | None) -> list[str] | None:
    return None if text is None else [_body(text)]


def _warehouse() -> Warehouse | None:
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        print(NOTHING_YET, file=sys.stderr)
    return warehouse

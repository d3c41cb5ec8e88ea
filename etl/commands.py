"""What each command does; every function returns the exit code."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from console.parser import WrongUse
from definitions import load_definitions
from etl import pipeline, show, wording
from etl.arguments import Options
from etl.frozen import revised_words
from etl.model import ERROR, Reason
from etl.named import bodies, body, file_name, files, new_file
from etl.progress import Progress
from etl.read import read_file
from etl.receive import sender_name
from etl.score import score
from etl.template import last_year, write_template
from ledger.folder import data_folder
from warehouse import queries
from warehouse.connection import Warehouse, open_served

NOTHING_YET = "还没有可发布的数据。先运行：python -m etl load 文件或文件夹"


def read(options: Options) -> int:
    paths = files(options.paths)
    definitions = load_definitions()
    with Progress("读取", len(paths)) as progress:
        readings = []
        for path in paths:
            readings.append(read_file(path, definitions, sender_name(path)))
            progress("read")
    _print(options, [show.reading_json(r) for r in readings], lambda: wording.readings(readings), single=True)
    unreadable = [r.file for r in readings if not r.cells and any(f.level == ERROR for f in r.faults)]
    return _verdict(not unreadable, f"读不出任何数据：{'、'.join(unreadable)}")


def check(options: Options) -> int:
    paths = files(options.paths)
    reasons = [Reason(target, text) for target, text in options.explain]
    with Progress("核对", len(paths)) as progress:
        checked = pipeline.check_files(paths, reasons, on_step=progress)
    _print(options, [show.checked_json(c) for c in checked], lambda: wording.checked(checked), single=True)
    return _verdict(all(c.ok for c in checked), "发现问题，改正或说明原因后再载入（本命令不改动任何数据）。")


def load(options: Options) -> int:
    paths = files(options.paths)
    with Progress("载入", len(paths)) as progress:
        loaded = pipeline.load(
            paths,
            options.explain,
            options.demonstration,
            options.skip_faulty,
            on_step=progress,
            sent_on=options.received,
        )
    _print(options, show.loaded_json(loaded), lambda: wording.loaded(loaded, superseded=_superseded(loaded)))
    if (
        loaded.published
        and loaded.published.kind != "unchanged"
        and (revised := revised_words(data_folder()))
    ):
        print(f"{revised}查看：python -m etl score --year 年度 --revisions", file=sys.stderr)
    skipped = "有问题的文件没有载入，其余已载入。" if options.skip_faulty else "发现问题，没有载入任何数据。"
    return _verdict(loaded.ok, skipped)


def _superseded(loaded: pipeline.Loaded) -> set[int]:
    """Which of the submissions a load met again do not count any more, or not in all their parts."""
    if not any(outcome.already for outcome in loaded.outcomes):
        return set()
    with _opened() as warehouse:
        rows = warehouse.rows("submissions") if warehouse else []
    return {row["submission"] for row in rows if row["counts_for"] < row["parts"]}


def sample(options: Options) -> int:
    with Progress("载入样例") as progress:
        loaded = pipeline.load_sample(on_step=progress)
    if loaded is None:
        _print(options, {"loaded": False}, lambda: "已有数据，不载入样例。")
        return 0
    _print(
        options, {"loaded": loaded.ok} | show.loaded_json(loaded), lambda: wording.loaded(loaded, brief=True)
    )
    return _verdict(loaded.ok, "样例没有载入。")


def publish(options: Options, full: bool = False) -> int:
    with Progress("重建" if full else "发布") as progress:
        published = pipeline.republish(full, on_step=progress)
    answer = show.published_json(published) if published else {"publish": None}
    _print(options, answer, lambda: wording.published(published) if published else NOTHING_YET)
    return 0


def rebuild(options: Options) -> int:
    return publish(options, full=True)


def status(options: Options) -> int:
    with Progress("查询"), _opened() as warehouse:
        answer = show.status_json(warehouse) if warehouse else show.EMPTY_STATUS
    _print(options, answer, lambda: wording.status(answer))
    return 0


def withdraw(options: Options) -> int:
    number = options.submission
    try:
        with Progress("撤回") as progress:
            published = pipeline.withdraw(number, options.reason, on_step=progress)
    except pipeline.NotStanding as error:
        raise WrongUse(wording.not_standing(number, error.known)) from None
    answer = {"withdrawn": number} | show.published_json(published)
    _print(options, answer, lambda: f"已撤回提交 {number}。{wording.published(published)}")
    return 0


def template(options: Options) -> int:
    owner = body(options.body, options.year)
    name = file_name(f"{owner.short_name}{options.year}年度报送模板.xlsx")
    path = new_file(options.output or Path(name), name)
    definitions = load_definitions()
    with Progress("生成模板"):
        last = last_year(data_folder(), owner, options.year, definitions)
        sheets = write_template(path, owner, options.year, definitions, last)
    if not sheets:
        raise WrongUse(f"{owner.name}没有要报的数据（由下级汇总）。")
    answer = {"file": str(path), "body": owner.body, "year": options.year, "sheets": sheets}
    _print(options, answer, lambda: f"已生成 {path}：{'、'.join(sheets)}")
    return 0


def indicators(options: Options) -> int:
    wanted = bodies(options.body, options.year)
    with Progress("查询"), _opened() as warehouse:
        rows = queries.indicator_records(warehouse, wanted, [options.year]) if warehouse else []
        _say_nothing_found(rows, warehouse, options.year)
        number = warehouse.publish if warehouse else None
    answer = [show.indicator_json(row, number) for row in rows]
    _print(options, answer, lambda: wording.indicators(rows, options.year, load_definitions().words))
    return 0


def measures(options: Options) -> int:
    wanted = bodies(options.body, options.year)
    with Progress("查询"), _opened() as warehouse:
        rows = queries.measure_records(warehouse, wanted, [options.year]) if warehouse else []
        _say_nothing_found(rows, warehouse, options.year)
    answer = [show.measure_json(row) for row in rows]
    _print(options, answer, lambda: wording.measures(rows, options.year, load_definitions().words))
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
    "score": score,
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


@contextmanager
def _opened() -> Iterator[Warehouse | None]:
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        yield None
        return
    try:
        yield warehouse
    finally:
        warehouse.close()


def _say_nothing_found(rows: Sequence[Any], warehouse: Warehouse | None, year: int) -> None:
    if warehouse is None:
        print(NOTHING_YET, file=sys.stderr)
    elif not rows:
        known = "、".join(map(str, queries.years(warehouse)))
        print(f"{year} 年度没有数据；有数据的年度：{known}", file=sys.stderr)

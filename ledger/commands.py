"""`python -m ledger …`: is the record of what people did whole, what does it say, and keeping it safe."""

import argparse
import csv
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from console import failures
from console.failures import FAULTS, Refused
from console.parser import Parser, add_command, text
from console.spreadsheet import inert
from definitions import DefinitionError
from ledger.acts import ACTS, BROKEN, HEADS
from ledger.audit import Entry, Verdict
from ledger.backup import backup, restore
from ledger.failures import LedgerDamaged
from ledger.folder import data_folder
from ledger.store import Ledger
from ledger.users import add_users
from ledger.users import run as users

Options = argparse.Namespace


def parser() -> argparse.ArgumentParser:
    root = Parser(
        prog="python -m ledger",
        description="操作记录的查验、导出，数据的备份和恢复，用户的管理。",
        epilog="例：python -m ledger verify\n各命令的说明：python -m ledger backup --help",
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="命令", title="命令")
    add = partial(add_command, commands, root.prog)

    verify = add("verify", "查验操作记录有无删改", "verify", "verify --known 128:9f2c…")
    verify.add_argument(
        "--known",
        action="append",
        type=_known,
        default=[],
        metavar="行号:校验值",
        help="此前记下的一行，可多次使用",
    )
    audit = add("audit", "列出操作记录，新的在前", "audit --since 2026-01-01", "audit --csv 操作记录.csv")
    audit.add_argument("--who", type=text, metavar="谁", help="只列这个用户")
    audit.add_argument("--act", choices=list(ACTS), metavar="操作", help=f"只列这种操作：{'、'.join(ACTS)}")
    audit.add_argument("--since", type=_day, metavar="日期", help="从这一天起，例如 2026-01-31")
    audit.add_argument("--until", type=_day, metavar="日期", help="到这一天止")
    audit.add_argument("--csv", type=Path, metavar="文件", help="另存为 CSV")
    kept = add("backup", "把数据文件夹备份成一个文件", "backup 备份/2026-01-31.tar.gz")
    back = add("restore", "从备份恢复到空的数据文件夹", "restore 备份/2026-01-31.tar.gz")
    for one in (kept, back):
        one.add_argument("file", type=Path, metavar="文件", help="备份文件（.tar 或 .tar.gz）")
    add_users(commands, root.prog)
    return root


def _known(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d+)[:：]([0-9a-f]{64})", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError("要写成 行号:64位校验值，见 verify 的输出")
    return int(found[1]), found[2]


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
        raise argparse.ArgumentTypeError(f"日期要写成 2026-01-31 的样子，现在是“{text}”")
    return text.strip()


def verify(options: Options) -> int:
    """Exit code 1 where a line was altered, removed or put in."""
    with _ledger() as ledger:
        found = ledger.verify(options.known)
    if options.json:
        print(json.dumps(asdict(found) | {"ok": found.ok}, ensure_ascii=False))
    elif found.ok:
        print(
            f"操作记录共{found.lines}行，逐行相符。\n最后一行的校验值（可抄下备查）：{found.lines}:{found.head}"
        )
    if not found.ok:
        print(_broken(found), file=sys.stderr)
    return 0 if found.ok else FAULTS


def _broken(found: Verdict) -> str:
    return (
        f"操作记录第{found.broken_at}行{BROKEN[found.reason]}：此行起不可信，之前{found.lines}行相符。"
        "请保存现有数据文件夹备查，并从最近一次备份核对。"
    )


def audit(options: Options) -> int:
    with _ledger() as ledger:
        found = ledger.audit(who=options.who, act=options.act, since=options.since, until=options.until)
    if options.csv:
        _write(options.csv, found)
        print(f"已写入 {options.csv}，共{len(found)}行。")
    elif options.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            print(
                "  ".join(
                    [
                        str(one.audit),
                        one.at[:19],
                        one.who,
                        one.origin,
                        ACTS.get(one.act, one.act),
                        one.subject,
                    ]
                )
            )
    return 0


def _write(path: Path, found: Sequence[Entry]) -> None:
    if path.exists():
        raise Refused(f"{path} 已存在，没有覆盖。请换一个文件名。")
    # A spreadsheet needs the mark to take the file for UTF-8.
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for one in found:
            said = (
                one.who,
                one.origin,
                ACTS.get(one.act, one.act),
                one.subject,
                one.before or "",
                one.after or "",
            )
            writer.writerow([one.audit, one.at, *map(inert, said), one.hash])


def make_backup(options: Options) -> int:
    made = backup(data_folder(), options.file)
    _say(
        options,
        made.size,
        made.made_at,
        f"已备份到 {options.file}：{made.size}个文件，操作记录{made.lines}行（{made.lines}:{made.head}）。",
    )
    return 0


def make_restore(options: Options) -> int:
    found = restore(options.file, data_folder())
    _say(
        options, found.size, found.made_at,
        f"已恢复到 {data_folder().root}：{found.size}个文件，备份于{found.made_at[:16].replace('T', ' ')}，逐个相符。",
    )  # fmt: skip
    return 0


def _say(options: Options, files: int, made_at: str, text: str) -> None:
    print(json.dumps({"files": files, "made_at": made_at}) if options.json else text)


def _ledger() -> Ledger:
    path = data_folder().ledger
    if not path.is_file():
        raise Refused(f"数据文件夹 {path.parent} 里还没有操作记录。先运行：python -m etl load 文件或文件夹")
    return Ledger(path)


COMMANDS = {"verify": verify, "audit": audit, "backup": make_backup, "restore": make_restore, "users": users}

_WAY_ON = {
    "backup": "没有留下不完整的备份文件。",
    "restore": "没有恢复一半的数据。故障排除后重新运行同一命令即可。",
}


def describe(error: BaseException, command: str | None) -> tuple[int, str]:
    """The exit code and the message for whatever a command raised."""
    if isinstance(error, LedgerDamaged):
        return (
            failures.MACHINE,
            f"账本损坏或丢失：{error.strerror}。请用 python -m ledger restore 从备份恢复到空的数据文件夹。",
        )
    if isinstance(error, DefinitionError):
        return failures.FAULTS, "定义有误，已停止：\n" + "\n".join(
            f"  {problem}" for problem in error.problems
        )
    if isinstance(error, TimeoutError):
        return failures.MACHINE, "一个载入或发布正在进行，等了很久仍未结束。请稍后重试。"
    return failures.describe(error, _WAY_ON.get(command or "", ""), data_folder().root / "error.log")

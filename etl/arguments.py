"""The command line of `python -m etl`."""

import argparse
import re
from datetime import date
from functools import partial
from pathlib import Path

from console.parser import Parser, add_command, text

Options = argparse.Namespace


def _year(text: str) -> int:
    digits = text.strip().removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"(19|20)\d\d", digits):
        raise argparse.ArgumentTypeError(f"要写四位数的年份，例如 2022，现在是“{text}”")
    return int(digits)


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"要写成 2026-01-20 的样式，现在是“{given}”") from None
    if day > date.today():
        raise argparse.ArgumentTypeError(f"收到的日期不会晚于今天，现在是“{given}”")
    return day


def _submission(given: str) -> int:
    # A longer number is none a ledger could count to.
    if not re.fullmatch(r"\s*\d{1,18}\s*", given):
        raise argparse.ArgumentTypeError(f"要写整数，现在是“{given}”")
    return int(given)


def _explanation(given: str) -> tuple[str, str]:
    target, separator, reason = text(given).partition("=")
    if not separator or not target.strip() or not reason.strip():
        raise argparse.ArgumentTypeError("要写成 单元格或代码=原因，例如 G7=两案合并审理")
    return target.strip(), reason.strip()


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    root = Parser(
        prog="python -m etl",
        description="载入各单位年度报送数据，发布到看板。",
        epilog="例：python -m etl load 2022年报送/\n各命令的说明：python -m etl load --help",
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="命令", title="命令")
    add = partial(add_command, commands, root.prog)

    explained = "check 行政复议.csv --explain 第2行第6列=两案合并审理"
    _files(
        add("read", "逐格显示读懂了什么，不作判断", "read 行政处罚.xlsx", "read 2022年报送/ --json"),
        add("check", "读取并列出全部问题，不改动任何数据", "check 行政处罚.xlsx", explained),
        add(
            "load",
            "收文件、读取、核对、入库、发布",
            "load 2022年报送/",
            "load 行政处罚.xlsx --explain G7=两案合并审理",
        ),
    )
    add("sample", "还没有数据时载入样例", "sample")
    add("publish", "发布已入库但尚未发布的数据", "publish")
    add("rebuild", "从入库文件重建整个数据仓库", "rebuild")
    add("status", "发布次数和时间、提交记录、报送情况", "status", "status --json")
    withdraw = add("withdraw", "撤回一次提交，之前的一次重新生效", 'withdraw 12 --reason "报错年度"')
    withdraw.add_argument(
        "submission", type=_submission, metavar="提交编号", help="用 python -m etl status 查看"
    )
    withdraw.add_argument("--reason", type=text, default="未写原因", metavar="原因", help="为什么撤回")
    template = add("template", "生成某单位的报送模板（Excel）", "template 市场监督管理局 --year 2023")
    template.add_argument("body", metavar="单位", help="单位代码、全称或简称")
    template.add_argument(
        "--output", type=Path, metavar="文件", help="保存为（默认：单位简称+年度+报送模板.xlsx）"
    )
    indicators = add("indicators", "指标值及其分子、分母、区间、目标、口径", "indicators --year 2022 --json")
    measures = add("measures", "报送数值及其来源", "measures --year 2022 --body 市场监督管理局")
    score = add(
        "score", "一个年度的考核得分", "score --year 2022 --body 市场监管局", "score --year 2022 --verify"
    )
    given = score.add_mutually_exclusive_group()
    given.add_argument("--verify", action="store_true", help="从锁定时的方案、报送和决定重算已锁定的得分")
    given.add_argument("--revisions", action="store_true", help="锁定以后的报送会改变哪些得分")
    for one in (indicators, measures, score):
        one.add_argument("--body", metavar="单位", help="单位代码、全称或简称（默认全部）")
    for one in (template, indicators, measures, score):
        one.add_argument("--year", type=_year, required=True, metavar="年度", help="四位数的年份，例如 2022")
    return root


def _files(
    read: argparse.ArgumentParser, check: argparse.ArgumentParser, load: argparse.ArgumentParser
) -> None:
    """The options of the commands that take files."""
    for one in (read, check, load):
        one.add_argument(
            "paths", nargs="+", type=Path, metavar="文件或文件夹", help="csv、xlsx、xls、ods，可写多个"
        )
    for one in (check, load):
        one.add_argument(
            "--explain",
            action="append",
            type=_explanation,
            default=[],
            metavar="单元格或代码=原因",
            help="说明某处勾稽不平的原因，可多次使用",
        )
    load.add_argument(
        "--received",
        type=_day,
        metavar="日期",
        help="收到这些文件的日期，如 2026-01-20，用来评按时与否；不写则不评",
    )
    load.add_argument("--demonstration", action="store_true", help="标为演示数据")
    load.add_argument(
        "--skip-faulty", action="store_true", help="有问题的文件跳过，其余照常载入（默认全部不载入）"
    )

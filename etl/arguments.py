"""The command line, spoken in Chinese."""

import argparse
import re
from pathlib import Path
from typing import NoReturn


class WrongUse(Exception):
    """The command was used wrongly; the text says how and gives the right form."""


_TRANSLATED = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可选：\3"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 要写整数，现在是 \2"),
    (r"argument (.+?): expected one argument", r"\1 后面缺少内容"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一项"),
    (r"argument (.+?): (.+)", r"\1：\2"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _TRANSLATED:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, chinese, message)
                break
        raise WrongUse(f"用法不对：{message}\n{self.format_usage().replace('usage:', '用法：')}{self.epilog or ''}")

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "用法：").replace("positional arguments:", "参数：")
        text = text.replace("options:", "选项：").replace("show this help message and exit", "显示本说明")
        return text


def _explanation(text: str) -> tuple[str, str]:
    target, separator, reason = text.partition("=")
    if not separator or not target.strip() or not reason.strip():
        raise argparse.ArgumentTypeError("要写成 单元格或代码=原因，例如 G7=两案合并审理")
    return target.strip(), reason.strip()


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    root = _Parser(
        prog="python -m etl",
        description="载入各单位年度报送数据，发布到看板。",
        epilog="例：python -m etl load 2022年报送/",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="命令", title="命令")

    def add(name: str, about: str, example: str) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = commands.add_parser(
            name, help=about, description=about, epilog=f"例：python -m etl {example}"
        )
        one.add_argument("--json", action="store_true", help="输出 JSON")
        return one

    read = add("read", "逐格显示读懂了什么，不作判断", "read 行政处罚.xlsx --json")
    check = add("check", "读取并列出全部问题，不改动任何数据", "check 行政处罚.xlsx")
    load = add("load", "收文件、读取、核对、入库、发布", "load 2022年报送/ --explain G7=两案合并审理")
    for one in (read, check, load):
        one.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    for one in (check, load):
        one.add_argument(
            "--explain",
            action="append",
            type=_explanation,
            default=[],
            metavar="单元格或代码=原因",
            help="说明某处勾稽不平的原因，可多次使用",
        )
    load.add_argument("--demonstration", action="store_true", help="标为演示数据")
    load.add_argument("--skip-faulty", action="store_true", help="有问题的文件跳过，其余照常载入（默认全部不载入）")
    add("sample", "还没有数据时载入样例", "sample")
    add("publish", "发布已入库但尚未发布的数据", "publish")
    add("rebuild", "从入库文件重建整个数据仓库", "rebuild")
    add("status", "发布次数和时间、提交记录、报送情况", "status --json")
    withdraw = add("withdraw", "撤回一次提交，之前的一次重新生效", 'withdraw 12 --reason "报错年度"')
    withdraw.add_argument("submission", type=int, metavar="提交编号")
    withdraw.add_argument("--reason", default="未写原因", metavar="原因", help="为什么撤回")
    template = add("template", "生成某单位的报送模板（Excel）", "template 市场监督管理局 --year 2023")
    template.add_argument("body", metavar="单位")
    template.add_argument("--year", type=int, required=True, metavar="年度")
    template.add_argument("--output", type=Path, metavar="文件", help="保存为（默认：单位名+年度.xlsx）")
    for name, about in (("indicators", "指标值及其分子、分母、区间、目标、口径"), ("measures", "报送数值及其来源")):
        one = add(name, about, f"{name} --year 2022 --json")
        one.add_argument("--year", type=int, required=True, metavar="年度")
        one.add_argument("--body", metavar="单位", help="单位代码或名称（默认全部）")
    return root

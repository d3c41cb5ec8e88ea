"""argparse that speaks Chinese."""

import argparse
import re
from typing import Any, NoReturn


class WrongUse(Exception):
    """The command was used wrongly; the text says how and gives the right form."""


_TRANSLATED = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: '?(.+?)'? \(choose from '?(.+?)'?\)", r"没有“\2”这个\1，可选：\3"),
    (r"argument (.+?): invalid int value: '?(.+?)'?", r"\1 要写整数，现在是“\2”"),
    (r"argument (.+?): expected one argument", r"\1 后面缺少内容"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一项"),
    (r"argument (.+?): (.+)", r"\1：\2"),
)
_HELP = (
    ("usage:", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示本说明"),
)


def text(given: str) -> str:
    """An argument that is kept or compared: bytes that are no text could be neither."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("里面有认不出的字符，请用 UTF-8 输入") from None
    return given


class Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        # Abbreviated options would be guessed at; here a mistyped one is named.
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)
        # Python 3.14 colours help and usage, which hides from us the words we translate.
        self.color = False

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _TRANSLATED:
            if match := re.fullmatch(pattern, message):
                message = match.expand(chinese).replace("', '", "、")
                break
        raise WrongUse(f"用法不对：{message}\n{_in_chinese(self.format_usage())}{self.epilog or ''}")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuses what is left over here, where the usage shown is that of the command."""
        options, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return options, rest

    def format_help(self) -> str:
        return _in_chinese(super().format_help())


def add_command(
    commands: Any, program: str, name: str, about: str, *examples: str
) -> argparse.ArgumentParser:
    """A command of `program`, in what its `add_subparsers` gave, with examples and `--json`."""
    epilog = "\n".join(f"例：{program} {example}" for example in examples)
    one: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about}。", epilog=epilog
    )
    one.add_argument("--json", action="store_true", help="输出 JSON")
    return one


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP:
        text = text.replace(english, chinese)
    return text

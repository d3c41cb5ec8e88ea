"""What is named on the command line: files, folders, bodies; raises `WrongUse` where there is no such thing."""

import difflib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from console.parser import WrongUse
from definitions import load_definitions
from definitions.model import Body
from etl.folders import SUFFIXES, files_of, passed_over
from etl.headers import vocabulary
from etl.receive import sender_name

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def files(paths: Sequence[Path]) -> list[Path]:
    """The files meant; whatever else lies in the folders is named on stderr."""
    for path in paths:
        if path.is_symlink() and not path.exists():
            raise WrongUse(f"这个链接指向的文件不存在：{path} → {path.readlink()}")
        if not path.exists():
            raise WrongUse(f"找不到文件或文件夹：{path}{_near(path)}")
        if not path.is_dir() and not path.is_file():
            # A device or a pipe never ends.
            raise WrongUse(f"这不是文件，也不是文件夹：{path}")
    found, others = files_of(paths), passed_over(paths)
    kinds = "、".join(suffix.removeprefix(".") for suffix in SUFFIXES)
    if not found:
        raise WrongUse(f"文件夹里没有可载入的文件（{kinds}）：{paths[0]}{_listed('；里面有', others)}")
    if others:
        print(
            f"没有读取（不是 {kinds} 文件，或是通向文件夹外的链接）{_listed('：', others)}", file=sys.stderr
        )
    return found


def _listed(lead: str, paths: Sequence[Path]) -> str:
    if not paths:
        return ""
    more = f" 等 {len(paths)} 个" if len(paths) > 5 else ""
    return lead + "、".join(sender_name(path) for path in paths[:5]) + more


def _near(path: Path) -> str:
    """A hint where a name in the same folder is nearly the one given, or was given without its ending."""
    if not path.parent.is_dir():
        return f"（文件夹 {path.parent} 也不存在）"
    names = [p.name for p in path.parent.iterdir()]
    near = [n for n in names if n.startswith(f"{path.name}.")] or difflib.get_close_matches(
        path.name, names, 3
    )
    return f"。是不是 {'、'.join(near[:3])}？" if near else ""


def file_name(text: str) -> str:
    """The text as a file's name on any system: no way out of the folder it is written to."""
    return _NOT_IN_A_NAME.sub("_", text)


def new_file(path: Path, name: str) -> Path:
    """Where to write a new file; what is there already may be somebody's filled-in form."""
    path = path / name if path.is_dir() else path
    if path.suffix.lower() != ".xlsx":
        raise WrongUse(f"模板是 Excel 文件，文件名要以 .xlsx 结尾：{path}")
    if not path.parent.is_dir():
        raise WrongUse(f"文件夹不存在：{path.parent}；请先建好，或用 --output 换一个位置。")
    if path.exists():
        raise WrongUse(f"文件已存在，没有覆盖：{path}；请移走它，或用 --output 换一个文件名。")
    return path


def body(text: str, year: int) -> Body:
    """The body of that code, name, short name or alias which exists in `year`."""
    known = vocabulary(load_definitions()).bodies
    found = known.named(text)
    if not found:
        near = "、".join(known.nearest(text))
        raise WrongUse(
            f"没有单位“{text}”{f'，是不是 {near}？' if near else '。'}单位名录在 definitions/bodies.csv。"
        )
    alive = [body for body in found if body.exists_in(year)]
    if not alive:
        instead = "、".join(known.related(found[-1], year)) or "没有"
        raise WrongUse(f"{found[-1].name}在{year}年底不存在，没有那一年的数据。那一年对应的单位：{instead}。")
    return alive[0]


def bodies(text: str | None, year: int) -> list[str] | None:
    """The code asked for as a list; None, which asks for all, where no body was named."""
    return None if text is None else [body(text, year).body]

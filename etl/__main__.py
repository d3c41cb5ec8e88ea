"""`python -m etl …`: exit code 0 fine, 1 faults found (nothing loaded), 2 wrong use, 3 the machine's fault."""

import errno
import logging
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from definitions import DefinitionError
from etl.arguments import WrongUse, parser
from etl.commands import COMMANDS
from etl.store import data_folder
from warehouse.build import CheckFailed

FINE, FAULTS, WRONG_USE, MACHINE = 0, 1, 2, 3

_ERRNO = {
    errno.ENOSPC: "磁盘已满，没有载入任何数据。请清理磁盘后重试。",
    errno.EDQUOT: "磁盘配额已用完，没有载入任何数据。请清理后重试。",
    errno.EACCES: "没有读写权限。请检查数据文件夹和文件的权限。",
    errno.EPERM: "没有读写权限。请检查数据文件夹和文件的权限。",
    errno.EROFS: "数据文件夹所在的磁盘是只读的，没有载入任何数据。请换一个可写的文件夹（环境变量 DASHBOARD_DATA）。",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every failure becomes a Chinese sentence on stderr and an exit code."""
    # Windows consoles and pipes default to the local code page; ours is always UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    logging.basicConfig(level=logging.CRITICAL)
    try:
        options = parser().parse_args(arguments)
        return COMMANDS[options.command](options)
    except WrongUse as error:
        return _say(WRONG_USE, str(error))
    except DefinitionError as error:
        return _say(FAULTS, "定义有误，已停止：\n" + "\n".join(f"  {p}" for p in error.problems))
    except CheckFailed as error:
        return _say(FAULTS, f"发布前的核对（{error.check}）发现问题，没有发布，仍在使用上一次发布：{error.rows}")
    except BrokenPipeError:
        return FINE
    except KeyboardInterrupt:
        return _say(MACHINE, "已中断。已收到的文件都在，下次运行会接着完成。")
    except (OSError, TimeoutError, MemoryError) as error:
        return _say(MACHINE, _machine(error))
    except Exception as error:
        return _say(MACHINE, f"程序出错，没有载入任何数据（{type(error).__name__}）。详情已写入 {_keep_trace()}。")


def _say(code: int, message: str) -> int:
    print(message, file=sys.stderr)
    return code


def _machine(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    name = getattr(error, "filename", None)
    place = f"（{name}）" if name else ""
    if number in _ERRNO:
        return _ERRNO[number] + place
    if isinstance(error, TimeoutError):
        return "另一个载入正在进行，等了很久仍未结束。请稍后重试。"
    return f"读写数据时出错，没有载入任何数据：{error}{place}"


def _keep_trace() -> Path:
    """Keeps the traceback for whoever mends it, away from the user's screen."""
    for folder in (data_folder().root, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "error.log"
            with path.open("a", encoding="utf-8") as file:
                traceback.print_exc(file=file)
            return path
        except OSError:
            continue
    return Path("-")


if __name__ == "__main__":
    sys.exit(main())

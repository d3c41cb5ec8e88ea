"""What went wrong, as an exit code and a Chinese sentence that names the cause and the way on."""

import errno
import tempfile
import traceback
from pathlib import Path

from console.parser import WrongUse

FAULTS, WRONG_USE, MACHINE = 1, 2, 3

CAUSES = {
    errno.ENOSPC: ("磁盘已满", "请清理磁盘"),
    errno.EDQUOT: ("磁盘配额已用完", "请清理不用的文件，或请管理员增加配额"),
    errno.EFBIG: ("文件大小超过了系统的限制", "请管理员放宽限制（ulimit -f）"),
    errno.EACCES: ("没有读写权限", "请检查文件和文件夹的权限，以及文件是否正被别的程序打开"),
    errno.EPERM: ("没有读写权限", "请检查文件和文件夹的权限"),
    errno.EROFS: ("磁盘是只读的", "请改用可写的数据文件夹（环境变量 DASHBOARD_DATA）"),
    errno.EIO: ("磁盘读写出错", "磁盘可能已满、断开或损坏，请检查"),
    errno.ENOENT: ("找不到文件或文件夹", "请检查它是否被移走，移动硬盘或网络盘是否断开"),
    errno.ENOTDIR: ("路径中有一段是文件，不是文件夹", "请检查路径和环境变量 DASHBOARD_DATA"),
    errno.EEXIST: ("这里已有同名的文件，不能建文件夹", "请检查路径和环境变量 DASHBOARD_DATA"),
    errno.EISDIR: ("这是文件夹，不是文件", "请检查路径"),
    errno.EBUSY: ("数据正被另一个程序占用，等了很久仍未放开", "请关闭打开账本 ledger.sqlite 的程序"),
    errno.ENOMEM: ("内存不足", "请关闭别的程序，或换内存更大的机器"),
    errno.EMFILE: ("打开的文件过多", "请关闭别的程序"),
    errno.ENAMETOOLONG: ("文件名或路径过长", "请缩短文件名"),
    errno.ESTALE: ("网络盘已断开", "请重新连接网络盘"),
}


class Refused(Exception):
    """A command found something wrong and changed nothing; the text says what and the way on."""


def describe(error: BaseException, way_on: str, log: Path) -> tuple[int, str]:
    """The exit code and the message for whatever a command raised.

    `way_on` is what must be said where the command may have been cut short in its work; the traceback of what nobody
    expected is kept in `log` (or a temporary folder), away from the user's screen.
    """
    match error:
        case WrongUse():
            return WRONG_USE, str(error)
        case Refused():
            return FAULTS, str(error)
        case KeyboardInterrupt():
            return MACHINE, f"已中断。{way_on}"
        case OSError() | MemoryError():
            return MACHINE, "\n".join(filter(None, [of_the_machine(error), way_on]))
    name = type(error).__name__
    return MACHINE, f"程序出错（{name}），详情已写入 {keep_trace(error, log)}，请交给技术人员。{way_on}"


def of_the_machine(error: OSError | MemoryError) -> str:
    """Cause, place and remedy."""
    name = getattr(error, "filename", None)
    place = f"（{name}）" if name else ""
    words = (getattr(error, "strerror", None) or str(error)).splitlines() or [""]
    unknown = f"读写数据时出错：{words[0]}", "请检查磁盘和数据文件夹"
    number = errno.ENOMEM if isinstance(error, MemoryError) else error.errno
    cause, remedy = CAUSES.get(number or 0, unknown)
    return f"{cause}{place}。{remedy}。"


def keep_trace(error: BaseException, log: Path) -> Path:
    """Keeps the traceback for whoever mends it."""
    for path in (log, Path(tempfile.gettempdir()) / log.name):
        try:
            if path.parent.is_dir():
                with path.open("a", encoding="utf-8") as file:
                    traceback.print_exception(error, file=file)
                return path
        except OSError:
            continue
    return Path("-")

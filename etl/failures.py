"""What went wrong, as an exit code and a Chinese sentence that names the cause and the way on."""

import errno
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from definitions import DefinitionError
from etl.arguments import WrongUse
from etl.store import data_folder
from ledger import LedgerDamaged
from warehouse.build import CheckFailed
from warehouse.connection import WarehouseDamaged

FAULTS, WRONG_USE, MACHINE = 1, 2, 3

_CAUSES = {
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

# What must be said after the cause where a command may have been cut short in its work.
_WAY_ON = {
    "load": "看板仍显示完整的一次发布，没有载入一半的数据。故障排除后重新运行同一命令即可，不会重复载入。",
    "sample": "故障排除后重新运行同一命令即可。",
    "publish": "看板仍显示完整的一次发布。故障排除后重新运行同一命令即可。",
    "rebuild": "看板仍显示完整的一次发布。故障排除后重新运行同一命令即可。",
    "withdraw": "看板仍显示完整的一次发布。故障排除后运行 python -m etl publish 接着完成，再用 python -m etl status 查看是否已撤回。",
}


def describe(error: BaseException, command: str | None) -> tuple[int, str]:
    """The exit code and the message for whatever a command raised."""
    match error:
        case WrongUse():
            return WRONG_USE, str(error)
        case DefinitionError():
            return FAULTS, "定义有误，已停止：\n" + "\n".join(f"  {problem}" for problem in error.problems)
        case CheckFailed():
            return FAULTS, (
                f"发布前的核对“{error.check}”没有通过，没有发布，看板仍是上一次发布。"
                f"请把以下内容交给技术人员：{error.rows}"
            )
        case KeyboardInterrupt():
            return MACHINE, f"已中断。{_interrupted(command)}"
        case OSError() | MemoryError():
            return MACHINE, "\n".join(_machine(error, command))
    return (
        MACHINE,
        f"程序出错（{type(error).__name__}），详情已写入 {_keep_trace(error)}，请交给技术人员。{_WAY_ON.get(command or '', '')}",
    )


def _interrupted(command: str | None) -> str:
    if command in ("load", "sample"):
        return (
            "看板仍显示完整的一次发布。重新运行同一命令即可接着完成，不会重复载入；"
            "已经登记的文件，下次载入或发布时也会自动完成，不想要的可以撤回（withdraw）。"
        )
    return _WAY_ON.get(command or "", "")


def _machine(error: OSError | MemoryError, command: str | None) -> Iterator[str]:
    name = getattr(error, "filename", None)
    place = f"（{name}）" if name else ""
    if isinstance(error, TimeoutError):
        yield "另一个载入或发布正在进行，等了很久仍未结束，这次没有载入任何数据。请稍后重试。"
        return
    if isinstance(error, LedgerDamaged):
        yield f"账本损坏或丢失：{error.strerror}{place}。请从备份恢复数据文件夹，或换一个空的数据文件夹（环境变量 DASHBOARD_DATA）。"
        return
    if isinstance(error, WarehouseDamaged) and error.errno in (None, errno.ENOENT):
        yield f"数据仓库文件打不开{place}。请运行 python -m etl rebuild 重建，不会丢失已载入的数据。"
        return
    words = (getattr(error, "strerror", None) or str(error)).splitlines() or [""]
    unknown = f"读写数据时出错：{words[0]}", "请检查磁盘和数据文件夹"
    cause, remedy = _CAUSES.get(_number(error) or 0, unknown)
    yield f"{cause}{place}。{remedy}。"
    if way_on := _WAY_ON.get(command or ""):
        yield way_on


def _number(error: OSError | MemoryError) -> int | None:
    return errno.ENOMEM if isinstance(error, MemoryError) else error.errno


def _keep_trace(error: BaseException) -> Path:
    """Keeps the traceback for whoever mends it, away from the user's screen."""
    root = data_folder().root
    for folder in ([root] if root.is_dir() else []) + [Path(tempfile.gettempdir())]:
        try:
            path = folder / "error.log"
            with path.open("a", encoding="utf-8") as file:
                traceback.print_exception(error, file=file)
            return path
        except OSError:
            continue
    return Path("-")

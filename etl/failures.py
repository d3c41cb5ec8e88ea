"""What a command of `python -m etl` failed of, as an exit code and a Chinese sentence that names the way on."""

import errno

import console.failures
from console.failures import FAULTS, MACHINE
from definitions import DefinitionError
from ledger import LedgerDamaged
from ledger.folder import data_folder
from warehouse.build import CheckFailed
from warehouse.connection import WarehouseDamaged

# What must be said after the cause where a command may have been cut short in its work.
_WAY_ON = {
    "load": "看板仍显示完整的一次发布，没有载入一半的数据。故障排除后重新运行同一命令即可，不会重复载入。",
    "sample": "故障排除后重新运行同一命令即可。",
    "publish": "看板仍显示完整的一次发布。故障排除后重新运行同一命令即可。",
    "rebuild": "看板仍显示完整的一次发布。故障排除后重新运行同一命令即可。",
    "withdraw": "看板仍显示完整的一次发布。故障排除后运行 python -m etl publish 接着完成，再用 python -m etl status 查看是否已撤回。",
}


_INTERRUPTED = (
    "看板仍显示完整的一次发布。重新运行同一命令即可接着完成，不会重复载入；"
    "已经登记的文件，下次载入或发布时也会自动完成，不想要的可以撤回（withdraw）。"
)


def describe(error: BaseException, command: str | None) -> tuple[int, str]:
    """The exit code and the message for whatever a command raised."""
    place = f"（{name}）" if (name := getattr(error, "filename", None)) else ""
    match error:
        case DefinitionError():
            return FAULTS, "定义有误，已停止：\n" + "\n".join(f"  {problem}" for problem in error.problems)
        case CheckFailed():
            return FAULTS, (
                f"发布前的核对“{error.check}”没有通过，没有发布，看板仍是上一次发布。"
                f"请把以下内容交给技术人员：{error.rows}"
            )
        case TimeoutError():
            return MACHINE, "另一个载入或发布正在进行，等了很久仍未结束，这次没有载入任何数据。请稍后重试。"
        case LedgerDamaged():
            return MACHINE, (
                f"账本损坏或丢失：{error.strerror}{place}。"
                "请从备份恢复数据文件夹，或换一个空的数据文件夹（环境变量 DASHBOARD_DATA）。"
            )
        case WarehouseDamaged() if error.errno in (None, errno.ENOENT):
            return (
                MACHINE,
                f"数据仓库文件打不开{place}。请运行 python -m etl rebuild 重建，不会丢失已载入的数据。",
            )
    way_on = _WAY_ON.get(command or "", "")
    if isinstance(error, KeyboardInterrupt) and command in ("load", "sample"):
        way_on = _INTERRUPTED
    return console.failures.describe(error, way_on, data_folder().root / "error.log")

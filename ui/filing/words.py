"""What the steps of a filing are called on screen."""

from collections.abc import Sequence

from definitions.model import Definitions
from ledger.filings import Filing

STATES = {
    "uploaded": "已上传，尚未核对",
    "draft": "草稿，尚未提交",
    "submitted": "已提交，待审核",
    "returned": "已退回，待修改",
    "accepted": "已接受",
    "discarded": "已删去",
    "replaced": "已被后一份替换",
}
MARKS = {
    "uploaded": "○",
    "draft": "○",
    "submitted": "◐",
    "returned": "■",
    "accepted": "●",
    "discarded": "×",
    "replaced": "×",
}
LEVELS = {"error": "错误：必须改正", "explain": "对不上：要说明原因", "notice": "提示：看一眼即可"}
KIND = {
    "title": "标题",
    "header": "表头",
    "blank": "空行",
    "totals": "合计行",
    "note": "备注",
    "numbering": "栏次",
    "compared": "对照行",
}


def state(filing: Filing) -> str:
    return f"{MARKS[filing.state]} {STATES[filing.state]}"


def moment(at: str) -> str:
    """2026-01-12 09:30"""
    return at[:16].replace("T", " ")


def of_others(definitions: Definitions, bodies: Sequence[str]) -> str:
    """Why files with figures of others were not taken."""
    names = "、".join(definitions.bodies[body].short_name for body in bodies)
    return f"文件里有{names}的数据，您的账户不能代报，没有收下。请只保留本单位的行，或请管理员在您的账户中加上该单位。"


def names(filing: Filing) -> str:
    return "、".join(file.name for file in filing.files)

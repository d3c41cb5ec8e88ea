"""数据状况：报表齐不齐、与公布数符不符、说明与提示、收到哪些文件、任何一个数从哪里来。"""

from ui import address, context, data_status, tracing
from ui.trace import PART, TRACE

now = context.current()

PARTS = {
    "returns": ("报送情况", data_status.returns),
    "reconciliation": ("核对与说明", data_status.reconciliation),
    "notices": ("核对提示", data_status.notices),
    "submissions": ("报送文件", data_status.submissions),
    TRACE: ("数据溯源", tracing.trace),
}

chosen = address.part(PART, "数据状况的部分", {code: title for code, (title, _) in PARTS.items()}, "returns")
PARTS[chosen][1](now)

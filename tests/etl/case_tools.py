"""Case ledgers as a test writes them in a line or two, and what they come to."""

from collections.abc import Sequence
from pathlib import Path

from etl.model import Reading
from tests.etl.workbooks import Rows, Value, write_csv, write_xlsx

HEAD = (
    "序号",
    "案号",
    "申请人",
    "被申请人",
    "收案日期",
    "受理日期",
    "结案日期",
    "结案方式",
    "行政管理领域",
    "案由",
    "纠错理由",
)
CASES: Rows = (
    (1, "芦政复〔2024〕1号", "张某", "卫生健康局", "2024-01-08", "2024/1/10", "2024年3月1日", "维持", "医疗卫生", "行政处罚", None),
    (2, "芦政复〔2024〕2号", "李某", "卫生健康局", "2024-02-01", "2024-02-05", "2024-04-01", "决定撤销", "医疗卫生", "举报投诉处理", "程序违法"),
    (3, "芦政复〔2024〕3号", "王某", "卫生健康局", "2024-11-20", "2024-11-22", None, None, "公共场所", "行政处罚", None),
    (4, "芦政复〔2023〕9号", "赵某", "卫生健康局", "2023-12-01", "2023-12-04", "2024-01-20", "确认违法", None, "举报投诉处理", "程序违法"),
)  # fmt: skip
TITLE = ("芦淞区2024年行政复议案件台账",)
TYPED = {
    "收到复议申请": 3,
    "受理复议申请": 3,
    "审结复议案件": 3,
    "维持": 1,
    "撤销": 1,
    "变更": 0,
    "确认违法": 1,
}

HEARINGS: Rows = (
    ("案号", "被告", "开庭日期", "负责人是否出庭", "是否正职", "案由"),
    ("（2024）湘0203行初1号", "卫生健康局", "2024-05-06", "是", "否", "行政处罚"),
    ("（2024）湘0203行初1号", "卫生健康局", "2024-06-06", "否", "", "行政处罚"),
    ("（2024）湘0203行初2号", "卫生健康局", "2024-07-01", "是", "是", "行政强制"),
    ("（2024）湘0203行初3号", "卫生健康局", "2024-08-01", "否", "", "行政强制"),
)


def ledger(folder: Path, rows: Rows = CASES, name: str = "台账.xlsx", head: Sequence[Value] = HEAD) -> Path:
    return write_xlsx(folder / name, {"Sheet1": (TITLE, head, *rows, ("合计", len(rows)), ("填表人：刘某",))})


def totals(reading: Reading) -> dict[str, int]:
    return {c.measure: c.n for c in reading.cases if not c.dimension}


def split(reading: Reading, measure: str, dimension: str) -> dict[str, int]:
    return {c.value: c.n for c in reading.cases if (c.measure, c.dimension) == (measure, dimension)}


def typed(folder: Path, **changed: int) -> Path:
    said = TYPED | changed
    return write_csv(folder / "复议.csv", [["单位名称", "年度", *said], ["卫生健康局", 2024, *said.values()]])

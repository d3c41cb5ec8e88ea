"""Words on screen that more than one place uses. Words the office may change live in the definitions."""

TITLE = "法治政府建设数据看板"

NO_VALUE = "无数据"
NOT_REPORTED = "未报"
NO_SUCH_FUNCTION = "无此职能"
WITHHELD = "不公开"
NO_HEARING = "无开庭"
NO_DECISION = "无决策"

STATES = {
    "number": "有数",
    "not_reported": NOT_REPORTED,
    "no_such_function": NO_SUCH_FUNCTION,
    "withheld": WITHHELD,
}
COVERAGE = {
    "reported": "已报",
    "not_reported": NOT_REPORTED,
    "no_such_function": NO_SUCH_FUNCTION,
    "no_dataset": "无需报送",
}

DEMONSTRATION = "【演示数据】"
DEMONSTRATION_BANNER = (
    "演示数据：2022年区级合计为公开数据，分部门数据及其他年度为演示虚构，不得作为工作依据引用。"
)
REPORTED_BY_BODIES = "各单位年度报送"
FROM_SENDING = "报送记录"

DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "none": "不评优劣"}
LEVELS = {"error": "错误", "explain": "需说明", "notice": "提示"}
LEVEL_MEANINGS = {
    "error": "错误：整份不载入。",
    "explain": "需说明：写明原因才能载入，原因随数值一同显示。",
    "notice": "提示：照常载入，提请留意。",
}
SMALL = "样本过小，只列数，不评价"


def joined(words: list[str], most: int = 8) -> str:
    """Joins names with 、 and says how many were left out: “甲、乙等12个”."""
    if len(words) <= most:
        return "、".join(words)
    return "、".join(words[:most]) + f"等{len(words)}个"

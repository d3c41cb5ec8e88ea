"""考核方案：逐级的分值、规则和材料。"""

from ui import context
from ui.assessment import scheme

scheme.shown(context.current())

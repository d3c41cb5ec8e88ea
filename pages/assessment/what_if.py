"""权重测算：改分值和目标，看总分、等次和排名。"""

from ui import context
from ui.assessment import what_if

what_if.shown(context.current())

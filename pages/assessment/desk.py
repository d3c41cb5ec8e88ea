"""评审：逐项评分，公布，锁定。"""

from ui import context
from ui.assessment import desk

desk.shown(context.current())

"""单位评分表：每一分从哪里来。"""

from ui import context
from ui.assessment import sheet

sheet.shown(context.current())

"""公开统计表：许可、处罚、强制、其他执法行为、复议、应诉，核对后导出 Excel、Word、网页。"""

from ui import context
from ui.reports import disclosure

disclosure.shown(context.current())

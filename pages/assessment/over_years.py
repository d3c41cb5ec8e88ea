"""考核年度比较：只比两年都有的项目。"""

from ui import context
from ui.assessment import over_years

over_years.shown(context.current())

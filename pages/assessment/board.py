"""考核得分：各单位各项得分、总分、等次，失分在哪里。"""

from ui import context
from ui.assessment import board

board.shown(context.current())

"""申诉：提出的和决定的。"""

from ui import context
from ui.assessment import appeals

appeals.shown(context.current())

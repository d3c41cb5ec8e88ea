"""Word素材：选年度、单位、章节，得到带句子、表格和图的 Word 文件，每个数都有图号可查。"""

from ui import context
from ui.reports import pack

pack.shown(context.current())

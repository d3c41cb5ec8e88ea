"""图号登记：谁取走了哪些图表，哪些与现在的数据已经不同。"""

from ui.figures import registered

registered.shown()

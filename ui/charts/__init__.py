"""Charts: each takes a frame and a Caption and gives a plotly figure. No Streamlit here; no value is ever 0 for missing."""

from ui.charts.bars import bars_by_body
from ui.charts.dots import dot_strip, interval_dots, slope
from ui.charts.flow import Stage, flow
from ui.charts.funnel import funnel_plot
from ui.charts.layout import caption_of, empty, place
from ui.charts.parts import stacked_parts
from ui.charts.series import series
from ui.charts.steps import steps_bars

__all__ = [
    "Stage",
    "bars_by_body",
    "caption_of",
    "dot_strip",
    "empty",
    "flow",
    "funnel_plot",
    "interval_dots",
    "place",
    "series",
    "slope",
    "stacked_parts",
    "steps_bars",
]

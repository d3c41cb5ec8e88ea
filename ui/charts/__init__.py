"""Charts: each takes a frame and a Caption and gives a plotly figure. No Streamlit here; no value is ever 0 for missing."""

from ui.charts.bars import bars_by_body
from ui.charts.columns import Block, Column, bars_in_columns
from ui.charts.dots import interval_dots, slope
from ui.charts.duties import Duty, duties_grid, n_of_m
from ui.charts.finished import Finished
from ui.charts.flow import Stage, flow
from ui.charts.funnel import funnel_plot, outliers
from ui.charts.layout import caption_of, empty
from ui.charts.parts import stacked_parts
from ui.charts.series import series
from ui.charts.steps import steps_bars
from ui.charts.strip import dot_strip

__all__ = [
    "Block",
    "Column",
    "Duty",
    "Finished",
    "Stage",
    "bars_by_body",
    "bars_in_columns",
    "caption_of",
    "dot_strip",
    "duties_grid",
    "empty",
    "flow",
    "funnel_plot",
    "interval_dots",
    "n_of_m",
    "outliers",
    "series",
    "slope",
    "stacked_parts",
    "steps_bars",
]

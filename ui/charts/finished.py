"""A figure as it goes to the browser: captioned for its place, turned into plain data once, drawn any number of times."""

from typing import Any

import plotly.graph_objects as go

from ui.charts.layout import place


class Finished(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure nobody changes any more; plotly would copy every one of its values each time it is sent."""

    def __init__(self, figure: go.Figure, wide: bool) -> None:
        super().__init__()
        self._plain: dict[str, Any] = (place(figure, wide=True) if wide else figure).to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The plain data themselves, not a copy."""
        return self._plain

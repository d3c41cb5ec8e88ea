"""A figure as it goes to the browser: captioned for its place, turned into plain data once, drawn any number of times."""

from typing import Any
from zlib import crc32

import plotly.graph_objects as go

from ui.charts.layout import place

OURS = ("meta", "template")
"""What only Python needs: the caption to write anew, and the empty template that keeps plotly's own out."""


class Finished(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure nobody changes any more; plotly would copy every one of its values each time it is sent."""

    def __init__(self, figure: go.Figure, wide: bool) -> None:
        super().__init__()
        self._whole: dict[str, Any] = (place(figure, wide=True) if wide else figure).to_dict()
        data, layout = self._whole["data"], self._whole["layout"]
        # Streamlit hands every chart to plotly.js twice, the second time as a copy. By this mark, which differs where
        # the data do, plotly sees that nothing has changed; a template or meta would count as changed in any case.
        mark = {"datarevision": crc32(repr(data).encode())}
        self._sent = {"data": data, "layout": {k: v for k, v in layout.items() if k not in OURS} | mark}

    def to_dict(self) -> dict[str, Any]:
        """What the browser gets: the plain data themselves, not a copy."""
        return self._sent

    @property
    def whole(self) -> dict[str, Any]:
        """The same with what is needed to caption it anew."""
        return self._whole

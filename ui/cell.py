"""A table cell that is more than a text: it leads to another page, or looks like a status."""

from dataclasses import dataclass
from html import escape

from ui.links import anchor
from ui.status import chip


@dataclass(frozen=True)
class Cell:
    """`address` makes it a link, `status` gives it the look of that status; in a file only the text is left."""

    text: str
    address: str = ""
    status: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def html(self) -> str:
        if self.status:
            return chip(self.status, self.text)
        return anchor(self.address, self.text) if self.address else escape(self.text)

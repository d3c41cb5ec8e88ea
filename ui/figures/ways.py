"""The addresses of registered figures, and what can be had of one."""

from dataclasses import dataclass

from ui.access.gate import base_path
from ui.charts.medium import MEDIA

FOLDER = "/figures"


@dataclass(frozen=True)
class Form:
    """Something a figure can be taken along as; `size` names a medium where it is a picture."""

    ending: str
    size: str
    title: str
    said: str

    @property
    def code(self) -> str:
        """As the register notes it: “png column”."""
        return f"{self.ending} {self.size}".strip()


PICTURES = tuple(Form("png", m.code, m.title, f"宽{m.mm:.0f}毫米，300 dpi") for m in MEDIA.values())
VECTOR = Form("svg", "column", "矢量图 SVG", "任意放大不失真")
DATA = (Form("csv", "", "数据 CSV", ""), Form("xlsx", "", "数据 Excel", ""))
FORMS = {form.code: form for form in (*PICTURES, VECTOR, *DATA)}


def page(number: str) -> str:
    """The permanent address of a figure."""
    return f"{base_path()}{FOLDER}/{number}"


def file(number: str, form: Form, take: str = "", today: bool = False) -> str:
    """The address of a figure as a file; `take` (file, copy) is noted, and makes the browser keep it rather than show it."""
    asked = [f"size={form.size}"] if form.size else []
    asked += [f"take={take}"] if take else []
    moment = ".today" if today else ""
    return f"{page(number)}{moment}.{form.ending}" + ("?" + "&".join(asked) if asked else "")

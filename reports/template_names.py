"""Which placeholders a template may hold: names alone, each where what it stands for can stand.

Jinja's sandbox keeps private attributes away, but the objects a template is given have public ones too: by a picture's
own template a file could be written anywhere. So nothing is run that is not a name we gave.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from definitions.problems import suggestion

FORBIDDEN = "占位符里写了不允许的内容。占位只写名称，如 {{ 年度 }}、{{ 句.permits }}。"


class PlaceholderFault(Exception):
    """A placeholder that is no name or stands in the wrong place; the text says in Chinese what to do."""


class NamesOnly(ImmutableSandboxedEnvironment):
    """Renders templates whose placeholders are names; raises `PlaceholderFault` for any other before it is run.

    `names`: name → text, or group → members. `blocks` are those that fill whole paragraphs: {{p 表.permits }}.
    """

    def __init__(self, names: Mapping[str, Any], groups: Mapping[str, str], blocks: tuple[str, ...]) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._names, self._groups, self._blocks = names, groups, blocks

    def from_string(self, source: Any, *given: Any, **named: Any) -> Template:
        """As Jinja's, once every placeholder of the text was looked at."""
        marked, depth = False, 0
        for piece in pieces(self.parse(source)):
            if isinstance(piece, nodes.TemplateData):
                marked = marked or "<w:" in piece.data
                depth += len(re.findall(r"<w:t[ >]", piece.data)) - piece.data.count("</w:t>")
            else:
                # What is no markup at all, as a title among a file's properties, is a line.
                self._look_at(piece, in_line=depth > 0 or not marked)
        return super().from_string(source, *given, **named)

    def _look_at(self, piece: nodes.Node, in_line: bool) -> None:
        name, member = parts_of(piece)
        written = f"{name}.{member}" if member else name
        if name not in self._names:
            raise PlaceholderFault(self._unknown(name, f"可用的有：{'、'.join(self._names)}"))
        if (name in self._groups) != bool(member):
            raise PlaceholderFault(self._incomplete(name, written))
        if member and member not in self._names[name]:
            # Of Chinese names there are few, and a wrong character in two leaves little to go by: all are listed.
            raise PlaceholderFault(self._unknown(member, suggestion(member, list(self._names[name]))))
        self._stands_right(name, written, in_line)

    def _unknown(self, name: str, remedy: str) -> str:
        return f"模板里的“{name}”不是可用的名称。{remedy}。"

    def _incomplete(self, name: str, written: str) -> str:
        if name in self._groups:
            example = next(iter(self._names[name]), "代码")
            return f"占位符“{written}”不完整：它是{self._groups[name]}，请写明是哪一个，如 {{{{ {name}.{example} }}}}。"
        return f"占位符“{written}”不能这样用：“{name}”后面没有下一级。请改为 {{{{ {name} }}}}。"

    def _stands_right(self, name: str, written: str, in_line: bool) -> None:
        """A table within a line, or a sentence outside of one, makes a file that Word calls damaged."""
        if name in self._blocks and in_line:
            raise PlaceholderFault(
                f"占位符“{written}”是整张表，请写成 {{{{p {written} }}}}（花括号后紧跟字母p），单独占一段。"
            )
        if name not in self._blocks and not in_line:
            raise PlaceholderFault(
                f"占位符“{written}”不是整张表，请去掉花括号后的字母，写成 {{{{ {written} }}}}。"
            )


def pieces(parsed: nodes.Template) -> Iterator[nodes.Node]:
    """Text and placeholders in turn. Raises `PlaceholderFault` for loops, conditions and the like."""
    for statement in parsed.body:
        if not isinstance(statement, nodes.Output):
            raise PlaceholderFault(FORBIDDEN)
        yield from statement.nodes


def parts_of(piece: nodes.Node) -> tuple[str, str]:
    """“句.permits” → 句, permits; “年度” → 年度 and nothing. Raises `PlaceholderFault` for anything but a name."""
    if isinstance(piece, nodes.Name):
        return piece.name, ""
    if isinstance(piece, nodes.Getattr) and isinstance(piece.node, nodes.Name):
        return piece.node.name, piece.attr
    raise PlaceholderFault(FORBIDDEN)

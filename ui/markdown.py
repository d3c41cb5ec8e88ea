"""Texts for the few places where Streamlit takes Markdown: labels and notes."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]<>#!$|~&^])")


def literal(text: str) -> str:
    """The text as it reads: no link, picture, formula, markup, icon or colour comes of it."""
    # Icons and smileys are looked for after Markdown was read, where a backslash is gone: something unseen parts them.
    return _MARKS.sub(r"\\\1", text).replace(":", ":\u2060")

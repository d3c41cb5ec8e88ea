"""Choices that live in the address: a copied link reopens the same view, and a wrong one never breaks it.

Streamlit's own binding writes labels, not codes, and drops a value that equals its default; a link made this year
would then open another year's view next year. So codes are written here, always.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from ui.markdown import literal

T = TypeVar("T", int, str)


def resolve(
    asked: str | None, written: str | None, held: T | None, options: Sequence[T], default: T
) -> tuple[T, str | None]:
    """Which option counts, and the unknown text that was set aside for it.

    `asked` is the address, `written` what we last put there, `held` the widget. An address that somebody else
    changed (a link, the back button) wins over the widget; a page switch empties it, then the widget stays.
    """
    if asked is not None and asked != written:
        found = [o for o in options if str(o) == asked]
        return (found[0], None) if found else (default, asked)
    if held is not None and held in options:
        return held, None
    return default, None if held is None else str(held)


def choice(
    name: str,
    label: str,
    options: Sequence[T] | Mapping[T, str],
    default: T,
    *,
    show: Callable[[T], str] | None = None,
    missing: str = "没有这一项",
    help: str | None = None,
    quiet: bool = False,
) -> T:
    """A select box whose value is the address parameter `name`; a mapping gives code → label.

    The value survives page switches. One that is none of the options becomes `default`, with a note. `quiet`: where
    the options follow from another choice, a chosen value they no longer hold gives way without one.
    """
    codes = list(options)
    key = settled(name, label, codes, default, missing, quiet)
    text = show or (lambda code: options[code] if isinstance(options, Mapping) else str(code))
    chosen = st.selectbox(
        label, codes, key=key, format_func=text, help=help, placeholder="请选择", persist_state="session"
    )
    st.session_state[f"_shown-{name}"] = text(chosen).strip()
    written(name, chosen)
    return chosen


def part(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """Which part of a page is shown, as a row of buttons; kept like a `choice`."""
    key = settled(name, label, list(options), default, "没有这一部分")
    chosen = st.segmented_control(
        label,
        list(options),
        required=True,
        key=key,
        format_func=options.__getitem__,
        label_visibility="collapsed",
        persist_state="session",
    )
    written(name, str(chosen))
    return str(chosen)


def settled(name: str, label: str, codes: Sequence[T], default: T, missing: str, quiet: bool = False) -> str:
    """Puts the value that counts into the widget's state before it is drawn, and returns the widget's key."""
    key, state = f"choice-{name}", st.session_state
    asked, before = st.query_params.get(name), state.get(f"_address-{name}")
    value, refused = resolve(asked, before, state.get(key), codes, default)
    if state.get(key) != value:
        state[key] = value
    linked = asked is not None and asked != before
    if refused is not None and (linked or not quiet):
        whose, said = ("地址中的", refused) if linked else ("所选", state.get(f"_shown-{name}", refused))
        notes().append(f"{whose}{label.partition('（')[0]}“{said[:40]}”{missing}，已改用默认值。")
    return key


def written(name: str, chosen: str | int) -> None:
    """Writes what was chosen into the address and remembers that it was us."""
    st.session_state[f"_address-{name}"] = str(chosen)
    if st.query_params.get(name) != str(chosen):
        st.query_params[name] = str(chosen)


def text(name: str, label: str, *, placeholder: str = "") -> str:
    """A text field whose value is the address parameter `name`; an empty one leaves the address without it."""
    key, mark = f"text-{name}", f"_address-{name}"
    state = st.session_state
    asked = st.query_params.get(name)
    if asked is not None and asked != state.get(mark):
        state[key] = asked
    written = str(
        st.text_input(label, key=key, placeholder=placeholder, persist_state="session") or ""
    ).strip()
    state[mark] = written
    if written:
        st.query_params[name] = written
    elif name in st.query_params:
        del st.query_params[name]
    return written


def notes() -> list[str]:
    """What was wrong with the address in this run; the frame shows and empties it."""
    found: list[str] = st.session_state.setdefault("_address-notes", [])
    return found


def show_notes() -> None:
    """Shows and empties the notes."""
    if notes():
        st.warning(literal("".join(notes())), icon=":material/info:")
        notes().clear()

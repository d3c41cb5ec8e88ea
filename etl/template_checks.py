"""The formulas by which the form checks its cells and the identities itself, in Excel, before anything is sent."""

from collections.abc import Mapping, Sequence

from definitions.model import Column, Identity
from etl.template_cells import number_holds, quoted

HOLDS, BROKEN = "相符", "不相符"
WELL, ILL = "填写无误", "填写有误，见红色的格"

_PLACES = 4
"""Decimals that are kept of a figure; what a double has beyond them is no difference."""


def filled_in(fields: Sequence[tuple[str, Column]], said: Sequence[str]) -> str:
    """Says whether every cell that is filled in holds a number or one of the words `said`; nothing of a blank sheet.

    `fields` are the cells of this year, one beside or below the other, and what each of them asks for.
    """
    every = f"{fields[0][0]}:{fields[-1][0]}"
    words = "+".join(f"({every}={quoted(text)})" for text in said)
    numbers = ",".join(f"IF(ISNUMBER({at}),IF({number_holds(at, column)},1,0),0)" for at, column in fields)
    good = f"SUM(SUMPRODUCT({words}),{numbers})"
    # What another formula could not work out is no figure either.
    return f'=IFERROR(IF(COUNTA({every})=0,"",IF(COUNTA({every})={good},"{WELL}","{ILL}")),"{ILL}")'


def formula(identity: Identity, now: Mapping[str, str], last: Mapping[str, str]) -> str | None:
    """Says 相符 or 不相符; None where a figure does not stand on the sheet.

    `now` and `last` name the cells of this year's and last year's measures. While one of them holds no number the
    formula gives an empty text, and it never adds with + : a word in a cell would make that an error.
    """
    past = last if identity.previous_year and identity.relation != "rate" else now
    if not (now.keys() >= set(identity.left) and past.keys() >= set(identity.right)):
        return None
    left, right = [now[measure] for measure in identity.left], [past[measure] for measure in identity.right]
    judged = _rate(left, right) if identity.relation == "rate" else _sums(left, identity.relation, right)
    cells = list(dict.fromkeys(left + right))
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{judged})'


def _sums(left: Sequence[str], relation: str, right: Sequence[str]) -> str:
    gap = f"ROUND({_sum(left)}-{_sum(right)},{_PLACES})"
    return _verdict(f"{gap}{'<=' if relation == '<=' else '='}0", f"ABS({gap})")


def _rate(left: Sequence[str], right: Sequence[str]) -> str:
    """A printed rate agrees within half of its last decimal; without a denominator there is nothing to say."""
    printed, whole = right[0], _sum(right[1:])
    places = str(_PLACES)
    for fewer in reversed(range(_PLACES)):
        places = f"IF({printed}=ROUND({printed},{fewer}),{fewer},{places})"
    gap = f"ABS({printed}-100*{_sum(left)}/{whole})"
    # Two numbers a hair beyond a half apart are a half apart: the hair is the double's.
    judged = _verdict(f"ROUND({gap}*10^{places},6)<=0.5", f"ROUND({gap},{places}+1)", "个百分点")
    return f'IF({whole}=0,"",{judged})'


def _verdict(holds: str, gap: str, unit: str = "") -> str:
    counted = f'&"{unit}"' if unit else ""
    return f'IF({holds},"{HOLDS}","{BROKEN}，相差"&{gap}{counted})'


def _sum(cells: Sequence[str]) -> str:
    return f"SUM({','.join(cells)})"

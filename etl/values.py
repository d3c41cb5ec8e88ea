"""What senders write in a cell, as exact decimals, years and states."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from definitions.model import Column, Words
from definitions.normalise import normalise_text

LARGEST = Decimal(10) ** 13
"""Above the yearly budget of any district, and far below what decimal(18,4) holds."""
DECIMALS = 4
FIRST_YEAR = 2000

BLANK = "blank"
AMBIGUOUS = "ambiguous"

# 60 digits: the longest text let through has 30, the largest factor 9.
_EXACT = Context(prec=60)
_LONGEST_NUMBER = 30
_LONGEST_TEXT = 100
_PLAIN = re.compile(r"(?:0|[1-9]\d{0,13})(?:\.\d{1,12})?", re.ASCII)
_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９．，＋％（）Ｅｅ" + "－−﹣‐‑" + "\u3000\u00a0\u2007\u2009\u202f\t\r\n",
    "0123456789.,+%()Ee" + "-" * 5 + " " * 8,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>\d[\d, ]*?|)(?P<decimals>\.\d+|)(?P<power>[Ee][+-]?\d{1,3}|)"
    r" ?(?P<rest>[^\d\s.,+-].*|)",
    re.ASCII,
)
_GROUPED = re.compile(r"\d{1,3}(?:([, ])\d{3})(?:\1\d{3})*", re.ASCII)
_DATE = re.compile(
    r"\d{2,4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?(?: .*)?|\d{1,2}月(?:\d{1,2}日)?"
    r"|(?:\d+ days?, )?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?"
)
_BRACKETED = re.compile(r"\( ?(\d[\d,.]*) ?\)")
# A note's mark: 10*, 9①. 12(1) and 12[1] may mean something else.
_MARK = re.compile(r"(?<=\d)\s*[*※①-⑳¹²³]+$")
_UNIT = re.compile(r"[^\W\d_]{1,6}")
_YEAR = re.compile(r"(\d{4})(?:年度?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `unit` is what followed it, `plain` whether it was digits and nothing else."""

    value: Decimal
    unit: str
    plain: bool


def parse_number(text: str) -> Number | str:
    """Understands a written number exactly; else gives the code of the fault."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text), "", True)
    if len(text) > _LONGEST_TEXT:
        return "number_unreadable"
    text = _MARK.sub("", _INVISIBLE.sub("", text.translate(_HALF_WIDTH)))
    return _parse(re.sub(" {2,}", " ", text).strip())


def _parse(text: str) -> Number | str:
    if text.lower() in ("true", "false"):
        return "number_boolean"
    if _DATE.fullmatch(text):
        return "number_date"
    if _BRACKETED.fullmatch(text):
        return "number_negative"
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["decimals"]):
        return "number_unreadable"
    if match["rest"][:1] in ("%", "‰"):
        return "number_percent"
    if match["rest"] and not _UNIT.fullmatch(match["rest"]):
        return "number_unreadable"
    return _decimal(match)


def _decimal(match: re.Match[str]) -> Number | str:
    whole = match["whole"].strip()
    if not whole.isdigit() and whole and not _GROUPED.fullmatch(whole):
        return "number_unreadable"
    digits = whole.replace(",", "").replace(" ", "").lstrip("0") or "0"
    decimals = match["decimals"].rstrip("0").rstrip(".")
    power = int(match["power"][1:] or 0)
    if len(digits) > _LONGEST_NUMBER or power > _LONGEST_NUMBER:
        return "number_too_large"
    if len(digits) + len(decimals) > _LONGEST_NUMBER or power < -_LONGEST_NUMBER:
        return "number_too_precise"
    value = Decimal(f"{digits}{decimals}").scaleb(power, _EXACT)
    if match["sign"] == "-" and value:
        return "number_negative"
    return Number(value, match["rest"], False)


def to_stored(value: Decimal, factor: int, column: Column) -> Decimal | str:
    """Converts to the column's stored unit; else gives the code of the fault."""
    stored = _EXACT.multiply(value, Decimal(factor))
    if stored > LARGEST:
        return "number_too_large"
    whole = stored.to_integral_value()
    if stored == whole:
        # Not 1E+2 and not 1.0: the same number is always written the same way.
        return whole.quantize(Decimal(1))
    if column.integer:
        return "number_not_integer"
    stored = stored.normalize(_EXACT)
    exponent = stored.as_tuple().exponent
    return stored if isinstance(exponent, int) and exponent >= -DECIMALS else "number_too_precise"


def state_words(words: Words) -> Mapping[str, str]:
    """Normalised text → the state it stands for, or `ambiguous`."""
    known = dict.fromkeys(words.ambiguous, AMBIGUOUS)
    known |= {text: state for state, texts in words.states.items() for text in texts}
    return {text.casefold(): state for text, state in known.items() if text}


def state_of(text: str, known: Mapping[str, str]) -> str | None:
    """The state a text stands for, `blank` or `ambiguous`; None where it must be a number."""
    if not text or text.isspace():
        return BLANK
    # Most cells are numbers, and no word for a state begins with a digit.
    if text[0].isdigit():
        return None
    text = normalise_text(text).casefold()
    return known.get(text) if text else BLANK


_WRITTEN_YEAR = re.compile(r"^二[〇○0][一二三四五六七八九〇○0]{2}(?=年)")
_WRITTEN_DIGITS = str.maketrans("〇○一二三四五六七八九", "00123456789")
# 2022年1-12月: the whole of it.
_ALL_MONTHS = re.compile(r"年0?1月?(?:至|到|[-—–~])+12月$")


def parse_year(text: str, last: int) -> int | str:
    """Reads 2022, 2022年 or 2022年度 up to the year `last`; else gives the code of the fault."""
    written = _WRITTEN_YEAR.sub(lambda found: found[0].translate(_WRITTEN_DIGITS), normalise_text(text))
    match = _YEAR.fullmatch(_ALL_MONTHS.sub("年", written))
    if match is None:
        return "year_unreadable"
    year = int(match[1])
    return year if FIRST_YEAR <= year <= last else "year_out_of_range"

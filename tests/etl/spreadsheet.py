"""What a spreadsheet program makes of the form's formulas: as much of its language as they use."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils import rows_from_range
from openpyxl.worksheet.worksheet import Worksheet

_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARED = {ast.Eq: operator.eq, ast.LtE: operator.le, ast.Lt: operator.lt, ast.GtE: operator.ge}
_RANGE = re.compile(r"\b([A-Z]+[0-9]+):([A-Z]+[0-9]+)\b")


DIVIDED_BY_0 = "#DIV/0!"


class SpreadsheetError(Exception):
    """What would stand in the cell as #VALUE! or #DIV/0!."""


def evaluate(formula: str, cells: Mapping[str, Any]) -> Any:
    """The value of `formula`, where a cell that is not among `cells` is empty."""
    # Python's operators bind as a spreadsheet's do, & included; only their signs differ.
    pieces = re.split(r'("(?:[^"]|"")*")', formula.removeprefix("="))
    ranges = [_RANGE.sub(r"RANGE(\1,\2)", piece) for piece in pieces[::2]]
    signs = [re.sub(r"(?<![<>])=", "==", piece.replace("^", "**")) for piece in ranges]
    pieces[::2] = signs
    return _value(ast.parse("".join(pieces), mode="eval").body, cells)


def shown(sheet: Worksheet) -> dict[str, Any]:
    """The text of column A → what the formula beside it gives."""
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    beside = ((row[0].value, row[1]) for row in sheet.iter_rows(max_col=2))
    return {str(label): evaluate(cell.value, cells) for label, cell in beside if cell.data_type == "f"}


def _value(node: ast.expr, cells: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return value
        case ast.Name("FALSE" | "TRUE" as name):
            return name == "TRUE"
        case ast.Name(name):
            return _known(cells.get(name))
        case ast.Call(ast.Name(name), arguments):
            return _function(name, arguments, cells)
        case ast.Compare(left, [sign], [right]):
            return _compared(sign, _value(left, cells), _value(right, cells))
        case ast.BinOp(left, ast.BitAnd(), right):
            return _text(_value(left, cells)) + _text(_value(right, cells))
        case ast.BinOp(left, sign, right):
            return _calculated(sign, _value(left, cells), _value(right, cells))
    raise AssertionError(ast.dump(node))


def _function(name: str, arguments: Sequence[ast.expr], cells: Mapping[str, Any]) -> Any:
    """What a function gives; those that do not look at all of their arguments are here."""
    match name, arguments:
        case "IF", [condition, yes, no]:
            return _value(yes if _value(condition, cells) else no, cells)
        case "IFERROR", [tried, instead]:
            return _value(instead if _is_error(tried, cells) else tried, cells)
        case "ISERROR", [tried]:
            return _is_error(tried, cells)
        case (("COUNT" | "ISNUMBER"), _):
            return sum(not _is_error(one, cells) and _is_number(_value(one, cells)) for one in arguments)
        case "RANGE", [ast.Name(first), ast.Name(last)]:
            return [cells.get(at) for row in rows_from_range(f"{first}:{last}") for at in row]
    return _FUNCTIONS[name]([_value(argument, cells) for argument in arguments])


def _is_error(node: ast.expr, cells: Mapping[str, Any]) -> bool:
    try:
        _value(node, cells)
    except SpreadsheetError:
        return True
    return False


def _known(value: Any) -> Any:
    """The content of a cell; an error in it is one of whatever looks at it."""
    if value == DIVIDED_BY_0:
        raise SpreadsheetError(value)
    return value


def _compared(sign: ast.cmpop, left: Any, right: Any) -> Any:
    """An empty cell is as an empty text; a number is no text."""
    if isinstance(left, list):
        return [_compared(sign, _known(one), right) for one in left]
    if isinstance(sign, ast.Eq) and isinstance(right, str):
        return ("" if left is None else left) == right
    return _COMPARED[type(sign)](left, right)


def _calculated(sign: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(left, list):
        return [_calculated(sign, one, other) for one, other in zip(left, right, strict=True)]
    try:
        return _ARITHMETIC[type(sign)](_number(left), _number(right))
    except ZeroDivisionError:
        raise SpreadsheetError(DIVIDED_BY_0) from None


def _rounded(values: Sequence[Any]) -> float:
    exact = Decimal(repr(_number(values[0])))
    return float(exact.quantize(Decimal(1).scaleb(-int(values[1])), ROUND_HALF_UP))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "ABS": lambda values: abs(_number(values[0])),
    "AND": all,
    "COUNTA": lambda values: sum(value is not None for value in values[0]),
    "INT": lambda values: math.floor(_number(values[0])),
    "NOT": lambda values: not values[0],
    "OR": any,
    "ROUND": _rounded,
    "SUM": lambda values: sum(filter(_is_number, values)),
    "SUMPRODUCT": lambda values: sum(values[0]),
}


def _number(value: Any) -> float:
    if isinstance(value, str):
        raise SpreadsheetError("#VALUE!")
    return value or 0


def _text(value: Any) -> str:
    return value if isinstance(value, str) else format(value, ".15g")

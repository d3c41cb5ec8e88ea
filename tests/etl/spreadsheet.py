"""What a spreadsheet program makes of the form's formulas: as much of its language as they use."""

import ast
import operator
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARED = {ast.Eq: operator.eq, ast.LtE: operator.le, ast.Lt: operator.lt, ast.GtE: operator.ge}


class SpreadsheetError(Exception):
    """What would stand in the cell as #VALUE! or #DIV/0!."""


def evaluate(formula: str, cells: Mapping[str, Any]) -> Any:
    """The value of `formula`, where a cell that is not among `cells` is empty."""
    # Python's operators bind as a spreadsheet's do, & included; only their signs differ.
    pieces = re.split(r'("(?:[^"]|"")*")', formula.removeprefix("="))
    signs = [re.sub(r"(?<![<>])=", "==", piece.replace("^", "**")) for piece in pieces[::2]]
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
        case ast.Name(name):
            return cells.get(name)
        case ast.Call(ast.Name("IF"), [condition, yes, no]):
            return _value(yes if _value(condition, cells) else no, cells)
        case ast.Call(ast.Name(name), arguments):
            return _call(name, [_value(argument, cells) for argument in arguments])
        case ast.Compare(left, [sign], [right]):
            return _COMPARED[type(sign)](_value(left, cells), _value(right, cells))
        case ast.BinOp(left, ast.BitAnd(), right):
            return _text(_value(left, cells)) + _text(_value(right, cells))
        case ast.BinOp(left, sign, right):
            return _calculated(sign, _number(_value(left, cells)), _number(_value(right, cells)))
    raise AssertionError(ast.dump(node))


def _calculated(sign: ast.operator, left: float, right: float) -> float:
    try:
        return _ARITHMETIC[type(sign)](left, right)
    except ZeroDivisionError:
        raise SpreadsheetError("#DIV/0!") from None


def _call(name: str, values: Sequence[Any]) -> Any:
    numbers = [value for value in values if isinstance(value, int | float)]
    match name:
        case "COUNT":
            return len(numbers)
        case "SUM":
            return sum(numbers)
        case "ABS":
            return abs(_number(values[0]))
        case "ROUND":
            exact = Decimal(repr(_number(values[0])))
            return float(exact.quantize(Decimal(1).scaleb(-int(values[1])), ROUND_HALF_UP))
    raise AssertionError(name)


def _number(value: Any) -> float:
    if isinstance(value, str):
        raise SpreadsheetError("#VALUE!")
    return value or 0


def _text(value: Any) -> str:
    return value if isinstance(value, str) else format(value, ".15g")

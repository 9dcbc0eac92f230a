"""A loss that a reader wrote as a line of Python, read as data.

Only x, numbers, arithmetic, an if-else that compares and the functions named in ``FUNCTIONS`` are known. The line is
never executed: its syntax tree is looked through, and whatever else it holds is refused by name.
"""

import ast
import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from lesson_code import dual
from lesson_code.dual import DualNumber

Loss = Callable[[Any], DualNumber]

LETTERS = 200  # of a line
# what a Korean keyboard or a copied formula has for a sign that Python knows
USUAL = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans("−×·÷　", "-**/ ")
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(dual, name) for name in ("sin", "cos", "exp", "log", "sqrt", "sinh", "cosh", "tanh")},
    "abs": abs,
    "max": max,
    "min": min,
}
SEVERAL = ("max", "min")  # of these functions take more than one number
CONSTANTS = {"pi": math.pi, "e": math.e}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: lambda number: number,
}
COMPARISONS: dict[type[ast.AST], Callable[[DualNumber, DualNumber], bool]] = {
    ast.Lt: lambda a, b: a.value < b.value,
    ast.LtE: lambda a, b: a.value <= b.value,
    ast.Gt: lambda a, b: a.value > b.value,
    ast.GtE: lambda a, b: a.value >= b.value,
}
KNOWN = f"x와 수, + - * / **, {', '.join(FUNCTIONS)}만 쓸 수 있습니다"


class Unreadable(ValueError):
    """Says to the reader, in one line, why there is nothing to draw."""


def read(text: str) -> Loss:
    """Return the loss that a line of Python means.

    Raises Unreadable for what is no expression of x, or names anything unknown.

    Examples:
        >>> read("x**4 - 3*x**2 + x")(2.0).value
        6.0
    """
    line = text.translate(USUAL).strip()
    if not line:
        raise Unreadable("손실 함수를 적어 주세요. 보기: x**2")
    if len(line) > LETTERS:
        raise Unreadable(f"너무 깁니다. {LETTERS}자까지 적을 수 있는데 지금은 {len(line)}자입니다.")
    try:
        body = ast.parse(line).body
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"{_place(error)} 식으로 읽히지 않습니다. 곱하기는 2*x처럼 *를 넣어 적습니다.") from error
    expression = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not expression:
        raise _refused(line, body[0] if len(body) == 1 else None)
    built = _built(expression, line)
    return lambda x: built(x if isinstance(x, DualNumber) else DualNumber(float(x)))


def _place(error: Exception) -> str:
    place = getattr(error, "offset", None)
    return f"{place}번째 글자에서" if place else "이 글은"


def _refused(line: str, node: ast.AST | None) -> Unreadable:
    """Return the error that names the piece of the line that a node stands for, or all of it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        return Unreadable("거듭제곱은 ^가 아니라 **로 적습니다. 보기: x**2")
    piece = (ast.get_source_segment(line, node) if node else None) or line
    shown = piece if len(piece) <= 30 else f"{piece[:30]}…"
    return Unreadable(f"쓸 수 없는 것이 있습니다: {' '.join(shown.split())}. {KNOWN}.")


def _built(node: ast.AST, line: str) -> Callable[[DualNumber], Any]:
    """Return a function of x that computes what a node of the tree means. Raises Unreadable for any other node."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _constant(float(number) if number < 1e308 else math.inf)
        case ast.Name(id="x"):
            return lambda x: x
        case ast.Name(id=name) if name in CONSTANTS:
            return _constant(CONSTANTS[name])
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in OPERATORS:
            return _applied(OPERATORS[type(sign)], [inner], line)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            return _applied(OPERATORS[type(sign)], [left, right], line)
        case ast.IfExp(test=ast.Compare(left=left, ops=[sign], comparators=[right])) if type(sign) in COMPARISONS:
            asked = _applied(COMPARISONS[type(sign)], [left, right], line)
            yes, no = _built(node.body, line), _built(node.orelse, line)
            return lambda x: (yes if asked(x) else no)(x)
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in FUNCTIONS:
            if (len(parts) == 1) != (name in SEVERAL) and parts:
                return _applied(FUNCTIONS[name], parts, line)
    raise _refused(line, node)


def _constant(number: float) -> Callable[[DualNumber], DualNumber]:
    constant = DualNumber(number)
    return lambda x: constant


def _applied(function: Callable[..., Any], nodes: Sequence[ast.AST], line: str) -> Callable[[DualNumber], Any]:
    """Return a function of x that applies another one to what the nodes mean."""
    parts = [_built(node, line) for node in nodes]
    if len(parts) == 1:
        (only,) = parts
        return lambda x: function(only(x))
    return lambda x: function(*[part(x) for part in parts])

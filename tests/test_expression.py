"""A reader's line is read as data: what is known computes as Python does, all else is refused by name in one line."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.expression import FUNCTIONS, Unreadable, read

RIGHT = {
    "x**4 - 3*x**2 + x": lambda x: x**4 - 3 * x**2 + x,
    " +x ": lambda x: x,
    "-x**2": lambda x: -(x**2),
    "2*(x - 1)/3": lambda x: 2 * (x - 1) / 3,
    "x*x/2 if abs(x) < 1 else abs(x) - 0.5": lambda x: x * x / 2 if abs(x) < 1 else abs(x) - 0.5,
    "1 if x <= 0 else 2 if x >= 2 else 3 if x > 1 else 4": lambda x: (
        1 if x <= 0 else 2 if x >= 2 else 3 if x > 1 else 4
    ),
    "max(x, -x, 0.1) + min(x, 1)": lambda x: max(x, -x, 0.1) + min(x, 1),
    "sin(pi*x) + e**x": lambda x: math.sin(math.pi * x) + math.e**x,
    "exp(-x) + tanh(x) + cosh(x) + sinh(x)": lambda x: math.exp(-x) + math.tanh(x) + math.cosh(x) + math.sinh(x),
    "（ｘ＋１）＊＊２　－　3×x": lambda x: (x + 1) ** 2 - 3 * x,
    "x*x÷2 − 3·x": lambda x: x * x / 2 - 3 * x,
    "log(x + 5) + sqrt(x + 5) + cos(x)": lambda x: math.log(x + 5) + math.sqrt(x + 5) + math.cos(x),
}
REFUSED = {  # a line, and what of it is named
    "import js": "import js",
    "while True: pass": "while True: pass",
    "[x for x in iter(int, 1)]": "[x for x in iter(int, 1)]",
    "js.document": "js.document",
    "x.__class__": "x.__class__",
    "x + y": "y",
    "2*foo(x)": "foo(x)",
    "__import__('js')": "__import__('js')",
    "eval('x')": "eval('x')",
    "lambda: x": "lambda: x",
    "(lambda: x)()": "(lambda: x)()",
    "x := 3": "번째 글자에서",
    "(y := x)": "y := x",
    "f'{x}'": "f'{x}'",
    "'x'*3": "'x'",
    "x[0]": "x[0]",
    "True": "True",
    "2j*x": "2j",
    "x > 1": "x > 1",
    "1 + (x > 1)": "x > 1",
    "1 if x else 2": "1 if x else 2",
    "1 if 0 < x < 1 else 2": "1 if 0 < x < 1 else 2",
    "x and 1": "x and 1",
    "~x": "~x",
    "x % 2": "x % 2",
    "x @ x": "x @ x",
    "max(x)": "max(x)",
    "sin()": "sin()",
    "sin(x, x)": "sin(x, x)",
    "sin(x=x)": "sin(x=x)",
    "max(*x)": "max(*x)",
    "max(*x, 1)": "*x",
    "x; x": "x; x",
    "x\nx": "x x",
    "x = 2": "x = 2",
    "# x": "# x",
    "print(" + "x, " * 30 + ")": "print(x, x, x, x, x, x, x, x, …",
}
UNREADABLE = {
    "": "적어 주세요",
    "   ": "적어 주세요",
    "x^2": "**로 적습니다",
    "2²*x": "번째 글자에서",
    "2x": "번째 글자에서",
    "x +": "번째 글자에서",
    "x\0": "식으로 읽히지 않습니다",
    "\ud800": "식으로 읽히지 않습니다",
    "(" * 150: "식으로 읽히지 않습니다",
    "x" * 10**6: "1000000자입니다",
    "(" * 10**6 + "x" + ")" * 10**6: "2000001자입니다",
}


@pytest.mark.parametrize("line", RIGHT)
@given(x=st.floats(-4, 4))
def test_what_is_known_computes_as_python_does(line, x):
    assert read(line)(x).value == pytest.approx(RIGHT[line](x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("line", "named"), [*REFUSED.items(), *UNREADABLE.items()])
def test_everything_else_is_refused_in_one_line_that_names_it(line, named):
    with pytest.raises(Unreadable) as refused:
        read(line)
    told = str(refused.value)
    assert named in told and "\n" not in told and len(told) < 200
    assert line not in REFUSED or "번째" in named or f"{named}. x와 수" in told


@given(line=st.text("x19.e+-*/() ,<>=^%:;'[]{}\\\nifelsandmx_", max_size=40))
def test_any_text_is_read_or_refused(line):
    try:
        read(line)
    except Unreadable as refused:
        assert "\n" not in str(refused)


def test_nothing_that_is_written_is_executed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for line in (
        "print(x)",
        "open('made', 'w')",
        "max(x, open('made', 'w'))",
        "exec('print(1)')",
        "x if print(1) else x",
    ):
        with pytest.raises(Unreadable):
            read(line)
    assert capsys.readouterr().out == "" and not any(tmp_path.iterdir())


def test_towers_of_powers_overflow_at_once():
    with pytest.raises(OverflowError):
        read("9**9**9**9")(1.0)
    assert read("1e999")(1.0).value == math.inf and read("1" + "0" * 190)(1.0).value == 1e190


def test_every_function_that_is_known_is_named_to_who_asks_for_another():
    with pytest.raises(Unreadable) as refused:
        read("tan(x)")
    assert all(name in str(refused.value) for name in FUNCTIONS)

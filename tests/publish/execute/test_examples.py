"""Examples are executed as at the prompt, and the expressions of claims computed."""

import pytest

from lesson_code.publish.execute import examples
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError


def printed(text):
    return examples.run_example(Job("example", "docs/a.md", "docs/a.md", 10, text), ())


def value(expression):
    return examples.run_claim(Job("claim", "docs/a.md", "docs/a.md", 3, expression, "learning_rate"), ())


def test_each_statement_prints_what_it_prints_at_the_prompt():
    text = ">>> def double(x):\n...     return 2 * x\n...\n>>> double(2)\n4\n>>> print('가')\n가\n\n"
    assert printed(text) == ["", "4\n", "가\n"]


def test_output_ends_its_last_line_as_in_a_doctest():
    assert printed(">>> print('a', end='')\na\n\n") == ["a\n"]


def test_each_example_has_a_namespace_of_its_own():
    printed(">>> x = 1\n\n")
    assert "NameError" in printed(">>> x\n1\n\n")[0]


def test_error_is_shown_without_its_frames():
    assert printed(">>> 1 / 0\n")[0] == (
        "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n"
    )


def test_example_that_cannot_be_read_is_told():
    with pytest.raises(BookError, match=r"^docs/a\.md:10: 예제를 읽을 수 없습니다"):
        printed(">>>1\n")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("edge(4.0)", "0.5"),
        ("stability.edge(4.0)", "0.5"),
        ("REGIMES[regime(3.0, 1.0)]", "발산"),
        ("f'{facts.line_edge():.1e}'", "3.0e-04"),
    ],
)
def test_claim_may_name_the_core_and_the_modules_of_its_lesson(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "told"),
    [("no_such_name + 1", "no_such_name"), ("1 / 0", "ZeroDivisionError"), ("= 1", "SyntaxError"), ("exit()", "Exit")],
)
def test_claim_that_cannot_be_computed_is_told(expression, told):
    with pytest.raises(BookError, match=rf"^docs/a\.md:3: .*{told}"):
        value(expression)

"""Examples and claims are executed; what was printed is published, and a difference is an error."""

import pytest

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.execute import examples
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError

ROOTS = (str(MACHINERY),)


def run(*texts, claims=()):
    options = {"examples": list(texts), "claims": [list(claim) for claim in claims]}
    options["lesson"] = "learning_rate"
    lines = {"examples": [10 * n for n in range(1, len(texts) + 1)], "claims": list(range(1, len(claims) + 1))}
    return examples.run(Job("examples", "page", "docs/a.md", options, lines), ROOTS)


def faults(*texts, **others):
    with pytest.raises(BookError) as error:
        run(*texts, **others)
    return [(fault.line, fault.what) for fault in error.value.faults]


def test_example_that_prints_what_it_says_passes_and_is_counted():
    text = ">>> def double(x):\n...     return 2 * x\n...\n>>> double(2)\n4\n>>> print('가')\n가\n\n"
    assert run(text)["statements"] == 3


def test_wrong_output_is_told_with_the_line_of_its_statement():
    ((line, what),) = faults(">>> 1 + 1\n2\n>>> 1 + 2\n4\n\n")
    assert (line, "4" in what, "3" in what) == (12, True, True)


def test_output_that_is_missing_is_told():
    assert [line for line, _ in faults(">>> 1 + 1\n\n")] == [10]


def test_each_example_has_a_namespace_of_its_own():
    ((line, what),) = faults(">>> x = 1\n\n", ">>> x\n1\n\n")
    assert (line, "NameError" in what) == (20, True)


def test_expected_error_is_shown_without_its_frames():
    text = ">>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n\n"
    assert run(text)["statements"] == 1


def test_example_that_cannot_be_read_is_told():
    assert [line for line, _ in faults(">>>1\n")] == [10]


@pytest.mark.parametrize(
    ("shown", "expression"),
    [
        ("값은 0.5", "edge(4.0)"),
        ("0.5", "stability.edge(4.0)"),
        ("모습은 발산", "REGIMES[regime(3.0, 1.0)]"),
        ("걸음은 9,819", 'f"{facts.line_overflow_step(3.1e-4):,}"'),
    ],
)
def test_claim_that_holds_passes(shown, expression):
    assert run(claims=[(shown, expression)])["claims"] == 1


@pytest.mark.parametrize(("shown", "expression"), [("10.5", "edge(4.0)"), ("2.0", "edge(4.0)"), ("-0.5", "'.5'")])
def test_claim_that_does_not_hold_is_told(shown, expression):
    ((line, what),) = faults(claims=[(shown, expression)])
    assert (line, shown in what) == (1, True)


@pytest.mark.parametrize(
    ("expression", "told"),
    [("no_such_name + 1", "no_such_name"), ("1 / 0", "ZeroDivisionError"), ("= 1", "SyntaxError")],
)
def test_claim_that_cannot_be_computed_is_told(expression, told):
    ((line, what),) = faults(claims=[("1", expression)])
    assert (line, told in what) == (1, True)

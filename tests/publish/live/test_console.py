"""The prompt in the reader's browser, as far as CPython can tell; tests/browser runs it in Pyodide."""

import builtins
import sys

import pytest

from lesson_code.publish.live import console


@pytest.fixture(autouse=True)
def untouched_modules():
    before = dict(sys.modules)
    yield
    sys.modules.update(before)
    vars(builtins).pop("_", None)


def run(source, module=""):
    written = []
    failure = console.run(source, written.append, module)
    return "".join(written), failure


def test_values_echo_as_at_the_prompt():
    assert run("x = 2\nx + 1\nNone\n'글'\nprint(x)\nfor n in (1, 2):\n    n\n") == ("3\n'글'\n2\n1\n2\n", None)


def test_output_comes_line_by_line_as_in_a_terminal():
    written = []
    console.run("print(1)\nprint(2, end='')\nprint(3)\nprint(4, end='', flush=True)\nprint(5, end='')", written.append)
    assert written == ["1\n", "23\n", "4", "5"]


def test_core_is_importable_and_what_goes_to_stderr_is_shown():
    printed, failure = run("from lesson_code.descent import step\nstep(10.0, lambda theta: 2 * theta, 0.2)")
    assert (printed, failure) == ("6.0\n", None)
    assert run("import sys\nprint('조심', file=sys.stderr)") == ("조심\n", None)


def test_each_run_starts_afresh():
    run("value = 5\nvalue\nimport lesson_code.descent\nlesson_code.descent.step = None")
    assert run("value")[1][0].startswith("NameError: name 'value' is not defined")
    assert run("_")[1][0].startswith("NameError: name '_' is not defined")
    assert run("from lesson_code import descent\ndescent.step is None")[0] == "False\n"


def test_example_of_a_module_may_use_its_names():
    assert run("edge(4.0)", "lesson_code.stability") == ("0.5\n", None)
    assert run("edge = 1", "lesson_code.stability") == ("", None)
    assert run("edge(4.0)", "lesson_code.stability") == ("0.5\n", None)


def test_error_comes_with_its_last_line_and_the_frames_that_the_reader_knows():
    printed, failure = run("from lesson_code.stability import edge\nprint(1)\nedge(-1.0)\nprint(2)")
    last, trace = failure
    assert printed == "1\n"
    assert last == "ValueError: curvature must be positive and finite, not -1.0"
    assert trace.startswith("Traceback (most recent call last):\n") and trace.endswith(last + "\n")
    assert 'File "<예제>", line 3' in trace and "edge(-1.0)" in trace
    assert "stability.py" in trace and "console.py" not in trace


def test_errors_behind_an_error_lose_the_machinery_too():
    source = "import ast\ntry:\n    ast.literal_eval('f()')\nexcept ValueError as error:\n    raise KeyError(1)"
    last, trace = run(source + " from error")[1]
    assert last == "KeyError: 1" and "malformed node" in trace
    assert trace.count("File ") == trace.count('File "<예제>"') == 2
    last, trace = run("raise ExceptionGroup('둘', [ValueError(1), TypeError(2)])")[1]
    assert last == "ExceptionGroup: 둘 (2 sub-exceptions)" and "console.py" not in trace


def test_notes_stay_in_the_traceback():
    last, trace = run("error = ValueError('까닭')\nerror.add_note('덧붙임')\nraise error")[1]
    assert last == "ValueError: 까닭" and trace.endswith("ValueError: 까닭\n덧붙임\n")


def test_syntax_error_runs_nothing_and_shows_its_place():
    printed, (last, trace) = run("print(1)\nfor x in")
    assert printed == "" and last.startswith("SyntaxError: ")
    assert 'File "<예제>", line 2' in trace and "for x in" in trace and "Traceback" not in trace


def test_leaving_and_asking_are_errors_like_others():
    assert run("raise SystemExit(3)")[1][0] == "SystemExit: 3"
    before = sys.stdin
    assert run("input()")[1][0] == "EOFError: EOF when reading a line"
    assert sys.stdin is before


def test_output_ends_after_a_thousand_lines_and_the_program_goes_on():
    printed, failure = run("for n in range(5000):\n    print(n)\n1 / 0")
    lines = printed.splitlines()
    assert (lines[0], lines[999], len(lines)) == ("0", "999", 1001) and lines[1000] + "\n" == console.CUT
    assert failure[0] == "ZeroDivisionError: division by zero"
    assert run("print('a\\n' * 5000)")[0].count("\n") == 1001


@pytest.mark.parametrize(
    "error", ["'가' * 10**6", "'가\\n' * 10**6", "ExceptionGroup('여럿', [ValueError('가' * 900)] * 100)"]
)
def test_error_of_any_length_is_told_in_a_page(error):
    last, trace = run(f"raise ValueError({error})")[1]
    assert last.startswith("ValueError: ") and len(last) <= console.LONGEST_ERROR + len(console.CUT) + 1
    assert trace.startswith("Traceback") and len(trace) <= console.LONGEST_TRACE + len(console.CUT) + 1


def test_output_in_one_endless_line_ends_as_well():
    printed, _ = run("for n in range(50):\n    print('가' * 10_000, end='')")
    assert printed == "가" * console.MOST_LETTERS + "\n" + console.CUT

"""Run one ``>>>`` example of a page in a namespace of its own, or compute the value that proves a claim."""

import ast
import builtins
import contextlib
import doctest
import importlib
import io
import traceback
from collections.abc import Mapping
from typing import Any

from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError, Fault

CORE = "descent dual expression frame landscape optimizers schedules search stability surfaces wording".split()


def run_example(job: Job, roots: tuple[str, ...]) -> list[str]:
    """Return what each statement of the example printed. Raises BookError where it is no example."""
    try:
        statements = doctest.DocTestParser().get_examples(job.text)
    except ValueError as error:
        what = "예제를 읽을 수 없습니다. >>> 와 ... 뒤에 빈칸을 하나 두고 들여쓰기를 맞추세요"
        raise BookError([Fault(job.path, job.line, f"{what}: {error}")]) from error
    namespace: dict[str, Any] = {"__name__": "__main__"}
    return [_printed(statement.source, namespace) for statement in statements]


def _printed(source: str, namespace: dict[str, Any]) -> str:
    """Return what the statement prints at the prompt; an error as the prompt shows it, without its frames.

    As in a doctest, an output ends its last line: a page could not show that it does not.
    """
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(source, "<example>", "single"), namespace)
        except BaseException as error:
            _pass_on(error)
            last = traceback.format_exception_only(error)[-1]
            output.write(f"Traceback (most recent call last):\n    ...\n{last}")
    printed = output.getvalue()
    return printed if printed.endswith("\n") or not printed else f"{printed}\n"


def run_claim(job: Job, roots: tuple[str, ...]) -> str:
    """Return the value of the claim's expression. Raises BookError where it has none."""
    try:
        return str(eval(job.text, {"__builtins__": builtins, **_names(job.text, job.extra)}))
    except BaseException as error:
        _pass_on(error)
        what = f"본문의 값을 계산할 수 없습니다. 식을 고치세요: {job.text}: {type(error).__name__}: {error}"
        raise BookError([Fault(job.path, job.line, what)]) from error


def _pass_on(error: BaseException) -> None:
    """Raise what says that a module cannot be read: told with its line there, whoever imports it."""
    if isinstance(error, SyntaxError) and not (error.filename or "<").startswith("<"):
        raise error


def _names(expression: str, lesson: str) -> Mapping[str, Any]:
    """Return what an expression may name: the core's functions, the core's modules, and the lesson's modules."""
    names: dict[str, Any] = {name: importlib.import_module(f"lesson_code.{name}") for name in CORE}
    for module in [*names.values()]:
        names |= {key: value for key, value in vars(module).items() if not key.startswith("_")}
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if isinstance(node, ast.Name) and node.id not in names and not hasattr(builtins, node.id):
            with contextlib.suppress(ModuleNotFoundError):
                names[node.id] = importlib.import_module(f"lesson_code.{lesson}.{node.id}")
    return names

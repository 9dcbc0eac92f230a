"""Run the ``>>>`` examples of a page, each in a namespace of its own, and prove the claims of its prose."""

import ast
import builtins
import contextlib
import doctest
import importlib
import io
import re
import traceback
from collections.abc import Mapping
from typing import Any

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job

CORE = ("descent", "optimizers", "schedules", "search", "stability", "surfaces", "wording")


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return how many ``statements`` and ``claims`` of the page were found true.

    ``options`` hold ``examples`` [text], ``claims`` [shown, expression], and the ``lesson``.
    Raises BookError where an output or a claim differs from what was computed: what is published is what was printed.
    """
    faults: list[Fault] = []
    statements = 0
    for line, text in zip(job.lines["examples"], job.options["examples"], strict=True):
        try:
            parsed = doctest.DocTestParser().get_examples(text)
        except ValueError as error:
            faults.append(Fault(job.path, line, f"예제를 읽을 수 없습니다: {error}"))
            continue
        faults += _differences(parsed, Fault(job.path, line, ""))
        statements += len(parsed)
    for line, (shown, expression) in zip(job.lines["claims"], job.options["claims"], strict=True):
        faults += _check_claim(shown, expression, job.options["lesson"], Fault(job.path, line, ""))
    if faults:
        raise BookError(faults)
    return {"statements": statements, "claims": len(job.options["claims"])}


def _differences(parsed: list[doctest.Example], first: Fault) -> list[Fault]:
    """Return a fault for each statement of one example that printed something else than the page says."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    faults = []
    for statement in parsed:
        printed = _execute(statement.source, namespace)
        if printed != statement.want:
            said, got = statement.want.strip() or "(없음)", printed.strip() or "(없음)"
            what = f"예제의 출력이 다릅니다. 본문: {said} / 실행: {got}"
            faults.append(Fault(first.path, first.line + statement.lineno, what))
    return faults


def _execute(source: str, namespace: dict[str, Any]) -> str:
    """Return what the statement prints at the prompt; an error as the prompt shows it, without its frames."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(source, "<example>", "single"), namespace)
        except (Exception, SystemExit) as error:
            _pass_on(error)
            last = traceback.format_exception_only(error)[-1]
            output.write(f"Traceback (most recent call last):\n    ...\n{last}")
    return output.getvalue()


def _pass_on(error: BaseException) -> None:
    """Raise what says that a module cannot be read: told once with its line, not for every example that imports it."""
    if isinstance(error, SyntaxError) and (error.filename or "<").startswith("/"):
        raise error


def _check_claim(shown: str, expression: str, lesson: str, place: Fault) -> list[Fault]:
    try:
        value = str(eval(expression, {"__builtins__": builtins, **_names(expression, lesson)}))
    except (Exception, SystemExit) as error:
        _pass_on(error)
        what = f"본문의 값을 계산할 수 없습니다: {expression}: {type(error).__name__}: {error}"
        return [Fault(place.path, place.line, what)]
    if re.search(rf"(?<![\d.,−-]){re.escape(value)}$", shown):
        return []
    return [Fault(place.path, place.line, f"본문의 값이 다릅니다. 본문: …{shown[-20:]} / 계산: {value}")]


def _names(expression: str, lesson: str) -> Mapping[str, Any]:
    """Return what an expression may name: the core's functions, the core's modules, and the lesson's modules."""
    core = {name: importlib.import_module(f"lesson_code.{name}") for name in CORE}
    names: dict[str, Any] = dict(core)
    for module in core.values():
        names |= {key: value for key, value in vars(module).items() if not key.startswith("_")}
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if isinstance(node, ast.Name) and node.id not in names and not hasattr(builtins, node.id):
            with contextlib.suppress(ModuleNotFoundError):
                names[node.id] = importlib.import_module(f"lesson_code.{lesson}.{node.id}")
    return names

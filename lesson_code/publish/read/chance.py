"""What is not the same in every build, random numbers without a seed and the time: seen in code before it runs."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lesson_code.publish.book import Book, modules, openings
from lesson_code.publish.faults import Fault, Place

TABLE = tomllib.loads((Path(__file__).parent / "chance.toml").read_text(encoding="utf-8"))
ROWS = [(re.compile(row["pattern"]), row.get("unless", []), row["what"]) for row in TABLE["row"]]
SEED = next(pattern for pattern, unless, _ in ROWS if unless == ["seed"])
UNNAMED = "import *로는 빌드할 때마다 달라지는 값을 쓰는지 알 수 없습니다"


def faults(book: Book) -> Iterator[Fault]:
    """Yield the faults of every module of the lessons; the cells of notebooks are read where they are cut."""
    for path in modules(book):
        text = path.read_text(encoding="utf-8-sig")
        if any(word in text for word in TABLE["words"].split()) and not openings(text):
            try:
                found = list(unseeded(ast.parse(text)))
            except SyntaxError:
                continue  # told where it is imported
            yield from (Fault(book.relative(path), line, what) for line, what in found)


def unseeded(code: ast.Module) -> Iterator[Place]:
    """Yield the line of each call that asks for chance, and what to write.

    In a function, a ``seed(…)`` anywhere in the module counts: who calls whom is not followed.
    """
    nodes = list(ast.walk(code))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in TABLE["modules"].split() and node.names[0].name == "*":
            yield node.lineno, f"{UNNAMED}. * 대신 쓸 이름을 적으세요: {node.module}"
    calls = list(_calls(nodes, _names(nodes)))
    seeds = [
        (path.removesuffix(".seed"), call.lineno) for call, path in calls if path.endswith(".seed") and _given(call)
    ]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)] if seeds else []
    inside = {id(part) for node in functions for part in ast.walk(node)}
    for call, path in calls:
        library = "numpy.random" if path.startswith(("sklearn.", "scipy.")) else path.rpartition(".")[0]
        seeded = any(of == library and (line < call.lineno or id(call) in inside) for of, line in seeds)
        if what := _unlike(call, path, seeded):
            yield call.lineno, what


def _unlike(call: ast.Call, path: str, seeded: bool) -> str:
    """Return why a call gives another value in every build, or ""; ``seeded``: its library is, by then."""
    excuses = {
        "time": bool(call.args),
        "second": bool(call.args[1:]),
        "seed": _given(call),
        "random_state": any(keyword.arg in ("random_state", None) for keyword in call.keywords),
        "seeded": seeded,
    }
    for pattern, unless, what in ROWS:
        if pattern.fullmatch(path):
            excused = any(excuses[name] for name in unless)
            return "" if excused else f"{what.replace('…', path.rpartition('.')[2])}: {path}"
    return ""


def _calls(nodes: Iterable[ast.AST], names: Mapping[str, str]) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the path of what it calls, then what is handed over, for others to call."""
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    yield from ((call, _path(call.func, names)) for call in calls)
    for call in calls:
        for part in (*call.args, *(keyword.value for keyword in call.keywords)):
            path = _path(part, names)
            if "." in path and not SEED.fullmatch(path):  # partial(np.random.rand, 3)
                yield ast.copy_location(ast.Call(part, [], []), part), path


def _names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Return what each imported name stands for, and each other name for one."""
    names = {"id": "id"}
    for node in nodes:
        if isinstance(node, ast.Import):
            whole = {(name.asname or name.name.partition(".")[0]): name for name in node.names}
            names |= {short: name.name if name.asname else short for short, name in whole.items()}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if known := _path(node.value, names):
                names.setdefault(node.targets[0].id, known)
    return names


def _path(function: ast.expr, names: Mapping[str, str]) -> str:
    """Return the dotted path of what is called, or "" where it is no imported name."""
    if isinstance(function, ast.Name):
        return names.get(function.id, "")
    if isinstance(function, ast.Attribute):
        before = _path(function.value, names)
        return f"{before}.{function.attr}" if before else ""
    return ""


def _given(call: ast.Call) -> bool:
    """Return whether a seed is given: an argument that is not None."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return bool(values) and not (isinstance(values[0], ast.Constant) and values[0].value is None)

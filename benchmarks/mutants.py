"""How many deliberate mutations of a module its own tests notice, part by part, and which they do not.

mutmut rewrites a copy of the book under ``.mutants`` and forks a process of loaded tests for each mutant. It mutates
the bodies of plain functions, so that the copy has its ``@cache``s set beside and its modules' lambdas made functions;
it runs in an environment of its own, which sees the packages of the one that started it.
"""

import ast
import json
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = HERE / ".mutants"
PINNED = HERE / "mutants.txt"
BIN = FOLDER / "environment" / "bin"
SEEN = ("docs", "mkdocs.yml", "node_modules", "package.json", "package-lock.json", "README.md", "Makefile")
PACKAGE = Path("lesson_code")
CORE = (
    *("descent", "stability", "surfaces", "search", "schedules"),
    *("optimizers", "wording", "dual", "expression", "frame", "landscape"),
)
FACTS = ("learning_rate/facts", "choosing_learning_rate/facts", "choosing_learning_rate/digit_facts")
READ = tuple(f"publish/read/{path.stem}" for path in sorted((ROOT / PACKAGE / "publish/read").glob("*.py")))
SHARE, SEED = float(os.environ.get("SHARE") or 1), os.environ.get("SEED") or "0"
CHILDREN = ("--max-children", os.environ.get("JOBS") or str(os.cpu_count() or 1))
EACH_MUTANT = """
import functools
import os


def cache(function):
    known = functools.cache(lambda mutant, *given: function(*given))

    @functools.wraps(function)
    def remembering(*given):
        return known(os.environ.get("MUTANT_UNDER_TEST"), *given)

    remembering.cache_clear = known.cache_clear
    return remembering
"""

SHORTEST_FIRST = """

def pytest_collection_modifyitems(items):
    import json

    stats = Path("mutmut-stats.json")
    known = json.loads(stats.read_text())["duration_by_test"] if stats.exists() else {}
    items.sort(key=lambda item: known.get(item.nodeid, 0))
"""


@dataclass(frozen=True)
class Part:
    """Modules below ``lesson_code`` and what tests them; ``without``: tests that a copy or a busy machine fails."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()


PARTS = {
    "core": Part(
        CORE,
        (*(f"tests/test_{name}.py" for name in CORE), *(f"lesson_code/{name}.py" for name in CORE)),
        ("tests/test_descent.py::test_core_imports_nothing_but_the_standard_library",),  # the copy imports mutmut
    ),
    "facts": Part(FACTS, ("tests/learning_rate/test_facts.py", "tests/choosing_learning_rate/test_facts.py")),
    "cache": Part(("publish/cache",), ("tests/publish/test_cache.py",)),
    "worker": Part(("publish/execute/apart", "publish/execute/worker"), ("tests/publish/execute/test_worker.py",)),
    "read": Part(
        READ,
        ("tests/publish/read",),
        # four fifths of the time, and it fails where the machine is busy
        ("tests/publish/read/test_checks.py::test_time_for_a_long_line_of_one_sign_grows_with_its_length",),
    ),
}


def environment() -> None:
    """Make the environment of mutmut, unless it holds these versions already."""
    installed = BIN.parent / ".installed"
    if installed.exists() and installed.read_text() == PINNED.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(BIN.parent)], check=True)
    (*_, own) = BIN.parent.glob("lib/python*/site-packages")
    (own / "book.pth").write_text(sysconfig.get_path("purelib"))
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "-r", str(PINNED)], check=True)
    installed.write_text(PINNED.read_text())


class Plain(ast.NodeTransformer):
    """Makes functions of what mutmut would pass over: what has a @cache, and lambdas outside of any function."""

    def __init__(self) -> None:
        """Begin without functions of its own."""
        self.before: list[ast.stmt] = []
        self.after: list[ast.stmt] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Take the @cache off, and keep what the function returns for each mutant apart."""
        name = node.name
        if [ast.unparse(one) for one in node.decorator_list] == ["cache"]:
            node.decorator_list, node.name = [], f"{name}_uncached"
            self.after = ast.parse(f"from each_mutant import cache as once\n{name} = once({node.name})").body
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Name:
        """Note it as a function that is named for its place, and leave the name."""
        name = f"lambda_{node.lineno}_{node.col_offset}"
        self.before.append(ast.FunctionDef(name, node.args, [ast.Return(node.body)], [], lineno=0, type_params=[]))
        return ast.Name(name, ast.Load())


def plain(source: str, name: str) -> str:
    """Return a module in the form that mutmut can mutate; one that is run is so under its own name."""
    tree, found = ast.parse(source), Plain()
    body = []
    for statement in tree.body:
        statement = found.visit(statement)
        if isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test):
            statement.body = ast.parse(f"import {name} as own\nown.main()").body
        body += [*found.before, statement, *found.after]
        found.before, found.after = [], []
    tree.body = body
    return ast.unparse(ast.fix_missing_locations(tree))


def prepared(name: str) -> Path:
    """Return a folder with a copy of the book, its modules in plain form, and what mutmut is to do there."""
    part, folder = PARTS[name], FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "mutants").mkdir(parents=True)
    for kind in (PACKAGE, "tests"):
        shutil.copytree(ROOT / kind, folder / kind, ignore=shutil.ignore_patterns("__pycache__"))
    for seen in SEEN:
        (folder / "mutants" / seen).symlink_to(ROOT / seen)
    (folder / "mutants" / "each_mutant.py").write_text(EACH_MUTANT)
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as settings_of_tests:
        settings_of_tests.write(SHORTEST_FIRST)
    modules = [PACKAGE / f"{module}.py" for module in part.modules]
    for module in modules:
        dotted = ".".join(module.with_suffix("").parts)
        (folder / module).write_text(plain((ROOT / module).read_text(encoding="utf-8"), dotted), encoding="utf-8")
    settings = {
        "source_paths": [str(PACKAGE)],
        "only_mutate": [str(module) for module in modules],
        "pytest_add_cli_args_test_selection": list(part.tests),
        "pytest_add_cli_args": [
            *("-p", "no:cacheprovider", "--hypothesis-profile=mutants"),
            *(f"--deselect={test}" for test in part.without),
        ],
        "use_git_change_detection": False,
        "timeout_constant": 10.0,  # seconds, in which a library is loaded that the tests had no need of
        "timeout_multiplier": 2.0,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + "\n[tool.mutmut]\n" + "\n".join(lines) + "\n"
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def say(folder: Path, command: str, *arguments: str) -> str:
    """Return what a command of the environment says in such a folder; end with the last of it where it fails."""
    variables = os.environ | {"LESSON_RUNS": str(FOLDER / "runs")}  # long runs are made once, as in a build
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:  # a pipe is kept open by what a mutant leaves behind
        run = subprocess.run([BIN / command, *arguments], cwd=folder, env=variables, stdout=said, stderr=said)
        said.seek(0)
        text = said.read()
    if run.returncode:
        sys.exit(text[-8000:])
    return text


def verdicts(folder: Path) -> dict[str, str]:
    """Return what came of every mutant, by its name."""
    lines = say(folder, "mutmut", "results", "--all", "true").splitlines()
    return {name.strip(): verdict for name, _, verdict in (line.rpartition(": ") for line in lines) if name}


def made(folder: Path) -> list[str]:
    """Make the mutants, see which test calls which function, and return the names of all mutants.

    Where tests call functions in processes of their own, which mutmut does not see, all tests are for all the module.
    """
    # nothing is called so, which ends the run when it begins to look
    run = subprocess.run([BIN / "mutmut", "run", *CHILDREN, "nothing"], cwd=folder, capture_output=True, text=True)
    path = folder / "mutants" / "mutmut-stats.json"
    if not path.exists():
        sys.exit(run.stdout[-8000:])
    names = sorted(verdicts(folder))
    known = json.loads(path.read_text(encoding="utf-8"))
    calls = known["tests_by_mangled_function_name"]
    functions = {name.rpartition("__mutmut_")[0] for name in names}
    apart = {function.rpartition(".")[0] for function in functions - calls.keys()}
    calls |= {name: list(known["duration_by_test"]) for name in functions if name.rpartition(".")[0] in apart}
    path.write_text(json.dumps(known), encoding="utf-8")
    return names


def changed(difference: str) -> list[str]:
    """Return the lines that a mutant took and gave."""
    return [line for line in difference.splitlines() if line[0:1] in ("-", "+") and line[0:3] not in ("---", "+++")]


def main(names: list[str]) -> None:
    """Say the score of each part, and show the mutants that its tests let live."""
    environment()
    for name in names or PARTS:
        began, folder = time.monotonic(), prepared(name)
        mutants = made(folder)
        drawn = random.Random(SEED).sample(mutants, round(SHARE * len(mutants))) if SHARE < 1 else []
        say(folder, "mutmut", "run", *CHILDREN, *drawn)
        found = {mutant: verdict for mutant, verdict in verdicts(folder).items() if verdict != "not checked"}
        lived = [mutant for mutant, verdict in found.items() if verdict not in ("killed", "timeout")]
        minutes = (time.monotonic() - began) / 60
        for mutant in lived:
            print(mutant, *changed(say(folder, "mutmut", "show", mutant)), sep="\n    ")
        share = 100 * (1 - len(lived) / len(found))
        of = f" drawn of {len(mutants)} with SEED={SEED}" if drawn else ""
        print(f"{name}: {share:.1f} % of {len(found)} mutants{of} noticed, {minutes:.1f} min", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

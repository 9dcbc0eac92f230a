"""What is not the same in every build, random numbers without a seed and the time: seen in code before it runs."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lesson_code.publish.book import Book, modules, openings
from lesson_code.publish.faults import Fault, Place

SEEDED = {"default_rng", "RandomState", "SeedSequence", "PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64", "Random"}
NEVER = {"random.SystemRandom", "os.urandom", "uuid.uuid1", "uuid.uuid4", "secrets"}
FLEETING = {
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime")),
    *(f"time.{clock}{unit}" for clock in ("perf_counter", "process_time", "monotonic") for unit in ("", "_ns")),
    *(f"datetime.{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "today", "utcnow")),
    *("os.getpid", "os.getcwd", "os.getlogin", "pathlib.Path.cwd", "socket.gethostname", "platform.node"),
    *("getpass.getuser", "id", "timeit.timeit", "timeit.repeat", "timeit.default_timer"),
    *("os.cpu_count", "platform.platform", "platform.release", "tempfile.mkdtemp"),
}
FREE = {"Generator", "BitGenerator", "get_state", "set_state", "getstate", "setstate"}  # need no seed before
LIBRARIES = ("numpy.random", "random")
# what of scikit-learn draws from NumPy's random numbers where it is given no random_state
FUNCTIONS = r"train_test_split|shuffle|resample|permutation_importance|make_(?!pipeline|union|column|scorer)\w+"
ESTIMATORS = r"(?:Mini\w+)?KMeans|TSNE|NMF|\w*ShuffleSplit|(?:SGD|MLP|Random|Extra|Decision|Gradient|Bagging)\w+"
DRAWING = re.compile(rf"sklearn\..*\.(?:{FUNCTIONS}|{ESTIMATORS})|scipy\.stats\..*\brvs")
MODULES = {*LIBRARIES, *NEVER, *(name.rpartition(".")[0] for name in {*FLEETING, *NEVER} if "." in name)}
WORDS = (  # one of which code has that is worth reading
    "random sklearn scipy cpu_count tempfile uuid secrets time getpid id( cwd getlogin gethostname platform getuser"
).split()
UNNAMED = "import *로는 빌드할 때마다 달라지는 값을 쓰는지 알 수 없습니다"
UNSEEDED = "시드가 없는 난수는 빌드할 때마다 달라집니다"


def faults(book: Book) -> Iterator[Fault]:
    """Yield the faults of every module of the lessons; the cells of notebooks are read where they are cut."""
    for path in modules(book):
        text = path.read_text(encoding="utf-8-sig")
        if any(word in text for word in WORDS) and not openings(text):
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
        if isinstance(node, ast.ImportFrom) and node.module in MODULES and node.names[0].name == "*":
            yield node.lineno, f"{UNNAMED}. * 대신 쓸 이름을 적으세요: {node.module}"
    calls = list(_calls(nodes, _names(nodes)))
    seeds = {
        library: [call.lineno for call, path in calls if path == f"{library}.seed" and _given(call)]
        for library in LIBRARIES
    }
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)] if any(seeds.values()) else []
    inside = {id(part) for node in functions for part in ast.walk(node)}
    for call, path in calls:
        library = "numpy.random" if DRAWING.fullmatch(path) else path.rpartition(".")[0]
        seeded = any(line < call.lineno or id(call) in inside for line in seeds.get(library, ()))
        if what := _unlike(call, path, seeded):
            yield call.lineno, what


def _unlike(call: ast.Call, path: str, seeded: bool) -> str:
    """Return why a call gives another value in every build, or ""; ``seeded``: its library is, by then."""
    library, _, name = path.rpartition(".")
    first = 1 if path == "time.strftime" else 0  # which of the arguments would be the time
    if path in FLEETING and not (path.startswith("time.") and call.args[first:]):
        return f"빌드할 때마다 달라지는 값입니다. 정해진 값을 적으세요: {path}()"
    if path in NEVER or library in NEVER:
        return f"{UNSEEDED}. np.random.default_rng(0)을 쓰세요: {path}"
    if DRAWING.fullmatch(path):
        given = any(keyword.arg in ("random_state", None) for keyword in call.keywords)
        return "" if given or seeded else f"{UNSEEDED}. random_state=0을 적으세요: {path}"
    if library not in LIBRARIES or name in FREE:
        return ""
    if name in SEEDED or name == "seed":
        return "" if _given(call) else f"{UNSEEDED}. {name}(0)처럼 시드를 적으세요: {name}()"
    return "" if seeded else f"{UNSEEDED}. np.random.default_rng(0)으로 만들거나 seed(0)을 먼저 적으세요: {path}"


def _calls(nodes: Iterable[ast.AST], names: Mapping[str, str]) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the path of what it calls, then what is handed over, for others to call."""
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    yield from ((call, _path(call.func, names)) for call in calls)
    for call in calls:
        for part in (*call.args, *(keyword.value for keyword in call.keywords)):
            library, _, name = (path := _path(part, names)).rpartition(".")
            if library and name not in SEEDED:  # partial(np.random.rand, 3)
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

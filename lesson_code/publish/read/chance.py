"""What is not the same in every build, random numbers without a seed and the time: seen in code before it runs."""

import ast
import re
from collections.abc import Iterable, Iterator

from lesson_code.publish.book import Book, openings
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
FREE = {"Generator", "BitGenerator", "seed", "get_state", "set_state", "getstate", "setstate"}  # need no seed before
LIBRARIES = ("numpy.random", "random")
# of scikit-learn and SciPy: what draws from NumPy's random numbers where it is given no random_state
DRAWING = re.compile(
    r"sklearn\..*\.(?:train_test_split|shuffle|resample|make_(?!pipeline|union|column|scorer)\w+|(?:Mini\w+)?KMeans|SGD\w+|MLP\w+|Random\w+|Extra\w+"
    r"|\w*ShuffleSplit|Decision\w+|Gradient\w+|Bagging\w+|TSNE|NMF|permutation_importance)|scipy\.stats\..*\brvs"
)
MODULES = {*LIBRARIES, *NEVER, *(name.rpartition(".")[0] for name in {*FLEETING, *NEVER} if "." in name)}
WORDS = (
    *("random", "sklearn", "scipy", "timeit", "cpu_count", "tempfile", "uuid", "secrets"),
    *("time", "getpid", "id(", "cwd", "getlogin", "gethostname", "platform", "getuser"),
)
UNNAMED = "import *로는 빌드할 때마다 달라지는 값을 쓰는지 알 수 없습니다"
UNSEEDED = "시드가 없는 난수는 빌드할 때마다 달라집니다"


def faults(book: Book) -> Iterator[Fault]:
    """Yield the faults of every module of the lessons; the cells of notebooks are read where they are cut."""
    for path in sorted(book.lessons.glob("*/[!.]*.py")):
        text = path.read_text(encoding="utf-8-sig")
        if path.parent.name != "publish" and any(word in text for word in WORDS) and not openings(text):
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
    names = dict(_imported(nodes))
    for node in nodes:  # another name for what was imported
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and (known := _path(node.value, names))
        ):
            names.setdefault(node.targets[0].id, known)
    calls = [(node, _path(node.func, names)) for node in nodes if isinstance(node, ast.Call)]
    calls += [  # what is handed over is called by others: partial(np.random.rand, 3)
        (ast.copy_location(ast.Call(part, [], []), part), path)
        for call, _ in list(calls)
        for part in (*call.args, *(keyword.value for keyword in call.keywords))
        if (path := _path(part, names)).rpartition(".")[0] and path.rpartition(".")[2] not in SEEDED
    ]
    seeds = {
        library: [c.lineno for c, path in calls if path == f"{library}.seed" and _given(c)] for library in LIBRARIES
    }
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)] if any(seeds.values()) else []
    inside = {id(part) for node in functions for part in ast.walk(node)}
    for call, path in calls:
        library, _, name = path.rpartition(".")
        if path in FLEETING and not (path.startswith("time.") and len(call.args) > (path == "time.strftime")):
            yield call.lineno, f"빌드할 때마다 달라지는 값입니다. 정해진 값을 적으세요: {path}()"
        elif path in NEVER or library in NEVER:
            yield call.lineno, f"{UNSEEDED}. np.random.default_rng(0)을 쓰세요: {path}"
        elif DRAWING.fullmatch(path):
            given = any(keyword.arg in ("random_state", None) for keyword in call.keywords)
            if not given and not any(line < call.lineno for line in seeds["numpy.random"]):
                yield call.lineno, f"{UNSEEDED}. random_state=0을 적으세요: {path}"
        elif library not in LIBRARIES or (name in FREE and (name != "seed" or _given(call))):
            continue
        elif name in SEEDED or name == "seed":
            if not _given(call):
                yield call.lineno, f"{UNSEEDED}. {name}(0)처럼 시드를 적으세요: {name}()"
        elif not any(line < call.lineno or id(call) in inside for line in seeds[library]):
            yield call.lineno, f"{UNSEEDED}. np.random.default_rng(0)으로 만들거나 seed(0)을 먼저 적으세요: {path}"


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield each name that an import gives, and what it stands for."""
    yield "id", "id"
    for node in nodes:
        if isinstance(node, ast.Import):
            for name in node.names:
                first = name.name.partition(".")[0]
                yield (name.asname, name.name) if name.asname else (first, first)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                yield name.asname or name.name, f"{node.module}.{name.name}"


def _path(function: ast.expr, names: dict[str, str]) -> str:
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

"""Jobs are executed once, again when something they import changes, and their faults are told together."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import psutil
import pytest

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.cache import Cache, Entry
from lesson_code.publish.execute import pool, worker
from lesson_code.publish.execute.job import Job
from lesson_code.publish.execute.picture import STYLE
from lesson_code.publish.faults import BookError
from tests.conftest import WITH_HANGUL

LESSON = "lesson_code/small/{}.py"
PICTURE = """
from matplotlib.figure import Figure
from lesson_code.small import {helper}

def figure():
    return Figure().text(0, 0, 'a').figure

def describe():
    return {helper}.WORD
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "lesson_code" / "small").mkdir(parents=True)
    for name, text in {
        "first": PICTURE.format(helper="shared"),
        "second": PICTURE.format(helper="shared"),
        "third": PICTURE.format(helper="own"),
        "shared": "WORD = 'shared'",
        "own": "WORD = 'own'",
    }.items():
        (tmp_path / LESSON.format(name)).write_text(text)
    return Book(tmp_path)


def jobs_of(book):
    return [Job("picture", s.stem, s.path, s.line, time_limit=s.time_limit) for s in sources(book)]


@pytest.fixture
def execute(workers):
    """Return a function that executes a book."""

    def execute(book, start_workers=lambda jobs: contextlib.nullcontext(workers), report=lambda line: None):
        """Return what the jobs came to by name, and the names of those that were really executed."""
        lines = []

        def told(line):
            lines.append(line)
            report(line)

        outcomes = pool.execute(jobs_of(book), Cache(book.cache, book.roots), start_workers, told)
        executed = {re.split("[ /]", line)[3] for line in lines if "(cached)" not in line}
        return {job.name.split("/")[1]: outcome for job, outcome in outcomes.items()}, executed

    return execute


def test_second_run_executes_nothing(book, execute):
    execute(book)
    assert execute(book)[1] == set()


def test_edit_of_helper_reruns_its_importers_and_nothing_else(book, execute):
    execute(book)
    (book.root / LESSON.format("shared")).write_text("WORD = 'changed'")
    outcomes, executed = execute(book)
    assert executed == {"first", "second"}
    assert [outcomes[name].value["alt"] for name in ("first", "second", "third")] == ["changed", "changed", "own"]


def test_helper_imported_from_its_package_is_recorded_for_every_picture_of_a_worker(book, execute):
    (book.root / "lesson_code" / "common.py").write_text("WORD = 'common'")
    for name in ("first", "second", "third"):
        text = PICTURE.format(helper="common").replace("lesson_code.small", "lesson_code")
        (book.root / LESSON.format(name)).write_text(text)
    execute(book, lambda jobs: pool.processes(1))
    (book.root / "lesson_code" / "common.py").write_text("WORD = 'edited'")
    assert execute(book)[1] == {"first", "second", "third"}


def test_pictures_share_a_run_that_is_kept_in_their_book_until_it_could_come_out_otherwise(book, execute):
    once = (
        "from lesson_code.kept import kept\n\n@kept\ndef word(of: str) -> str:\n    {}return of\n\nWORD = word('kept')"
    )
    made = book.root.with_name(f"{book.root.name}-made")
    note = f"open({str(made)!r}, 'a').write('once ')\n    "
    (book.root / LESSON.format("shared")).write_text(once.format(note))
    execute(book)
    (book.root / LESSON.format("first")).write_text(PICTURE.format(helper="shared") + "\nX = 1\n")
    outcomes, executed = execute(book)
    assert executed == {"first"} and outcomes["first"].value["alt"] == "kept"
    assert made.read_text() == "once " and len(list(book.cache.glob("runs/*"))) == 1


def test_progress_counts_every_job(book, execute):
    lines = []
    execute(book, report=lines.append)
    assert [line.split()[0] for line in lines] == ["[1/3]", "[2/3]", "[3/3]"]


def test_faults_of_all_jobs_are_told_together(book, execute):
    (book.root / LESSON.format("shared")).write_text("WORD = 'ok'\n1 / 0\n")
    (book.root / LESSON.format("own")).write_text("WORD = 'ok'\nraise OSError('no')\n")
    with pytest.raises(BookError) as error:
        execute(book)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [
        (LESSON.format("own"), 2),
        (LESSON.format("shared"), 2),
    ]


@pytest.mark.parametrize(("how", "said"), [("os.kill(os.getpid(), 9)", "SIGKILL"), ("os._exit(0)", "종료 코드 0")])
def test_process_that_ends_is_named_and_takes_only_its_own_job_with_it(book, how, said, execute):
    (book.root / LESSON.format("own")).write_text(f"import os\n{how}\n")
    lines = []
    with pytest.raises(BookError) as error:
        execute(book, report=lines.append)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [(LESSON.format("third"), 5)]
    assert said in error.value.faults[0].what
    assert len(lines) == 3


@pytest.mark.parametrize("endless", ["while True: pass", "sum(range(10**12))", "try:\n  while True: pass\nfinally: 1"])
def test_job_that_uses_up_its_limit_is_told_with_the_line_it_was_on(book, run, endless):
    (book.root / LESSON.format("own")).write_text(f"WORD = 'own'\n{endless}\n")
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 5, time_limit=0.5), book).faults
    line = 3 if endless.startswith("try") else 2
    assert (fault.path, fault.line, f"{LESSON.format('own')}:{line}" in fault.what) == (LESSON.format("third"), 5, True)
    assert "0.5초" in fault.what and "TIME_LIMIT" in fault.what


def test_waiting_is_not_counted_as_work(book, run):
    (book.root / LESSON.format("own")).write_text("import time\ntime.sleep(1.5)\nWORD = 'own'\n")
    assert run(Job("picture", "small/third", LESSON.format("third"), 5, time_limit=1.0), book).faults == ()


def test_line_of_a_job_that_outlasts_its_limit_is_told_in_a_folder_with_a_korean_name(book, run, tmp_path):
    shutil.copytree(book.root, tmp_path / "책")
    renamed = Book(tmp_path / "책")
    (renamed.root / LESSON.format("own")).write_text("WORD = 'own'\nwhile True: pass\n")
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 5, time_limit=0.5), renamed).faults
    assert f"{LESSON.format('own')}:2" in fault.what


def test_no_more_workers_start_than_there_are_jobs_or_than_are_asked_for():
    for jobs, count, started in ((1, 16, 1), (16, 2, 2)):
        with pool.processes(jobs, count) as workers:
            assert len(workers._all) == started


def test_anything_that_does_jobs_will_do(book, execute):
    together = execute(book)[0]
    (book.root / ".cache").rename(book.root / "kept")

    @contextlib.contextmanager
    def others(jobs):
        with pool.processes(1, 1) as workers, ThreadPoolExecutor() as threads:
            yield SimpleNamespace(submit=lambda job, roots: threads.submit(workers.submit(job, roots).result))

    alone = execute(book, start_workers=others)[0]
    assert {name: outcome.value for name, outcome in alone.items()} == {
        name: outcome.value for name, outcome in together.items()
    }


def test_worker_ends_when_its_builder_is_killed(book):
    begun = book.root.with_name(f"{book.root.name}-begun")
    text = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(1000)\n"
    (book.root / LESSON.format("own")).write_text(text)
    code = (
        "import pathlib, sys\nfrom lesson_code.publish.execute import pool\n"
        "import tests.publish.execute.test_pool as t\n"
        "book = t.Book(pathlib.Path(sys.argv[1]))\n"
        "pool.execute(t.jobs_of(book), t.Cache(book.cache, book.roots), pool.processes, print)"
    )
    builder = subprocess.Popen([sys.executable, "-c", code, str(book.root)], cwd=MACHINERY)
    while not begun.exists() and builder.poll() is None:
        time.sleep(0.05)
    family = psutil.Process(builder.pid).children(recursive=True)
    builder.kill()
    builder.wait()
    _, left = psutil.wait_procs(family, timeout=30)
    for process in left:
        process.kill()
    assert family and left == []


def test_outcome_of_a_file_that_changed_while_it_ran_is_not_kept(book, execute):
    shared = book.root / LESSON.format("shared")
    shared.write_text(f"WORD = 'old'\nimport os\nos.system('echo WORD=1 > {shared}')\n")
    with pytest.raises(BookError, match="실행하는 동안"):
        execute(book)


SOILED = """
import locale, os, random, sys, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np
matplotlib.rcParams["axes.grid"] = True
for _ in range(5):
    plt.figure().add_subplot().plot([1, 2])
np.set_printoptions(precision=2)
np.random.seed(1)
random.seed(1)
os.environ["SOILED"] = "yes"
os.chdir("/")
sys.path.insert(0, "/nowhere")
sys.modules["lesson_code.small.own"] = type(sys)("other")
warnings.simplefilter("ignore")
print(end="", flush=True)
"""
TELLING = """
import os, random, sys
import matplotlib, matplotlib.pyplot as plt, numpy as np
WORD = repr([
    matplotlib.rcParams["axes.grid"], plt.get_fignums(), str(np.array([1 / 3])), os.environ.get("SOILED"),
    os.getcwd() == "/", "/nowhere" in sys.path, np.random.get_state()[1][0] == 1, list({"ㄱ", "ㄴ", "ㄷ", "ㄹ", "ㅁ"}),
])
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_that_a_job_does_reaches_the_next(book, workers, execute):
    (book.root / LESSON.format("first")).write_text(SOILED + PICTURE.format(helper="shared"))
    (book.root / LESSON.format("own")).write_text(TELLING)

    def told():
        shutil.rmtree(book.root / ".cache", ignore_errors=True)
        return execute(book, lambda jobs: pool.processes(jobs, workers))[0]["third"].value

    soiled = told()
    (book.root / LESSON.format("first")).write_text(PICTURE.format(helper="shared"))
    assert told() == soiled
    assert soiled["alt"].startswith("[False, [], '[0.33333333]', None, False, False, np.False_, ")


def test_sets_have_one_order_in_every_build(book):
    (book.root / LESSON.format("own")).write_text("WORD = ' '.join({'ㄱ', 'ㄴ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ'})")
    job = Job("picture", "small/third", LESSON.format("third"), 5)
    orders = set()
    for _ in range(2):
        with pool.processes(1, 1) as workers:
            orders.add(workers.submit(job, book.roots).result().value["alt"])
    assert len(orders) == 1


def test_surroundings_of_the_user_reach_no_job(book, monkeypatch, tmp_path, execute):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "matplotlibrc").write_text("axes.grid: True\n")
    for name in ("MPLCONFIGDIR", "HOME", "XDG_CONFIG_HOME", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Seoul")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    (book.root / LESSON.format("own")).write_text(
        "import matplotlib, os, time\n"
        "names = ('PYTHONHASHSEED', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MPLCONFIGDIR')\n"
        "WORD = repr([matplotlib.rcParams['axes.grid'], *map(os.environ.get, names), time.tzname[0]])"
    )
    with pool.processes(1, 1) as workers:
        outcome = workers.submit(Job("picture", "small/third", LESSON.format("third"), 5), book.roots).result()
    assert outcome.value["alt"] == "[False, '0', '1', '1', None, 'UTC']"


def test_worker_has_read_no_lesson_before_its_first_job():
    code = "import sys, importlib, lesson_code.publish.execute.worker as w\n"
    code += "for name in w.LIBRARIES: importlib.import_module(name)\n"
    code += "print(w.apart.imported((sys.argv[1],)))"
    run = subprocess.run([sys.executable, "-c", code, str(MACHINERY)], cwd=MACHINERY, capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stderr


PLAIN = """
import matplotlib.pyplot as plt

def figure():
    picture, axes = plt.subplots()
    axes.semilogy([1, 2], [1, 10], label="유닛의 수 $n$")
    axes.legend()
    picture.tight_layout()
    return picture

def describe():
    return 'a'
"""


def test_picture_that_asks_for_no_style_has_that_of_the_book(book, run):
    (book.root / LESSON.format("third")).write_text(PLAIN, encoding="utf-8")
    drawn = run(Job("picture", "small/third", LESSON.format("third"), 5), book).value["drawings"]["wide"]["svg"]
    assert not {"#000000", "#ffffff", "#cccccc"}.intersection(re.findall("#[0-9a-f]{6}", drawn))


@pytest.mark.parametrize(("kind", "anew"), [("picture", False), ("notebook", True)])
def test_where_another_is_asked_for_a_picture_stays_as_it_was_and_a_notebook_is_that_of_its_text(
    book, workers, kind, anew
):
    path = LESSON.format("third")
    if anew:
        (book.root / path).write_text("# %%\nprint(1)\n", encoding="utf-8")
    job, cache = Job(kind, "small/third", path, 5), Cache(book.cache, book.roots)

    def found():
        return pool.outcomes([job], cache, lambda jobs: contextlib.nullcontext(workers), str, {"small/first"})[job]

    first = found()
    (book.root / path).write_text((book.root / path).read_text("utf-8") + "\n1 + 1\n", encoding="utf-8")
    assert first.faults == () and (found().value != first.value) == anew


def test_file_whose_time_lies_in_the_future_is_no_edit(book, execute):
    for path in book.lessons.rglob("*.py"):
        os.utime(path, (time.time() + 1000, time.time() + 1000))
    assert len(execute(book)[0]) == 3


def test_worker_reads_a_lesson_anew_for_each_job(book, run):
    job = Job("picture", "small/third", LESSON.format("third"), 5)
    run(job, book)
    (book.root / LESSON.format("own")).write_text("WORD = 'another, longer'")
    outcome = run(job, book)
    assert outcome.value["alt"] == "another, longer"
    style = {STYLE, *(f"lesson_code/{name}.py" for name in ("drawing", "palette", "surfaces"))}
    assert set(outcome.imported) - style == {LESSON.format("own"), LESSON.format("third")}


def test_words_of_a_docstring_or_a_comment_rerun_nothing(book, execute):
    shared = book.root / LESSON.format("shared")
    execute(book)
    shared.write_text('"""Says a word."""\n\n# a comment\nWORD   =   "shared"\n')
    assert execute(book)[1] == set()
    shared.write_text('"""Says a word."""\n\nWORD = "other"\n')
    assert execute(book)[1] == {"first", "second"}


def test_words_of_a_docstring_that_is_shown_rerun_who_shows_it(book, execute):
    (book.root / LESSON.format("own")).write_text('"""One."""\nWORD = __doc__\n')
    execute(book)
    (book.root / LESSON.format("own")).write_text('"""Two."""\nWORD = __doc__\n')
    outcomes, executed = execute(book)
    assert (executed, outcomes["third"].value["alt"]) == ({"third"}, "Two.")


def test_syntax_error_is_told_with_its_line(book, run):
    (book.root / LESSON.format("third")).write_text("def figure():\n    return 1 +\n\ndef describe(): ...\n")
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 1), book).faults
    assert (fault.path, fault.line) == (LESSON.format("third"), 2)


def test_figure_that_is_none_is_told_at_its_definition(book, run):
    (book.root / LESSON.format("third")).write_text("\ndef figure():\n    pass\n\ndef describe():\n    pass\n")
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 2), book).faults
    assert (fault.line, "Figure" in fault.what) == (2, True)


@pytest.mark.parametrize("place", ["\n# 한자 𠀋\n", "\nimport lesson_code\n"])
def test_glyph_the_font_lacks_is_told_where_it_stands(book, run, place):
    text = place + "from matplotlib.figure import Figure\n\ndef figure():\n    picture = Figure()\n"
    text += "    picture.text(0.5, 0.5, chr(0x2000B))\n    return picture\n\ndef describe():\n    return '글자'\n"
    (book.root / LESSON.format("third")).write_text(text)
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 5), book).faults
    assert (fault.line, "U+2000B" in fault.what) == (2 if "𠀋" in text else 5, True)


@pytest.mark.parametrize(
    ("inside", "line"), [("    warnings.warn('careful', stacklevel=1)\n", 6), ("    size = (1, 0.1)\n", 5)]
)
def test_warning_while_drawing_is_a_fault(book, run, inside, line):
    text = "import warnings\nimport matplotlib\nfrom matplotlib.figure import Figure\nsize = (6, 4)\ndef figure():\n"
    text += f"{inside}    picture = Figure(size, layout='constrained')\n    picture.subplots().set_title('x')\n"
    text += "    return picture\n\ndef describe():\n    return '글자'\n"
    (book.root / LESSON.format("third")).write_text(text)
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 5), book).faults
    assert fault.line == line


def test_scale_that_can_show_none_of_the_values_is_told_where_it_is_set(book, run):
    text = (
        "from matplotlib.figure import Figure\ndef figure():\n    picture = Figure()\n    axes = picture.subplots()\n"
    )
    text += "    axes.plot([1, 2], [-1, -2])\n    axes.set_yscale('log')\n    return picture\n\n"
    (book.root / LESSON.format("third")).write_text(text + "def describe():\n    return '글자'\n")
    (fault,) = run(Job("picture", "small/third", LESSON.format("third"), 2), book).faults
    assert (fault.line, "양수가 없습니다" in fault.what) == (6, True)


def test_library_that_a_job_loaded_is_there_for_the_next_but_no_lesson_is(book):
    own, job = book.root / LESSON.format("own"), Job("picture", "small/third", LESSON.format("third"), 5)
    loaded = "import sys\nWORD = str([name in sys.modules for name in ('wave', 'lesson_code.kept')])\nimport wave\n"
    with pool.processes(1) as workers:
        said = []
        for _ in range(2):
            own.write_text(loaded)
            said.append(workers.submit(job, book.roots).result().value["alt"])
    assert said == ["[False, False]", "[True, False]"]


FONTS = """
from matplotlib import font_manager
from lesson_code import drawing
WORD = repr(sorted(name for name in font_manager.get_font_names() if name.startswith(("IBM", "Kept"))))
"""


def test_picture_has_the_fonts_of_the_book_alone_and_their_list_is_kept(book, monkeypatch, tmp_path):
    job = Job("picture", "small/third", LESSON.format("third"), 5)
    (book.root / LESSON.format("own")).write_text(FONTS)
    (tmp_path / "fonts.conf").write_text(WITH_HANGUL)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))

    def told():
        with pool.processes(1, 1) as workers:
            return workers.submit(job, book.roots).result().value["alt"]

    own = "'IBM Plex Sans KR'"
    assert told() == f"[{own}]"
    cache, key = Cache(book.cache, book.roots), worker.fonts_key()
    kept = cache.get(key).value
    cache.put(key, Entry({name: text.replace('"DejaVu Serif"', '"Kept Serif"') for name, text in kept.items()}))
    assert told() == f"[{own}, 'Kept Serif']"
    for path in book.cache.glob("entries/*"):
        path.write_text("damaged")
    assert told() == f"[{own}]"

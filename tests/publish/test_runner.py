"""Jobs are executed once, again when something they import changes, and their faults are told together."""

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from lesson_code.publish import runner, worker
from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.cache import Cache
from lesson_code.publish.execute.picture import STYLE
from lesson_code.publish.faults import BookError
from lesson_code.publish.jobs import Job

LESSON = "lesson_code/small/{}.py"
PICTURE = """
from matplotlib.figure import Figure
from lesson_code.small import {helper}

def figure():
    return Figure()

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
    return [
        Job("picture", s.stem, book.relative(s.path), {}, {"figure": [s.line]}, s.time_limit) for s in sources(book)
    ]


def execute(book, start_workers=runner.processes, report=lambda line: None):
    """Return what the jobs came to, and the names of those that were really executed."""
    lines = []

    def told(line):
        lines.append(line)
        report(line)

    outcomes = runner.execute(jobs_of(book), book.roots, Cache(book.cache, book.roots), start_workers, told)
    return outcomes, {re.split("[ /]", line)[3] for line in lines if "(cached)" not in line}


def test_second_run_executes_nothing(book):
    execute(book)
    assert execute(book)[1] == set()


def test_edit_of_helper_reruns_its_importers_and_nothing_else(book):
    execute(book)
    (book.root / LESSON.format("shared")).write_text("WORD = 'changed'")
    outcomes, executed = execute(book)
    assert executed == {"first", "second"}
    assert [outcome.value["alt"] for outcome in outcomes.values()] == ["changed", "changed", "own"]


def test_helper_imported_from_its_package_is_recorded_for_every_picture_of_a_worker(book):
    (book.root / "lesson_code" / "common.py").write_text("WORD = 'common'")
    for name in ("first", "second", "third"):
        text = PICTURE.format(helper="common").replace("lesson_code.small", "lesson_code")
        (book.root / LESSON.format(name)).write_text(text)
    execute(book, lambda jobs: runner.processes(1))
    (book.root / "lesson_code" / "common.py").write_text("WORD = 'edited'")
    assert execute(book)[1] == {"first", "second", "third"}


def test_pictures_share_a_run_that_is_kept_in_their_book_until_it_could_come_out_otherwise(book):
    once = (
        "from lesson_code.kept import kept\n\n@kept\ndef word(of: str) -> str:\n    {}return of\n\nWORD = word('kept')"
    )
    note = f"open({str(book.root / 'made')!r}, 'a').write('once ')\n    "
    (book.root / LESSON.format("shared")).write_text(once.format(note))
    execute(book)
    (book.root / LESSON.format("first")).write_text(PICTURE.format(helper="shared") + "\nX = 1\n")
    outcomes, executed = execute(book)
    assert executed == {"first"} and outcomes["small/first"].value["alt"] == "kept"
    assert (book.root / "made").read_text() == "once " and len(list(book.cache.glob("runs/*"))) == 1


def test_progress_counts_every_job(book):
    lines = []
    execute(book, report=lines.append)
    assert [line.split()[0] for line in lines] == ["[1/3]", "[2/3]", "[3/3]"]


def test_faults_of_all_jobs_are_told_together(book):
    (book.root / LESSON.format("shared")).write_text("WORD = 'ok'\n1 / 0\n")
    (book.root / LESSON.format("own")).write_text("WORD = 'ok'\nraise OSError('no')\n")
    with pytest.raises(BookError) as error:
        execute(book)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [
        (LESSON.format("own"), 2),
        (LESSON.format("shared"), 2),
    ]


def test_worker_that_dies_is_named_and_takes_only_its_own_job_with_it(book):
    (book.root / LESSON.format("own")).write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    lines = []
    with pytest.raises(BookError) as error:
        execute(book, report=lines.append)
    assert [(fault.path, "small/third" in fault.what) for fault in error.value.faults] == [
        (LESSON.format("third"), True)
    ]
    assert len(lines) == 3


@pytest.mark.parametrize("endless", ["while True: pass", "import time\ntime.sleep(1000)", "sum(range(10**12))"])
def test_job_that_outlasts_its_limit_is_told_with_the_line_it_was_on(book, endless):
    (book.root / LESSON.format("own")).write_text(f"WORD = 'own'\n{endless}\n")
    path = book.root / LESSON.format("third")
    path.write_text("TIME_LIMIT = 1.5\n" + path.read_text())
    with pytest.raises(BookError) as error:
        execute(book)
    (fault,) = error.value.faults
    assert (fault.path, fault.line) == (LESSON.format("own"), 1 + len(endless.splitlines()))
    assert "TIME_LIMIT" in fault.what


def test_line_of_a_job_that_outlasts_its_limit_is_told_in_a_folder_with_a_korean_name(book, tmp_path):
    shutil.copytree(book.root, tmp_path / "책")
    renamed = Book(tmp_path / "책")
    path = renamed.root / LESSON.format("third")
    path.write_text("TIME_LIMIT = 1.5\n" + path.read_text())
    (renamed.root / LESSON.format("own")).write_text("WORD = 'own'\nwhile True: pass\n")
    with pytest.raises(BookError) as error:
        execute(renamed)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [(LESSON.format("own"), 2)]


def test_no_more_workers_start_than_there_are_jobs(book, monkeypatch):
    monkeypatch.setenv("JOBS", "16")
    with runner.processes(1) as workers:
        workers.submit(os.getpid).result()
        assert len(multiprocessing.active_children()) == 1


def test_any_executor_will_do(book):
    together = execute(book)[0]
    (book.root / ".cache").rename(book.root / "kept")
    alone = execute(book, start_workers=ThreadPoolExecutor)[0]
    assert [outcome.value for outcome in alone.values()] == [outcome.value for outcome in together.values()]


def test_worker_ends_when_its_builder_is_killed(book):
    begun = book.root / "begun"
    text = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(1000)\n"
    (book.root / LESSON.format("own")).write_text(text)
    code = "import pathlib, sys, tests.publish.test_runner as t\nt.execute(t.Book(pathlib.Path(sys.argv[1])))"
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


def test_outcome_of_a_file_that_changed_while_it_ran_is_not_kept(book):
    shared = book.root / LESSON.format("shared")
    shared.write_text(f"WORD = 'old'\nimport pathlib\npathlib.Path({str(shared)!r}).write_text('WORD = 1')\n")
    with pytest.raises(BookError, match="실행하는 동안"):
        execute(book)


def test_picture_does_not_depend_on_what_its_worker_drew_before(book):
    picture = PICTURE.format(helper="own").replace("return Figure()", "return Figure().subplots().figure")
    (book.root / LESSON.format("first")).write_text(
        "import matplotlib\nmatplotlib.rcParams['axes.grid'] = True\n" + picture
    )
    (book.root / LESSON.format("third")).write_text(picture)
    first, _, third = jobs_of(book)
    alone = worker.run(third, book.roots).value
    worker.run(first, book.roots)
    assert worker.run(third, book.roots).value == alone


def test_worker_forgets_which_font_an_earlier_job_found():
    code = """
from matplotlib.font_manager import FontProperties, findfont, fontManager
from lesson_code.publish.book import NODE_MODULES
from lesson_code.publish.execute import drawings

names = FontProperties(family=["IBM Plex Sans KR", "DejaVu Sans"])
drawings.forget_style()
for font in NODE_MODULES.glob("@expo-google-fonts/ibm-plex-sans-kr/*_400Regular.ttf"):
    fontManager.addfont(font)
print("DejaVu" in findfont(names))
drawings.forget_style()
print("DejaVu" in findfont(names))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=MACHINERY, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def test_worker_forgets_a_lesson_between_jobs(book):
    job = Job("picture", "small/third", LESSON.format("third"), lines={"figure": [5]})
    worker.run(job, book.roots)
    (book.root / LESSON.format("own")).write_text("WORD = 'another, longer'")
    outcome = worker.run(job, book.roots)
    assert outcome.value["alt"] == "another, longer"
    assert set(outcome.imported) - {STYLE} == {LESSON.format("own"), LESSON.format("third")}


def test_syntax_error_is_told_with_its_line(book):
    (book.root / LESSON.format("third")).write_text("def figure():\n    return 1 +\n\ndef describe(): ...\n")
    job = Job("picture", "small/third", LESSON.format("third"), lines={"figure": [1]})
    (fault,) = worker.run(job, book.roots).faults
    assert (fault.path, fault.line) == (LESSON.format("third"), 2)


def test_figure_that_is_none_is_told_at_its_definition(book):
    (book.root / LESSON.format("third")).write_text("\ndef figure():\n    pass\n\ndef describe():\n    pass\n")
    job = Job("picture", "small/third", LESSON.format("third"), lines={"figure": [2]})
    (fault,) = worker.run(job, book.roots).faults
    assert (fault.line, "Figure" in fault.what) == (2, True)


@pytest.mark.parametrize("place", ["\n# 한자 𠀋\n", "\nimport lesson_code\n"])
def test_glyph_the_font_lacks_is_told_where_it_stands(book, place):
    text = place + "from matplotlib.figure import Figure\n\ndef figure():\n    picture = Figure()\n"
    text += "    picture.text(0.5, 0.5, chr(0x2000B))\n    return picture\n\ndef describe():\n    return '글자'\n"
    (book.root / LESSON.format("third")).write_text(text)
    job = Job("picture", "small/third", LESSON.format("third"), lines={"figure": [5]})
    (fault,) = worker.run(job, book.roots).faults
    assert (fault.line, "U+2000B" in fault.what) == (2 if "𠀋" in text else 5, True)


@pytest.mark.parametrize(
    ("inside", "line"), [("    warnings.warn('careful', stacklevel=1)\n", 6), ("    size = (1, 0.1)\n", 5)]
)
def test_warning_while_drawing_is_a_fault(book, inside, line):
    text = "import warnings\nimport matplotlib\nfrom matplotlib.figure import Figure\nsize = (6, 4)\ndef figure():\n"
    text += f"{inside}    picture = Figure(size, layout='constrained')\n    picture.subplots().set_title('x')\n"
    text += "    return picture\n\ndef describe():\n    return '글자'\n"
    (book.root / LESSON.format("third")).write_text(text)
    job = Job("picture", "small/third", LESSON.format("third"), lines={"figure": [5]})
    (fault,) = worker.run(job, book.roots).faults
    assert fault.line == line

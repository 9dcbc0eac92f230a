"""A run is made once, whoever asks for it: in any process, until its code or what executes it changes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lesson_code import kept
from lesson_code.publish.book import MACHINERY

HELPER = '''"""What the run needs."""


def double(number):
    """Return twice the number."""
    return 2 * number
'''
RUNS = """import os, time
from pathlib import Path
from typing import NamedTuple

from lesson_code.kept import each, kept
from lesson_code.small.helper import double


class Run(NamedTuple):
    rate: float
    seeds: int


@kept
def run(rate: float, seed: int) -> Run:
    if meeting := os.environ.get("MEETING"):
        Path(meeting, str(rate)).touch()
        while len(os.listdir(meeting)) < 2:
            time.sleep(0.01)
    with open(os.environ["COMPUTED"], "a") as file:
        print(os.getpid(), rate, seed, file=file)
    return Run(double(rate), seed)


@kept
def other(rate: float, seed: int) -> Run:
    return Run(-rate, seed)


@kept
def runs(rate: float) -> list[Run]:
    return [Run(rate, 0), Run(float("nan"), 1)]
"""


class Lessons:
    """A book with one module of runs, executed by processes of its own."""

    def __init__(self, root: Path) -> None:
        self.folder, self.kept = root / "lesson_code" / "small", root / "runs"
        self.folder.mkdir(parents=True)
        (self.folder / "helper.py").write_text(HELPER)
        (self.folder / "runs.py").write_text(RUNS)
        self.log = root / "computed"
        self.meeting = root / "meeting"  # where it is given, no run ends before a second one has begun
        self.meeting.mkdir()
        self.started: list[subprocess.Popen[str]] = []

    def start(self, code: str, **environment: str) -> subprocess.Popen[str]:
        """Start a process in which ``code`` finds everything of the module."""
        names = {"PYTHONPATH": f"{self.folder.parents[1]}{os.pathsep}{MACHINERY}", "LESSON_RUNS": str(self.kept)}
        names |= {"COMPUTED": str(self.log), "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            [sys.executable, "-c", f"from lesson_code.small.runs import *\n{code}"],
            env=os.environ | names | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def ask(self, code: str = "print(run(1.0, 0))", **environment: str) -> str:
        """Return what a process prints."""
        printed, _ = self.start(code, **environment).communicate(timeout=60)
        return printed.strip()

    @property
    def computed(self) -> list[list[str]]:
        """Process and arguments of every run that was made."""
        return [line.split() for line in self.log.read_text().splitlines()] if self.log.exists() else []

    @property
    def files(self) -> list[Path]:
        return list(self.kept.iterdir())


@pytest.fixture
def lessons(tmp_path):
    lessons = Lessons(tmp_path)
    yield lessons
    for process in lessons.started:
        with process:
            process.kill()


def test_run_is_made_once_for_all_processes(lessons):
    assert [lessons.ask() for _ in range(2)] == ["Run(rate=2.0, seeds=0)"] * 2
    assert len(lessons.computed) == 1


def test_other_arguments_and_other_functions_are_other_runs(lessons):
    assert (
        lessons.ask("print(run(1.0, 0).seeds, run(1.0, 1).seeds, run(2.0, 0).rate, other(1.0, 0).rate)")
        == "0 1 4.0 -1.0"
    )


def test_named_tuples_come_back_as_they_were_with_every_digit(lessons):
    asked = "print(runs(0.1 + 0.2), run(float('inf'), 3))"
    assert lessons.ask(asked) == lessons.ask(asked)
    assert "0.30000000000000004" in lessons.ask(asked) and "Run(rate=nan, seeds=1)" in lessons.ask(asked)


@pytest.mark.parametrize(
    ("name", "old", "new", "times"),
    [
        ("helper.py", "2 * number", "3 * number", 2),
        ("runs.py", "double(rate), seed", "double(rate), -seed", 2),
        ("helper.py", "the run needs", "a run needs", 1),
        ("helper.py", "twice the number", "the number twice", 1),
        ("helper.py", "    return", "    # why\n    return", 1),
    ],
)
def test_edit_of_what_a_run_can_reach_makes_it_again_unless_only_words_changed(lessons, name, old, new, times):
    lessons.ask()
    path = lessons.folder / name
    path.write_text(path.read_text().replace(old, new))
    lessons.ask()
    assert len(lessons.computed) == times


@pytest.mark.parametrize(
    "statement", ["import lesson_code.small.helper", "from . import helper", "from .helper import double"]
)
def test_code_is_followed_however_it_is_imported(lessons, statement):
    runs = (lessons.folder / "runs.py").read_text()
    other = runs.replace("from lesson_code.small.helper import double", statement).replace("double(rate)", "2 * rate")
    (lessons.folder / "runs.py").write_text(other)
    lessons.ask()
    (lessons.folder / "helper.py").write_text(HELPER.replace("2 *", "3 *"))
    lessons.ask()
    assert len(lessons.computed) == 2


@pytest.mark.parametrize("spoil", [lambda text: text[:-3], lambda text: text.replace("2.0", "3.0"), lambda text: ""])
def test_damaged_and_half_written_values_count_as_missing(lessons, spoil):
    lessons.ask()
    (file,) = lessons.files
    file.write_text(spoil(file.read_text()))
    assert lessons.ask() == lessons.ask() == "Run(rate=2.0, seeds=0)"
    assert len(lessons.computed) == 2


def test_use_of_a_value_is_noted_so_that_no_build_removes_it(lessons):
    lessons.ask()
    os.utime(lessons.files[0], (0, 0))
    lessons.ask()
    assert lessons.files[0].stat().st_mtime > 0 and len(lessons.computed) == 1


def test_two_processes_that_want_the_same_runs_share_the_work(lessons):
    code = "print(each(run, [(0.0, 0), (1.0, 0)]))"
    both = [lessons.start(code, MEETING=str(lessons.meeting)) for _ in range(2)]
    one, other = (process.communicate(timeout=60)[0] for process in both)
    assert one == other and one.count("Run") == 2
    assert len(lessons.computed) == 2 and len({process for process, *_ in lessons.computed}) == 2


def test_process_that_died_while_it_computed_keeps_nobody_waiting(lessons):
    dying = lessons.start("run(1.0, 0)", MEETING=str(lessons.meeting))
    while not list(lessons.meeting.iterdir()):
        time.sleep(0.01)
    dying.kill()
    dying.communicate()
    assert lessons.ask() == "Run(rate=2.0, seeds=0)"


def test_without_a_folder_nothing_is_written_and_the_last_build_is_read(lessons):
    without = "import lesson_code.kept as k, pathlib\nk.LAST_BUILD = pathlib.Path({!r})\nrun(1.0, 0), run(1.0, 0)"
    lessons.ask(without.format(str(lessons.kept)), LESSON_RUNS="")
    assert len(lessons.computed) == 1 and not lessons.kept.exists()
    lessons.ask()
    lessons.ask(without.format(str(lessons.kept)), LESSON_RUNS="")
    assert len(lessons.computed) == 2


def test_function_of_a_cell_is_not_kept_as_nobody_can_tell_its_code(lessons):
    assert lessons.ask("@kept\ndef f(x: float) -> float:\n    return x\nprint(f(1.0))") == "1.0"
    assert not lessons.kept.exists()


def test_code_that_was_edited_since_it_was_imported_is_not_kept(lessons):
    edit = "time.sleep(0.1)\nimport lesson_code.small.helper as h\nPath(h.__file__).write_text('')\nprint(run(1.0, 0))"
    assert lessons.ask(edit) == "Run(rate=2.0, seeds=0)" and not lessons.kept.exists()


@pytest.mark.parametrize("fact", ["python_version", "system", "machine"])
def test_other_python_or_machine_runs_again(lessons, fact):
    lessons.ask()
    lessons.ask(f"import platform\nplatform.{fact} = lambda: 'another'\nrun(1.0, 0)")
    assert len(lessons.computed) == 2


@pytest.mark.parametrize("package", kept.PACKAGES)
def test_other_version_of_what_computes_runs_again(lessons, package, tmp_path):
    lessons.ask()
    information = tmp_path / "other" / f"{package.replace('-', '_')}-999.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 999\n")
    lessons.ask(f"import sys\nsys.path.insert(0, {str(information.parent)!r})\nrun(1.0, 0)")
    assert len(lessons.computed) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 1", "x = 1  # why", True),
        ("def f():\n    'a'\n    return 1", "def f():\n    return 1", True),
        ("'a'\nclass A:\n    'b'\n    x = 1", "'c'\nclass A:\n    x = 1", True),
        ("async def f():\n    'a'", "async def f():\n    'b'", True),
        ("x = 'a'", "x = 'b'", False),
        ("def f():\n    x = 1\n    'a'", "def f():\n    'a'", False),
        ("x = 1", "x = 1.0", False),
    ],
)
def test_digest_of_code_knows_what_it_does_and_no_more(one, other, same):
    assert (kept.code_digest(one) == kept.code_digest(other)) is same

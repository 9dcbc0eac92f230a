"""A notebook is executed by the build, in a kernel that nothing of the user's reaches and that ends with its job."""

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from lesson_code.publish.book import Book
from lesson_code.publish.execute import notebook, pool
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError
from lesson_code.publish.read import percent

SCRIPT = """# %% [markdown]
# <a id="top"></a>
#
# # 제목
#
# 수식 $x<y$와
# $$a \\le
# b$$
# 입니다.

# %%
from lesson_code.small.shared import WORD
print(WORD)

# %% alt="빈 그림입니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib.figure import Figure
picture = Figure()
picture.subplots().set_title("η = 1")
picture
"""
SHARED = "WORD = '한글'\n\n\ndef divide(number):\n    return number / 0\n"
JOB = Job("notebook", "small/walk", "lesson_code/small/walk.py")


def write(root, script=SCRIPT, shared=SHARED):
    """Write a book that holds a notebook and a module that it imports."""
    (root / "lesson_code" / "small").mkdir(parents=True, exist_ok=True)
    (root / JOB.path).write_text(script, encoding="utf-8")
    (root / "lesson_code" / "small" / "shared.py").write_text(shared, encoding="utf-8")
    return Book(root)


@pytest.fixture(scope="module")
def work():
    """A worker for all notebooks of this module."""
    with pool.processes(1) as workers:
        yield workers


@pytest.fixture(scope="module")
def run(work):
    """Give what comes of the notebook of a book."""
    return lambda book, job=JOB: work.submit(job, book.roots).result()


@pytest.fixture(scope="module")
def outcome(run, tmp_path_factory):
    return run(write(tmp_path_factory.mktemp("notebook")))


def outputs(outcome):
    return [cell.get("outputs", []) for cell in json.loads(outcome.value["notebook"])["cells"]]


def test_notebook_is_executed_and_names_what_it_imported(outcome):
    cells = json.loads(outcome.value["notebook"])["cells"]
    assert outcome.faults == ()
    assert {"lesson_code/small/shared.py", f"text:{JOB.path}", "lesson_code/matplotlibrc"} <= set(outcome.imported)
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2]
    assert outputs(outcome)[1][0]["text"] == ["한글\n"]


def test_drawing_carries_its_description_its_letters_and_no_date(outcome):
    drawing = "".join(outputs(outcome)[2][0]["data"]["image/svg+xml"])
    assert drawing.startswith('<svg role="img" aria-label="빈 그림입니다." ') and "metadata" not in drawing
    assert ">η = 1</text>" in drawing


def test_drawing_knows_no_font_of_this_machine(run, tmp_path):
    cell = """# %%
import matplotlib
from matplotlib.font_manager import fontManager

own = matplotlib.get_data_path()
print(sorted({font.name for font in fontManager.ttflist if not font.fname.startswith(own)}))
"""
    told = outputs(run(write(tmp_path, script=f"{SCRIPT}\n{cell}")))[-1]
    assert told[0]["text"] == ["['IBM Plex Sans KR']\n"]


def test_axis_by_powers_of_ten_and_a_formula_at_one_are_drawn(run, tmp_path):
    cell = 'one = Figure()\none.subplots().loglog([1, 10, 100], [1, 20, 300], "o")\none.axes[0].set_xlabel("$n$")\none'
    made = run(write(tmp_path, script=f'{SCRIPT}\n# %% alt="점 셋"\n{cell}\n'))
    assert any("image/svg+xml" in output.get("data", {}) for told in outputs(made) for output in told)


def test_formulas_are_tokens_in_the_page_and_as_they_were_written_in_the_download(outcome):
    assert percent.TOKEN.format(0) in outcome.value["html"] and "x&lt;y" not in outcome.value["html"]
    assert "수식 $x<y$와" in outcome.value["notebook"] and outcome.value["script"] == SCRIPT


MINE = "import builtins; builtins.print = lambda *told, say=print: say('mine')"  # what every cell would show
HOSTILE = {
    ".ipython/profile_default/startup/00.py": MINE,
    ".ipython/profile_default/ipython_config.py": f"c.InteractiveShellApp.exec_lines = [{MINE!r}]\n",
    ".ipython/profile_default/ipython_kernel_config.py": f"c.InteractiveShellApp.exec_lines = [{MINE!r}]\n",
    ".jupyter/jupyter_config.py": "raise ValueError\n",
    ".jupyter/jupyter_nbconvert_config.py": "c.HTMLExporter.exclude_input = True\n",
    ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "x", "language": "x"}',
    ".config/matplotlib/matplotlibrc": "figure.figsize: 1, 1\n",
    "pythonstartup.py": "raise ValueError\n",
}


def test_surroundings_of_the_user_change_nothing(outcome, tmp_path, monkeypatch):
    mine = tmp_path / "home"
    for name, text in HOSTILE.items():
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text(text, encoding="utf-8")
    told = {
        "HOME": mine,
        "IPYTHONDIR": mine / ".ipython",
        "JUPYTER_CONFIG_DIR": mine / ".jupyter",
        "JUPYTER_DATA_DIR": mine / ".local/share/jupyter",
        "JUPYTER_PATH": mine / ".local/share/jupyter",
        "MATPLOTLIBRC": mine / ".config/matplotlib/matplotlibrc",
        "MPLBACKEND": "TkAgg",
        "PYTHONSTARTUP": mine / "pythonstartup.py",
        "PYTHONHASHSEED": "7",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, str(value))
    book = write(tmp_path / "book")
    with pool.processes(1) as workers:
        found = workers.submit(JOB, book.roots).result()
    assert (found.faults, found.value) == (outcome.faults, outcome.value)


FAILING = {
    "raises": ("x = 1\n1 / 0\n", 3, "ZeroDivisionError"),
    "raises in an earlier cell": ("def f():\n    1 / 0\n\n\n# %%\nf()\n", 3, "ZeroDivisionError"),
    "asks": ("x = 1\ninput('?')\n", 3, "StdinNotImplementedError"),
    "warns": ("import warnings\nwarnings.warn('x')\n", 2, "실행할 때마다"),
    "ends its process": ("1\n\n# %%\nimport os\nos._exit(0)\n", 5, "os._exit"),
    "kills its process": ("import os\nos.kill(os.getpid(), 9)\n", 2, "os._exit"),
}


@pytest.mark.parametrize("name", FAILING)
def test_cell_that_stops_is_told_with_its_line(run, tmp_path, name):
    code, line, what = FAILING[name]
    (fault,) = run(write(tmp_path, f"# %%\n{code}")).faults
    assert (fault.path, fault.line, what in fault.what) == (JOB.path, line, True)


ENDLESS = {
    "in Python": ("def f():\n    while True:\n        pass\n\n\n# %%\nx = 1\nf()\n", 9),
    "in C": ("x = 1\nsum(range(10**14))\n", 3),
    "asleep": ("import time\n\n# %%\ntime.sleep(1000)\n", 5),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_cell_that_outlasts_the_limit_is_told_with_its_line(run, tmp_path, name):
    code, line = ENDLESS[name]
    limit = 1 if name == "asleep" else 2
    (fault,) = run(write(tmp_path, f"# %%\n{code}"), replace(JOB, time_limit=limit)).faults
    assert (fault.path, fault.line, f"{limit}초" in fault.what) == (JOB.path, line, True)


def _gone(process):
    """Wait until a process is gone, or is dead and nobody asks for it, and return whether it is."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_process_that_a_cell_left_behind_ends_with_the_job_even_where_its_kernel_did_before(run, tmp_path):
    note = tmp_path.with_name(f"{tmp_path.name}-pid")
    code = f"""import os, pathlib, subprocess
pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen(['sleep', '1000']).pid))
os._exit(0)
"""
    assert run(write(tmp_path, f"# %%\n{code}")).faults
    assert _gone(int(note.read_text()))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a way to kill")
def test_kernel_ends_when_its_worker_is_killed(tmp_path):
    note = tmp_path.with_name(f"{tmp_path.name}-pid")
    code = f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\nsum(range(10**14))\n"
    book = write(tmp_path, f"# %%\n{code}")
    before = set(psutil.Process().children())
    with pool.processes(1) as workers:
        waiting = workers.submit(JOB, book.roots)
        deadline = time.monotonic() + 60
        while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        (worker,) = set(psutil.Process().children()) - before
        worker.kill()
        assert waiting.result().faults
        assert _gone(int(note.read_text()))


SHOWING = '# %% source="lesson_code/small/shared.py"\nfrom lesson_code.small.shared import WORD, divide\n\n# %%\n'


def test_cell_that_names_a_file_runs_as_it_is_written_and_shows_the_file(run, tmp_path):
    found = run(write(tmp_path, SHOWING + "print(WORD)\n"))
    cells = json.loads(found.value["notebook"])["cells"]
    assert "".join(cells[0]["source"]) == SHARED.rstrip() and cells[1]["outputs"][0]["text"] == ["한글\n"]
    assert found.value["script"] == f"# %%\n{SHARED}\n# %%\nprint(WORD)\n"
    assert {"text:lesson_code/small/shared.py", f"text:{JOB.path}"} <= set(found.imported)


def test_fault_in_a_shown_file_is_told_with_its_own_line(run, tmp_path):
    (fault,) = run(write(tmp_path, SHOWING + "divide(1)\n")).faults
    assert (fault.path, fault.line) == ("lesson_code/small/shared.py", 5)


def test_shown_file_that_the_notebook_does_not_import_is_told(run, tmp_path):
    (fault,) = run(write(tmp_path, '# %% source="lesson_code/small/shared.py"\nx = 1\n')).faults
    assert (fault.path, fault.line, "불러오지" in fault.what) == (JOB.path, 1, True)


def shown(root, head):
    """Return the script as it is published, without a kernel."""
    book = write(root, f"# %%\n1\n\n{head}\nimport x\n")
    script = (root / JOB.path).read_text(encoding="utf-8")
    found = percent.cells(script)
    texts = notebook.shown_files(found, JOB, book.roots)
    return notebook.assembled(script, found, texts)


@pytest.mark.parametrize(
    "head",
    ['# %%  source="{}"', '# %% source="{}" ', "# %% source='{}'", '# %% alt="x" source="{}"', '#%% source="{}"'],
)
def test_cell_that_shows_a_file_is_known_however_its_line_is_written(tmp_path, head):
    found = shown(tmp_path, head.format("lesson_code/small/shared.py"))
    assert found == f"# %%\n1\n\n# %%\n{SHARED}"


def _link(folder: Path) -> str:
    (folder / "lesson_code" / "small").mkdir(parents=True)
    (folder / "outside.py").write_text("x = 1\n", encoding="utf-8")
    os.symlink("/etc/hostname", folder / "lesson_code" / "small" / "link.py")
    return "lesson_code/small/link.py"


UNSHOWN = {
    "missing": (lambda folder: "lesson_code/small/nothing.py", "없습니다"),
    "absolute": (lambda folder: "/etc/hostname", "책 안에"),
    "above": (lambda folder: "../../etc/hostname", "책 안에"),
    "link out of the book": (_link, "책 안에"),
    "cells of its own": (lambda folder: JOB.path, "# %%"),
}


@pytest.mark.parametrize("name", UNSHOWN)
def test_file_that_a_cell_cannot_show_is_told_with_the_line_of_the_cell(tmp_path, name):
    named, what = UNSHOWN[name]
    with pytest.raises(BookError) as refused:
        shown(tmp_path, f'# %% source="{named(tmp_path)}"')
    (fault,) = refused.value.faults
    assert (fault.path, fault.line, what in fault.what) == (JOB.path, 4, True)


def test_cells_may_take_the_names_of_python_for_themselves(run, tmp_path):
    code = "import builtins\nprint = str = len = None\nbuiltins.print = None\n"
    assert run(write(tmp_path, f"# %%\n{code}")).faults == ()

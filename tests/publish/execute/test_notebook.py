"""A notebook is executed by the build and becomes a page like any other."""

import json
import os
from dataclasses import replace

import pytest

from lesson_code.publish.book import Book, sources
from lesson_code.publish.execute import notebook, worker
from lesson_code.publish.execute.job import Job
from lesson_code.publish.read import script as notebooks

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
Figure().subplots().figure
"""
JOB = Job("notebook", "small/walk", "lesson_code/small/walk.py")


@pytest.fixture
def book(tmp_path):
    (tmp_path / "lesson_code" / "small").mkdir(parents=True)
    (tmp_path / JOB.path).write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "lesson_code" / "small" / "shared.py").write_text("WORD = '한글'\n", encoding="utf-8")
    return Book(tmp_path)


def test_notebook_is_executed_and_names_what_it_imported(book):
    outcome = worker.run(JOB, book.roots)
    cells = json.loads(outcome.value["notebook"])["cells"]
    assert outcome.faults == ()
    assert {"lesson_code/small/shared.py", JOB.path, "lesson_code/matplotlibrc"} <= set(outcome.imported)
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2]
    assert cells[1]["outputs"][0]["text"] == ["한글\n"]


def test_drawing_carries_its_description_and_no_date(book):
    cells = json.loads(worker.run(JOB, book.roots).value["notebook"])["cells"]
    drawing = "".join(cells[2]["outputs"][0]["data"]["image/svg+xml"])
    assert drawing.startswith('<svg role="img" aria-label="빈 그림입니다." ') and "metadata" not in drawing


def test_what_is_printed_over_a_while_is_one_output(book):
    slowly = "import sys, time\nfor n in range(3):\n    print(n, flush=True); time.sleep(0.3)"
    (book.root / JOB.path).write_text(SCRIPT.replace("print(WORD)", slowly), encoding="utf-8")
    cells = json.loads(worker.run(JOB, book.roots).value["notebook"])["cells"]
    assert [output["text"] for output in cells[1]["outputs"]] == [["0\n", "1\n", "2\n"]]


def test_executing_twice_gives_the_same_bytes(book):
    assert worker.run(JOB, book.roots).value == worker.run(JOB, book.roots).value


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("print(WORD)", "print(WORD)\n1 / 0", 14, "ZeroDivisionError"),
        (
            "print(WORD)",
            "print(WORD)\n\n# %%\nfrom lesson_code.small.shared import WORD\n1 / 0",
            17,
            "ZeroDivisionError",
        ),
        ("print(WORD)", "import no_such_package", 13, "no_such_package"),
        ("print(WORD)", "print(WORD)\nif True", 14, "SyntaxError: expected ':'"),
        ("Figure().subplots().figure", "Figure()\n3", 16, "그림이 나오지 않았습니다"),
        ("# %matplotlib inline\n", "", 16, "그림이 나오지 않았습니다"),
        ("# %config InlineBackend", "# x = 1 # InlineBackend", 16, "그림이 나오지 않았습니다"),
        ("print(WORD)", "import sys; print(1, file=sys.stderr)", 12, "실행할 때마다"),
        ("print(WORD)", "object()", 12, "실행할 때마다"),
        ('# %% alt="빈 그림입니다."', "# %%", 16, "alt"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(book, old, new, line, what):
    (book.root / JOB.path).write_text(SCRIPT.replace(old, new), encoding="utf-8")
    (fault,) = worker.run(JOB, book.roots).faults
    assert (fault.path, fault.line, what in fault.what) == (JOB.path, line, True)


def test_cell_that_outlasts_the_limit_is_told_with_its_line(book):
    (book.root / JOB.path).write_text(SCRIPT.replace("print(WORD)", "while True: pass"), encoding="utf-8")
    (fault,) = worker.run(replace(JOB, time_limit=2), book.roots).faults
    assert (fault.path, fault.line, "2초" in fault.what) == (JOB.path, 12, True)


def test_formulas_of_the_markdown_cells_are_found_with_their_lines(book):
    (source,) = [s for s in sources(book) if s.kind == "notebook"]
    page = notebooks.page_of(source, JOB.path)
    assert [(f.line, f.tex, f.display) for f in page.items] == [(6, "x<y", False), (7, "a \\le b", True)]


def test_notebook_describes_itself_by_the_paragraph_under_its_title():
    script = "# %% [markdown]\n# # 제목\n#\n# 첫 [줄](a/#b) $x$\n# 둘째 `줄`.\n#\n# 다음 문단\n"
    assert notebooks.description(script) == "첫 줄 x 둘째 줄."
    assert notebooks.description("# %%\n1\n") == ""


def test_converted_notebook_loses_foreign_style_script_and_tab_stops():
    body = notebooks.free('<style>a</style><div tabindex="0">b<script src="x"></script><!-- c --></div>')
    assert body == "<div>b</div>"


def test_headings_take_the_address_written_before_them():
    heading = '<p><a id="{0}"></a></p><h{1} id="x">{0}<a class="anchor-link" href="#x">¶</a></h{1}>'
    body, tokens = notebooks.with_anchors("".join(heading.format(*h) for h in (("a", 1), ("b", 2), ("c", 2))), "주소")
    assert '<h2 id="b">b<a class="headerlink" href="#b" title="주소">¶</a></h2>' in body
    assert [(t["id"], [c["id"] for c in t["children"]]) for t in tokens] == [("a", ["b", "c"])]


@pytest.fixture
def sharing(book):
    """The book whose notebook shows the file that it shares with others, before a cell that fails."""
    shown = '# %% source="lesson_code/small/shared.py"\nfrom lesson_code.small.shared import WORD\n\n# %%\n'
    text = SCRIPT.replace("# %%\nfrom lesson_code.small.shared import WORD\n", shown)
    (book.root / JOB.path).write_text(text, encoding="utf-8")
    return book


def test_cell_that_names_a_file_shows_its_text_and_runs_as_it_is_written(sharing):
    (sharing.root / "lesson_code" / "small" / "shared.py").write_text("WORD = __name__\n", encoding="utf-8")
    outcome = worker.run(JOB, sharing.roots)
    cells = json.loads(outcome.value["notebook"])["cells"]
    assert (cells[1]["source"], cells[1]["metadata"]) == (["WORD = __name__"], {})
    assert cells[2]["outputs"][0]["text"] == ["lesson_code.small.shared\n"]
    assert "# %%\nWORD = __name__\n" in outcome.value["script"] and "lesson_code" not in outcome.value["script"]


def test_shown_file_that_is_not_what_runs_is_told_with_its_line(sharing):
    text = (sharing.root / JOB.path).read_text(encoding="utf-8")
    (sharing.root / JOB.path).write_text(text.replace("from lesson_code.small.shared import WORD", "WORD = 1"), "utf-8")
    (fault,) = worker.run(JOB, sharing.roots).faults
    assert (fault.path, fault.line, "lesson_code/small/shared.py" in fault.what) == (JOB.path, 11, True)


def test_file_that_a_cell_names_counts_among_what_was_imported(sharing):
    assert {"lesson_code/small/shared.py", JOB.path} <= set(worker.run(JOB, sharing.roots).imported)


def test_fault_behind_a_shown_file_is_told_with_the_line_of_the_script(sharing):
    (sharing.root / "lesson_code" / "small" / "shared.py").write_text("WORD = 1\n\n\n\n# x\n", encoding="utf-8")
    (sharing.root / JOB.path).write_text(
        (sharing.root / JOB.path).read_text(encoding="utf-8").replace("print(WORD)", "1 / 0"), encoding="utf-8"
    )
    (fault,) = worker.run(JOB, sharing.roots).faults
    assert (fault.path, fault.line, "ZeroDivisionError" in fault.what) == (JOB.path, 15, True)


@pytest.mark.parametrize("head", ['# %%  source="{}"', '# %% source="{}" ', '# %% alt="x" source="{}"'])
def test_cell_that_shows_a_file_is_known_however_its_line_is_written(sharing, head):
    name, path = "lesson_code/small/shared.py", sharing.root / JOB.path
    text = path.read_text(encoding="utf-8").replace(f'# %% source="{name}"', head.format(name))
    found, names = notebook.assembled(text, JOB, sharing.roots)
    assert names == {name: 11} and "import WORD" not in found


def test_last_cell_of_a_script_without_a_newline_can_show_a_file(sharing):
    found, _ = notebook.assembled('# %% source="lesson_code/small/shared.py"\nimport x', JOB, sharing.roots)
    assert "import x" not in found


def test_shown_file_that_has_cells_of_its_own_is_told(sharing):
    (sharing.root / "lesson_code" / "small" / "shared.py").write_text("# %%\nWORD = 1\n", encoding="utf-8")
    (fault,) = worker.run(JOB, sharing.roots).faults
    assert (fault.path, fault.line, "# %%" in fault.what) == (JOB.path, 11, True)


@pytest.mark.parametrize("home", [os.environ["HOME"], "."])  # for which IPython writes ~
@pytest.mark.parametrize("text", ["def WORD():\n    return 1 / 0\n", "WORD = 1\nif True\n", "WORD = 1\n1 / 0\n"])
def test_fault_in_a_shown_file_is_told_with_its_own_line(sharing, monkeypatch, text, home):
    monkeypatch.setenv("HOME", str(sharing.root / home))
    (sharing.root / "lesson_code" / "small" / "shared.py").write_text(text, encoding="utf-8")
    script = (sharing.root / JOB.path).read_text(encoding="utf-8")
    (sharing.root / JOB.path).write_text(script.replace("print(WORD)", "print(WORD())"), encoding="utf-8")
    (fault,) = worker.run(JOB, sharing.roots).faults
    assert (fault.path, fault.line) == ("lesson_code/small/shared.py", 2)


def test_heading_without_an_address_is_told_with_its_line(book):
    (book.root / JOB.path).write_text(SCRIPT.replace("# 입니다.", "# 입니다.\n#\n# ## 둘째"), encoding="utf-8")
    (source,) = [s for s in sources(book) if s.kind == "notebook"]
    assert [(fault.path, fault.line) for fault in notebooks.page_of(source, JOB.path).faults] == [(JOB.path, 11)]


def test_cell_that_names_a_file_that_is_not_there_is_told_with_its_line(sharing):
    (sharing.root / "lesson_code" / "small" / "shared.py").unlink()
    (fault,) = worker.run(JOB, sharing.roots).faults
    assert (fault.path, fault.line, "lesson_code/small/shared.py" in fault.what) == (JOB.path, 11, True)

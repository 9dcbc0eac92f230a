"""Run a percent script in a Jupyter kernel and return the executed notebook."""

import os
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from traitlets.config import Config

from lesson_code.publish.book import PERCENT_CELL
from lesson_code.publish.execute import cells
from lesson_code.publish.execute.picture import STYLE
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job

# the style of every picture, which a download does without; letters stay text, as the page has fonts for them
STYLED = """
import lesson_code.drawing, matplotlib
matplotlib.rcParams["svg.fonttype"] = "none"
"""
LIST_IMPORTS = """
import sys
print("\\n".join(m.__file__ for n, m in sys.modules.items()
                if n.startswith("lesson_code.") and getattr(m, "__file__", None)))
"""


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``notebook`` (JSON text, executed), its ``script`` and ``html``, and ``imported`` (lesson files it used).

    Raises BookError with the line of the cell that raised.
    """
    written = (Path(roots[0]) / job.path).read_text(encoding="utf-8")
    script, shown = assembled(written, job, roots)
    notebook, published = (jupytext.reads(text, fmt="py:percent") for text in (written, script))
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    draws = "matplotlib" in script
    before = nbformat.v4.new_code_cell(STYLED if draws else "", id="before")
    after = nbformat.v4.new_code_cell(LIST_IMPORTS, id="after")
    notebook.cells = [before, *notebook.cells, after]
    os.environ["PYTHONPATH"] = os.pathsep.join(roots)
    client = NotebookClient(
        notebook,
        timeout=int(job.time_limit),
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # what is printed comes in pieces, cut by the clock
        resources={"metadata": {"path": roots[0]}},
        config=Config(KernelManager={"transport_encryption": "auto"}),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise BookError([cells.failed(notebook.cells, job, written, error, roots)]) from error
    except CellTimeoutError as error:
        what = f"노트북의 칸이 제한 시간 {job.time_limit:.0f}초를 넘겼습니다. 더 걸려야 한다면 TIME_LIMIT을 늘리세요"
        raise BookError([Fault(job.path, cells.line(cells.last_begun(notebook.cells[1:]), written), what)]) from error
    files = "".join(output.get("text", "") for output in after.outputs).splitlines()
    imported = _lesson_files(files, roots)
    if unused := [(name, line) for name, line in shown.items() if name not in imported]:
        what = "칸에 보일 파일을 노트북이 불러오지 않습니다. 칸에서 import 하세요"
        raise BookError([Fault(job.path, line, f"{what}: {name}") for name, line in unused])
    notebook.cells = notebook.cells[1:-1]
    cells.clean(notebook.cells, job, written)
    for cell, text in zip(notebook.cells, published.cells, strict=True):
        cell.source, cell.metadata = text.source, text.metadata
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    text = nbformat.writes(notebook) + "\n"
    imported += [job.path, *([STYLE] if draws else [])]
    return {"notebook": text, "script": script, "html": _page(text), "imported": imported}


def assembled(script: str, job: Job, roots: tuple[str, ...]) -> tuple[str, dict[str, int]]:
    """Return the script as it is published, with the text of a file in each cell that names one: name -> line.

    The build runs such a cell as it is written: it imports what it shows, and who downloads the notebook needs nothing
    else of the book. Raises BookError where there is no such file.
    """

    def text(cell: re.Match[str]) -> str:
        line = script.count("\n", 0, cell.start()) + 1
        paths = [path for root in roots if (path := Path(root) / cell["name"]).is_file()]
        if not paths:
            raise BookError([Fault(job.path, line, f"칸에 넣을 파일이 없습니다: {cell['name']}")])
        shown = paths[0].read_text(encoding="utf-8")
        if PERCENT_CELL.search(shown):
            raise BookError([Fault(job.path, line, f"칸에 넣을 파일이 다시 # %% 로 나뉘어 있습니다: {cell['name']}")])
        return f"# %%\n{shown}\n"

    shown = {cell["name"]: script.count("\n", 0, cell.start()) + 1 for cell in cells.SHOWN.finditer(script)}
    return cells.SHOWN.sub(text, script), shown


def _page(notebook: str) -> str:
    """Return the notebook's page as mkdocs-jupyter makes it.

    Its converter is called here and not as a plugin of MkDocs, so that the page is kept like a picture: loading it
    takes 0.5 s and each page 0.3 s, which every build would pay, whatever had changed.
    """
    from mkdocs_jupyter.convert import nb2html

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the converter's own dependencies
        path = Path(folder) / "notebook.ipynb"
        path.write_text(notebook, encoding="utf-8")
        return str(nb2html(str(path), theme="auto", highlight_extra_classes="highlight", custom_mathjax_url=""))


def _lesson_files(files: list[str], roots: tuple[str, ...]) -> list[str]:
    return sorted(Path(f).relative_to(r).as_posix() for f in files for r in roots if Path(f).is_relative_to(r))

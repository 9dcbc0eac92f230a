"""Run a percent script in a Jupyter kernel and return the executed notebook, and its page as mkdocs-jupyter does."""

import os
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lesson_code.publish.book import openings, read_text
from lesson_code.publish.cache import SHOWN
from lesson_code.publish.execute import cells, process
from lesson_code.publish.execute.job import Job
from lesson_code.publish.execute.picture import STYLE
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read import percent
from lesson_code.publish.read.percent import Cell

KERNEL = '__import__("lesson_code.publish.execute.process", fromlist=["process"])'  # no name in the cells' own space
LAST_WORDS = 3  # seconds before the job's own end in which a notebook says which of its cells runs
PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``notebook`` (JSON text, executed), its ``script`` and ``html``, and ``imported`` (lesson files it used).

    Raises BookError with the line of the cell that raised.
    """
    os.environ |= {"JUPYTER_NO_CONFIG": "1", "PYTHONPATH": os.pathsep.join(roots)}  # of the kernel, too
    written = read_text(Path(roots[0]) / job.path, job.path)
    found = percent.cells(written)
    shown = shown_files(found, job, roots)
    draws = "matplotlib" in written
    executed, imported = _executed(found, draws, job, roots)
    missing = [cell for cell in found if cell.head in shown and cell.options["source"] not in imported]
    if missing:
        what = "칸에 보일 파일을 노트북이 불러오지 않습니다. 칸에서 import 하세요: "
        raise BookError([Fault(job.path, cell.head, what + cell.options["source"]) for cell in missing])
    cells.clean(executed, found, job, roots)
    for cell, text in zip(executed, found, strict=True):
        cell.source = shown.get(text.head, cell.source).rstrip("\n")
    notebook = nbformat.v4.new_notebook(cells=executed, metadata=PYTHON)
    text = nbformat.writes(notebook) + "\n"
    for cell, source, origin in zip(executed, percent.convertible(found), found, strict=True):
        if origin.kind == "markdown":
            cell.source = source
        elif origin.kind == "raw":
            cell.update(cell_type="markdown", source=percent.verbatim(origin))
    page = _page(nbformat.writes(notebook))
    names = [cell.options["source"] for cell in found if cell.head in shown]
    read = [SHOWN + job.path, *(SHOWN + name for name in names), *([STYLE] if draws else [])]
    script = assembled(written, found, shown)
    return {"notebook": text, "script": script, "html": page, "imported": [*imported, *read]}


def _executed(found: list[Cell], draws: bool, job: Job, roots: tuple[str, ...]) -> tuple[list[Any], list[str]]:
    """Return the cells with their outputs, and the files of the lessons' modules that they imported."""
    written = [_made(cell, f"cell-{number}") for number, cell in enumerate(found)]
    begun: list[Any] = []
    end = time.monotonic() + process.WALL * job.time_limit - LAST_WORDS
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, "dump")
        before = f"{KERNEL}.begin({str(dump)!r}, {job.time_limit!r}, {draws!r})"
        after = nbformat.v4.new_code_cell(f"{KERNEL}.tell({roots!r})", id="after")
        client = NotebookClient(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(before, id="before"), *written, after]),
            timeout_func=lambda cell: max(1, int(end - time.monotonic())),
            shutdown_kernel="immediate",
            record_timing=False,
            resources={"metadata": {"path": roots[0]}},
            on_cell_execute=lambda cell, cell_index: begun.append(cell),
        )
        # the kernel of this very interpreter, whatever others are installed
        specs = KernelSpecManager(kernel_dirs=[])
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, transport_encryption="auto")
        client.km = manager
        try:
            client.execute()
        except CellExecutionError as error:
            raise BookError([cells.failed(written, found, job, error, roots)]) from error
        except (CellTimeoutError, DeadKernelError) as error:
            where = dump.read_text(encoding="utf-8") if dump.exists() else ""
            slow = isinstance(error, CellTimeoutError)
            raise BookError([cells.stopped(begun, found, job, where, slow)]) from error
        finally:
            if started := getattr(manager.provisioner, "pid", None):  # what its cells left behind ends with it
                process.end(started)
    return written, "".join(output.get("text", "") for output in client.nb.cells[-1].outputs).splitlines()


def _made(cell: Cell, name: str) -> Any:
    """Return the cell as a notebook has it, which calls its kinds as a script does."""
    text = percent.runnable(cell) if cell.kind == "code" else cell.text
    return getattr(nbformat.v4, f"new_{cell.kind}_cell")(text, id=name)


def shown_files(found: list[Cell], job: Job, roots: tuple[str, ...]) -> dict[int, str]:
    """Return the text of the file that a cell names, by the cell's head. Raises BookError where it can show none."""
    texts: dict[int, str] = {}
    for cell in (cell for cell in found if "source" in cell.options):
        name, what = cell.options["source"], ""
        path = next((path for root in roots if (path := Path(root) / name).is_file()), Path(roots[0]) / name)
        if not any(path.resolve().is_relative_to(Path(root).resolve()) for root in roots):
            what = "칸에 넣을 파일은 책 안에 있어야 합니다. lesson_code/부터 적으세요"
        elif not path.is_file():
            what = "칸에 넣을 파일이 없습니다. 이름을 고치거나 파일을 만드세요"
        elif openings(texts.setdefault(cell.head, read_text(path, name))):
            what = "칸에 넣을 파일이 다시 # %% 로 나뉘어 있습니다. 칸이 없는 파일을 넣으세요"
        if what:
            raise BookError([Fault(job.path, cell.head, f"{what}: {name}")])
    return texts


def assembled(script: str, found: list[Cell], shown: dict[int, str]) -> str:
    """Return the script as it is published, with the text of a file in each cell that names one.

    The build runs such a cell as it is written: it imports what it shows, and who downloads the notebook needs nothing
    else of the book.
    """
    lines = script.split("\n")
    for cell in reversed(found):
        if cell.head in shown:
            lines[cell.head - 1 : cell.end - 1] = ["# %%", *shown[cell.head].split("\n")]
    return "\n".join(lines)


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

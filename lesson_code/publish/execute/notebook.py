"""Run a percent script as Jupyter does and return the executed notebook, and its page as mkdocs-jupyter makes it."""

import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import nbformat

from lesson_code.publish.book import openings, read_text
from lesson_code.publish.cache import SHOWN
from lesson_code.publish.execute import cells, process
from lesson_code.publish.execute.job import Job
from lesson_code.publish.execute.picture import STYLE
from lesson_code.publish.execute.shell import executed
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read import percent
from lesson_code.publish.read.percent import Cell

OVERHEAD = 30  # seconds of processor time for the page of a long notebook
PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``notebook`` (JSON text, executed), its ``script`` and ``html``, and ``imported`` (files it shows).

    Raises BookError with the line of the cell that raised.
    """
    written = read_text(Path(roots[0]) / job.path, job.path)
    found = percent.cells(written)
    shown = shown_files(found, job, roots)
    draws = "matplotlib" in written
    made = executed(found, draws, job, roots)
    process.limit(OVERHEAD)
    imported = process.imported(roots)
    missing = [cell for cell in found if cell.head in shown and cell.options["source"] not in imported]
    if missing:
        what = "칸에 보일 파일을 노트북이 불러오지 않습니다. 칸에서 import 하세요: "
        raise BookError([Fault(job.path, cell.head, what + cell.options["source"]) for cell in missing])
    cells.clean(made, found, job)
    for cell, text in zip(made, found, strict=True):
        cell.source = shown.get(text.head, cell.source).rstrip("\n")
    notebook = nbformat.v4.new_notebook(cells=made, metadata=PYTHON)
    text = nbformat.writes(notebook) + "\n"
    for cell, source, origin in zip(made, percent.convertible(found), found, strict=True):
        if origin.kind == "markdown":
            cell.source = source
        elif origin.kind == "raw":
            cell.update(cell_type="markdown", source=percent.verbatim(origin))
    page = _page(nbformat.writes(notebook))
    names = [cell.options["source"] for cell in found if cell.head in shown]
    read = [SHOWN + job.path, *(SHOWN + name for name in names), *([STYLE] if draws else [])]
    return {"notebook": text, "script": assembled(written, found, shown), "html": page, "imported": read}


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
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    from mkdocs_jupyter.convert import nb2html

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the converter's own dependencies
        path = Path(folder) / "notebook.ipynb"
        path.write_text(notebook, encoding="utf-8")
        return str(nb2html(str(path), theme="auto", highlight_extra_classes="highlight", custom_mathjax_url=""))

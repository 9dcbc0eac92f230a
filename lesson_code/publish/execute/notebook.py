"""Run a percent script in a Jupyter kernel and return the executed notebook."""

import os
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job

LIST_IMPORTS = """
import sys
print("\\n".join(m.__file__ for n, m in sys.modules.items()
                if n.startswith("lesson_code.") and getattr(m, "__file__", None)))
"""


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``notebook`` (JSON text, executed) and ``imported`` (lesson files its kernel used).

    Raises BookError with the line of the cell that raised.
    """
    script = (Path(roots[0]) / job.path).read_text(encoding="utf-8")
    notebook = jupytext.reads(script, fmt="py:percent")
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    question = nbformat.v4.new_code_cell(LIST_IMPORTS, id="imports")
    notebook.cells.append(question)
    os.environ["PYTHONPATH"] = os.pathsep.join(roots)
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": roots[0]}},
        config=Config(KernelManager={"transport_encryption": "auto"}),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise BookError([_failed_cell(job, script, notebook, error)]) from error
    files = "".join(output.get("text", "") for output in question.outputs).split()
    notebook.cells.remove(question)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return {"notebook": nbformat.writes(notebook) + "\n", "imported": [job.path, *_lesson_files(files, roots)]}


def _lesson_files(files: list[str], roots: tuple[str, ...]) -> list[str]:
    return sorted(Path(f).relative_to(r).as_posix() for f in files for r in roots if Path(f).is_relative_to(r))


def _failed_cell(job: Job, script: str, notebook: Any, error: CellExecutionError) -> Fault:
    failed = next(c for c in notebook.cells if any(o.output_type == "error" for o in c.get("outputs", [])))
    first = failed.source.strip().split("\n")[0]
    line = next((n for n, text in enumerate(script.split("\n"), 1) if text.strip() == first), 1)
    return Fault(job.path, line, f"노트북의 칸이 멈췄습니다: {error.ename}: {error.evalue}")

"""What ruff mends by itself leaves notebooks as they are: each cell, what it shows and what it imports."""

import ast
import re
import shutil
import subprocess
import sys

import jupytext
import pytest

from lesson_code.publish.book import MACHINERY

NASTY = """# %% [markdown]
# # 제목
#
# 첫 문단입니다.

# %%
import os
import math
# %%
import numpy as np
from sys import path
import json
x = np.arange(3)
x
# %% alt="설명"
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib.figure import Figure
picture = Figure()
picture
# %%
def f( a,b ):
    return a+b
# a comment between
# %% source="lesson_code/practice/network.py"
from lesson_code.practice import network
# %%
f(1,2);
# %%
import math
[math.sqrt(n) for n in range(3)]
# %%
import os
if x.sum() == None: pass
x == 3
"""


def cells(path):
    """The kind and the meaning of each cell, with the ; that hides its value."""
    found = jupytext.read(path, fmt="py:percent").cells
    return [
        (
            cell.cell_type,
            cell.metadata.get("alt"),
            cell.metadata.get("source"),
            ast.dump(ast.parse(re.sub(r"^%", "# %", cell.source, flags=re.M))),
            cell.source.rstrip().endswith(";"),
        )
        if cell.cell_type == "code"
        else (cell.cell_type, cell.source)
        for cell in found
    ]


@pytest.mark.parametrize("named", [False, True], ids=["the folder", "each file"])
def test_ruff_changes_no_cell_of_a_notebook(tmp_path, named):
    folder = tmp_path / "lesson_code" / "practice"
    shutil.copytree(MACHINERY / "lesson_code" / "practice", folder)
    shutil.copy(MACHINERY / "pyproject.toml", tmp_path)
    (folder / "nasty.py").write_text(NASTY, encoding="utf-8")
    before = {path.name: cells(path) for path in folder.glob("*.py")}
    what = sorted(map(str, folder.glob("*.py"))) if named else ["."]
    for command in (["check", "--fix", "--exit-zero"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, "-q", *what], cwd=tmp_path, check=True)
    assert {path.name: cells(path) for path in folder.glob("*.py")} == before
    assert len(before["nasty.py"]) == 9

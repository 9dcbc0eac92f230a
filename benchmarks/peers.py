"""What is timed: this book's machinery, its peers, and the two that show how little a build could cost.

Each peer lives in an environment of its own, made once from the pinned versions in ``peers/<name>.txt``.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import generated

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENVIRONMENTS = HERE / ".peers"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
MKDOCS = ("-m", "mkdocs", "build", "-q")
HELPER = {"PYTHONPATH": "."}  # of the book's folder, where walking.py is
LONG = 100  # chapters: from here on a slow builder is timed once


@dataclass(frozen=True)
class Builder:
    """One way to build the book. Paths are relative to the book's folder; an empty one means there is none."""

    name: str
    write: Callable[[Path, int], None]
    command: tuple[str, ...]  # after python
    made: tuple[str, ...]  # what a cold build has to do without
    prose: str = ""  # the text of chapter 0
    drawn: str = ""  # the code of its picture
    helper: str = ""  # the module it shares with others
    output: str = ""  # the file that shows its picture
    shown: str = ".*"  # the picture in that file, as a regular expression
    variables: dict[str, str] = field(default_factory=dict)
    peer: bool = False  # executes what it shows, in an environment of its own
    slow: bool = False

    def python(self) -> str:
        """Return the interpreter of its environment."""
        return str(ENVIRONMENTS / self.name / "bin" / "python") if self.peer else sys.executable

    def environment(self) -> dict[str, str]:
        """Return the variables its command runs with; BLAS has one thread, as two processes share two cores."""
        return os.environ | {"OPENBLAS_NUM_THREADS": "1"} | self.variables

    def rounds(self, count: int, rounds: int) -> int:
        """Return how often it is timed on so many chapters."""
        return 1 if self.slow and count >= LONG else rounds

    def picture(self, folder: Path) -> str:
        """Return the picture of chapter 0 as it was built; raise if there is none."""
        text = (folder / self.output).read_text(encoding="utf-8", errors="surrogateescape")
        found = re.search(self.shown, text, re.DOTALL)
        if not found:
            raise LookupError(f"{self.name}: no picture in {self.output}")
        return found[0]


OURS = Builder(
    "this book",
    generated.ours,
    ("-m", "lesson_code.publish", "build", "--book", "."),
    ("site", ".cache"),
    prose="docs/chapters/chapter-0.md",
    drawn="lesson_code/chapter_0/curves.py",
    helper="lesson_code/walking.py",
    output="site/figures/chapter_0/curves.svg",
    variables={"PYTHONPATH": str(ROOT)},
)
PLAIN = Builder(
    "mkdocs-material", generated.plain, MKDOCS, ("site",), prose="docs/chapters/chapter-0.md", variables=QUIET
)
FLOOR = Builder("floor", generated.bare, ("floor.py",), ("drawn",))
PEERS = (
    Builder(
        "mkdocs-jupyter",
        generated.mkdocs_jupyter,
        MKDOCS,
        ("site", ".cache"),
        prose="docs/chapters/chapter-0.py",
        drawn="docs/chapters/chapter-0.py",
        helper="walking.py",
        output="site/chapters/chapter-0/index.html",
        shown=r'<img[^>]* src="data:image/png;base64,[^"]+',
        variables=QUIET | HELPER,
        peer=True,
        slow=True,
    ),
    Builder(
        "markdown-exec",
        generated.markdown_exec,
        MKDOCS,
        ("site",),
        prose="docs/chapters/chapter-0.md",
        drawn="docs/chapters/chapter-0.md",
        helper="walking.py",
        output="site/chapters/chapter-0/index.html",
        shown=r"<svg[^>]* width=\"[\d.]+pt\".*?</svg>",
        variables=QUIET | HELPER,
        peer=True,
    ),
    Builder(
        "sphinx-gallery",
        generated.sphinx_gallery,
        ("-m", "sphinx", "-j", "2", "-q", "-b", "html", "source", "site"),
        ("site", "source/chapters", "source/sg_execution_times.rst"),
        prose="examples/plot_0.py",
        drawn="examples/plot_0.py",
        helper="walking.py",
        output="site/_images/sphx_glr_plot_0_001.png",
        variables=HELPER,
        peer=True,
        slow=True,
    ),
)


def ready(builder: Builder) -> None:
    """Make the builder's environment, unless it holds these versions already."""
    pinned = HERE / "peers" / f"{builder.name}.txt"
    folder = ENVIRONMENTS / builder.name
    installed = folder / ".installed"
    if installed.exists() and installed.read_text() == pinned.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [builder.python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "-r", str(pinned)], check=True)
    installed.write_text(pinned.read_text())


def version(builder: Builder, package: str = "") -> str:
    """Return a package's pinned version in the builder's environment, by default that of the builder itself."""
    pinned = (HERE / "peers" / f"{builder.name}.txt").read_text()
    found = re.search(rf"^{package or builder.name}==(.*)$", pinned, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else "?"

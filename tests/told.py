"""How a test of the book's own text fails: with every place at once, each a line of its own, and nothing else."""

from collections.abc import Iterable

import pytest


def told(faults: Iterable[str]) -> None:
    """Fail with all of the lines ``path:line: what, what to do``, where there are any."""
    if lines := "\n".join(faults):
        pytest.fail(lines, pytrace=False)

"""What is to be executed, and what came of it: plain data that travels to a worker and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lesson_code.publish.book import TIME_LIMIT
from lesson_code.publish.faults import Fault


@dataclass(frozen=True)
class Job:
    """One thing to execute: a picture, the examples of a page, or a notebook.

    ``path`` is the file in messages and ``lines`` are places in it; ``options`` are JSON values, what else the outcome
    depends on; ``time_limit`` in seconds.
    """

    kind: Literal["picture", "examples", "notebook"]
    name: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    time_limit: float = TIME_LIMIT

    @property
    def line(self) -> int:
        """The line to name where nothing better is known."""
        return next(iter(self.lines.get("figure", [])), 1)


@dataclass(frozen=True)
class Outcome:
    """What a worker hands back: JSON values, the digests of the lesson files it imported, and what went wrong."""

    value: Any = None
    imported: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()

"""What is to be executed, and what came of it: plain data that travels to a worker and back."""

from dataclasses import dataclass, field
from typing import Any, Literal

from lesson_code.publish.faults import Fault


@dataclass(frozen=True)
class Job:
    """One thing to execute: a picture, the examples of a page, or a notebook.

    ``path`` is the file in messages and ``lines`` are places in it; ``options`` are JSON values, what else the outcome
    depends on.
    """

    kind: Literal["picture", "examples", "notebook"]
    name: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a worker hands back: JSON values, the lesson files it imported, and what went wrong."""

    value: Any = None
    imported: tuple[str, ...] = ()
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()

"""The files a picture is published as, and the manifest that says what each was made of."""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from platform import python_version
from typing import Any

from lesson_code.palette import DARK
from lesson_code.publish import chart, svg
from lesson_code.publish.cache import digest
from lesson_code.publish.differences import MANIFEST as MANIFEST
from lesson_code.publish.jobs import Outcome

DRAWN_WITH = ("matplotlib", "numpy", "contourpy", "pillow")


def files(stem: str, picture: dict[str, Any]) -> Iterator[tuple[str, str | bytes]]:
    """Yield address and content of every file of a picture, the wide drawing and its dark partner first."""
    for name, drawing in picture["drawings"].items():
        variant = "" if name == "wide" else f".{name}"
        yield f"figures/{stem}{variant}.svg", drawing["svg"]
        yield f"figures/{stem}{variant}.dark.svg", svg.darken(drawing["svg"], DARK)
    if picture["card"]:
        yield f"figures/{stem}.png", base64.b64decode(picture["card"])
    yield from chart.files(stem, picture.get("chart", {}))


def manifest(outcomes: Mapping[str, Outcome]) -> str:
    """Return JSON with each picture's digest, files, description and the digests of its sources.

    How many seconds each took is told only where TIMINGS is set: it would make each build's site another.
    """
    pictures = {stem: _entry(stem, outcome) for stem, outcome in outcomes.items()}
    versions = {"python": python_version(), **{name: version(name) for name in DRAWN_WITH}}
    return json.dumps({"pictures": pictures, "drawn_with": versions}, ensure_ascii=False, indent=1) + "\n"


def _entry(stem: str, outcome: Outcome) -> dict[str, Any]:
    published = dict(files(stem, outcome.value))
    entry = {
        "digest": digest(*(part for file in published.items() for part in file)),
        "files": list(published),
        "alt": outcome.value["alt"],
        "sources": dict(outcome.imported),
    }
    return entry | ({"seconds": round(outcome.seconds, 3)} if os.environ.get("TIMINGS") else {})

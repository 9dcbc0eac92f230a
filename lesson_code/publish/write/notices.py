"""The licence of everything that the site ships, from the packages' own files; ``notices.toml`` says which."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from lesson_code.publish.book import NODE_MODULES
from lesson_code.publish.write import assets


def notices() -> str:
    """Return Markdown with a section for each part of what is shipped, and each text once in it."""
    shipped = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["shipped"]
    return "\n\n".join(
        f"## {part['name']} {{#{part['anchor']}}}\n\n{part['what'].format(pyodide=assets.version('pyodide'))}\n\n"
        "``` {.text .no-copy}\n" + "\n\n".join(dict.fromkeys(_texts(part))) + "\n```"
        for part in shipped
    )


def _texts(part: dict[str, Any]) -> Iterator[str]:
    from fontTools.ttLib import TTFont

    for name in part.get("font", ()):
        with TTFont(NODE_MODULES / name) as font:  # which says itself of its maker, its licence and where that is found
            yield "\n\n".join(filter(None, (font["name"].getDebugName(number) for number in (0, 13, 14))))
    for name in part.get("npm", ()):
        yield (NODE_MODULES / name).read_text(encoding="utf-8").strip()
    for package, name in part.get("pip", ()):
        found = distribution(package)
        text = found.read_text(name) or Path(str(found.locate_file(name))).read_text(encoding="utf-8")
        if "from" in part:
            text = part["from"] + text.partition(part["from"])[2].partition(part["to"])[0]
        yield text.strip()

"""The chart in a page and its data beside it: inline drawings that follow the colour scheme, and runs to move them.

A part that moves is a group whose id starts with ``moves-``; the script finds it by ``data-moves``.
"""

import html
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from lesson_code.publish.read.addresses import figure_anchor
from lesson_code.publish.write.svg import by_variable

GLOBAL_STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)  # would reach the whole page
GLYPH = re.compile(r'<path id="(?P<name>[A-Z][\w-]+)" [^>]*>\s*')
MOVING = re.compile(r' id="moves-')
ID = re.compile(r' id="(?P<name>[^"]+)"')
REFERENCE = re.compile(r'(?P<before>href="#|url\(#)(?P<name>[^")]+)')


def figure(stem: str, picture: dict[str, Any], caption: str, up: str) -> str:
    """Return the figure as it stands before any script: the first state, wide and narrow, and room for controls.

    The script moves these drawings themselves. Where none runs, the description is seen in the controls' place.
    """
    alt = html.escape(picture["alt"], quote=True)
    first = next(iter(picture["chart"].values()))
    drawings = "".join(
        svg.replace("<svg ", f'<svg class="{name}" role="img" aria-label="{alt}" ', 1)
        for name, svg in inline(first["drawings"]).items()
    )
    names = {f"{up}figures/{stem}/{key}.json": state["name"] for key, state in picture["chart"].items()}
    told = f'<p class="told" aria-hidden="true">{alt}</p>'
    states = html.escape(json.dumps(names, ensure_ascii=False), quote=True)
    return (
        f'<figure class="picture chart" id="{figure_anchor(stem)}" data-states="{states}" '
        f'style="{_room(picture["chart"])}">{drawings}{told}<div class="controls"></div>{caption}</figure>'
    )


def _room(chart: dict[str, Any]) -> str:
    """Return what the style sheet must know to keep room: how many rows of sliders and of choices there will be.

    A slider with marks has a row of its own, the others stand in pairs.
    """
    sliders = [[bool(slider["marks"]) for slider in state["sliders"].values()] for state in chart.values()]
    pairs = max(sum((len([*run]) + 1) // 2 for marked, run in groupby(each) if not marked) for each in sliders)
    choices = len(chart) if len(chart) > 1 else 0
    return f"--marked:{max(map(sum, sliders))};--pairs:{pairs};--choices:{choices};--lines:{(choices + 1) // 2}"


def files(stem: str, chart: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield address and JSON text of each state, the first being the one that stands in the page."""
    for key, state in chart.items():
        inlined = inline(state["drawings"])
        drawings = {name: {"svg": svg, "panels": state["drawings"][name]["panels"]} for name, svg in inlined.items()}
        text = json.dumps(state | {"drawings": drawings}, ensure_ascii=False, separators=(",", ":"))
        yield f"figures/{stem}/{key}.json", text + "\n"


def inline(drawings: dict[str, Any]) -> dict[str, str]:
    """Return the SVG of drawings as it may stand in one page: own ids, the page's colours, each glyph defined once."""
    defined: set[str] = set()
    return {name: _inlined(name, drawing["svg"], defined) for name, drawing in drawings.items()}


def _inlined(name: str, svg: str, defined: set[str]) -> str:
    """Return one drawing with its ids marked by ``name``, without the glyphs already ``defined``, which grow."""
    svg = GLOBAL_STYLE.sub("", svg).replace("<svg ", '<svg stroke-linejoin="round" ', 1)
    glyphs = {glyph["name"] for glyph in GLYPH.finditer(svg)}
    svg = GLYPH.sub(lambda glyph: "" if glyph["name"] in defined else glyph[0], svg)
    defined |= glyphs
    used = {reference["name"] for reference in REFERENCE.finditer(svg)}
    svg = MOVING.sub(' data-moves="', svg)
    svg = ID.sub(lambda found: f' id="{_own(found["name"], name)}"' if found["name"] in used else "", svg)
    svg = REFERENCE.sub(lambda found: found["before"] + _own(found["name"], name), svg)
    return by_variable(re.sub(r"\s+", " ", svg))


def _own(name: str, drawing: str) -> str:
    """Return the id as this drawing alone uses it; glyphs, in capitals, are shared."""
    return name if name[0].isupper() else f"{drawing}-{name}"

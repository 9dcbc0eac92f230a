"""Drawings as text: tidied, and with their colours exchanged for those of the dark page."""

import re
from collections.abc import Mapping

LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
GEOMETRY = re.compile(r' (?:d|x|y|width|height|points)="[^"]*"|translate\([^)]*\)')
PLAIN = {"#000000": "currentcolor", "#ffffff": "none"}  # what matplotlib draws with unless told otherwise
HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def tidy(svg: str) -> str:
    """Return the drawing alone: no prologue, metadata or fixed size, and coordinates to a hundredth of a point."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    for name in ("width", "height"):
        svg = re.sub(rf'^(<svg[^>]*?)\s{name}="[^"]*"', r"\1", svg)
    svg = re.sub(r"\n\s+", "\n", svg)
    return GEOMETRY.sub(lambda part: LONG_NUMBER.sub(_rounded, part.group()), svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")


def darken(svg: str, partners: Mapping[str, str]) -> str:
    """Return the drawing with every colour of the palette exchanged for its partner."""
    return HEX_COLOUR.sub(lambda colour: partners.get(colour.group(), colour.group()), svg)


def by_variable(page_html: str, partners: Mapping[str, str]) -> str:
    """Return the page with the palette's colours in inline drawings left to the style sheet's variables.

    An inline drawing can follow the page's scheme, which a drawing in a file cannot.
    """

    def variable(colour: re.Match[str]) -> str:
        name = colour.group()
        return PLAIN.get(name) or (f"var(--picture-{name[1:]})" if name in partners else name)

    def follow(drawing: re.Match[str]) -> str:
        return HEX_COLOUR.sub(variable, drawing.group())

    return re.sub(r"<svg\b.*?</svg>", follow, page_html, flags=re.DOTALL)

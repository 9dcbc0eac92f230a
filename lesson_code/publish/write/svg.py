"""The colours of drawings: exchanged for those of the dark page, or left to the page's style sheet."""

import re
from collections.abc import Mapping

from lesson_code.palette import DARK

PLAIN = {"#000000": "currentcolor", "#ffffff": "none"}  # what matplotlib draws with unless told otherwise
VARIABLES = {colour: f"var(--picture-{colour[1:]})" for colour in DARK} | PLAIN


def _exchanged(svg: str, partners: Mapping[str, str]) -> str:
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: partners.get(colour[0], colour[0]), svg)


def darken(svg: str) -> str:
    """Return the drawing with every colour of the palette exchanged for its partner."""
    return _exchanged(svg, DARK)


def by_variable(page_html: str) -> str:
    """Return the page with the palette's colours in inline drawings left to the style sheet's variables.

    An inline drawing can follow the page's scheme, which a drawing in a file cannot.
    """
    return re.sub(r"<svg\b.*?</svg>", lambda drawing: _exchanged(drawing[0], VARIABLES), page_html, flags=re.DOTALL)

"""The colours of drawings: exchanged for those of the dark page, or left to the page's style sheet."""

import re

from lesson_code.palette import DARK

PLAIN = {"#000000": "currentcolor", "#ffffff": "none"}  # what matplotlib draws with unless told otherwise
HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def darken(svg: str) -> str:
    """Return the drawing with every colour of the palette exchanged for its partner."""
    return HEX_COLOUR.sub(lambda colour: DARK.get(colour.group(), colour.group()), svg)


def by_variable(page_html: str) -> str:
    """Return the page with the palette's colours in inline drawings left to the style sheet's variables.

    An inline drawing can follow the page's scheme, which a drawing in a file cannot.
    """

    def variable(colour: re.Match[str]) -> str:
        name = colour.group()
        return PLAIN.get(name) or (f"var(--picture-{name[1:]})" if name in DARK else name)

    def follow(drawing: re.Match[str]) -> str:
        return HEX_COLOUR.sub(variable, drawing.group())

    return re.sub(r"<svg\b.*?</svg>", follow, page_html, flags=re.DOTALL)

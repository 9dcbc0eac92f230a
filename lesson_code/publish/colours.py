"""Exchange a drawing's colours for those of the dark page."""

import re
from collections.abc import Mapping

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def darken(svg: str, partners: Mapping[str, str]) -> str:
    """Return the drawing with every colour of the palette exchanged for its partner."""
    return HEX_COLOUR.sub(lambda colour: partners.get(colour.group(), colour.group()), svg)


def by_variable(page_html: str, partners: Mapping[str, str]) -> str:
    """Return the page with the palette's colours in inline drawings left to the style sheet's variables.

    An inline drawing can follow the page's scheme, which a drawing in a file cannot.
    """

    def follow(drawing: re.Match[str]) -> str:
        return HEX_COLOUR.sub(
            lambda colour: (
                f"var(--picture-{colour.group()[1:]}, {colour.group()})"
                if colour.group() in partners
                else colour.group()
            ),
            drawing.group(),
        )

    return re.sub(r"<svg\b.*?</svg>", follow, page_html, flags=re.DOTALL)

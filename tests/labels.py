"""How large the text of a drawing is, read from its SVG, where each label is scaled from a font of 100 points."""

import re

COLUMN = 302  # CSS pixels: the room for a picture in a fold of a page of 360 pixels, as Chromium measures it
SCALE = re.compile(r"\bscale\(([\d.]+) -?[\d.]+\)")
FONT = re.compile(r"\bfont(?:-size)?:[^;\"]*?([\d.]+)px")  # of text that is no path, in a notebook
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ')


def label_sizes(svg: str, column: float = COLUMN) -> list[float]:
    """Return the sizes of all labels in CSS pixels, when the drawing is as wide as the column."""
    width = float(VIEW.search(svg)[1])
    points = [100 * float(scale) for scale in SCALE.findall(svg)] + [float(size) for size in FONT.findall(svg)]
    return [size * column / width for size in points]

"""그림 속의 글을 휴대전화에서도 읽을 수 있는 크기로 맞춥니다.

A phone of 360 pixels shows a picture 300 pixels wide or wider; 11 of its pixels are to be the least height of a letter.
"""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from lesson_code import drawing

SINGLE = 3.9  # inches: one panel
SMALLEST = 10.5  # points


def panels(columns: int = 1, height: float = 3.0, **options: Any) -> tuple[Figure, list[Axes]]:
    """Return what ``drawing.panels`` returns; a single panel is no wider than a phone needs it."""
    picture, axes = drawing.panels(columns, height, **options)
    if columns == 1:
        picture.set_figwidth(SINGLE)
    return picture, axes


def enlarge(picture: Figure) -> Figure:
    """Return the picture with no letter in it smaller than a phone can show."""
    for axes in picture.axes:
        axes.tick_params(labelsize=SMALLEST)
    for text in picture.findobj(Text):
        text.set_fontsize(max(SMALLEST, text.get_fontsize()))
        text.set_linespacing(1.35)
    return picture

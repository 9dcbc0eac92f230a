"""What of a drawn figure would be cut off, lie out of sight or stay empty."""

import re
from operator import itemgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

CUT = 0.5  # of the height of its letters, which may be lost of a text: its box is larger than they
UNSEEN = "그린 것이 축의 범위 밖에 있거나 nan이어서 보이지 않습니다. 범위(set_xlim, set_ylim)나 값을 고치세요"
LOGARITHMIC = r"""["']log["']|loglog\(|semilog"""  # how code asks for such a scale
SHORTER = "줄이거나 \\n으로 줄을 바꾸거나 안쪽으로 옮기세요"


class Unfit(ValueError):
    """A drawing that must not be published: what is wrong, the text that is, the pattern of the line that says it."""

    def __init__(self, what: str, text: str, sign: str = "") -> None:
        """Keep all three; without ``sign`` the line is one that writes the text."""
        super().__init__(what)
        self.what, self.text, self.sign = what, text, sign or written(text)


def written(text: str) -> str:
    """Return the pattern of code that writes a text, where each backslash may stand twice."""
    return re.escape(text).replace(r"\\", r"\\{1,2}")


def check(figure: Figure) -> None:
    """Raise Unfit where a text of a drawn figure is cut, or a panel or what it names shows nothing."""
    for text, outside in _texts(figure):
        if outside > CUT:
            raise Unfit(f"그림의 가장자리에서 잘리는 글입니다. {SHORTER}: {text}", text)
    _check_marks(figure)


def crowded(figure: Figure) -> Unfit:
    """Return what leaves no room in a figure for its panels."""
    text, outside = max(_texts(figure), key=itemgetter(1), default=("", 0))
    what = f"글이 너무 길거나 멀리 있어 그림에 들어가지 않습니다. {SHORTER}"
    return Unfit(f"{what}: {text}" if outside > 0 else f"눈금의 {what}", text)


def _texts(figure: Figure) -> list[tuple[str, float]]:
    """Return what an author wrote into a drawn figure, and by how many heights of its letters each text reaches out."""
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        if axes.get_visible() and axes.name == "rectilinear":
            axis = [each.label for each in (axes.xaxis, axes.yaxis) if axes.axison and each.get_visible()]
            legend = axes.get_legend()
            texts += [*axes.texts, axes.title, *axis, *(legend.get_texts() if legend else ())]
    found, (width, height) = [], figure.bbox.size
    for text in texts:
        clipped = text.get_clip_on() and text.get_clip_box()
        if text.get_visible() and text.get_text().strip() and not clipped:
            box = text.get_window_extent()  # of an annotation that is not drawn, nowhere
            outside = max(-box.x0, -box.y0, box.x1 - width, box.y1 - height)
            found.append((text.get_text(), outside / text.get_fontsize()))
    return found


def _check_marks(figure: Figure) -> None:
    """Raise Unfit for an empty panel, one in which nothing lies, or what a legend names and no panel shows."""
    panels = [axes for axes in figure.axes if axes.get_visible()]
    seen: set[str] = set()
    lost = []
    for axes in panels:
        marks: list[Artist] = [mark for mark in (*axes.lines, *axes.collections, *axes.patches) if mark.get_visible()]
        others = [*axes.images, *axes.tables, *axes.artists]
        twin = any(other is not axes and other.bbox.bounds == axes.bbox.bounds for other in figure.axes)
        if axes.axison and not (marks or others or axes.texts or axes.child_axes or twin):
            raise Unfit("아무것도 그리지 않은 칸이 있습니다. 그리거나 axes.set_axis_off()로 끄세요", "panels(")
        shown = [mark for mark in marks if _seen(mark, axes)]
        if marks and not shown and not others:
            raise Unfit(UNSEEN, "lim(")
        for line in filter(Line2D.get_visible, axes.lines):
            _check_numbers(line, axes)
        names = {text.get_text() for text in legend.get_texts()} if (legend := axes.get_legend()) else set()
        seen |= {str(mark.get_label()) for mark in shown}
        lost += [str(mark.get_label()) for mark in marks if mark not in shown and mark.get_label() in names]
    legends = [*figure.legends, *(legend for axes in figure.axes if (legend := axes.get_legend()))]
    told = {text.get_text() for legend in legends for text in legend.get_texts()}
    for axes in panels if not figure.legends else ():
        named = [str(line.get_label()) for line in axes.lines if str(line.get_label())[:1] not in "_"]
        if not axes.get_legend() and (unsaid := [name for name in named if name not in told]):
            what = "label로 붙인 이름이 보이지 않습니다. axes.legend()를 부르거나 label을 빼세요"
            raise Unfit(f"{what}: {unsaid[0]}", "label=")
    for name in lost:
        if name not in seen:
            raise Unfit(f"{UNSEEN}: {name}", "lim(")


def _check_numbers(line: Line2D, axes: Axes) -> None:
    """Raise Unfit where a line but a point for the legend has no number, or one that a logarithm cannot show."""
    points = np.asarray(line.get_xydata(), dtype=float)
    if len(points) > 1 and not np.isfinite(points).all(axis=1).any():
        raise Unfit("선의 값이 모두 nan이나 inf여서 보이지 않습니다. 값을 고치거나 선을 지우세요", "plot(")
    for values, scale in zip(points.T, (axes.get_xscale(), axes.get_yscale()), strict=True):
        if scale == "log" and line.get_transform() == axes.transData and (values <= 0).any():
            what = "로그 눈금에는 0 이하의 값이 보이지 않습니다. 그 값을 빼거나 symlog 눈금을 쓰세요"
            raise Unfit(f"{what}: {values[values <= 0][0]:g}", "", LOGARITHMIC)


def _seen(mark: Artist, axes: Axes) -> bool:
    """Return whether any of a line, of points or of bars lies in its panel, could be seen outside or is none at all."""
    if not mark.get_clip_on():
        return True
    box = axes.bbox.expanded(1.001, 1.001)
    if isinstance(mark, Collection):
        held = mark.get_datalim(axes.transData)
        places = mark.get_offset_transform().transform(np.ma.filled(mark.get_offsets(), np.nan))
        if np.isfinite(held).all():
            return held.transformed(axes.transData).overlaps(box) or any(box.contains(*at) for at in places)
        return not np.isnan(places).any()  # there is none, or none that stands at a place of the data
    if not isinstance(mark, Line2D):
        return bool(mark.get_window_extent().overlaps(box))
    drawn = mark.get_transform().transform(mark.get_path().vertices)
    points = drawn[np.isfinite(drawn).all(axis=1)]
    if len(drawn) < 2 and not len(points):  # for the legend alone
        return True
    inside = any(box.contains(*point) for point in points)
    return inside or (len(points) > 1 and bool(Path(points).intersects_bbox(box, filled=False)))

"""What of a drawing would be cut off or lie out of sight is told; what is whole is drawn."""

import math

import matplotlib
import pytest
from matplotlib.figure import Figure

from lesson_code.publish.execute.drawings import draw, narrow, start_style
from lesson_code.publish.execute.panels import Unfit

LONG = "a long name of an axis " * 20


@pytest.fixture(autouse=True)
def style():
    """The style that a job begins with, whatever was drawn before."""
    with matplotlib.rc_context():
        start_style()
        yield


def empty_panel():
    figure = Figure(figsize=(4, 3), layout="constrained")
    return figure, figure.subplots()


def panel(**limits):
    figure, axes = empty_panel()
    axes.plot([0, 1], [0, 1])
    axes.set(**limits)
    return figure, axes


def test_drawing_that_is_whole_is_drawn():
    figure, axes = panel(title="a", xlabel="b", ylabel="c")
    axes.text(0.5, 0.5, "d")
    axes.annotate("out of sight", (9, 9), annotation_clip=True)
    axes.text(50, 50, "clipped", clip_on=True, in_layout=False)
    assert draw(figure)["svg"] and narrow(figure)["svg"]


@pytest.mark.parametrize("part", ["xlabel", "ylabel"])
def test_label_that_is_cut_is_told(part):
    with pytest.raises(Unfit, match="가장자리에서 잘리는") as told:
        draw(panel(**{part: LONG})[0])
    assert told.value.text == LONG


@pytest.mark.parametrize(("x", "told"), [(0.9, True), (0.0, False)])
def test_text_on_the_figure_is_told_where_letters_of_it_are_lost(x, told):
    figure, _ = panel()
    figure.text(x, 0, "a text of some length")
    if told:
        with pytest.raises(Unfit, match="가장자리에서 잘리는"):
            draw(figure)
    else:
        assert draw(figure)["svg"]


def test_panel_that_holds_another_alone_is_drawn():
    figure = Figure(figsize=(4, 3))
    figure.subplots().inset_axes([0.2, 0.2, 0.5, 0.5]).plot([0, 1])
    assert draw(figure)["svg"]


def test_label_of_an_axis_that_is_not_drawn_is_not_told():
    figure, axes = panel(xlabel=LONG)
    axes.set_axis_off()
    assert draw(figure)["svg"]


def test_text_that_leaves_no_room_is_told_and_not_what_layout_makes_of_it():
    figure, axes = panel(title="short")
    axes.text(50, 50, "far away")
    with pytest.raises(Unfit) as told:
        draw(figure)
    assert told.value.text == "far away" and "들어가지 않습니다" in told.value.what


@pytest.mark.parametrize("limits", [{"xlim": (5, 6)}, {"ylim": (5, 6)}])
def test_curve_outside_its_panel_is_told(limits):
    with pytest.raises(Unfit, match="보이지 않습니다"):
        draw(panel(**limits)[0])


@pytest.mark.parametrize("limits", [{"xlim": (0.4, 0.6)}, {"ylim": (0.9, 5)}])
def test_curve_of_which_a_part_is_seen_is_drawn(limits):
    assert draw(panel(**limits)[0])["svg"]


def test_curve_that_the_legend_names_is_seen_beside_others():
    figure, axes = panel(xlim=(0, 1), ylim=(0, 1))
    (line,) = axes.plot([9, 9], [8, 9])
    assert draw(figure)["svg"]
    line.set_label("gone")
    axes.legend()
    with pytest.raises(Unfit, match="gone"):
        draw(figure)


OUTSIDE = {
    "points": lambda axes: axes.scatter([1, 2], [1, 2]),
    "points that are no numbers": lambda axes: axes.scatter([5, 6], [math.nan] * 2),
    "bars": lambda axes: axes.bar([1, 2], [1, 2]),
    "band": lambda axes: axes.fill_between([0, 1], [0, 1], [1, 2]),
    "curve that is no number": lambda axes: axes.plot([5, 6], [math.nan] * 2),
    "lines across": lambda axes: axes.hlines([0.5], 0, 1),
}
INSIDE = {
    "points at the edge": lambda axes: axes.scatter([0, 5], [1, 1]),
    "points drawn past the border on purpose": lambda axes: axes.scatter([4.9], [0.5], clip_on=False),
    "points at a place of the panel": lambda axes: axes.scatter([0.5], [0.5], transform=axes.transAxes),
    "one line across": lambda axes: axes.hlines([0.5], 5, 6),
    "bars of no height": lambda axes: axes.bar([5, 6], [0, 0]),
    "arrows": lambda axes: axes.quiver([5, 6], [0, 1], [1, 1], [1, 1]),
    "curve of which a part is no number": lambda axes: axes.plot([5, 5.5, 6], [0, math.nan, 1]),
    "no points, for the legend": lambda axes: (axes.scatter([], [], label="a"), axes.legend()),
    "no curve, for the legend": lambda axes: (axes.plot([], [], label="a"), axes.legend()),
    "curve outside on an image": lambda axes: (axes.imshow([[0, 1]]), axes.plot([1, 2], [1, 2])),
    "line down a logarithmic axis": lambda axes: (axes.semilogy([5, 6], [1, 2]), axes.axvline(5.5)),
    "curve that its own legend leaves out": lambda axes: (
        axes.plot([5, 6], [1, 2], label="a"), axes.legend(handles=axes.plot([5, 6], [2, 2], label="b"))
    ),
    "one point of no number, for the legend": lambda axes: (
        axes.plot([5, 6], [1, 2]), axes.plot(math.nan, math.nan, "o", label="a"), axes.legend()
    ),
    "hidden curve of no number": lambda axes: (
        axes.plot([5, 6], [1, 2]), axes.plot([5, 6], [math.nan] * 2, visible=False)
    ),
    "text alone": lambda axes: axes.text(5.5, 1, "a"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OUTSIDE)
def test_whatever_lies_outside_is_told(kind):
    figure, axes = empty_panel()
    OUTSIDE[kind](axes)
    axes.set(xlim=(5, 6), ylim=(0, 3))
    with pytest.raises(Unfit, match="보이지 않습니다"):
        draw(figure)


@pytest.mark.parametrize("kind", INSIDE)
def test_whatever_lies_inside_is_drawn(kind):
    figure, axes = empty_panel()
    INSIDE[kind](axes)
    axes.set(xlim=(5, 6), ylim=(0.1 if axes.get_yscale() == "log" else 0, 3))
    assert draw(figure)["svg"]


def test_points_that_the_legend_names_and_nobody_sees_are_told():
    figure, axes = panel(xlim=(0, 1), ylim=(0, 1))
    axes.scatter([9], [9], label="gone")
    axes.legend()
    with pytest.raises(Unfit, match="gone"):
        draw(figure)


def test_curve_that_is_hidden_fills_no_panel():
    figure, axes = panel(xlim=(5, 6))
    axes.plot([5, 6], [0, 1], visible=False)
    with pytest.raises(Unfit, match="보이지 않습니다"):
        draw(figure)


def test_curve_outside_is_drawn_where_something_else_fills_the_panel():
    figure, axes = panel(xlim=(5, 6))
    axes.scatter([5.5], [0.5])
    assert draw(figure)["svg"]


def test_curve_drawn_past_the_border_on_purpose_is_drawn():
    figure, axes = panel(xlim=(0, 1))
    axes.plot([1.05], [0.5], ">", clip_on=False, label="outside")
    axes.legend()
    assert draw(figure)["svg"]


def test_curve_that_another_panel_shows_may_lie_outside_a_closer_look():
    figure = Figure(figsize=(6, 3), layout="constrained")
    for axes in figure.subplots(1, 2):
        axes.plot([0, 1], [0, 1], label="low")
        axes.plot([0, 1], [5, 6], label="high")
        axes.legend()
    figure.axes[1].set_ylim(0, 1)
    assert draw(figure)["svg"]


def test_curve_that_the_legend_leaves_out_may_lie_outside():
    figure, axes = panel(xlim=(2, 3))
    axes.scatter([2.5], [0.5], label="a point")
    axes.legend(handles=list(axes.collections))
    assert draw(figure)["svg"]


def test_panel_that_stays_empty_is_told_and_one_that_is_off_is_not():
    figure = Figure(figsize=(6, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1])
    with pytest.raises(Unfit, match="그리지 않은 칸"):
        draw(figure)
    right.set_axis_off()
    assert draw(figure)["svg"]


USUAL = {
    "less than a decade": lambda figure: figure.subplots().semilogy([1, 2, 3], [1, 2, 3]),
    "three dimensions": lambda figure: figure.add_subplot(projection="3d").plot([0, 1, 2], [1, 2, 3], [1, 2, 3]),
    "second scale": lambda figure: figure.subplots().secondary_xaxis("top", functions=(abs, abs)),
    "polar": lambda figure: figure.add_subplot(projection="polar").plot([0, 1, 2], [1, 2, 3]),
}


@pytest.mark.parametrize("kind", USUAL)
def test_usual_kind_of_picture_is_drawn(kind):
    figure = Figure(figsize=(5, 4))
    USUAL[kind](figure)
    for axes in figure.axes:
        axes.plot([0, 1], [0.5, 1]) if axes.name == "rectilinear" else None
    assert draw(figure)["svg"] and narrow(figure)["svg"]


def test_closer_look_twin_and_bar_of_colours_are_drawn():
    figure, axes = panel()
    inset = axes.inset_axes([0.6, 0.15, 0.35, 0.35])
    inset.plot(range(10))
    inset.set(xlim=(1.4, 2.6), ylim=(1.2, 2.7))
    axes.twinx().set_ylabel("as well")
    figure.colorbar(axes.scatter([0, 1], [0, 1], c=[1, 2]))
    assert draw(figure)["svg"]


@pytest.mark.parametrize("numbers", [[math.nan] * 2, [math.inf] * 2])
def test_curve_of_no_number_is_told_beside_others(numbers):
    figure, axes = panel()
    axes.plot([0, 1], numbers)
    with pytest.raises(Unfit, match="모두 nan이나 inf"):
        draw(figure)


@pytest.mark.parametrize(
    ("scales", "told"), [(("log", "linear"), "-2"), (("linear", "log"), "0"), (("linear",) * 2, "")]
)
def test_value_that_a_logarithmic_axis_cannot_show_is_told(scales, told):
    figure, axes = empty_panel()
    axes.plot([1, 2, -2], [0, 1, 10])
    axes.axvline(0)
    axes.set(xscale=scales[0], yscale=scales[1])
    if told:
        with pytest.raises(Unfit, match=f"symlog 눈금을 쓰세요: {told}$"):
            draw(figure)
    else:
        assert draw(figure)["svg"]


def test_name_that_the_legend_of_another_panel_leaves_out_is_told():
    figure = Figure(figsize=(6, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], label="one")
    right.plot([0, 1], label="one")
    left.legend()
    assert draw(figure)["svg"]
    right.plot([1, 0], label="another")
    with pytest.raises(Unfit, match=r"legend.*another"):
        draw(figure)


def test_title_of_what_is_not_drawn_is_not_told():
    figure, _ = panel()
    hidden = figure.add_axes((0.5, 0.5, 0.2, 0.2))
    hidden.set_title(LONG)
    hidden.set_visible(False)
    assert draw(figure)["svg"]


def test_names_at_the_ticks_that_leave_no_room_are_told():
    figure, axes = panel()
    axes.set_yticks([0, 1], [LONG, "b"])
    with pytest.raises(Unfit, match="눈금의 글이 너무 길거나"):
        draw(figure)


@pytest.mark.parametrize(
    ("text", "told"), [("\\\\eta = 0.1", True), ("x^2", True), ("a_b \\n c", False), ("$x^2$", False)]
)
def test_formula_without_its_signs_is_told(text, told):
    figure, _ = panel(title=text)
    if told:
        with pytest.raises(Unfit, match="사이에 적으세요"):
            draw(figure)
    else:
        assert draw(figure)["svg"]


def test_formula_that_means_something_else_is_told():
    with pytest.raises(Unfit, match="중괄호로 묶으세요"):
        draw(panel(title="$10^-3$")[0])


def test_formula_of_a_product_is_no_money():
    assert draw(panel(title="$1 - ab = 0$")[0])["svg"]


def test_name_of_a_curve_that_no_legend_shows_is_told():
    figure, axes = panel()
    axes.plot([0, 1], [1, 0], label="a curve")
    with pytest.raises(Unfit, match=r"legend.*a curve"):
        draw(figure)
    figure.legend()
    assert draw(figure)["svg"]


def test_figure_with_margins_of_a_wide_page_finds_room_on_a_phone():
    figure = Figure(figsize=(6, 3.6))
    figure.subplots().plot([0, 100_000], [0, 100_000])
    figure.axes[0].set(xlabel="step", ylabel="position")
    figure.tight_layout()
    assert draw(figure)["svg"] and narrow(figure)["svg"]

"""What of a drawing would be cut off or lie out of sight is told; what is whole is drawn."""

import pytest
from matplotlib.figure import Figure

from lesson_code.publish.execute.drawings import Unfit, draw, narrow

LONG = "a long name of an axis " * 20


def panel(**limits):
    figure = Figure(figsize=(4, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], label="a curve")
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
    axes.plot([9, 9], [8, 9], label="gone")
    assert draw(figure)["svg"]
    axes.legend()
    with pytest.raises(Unfit, match="gone"):
        draw(figure)


def test_curve_outside_is_drawn_where_something_else_fills_the_panel():
    figure, axes = panel(xlim=(5, 6))
    axes.scatter([5.5], [0.5])
    assert draw(figure)["svg"]

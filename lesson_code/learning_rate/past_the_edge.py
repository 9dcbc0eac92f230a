"""포물선에서는 2/L을 넘으면 바닥에서 출발하지 않는 한 발산하지만, 다른 표면에서는 그렇지 않습니다.

발산하는 표면, 두 점 사이를 오가는 표면, 출발점에 따라 갈리는 표면을 차례로 봅니다.
"""

import math

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.stability import edge
from lesson_code.surfaces import Surface, log_cosh, quartic, valley
from lesson_code.wording import ENDINGS, REGIMES, ending, with_particle

VALLEY = (valley, 1.2, 1.1)  # surface, start, learning rate; the edge of x^2 is 1
LOG_COSH = (log_cosh, 0.25, 3.0)  # the edge at the minimum of log cosh is 2
QUARTIC_RATE = 0.5
THRESHOLD = math.sqrt(2 / QUARTIC_RATE)  # x^4/4 diverges exactly for |start| above it
INSIDE, OUTSIDE = (quartic, 0.95 * THRESHOLD, QUARTIC_RATE), (quartic, 1.02 * THRESHOLD, QUARTIC_RATE)
SHOWN = 14  # steps in the picture
LONG = 20_000  # steps, to see how it ends

Run = tuple[Surface, float, float]


def steps(run: Run, count: int) -> list[float]:
    """Return the start and ``count`` positions after it."""
    surface, start, learning_rate = run
    return trajectory(surface.gradient, start, learning_rate, count)


def fate(run: Run) -> str:
    """Return the word for how the run ends after very many steps."""
    return ending(steps(run, LONG))


def times_the_edge(run: Run) -> float:
    """Return how many times the edge of the curvature at the start the learning rate is."""
    surface, start, learning_rate = run
    return learning_rate / edge(surface.curvature(start))


def figure() -> Figure:
    """Draw the three surfaces."""
    picture, (left, middle, right) = drawing.panels(3, height=2.9)
    drawing.draw_loss(left, valley.loss, -3.2, 3.2)
    drawing.draw_steps(left, valley, steps(VALLEY, SHOWN), drawing.DIVERGING)
    left.set_title(f"{fate(VALLEY)}\nx², η = {VALLEY[2]:g}", linespacing=1.35)

    drawing.draw_loss(middle, log_cosh.loss, -2.2, 2.2)
    drawing.draw_steps(middle, log_cosh, steps(LOG_COSH, SHOWN), drawing.CYCLE)
    orbit = abs(steps(LOG_COSH, LONG)[-1])
    drawing.label(middle, f"±{orbit:.5f}", (0, log_cosh.loss(orbit)), (0, 4), drawing.CYCLE)
    middle.set_title(f"{REGIMES['cycle']}\nlog cosh x, η = {LOG_COSH[2]:g}", linespacing=1.35)

    drawing.draw_loss(right, quartic.loss, -2.6, 2.6)
    right.set_xlim(-2.8, 5.6)  # room for the labels
    for run, colour, above in ((INSIDE, drawing.OSCILLATING, -3), (OUTSIDE, drawing.DIVERGING, 3)):
        drawing.draw_steps(right, quartic, steps(run, SHOWN), colour)
        drawing.label(right, f"{run[1]:g}: {fate(run)}", (run[1], quartic.loss(run[1])), (8, above), colour)
    right.set_title(f"출발점에 따라 갈림\nx⁴/4, η = {QUARTIC_RATE:g}", linespacing=1.35)
    for axes in picture.axes:
        axes.set_yticks([])
    return picture


def describe() -> str:
    """Say how each of the three ends."""
    orbit = abs(steps(LOG_COSH, LONG)[-1])
    times = ", ".join(f"{times_the_edge(run):.1f}배" for run in (VALLEY, LOG_COSH, INSIDE))
    return (
        f"포물선, log cosh, x⁴/4에서 학습률은 차례로 출발점에서 잰 2/L의 {times}입니다. "
        f"포물선에서는 양쪽 벽을 번갈아 오르며 {ENDINGS[fate(VALLEY)]}. "
        f"벽이 곧게 뻗은 log cosh에서는 ±{orbit:.5f}의 {ENDINGS[fate(LOG_COSH)]}. "
        f"x⁴/4에서는 출발점이 √(2/η) = {with_particle(f'{THRESHOLD:g}', '을/를')} 넘느냐에 달려 있습니다. "
        f"{INSIDE[1]:g}에서 출발하면 최소점에 다가가 {ENDINGS[fate(INSIDE)]}. "
        f"{OUTSIDE[1]:g}에서 출발하면 {ENDINGS[fate(OUTSIDE)]}."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""포물선 하나에서 학습률만 바꾸면 다섯 가지 움직임이 나옵니다.

곡률이 L이면 1/L과 2/L에서 움직임이 바뀝니다.
"""

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import trajectory
from lesson_code.stability import edge, regime
from lesson_code.wording import REGIMES, decimal

VALLEY = surfaces.valley  # x^2
CURVATURE = VALLEY.curvature(0.0)  # 2, so the borders are 1/2 and 1
LEARNING_RATES = (0.15, 0.5, 0.85, 1.0, 1.05)  # one for each regime
BORDERS = {1 / CURVATURE: " = 1/L", edge(CURVATURE): " = 2/L"}
START, STEPS = 1.0, 5
REACH = 1.85  # half the width of every panel, in theta


def steps(learning_rate: float) -> list[float]:
    """Return the positions for one learning rate; a start already at the minimum would stay there."""
    return trajectory(VALLEY.gradient, START, learning_rate, STEPS)


def draw(panels: Iterable[Axes]) -> None:
    """Draw one panel for each regime, all with the same start and the same ranges."""
    for axes, learning_rate in zip(panels, LEARNING_RATES, strict=False):
        kind = regime(learning_rate, CURVATURE)
        drawing.draw_loss(axes, VALLEY.loss, -REACH, REACH)
        drawing.draw_steps(axes, VALLEY, steps(learning_rate), drawing.REGIMES[kind])
        axes.set_title(REGIMES[kind], color=drawing.REGIMES[kind], loc="center", pad=18)
        name = f"η = {learning_rate:g}{BORDERS.get(learning_rate, '')}"
        axes.text(0.5, 1.03, name, transform=axes.transAxes, ha="center", va="bottom")
        axes.set_axis_off()


def figure() -> Figure:
    """Draw the five in a row."""
    picture, row = drawing.panels(len(LEARNING_RATES), height=2.1)
    draw(row)
    return picture


def narrow() -> Figure:
    """Draw two in a row, so that one screen of a phone holds all five."""
    picture, rows = drawing.grid(3, 2, height=4.6)
    draw(rows)
    rows[-1].set_axis_off()
    return picture


def describe() -> str:
    """Say what each panel shows."""
    ways = [
        f"학습률 {learning_rate:g}: {REGIMES[regime(learning_rate, CURVATURE)]}({decimal(steps(learning_rate)[-1])})"
        for learning_rate in LEARNING_RATES
    ]
    return (
        f"곡률이 {CURVATURE:g}인 포물선 다섯 칸에서 모두 θ = {START:g}에서 출발해 {STEPS}스텝을 걷습니다. "
        f"괄호 안은 마지막 자리입니다. {', '.join(ways)}."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""포물선 하나에서 학습률만 바꾸면 다섯 가지 움직임이 나옵니다.

곡률이 L이면 1/L과 2/L에서 움직임이 바뀝니다.
"""

from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import trajectory
from lesson_code.stability import Regime, regime
from lesson_code.wording import REGIMES, decimal

VALLEY = surfaces.valley  # x^2
CURVATURE = VALLEY.curvature(0.0)  # 2, so the borders are 1/2 and 1
LEARNING_RATES = (0.15, 0.5, 0.85, 1.0, 1.05)  # one for each regime
START, STEPS = 1.0, 5
REACH = 1.85  # half the width of every panel, in theta

COLOURS: dict[Regime, str] = {
    "monotone": drawing.CALM,
    "one-step": drawing.GREEN,
    "oscillating": drawing.CALM,
    "cycle": drawing.PURPLE,
    "diverging": drawing.WILD,
}


def steps(learning_rate: float) -> list[float]:
    """Return the positions for one learning rate; a start already at the minimum would stay there."""
    return trajectory(VALLEY.gradient, START, learning_rate, STEPS)


def figure() -> Figure:
    """Draw one panel for each regime, all with the same start and the same ranges."""
    picture, row = drawing.panels(len(LEARNING_RATES), height=2.5)
    for axes, learning_rate in zip(row, LEARNING_RATES, strict=True):
        kind = regime(learning_rate, CURVATURE)
        drawing.draw_loss(axes, VALLEY.loss, -REACH, REACH)
        drawing.draw_steps(axes, VALLEY, steps(learning_rate), COLOURS[kind])
        axes.set_title(f"{REGIMES[kind]}\nη = {learning_rate:g}")
        axes.set(xticks=[-1, 0, 1], yticks=[0, 1, 2, 3])
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

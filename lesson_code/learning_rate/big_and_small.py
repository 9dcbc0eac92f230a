"""학습률이 다르면 걸음이 어떻게 달라지는지 두 그림을 나란히 놓고 봅니다.

왼쪽은 가파른 골짜기에서 학습률이 클 때, 오른쪽은 울퉁불퉁한 표면에서 학습률이 작을 때입니다.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing, stability, surfaces
from lesson_code.descent import destination, trajectory
from lesson_code.wording import ENDINGS, REGIMES, ending, with_particle

BIG = 1.1  # past the edge of x^2, which is 1
BIG_START, BIG_STEPS = 1.2, 7
SMALL = 0.1  # far below the edge of both wells of the bumpy surface
SMALL_START, SMALL_STEPS = -4.6, 700
EVERY = 40  # one dot for so many steps of the small learning rate
PLATEAU = (-2.0, 0.0)  # the flat stretch between the cliff and the first well


def big() -> list[float]:
    """Return the steps in the valley."""
    return trajectory(surfaces.valley.gradient, BIG_START, BIG, BIG_STEPS)


def small() -> list[float]:
    """Return the steps on the bumpy surface."""
    return trajectory(surfaces.bumpy.gradient, SMALL_START, SMALL, SMALL_STEPS)


def deepest() -> float:
    """Return the lower of the two minima, each found by descending from inside its well."""
    minima = [destination(surfaces.bumpy.gradient, start, SMALL, SMALL_STEPS) for start in (1.0, 3.5)]
    return float(min(minima, key=surfaces.bumpy.loss))


def draw_big(axes: Axes) -> None:
    """Draw every step up the walls of the valley."""
    steps = big()
    reach = 1.2 * max(abs(theta) for theta in steps)
    drawing.draw_loss(axes, surfaces.valley.loss, -reach, reach)
    drawing.draw_steps(axes, surfaces.valley, steps, drawing.WILD)
    drawing.label(axes, "출발", (steps[0], surfaces.valley.loss(steps[0])), (9, 0))
    drawing.label(axes, f"스텝 {BIG_STEPS}", (steps[-1], surfaces.valley.loss(steps[-1])), (6, 6))
    axes.set_title(f"큰 학습률 η = {BIG}: {REGIMES[stability.regime(BIG, surfaces.valley.curvature(0.0))]}")


def draw_small(axes: Axes) -> None:
    """Draw every 40th step down to the first well, and name the places."""
    steps, loss = small(), surfaces.bumpy.loss
    drawing.draw_loss(axes, loss, -5.4, 6.6)
    shown = steps[::EVERY]
    drawing.draw_dots(axes, shown[1:], [loss(theta) for theta in shown[1:]], drawing.CALM)
    drawing.draw_start(axes, shown[0], loss(shown[0]), drawing.CALM)
    drawing.label(axes, "출발", (shown[0], loss(shown[0])), (9, 3))
    drawing.label(axes, "평탄한 구간", (sum(PLATEAU) / 2, loss(sum(PLATEAU) / 2)), (0, 8))
    drawing.label(axes, "지역 최소점", (steps[-1], loss(steps[-1])), (0, -7))
    drawing.label(axes, "전역 최소점", (deepest(), loss(deepest())), (0, -7))
    axes.set_ylim(-1.7, 2.5)
    axes.set_title(f"작은 학습률 η = {SMALL}: 지역 최소점에서 {ending(steps)}")


def figure() -> Figure:
    """Draw both panels."""
    picture, (left, right) = drawing.panels(2, height=3.2)
    draw_big(left)
    draw_small(right)
    return picture


def describe() -> str:
    """Say what both panels show."""
    losses = [surfaces.valley.loss(theta) for theta in big()]
    on_plateau = sum(PLATEAU[0] < theta < PLATEAU[1] for theta in small())
    return (
        f"왼쪽 골짜기에서 학습률은 {BIG}입니다. 스텝마다 바닥을 건너뛰어 맞은편 벽의 더 높은 곳에 닿습니다. "
        f"손실은 {BIG_STEPS}스텝 만에 {losses[0]:.2f}에서 {with_particle(f'{losses[-1]:.2f}', '으로/로')} 커집니다. "
        f"오른쪽 울퉁불퉁한 표면에서 학습률은 {SMALL}이고, {EVERY}스텝마다 점을 하나 찍었습니다. "
        f"평탄한 구간을 지나는 데 {on_plateau}스텝을 쓰고, 전역 최소점(θ = {deepest():.2f})에 못 미친 "
        f"θ = {small()[-1]:.2f}의 지역 최소점에서 {ENDINGS[ending(small())]}."
    )


if __name__ == "__main__":
    drawing.show(figure)

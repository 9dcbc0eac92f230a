"""작은 학습률로 시작해 차츰 키우는 웜업이 도움이 되는 지형과 되지 않는 지형을 비교합니다."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.schedules import Schedule, constant, scheduled, warm_up
from lesson_code.surfaces import Surface, quartic, valley
from lesson_code.wording import with_particle

STEPS, WARM_UP = 40, 10
START = 3.0
RATE = {quartic: 0.3, valley: 1.1}  # learning rates that diverge from the start


def at_once(surface: Surface) -> Schedule:
    """Return the schedule without a warm-up."""
    return constant(RATE[surface])


def warmed(surface: Surface) -> Schedule:
    """Return the schedule that grows into the same learning rate."""
    return warm_up(at_once(surface), WARM_UP)


def losses(surface: Surface, schedule: Schedule) -> Any:
    """Return the loss at the start and after every step; inf once it is no longer finite."""
    positions = scheduled(surface.gradient, START, schedule, STEPS)
    seen = np.array([surface.loss(theta) for theta in positions])
    return np.where(np.isfinite(seen), seen, np.inf)


def draw(axes: Axes, surface: Surface) -> None:
    """Draw both runs on one surface."""
    axes.set(yscale="log", xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=(1e-6, 1e6))
    drawing.decades(axes.yaxis, 0.000001, 0.001, 1, 1000)
    axes.plot(losses(surface, at_once(surface)), "-", color=drawing.DIVERGING)


def figure() -> Figure:
    """Draw where warming up helps beside where it does not."""
    picture, (left, right) = drawing.panels(2, height=2.9)
    draw(left, quartic)
    left.plot(losses(quartic, warmed(quartic)), "--", color=drawing.OSCILLATING)
    left.set_title("네제곱: 웜업이 발산을 막음")
    drawing.label(left, f"{WARM_UP}스텝 웜업", (20, losses(quartic, warmed(quartic))[20]), (0, 6), drawing.OSCILLATING)
    drawing.label(left, f"처음부터 η = {RATE[quartic]:g}", (3, 1e5), (4, 0), drawing.DIVERGING)
    draw(right, valley)
    right.plot(losses(valley, warmed(valley)), "--", color=drawing.DIVERGING)
    right.set_title("포물선: 웜업은 미룰 뿐")
    drawing.label(right, f"{WARM_UP}스텝 웜업", (25, losses(valley, warmed(valley))[25]), (4, -6), drawing.DIVERGING)
    drawing.label(
        right, f"처음부터 η = {RATE[valley]:g}", (20, losses(valley, at_once(valley))[20]), (-5, 5), drawing.DIVERGING
    )
    return picture


def describe() -> str:
    """Say how the four runs end."""
    cold, warm = losses(quartic, at_once(quartic)), losses(quartic, warmed(quartic))
    parabola = losses(valley, warmed(valley))
    left_at = int(np.argmax(~np.isfinite(cold)))
    return (
        f"두 지형을 {START:g}에서 출발해 {STEPS}스텝 걸었습니다. x⁴/4에서 처음부터 학습률 "
        f"{with_particle(f'{RATE[quartic]:g}', '으로/로')} 걸으면 "
        f"{left_at}스텝 만에 손실이 무한대가 됩니다. {WARM_UP}스텝 동안 학습률을 차츰 키우면 손실이 "
        f"{warm[-1]:.4f}까지 줄어듭니다. "
        f"x²에서 학습률 {with_particle(f'{RATE[valley]:g}', '은/는')} 경계를 넘습니다. 웜업을 하면 손실이 "
        f"잠시 줄어듭니다. 그러나 다시 커져 {STEPS}스텝 뒤에는 {parabola[-1]:.2g}이고, 계속 커지는 중입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

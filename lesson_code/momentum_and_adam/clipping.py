"""멀리서 그래디언트가 너무 크면 첫 걸음부터 멀리 날아갑니다. 그래디언트를 짧게 자르면 같은 학습률로도 내려갑니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import Gradient, trajectory
from lesson_code.optimizers import clipped
from lesson_code.surfaces import quartic
from lesson_code.wording import with_particle

START, RATE, LIMIT, STEPS = 3.0, 0.3, 1.0, 25


def METHOD(gradient: Gradient, start: Any, learning_rate: float, steps: int) -> list[Any]:
    """Return the positions of descent by clipped gradients."""
    return trajectory(clipped(gradient, LIMIT), start, learning_rate, steps)


def losses(steps: int = 8) -> Any:
    """Return the loss at the start and after every step without clipping."""
    return np.array([quartic.loss(theta) for theta in trajectory(quartic.gradient, START, RATE, steps)])


def overflows() -> int:
    """Return the first step after which the loss is no longer finite."""
    return int(np.argmax(~np.isfinite(losses())))


def figure() -> Figure:
    """Draw the clipped steps down the curve, and where the first step without clipping leads."""
    picture, (axes,) = drawing.panels(1, height=3.1)
    drawing.draw_loss(axes, quartic.loss, -3.3, 3.3)
    axes.set(ylim=(-2, 26), title="자르면 같은 학습률로 내려갑니다")
    drawing.draw_steps(axes, quartic, METHOD(quartic.gradient, START, RATE, STEPS), drawing.CALM)
    axes.plot([START, -3.3], [quartic.loss(START)] * 2, "--", color=drawing.DIVERGING, linewidth=1.3, zorder=2)
    first = trajectory(quartic.gradient, START, RATE, 1)[-1]
    drawing.label(
        axes,
        f"자르지 않으면\nθ = {first:.1f}로".replace("-", "−"),
        (-0.6, quartic.loss(START)),
        (0, -6),
        drawing.DIVERGING,
    )
    drawing.label(axes, "출발", (START, quartic.loss(START)), (-9, 6), drawing.CALM)
    drawing.label(axes, "자르면 조금씩", (2.1, quartic.loss(2.1)), (-6, 8), drawing.CALM)
    return picture


def describe() -> str:
    """Say what becomes of both."""
    positions = METHOD(quartic.gradient, START, RATE, STEPS)
    first = abs(trajectory(quartic.gradient, START, RATE, 1)[-1])
    return (
        f"손실이 x의 네제곱의 4분의 1인 곡선을 {START:g}에서 학습률 {with_particle(f'{RATE:g}', '으로/로')} 걷습니다. "
        f"자르지 않으면 첫 스텝에 반대편 −{first:.1f}로 날아가고, {overflows()}번째 스텝에서 손실이 무한대가 됩니다. "
        f"그래디언트의 크기를 {LIMIT:g}로 자르면 한 스텝에 {RATE:g}씩 내려오다가 바닥 가까이에서 차츰 느려져, "
        f"{STEPS}스텝 뒤에 {positions[-1]:.2f}에 닿습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""학습률은 그대로인데 걸음은 저절로 짧아집니다. 바닥에 다가갈수록 기울기가 작아지기 때문입니다."""

from itertools import pairwise

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import line_fit
from lesson_code.wording import decimal, with_particle

LEARNING_RATE, START, STEPS = 0.1, -1.0, 6
NUMBERED = 4  # so many positions have room for a number


def walk() -> list[float]:
    """Return the positions, the start first."""
    return trajectory(line_fit.gradient, START, LEARNING_RATE, STEPS)


def figure() -> Figure:
    """Draw the steps on the loss curve, the first positions numbered."""
    picture, (axes,) = drawing.panels(1, height=3.2)
    drawing.draw_loss(axes, line_fit.loss, -1.3, 1.7)
    axes.set(xlabel="w", ylim=(0, 10.5), title="걸음이 저절로 짧아집니다")
    positions = walk()
    drawing.draw_steps(axes, line_fit, positions, drawing.CALM)
    drawing.label(axes, "출발", (START, line_fit.loss(START)), (9, 5), drawing.CALM)
    for number, w in enumerate(positions[1:NUMBERED], start=1):
        drawing.label(axes, str(number), (w, line_fit.loss(w)), (6, 6), drawing.CALM)
    drawing.label(axes, "바닥", (0.9, line_fit.loss(0.9)), (0, 7), drawing.SURFACE)
    return picture


def describe() -> str:
    """Say how long each step is."""
    lengths = ", ".join(f"{abs(after - before):.2f}" for before, after in pairwise(walk()))
    return (
        f"손실 곡선을 w = {decimal(START, 0)}에서 학습률 {LEARNING_RATE:g}로 {STEPS}스텝 걷습니다. "
        f"스텝마다 w가 움직인 거리는 {with_particle(lengths, '으로/로')} 차츰 짧아집니다. "
        f"마지막 w는 {walk()[-1]:.2f}이고, 바닥은 0.9입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

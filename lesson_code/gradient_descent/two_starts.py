"""출발점이 조금만 달라도 다른 최소점에 닿을 수 있습니다. 학습률도 지형도 같습니다."""

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import double_well
from lesson_code.wording import decimal

LEARNING_RATE, STEPS = 0.5, 40
LEFT, RIGHT = -0.3, 0.1  # two starts, on either side of the top at -0.101


def figure() -> Figure:
    """Draw both ways down."""
    picture, (axes,) = drawing.panels(1, height=3.1)
    drawing.draw_loss(axes, double_well.loss, -1.65, 1.65)
    axes.set(ylim=(-0.52, 0.34), title="출발점에 따라 갈립니다")
    for start, colour, words, side in (
        (LEFT, drawing.OCHRE, "왼쪽 출발", -1),
        (RIGHT, drawing.CALM, "오른쪽 출발", 1),
    ):
        positions = trajectory(double_well.gradient, start, LEARNING_RATE, STEPS)
        drawing.draw_steps(axes, double_well, positions, colour)
        drawing.label(axes, words, (start, double_well.loss(start)), (6 * side, 16), colour)
        end = positions[-1]
        drawing.label(axes, f"손실 {decimal(double_well.loss(end))}", (end, double_well.loss(end)), (0, -8), colour)
    return picture


def describe() -> str:
    """Say where each start ends."""
    left, right = (trajectory(double_well.gradient, start, LEARNING_RATE, STEPS)[-1] for start in (LEFT, RIGHT))
    return (
        f"우물이 두 개인 손실 곡선의 꼭대기 양쪽에서 학습률 {LEARNING_RATE:g}로 {STEPS}스텝씩 걷습니다. "
        f"{decimal(LEFT, 1)}에서 출발하면 왼쪽 우물의 {decimal(left)}에 닿아 손실이 "
        f"{decimal(double_well.loss(left))}이고, "
        f"{decimal(RIGHT, 1)}에서 출발하면 오른쪽 우물의 {decimal(right)}에 닿아 손실이 "
        f"{decimal(double_well.loss(right))}입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

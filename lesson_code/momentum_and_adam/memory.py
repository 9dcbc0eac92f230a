"""기억은 같은 쪽 그래디언트를 쌓고, 번갈아 바뀌는 그래디언트를 지웁니다."""

from collections.abc import Callable
from itertools import pairwise

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.optimizers import momentum
from lesson_code.wording import decimal

BETA, STEPS = 0.9, 40


def memory(gradient_of: Callable[[int], float]) -> list[float]:
    """Return the memory after every step, where the gradient is given for each step: what momentum walks at rate 1."""
    steps = iter(range(STEPS))
    positions = momentum(lambda theta: gradient_of(next(steps)), 0.0, 1.0, STEPS, BETA)
    return [before - after for before, after in pairwise(positions)]


def same(step: int) -> float:
    """Return the gradient of a long slope: the same in every step."""
    return 1.0


def turning(step: int) -> float:
    """Return the gradient of one who crosses the bottom in every step."""
    return (-1.0) ** step


def figure() -> Figure:
    """Draw the memory of both."""
    picture, (axes,) = drawing.panels(1, height=3.1)
    axes.set(xlabel="스텝", ylabel="기억 v", xlim=(0, STEPS + 1), ylim=(-1.6, 11.5), title="쌓이거나 지워집니다")
    axes.axhline(1 / (1 - BETA), color=drawing.FAINT, linewidth=1, zorder=1)
    steps = range(1, STEPS + 1)
    axes.plot(steps, memory(same), "o-", color=drawing.TEAL, markersize=3, linewidth=1)
    axes.plot(steps, memory(turning), "o-", color=drawing.OCHRE, markersize=3, linewidth=1)
    drawing.label(axes, "그래디언트가 늘 1", (17, memory(same)[16]), (8, -10), drawing.TEAL)
    drawing.label(axes, "1과 −1이 번갈아", (17, 0.6), (8, 8), drawing.OCHRE)
    drawing.label(axes, f"{1 / (1 - BETA):.0f}배", (1, 1 / (1 - BETA)), (2, 4), drawing.MUTED)
    return picture


def describe() -> str:
    """Say where both memories come to."""
    return (
        f"기억하는 몫이 {BETA:g}일 때 스텝에 따른 기억입니다. 그래디언트가 늘 1이면 기억이 쌓여 {STEPS}스텝 뒤에 "
        f"{memory(same)[-1]:.2f}가 되고 {1 / (1 - BETA):.0f}에 다가갑니다. 1과 −1이 번갈아 오면 기억도 부호가 번갈아 "
        f"바뀌며, 크기는 {abs(memory(turning)[-1]):.2f}로 줄어듭니다. 마지막 값은 {decimal(memory(turning)[-1])}입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

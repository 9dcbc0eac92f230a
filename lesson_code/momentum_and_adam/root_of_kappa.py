"""골짜기가 좁아질 때 스텝 수가 얼마나 늘어나는지 걸어서 셉니다. 모멘텀은 조건수의 제곱근만큼만 늘어납니다."""

from collections.abc import Callable

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.momentum_and_adam import walks
from lesson_code.optimizers import momentum
from lesson_code.stability import best_learning_rate
from lesson_code.surfaces import parabola

CONDITIONS = (10, 30, 100, 300, 1000, 3000, 10_000)
NEAR = 0.01  # both axes are to come so near, from 1


def plain(curvature: float, condition: float, steps: int) -> list[float]:
    """Return the positions of descent at its best learning rate along one axis."""
    return trajectory(parabola(curvature).gradient, 1.0, best_learning_rate([1.0, condition]), steps)


def remembering(curvature: float, condition: float, steps: int) -> list[float]:
    """Return the positions of momentum at its best along one axis."""
    rate, beta = walks.tuned(1.0, condition)
    return momentum(parabola(curvature).gradient, 1.0, rate, steps, beta)


def steps_to_near(way: Callable[[float, float, int], list[float]], condition: float) -> int:
    """Return the first step after which both axes are within ``NEAR`` of the minimum."""
    steps = 64
    while True:
        axes = zip(way(1.0, condition, steps), way(float(condition), condition, steps), strict=True)
        for count, (slow, fast) in enumerate(axes):
            if max(abs(slow), abs(fast)) <= NEAR:
                return count
        steps *= 4


def figure() -> Figure:
    """Draw the steps of both methods against the condition number."""
    picture, (axes,) = drawing.panels(1, height=3.2)
    axes.set(xscale="log", yscale="log", xlabel="조건수 κ", ylabel="스텝 수", xlim=(8, 13_000), ylim=(8, 60_000))
    axes.set_title("모멘텀의 스텝 수는 더디게 늘어납니다")
    drawing.decades(axes.xaxis, 10, 100, 1000, 10_000)
    drawing.decades(axes.yaxis, 10, 100, 1000, 10_000)
    for method, way, place in (("경사하강법", plain, (-8, 8)), ("모멘텀", remembering, (4, -9))):
        colour, style = walks.LOOKS[method]
        counts = [steps_to_near(way, condition) for condition in CONDITIONS]
        axes.plot(CONDITIONS, counts, style, color=colour)
        drawing.draw_dots(axes, CONDITIONS, counts, colour)
        drawing.label(axes, method, (CONDITIONS[3], counts[3]), place, colour)
    return picture


def describe() -> str:
    """Say how many steps each takes in two valleys."""
    told = [
        f"조건수 {condition:,}에서는 경사하강법이 {steps_to_near(plain, condition):,}스텝, "
        f"모멘텀이 {steps_to_near(remembering, condition):,}스텝"
        for condition in (CONDITIONS[2], CONDITIONS[-1])
    ]
    return (
        f"가로축은 조건수, 세로축은 두 축에서 바닥까지의 거리가 모두 처음의 {NEAR:.0%} 안으로 들어올 때까지의 "
        f"스텝 수이고, 둘 다 로그 눈금입니다. 저마다 가장 좋은 학습률로 걸었습니다. {'. '.join(told)} 걸립니다. "
        "두 선 모두 거의 곧고, 모멘텀의 선은 경사하강법의 절반쯤 되는 기울기로 올라갑니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

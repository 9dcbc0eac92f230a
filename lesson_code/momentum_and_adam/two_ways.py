"""같은 골짜기를 같은 스텝 수만큼 걸었습니다. 저마다 가장 빠른 학습률인데도 모멘텀이 훨씬 멀리 갑니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.momentum_and_adam import walks
from lesson_code.optimizers import momentum
from lesson_code.stability import best_learning_rate
from lesson_code.wording import decimal

STEPS = 20
HEIGHT = (-3.9, 3.9)  # momentum swings further than the valley is wide
PLAIN = best_learning_rate(walks.CURVATURES)
RATE, BETA = walks.tuned(*walks.CURVATURES)


def ways() -> dict[str, Any]:
    """Return the positions of both methods, one row each."""
    return {
        "경사하강법": np.array(trajectory(walks.gradient, walks.START, PLAIN, STEPS)),
        "모멘텀": np.array(momentum(walks.gradient, walks.START, RATE, STEPS, BETA)),
    }


def figure() -> Figure:
    """Draw both ways side by side."""
    picture, panels = drawing.panels(2, height=3.3)
    titles = (f"경사하강법: {STEPS}스텝으로는 모자랍니다", f"모멘텀: {STEPS}스텝이면 바닥입니다")
    for axes, title, (method, positions) in zip(panels, titles, ways().items(), strict=True):
        walks.draw_valley(axes, HEIGHT)
        walks.draw_way(axes, positions, method)
        axes.set_title(title)
        # the words stand between contour lines
        drawing.label(axes, "출발", (-4.3, -2.46), (0, 0), walks.LOOKS[method][0])
        left = float(np.linalg.norm(positions[-1]))
        drawing.label(axes, f"남은 거리 {left:.1g}", (0.7, -3.4), (0, 0), walks.LOOKS[method][0])
    return picture


def describe() -> str:
    """Say how far each method is from the minimum at the end."""
    plain, remembering = (float(np.linalg.norm(way[-1])) for way in ways().values())
    return (
        f"가로로 길쭉한 골짜기 두 칸을 ({decimal(walks.START[0], 0)}, {decimal(walks.START[1], 0)})에서 출발해 "
        f"{STEPS}스텝씩 걸었습니다. 경사하강법은 학습률 {PLAIN:.2f}로 벽 사이를 오가며 가서, 마지막에 최소점에서 "
        f"{plain:.2f}만큼 떨어져 있습니다. 모멘텀은 학습률 {RATE:.2f}, 기억하는 몫 {BETA:.1f}로 걸어 "
        f"{remembering:.3f}만큼 떨어진 곳에 있습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""모멘텀의 경계는 많이 기억할수록 멀어지고, 네스테로프의 경계는 가까워집니다. 걸어 보며 찾은 값과 식을 비교합니다."""

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.momentum_and_adam import roots, walks
from lesson_code.optimizers import momentum_edge
from lesson_code.search import threshold
from lesson_code.surfaces import valley
from lesson_code.wording import with_particle

CURVATURE = 2.0
BETAS = (0.0, 0.3, 0.6, 0.9)
LONG, START = 2000, 1.0
FORMULAS = {"모멘텀": momentum_edge, "네스테로프": roots.nesterov_edge}


def measured_edge(beta: float, method: str = "모멘텀") -> float:
    """Return the largest learning rate with which a method ends nearer the minimum, found by walking."""
    _, walk = roots.METHODS[method]

    def works(rate: float) -> bool:
        return bool(abs(walk(valley.gradient, START, rate, LONG, beta)[-1]) < START)

    return threshold(works, 0.1, 10.0, ratio=1.001)


def figure() -> Figure:
    """Draw both edges against the memory."""
    picture, (axes,) = drawing.panels(1, height=3.1)
    axes.set(xlabel="기억하는 몫 β", ylabel="경계가 되는 학습률", xlim=(-0.04, 1), ylim=(0.4, 2.15))
    axes.set_title("두 경계는 서로 멀어집니다")
    axes.axhline(2 / CURVATURE, color=drawing.FAINT, linewidth=1, zorder=1)
    memory = np.linspace(0, 0.99, 50).tolist()
    for (method, edge), place in zip(FORMULAS.items(), ((-6, 4), (0, -10)), strict=True):
        colour, style = walks.LOOKS[method]
        axes.plot(memory, [edge(CURVATURE, beta) for beta in memory], style, color=colour, linewidth=1.2)
        drawing.draw_dots(axes, BETAS, [measured_edge(beta, method) for beta in BETAS], colour)
        drawing.label(axes, method, (0.5, edge(CURVATURE, 0.5)), place, colour)
    drawing.label(axes, "경사하강법 2/L", (0.97, 2 / CURVATURE), (-1, 4), drawing.MUTED)
    return picture


def describe() -> str:
    """Say how the edges move."""
    (_, remembering), (plain, looking) = (
        [measured_edge(beta, method) for beta in (BETAS[0], BETAS[-1])] for method in FORMULAS
    )
    return (
        f"곡률이 {CURVATURE:g}인 포물선에서 걸어 보며 경계를 찾았습니다. 점은 걸어서 찾은 값, 선은 식으로 구한 "
        f"값입니다. 기억하는 몫이 {BETAS[0]:g}이면 둘 다 {plain:.2f}입니다. {BETAS[-1]:g}이면 모멘텀의 경계는 "
        f"{with_particle(f'{remembering:.2f}', '으로/로')} 멀어지고, 네스테로프의 경계는 "
        f"{with_particle(f'{looking:.2f}', '으로/로')} 가까워집니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

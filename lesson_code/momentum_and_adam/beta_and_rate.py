"""기억하는 몫과 학습률의 평면에서 한 점을 고르면 골짜기를 걷는 길이 정해집니다.

색이 짙을수록 빨리 수렴합니다. 모멘텀과 네스테로프를 비교해 봅니다.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.chart import Run, Slider, State, draw_moves
from lesson_code.momentum_and_adam import edges, roots, walks
from lesson_code.wording import REGIMES, decimal

BETAS = [place / 10 for place in range(10)] + [0.95]
RATES = [place / 20 for place in range(1, 21)]
STEPS = 24
BETA, RATE, STEP = 0, 8, 12  # places of the first state
SHADES = (0.65, 0.75, 0.85, 0.92, 1.0)  # factors a step, each area darker than the one outside it
FAR = 30.0  # beyond every panel: where a walk that diverges is taken to be
KEYS = {"momentum": "모멘텀", "nesterov": "네스테로프"}


def walk(method: str, learning_rate: float, beta: float) -> Any:
    """Return the positions in the narrow valley, one row each."""
    _, walked = roots.METHODS[method]
    return np.clip(np.array(walked(walks.gradient, walks.START, learning_rate, STEPS, beta)), -FAR, FAR)


def run(method: str, learning_rate: float, beta: float) -> Run:
    """Return one walk and what is said of it, which the roots decide."""
    words = roots.regime(method, learning_rate, beta, walks.CURVATURES)
    left = roots.contraction(method, learning_rate, beta, walks.CURVATURES)
    point = np.tile([beta, learning_rate], (STEPS + 1, 1))
    return Run(
        paths=[point, walk(method, learning_rate, beta)],
        words=words,
        rests=words not in (REGIMES["cycle"], REGIMES["diverging"]),
        note=f"오래 걸으면 스텝마다 남은 거리가 평균 {left:.2f}배",
    )


def draw_plane(axes: Axes, method: str) -> None:
    """Draw how fast every beta and learning rate is, and where the method diverges."""
    beta, rate = np.meshgrid(np.linspace(0, 0.99, 100), np.linspace(0.01, 1.05, 105))
    left = roots.contraction(method, rate, beta, walks.CURVATURES)
    for shade in SHADES:
        axes.contourf(beta, rate, left, levels=[0, shade], colors=[drawing.CALM], alpha=0.13, zorder=1)
    memory = np.linspace(0, 0.99, 60)
    edge = [edges.FORMULAS[method](float(max(walks.CURVATURES)), share) for share in memory.tolist()]
    axes.fill_between(memory, edge, 1.05, color=drawing.PALE_DIVERGING, linewidth=0, zorder=0)
    axes.plot(memory, edge, color=drawing.DIVERGING, linewidth=1.2, zorder=2)
    axes.set(xlabel="기억하는 몫 β", ylabel="학습률 η", xlim=(-0.02, 0.99), ylim=(0, 1.05))
    axes.grid(visible=False)
    drawing.label(axes, "발산", (0.02, 0.9) if method == "모멘텀" else (0.5, 0.75), (1, 0), drawing.DIVERGING)
    drawing.label(axes, "짙을수록 빠름", (0.02, 0.1), (1, 0))
    at = np.unravel_index(int(left.argmin()), left.shape)
    axes.plot(beta[at], rate[at], "+", color=drawing.INK, markersize=9, markeredgewidth=1.4, zorder=4)


def draw(method: str) -> tuple[Figure, dict[str, Axes]]:
    """Draw the plane beside the valley; return the figure and the axes of what moves."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    draw_plane(left, method)
    walks.draw_valley(right)
    right.set(aspect="auto", xlabel="", ylabel="", xticks=[], yticks=[])  # room for what moves, on a phone
    point, positions = run(method, RATES[RATE], BETAS[BETA]).paths
    draw_moves(left, "plane", point, parts=["here"])
    draw_moves(right, "valley", positions[: STEP + 1])
    return picture, {"plane": left, "valley": right}


def figure() -> Figure:
    """Draw the first state."""
    return draw("모멘텀")[0]


def describe() -> str:
    """Say what the first state shows and where the fastest point lies."""
    rate, beta = walks.tuned(*walks.CURVATURES)
    end = walk("모멘텀", RATES[RATE], BETAS[BETA])[STEP]
    return (
        f"기억하는 몫과 학습률의 평면과 좁은 골짜기가 나란히 있습니다. 평면은 빨리 수렴할수록 짙습니다. 가장 짙은 곳은 "
        f"기억하는 몫 {beta:.2f}, 학습률 {rate:.2f}이고, 학습률이 경계를 넘으면 발산합니다. 처음 장면에서는 기억하는 "
        f"몫이 {BETAS[BETA]:g}, 학습률이 {RATES[RATE]:g}이고, 골짜기를 ({decimal(walks.START[0], 0)}, "
        f"{decimal(walks.START[1], 0)})에서 {STEP}스텝 걸어 ({decimal(end[0])}, {decimal(end[1])})에 있습니다."
    )


def states() -> dict[str, State]:
    """Return every walk of both methods."""
    return {key: state(method) for key, method in KEYS.items()}


def state(method: str) -> State:
    """Return one method's walks by beta and learning rate."""
    picture, panels = draw(method)
    return State(
        name=method,
        figure=picture,
        panels=panels,
        sliders={
            "beta": Slider(label="기억하는 몫 β", values=[f"{beta:g}" for beta in BETAS], start=BETA),
            "rate": Slider(label="학습률 η", values=[f"{rate:g}" for rate in RATES], start=RATE),
            "step": Slider(label="스텝", values=list(map(str, range(STEPS + 1))), start=STEP, walks=True),
        },
        runs=[[run(method, rate, beta) for rate in RATES] for beta in BETAS],
        says="β = {beta}, η = {rate}, {step}스텝",
        outside="β = {beta}, η = {rate}, {step}번째 스텝에서 그림 밖",
    )


if __name__ == "__main__":
    drawing.show(figure)

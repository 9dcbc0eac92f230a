"""둥근 그릇에서는 곧장 최소점으로 가고, 길쭉한 그릇에서는 축 위에서 출발할 때 말고는 돌아서 갑니다.

세 그릇 가운데 하나를 골라 학습률과 출발점과 스텝을 바꾸어 가며 걸어 봅니다.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.chart import Run, Slider, State, draw_moves
from lesson_code.descent import trajectory
from lesson_code.gradient_descent.not_aimed import CURVATURES, direction
from lesson_code.gradient_descent.plane import draw_contours
from lesson_code.wording import decimal

STEPS = 30
RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)  # all of them come down in every bowl
FIRST, UPS = -5.0, [place / 5 for place in range(-10, 11)]  # starts: the first parameter, and the second ones
RATE, UP, STEP = 4, 0, 12  # places of the first state
ACROSS, HEIGHT = (-5.8, 1.2), (-2.5, 2.5)


@dataclass(frozen=True)
class Bowl:
    """A bowl with its lowest point at (0, 0)."""

    name: str
    curvatures: Any
    levels: list[float]

    def gradient(self, theta: Any) -> Any:
        """Return the gradient of the loss."""
        return self.curvatures * theta

    def loss(self, theta: Any) -> Any:
        """Return the loss."""
        return np.sum(self.curvatures * theta**2, axis=-1) / 2


BOWLS = {
    "long": Bowl("길쭉한 골짜기", CURVATURES, [0.2, 1, 2.5, 5, 8, 10.5, 14]),
    "oval": Bowl("타원 그릇", np.array([0.4, 0.8]), [0.2, 1, 2.2, 4, 6.6, 9]),
    "round": Bowl("둥근 그릇", np.array([0.6, 0.6]), [0.3, 1.2, 2.7, 4.8, 7.5, 10]),
}


def walk(bowl: Bowl, learning_rate: float, up: float) -> Any:
    """Return the positions, one row each."""
    return np.array(trajectory(bowl.gradient, np.array([FIRST, up]), learning_rate, STEPS))


def missed(bowl: Bowl, up: float) -> float:
    """Return by how many degrees the first step misses the direction of the minimum."""
    start = np.array([FIRST, up])
    return abs(direction(-bowl.gradient(start)) - direction(-start))


def run(bowl: Bowl, learning_rate: float, up: float) -> Run:
    """Return one walk and what is said of it."""
    positions = walk(bowl, learning_rate, up)
    losses = np.column_stack([np.arange(STEPS + 1), bowl.loss(positions)])
    words = f"첫 스텝이 {missed(bowl, up):.0f}° 빗나감" if missed(bowl, up) >= 0.5 else "첫 스텝이 최소점을 향함"
    return Run(paths=[positions, losses], words=words, note=f"{STEPS}스텝 뒤의 손실은 {losses[-1, 1]:.2f}")


def draw(bowl: Bowl) -> tuple[Figure, dict[str, Axes]]:
    """Draw the bowl, its first state and the loss at each step; return the figure and the axes of what moves."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    draw_contours(left, bowl.loss, bowl.levels, ACROSS, HEIGHT, (0, 0))
    left.set(xlabel="θ₁", ylabel="θ₂")
    right.set(xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=(-0.4, 11))
    panels = {"plane": left, "loss": right}
    shown = run(bowl, RATES[RATE], UPS[UP])
    for (name, axes), path in zip(panels.items(), shown.paths, strict=True):
        draw_moves(axes, name, path[: STEP + 1])
    return picture, panels


def figure() -> Figure:
    """Draw the first state."""
    return draw(BOWLS["long"])[0]


def describe() -> str:
    """Say what the first state shows."""
    bowl = BOWLS["long"]
    end = walk(bowl, RATES[RATE], UPS[UP])[STEP]
    return (
        f"{bowl.name}의 등고선 위를 걸은 칸과 스텝마다의 손실을 그린 칸이 있습니다. ({decimal(FIRST, 0)}, "
        f"{decimal(UPS[UP], 0)})에서 학습률 {RATES[RATE]:g}로 {STEP}스텝을 걸어 "
        f"({decimal(end[0])}, {decimal(end[1])})에 닿습니다. 먼저 위아래로 골짜기의 가운데까지 간 다음, "
        "가운데를 따라 최소점 쪽으로 천천히 갑니다. "
        f"첫 스텝은 최소점 쪽에서 {missed(bowl, UPS[UP]):.0f}° 벗어납니다."
    )


def states() -> dict[str, State]:
    """Return, for each bowl, every walk of the grid."""
    return {key: state(bowl) for key, bowl in BOWLS.items()}


def state(bowl: Bowl) -> State:
    """Return one bowl's walks by learning rate and start."""
    picture, panels = draw(bowl)
    return State(
        name=bowl.name,
        figure=picture,
        panels=panels,
        sliders={
            "rate": Slider(label="학습률 η", values=[f"{rate:g}" for rate in RATES], start=RATE),
            "start": Slider(
                label="출발점",
                values=[f"({decimal(FIRST, 1)}, {decimal(up, 1)})" for up in UPS],
                start=UP,
                drags="plane",
            ),
            "step": Slider(label="스텝", values=list(map(str, range(STEPS + 1))), start=STEP, walks=True),
        },
        runs=[[run(bowl, rate, up) for up in UPS] for rate in RATES],
        says="η = {rate}, {step}스텝 뒤의 손실 {loss.y}",
    )


if __name__ == "__main__":
    drawing.show(figure)

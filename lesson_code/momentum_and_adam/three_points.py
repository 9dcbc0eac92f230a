"""포물선에 맞춘 모멘텀이 볼록한 그릇에서 세 점을 맴돌 수 있습니다. 같은 그릇에서 네스테로프는 바닥에 닿습니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.momentum_and_adam import walks
from lesson_code.optimizers import momentum, nesterov
from lesson_code.wording import decimal, with_particle

LEAST, GREATEST = 1.0, 25.0  # its curvatures
START, STEPS = 3.3, 60
RATE, BETA = walks.tuned(LEAST, GREATEST)  # 1/9 and 4/9
CAREFUL, LOOKING = 1 / GREATEST, 2 / 3  # Nesterov's rate 1/L and beta (√κ - 1)/(√κ + 1)


def gradient(theta: Any) -> Any:
    """Return the slope of a bowl that is curved 25, then 1 between 1 and 2, then 25 again (Lessard et al. 2016)."""
    return np.where(theta < 1, 25 * theta, np.where(theta < 2, theta + 24, 25 * theta - 24))


def ways(start: float = START, steps: int = STEPS) -> dict[str, Any]:
    """Return the positions of both methods."""
    return {
        "모멘텀": np.array(momentum(gradient, np.array(start), RATE, steps, BETA)),
        "네스테로프": np.array(nesterov(gradient, np.array(start), CAREFUL, steps, LOOKING)),
    }


def orbit() -> list[float]:
    """Return the points that momentum goes round in the end, from the least to the greatest."""
    return sorted({round(float(theta), 6) for theta in ways(steps=400)["모멘텀"][-30:]})


def figure() -> Figure:
    """Draw the positions of both methods."""
    picture, (axes,) = drawing.panels(1, height=3.0)
    axes.set(xlabel="스텝", ylabel="θ", xlim=(0, STEPS), ylim=(-3.6, 3.9), title="모멘텀은 세 점을 맴돕니다")
    for method, positions in ways().items():
        colour, _ = walks.LOOKS[method]
        axes.plot(positions, "-", color=colour, linewidth=0.7 if method == "모멘텀" else 1.4, zorder=2)
        drawing.draw_dots(axes, range(STEPS + 1), positions, colour)
    drawing.label(axes, "모멘텀", (38, 2.3), (0, 6), walks.LOOKS["모멘텀"][0])
    drawing.label(axes, "네스테로프는 바닥으로", (12, -2.1), (1, -4), walks.LOOKS["네스테로프"][0])
    return picture


def describe() -> str:
    """Say where both end."""
    points = ", ".join(decimal(point) for point in orbit())
    return (
        f"곡률이 {LEAST:g} 아니면 {GREATEST:g}인 볼록한 그릇을 {START:g}에서 {STEPS}스텝 걸은 자리입니다. "
        f"포물선에 맞춘 학습률 {RATE:.3f}과 기억하는 몫 {with_particle(f'{BETA:.3f}', '을/를')} 쓴 모멘텀은 "
        f"세 점 {with_particle(points, '을/를')} 끝없이 돕니다. "
        f"학습률 {CAREFUL:g}의 네스테로프는 최소점 0에 다가갑니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

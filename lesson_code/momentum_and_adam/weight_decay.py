"""Adam에 벌점을 섞으면 그래디언트가 큰 가중치는 거의 줄지 않습니다. AdamW는 모두 같은 비율로 줄입니다."""

from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.optimizers import adam, adamw

STEPS, RATE, DECAY = 1000, 0.01, 0.1
SIZES = {10.0: (drawing.TEAL, "-"), 0.1: (drawing.OCHRE, "--")}  # size of the gradient -> look


def penalised(size: float, steps: int = STEPS) -> Any:
    """Return the positions of Adam from 1 where the gradient only swings, with the penalty's slope added to it."""
    swing = cycle((size, -size))
    return np.array(adam(lambda theta: next(swing) + DECAY * theta, 1.0, RATE, steps))


def decayed(size: float, steps: int = STEPS) -> Any:
    """Return those of AdamW."""
    swing = cycle((size, -size))
    return np.array(adamw(lambda theta: next(swing), 1.0, RATE, steps, DECAY))


def figure() -> Figure:
    """Draw both methods side by side, a line for each size of the gradient."""
    picture, (left, right) = drawing.panels(2, height=2.9)
    titles = ("Adam에 벌점: 제각각 줄어듭니다", "AdamW: 똑같이 줄어듭니다")
    for axes, title, way in zip((left, right), titles, (penalised, decayed), strict=True):
        axes.set(xlabel="스텝", ylabel="가중치", xlim=(0, STEPS), ylim=(-0.05, 1.05), title=title)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        for size, (colour, style) in SIZES.items():
            axes.plot(way(size), style, color=colour, linewidth=1.6)
    (large, (teal, _)), (small, (ochre, _)) = SIZES.items()
    drawing.label(left, f"그래디언트 ±{large:g}", (500, penalised(large)[500]), (0, -8), teal)
    drawing.label(left, f"그래디언트 ±{small:g}", (200, penalised(small)[200]), (8, 6), ochre)
    drawing.label(right, "두 선이 겹침", (500, decayed(large)[500]), (6, 6), drawing.INK)
    return picture


def describe() -> str:
    """Say what is left of each weight."""
    told = [f"그래디언트의 크기가 {size:g}일 때 {penalised(size)[-1]:.2f}" for size in SIZES]
    return (
        f"손실의 그래디언트가 스텝마다 부호만 바뀌는 가중치를 1에서 {STEPS:,}스텝 걸었습니다. Adam에 벌점을 섞으면 "
        f"마지막 가중치는 {', '.join(told)}입니다. AdamW에서는 두 크기의 선이 겹치고 마지막 가중치가 "
        f"{decayed(max(SIZES))[-1]:.2f}입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""학습률을 키우는 빠르기와 처음 학습률을 바꾸어 가며 범위 시험을 해 봅니다.

가장 낮은 자리(▼)가 얼마나 흔들리는지, 왜 경계를 넘은 뒤에야 드러나는지 봅니다.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lesson_code import drawing, search
from lesson_code.chart import Run, Slider, State, draw_moves
from lesson_code.choosing_learning_rate.facts import BOWL, NARROW
from lesson_code.stability import edge
from lesson_code.surfaces import parabola
from lesson_code.wording import with_particle

GROWTHS = (1.05, 1.1, 1.2, 1.35, 1.5, 1.8, 2.2)  # factors from step to step
FIRSTS = [10 ** (place / 4 - 5) for place in range(13)]  # 1e-5 to 1e-2, four a decade
SMALLEST, LARGEST = 0.01, 40.0  # what is shown of the growing rate
RATES = [SMALLEST * 10 ** (place / 20) for place in range(math.floor(20 * math.log10(LARGEST / SMALLEST)) + 1)]
GROWTH, FIRST = 4, 4  # places of the first state: 1.5 and 1e-4, as in the text


class Tested(NamedTuple):
    """What is tested, and how deep its loss falls."""

    name: str
    curvatures: Sequence[float]
    lowest: float


BOWLS = {"bowl": Tested("그릇", BOWL, 1e-5), "narrow": Tested("좁은 골짜기", NARROW, 3e-12)}


def run(tested: Tested, growth: float, first: float) -> Run:
    """Return one range test: its loss, the steep direction's share in it, and where it was least so far.

    At each of RATES stands the last step that was made with no larger learning rate.
    """
    steps = math.ceil(math.log(LARGEST / first) / math.log(growth)) + 1
    axes = [search.range_test(parabola(curvature), 1.0, first, growth, steps) for curvature in tested.curvatures]
    rates, by_axis = np.array(axes)[0, :, 0], np.array(axes)[:, :, 1]
    losses = by_axis.sum(axis=0)
    least = np.array([losses[: step + 1].argmin() for step in range(steps)])
    seen = np.searchsorted(rates, np.array(RATES) * (1 + 1e-9), side="right") - 1
    points = np.column_stack([rates, losses])
    paths = [points[seen], np.column_stack([rates, by_axis[-1] / losses])[seen], points[least[seen]]]
    return Run(paths=paths, words=words(tested, rates[losses.argmin()]), note=note(tested, rates[losses.argmin()]))


def words(tested: Tested, rate: float) -> str:
    """Return where the loss was least, beside the edge."""
    limit = edge(max(tested.curvatures))
    return f"가장 낮은 자리 {rate:.1f}, 경계의 {rate / limit:.1f}배"


def note(tested: Tested, rate: float) -> str:
    """Return what a tenth of it is worth."""
    below = "아래" if rate / 10 < edge(max(tested.curvatures)) else "위"
    return f"그 10분의 1은 {with_particle(f'{rate / 10:.2f}', '으로/로')} 경계 {below}입니다"


def draw(tested: Tested, shown: Run) -> tuple[Figure, dict[str, Axes]]:
    """Draw one range test; return the figure and the axes of what moves."""
    picture, (left, right) = drawing.panels(2, height=2.8)
    limit = edge(max(tested.curvatures))
    for axes in (left, right):
        axes.set(xscale="log", xlabel="그 스텝의 학습률 η", xlim=(SMALLEST / 2.5, LARGEST))
        drawing.decades(axes.xaxis, 0.01, 0.1, 1, 10)
        axes.axvspan(limit, LARGEST, color=drawing.PALE_DIVERGING, linewidth=0, zorder=0)
    left.set(yscale="log", ylim=(tested.lowest, 4), ylabel="손실", title="스텝 뒤의 손실")
    drawing.decades(left.yaxis, 0.001, 1)
    right.set(ylim=(0, 1.03), ylabel="몫", title="손실에서 급한 방향의 몫")
    drawing.label(right, f"경계 {limit:g}", (limit, 0.95), (-4, 0), drawing.DIVERGING)
    panels = {"loss": left, "share": right, "least": left}
    for (name, axes), path in zip(panels.items(), shown.paths, strict=True):
        if name == "least":
            draw_moves(axes, name, path, parts=["here"], colour=drawing.OCHRE, marker="v")
        else:
            inside = path[: stays(axes, path)]
            draw_moves(axes, name, inside)
    return picture, panels


def stays(axes: Axes, path: NDArray[np.float64]) -> int:
    """Return how many points of a path come before the first above its panel."""
    return int(np.argmax([*(path[:, 1] > axes.get_ylim()[1]), True]))


def figure() -> Figure:
    """Draw the first state."""
    tested = BOWLS["bowl"]
    return draw(tested, run(tested, GROWTHS[GROWTH], FIRSTS[FIRST]))[0]


def describe() -> str:
    """Say what the first state shows."""
    tested = BOWLS["bowl"]
    return (
        f"곡률이 {', '.join(f'{curvature:g}' for curvature in tested.curvatures)}인 그릇에서 학습률을 0.0001부터 "
        f"한 스텝에 {GROWTHS[GROWTH]:g}배씩 키운 범위 시험입니다. 스텝 뒤의 손실을 그린 칸과, 손실에서 급한 방향의 "
        f"몫을 그린 칸이 있습니다. 그 몫은 경계를 넘을 때 거의 0이고, 몇 스텝 뒤에 다시 1로 올라갑니다. "
        f"{run(tested, GROWTHS[GROWTH], FIRSTS[FIRST]).words}입니다."
    )


def states() -> dict[str, State]:
    """Return, for each bowl, every range test of the grid."""
    return {key: state(tested) for key, tested in BOWLS.items()}


def state(tested: Tested) -> State:
    """Return one bowl's range tests by growth and first learning rate."""
    runs: list[Any] = [[run(tested, growth, first) for first in FIRSTS] for growth in GROWTHS]
    picture, panels = draw(tested, runs[GROWTH][FIRST])
    share = math.log(edge(max(tested.curvatures)) / RATES[0]) / math.log(RATES[-1] / RATES[0])
    return State(
        name=tested.name,
        figure=picture,
        panels=panels,
        sliders={
            "growth": Slider("키우는 배수", [f"{growth:g}배" for growth in GROWTHS], GROWTH),
            "first": Slider("처음 학습률", [small(first) for first in FIRSTS], FIRST),
            "until": Slider(
                label="여기까지 키운 학습률",
                values=[f"{rate:.2g}" for rate in RATES],
                start=len(RATES) - 1,
                marks=[(share, f"경계 {edge(max(tested.curvatures)):g}")],
                walks=True,
            ),
        },
        runs=runs,
        says="한 스텝에 {growth}씩, η = {until}까지",
        outside="한 스텝에 {growth}씩, η = {until}에서 그림 밖",
    )


def small(rate: float) -> str:
    """Return a small learning rate with two digits, without an exponent."""
    return f"{rate:.{1 - math.floor(math.log10(rate) + 1e-9)}f}".rstrip("0")


if __name__ == "__main__":
    drawing.show(figure)

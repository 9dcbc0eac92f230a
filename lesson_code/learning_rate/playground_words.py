"""가지고 노는 그림이 움직임을 부르는 말입니다.

포물선의 모습은 닫힌 식이 말해 주고, 나머지 지형에서는 실제로 오래 걸어 본 궤적이 말해 줍니다.
"""

import math
from collections.abc import Callable
from typing import Any

from lesson_code import surfaces
from lesson_code.descent import trajectory
from lesson_code.learning_rate.narrow_valley import EIGENVALUES
from lesson_code.stability import regime, steps_to
from lesson_code.wording import REGIMES, decimal, ending

STEPS = 40  # of the chart
LONG = 4000  # steps after which the ending is read off: even the smallest learning rate has arrived
SHORT = 400  # steps tried first: a walk that rests by then need not go on
NEAR = 0.05  # closer to its end than a picture shows

Said = tuple[str, bool]  # what happens, and whether it comes to rest


def in_valley(learning_rate: float, start: float) -> Said:
    """Return the regime, which is the same from every start beside the bottom."""
    name = regime(learning_rate, surfaces.valley.curvature(start))
    return REGIMES[name], name not in ("cycle", "diverging")


def in_bowl(learning_rate: float, start: Any) -> Said:
    """Return the regime of the steep and of the flat direction."""
    flat, steep = (regime(learning_rate, float(curvature)) for curvature in EIGENVALUES)
    rests = steep not in ("cycle", "diverging")
    if flat == steep:
        return f"두 방향 모두 {REGIMES[flat]}", rests
    return f"급한 방향은 {REGIMES[steep]}, 완만한 방향은 {REGIMES[flat]}", rests


def seen(surface: surfaces.Surface, minima: dict[str, float]) -> Callable[[float, float], Said]:
    """Return a function that walks on until the ending is plain, and says what happened."""

    def said(learning_rate: float, start: float) -> Said:
        walked = trajectory(surface.gradient, start, learning_rate, SHORT)
        if ending(walked) != "멈춤":
            walked += trajectory(surface.gradient, walked[-1], learning_rate, LONG - SHORT)[1:]
        how = ending(walked)
        if how != "멈춤":
            return {"왕복": "두 점을 끝없이 왕복", "떠돎": "멈추지 못하고 떠돎"}[how], False
        rest = f"{min(minima, key=lambda name: abs(minima[name] - walked[-1]))}에서 멈춤"
        arrived = abs(walked[STEPS] - walked[-1]) < NEAR
        return rest if arrived else f"아직 가는 중(더 걸으면 {rest})", True

    return said


def valley_note(learning_rate: float) -> str:
    """Return what a step multiplies by, and how many steps leave 1 % of the way."""
    curvature = surfaces.valley.curvature(0.0)
    count = steps_to(0.01, learning_rate, curvature)
    factor = 1 - learning_rate * curvature
    away = "거리는 그대로입니다" if abs(factor) == 1 else "갈수록 멀어집니다"
    arrival = f"거리가 처음의 1%가 될 때까지 {count:.0f}스텝" if math.isfinite(count) else away
    return f"스텝마다 θ가 {times(factor)} · {arrival}"


def bowl_note(learning_rate: float) -> str:
    """Return what a step multiplies each direction by."""
    flat, steep = (times(1 - learning_rate * float(curvature)) for curvature in EIGENVALUES)
    return f"스텝마다 급한 방향은 {steep}, 완만한 방향은 {flat}"


def times(factor: float) -> str:
    """Return a factor in words, with a third digit where two would call it 1."""
    exact = abs(factor) == 1 or abs(round(factor, 2)) != 1
    return f"{decimal(factor, 2 if exact else 3)}배"

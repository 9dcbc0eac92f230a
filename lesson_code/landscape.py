"""The reader's own landscape: descent on a loss that is a line of Python, as numbers to draw and words to say.

- ``loss``: callable, x as a number or DualNumber -> DualNumber
- ``theta``: a position on it, a float
"""

import json
import math
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from lesson_code import frame
from lesson_code.descent import trajectory
from lesson_code.dual import DualNumber, derivatives
from lesson_code.expression import Loss, Unreadable, read
from lesson_code.stability import edge, regime
from lesson_code.wording import REGIMES, decimal, ending, with_particle

STEPS = 100  # of a walk that is drawn, at most
SHORT, LONG = 400, 2000  # steps after which the ending is looked for, and at most waited for
POINTS = 241  # of the curve
ACROSS = 4.0  # of x that is shown, to both sides; more where the minimum lies further away
FAR = 40.0  # further away no minimum is looked for, and nothing comes back
HUGE = 1e100  # what no picture shows
SURE = 200  # steps in which the careful descent has arrived
FLAT = 1e-3  # a curvature whose edge no reader would meet
SMALLEST = 1e-30  # a curvature that may be divided by
BESIDE = 1e-6  # to both sides of what may be a kink
CLOSER = 16  # times closer, for a second look at it
NEAR = 0.01  # closer to its end than a picture shows

NOWHERE = DualNumber(math.nan, math.nan, math.nan)
TOO_LARGE = "값이 너무 커서 계산할 수 없습니다"
ENDLESS = {"왕복": REGIMES["cycle"], "떠돎": "멈추지 못하고 떠돎", "발산": REGIMES["diverging"]}


def drawn(asked: str) -> str:
    """Return as JSON what ``draw`` returns for arguments in JSON: for the browser."""
    return json.dumps(draw(**json.loads(asked)), ensure_ascii=False, allow_nan=False)


def draw(loss: str, learning_rate: float, start: float, steps: int) -> dict[str, Any]:
    """Return a landscape as numbers to draw and words to say; or, as ``fault``, the line that says why there is none.

    ``walk`` are the positions from the start on, as far as the loss can be computed. In ``panels`` stand the points
    that are seen of it above the curve and by step, the last where they leave the panel, and whether they leave.

    Examples:
        >>> seen = draw("x**2", 0.25, 1.0, 3)
        >>> seen["walk"], seen["edge"], seen["words"]
        ([1.0, 0.5, 0.25, 0.125], 1.0, '단조 수렴, 아직 가는 중')
        >>> draw("1/0", 0.25, 1.0, 3)
        {'fault': '출발점 x = 1.00에서 0으로 나누게 됩니다.'}
    """
    try:
        return _drawn(read(loss), float(learning_rate), float(start), max(1, min(steps, STEPS)))
    except Unreadable as error:
        return {"fault": str(error)}


def minimum(loss: Loss, start: float) -> float | None:
    """Return where careful descent from ``start`` ends: a minimum, a kink, or a maximum it stands on; None if nowhere.

    Nowhere is also a pole, as of log(abs(x)) or 1/x, and where a slope is so small that floats no longer tell heights
    apart, as far out on log(1 + exp(-x)).

    Each step is Newton's with the curvature's size, at most 0.5 long, and halved until the loss falls.

    Examples:
        >>> round(minimum(read("x**4 - 3*x**2 + x"), 2.0), 4)
        1.1309
    """
    theta = start
    for _ in range(SURE):
        here = _at(loss, theta)
        way = here.slope / max(abs(here.curvature), SMALLEST)
        if not (abs(way) < math.inf and abs(theta) < FAR):
            return None
        way = max(-0.5, min(0.5, way))
        if abs(way) > NEAR and all(_at(loss, theta - part).value == here.value for part in (way, way / 2)):
            return None
        while abs(way) > 1e-10 and not _at(loss, theta - way).value < here.value:
            way /= 2
        if abs(way) <= 1e-10:
            return theta if _stands(loss, theta) else None
        theta -= way
    return None


def _drawn(loss: Loss, learning_rate: float, start: float, steps: int) -> dict[str, Any]:
    if why := _wrong(loss, start):
        raise Unreadable(f"출발점 x = {_said(start)}에서 {why}.")
    whole = _walk(loss, start, learning_rate, SHORT)
    if len(whole) > SHORT and ending(whole) != "멈춤":
        whole += _walk(loss, whole[-1], learning_rate, LONG - SHORT)[1:]
    rests = len(whole) > SHORT and ending(whole) == "멈춤"
    bottom = minimum(loss, whole[-1] if rests else start)
    walk = whole[: steps + 1]
    words, settles = _words(loss, whole, steps, learning_rate, bottom)
    return {
        **_picture(loss, walk, steps, learning_rate, start if bottom is None else bottom),
        "walk": walk,
        "words": words,
        "rests": settles,
        "note": "" if bottom is None else _note(loss, bottom),
        "edge": None if bottom is None else _edge(loss, bottom),
    }


def _picture(loss: Loss, walk: Sequence[float], steps: int, learning_rate: float, bottom: float) -> dict[str, Any]:
    """Return the ranges with their ticks, the curve, what is seen of the walk, and the line that says where it is."""
    ends = [-ACROSS, ACROSS, bottom - 1, bottom + 1, walk[0]]
    across = min(ends), max(ends)
    xs = [across[0] + (across[1] - across[0]) * k / (POINTS - 1) for k in range(POINTS)]
    ys = [_at(loss, x).value for x in xs]
    heights = [_at(loss, theta).value for theta in walk]
    up = frame.heights(ys, heights[0], _at(loss, bottom).value)
    above, left = frame.seen(list(zip(walk, heights, strict=True)), across, up)
    shown = len(above) if left else len(walk)
    by_step, gone = frame.seen([(float(k), y) for k, y in enumerate(heights[:shown])], (0.0, float(steps)), up)
    why = _wrong(loss, walk[shown - 1])
    if why not in ("", TOO_LARGE):
        line = f"{shown - 1}스텝 만에 닿은 x = {_said(walk[shown - 1])}에서 {why}"
    elif left:
        line = f"{shown - 1}스텝 만에 그림 밖"
    else:
        line = f"{shown - 1}스텝 뒤의 손실 {_said(heights[-1])}"
    return {
        "ranges": [[*across], [0.0, float(steps)], [*up]],
        "ticks": [frame.ticks(*across), frame.ticks(0.0, float(steps)), frame.ticks(*up)],
        "curve": frame.pieces(list(zip(xs, ys, strict=True)), up),
        "panels": [[above, left], [by_step, gone]],
        "line": f"η = {learning_rate:g}, {line}",
    }


def _computed(loss: Loss, theta: float) -> tuple[DualNumber, str]:
    """Return the loss with its derivatives, and ""; or not-a-numbers, and why it cannot be computed there."""
    try:
        here = derivatives(loss, theta)
    except ZeroDivisionError:
        return NOWHERE, "0으로 나누게 됩니다"
    except OverflowError:
        return NOWHERE, TOO_LARGE
    except ValueError:
        return NOWHERE, "log, sqrt, 거듭제곱의 값이 실수가 아닙니다"
    return (here, "") if abs(here.value) < HUGE else (NOWHERE, TOO_LARGE)


def _at(loss: Loss, theta: float) -> DualNumber:
    return _computed(loss, theta)[0]


def _wrong(loss: Loss, theta: float) -> str:
    return _computed(loss, theta)[1]


def _walk(loss: Loss, start: float, learning_rate: float, steps: int) -> list[float]:
    """Return the trajectory as far as it can be computed."""
    positions = trajectory(lambda theta: _at(loss, theta).slope, start, learning_rate, steps)
    return list(takewhile(lambda theta: abs(theta) < HUGE, positions))


def _beside(loss: Loss, theta: float, away: float = BESIDE) -> tuple[float, float]:
    """Return the slopes to both sides."""
    return _at(loss, theta - away).slope, _at(loss, theta + away).slope


def _stands(loss: Loss, theta: float) -> bool:
    """Return whether the loss is finite there: at a pole slopes grow as fast as one comes closer, at a cusp slower."""
    slopes = zip(_beside(loss, theta), _beside(loss, theta, BESIDE / CLOSER), strict=True)
    return all(math.isfinite(near) and abs(near) <= CLOSER**0.99 * abs(far) for far, near in slopes)


def _sharp(loss: Loss, theta: float) -> bool:
    """Return whether there is no curvature: where the slope turns smoothly, its turn shrinks with the distance."""
    (left, right), (nearer_left, nearer_right) = _beside(loss, theta), _beside(loss, theta, BESIDE / CLOSER)
    return 0 < right - left < 0.9 * CLOSER * (nearer_right - nearer_left)


def _edge(loss: Loss, bottom: float) -> float | None:
    curvature = _at(loss, bottom).curvature
    return edge(curvature) if FLAT < curvature < HUGE and not _sharp(loss, bottom) else None


def _words(
    loss: Loss, whole: Sequence[float], steps: int, learning_rate: float, bottom: float | None
) -> tuple[str, bool]:
    """Return what becomes of the walk in the end, and whether it comes to rest."""
    if _wrong(loss, whole[-1]) not in ("", TOO_LARGE):
        return "계산할 수 없는 곳에 닿음", False
    how = ending(whole) if len(whole) > SHORT and abs(whole[-1]) < FAR else "발산"
    if bottom is None:
        return ("평평한 곳에서 거의 멈춤", True) if how == "멈춤" else ("끝없이 내려감", False)
    if how == "떠돎" and 0 < (whole[-1] - whole[-2]) / (whole[-2] - whole[-3]) < 1:
        return "아주 느리게 수렴", True
    if how != "멈춤":
        return ENDLESS[how], False
    limit = _edge(loss, bottom)
    words = REGIMES[regime(learning_rate, 2 / limit)] if limit and learning_rate < limit else "멈춤"
    return (words if abs(whole[steps] - whole[-1]) < NEAR else f"{words}, 아직 가는 중"), True


def _note(loss: Loss, bottom: float) -> str:
    """Return the edge at the bottom that the walk reached, or would reach with care; or why there is none."""
    curvature, where = _at(loss, bottom).curvature, f"x = {_said(bottom)}"
    if limit := _edge(loss, bottom):
        bent = _said(curvature) if curvature >= 0.1 else f"{curvature:.2g}"
        most = f"{limit:.0f}" if limit >= 100 else f"{limit:.3g}"
        return f"{where}의 최소점에서 f″ = {bent}, 경계 2/f″ = {most}"
    if _sharp(loss, bottom):
        return f"{where}의 바닥에서는 기울기가 갑자기 바뀌어 f″도 경계도 없습니다"
    if curvature < -FLAT:
        return f"{with_particle(where, '은/는')} 최소점이 아니라 꼭대기입니다"
    return f"{where}의 바닥은 f″가 0에 가까워 경계를 정할 수 없습니다"


def _said(value: float) -> str:
    return decimal(value) if abs(value) < 1e6 else f"{value:.2e}".replace("-", "−")

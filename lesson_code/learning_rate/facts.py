"""본문이 인용하는 수를 모두 여기서 계산합니다. 함수 하나가 수 하나이고, 테스트는 이 값을 발표된 값과 비교합니다.

D2L means Zhang et al., "Dive into Deep Learning", chapter "Gradient Descent".
"""

import math
from typing import NamedTuple

from lesson_code import stability
from lesson_code.descent import destination, trajectory
from lesson_code.surfaces import log_cosh, valley, wave
from lesson_code.wording import ending

LINE = range(100)  # the features of the line whose fit diverges late, unscaled
LONG = 20_000  # steps after which every run below has settled, unless it stands right at its edge


def line_curvature() -> float:
    """Return the largest Hessian eigenvalue of a line's mean-square loss, 6568.49 for 0..99."""
    # the Hessian is twice [[mean x^2, mean x], [mean x, 1]]
    square, mean = sum(x * x for x in LINE) / len(LINE), sum(LINE) / len(LINE)
    return square + 1 + math.hypot(square - 1, 2 * mean)


def line_edge() -> float:
    """Return the edge of fitting a line by mean-square loss, 3.0448e-4 for 0..99."""
    return stability.edge(line_curvature())


def line_overflow_step(learning_rate: float) -> int | None:
    """Return the first step with infinite loss, fitting 0.1 x + 0.3 from W = 0.5, b = 0 (tensorflow#3148), or None."""
    square, mean = sum(x * x for x in LINE) / len(LINE), sum(LINE) / len(LINE)
    slope, offset = 0.5 - 0.1, 0.0 - 0.3  # how far W and b are from the answer
    for count in range(LONG):
        if sum((slope * x + offset) * (slope * x + offset) for x in LINE) == math.inf:
            return count
        by_slope, by_offset = 2 * (slope * square + offset * mean), 2 * (slope * mean + offset)
        slope, offset = slope - learning_rate * by_slope, offset - learning_rate * by_offset
    return None


def orbit_of_log_cosh(learning_rate: float) -> float:
    """Return r of the cycle -r, r in which log cosh ends, the root of 2 r = learning_rate tanh r; 1.28784 for 3."""
    return float(abs(destination(log_cosh.gradient, 1.0, learning_rate, LONG)))


def wave_settles(learning_rate: float) -> tuple[float, ...]:
    """Return the point, or the two points, where x cos(0.15 pi x) ends from 10; () if it wanders on.

    7.2694 up to 1.1027, 6.7751 and 7.7110 at 1.12, -1.8257 from 1.735 to 2.043 (surface and start: D2L).
    """
    end = destination(wave.gradient, 10.0, learning_rate, LONG)
    last = trajectory(wave.gradient, end, learning_rate, 2)
    return {"멈춤": (end,), "왕복": tuple(sorted(last[:2]))}.get(ending(last), ())


def wave_edge(learning_rate: float = 1.0) -> float:
    """Return 2 / f'' where a learning rate settles, above which that minimum cannot hold: 1.1027, 2.0432 for 1.9."""
    return stability.edge(wave.curvature(*wave_settles(learning_rate)))  # Nar & Sastry 2018


def wave_orbit(learning_rate: float) -> int:
    """Return over how many points, up to 16, descent of the wave from 10 goes round in the end; 0 if it wanders."""
    end = destination(wave.gradient, 10.0, learning_rate, LONG)
    back = (count for count, x in enumerate(trajectory(wave.gradient, end, learning_rate, 16)) if abs(x - end) < 1e-6)
    return next((count for count in back if count), 0)


def wave_doubling(points: int) -> float:
    """Return up to which learning rate descent of the wave from 10 goes round over ``points`` points or fewer.

    1.396 for 2, 1.461 for 4 and 1.474 for 8; for 1 ``wave_edge`` is exact.
    """
    low, high = 1.0, 1.477
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if 0 < wave_orbit(middle) <= points else (low, middle)
    return low


def wave_parting(learning_rate: float, apart: float = 1e-9) -> int | None:
    """Return the first step at which two walks of the wave, from 10 and ``apart`` beside it, are 1 apart, or None."""
    walks = (trajectory(wave.gradient, start, learning_rate, LONG) for start in (10.0, 10.0 + apart))
    return next((count for count, (one, other) in enumerate(zip(*walks, strict=True)) if abs(one - other) > 1), None)


class Overflow(NamedTuple):
    """The steps at which a diverging run is no number any more."""

    loss_is_inf: int
    theta_is_nan: int


def float32_overflow() -> Overflow:
    """Return 231 and 472: x^2 from 10 at 1.1 in float32."""
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        positions = trajectory(valley.gradient, np.float32(10), np.float32(1.1), 500)
        losses = [theta * theta for theta in positions]
    return Overflow(int(np.argmax(np.isinf(losses))), int(np.argmax(np.isnan(positions))))


def goe_probability(n: int) -> float:
    """Return P(all n eigenvalues > 0) in the Gaussian orthogonal ensemble, n = 1, 2, 3 (cf. Dauphin et al. 2014)."""
    return {1: 1 / 2, 2: (2 - math.sqrt(2)) / 4, 3: (math.pi - 2 * math.sqrt(2)) / (4 * math.pi)}[n]

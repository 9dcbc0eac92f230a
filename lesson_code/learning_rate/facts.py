"""본문이 인용하는 수를 모두 여기서 계산합니다. 함수 하나가 수 하나이고, 시험은 이 값을 발표된 값과 견줍니다.

D2L means Zhang et al., "Dive into Deep Learning", chapter "Gradient Descent".
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from lesson_code import stability
from lesson_code.descent import destination, trajectory
from lesson_code.surfaces import Surface, bumpy, log_cosh, parabola, quartic, valley, wave

LINE = range(100)  # the features of the line whose fit diverges late, unscaled
THREE_CURVATURES = (0.01, 0.1, 1.0)  # Goh 2017, Distill, "Why Momentum Really Works"
LONG = 20_000  # steps after which every run below has settled, unless it stands right at its edge
CLOSE = 1e-6  # two positions nearer than this are one


def after_ten_steps(learning_rate: float) -> float:
    """Return where ten steps from 10 on x^2 end (D2L: 0.060466 for 0.2, 3.486784 for 0.05, 61.917364 for 1.1)."""
    return float(destination(valley.gradient, 10.0, learning_rate, 10))


def mirror(learning_rate: float, curvature: float) -> float:
    """Return the other learning rate that is equally fast, 2 / curvature - learning_rate."""
    return stability.edge(curvature) - learning_rate


def best_for_three_curvatures() -> tuple[float, float]:
    """Return the best learning rate of Distill's bowl, 1.980198, and the factor it leaves, 0.980198 (Goh 2017)."""
    learning_rate = stability.best_learning_rate(THREE_CURVATURES)
    return learning_rate, stability.contraction(learning_rate, THREE_CURVATURES)


def bowl_after_twenty_steps() -> tuple[float, float]:
    """Return where 0.1 x^2 + 2 y^2 ends from (-5, -2) at 0.6 (D2L, "Momentum": -0.387814, -1673.365109)."""
    flat, steep = parabola(0.2), parabola(4.0)
    return destination(flat.gradient, -5.0, 0.6, 20), destination(steep.gradient, -2.0, 0.6, 20)


def line_curvature(features: Sequence[float] = LINE) -> float:
    """Return the largest Hessian eigenvalue of a line's mean-square loss, 6568.49 for 0..99."""
    # the Hessian is twice [[mean x^2, mean x], [mean x, 1]]
    square, mean = sum(x * x for x in features) / len(features), sum(features) / len(features)
    return square + 1 + math.hypot(square - 1, 2 * mean)


def line_edge(features: Sequence[float] = LINE) -> float:
    """Return the edge of fitting a line by mean-square loss, 3.0448e-4 for 0..99."""
    return stability.edge(line_curvature(features))


def sum_loss_edge(features: Sequence[float] = LINE) -> float:
    """Return the edge of the same fit when the squares are summed: the mean's edge divided by their number."""
    return line_edge(features) / len(features)


def weight_curvature(features: Sequence[float]) -> float:
    """Return f'' of the mean-square loss of y = W x, 2 mean(x^2): a feature times s makes it times s^2."""
    return 2 * sum(x * x for x in features) / len(features)


def line_overflow_step(learning_rate: float, limit: int = 20_000) -> int | None:
    """Return the first step with infinite loss, fitting 0.1 x + 0.3 from W = 0.5, b = 0 (tensorflow#3148), or None."""
    square, mean = sum(x * x for x in LINE) / len(LINE), sum(LINE) / len(LINE)
    slope, offset = 0.5 - 0.1, 0.0 - 0.3  # how far W and b are from the answer
    for count in range(limit + 1):
        if sum((slope * x + offset) * (slope * x + offset) for x in LINE) == math.inf:
            return count
        by_slope, by_offset = 2 * (slope * square + offset * mean), 2 * (slope * mean + offset)
        slope, offset = slope - learning_rate * by_slope, offset - learning_rate * by_offset
    return None


def three_events(learning_rate: float) -> tuple[bool, bool, bool]:
    """Return whether x^2 / 2 is crossed (past 1), its loss no longer falls (from 2 on), it diverges (past 2)."""
    surface = parabola(1.0)
    positions = trajectory(surface.gradient, 1.0, learning_rate, 20)
    losses = [surface.loss(theta) for theta in positions]
    return min(positions) < 0, losses[1] >= losses[0], losses[-1] > losses[0]


def orbit_of_log_cosh(learning_rate: float) -> float:
    """Return r of the cycle -r, r in which log cosh ends, the root of 2 r = learning_rate tanh r; 1.28784 for 3."""
    return float(abs(destination(log_cosh.gradient, 1.0, learning_rate, LONG)))


def quartic_threshold(learning_rate: float) -> float:
    """Return sqrt(2 / learning_rate), the distance from 0 beyond which a start on x^4 / 4 diverges."""
    return math.sqrt(2 / learning_rate)


def quartic_diverges(start: float, learning_rate: float) -> bool:
    """Return whether a run of 1000 steps on x^4 / 4 leaves the finite numbers."""
    return not math.isfinite(destination(quartic.gradient, start, learning_rate, 1000))


def _settles(surface: Surface, start: float, learning_rate: float, steps: int) -> tuple[float, ...]:
    end = destination(surface.gradient, start, learning_rate, steps)
    after = trajectory(surface.gradient, end, learning_rate, 16)
    for period in range(1, len(after)):
        if abs(after[period] - end) < CLOSE:
            return tuple(sorted(after[:period]))
    return ()


def wave_settles(learning_rate: float, steps: int = LONG) -> tuple[float, ...]:
    """Return the point, or the points of the orbit, where x cos(0.15 pi x) ends from 10; () if it wanders on.

    7.2694 up to 1.1027, 6.7751 and 7.7110 at 1.12, -1.8257 from 1.8 to 2.0 (surface and start: D2L).
    """
    return _settles(wave, 10.0, learning_rate, steps)


def wave_edge() -> float:
    """Return 2 / f'' at 7.2694, above which that minimum cannot hold (Nar & Sastry 2018), 1.1027."""
    return stability.edge(wave.curvature(*wave_settles(1.0)))


def bumpy_settles(learning_rate: float, start: float = -4.6) -> tuple[float, ...]:
    """Return the same for the bumpy surface, where a large learning rate, 1.5, lands lower than a small, 0.1."""
    return _settles(bumpy, start, learning_rate, LONG)


def quartic_decay(steps: int, learning_rate: float = 0.1) -> float:
    """Return x after so many steps on x^4 / 4 from 1, about 1 / sqrt(2 learning_rate steps) for many."""
    return float(destination(quartic.gradient, 1.0, learning_rate, steps))


def quartic_steps_to(tolerance: float, learning_rate: float) -> int:
    """Return how many steps x^4 / 4 takes from 1 down to the tolerance: the ground is flat there."""
    theta, count = 1.0, 0
    while theta > tolerance:
        theta, count = destination(quartic.gradient, theta, learning_rate, 1), count + 1
    return count


class LateDivergence(NamedTuple):
    """A falling curve that proved nothing."""

    first_loss: float
    lowest_loss: float
    lowest_step: int
    overtaking_step: int


def late_divergence() -> LateDivergence:
    """Return 0.5, 8.9e-5, 240 and 695: curvatures 1 and 100 from (1, 1e-4), 0.5 % past the edge."""
    slow, fast = parabola(1.0), parabola(100.0)
    learning_rate = 1.005 * stability.edge(fast.curvature(0.0))
    along = trajectory(slow.gradient, 1.0, learning_rate, 1000)
    across = trajectory(fast.gradient, 1e-4, learning_rate, 1000)
    losses = [slow.loss(x) + fast.loss(y) for x, y in zip(along, across, strict=True)]
    overtaking_step = next(i for i, loss in enumerate(losses) if loss > losses[0])
    return LateDivergence(losses[0], min(losses), losses.index(min(losses)), overtaking_step)


def float32_overflow() -> tuple[int, int]:
    """Return the steps at which the loss is inf, 231, and theta NaN, 472: x^2 from 10 at 1.1 in float32."""
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        positions = trajectory(valley.gradient, np.float32(10), np.float32(1.1), 500)
        losses = [theta * theta for theta in positions]
    return int(np.argmax(np.isinf(losses))), int(np.argmax(np.isnan(positions)))


def largest_step_that_is_lost(precision: Literal["float32", "float16"]) -> float:
    """Return the largest power of two that changes nothing when subtracted from 1: 2^-25 or 2^-12."""
    import numpy as np

    number = np.dtype(precision).type
    return next(2.0**-k for k in range(60) if number(1) - number(2.0**-k) == number(1))


def goe_probability(n: int) -> float:
    """Return P(all n eigenvalues > 0) in the Gaussian orthogonal ensemble, n = 1, 2, 3 (cf. Dauphin et al. 2014)."""
    return {1: 1 / 2, 2: (2 - math.sqrt(2)) / 4, 3: (math.pi - 2 * math.sqrt(2)) / (4 * math.pi)}[n]

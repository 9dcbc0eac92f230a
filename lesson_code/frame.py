"""What of a curve and a walk a picture shows: ranges, round values on the axes, and where lines leave the frame.

- ``up``, ``box``: ranges (low, high) of the frame
"""

import math
from collections.abc import Sequence
from itertools import takewhile

Point = tuple[float, float]
Range = tuple[float, float]

TICKS = 4  # of an axis, about
SMALLEST = 1e-300  # range that floats can divide


def heights(values: Sequence[float], *wanted: float) -> Range:
    """Return the range of losses that is shown: the wanted ones, and of the curve what does not tower over the rest.

    Examples:
        >>> heights([0.0] * 9 + [1000.0], 1.0)
        (-0.08, 1.08)
    """
    sizes = sorted([*filter(math.isfinite, values), *wanted])
    low, high = min(sizes[len(sizes) // 50], *wanted), max(sizes[len(sizes) * 4 // 10], *wanted)
    size = max(abs(low), abs(high))
    room = high - low if high - low > 1e-9 * size else size
    room = room if room > SMALLEST else 1.0
    return low - 0.08 * room, high + 0.08 * room


def pieces(curve: Sequence[Point], up: Range) -> list[list[Point]]:
    """Return the curve in pieces that can be computed, cut off far above and below the picture.

    Examples:
        >>> pieces([(0.0, 1.0), (1.0, math.nan), (2.0, 99.0)], (0.0, 5.0))
        [[(0.0, 1.0)], [(2.0, 10.0)]]
    """
    parts: list[list[Point]] = [[]]
    for x, y in curve:
        if math.isfinite(y):
            parts[-1].append((x, max(2 * up[0] - up[1], min(2 * up[1] - up[0], y))))
        elif parts[-1]:
            parts.append([])
    return [piece for piece in parts if piece]


def seen(points: Sequence[Point], *box: Range) -> tuple[list[Point], bool]:
    """Return the points inside the box and, if they leave it, where on its border; and whether they leave.

    Examples:
        >>> seen([(0.0, 0.0), (2.0, 4.0)], (-1.0, 1.0), (0.0, 5.0))
        ([(0.0, 0.0), (1.0, 2.0)], True)
    """

    def inside(point: Point) -> bool:
        return all(low <= x <= high for x, (low, high) in zip(point, box, strict=True))

    kept = list(takewhile(inside, points))
    if len(kept) == len(points):
        return kept, False
    here, there = kept[-1], points[len(kept)]
    shares = [
        ((high if b > a else low) - a) / (b - a)
        for a, b, (low, high) in zip(here, there, box, strict=True)
        if not low <= b <= high
    ]
    if not all(map(math.isfinite, there)):
        return [*kept, here], True
    share = min(shares)
    return [*kept, (here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1]))], True


def ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return round values between two, and how they are written.

    Examples:
        >>> ticks(-1.2, 2.9)
        [(-1.0, '−1'), (0.0, '0'), (1.0, '1'), (2.0, '2')]
    """
    size = 10.0 ** math.floor(math.log10((high - low) / TICKS))
    unit = next(size * factor for factor in (1, 2, 5, 10) if size * factor * (TICKS + 1) >= high - low)
    rounds = [k * unit for k in range(math.ceil(low / unit), math.floor(high / unit) + 1)]
    return [(value, f"{value:.6g}".replace("-", "−")) for value in rounds]

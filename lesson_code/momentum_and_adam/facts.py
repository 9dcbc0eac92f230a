"""본문이 인용하는 수를 여기서 계산합니다. 함수 하나가 수 하나입니다."""

import math

import numpy as np

from lesson_code.descent import destination, trajectory
from lesson_code.momentum_and_adam import clipping, root_of_kappa, roots, walks
from lesson_code.optimizers import clipped
from lesson_code.stability import best_learning_rate, contraction
from lesson_code.surfaces import double_well, quartic, valley

PARAMETERS = 1_000_000  # of a model for which Newton's matrix is counted
BYTES = 4  # of a float32


def plain_contraction(condition: float) -> float:
    """Return what descent at its best rate leaves of the distance in a step, (κ - 1) / (κ + 1)."""
    spectrum = [1.0, condition]
    return contraction(best_learning_rate(spectrum), spectrum)


def remembering_contraction(condition: float) -> float:
    """Return what momentum at its best leaves, (√κ - 1) / (√κ + 1)."""
    rate, beta = walks.tuned(1.0, condition)
    return float(roots.contraction("모멘텀", rate, beta, [1.0, condition]))


def tuned_rate(condition: float) -> float:
    """Return the best learning rate of momentum between the curvatures 1 and κ."""
    return walks.tuned(1.0, condition)[0]


def tuned_beta(condition: float) -> float:
    """Return the best beta of momentum there."""
    return walks.tuned(1.0, condition)[1]


def equally_fast(beta: float, condition: float) -> tuple[float, float]:
    """Return between which learning rates momentum leaves √beta a step on curvatures from 1 to κ."""
    return (1 - math.sqrt(beta)) ** 2, (1 + math.sqrt(beta)) ** 2 / condition


def looking_contraction(condition: float) -> float:
    """Return what Nesterov's momentum leaves with rate 1/L and beta (√κ - 1) / (√κ + 1): 1 - 1/√κ."""
    beta = (math.sqrt(condition) - 1) / (math.sqrt(condition) + 1)
    return float(roots.contraction("네스테로프", 1 / condition, beta, [1.0, condition]))


def memory_limit(beta: float) -> float:
    """Return how long a step of momentum gets in the end where the gradient stays the same, in learning rates."""
    return 1 / (1 - beta)


def newton_terabytes() -> float:
    """Return how many terabytes the second derivatives of so many parameters take."""
    return PARAMETERS**2 * BYTES / 1e12


def newton_in_the_double_well(start: float, steps: int = 20) -> float:
    """Return where Newton's steps lead in the double well; from its middle to the top."""
    theta = start
    for _ in range(steps):
        theta -= double_well.gradient(theta) / double_well.curvature(theta)
    return theta


def clipped_past_the_edge() -> tuple[float, float]:
    """Return the least and greatest distance from the bottom of x² late on the way at 1.1, clipped at 1."""
    late = trajectory(clipped(valley.gradient, 1.0), 1.0, 1.1, 1000)[-100:]
    return float(np.min(np.abs(late))), float(np.max(np.abs(late)))


def unclipped_first() -> float:
    """Return where the first step on x⁴/4 leads without clipping."""
    return float(destination(quartic.gradient, clipping.START, clipping.RATE, 1))


def overshoot(method: str) -> float:
    """Return how far a method passes the bottom of x² from 1 at 0.1 with beta 0.9."""
    _, walk = roots.METHODS[method]
    return -float(min(walk(valley.gradient, 1.0, 0.1, 100)))


def times_more(method: str) -> float:
    """Return how many times more steps a method needs where κ is 10,000 instead of 100."""
    way = {"경사하강법": root_of_kappa.plain, "모멘텀": root_of_kappa.remembering}[method]
    return root_of_kappa.steps_to_near(way, 10_000) / root_of_kappa.steps_to_near(way, 100)

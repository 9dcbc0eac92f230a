"""본문이 인용하는 수를 여기서 계산합니다. 함수 하나가 수 하나입니다."""

import numpy as np

from lesson_code.descent import trajectory
from lesson_code.gradient_descent import five_points, not_aimed, quiet_loss
from lesson_code.surfaces import double_well, line_fit, valley
from lesson_code.wording import decimal

LONG = 1000  # steps after which every run below has settled


def mean_error(w: float) -> float:
    """Return the mean of the errors, not squared, of y = w x; -0.8 whatever w."""
    return float(np.mean(five_points.errors(np.array([w, 0.0]))))


def walk(steps: int) -> float:
    """Return where descent on the fitted line stands after so many steps from -1 at 0.1."""
    return float(trajectory(line_fit.gradient, -1.0, 0.1, steps)[-1])


def walked_length(learning_rate: float) -> float:
    """Return the sum of all step lengths on x² from 10; 10 up to 1/L, 10 ηL / (2 - ηL) beyond."""
    return float(np.abs(np.diff(trajectory(valley.gradient, 10.0, learning_rate, LONG))).sum())


def walked_height(learning_rate: float) -> float:
    """Return the sum of all changes of the loss on the same way, each without its sign; 100 below the edge."""
    positions = np.array(trajectory(valley.gradient, 10.0, learning_rate, LONG))
    return float(np.abs(np.diff(valley.loss(positions))).sum())


def steepest_degree() -> int:
    """Return which of 360 directions from (-5, -2) loses most per length on 0.1 θ₁² + 2 θ₂², to first order."""
    first, second = not_aimed.gradient(not_aimed.START)
    turns = np.radians(np.arange(360))
    return int(np.argmin(first * np.cos(turns) + second * np.sin(turns)))


def top() -> float:
    """Return where the double well has its top, between the two minima; -0.1010."""
    return float(sorted(np.roots([1, 0, -1, -0.1]).real)[1])


def well(start: float) -> float:
    """Return where descent in the double well ends."""
    return float(trajectory(double_well.gradient, start, 0.1, LONG)[-1])


def quiet() -> tuple[int, str, str]:
    """Return the first quiet step on the bumpy surface, the loss there and the loss at the end, as text."""
    losses, step = quiet_loss.losses(), quiet_loss.first_quiet_step()
    return step, decimal(losses[step]), decimal(losses[-1])


def point_slopes(w: float) -> list[float]:
    """Return the slope by w of each point's own squared error."""
    return [float(five_points.gradient(np.array([w, 0.0]), [point])[0]) for point in five_points.ALL]


def slope_angle() -> float:
    """Return by how many degrees the first step on 0.1 θ₁² + 2 θ₂² from (-5, -2) misses the minimum; 61.07."""
    return not_aimed.angle()

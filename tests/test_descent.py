"""The three functions of descent against the closed form x_k = (1 - learning_rate * L)^k x_0 of the parabola."""

import math
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.descent import destination, step, trajectory
from lesson_code.surfaces import absolute, bumpy, log_cosh, parabola, quartic, steep_valley, valley, wave

ROOT = Path(__file__).parent.parent
CURVED = [valley, bumpy, log_cosh, quartic, wave]
every_curved = pytest.mark.parametrize("surface", CURVED, ids=["valley", "bumpy", "log_cosh", "quartic", "wave"])
curvatures = st.floats(1e-3, 1e3)
starts = st.floats(-10, 10).filter(lambda theta: abs(theta) > 1e-6)
products = st.floats(0.01, 3)  # learning_rate * curvature


@given(products, curvatures, starts, st.integers(0, 40))
def test_trajectory_on_a_parabola_follows_the_closed_form(product, curvature, start, steps):
    positions = trajectory(parabola(curvature).gradient, start, product / curvature, steps)
    expected = [(1 - product) ** k * start for k in range(steps + 1)]
    assert positions == pytest.approx(expected, rel=1e-9, abs=1e-12 * abs(start))


@given(starts, products)
def test_step_subtracts_learning_rate_times_gradient(theta, learning_rate):
    assert step(theta, lambda x: 3 * x + 1, learning_rate) == theta - learning_rate * (3 * theta + 1)


@every_curved
def test_step_takes_an_array_and_gives_the_values_of_the_floats(surface):
    theta = np.linspace(-3, 3, 13)
    together = step(theta, surface.gradient, 0.1)
    one_by_one = [step(float(x), surface.gradient, 0.1) for x in theta]
    assert together == pytest.approx(one_by_one, rel=1e-12, abs=1e-14)


@every_curved
def test_trajectory_takes_an_array_and_gives_the_values_of_the_floats(surface):
    start = np.linspace(-2, 2, 9)
    together = np.array(trajectory(surface.gradient, start, 0.1, 20))
    one_by_one = np.array([trajectory(surface.gradient, float(x), 0.1, 20) for x in start]).T
    assert together == pytest.approx(one_by_one, rel=1e-10, abs=1e-12)


def test_learning_rates_broadcast_against_starts():
    learning_rates, start = np.array([[0.1], [0.4]]), np.array([1.0, 2.0, 3.0])
    together = destination(valley.gradient, start, learning_rates, 5)
    expected = [[destination(valley.gradient, x, rate, 5) for x in (1.0, 2.0, 3.0)] for rate in (0.1, 0.4)]
    assert together == pytest.approx(np.array(expected))


@given(st.integers(0, 50))
def test_trajectory_has_one_position_more_than_steps(steps):
    assert len(trajectory(valley.gradient, 1.0, 0.1, steps)) == steps + 1


def test_trajectory_begins_at_the_start():
    assert trajectory(valley.gradient, 7.0, 0.1, 3)[0] == 7.0


@given(starts, st.floats(0.01, 1.2), st.integers(0, 60), st.sampled_from(CURVED))
def test_destination_is_the_last_of_the_trajectory(start, learning_rate, steps, surface):
    last = trajectory(surface.gradient, start, learning_rate, steps)[-1]
    end = destination(surface.gradient, start, learning_rate, steps)
    assert end == last or (math.isnan(end) and math.isnan(last))


def test_arrays_given_as_start_are_left_as_they_were():
    start = np.array([1.0, 2.0])
    trajectory(valley.gradient, start, 0.1, 3)
    assert start.tolist() == [1.0, 2.0]


def test_destination_needs_no_more_memory_for_more_steps():
    start = np.ones(100_000)

    def peak(steps):
        tracemalloc.start()
        destination(valley.gradient, start, 0.1, steps)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(100) < 1.1 * peak(5)


@pytest.mark.parametrize("walk", [trajectory, destination])
@pytest.mark.parametrize("learning_rate", [0, 0.0, -0.1, math.inf, -math.inf, math.nan])
def test_impossible_learning_rate_is_refused_with_its_name_and_value(walk, learning_rate):
    with pytest.raises(ValueError, match=rf"^learning_rate .*not {learning_rate!r}$"):
        walk(valley.gradient, 1.0, learning_rate, 3)


@pytest.mark.parametrize("walk", [trajectory, destination])
def test_negative_step_count_is_refused_with_its_name_and_value(walk):
    with pytest.raises(ValueError, match=r"^steps .*not -3$"):
        walk(valley.gradient, 1.0, 0.1, -3)


@given(st.floats(1e-3, 1e3))
def test_no_learning_rate_moves_a_point_where_the_gradient_is_zero(learning_rate):
    assert destination(quartic.gradient, 0.0, learning_rate, 100) == 0.0


@given(starts, st.floats(1e-4, 10))
def test_steep_but_straight_walls_never_diverge(start, learning_rate):
    farthest = max(abs(theta) for theta in trajectory(absolute.gradient, start, learning_rate, 200))
    assert farthest <= max(abs(start), 100 * learning_rate)


def test_a_curved_valley_diverges_however_small_its_first_gradient():
    assert not math.isfinite(destination(steep_valley.gradient, 1e-300, 0.0201, 200_000))


@pytest.mark.parametrize(
    ("surface", "smoothness"),
    [
        (parabola(0.3), 0.3),
        (valley, 2.0),
        (log_cosh, 1.0),
        (bumpy, float(np.abs(bumpy.curvature(np.linspace(-20, 20, 400_001))).max())),
    ],
    ids=["parabola", "valley", "log_cosh", "bumpy"],
)
@given(theta=st.floats(-8, 8), product=st.floats(0.01, 3))
def test_descent_lemma_bounds_the_loss_after_a_step(surface, smoothness, theta, product):
    learning_rate = product / smoothness
    promised = surface.loss(theta) - learning_rate * (1 - product / 2) * surface.gradient(theta) ** 2
    assert surface.loss(step(theta, surface.gradient, learning_rate)) <= promised + 1e-9


def test_core_imports_nothing_but_the_standard_library():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules)\n"
        "import lesson_code.descent, lesson_code.stability, lesson_code.surfaces, lesson_code.wording\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["lesson_code"]

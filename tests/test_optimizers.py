"""Momentum and Adam against closed forms; against PyTorch they stand in test_torch.py."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.descent import trajectory
from lesson_code.optimizers import EPSILON, adam, adam_edge, adamw, clipped, momentum, momentum_edge, nesterov
from lesson_code.surfaces import parabola, quartic

curvatures = st.floats(1e-3, 1e3)
betas = st.floats(0, 0.95)


@given(curvatures, st.floats(0.01, 1.9))
def test_momentum_without_memory_is_gradient_descent(curvature, product):
    surface, rate = parabola(curvature), product / curvature
    assert momentum(surface.gradient, 1.0, rate, 20, beta=0.0) == trajectory(surface.gradient, 1.0, rate, 20)


@given(curvatures, betas)
def test_momentum_converges_just_below_its_edge_and_not_just_above(curvature, beta):
    edge = momentum_edge(curvature, beta)
    below, above = (
        np.abs(momentum(parabola(curvature).gradient, 1.0, rate * edge, 2000, beta)) for rate in (0.98, 1.02)
    )
    assert below[-100:].max() < 1e-3 and above[-100:].max() > 1e3


@given(st.floats(1e-3, 1e3), st.floats(0.001, 0.5))
def test_first_step_of_adam_is_as_long_as_the_learning_rate_whatever_the_loss_is_measured_in(curvature, rate):
    positions = adam(parabola(curvature).gradient, 1.0, rate, 1)
    assert positions[0] - positions[1] == pytest.approx(rate, rel=1e-4)


@given(st.floats(0.1, 1e3))
def test_adam_walks_alike_on_a_loss_that_is_multiplied(times):
    one, multiplied = (adam(parabola(2.0 * factor).gradient, 1.0, 0.05, 100) for factor in (1, times))
    assert multiplied == pytest.approx(one, abs=1e-5)


def test_edges_are_those_of_the_memory_that_momentum_and_adam_have_unless_told():
    at_edge = momentum(parabola(1.0).gradient, 1.0, momentum_edge(1.0), 2000)
    assert 0.1 < np.abs(at_edge[-100:]).max() < 1e3
    assert adam_edge(1.0) == adam_edge(1.0, beta=0.9)


def test_edge_of_adam_is_inverse_to_the_learning_rate():
    assert adam_edge(0.5) == 2 * adam_edge(1.0)


@pytest.mark.parametrize("way", [momentum, nesterov, adam, adamw])
def test_walk_that_starts_at_a_bottom_at_zero_stays_there(way):
    assert way(quartic.gradient, 0.0, 0.1, 3) == [0.0] * 4


def test_step_of_adam_is_halved_where_the_gradient_is_as_small_as_its_epsilon():
    assert adam(lambda theta: EPSILON, 1.0, 0.5, 1)[1] == pytest.approx(1 - 0.5 / 2)


def test_adam_with_a_frozen_scale_diverges_at_its_edge():
    # with the scale held at 1, what is left is momentum of means: its edge is (2 + 2 beta) / (1 - beta) = 38
    def ends(product):
        theta, mean = 1.0, 0.0
        for _ in range(4000):
            mean = 0.9 * mean + 0.1 * theta
            theta -= product * mean
        return abs(theta)

    assert ends(0.997 * adam_edge(1.0)) < 1 < ends(1.003 * adam_edge(1.0))


@pytest.mark.parametrize("way", [momentum, nesterov, adam, adamw])
def test_array_of_starts_walks_like_each_of_them(way):
    together = np.array(way(quartic.gradient, np.array([1.0, -2.0]), 0.01, 30))
    each = np.array([way(quartic.gradient, start, 0.01, 30) for start in (1.0, -2.0)]).T
    assert np.allclose(together, each, rtol=1e-12)


@pytest.mark.parametrize("way", [momentum, nesterov, adam, adamw])
@pytest.mark.parametrize("rate", [0, -1.0, math.inf, math.nan])
def test_learning_rate_that_cannot_be_meant_is_refused(way, rate):
    with pytest.raises(ValueError, match="positive"):
        way(quartic.gradient, 1.0, rate, 3)


@pytest.mark.parametrize("beta", [-0.1, 1.0, math.nan])
def test_beta_that_cannot_be_meant_is_refused(beta):
    for call in (
        lambda: momentum(quartic.gradient, 1.0, 0.1, 3, beta),
        lambda: nesterov(quartic.gradient, 1.0, 0.1, 3, beta),
        lambda: adamw(quartic.gradient, 1.0, 0.1, 3, 0.0, beta),
        lambda: adamw(quartic.gradient, 1.0, 0.1, 3, 0.0, 0.9, beta),
        lambda: adam(quartic.gradient, 1.0, 0.1, 3, beta),
        lambda: adam(quartic.gradient, 1.0, 0.1, 3, 0.9, beta),
        lambda: momentum_edge(1.0, beta),
        lambda: adam_edge(1.0, beta),
    ):
        with pytest.raises(ValueError, match="beta"):
            call()


@given(st.floats(0.01, 1.0), betas)
def test_nesterov_takes_its_gradients_where_the_method_of_1983_does(product, beta):
    surface = parabola(3.0)
    rate, ahead = product / 3.0, [1.0]
    here, before = 1.0, 1.0
    for _ in range(30):
        here, before = ahead[-1] - rate * surface.gradient(ahead[-1]), here
        ahead.append(here + beta * (here - before))
    assert nesterov(surface.gradient, 1.0, rate, 30, beta) == pytest.approx(ahead, abs=1e-12)


@given(st.floats(0.1, 100), st.floats(0, 0.5))
def test_adamw_is_adam_that_shrinks_theta_by_the_same_factor_whatever_the_gradient(scale, decay):
    plain, decayed = (adamw(lambda theta: scale + 0 * theta, 1.0, 0.1, 1, share)[1] for share in (0.0, decay))
    assert plain - decayed == pytest.approx(0.1 * decay)
    assert adamw(lambda theta: 0 * theta, 1.0, 0.1, 20, decay)[-1] == pytest.approx((1 - 0.1 * decay) ** 20)


def test_adamw_without_decay_is_adam():
    assert adamw(quartic.gradient, 1.0, 0.1, 50, 0.0) == adam(quartic.gradient, 1.0, 0.1, 50)


@pytest.mark.parametrize("decay", [-0.1, math.inf, math.nan])
def test_decay_that_cannot_be_meant_is_refused(decay):
    with pytest.raises(ValueError, match="decay"):
        adamw(quartic.gradient, 1.0, 0.1, 3, decay)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.floats(0.01, 100))
def test_clipped_gradient_keeps_its_direction_and_is_no_longer_than_the_limit(numbers, limit):
    whole = np.array(numbers)
    short = clipped(lambda theta: whole, limit)(0.0)
    length = float(np.linalg.norm(whole))
    assert short == pytest.approx(whole * min(1, limit / (length + 1e-6)))
    assert np.linalg.norm(short) <= limit * (1 + 1e-12)


@given(st.floats(-1e6, 1e6))
def test_number_is_clipped_as_an_array_of_one(slope):
    one, many = (clipped(lambda theta, given=given: given, 1.0)(0.0) for given in (slope, np.array([slope])))
    assert one == many[0]


def test_limit_that_cannot_be_meant_is_refused():
    for limit in (0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="limit"):
            clipped(quartic.gradient, limit)

"""What the practice says of four loss curves from one seed, with other seeds and a start that is rounded otherwise."""

import ast
from functools import cache

import numpy as np
import pytest

from lesson_code.practice import network
from lesson_code.publish.book import MACHINERY

EPOCH, EPOCHS = network.TRAINING // network.BATCH, 30
RATES = SLOW, SMOOTH, SHAKING, SOARING = 0.01, 0.3, 1.2, 2.5
every_start = pytest.mark.parametrize(
    ("seed", "factor"), [(0, 1.0), (0, 1 + 1e-14), (1, 1.0), (1, 1 + 1e-14), (2, 1.0), (3, 1.0)]
)


@cache
def trained(learning_rate, seed, factor):
    """The training loss before each epoch and after the last, and of each step its size over that of W1."""
    training, _, _ = network.digits()
    theta = network.initial(seed) * factor
    losses, ratios = [network.loss(theta, training)], []
    for _, batch in zip(range(EPOCH * EPOCHS), network.batches(seed, training), strict=False):
        update = learning_rate * network.gradient(theta, batch)
        w1, step = (network.layers(vector)[0] for vector in (theta, update))
        ratios.append(np.linalg.norm(step) / np.linalg.norm(w1))
        theta = theta - update
        if len(ratios) % EPOCH == 0:
            losses.append(network.loss(theta, training))
    return np.array(losses), np.array(ratios)


def rises(learning_rate, seed, factor):
    """In how many epochs the loss grew."""
    return int((np.diff(trained(learning_rate, seed, factor)[0]) > 0).sum())


def test_these_are_the_learning_rates_of_the_practice():
    script = (MACHINERY / "lesson_code" / "practice" / "digits.py").read_text(encoding="utf-8")
    named = next(node for node in ast.parse(script).body if ast.unparse(node).startswith("SHAPES_OF_CURVES"))
    assert tuple(ast.literal_eval(named.value)) == RATES


@every_start
def test_shaking_curve_ends_lowest_then_the_smooth_the_slow_and_the_soaring(seed, factor):
    ends = {rate: trained(rate, seed, factor)[0][-1] for rate in RATES}
    assert sorted(RATES, key=ends.__getitem__) == [SHAKING, SMOOTH, SLOW, SOARING]
    assert ends[SLOW] > 1


@every_start
def test_slow_curve_only_falls_and_the_shaking_one_rises_more_often_than_the_smooth(seed, factor):
    assert rises(SLOW, seed, factor) == 0
    assert rises(SMOOTH, seed, factor) <= 2 < 5 <= rises(SHAKING, seed, factor)


@every_start
def test_soaring_loss_grows_more_than_five_times_in_the_first_epoch(seed, factor):
    losses, _ = trained(SOARING, seed, factor)
    assert losses[1] > 5 * losses[0]


@every_start
def test_update_beside_the_weights_falls_more_than_ten_times(seed, factor):
    _, ratios = trained(SHAKING, seed, factor)
    assert ratios[:EPOCH].mean() > 10 * ratios[-EPOCH:].mean()


def test_printed_digits_do_not_move_with_the_rounding():
    for rate in (SLOW, SMOOTH, SHAKING):
        (one, steps), (other, others) = trained(rate, 0, 1.0), trained(rate, 0, 1 + 1e-14)
        assert np.allclose(one, other, rtol=1e-6) and np.allclose(steps, others, rtol=1e-5)

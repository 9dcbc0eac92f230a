"""The network that the practice and the lesson share: its gradient, its data, its training."""

import numpy as np
import pytest

from lesson_code.practice import network


@pytest.fixture(scope="module")
def images():
    training, _, _ = network.digits()
    return network.Images(training.pixels[:30], training.labels[:30])


@pytest.mark.parametrize("seed", [0, 1])
def test_backpropagation_agrees_with_finite_differences_to_a_millionth(images, seed):
    theta, small = network.initial(seed), 1e-5
    shifts = np.eye(len(theta)) * small
    numerical = [
        (network.loss(theta + shift, images) - network.loss(theta - shift, images)) / (2 * small) for shift in shifts
    ]
    by_hand = network.gradient(theta, images)
    assert np.linalg.norm(by_hand - numerical) < 1e-6 * np.linalg.norm(numerical)


def test_parts_of_the_data_share_no_picture_and_hold_all():
    parts = network.digits()
    assert [len(part.labels) for part in parts] == [1000, 397, 400]
    rows = {row.tobytes() for part in parts for row in part.pixels}
    assert len(rows) == 1797


def test_loss_of_equal_scores_is_that_of_chance(images):
    assert network.loss(np.zeros_like(network.initial(0)), images) == pytest.approx(np.log(network.CLASSES))


def test_layers_hold_every_weight_once():
    theta = np.arange(float(len(network.initial(0))))
    assert np.array_equal(np.concatenate([part.ravel() for part in network.layers(theta)]), theta)


def test_training_is_repeatable_and_depends_on_its_seed(images):
    training, _, _ = network.digits()
    ends = [network.train([0.1] * 30, seed, training) for seed in (0, 0, 1)]
    assert np.array_equal(ends[0], ends[1]) and not np.allclose(ends[0], ends[2])


def test_one_epoch_looks_at_every_picture_once(monkeypatch):
    training, _, _ = network.digits()
    seen = []
    monkeypatch.setattr(network, "gradient", lambda theta, batch: seen.extend(batch.pixels) or np.zeros_like(theta))
    network.train([0.1] * (network.TRAINING // network.BATCH), 0, training)
    assert sorted(map(bytes, seen)) == sorted(map(bytes, training.pixels))

"""The network that the practice and the lesson share: its gradient, its data, its training."""

import ast
import os
import shutil
import subprocess
import sys
from itertools import islice

import numpy as np
import pytest

from benchmarks import samples
from lesson_code.choosing_learning_rate import digit_facts
from lesson_code.practice import network
from lesson_code.publish.book import MACHINERY


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


def test_notebook_and_lesson_sweep_the_same_learning_rates_seeds_and_steps():
    script = (MACHINERY / "lesson_code" / "practice" / "digits.py").read_text(encoding="utf-8")
    names = dict(vars(network))
    for node in ast.parse(script).body:
        if isinstance(node, ast.Assign) and ast.unparse(node).startswith(("LEARNING_RATES", "SEEDS", "EPOCH, EPOCHS")):
            exec(ast.unparse(node), names)
    assert tuple(names["LEARNING_RATES"]) == digit_facts.GRID and names["SEEDS"] == digit_facts.SEEDS
    assert names["EPOCH"] * names["EPOCHS"] == digit_facts.STEPS


@pytest.mark.parametrize("learning_rate", [1e4, 1e8])
def test_no_learning_rate_makes_the_network_overflow(learning_rate):
    training, _, _ = network.digits()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        positions = list(network.walk([learning_rate] * 200, 0, training))
        losses = [network.loss(theta, training) for theta in positions[20:]]
    assert digit_facts.CHANCE < min(losses) and np.mean(losses[-90:]) < 2 * np.mean(losses[:90])  # nor does it grow
    starts, ends = network.layers(positions[0])[2:], network.layers(positions[-1])[2:]
    for start, end in zip(starts, ends, strict=True):  # no weight of the last layer moves further than a rate a step
        assert np.abs(end - start).max() <= 200 * learning_rate


def ends_with(learning_rate: float, seed: int, times: float = 1.0) -> network.Run:
    training, _, _ = network.digits()
    theta = network.initial(seed) * times
    for batch in islice(network.batches(seed, training), digit_facts.STEPS):
        theta = theta - learning_rate * network.gradient(theta, batch)
    return network.measure(theta)


def test_rounding_changes_no_digit_below_the_cliff_and_the_first_above():
    seed = 1
    for rate, same in ((digit_facts.GRID[8], True), (digit_facts.GRID[9], False)):
        one, other = (ends_with(rate, seed, times) for times in (1.0, 1 + 1e-14))
        assert (f"{one.training_loss:.4f}" == f"{other.training_loss:.4f}") is same
        assert one == network.run(rate, seed, digit_facts.STEPS) or not same


def curvatures(seed: int, times: float = 1.0, steps: int = 30) -> list[float]:
    """The largest curvature at every one of the first steps at a learning rate of 1."""
    training, _, _ = network.digits()
    theta = network.initial(seed) * times
    direction = np.random.default_rng(0).normal(size=theta.shape)
    seen = []
    for step in range(steps):
        for _ in range(15 if step else 100):
            small = 1e-4 * direction / np.linalg.norm(direction)
            direction = network.gradient(theta + small, training) - network.gradient(theta - small, training)
        seen.append(float(np.linalg.norm(direction)) / 2e-4)
        theta = theta - network.gradient(theta, training)
    return seen


@pytest.mark.parametrize(("seed", "times"), [(0, 1.0), (1, 1.0), (2, 1.0), (0, 1 + 1e-14)])
def test_largest_curvature_rises_before_it_falls(seed, times):
    seen = curvatures(seed, times)
    assert max(seen) > 1.25 * seen[0] and 5 <= int(np.argmax(seen)) <= 20 and seen[-1] < max(seen)


def test_largest_curvature_rises_with_nine_of_ten_seeds_and_is_above_the_limit_from_the_start():
    seen = [curvatures(seed) for seed in range(10)]
    assert sum(max(one) > one[0] for one in seen) == 9 and min(one[0] for one in seen) > 2
    assert curvatures(27, steps=1)[0] < 2  # with those seeds, not with every one
    assert min(seen[0]) == pytest.approx(2, abs=0.05) and seen[0].index(min(seen[0])) > 20  # comes down to the limit


def test_notebook_prints_no_number_above_the_cliff():
    printed, names = samples.run(MACHINERY / "lesson_code" / "practice" / "digits.py")
    rows = {float(text.split()[0]): text.split(maxsplit=1)[1] for text in printed.values() if text[0].isdigit()}
    above = [told for rate, told in rows.items() if rate > 1.01 * names["best"]]
    assert len(rows) == len(digit_facts.GRID) and above == ["절벽 위"] * 3


def test_smaller_batches_are_other_parts_of_the_same_order(images):
    fifteen, five = (network.batches(0, images, size) for size in (15, 5))
    assert np.array_equal(next(fifteen).labels, np.concatenate([next(five).labels for _ in range(3)]))


@pytest.mark.parametrize("picture", ["digits_sweep", "range_test_digits"])
def test_nothing_is_trained_anew_that_the_book_was_built_with(whole, tmp_path, picture):
    code = f"from lesson_code.choosing_learning_rate.{picture} import *\nfigure(), describe()"
    code += "\nimport sys\nassert 'sklearn' not in sys.modules, 'the digits were loaded'"
    runs = shutil.copytree(whole.cache / "runs", tmp_path / "runs")
    before = sorted(runs.iterdir())
    subprocess.run([sys.executable, "-c", code], cwd=MACHINERY, env=os.environ | {"LESSON_RUNS": str(runs)}, check=True)
    assert sorted(runs.iterdir()) == before

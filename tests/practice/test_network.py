"""The network that the practice and the lesson share: its gradient, its data, its training."""

import ast
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

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


@pytest.mark.parametrize("picture", ["digits_sweep", "range_test_digits"])
def test_nothing_is_trained_anew_that_the_book_was_built_with(whole, tmp_path, picture):
    code = f"from lesson_code.choosing_learning_rate.{picture} import *\nfigure(), describe()"
    code += "\nimport sys\nassert 'sklearn' not in sys.modules, 'the digits were loaded'"
    runs = shutil.copytree(whole.cache / "runs", tmp_path / "runs")
    before = sorted(runs.iterdir())
    subprocess.run([sys.executable, "-c", code], cwd=MACHINERY, env=os.environ | {"LESSON_RUNS": str(runs)}, check=True)
    assert sorted(runs.iterdir()) == before

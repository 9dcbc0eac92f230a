"""What the chart ships: a full grid, words that the closed form or the walk itself confirms, paths that stay inside."""

import functools
import itertools
import math

import numpy as np
import pytest

from lesson_code import chart_faults, stability
from lesson_code.descent import destination
from lesson_code.learning_rate import narrow_valley, playground
from lesson_code.learning_rate.playground_grid import LANDSCAPES, MINIMA
from lesson_code.learning_rate.playground_words import STEPS, valley_note
from lesson_code.wording import REGIMES

every_landscape = pytest.mark.parametrize("key", LANDSCAPES)


@functools.cache
def state(key):
    return playground.state(LANDSCAPES[key])


def grid(landscape):
    return itertools.product(landscape.learning_rates, landscape.starts)


@every_landscape
def test_grid_is_full(key):
    runs = state(key).runs
    assert [len(runs), {len(row) for row in runs}] == [61, {9}]
    assert {path.shape for row in runs for run in row for path in run.paths} == {(41, 2)}


def test_chart_keeps_its_contract():
    assert list(chart_faults.faults({key: state(key) for key in LANDSCAPES})) == []


def test_learning_rates_of_the_text_are_on_the_grid_and_the_first_is_below_all_that_is_to_be_taught():
    assert {0.3, 0.9, 1.1} <= set(LANDSCAPES["valley"].learning_rates)
    assert playground.RATE == 0.3


@every_landscape
def test_learning_rates_grow_by_the_same_factor(key):
    rates = np.array(LANDSCAPES[key].learning_rates)
    same = rates[0] * (rates[-1] / rates[0]) ** np.linspace(0, 1, 61)
    exchanged = ~np.isclose(rates, same)
    assert set(rates[exchanged]) == ({0.3, 0.9, 1.1} if key == "valley" else set())
    assert np.allclose(rates, same, rtol=0.035)


def test_slider_of_a_bowl_stops_exactly_on_its_turning_points():
    for key, curvature in (("valley", 2.0), ("narrow_valley", 4.0)):
        assert {1 / curvature, stability.edge(curvature)} <= set(LANDSCAPES[key].learning_rates)


def test_every_word_in_the_valley_is_its_regime():
    for rate, start in grid(LANDSCAPES["valley"]):
        regime = stability.regime(rate, 2.0)
        assert LANDSCAPES["valley"].said(rate, start) == (REGIMES[regime], regime not in ("cycle", "diverging"))


def test_every_word_in_the_bowl_is_the_regime_of_its_direction():
    for rate, start in grid(LANDSCAPES["narrow_valley"]):
        words, rests = LANDSCAPES["narrow_valley"].said(rate, start)
        flat, steep = (REGIMES[stability.regime(rate, float(c))] for c in narrow_valley.EIGENVALUES)
        assert words in (f"급한 방향은 {steep}, 완만한 방향은 {flat}", f"두 방향 모두 {flat}")
        assert (flat == steep) == words.startswith("두") and rests == (rate < 0.5)


@pytest.mark.parametrize(("key", "minima"), [("bumpy", MINIMA), ("log_cosh", {"최소점": 0.0})])
def test_words_elsewhere_tell_what_the_walk_did(key, minima):
    landscape = LANDSCAPES[key]
    for rate, start in list(grid(landscape))[::11]:
        words, rests = landscape.said(rate, start)
        ends = [destination(landscape.gradient, start, rate, steps) for steps in (5000, 5001, 5002)]
        still = math.isclose(ends[0], ends[1], abs_tol=1e-4)
        assert rests == still
        if still:
            (reached,) = [name for name, theta in minima.items() if abs(theta - ends[0]) < 0.01]
            assert f"{reached}에서 멈춤" in words
            shown = destination(landscape.gradient, start, rate, STEPS)
            assert words.startswith("아직 가는 중") == (abs(shown - ends[0]) > 0.05)
        else:
            assert words.startswith("두 점") == math.isclose(ends[0], ends[2], abs_tol=1e-4)


@every_landscape
def test_only_what_diverges_leaves_the_picture(key):
    landscape = LANDSCAPES[key]
    for rate, start in grid(landscape):
        points, losses = landscape.walk(rate, start)
        low, high = np.transpose([landscape.across, landscape.up or landscape.losses])
        outside = np.any((points < low) | (points > high)) or max(losses) > landscape.losses[1]
        assert not outside or "발산" in landscape.said(rate, start)[0], (rate, start)


@every_landscape
def test_marks_stand_where_their_learning_rate_would(key):
    landscape = LANDSCAPES[key]
    places = np.interp(np.log(list(landscape.edges.values())), np.log(landscape.learning_rates), np.linspace(0, 1, 61))
    assert np.allclose([place for place, _ in state(key).sliders["rate"].marks], places)


@pytest.mark.parametrize(
    ("rate", "end"),
    [(0.9, "21스텝"), (0.999, "스텝"), (1.0, "그대로입니다"), (1.001, "멀어집니다"), (1.1, "멀어집니다")],
)
def test_note_says_whether_the_bottom_comes_nearer(rate, end):
    assert valley_note(rate).endswith(end)

"""Every sentence of the lesson that is not plain to see, against a closed form or a computation of its own."""

import math
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.choosing_learning_rate import digit_runs as others_runs
from lesson_code.descent import destination, step, trajectory
from lesson_code.momentum_and_adam import (
    beta_and_rate,
    bias_correction,
    clipping,
    digit_facts,
    digit_runs,
    edges,
    facts,
    memory,
    one_rate_per_axis,
    root_of_kappa,
    roots,
    scale_free,
    slanted,
    three_points,
    two_ways,
    walks,
    weight_decay,
)
from lesson_code.optimizers import adam, clipped, momentum, momentum_edge, nesterov
from lesson_code.practice import network
from lesson_code.stability import contraction
from lesson_code.surfaces import double_well, parabola, quartic, valley

conditions = st.floats(2, 1e4)
betas = st.floats(0.01, 0.95)


def largest(rate, beta, curvatures, method="모멘텀"):
    """The greatest absolute eigenvalue of the matrix that takes two positions to the next two."""
    sizes = []
    for curvature in curvatures:
        left = 1 - rate * curvature
        now, before = (1 + beta - rate * curvature, -beta) if method == "모멘텀" else (left * (1 + beta), -left * beta)
        sizes.append(np.abs(np.linalg.eigvals([[now, before], [1, 0]])).max())
    return max(sizes)


# -- The narrow valley


@given(condition=conditions)
def test_no_rate_is_faster_than_the_best_which_leaves_the_quotient_of_the_page(condition):
    assert facts.plain_contraction(condition) == pytest.approx((condition - 1) / (condition + 1))
    for rate in np.geomspace(0.01, 1.99, 60) / condition:
        assert contraction(rate, [1.0, condition]) >= facts.plain_contraction(condition) - 1e-12


def test_both_axes_are_within_a_hundredth_after_231_and_45_steps_and_not_before():
    assert (99 / 101) ** 231 <= 0.01 < (99 / 101) ** 230
    counts = [root_of_kappa.steps_to_near(way, 100) for way in (root_of_kappa.plain, root_of_kappa.remembering)]
    assert counts == [231, 45]
    rate, beta = 4 / 121, 81 / 121
    axes = [momentum(parabola(curvature).gradient, 1.0, rate, 45, beta) for curvature in (1.0, 100.0)]
    far = np.abs(axes).max(axis=0)
    assert far[45] <= 0.01 < far[44]


def test_momentum_is_at_the_bottom_after_the_steps_in_which_descent_is_on_its_way():
    plain, remembering = (np.linalg.norm(way[-1]) for way in two_ways.ways().values())
    assert remembering < 0.01 < 0.5 < plain
    swings = [np.abs(way[:, 1]).max() for way in two_ways.ways().values()]
    assert swings[1] > swings[0]  # momentum swings further at first


def test_descent_turns_on_the_steep_axis_at_every_step_and_never_on_the_gentle_one():
    gentle, steep = two_ways.ways()["경사하강법"].T
    assert (steep[:-1] * steep[1:] < 0).all() and (gentle < 0).all()


# -- Memory


@given(beta=betas)
def test_memory_of_equal_gradients_grows_to_its_limit_and_that_of_turning_ones_is_smaller_than_one(beta):
    same, turning = 0.0, 0.0
    for count in range(3000):
        same, turning = beta * same + 1, beta * turning + (-1) ** count
    assert same == pytest.approx(facts.memory_limit(beta))
    assert abs(turning) == pytest.approx(1 / (1 + beta))


def test_memory_of_the_picture_is_that_of_the_formula():
    v = 0.0
    for seen in memory.memory(memory.same):
        v = memory.BETA * v + 1
        assert seen == pytest.approx(v)
    assert abs(memory.memory(memory.turning)[-1]) < 0.6


def test_step_on_a_long_slope_gets_ten_times_as_long():
    lengths = np.diff(momentum(lambda theta: 1.0, 0.0, 0.01, 200))
    assert -lengths[-1] / 0.01 == pytest.approx(10, rel=1e-6)


def test_momentum_on_a_gentle_axis_walks_like_descent_at_ten_times_the_rate():
    remembering = momentum(parabola(1.0).gradient, 1.0, 1e-4, 2000)[-1]
    assert remembering == pytest.approx(destination(parabola(1.0).gradient, 1.0, 1e-3, 2000), rel=0.02)


# -- κ to √κ


@given(condition=conditions)
def test_tuned_momentum_leaves_the_quotient_of_the_roots_of_kappa(condition):
    root = math.sqrt(condition)
    assert facts.remembering_contraction(condition) == pytest.approx((root - 1) / (root + 1), abs=1e-6)
    assert math.sqrt(facts.tuned_beta(condition)) == pytest.approx((root - 1) / (root + 1))


@pytest.mark.parametrize("condition", [20, 100])
def test_no_other_beta_and_rate_are_faster(condition):
    best = (math.sqrt(condition) - 1) / (math.sqrt(condition) + 1)
    beta, product = np.meshgrid(np.linspace(0, 0.99, 150), np.linspace(0.01, 4, 400))
    found = roots.contraction("모멘텀", product / condition, beta, [1.0, float(condition)])
    assert found.min() >= best - 1e-9
    assert found.min() < best + 0.03  # the grid does come near


def test_steps_grow_far_slower_with_momentum():
    assert facts.times_more("경사하강법") == pytest.approx(100, rel=0.01)
    assert 12 < facts.times_more("모멘텀") < 14


def test_at_beta_nine_tenths_all_rates_of_a_wide_range_leave_as_much_and_those_outside_more():
    low, high = facts.equally_fast(0.9, 100.0)
    assert 14 < high / low < 15
    for rate in np.geomspace(1.001 * low, 0.999 * high, 40):
        assert largest(rate, 0.9, (1.0, 100.0)) == pytest.approx(math.sqrt(0.9))
    assert min(largest(rate, 0.9, (1.0, 100.0)) for rate in (0.97 * low, 1.003 * high)) > math.sqrt(0.9) + 1e-3


@given(rate=st.floats(0.01, 1.2), beta=betas)
@pytest.mark.parametrize("method", roots.METHODS)
def test_roots_are_the_eigenvalues_of_a_step(method, rate, beta):
    seen = float(roots.contraction(method, rate, beta, walks.CURVATURES))
    assert seen == pytest.approx(largest(rate, beta, walks.CURVATURES, method), abs=1e-6)


@pytest.mark.parametrize("method", roots.METHODS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_words_of_the_chart_are_what_long_walks_do(method):
    _, walk = roots.METHODS[method]
    for beta in beta_and_rate.BETAS:
        for rate in beta_and_rate.RATES:
            word = roots.regime(method, rate, beta, walks.CURVATURES)
            ways = [np.array(walk(parabola(curvature).gradient, 1.0, rate, 2000, beta)) for curvature in (0.2, 4.0)]
            late = np.max([np.abs(way[-20:]).max() for way in ways])
            calm = all((np.diff(np.where(way > 1e-12, way, 0)) <= 0).all() and way.min() > -1e-9 for way in ways)
            if word == "발산":
                assert not late < 1e3, (beta, rate)  # it may have overflowed to nan
            elif word == "두 점 왕복":
                steep = ways[1][-3:]
                assert abs(steep[0] - steep[2]) < 1e-6 < 0.1 < abs(steep[0] - steep[1]), (beta, rate)
            else:
                assert late < 1e-6 and (word == "단조 수렴") == calm, (beta, rate)


def test_walk_of_the_quiz_comes_to_rest_past_the_edge_of_descent():
    assert contraction(0.6, walks.CURVATURES) > 1
    way = np.array(momentum(walks.gradient, walks.START, 0.6, 300, 0.4))
    assert np.abs(way[-1]).max() < 1e-6 and way[:, 1].min() < 0 < way[:, 1].max()


def test_walks_of_the_chart_rest_where_their_words_say_so():
    runs = [run for state in beta_and_rate.states().values() for row in state.runs for run in row]
    assert all(run.rests == (run.words in ("단조 수렴", "진동하며 수렴")) for run in runs)


# -- Nesterov and the edges


def test_nesterov_turns_back_earlier_and_passes_the_bottom_by_less():
    plain, ahead = (walk(valley.gradient, 1.0, 0.1, 100, 0.9) for walk in (momentum, nesterov))
    assert ahead.index(min(ahead)) < plain.index(min(plain))
    assert facts.overshoot("네스테로프") < 0.7 * facts.overshoot("모멘텀")


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("method", roots.METHODS)
def test_edge_found_by_walking_is_that_of_the_formula(method, beta):
    assert edges.measured_edge(beta, method) == pytest.approx(edges.FORMULAS[method](2.0, beta), rel=2e-3)


@given(curvature=st.floats(0.01, 100), beta=betas)
def test_memory_moves_the_edge_of_momentum_away_and_that_of_nesterov_nearer(curvature, beta):
    assert roots.nesterov_edge(curvature, beta) < 2 / curvature < momentum_edge(curvature, beta) < 4 / curvature


@given(condition=conditions)
def test_tuned_momentum_is_faster_on_a_parabola_than_nesterov_is(condition):
    assert facts.looking_contraction(condition) == pytest.approx(1 - 1 / math.sqrt(condition), abs=1e-6)
    assert facts.remembering_contraction(condition) < facts.looking_contraction(condition) + 1e-6


def test_bowl_is_convex_with_curvatures_between_1_and_25():
    slopes = three_points.gradient(np.linspace(-5, 5, 2001))
    grown = np.diff(slopes) / np.diff(np.linspace(-5, 5, 2001))
    assert grown.min() == pytest.approx(1) and grown.max() == pytest.approx(25)


@pytest.mark.parametrize("start", [3.1, 3.2, 3.3, 3.4])
def test_momentum_goes_round_three_points_where_nesterov_comes_to_rest(start):
    ways = three_points.ways(start, steps=600)
    for before, after in zip(ways["모멘텀"][-9:-3], ways["모멘텀"][-6:], strict=True):
        assert after == pytest.approx(before, abs=1e-9)
    assert np.ptp(ways["모멘텀"][-3:]) > 3 and abs(ways["네스테로프"][-1]) < 1e-9
    assert len(three_points.orbit()) == 3


# -- One rate per axis


@given(curvature=st.floats(0.01, 100), start=st.floats(-100, 100))
def test_rate_one_over_the_curvature_is_at_the_bottom_after_a_step(curvature, start):
    assert step(start, lambda theta: curvature * theta, 1 / curvature) == pytest.approx(0, abs=1e-9)


@given(scale=st.floats(0.1, 10), rate=st.floats(0.01, 0.5), start=st.floats(-5, 5))
def test_other_unit_of_a_parameter_is_another_rate(scale, rate, start):
    inner = start / scale
    inner -= rate * scale * double_well.gradient(scale * inner)
    assert scale * inner == pytest.approx(step(start, double_well.gradient, rate * scale**2), abs=1e-9)


@given(angle=st.floats(0, math.pi), start=st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_step_of_newton_ends_at_the_bottom_however_the_valley_is_turned(angle, start):
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    hessian = turn @ np.diag(walks.CURVATURES) @ turn.T
    theta = np.array(start)
    assert theta - np.linalg.inv(hessian) @ (hessian @ theta) == pytest.approx(np.zeros(2), abs=1e-9)


def test_only_newton_is_at_the_bottom_of_the_turned_valley():
    assert one_rate_per_axis.after("turned", "newton") == pytest.approx(np.zeros(2), abs=1e-9)
    assert one_rate_per_axis.after("straight", "axis") == pytest.approx(np.zeros(2), abs=1e-9)
    assert np.linalg.norm(one_rate_per_axis.after("turned", "axis")) > 1
    assert np.linalg.norm(one_rate_per_axis.after("straight", "common")) > 1


@given(low=st.floats(0.01, 100), high=st.floats(0.01, 100))
def test_no_rates_of_the_axes_make_the_turned_valley_round(low, high):
    scale = np.diag(np.sqrt([low, high]))
    assert np.linalg.cond(scale @ one_rate_per_axis.HESSIANS["turned"] @ scale) > 1.5


def test_newton_goes_to_the_top_from_the_middle_of_the_double_well():
    top = facts.newton_in_the_double_well(0.2)
    assert double_well.gradient(top) == pytest.approx(0, abs=1e-12) and double_well.curvature(top) < 0
    assert double_well.curvature(0.2) < 0


def test_second_derivatives_of_a_million_parameters_take_four_terabytes():
    assert facts.newton_terabytes() == 1_000_000 * 1_000_000 * 4 / 10**12


# -- Adam


def test_adam_sets_out_at_the_same_pace_on_both_axes_and_descent_does_not():
    across, up = slanted.ways()["Adam"][1] - walks.START
    assert across == pytest.approx(up) == pytest.approx(slanted.RATE)
    plain = slanted.ways()["경사하강법"][1] - walks.START
    assert plain[1] > 5 * plain[0]


@pytest.mark.parametrize(("gradient", "share"), [(1e3, 1.0), (1e-5, 0.999), (1e-8, 0.5), (1e-10, 0.01)])
def test_first_step_of_adam_is_as_long_as_the_rate_unless_the_gradient_is_about_epsilon_or_less(gradient, share):
    start, end = adam(lambda theta: gradient, 0.0, 0.1, 1)
    assert start - end == pytest.approx(0.1 * share, rel=0.01)


def test_loss_thirty_times_as_large_is_walked_alike_by_adam_and_left_by_descent():
    assert scale_free.positions("Adam", 30) == pytest.approx(scale_free.positions("Adam", 1), abs=1e-6)
    assert abs(scale_free.positions("경사하강법", 30)[-1]) > 1e6 > 1 > abs(scale_free.positions("경사하강법", 1)[-1])
    left = np.abs(scale_free.positions("경사하강법", 30)) > 4.5
    assert scale_free.LEAVES == int(np.argmax(left)) + 1


def test_step_without_correction_is_too_long_for_hundreds_of_steps():
    mean = square = 0.0
    for length in bias_correction.uncorrected(600):
        mean, square = 0.9 * mean + 0.1, 0.999 * square + 0.001
        assert mean / math.sqrt(square) == pytest.approx(length)
    assert bias_correction.uncorrected(300).min() > 1.9 and bias_correction.uncorrected()[0] == pytest.approx(
        3.162, abs=1e-3
    )
    assert bias_correction.uncorrected().argmax() + 1 == 12
    assert bias_correction.corrected(300) == pytest.approx(np.ones(300), abs=1e-6)


def medians(name, rate, seeds):
    runs = [others_runs.optimized(name, rate, seed, digit_facts.STEPS) for seed in seeds]
    return float(np.median([run.validation_loss for run in runs]))


def test_customary_rate_of_adam_is_too_small_for_the_digits_with_other_seeds_too():
    assert digit_facts.customary().validation_loss > 3 * digit_facts.optimizer_best("Adam").validation_loss
    assert medians("Adam", 0.001, range(5, 8)) > 2.5 * medians(
        "Adam", digit_facts.optimizer_best("Adam")[0], range(5, 8)
    )


# -- Clipping


def test_loss_overflows_in_six_steps_unless_the_gradient_is_clipped():
    assert clipping.overflows() == 6 and np.isfinite(clipping.losses()[:6]).all()
    walked = clipping.METHOD(quartic.gradient, 3.0, 0.3, 2000)
    assert all(0 < after < before for before, after in pairwise(walked))  # it comes down, and never passes the bottom
    assert walked[-1] < 0.03
    assert [round(before - after, 4) for before, after in pairwise(walked[:8])] == [0.3] * 7


def test_clipped_walk_past_the_edge_neither_leaves_nor_comes_to_rest():
    late = np.abs(trajectory(clipped(valley.gradient, 1.0), 1.0, 1.1, 3000)[1000:])
    assert max(np.ptp(late[::2]), np.ptp(late[1::2])) < 0.001 and 0.5 < late.min() and late.max() < 0.6
    assert facts.clipped_past_the_edge() == pytest.approx((late.min(), late.max()), abs=0.01)


# -- Weight decay


@given(theta=st.floats(-5, 5), rate=st.floats(0.001, 0.5), decay=st.floats(0, 1))
def test_penalty_and_decay_are_one_for_descent(theta, rate, decay):
    penalised = step(theta, lambda at: double_well.gradient(at) + decay * at, rate)
    assert penalised == pytest.approx((1 - rate * decay) * theta - rate * double_well.gradient(theta), abs=1e-9)


def test_penalty_within_adam_spares_the_weight_with_large_gradients_and_adamw_does_not():
    assert weight_decay.penalised(10.0)[-1] > 0.85 and weight_decay.penalised(0.1)[-1] < 0.01
    assert weight_decay.decayed(10.0) == pytest.approx(weight_decay.decayed(0.1), abs=1e-6)
    assert weight_decay.decayed(10.0)[-1] == pytest.approx((1 - 0.01 * 0.1) ** 1000, abs=0.01)


@pytest.mark.parametrize("size", [0.1, 10.0])
def test_weights_shrink_alike_where_the_gradient_is_noise(size):
    random = np.random.default_rng(1)
    noise = adam(lambda theta: size * random.normal(size=500) + 0.1 * theta, np.ones(500), 0.01, 1000)[-1].mean()
    assert noise == pytest.approx(float(weight_decay.penalised(size)[-1]), abs=0.05)


@pytest.mark.parametrize("seeds", [range(5), range(5, 10)])
def test_penalty_shortens_the_layers_of_the_digits_unequally_and_adamw_equally(seeds):
    first, second = digit_facts.kept_of_layers("L2", seeds)
    assert first == pytest.approx(0.49, abs=0.03) and second == pytest.approx(0.69, abs=0.03)
    assert digit_facts.kept_of_layers("AdamW", seeds) == pytest.approx((0.76, 0.76), abs=0.03)
    without = digit_facts.without_decay(seeds).validation_loss
    assert min(digit_facts.with_decay(name, seeds).validation_loss for name in ("L2", "AdamW")) > 1.1 * without


@pytest.mark.parametrize("name", ["L2", "AdamW"])
def test_shortened_layers_are_the_same_from_a_start_changed_in_its_last_digits(name, monkeypatch):
    rate, decay = digit_facts.optimizer_best("Adam").learning_rate, {"L2": 0.001, "AdamW": 0.1}[name]
    before, initial = digit_runs.decayed(name, decay, rate, 0, digit_facts.STEPS), network.initial
    monkeypatch.setattr(network, "initial", lambda seed: initial(seed) * (1 + 1e-14))
    after = digit_runs.decayed.__wrapped__(name, decay, rate, 0, digit_facts.STEPS)
    assert after == pytest.approx(before, rel=0.01) and after != before


# -- The digits


def test_much_of_the_lead_in_the_table_is_that_of_a_coarse_grid():
    table = [digit_facts.optimizer_best(name).validation_loss for name in ("모멘텀", "Adam")]
    assert digit_facts.best().validation_loss - digit_facts.fine().validation_loss > np.ptp(
        [digit_facts.fine().validation_loss, *table]
    )


def test_no_method_wins_all_pairs_of_seeds_on_the_fine_grids():
    lower = {pair: digit_facts.wins(*pair) for pair in permutations(digit_facts.FINE, 2)}
    assert 10 <= lower["모멘텀", "경사하강법"] <= 18 and 9 <= lower["Adam", "경사하강법"] <= 15
    assert 9 <= lower["모멘텀", "Adam"] <= 15 and {lower[pair] + lower[pair[::-1]] for pair in lower} == {20}


def test_training_loss_of_adam_is_far_lower_and_its_validation_loss_is_not():
    adaptive, plain = digit_facts.optimizer_best("Adam"), digit_facts.fine()
    assert adaptive.training_loss < plain.training_loss / 4
    assert adaptive.validation_loss > 0.95 * plain.validation_loss


def test_adam_thirty_times_too_large_classifies_better_than_guessing_with_a_loss_that_is_worse():
    ended = digit_facts.optimized("Adam", 30 * digit_facts.optimizer_best("Adam").learning_rate)
    assert ended.validation_loss > digit_facts.CHANCE and ended.validation_accuracy > 0.12


@pytest.mark.parametrize("name", ["모멘텀", "Adam"])
def test_momentum_and_adam_have_a_cliff_on_the_digits_too(name):
    best = digit_facts.optimizer_best(name)
    assert best.validation_loss < 1.1 * digit_facts.best().validation_loss
    assert digit_facts.optimized(name, 30 * best.learning_rate).validation_loss > digit_facts.CHANCE


def test_best_learning_rate_of_adam_is_far_below_that_of_plain_descent():
    assert 20 * digit_facts.optimizer_best("Adam").learning_rate < digit_facts.fine().learning_rate

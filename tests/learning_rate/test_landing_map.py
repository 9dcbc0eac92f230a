"""The map of where descent lands: one text for one float, a NumPy array and a Dask array of any size."""

import numpy as np
import pytest

from lesson_code.descent import destination
from lesson_code.learning_rate import landing_map
from lesson_code.surfaces import double_well

LEARNING_RATES = np.linspace(0.05, 2.0, 40)
STARTS = np.linspace(-2.6, 2.6, 30)[:, None]


@pytest.fixture
def array():
    return pytest.importorskip("dask.array", reason="the optional extra [cluster] is not installed")


def test_destination_of_arrays_is_that_of_each_float():
    ends = destination(double_well.gradient, STARTS, LEARNING_RATES, 5)
    each = [
        [destination(double_well.gradient, float(start), float(learning_rate), 5) for learning_rate in LEARNING_RATES]
        for [start] in STARTS
    ]
    assert ends.tolist() == each


def test_small_map_holds_every_way_to_end():
    assert set(landing_map.landings_of(LEARNING_RATES, STARTS).flat) == set(range(4))


@pytest.mark.parametrize(
    ("learning_rate", "start", "kind"),
    [
        (0.2, -1.0, landing_map.LEFT),
        (0.2, 1.0, landing_map.RIGHT),
        (1.3, 1.0, landing_map.UNSETTLED),
        (2.0, 2.6, landing_map.DIVERGED),
    ],
)
def test_kind_is_how_the_run_ends(learning_rate, start, kind):
    assert landing_map.landings_of(np.array([learning_rate]), np.array([start])).tolist() == [kind]


def test_dask_array_lands_where_numpy_does(array):
    # a lazy array overflows when it is computed, not where the text says that this is expected
    lazy = landing_map.landings_of(
        array.from_array(LEARNING_RATES, chunks=20), array.from_array(STARTS, chunks=(15, 1))
    )
    with np.errstate(over="ignore", invalid="ignore"):
        kinds = lazy.compute(scheduler="synchronous")
    assert np.array_equal(kinds, landing_map.landings_of(LEARNING_RATES, STARTS))


def test_map_in_chunks_on_threads_lands_where_the_whole_does(array):
    rates, starts = array.from_array(LEARNING_RATES[None, :], chunks=(1, 15)), array.from_array(STARTS, chunks=(10, 1))
    kinds = array.map_blocks(landing_map.landings_of, rates, starts, dtype=int).compute(scheduler="threads")
    assert np.array_equal(kinds, landing_map.landings_of(LEARNING_RATES, STARTS))


@pytest.mark.parametrize(("kind", "minimum"), [(landing_map.LEFT, -0.9456492739), (landing_map.RIGHT, 1.0466805318)])
def test_no_learning_rate_past_two_over_its_curvature_lands_in_a_minimum(kind, minimum):
    assert double_well.gradient(minimum) == pytest.approx(0, abs=1e-9)
    rates = np.linspace(0.7, 1.3, 25)
    lands = (landing_map.landings_of(rates, np.linspace(-2.6, 2.6, 27)[:, None]) == kind).any(axis=0)
    limit = 2 / double_well.curvature(minimum)
    assert not lands[rates > limit + 0.01].any() and lands[rates < limit - 0.01].all()

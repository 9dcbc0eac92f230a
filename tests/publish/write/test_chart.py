"""The chart as it is published: every state true, light, drawn before any script, and following the scheme."""

import gzip
import html
import json
import random
import re
from itertools import accumulate

import numpy as np
import pytest
from matplotlib.figure import Figure

from lesson_code import stability
from lesson_code.chart import Run, State, draw_moves
from lesson_code.descent import trajectory
from lesson_code.learning_rate.narrow_valley import EIGENVALUES
from lesson_code.learning_rate.playground_grid import LANDSCAPES
from lesson_code.palette import DARK
from lesson_code.publish.execute import chart as execute
from lesson_code.publish.write import chart
from lesson_code.wording import REGIMES

FOLDER = "figures/learning_rate/playground"
CHAPTER = "gradient-descent/learning-rate/index.html"
LIMIT = 40_000  # bytes, compressed


@pytest.fixture(scope="session")
def shipped(site):
    return {key: json.loads((site / FOLDER / f"{key}.json").read_text(encoding="utf-8")) for key in LANDSCAPES}


@pytest.fixture(scope="session")
def figure(site):
    page = (site / CHAPTER).read_text(encoding="utf-8")
    return re.search(r'<figure class="picture chart".*?</figure>', page, re.DOTALL)[0]


def run_of(data, rate, start):
    """The words, exits and points in each panel of one run, as the browser reads them."""
    saying, exits, *columns = data["runs"][rate * len(data["sliders"]["start"]["values"]) + start]
    columns = [columns[column] if isinstance(column, int) else column for column in columns]
    across_up = np.array([list(accumulate(column)) for column in columns]).T.reshape(-1, 2, 2)
    return data["sayings"][saying][0], exits, *(across_up / data["units"]).transpose(1, 0, 2)


def random_states(count):
    dice = random.Random(3)
    keys = list(LANDSCAPES)
    return [(dice.choice(keys), dice.randrange(61), dice.randrange(9), dice.randrange(41)) for _ in range(count)]


def test_states_drawn_at_random_are_what_descent_and_stability_say(shipped):
    for key, rate, start, step in random_states(400):
        landscape, data = LANDSCAPES[key], shipped[key]
        words, exits, points, by_step = run_of(data, rate, start)
        losses = by_step[:, 1]
        learning_rate = landscape.learning_rates[rate]
        walked = trajectory(landscape.gradient, landscape.starts[start], learning_rate, step)
        assert data["sliders"]["rate"]["values"][rate] == f"{learning_rate:.3g}"
        if step < len(points):
            place = walked[-1] if landscape.up else [walked[-1], landscape.loss(walked[-1])]
            assert np.allclose(points[step], place, rtol=0, atol=0.0051), (key, rate, start, step)
            assert abs(losses[step] - landscape.loss(walked[-1])) < 0.0051
        else:
            assert exits and landscape.loss(walked[-1]) > losses[-1]
        if key in ("valley", "narrow_valley"):
            for curvature in {"valley": [2.0], "narrow_valley": EIGENVALUES}[key]:
                assert REGIMES[stability.regime(learning_rate, float(curvature))] in words


def test_drawing_and_data_agree_where_a_point_lies(shipped):
    for data in shipped.values():
        rate, start, step = (slider["start"] for slider in data["sliders"].values())
        _, _, *ways = run_of(data, rate, start)
        for drawing in data["drawings"].values():
            for name, way, unit, (x, y, *scale) in zip(
                data["panels"], ways, data["units"], drawing["panels"], strict=True
            ):
                here = re.search(rf'data-moves="{name}-here".*?<use [^>]*x="([^"]+)" y="([^"]+)"', drawing["svg"])
                expected = np.array([x, y]) + way[step] * unit * scale
                assert np.allclose([float(here[1]), float(here[2])], expected, atol=0.4)


def test_each_landscape_is_light(site):
    sizes = {path.stem: len(gzip.compress(path.read_bytes(), 6)) for path in (site / FOLDER).glob("*.json")}
    assert sizes.keys() == LANDSCAPES.keys() and max(sizes.values()) <= LIMIT, sizes


def one_run(*paths, **ranges):
    """Return what is shipped of a chart of one run, one panel a path."""
    picture = Figure()
    panels = dict(zip("ab", picture.subplots(1, len(paths), squeeze=False)[0], strict=False))
    for (name, axes), path in zip(panels.items(), paths, strict=True):
        axes.set(**ranges)
        draw_moves(axes, name, path)
    return execute.pack(State("한 번", picture, panels, {}, Run(list(map(np.array, paths)), "발산", False), ""))


def test_run_that_leaves_ends_on_the_border_of_the_panel_that_it_leaves():
    packed = one_run([[1.0, 1.0], [3.0, 5.0]], [[1.0, 1.0], [1.5, 1.0]], xlim=(0, 2), ylim=(0, 4))
    assert packed["units"] == [[1000, 100], [1000, 100]]
    assert packed["runs"] == [[0, [[2000, 300], []], [1000], [100], 0, 1]]


def test_points_of_a_logarithmic_panel_are_shipped_as_they_lie_in_it():
    packed = one_run([[1.0, 0.01], [10.0, 1.0]], xscale="log", xlim=(0.1, 1000), yscale="log", ylim=(1e-3, 10))
    assert packed["runs"] == [[0, [], [0, 100], [-200, 200]]]
    x, y, across, _ = packed["drawings"]["wide"]["panels"][0]
    here = re.search(r'id="moves-a-here".*?<use [^>]*x="([^"]+)" y="([^"]+)"', packed["drawings"]["wide"]["svg"], re.S)
    assert np.allclose([float(here[1]), float(here[2])], [x + 100 * across, y], atol=0.1)


def test_second_chart_is_small(site):
    sizes = {path.stem: len(gzip.compress(path.read_bytes(), 6)) for path in site.glob("figures/*/range_test_chart/*")}
    assert sizes.keys() == {"bowl", "narrow"} and max(sizes.values()) <= 26_000, sizes


def test_telling_state_is_drawn_in_the_page_wide_and_narrow(figure):
    drawings = re.findall(r'<svg class="(\w+)" role="img" aria-label="([^"]+)"', figure)
    assert [name for name, _ in drawings] == ["wide", "narrow"]
    assert all(len(html.unescape(alt)) >= 40 and re.search("[가-힣]", alt) for _, alt in drawings)
    assert '<div class="controls"' in figure and "<b>그림 1.</b>" in figure
    assert not re.search(r"<script|<style|<input|<img", figure)


def test_chart_stands_under_the_title_and_shows_its_code(site):
    page = (site / CHAPTER).read_text(encoding="utf-8")
    places = ["<h1", 'id="fig-playground"', 'id="what-it-is"', 'id="big-and-small"', 'id="fig-big-and-small"']
    assert [page.index(place) for place in places] == sorted(page.index(place) for place in places)
    source = page[page.index('id="fig-playground"') : page.index('id="what-it-is"')]
    assert 'lesson_code/learning_rate/playground.py" download' in source


def test_drawings_share_no_names(figure, shipped):
    for drawings in [figure, *("".join(d["svg"] for d in data["drawings"].values()) for data in shipped.values())]:
        names = re.findall(r' id="([^"]+)"', drawings)
        assert len(names) == len(set(names))
        assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawings)) <= set(names)


def test_every_colour_is_left_to_the_scheme(figure, site, shipped):
    style = (site / "assets" / "picture-colours.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--picture-(\w+): (#\w+);", line)) for line in style.splitlines())
    assert light == {colour[1:]: colour for colour in DARK}
    assert dark == {colour[1:]: partner for colour, partner in DARK.items()}
    for drawing in [figure, *(d["svg"] for data in shipped.values() for d in data["drawings"].values())]:
        rest = re.sub(r"var\(--picture-\w+\)", "", drawing)
        assert not re.search(r"#[0-9a-f]{6}\b", rest)


def test_glyphs_are_defined_in_the_first_drawing_alone():
    glyph = '<svg viewBox="0 0 1 1"><path id="Plex-1" d="M 0 0"/><use xlink:href="#Plex-1"/></svg>'
    wide, narrow = chart.inline({"wide": {"svg": glyph}, "narrow": {"svg": glyph}}).values()
    assert 'id="Plex-1"' in wide and 'id="Plex-1"' not in narrow and 'href="#Plex-1"' in narrow


def test_picture_without_states_is_no_chart(built):
    assert not list(built.site.glob("figures/*/*/*.json"))
    assert 'class="picture chart"' not in (built.site / "small-lesson" / "index.html").read_text(encoding="utf-8")

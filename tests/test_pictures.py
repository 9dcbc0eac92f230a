"""Every picture of every lesson: it draws, is described in Korean, has only known colours, and its arrows are steps."""

import base64
import importlib
import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise, product
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.image import imread
from matplotlib.text import Annotation

from lesson_code import drawing, optimizers, surfaces
from lesson_code.descent import step, trajectory
from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.surfaces import Surface

PICTURES = [source.stem for source in sources(Book(MACHINERY)) if source.kind == "picture"]
every_picture = pytest.mark.parametrize("name", PICTURES)

LONGEST = 60  # steps of another method that a picture shows
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def module(name):
    """The picture's module."""
    return importlib.import_module("lesson_code." + name.replace("/", "."))


def draw(name):
    """The picture as the site saves it."""
    file = io.BytesIO()
    module(name).figure().savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


drawn = cache(draw)


def style(element):
    """The element's own style as a dictionary."""
    return dict(re.findall(r"([\w-]+):\s*([^;]+)", element.get("style", "")))


def painted(element, named, fill="#000000"):
    """The colours of all that is painted below the element, with SVG's black where nothing is said."""
    if element.tag in (f"{SVG}defs", f"{SVG}clipPath"):
        return
    own = style(named.get(element.get(LINK, "").lstrip("#"), element)) | style(element)
    fill = "none" if own.get("fill-opacity") == "0" else own.get("fill", fill)
    if element.tag in (f"{SVG}path", f"{SVG}use", f"{SVG}rect", f"{SVG}text"):
        yield from {fill, own.get("stroke", "none")} - {"none"}
    if element.tag == f"{SVG}image":
        pixels = imread(io.BytesIO(base64.b64decode(element.get(LINK).partition(",")[2])))
        yield from {to_hex(pixel) for pixel in np.unique(pixels.reshape(-1, pixels.shape[2])[:, :3], axis=0)}
    for child in element:
        yield from painted(child, named, fill)


def colours(svg):
    """The set of colours that a reader sees in the drawing."""
    root = ElementTree.fromstring(svg)
    return set(painted(root, {element.get("id"): element for element in root.iter()}))


def arrows(axes):
    """The arrows of a panel, each as tail and head."""
    texts = (text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch)
    return [(np.array(text.xyann, dtype=float), np.array(text.xy, dtype=float)) for text in texts]


def numbers(value):
    """All numbers in a constant, however nested."""
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, Mapping):
        yield from numbers([*value.keys(), *value.values()])
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from numbers(part)


def is_step(picture, tail, head):
    """Whether the arrow is one step of a learning rate and on a surface that the module names.

    A picture of another method names it: METHOD(gradient, start, learning rate, steps) gives its positions.
    """
    constants = [*numbers(value for name, value in vars(picture).items() if name.isupper())]
    known = [value for value in vars(surfaces).values() if isinstance(value, Surface)]
    if hasattr(picture, "METHOD"):
        runs = (
            (surface, picture.METHOD(surface.gradient, start, rate, LONGEST))
            for surface, start, rate in product(known, constants, filter(lambda rate: rate > 0, constants))
        )
        return any(
            np.allclose([here, surface.loss(here), there, surface.loss(there)], [*tail, *head])
            for surface, positions in runs
            for here, there in pairwise(positions)
        )
    for learning_rate in constants:
        if hasattr(picture, "gradient") and np.allclose(step(tail, picture.gradient, learning_rate), head):
            return True
        for surface in known:
            theta = step(tail[0], surface.gradient, learning_rate)
            if np.allclose([surface.loss(tail[0]), theta, surface.loss(theta)], [tail[1], *head]):
                return True
    return False


def all_arrows(name):
    """The arrows of all panels of a picture."""
    return [arrow for axes in module(name).figure().axes for arrow in arrows(axes)]


def test_there_are_pictures():
    assert "learning_rate/big_and_small" in PICTURES


@every_picture
def test_picture_draws(name):
    assert drawn(name).rstrip().endswith(b"</svg>")


@every_picture
def test_picture_is_the_same_to_the_byte_when_drawn_again(name):
    assert draw(name) == drawn(name)


@every_picture
def test_every_colour_has_a_dark_partner(name):
    assert colours(drawn(name)) - set(drawing.DARK) == set()


@every_picture
def test_description_is_long_enough_to_say_something(name):
    assert len(module(name).describe()) >= 40


@every_picture
def test_description_is_korean(name):
    assert re.search("[가-힣]", module(name).describe())


@every_picture
def test_description_holds_no_number_that_is_none(name):
    assert not re.search(r"\b(nan|inf|None)\b", module(name).describe())


@every_picture
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_every_arrow_is_one_real_step(name):
    false = [(tail.tolist(), head.tolist()) for tail, head in all_arrows(name) if not is_step(module(name), tail, head)]
    assert false == []


@every_picture
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_arrow_that_is_no_step_would_be_found(name):
    for tail, head in all_arrows(name)[:1]:
        assert not is_step(module(name), tail, head + 0.01)
        assert not is_step(module(name), tail + 0.01, head)


def test_arrows_of_another_method_are_its_steps():
    picture = SimpleNamespace(METHOD=optimizers.momentum, RATE=0.1, START=2.0)
    positions = optimizers.momentum(surfaces.valley.gradient, 2.0, 0.1, 3)
    points = [np.array([theta, surfaces.valley.loss(theta)]) for theta in positions]
    plain = trajectory(surfaces.valley.gradient, 2.0, 0.1, 3)
    assert all(is_step(picture, tail, head) for tail, head in pairwise(points))
    assert not is_step(picture, points[2], np.array([plain[3], surfaces.valley.loss(plain[3])]))


def test_big_steps_are_those_of_the_big_learning_rate():
    picture = module("learning_rate/big_and_small")
    expected = trajectory(surfaces.valley.gradient, picture.BIG_START, picture.BIG, picture.BIG_STEPS)
    assert picture.big() == expected


def test_small_steps_are_those_of_the_small_learning_rate():
    picture = module("learning_rate/big_and_small")
    expected = trajectory(surfaces.bumpy.gradient, picture.SMALL_START, picture.SMALL, picture.SMALL_STEPS)
    assert picture.small() == expected


def test_every_big_step_is_an_arrow():
    picture = module("learning_rate/big_and_small")
    steps = picture.big()
    drawn_steps = [(float(tail[0]), float(head[0])) for tail, head in arrows(picture.figure().axes[0])]
    assert drawn_steps == list(pairwise(steps))


def test_big_steps_climb():
    losses = [surfaces.valley.loss(theta) for theta in module("learning_rate/big_and_small").big()]
    assert losses == sorted(losses)


def test_small_steps_end_in_a_minimum_that_is_not_the_lowest():
    end = module("learning_rate/big_and_small").small()[-1]
    assert abs(surfaces.bumpy.gradient(end)) < 1e-6 < surfaces.bumpy.curvature(end)
    assert surfaces.bumpy.loss(end) > surfaces.bumpy.loss(4.0)

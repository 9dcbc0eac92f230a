"""Every picture of every lesson: it draws, is described in Korean, has only known colours, and its arrows are steps."""

import base64
import importlib
import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations, pairwise, product
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.image import imread
from matplotlib.text import Annotation, Text

from lesson_code import drawing, optimizers, palette, surfaces
from lesson_code.descent import step, trajectory
from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.execute import drawings
from lesson_code.stability import regime
from lesson_code.surfaces import Surface
from tests.labels import label_sizes
from tests.told import place_of, told

PICTURES = [source.stem for source in sources(Book(MACHINERY)) if source.kind == "picture"]
every_picture = pytest.mark.parametrize("name", PICTURES)

LONGEST = 60  # steps of another method that a picture shows
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def module(name):
    """The picture's module."""
    return importlib.import_module("lesson_code." + name.replace("/", "."))


@pytest.fixture(scope="module", autouse=True)
def own_style():
    """The book's own, whatever tests before in this process have made of matplotlib's."""
    importlib.reload(drawing)


@pytest.fixture
def drawn(site, name):
    """The picture as the site has it."""
    return (site / "figures" / f"{name}.svg").read_text(encoding="utf-8")


@pytest.fixture
def on_a_phone(site, name):
    """The picture as the site has it for a phone."""
    return (site / "figures" / f"{name}.narrow.svg").read_text(encoding="utf-8")


@cache
def shapes(name):
    """The picture in both of its shapes: for a wide page and for a phone."""
    picture = module(name)
    wide, narrow = picture.figure(), picture.narrow() if hasattr(picture, "narrow") else picture.figure()
    drawings.stack(narrow, drawings.PHONE_PANEL_HEIGHT)
    return {"wide": wide, "narrow": narrow}


def labels(figure):
    """All that is written in a figure, as text and its box in pixels."""
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(200)  # saving as SVG leaves 72, with which letters are rounded to whole pixels and lines get longer
    canvas.draw()
    texts = []
    for axes in figure.axes:
        texts += [*axes.texts, axes.title, axes._left_title]
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            if axes.axison:
                ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
                texts += [axis.label, *(text for tick, text in ticks if low <= tick <= high)]
    return [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts if text.get_text()]


def contrast(one, other):
    """The contrast of two colours by WCAG 2."""
    lights = sorted(linear(colour) @ (0.2126, 0.7152, 0.0722) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def linear(colour):
    """The colour's three parts as amounts of light."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour, eye):
    """The place of a colour in Oklab (Ottosson 2020) as an eye sees it."""
    lms = [[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]]
    lab = [[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]]
    return np.array(lab) @ np.cbrt(np.array(lms) @ np.clip(np.array(eye) @ linear(colour), 0, 1))


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
    return [arrow for axes in shapes(name)["wide"].axes for arrow in arrows(axes)]


def test_there_are_pictures():
    assert "learning_rate/big_and_small" in PICTURES


@every_picture
def test_picture_is_the_same_to_the_byte_when_drawn_again(name, drawn):
    with matplotlib.rc_context({"svg.hashsalt": "book"}):
        same = drawings.draw(module(name).figure())["svg"] == drawn
    what = "다시 그릴 때마다 그림이 달라집니다. 난수의 시드를 정하고, 그릴 때마다 바뀌는 전역 값을 쓰지 마세요"
    told([f"{place_of(module(name).figure)}: {what}"] * (not same))


@every_picture
def test_every_colour_has_a_dark_partner(name, drawn):
    what = "어두운 화면에서 쓸 짝이 없는 색입니다. lesson_code/palette.py의 색으로 바꾸세요"
    strange = sorted(colours(drawn) - set(drawing.DARK))
    told(f"{place_of(module(name).figure)}: {colour}: {what}" for colour in strange)


def moves(figure):
    """The points of every part of a chart that moves."""
    lines = [line for axes in figure.axes for line in axes.lines]
    return {line.get_gid(): line.get_xydata().tolist() for line in lines if (line.get_gid() or "").startswith("moves-")}


@pytest.mark.parametrize("chart", [name for name in PICTURES if hasattr(module(name), "states")])
def test_chart_begins_with_what_its_picture_shows(chart):
    first = next(iter(module(chart).states().values())).figure
    what = "figure()가 states()의 첫 번째 그림과 다릅니다. 같은 함수로 그리세요"
    told([f"{place_of(module(chart).figure)}: {what}"] * (moves(module(chart).figure()) != moves(first)))


@every_picture
def test_description_is_long_enough_to_say_something(name):
    describe = module(name).describe
    what = "설명이 짧습니다. 그림을 볼 수 없는 사람이 알아듣게 40자 넘게 적으세요"
    told([f"{place_of(describe)}: {what}: {describe()}"] * (len(describe()) < 40))


@every_picture
def test_description_is_korean(name):
    describe = module(name).describe
    what = "그림의 설명을 한국어로 적으세요"
    told([f"{place_of(describe)}: {what}: {describe()}"] * (not re.search("[가-힣]", describe())))


@every_picture
def test_description_holds_no_number_that_is_none(name):
    describe = module(name).describe
    wrong = re.findall(r"\b(?:nan|inf|None)\b", describe())
    told(f"{place_of(describe)}: ‘{word}’: 수가 아닙니다. 무엇이 일어났는지 말로 적으세요" for word in wrong)


@every_picture
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_every_arrow_is_one_real_step(name):
    what = "대문자 상수의 학습률로 걸은 스텝이 아닙니다. 쓴 학습률을 상수로 적고, 다른 방법이면 METHOD도 적으세요"
    told(
        f"{place_of(module(name).figure)}: {tail.tolist()}에서 {head.tolist()}로 가는 화살표: {what}"
        for tail, head in all_arrows(name)
        if not is_step(module(name), tail, head)
    )


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


EYES = {  # Machado, Oliveira & Fernandes 2009, severity 1
    "all colours": np.eye(3),
    "no red": [[0.15229, 1.05258, -0.20487], [0.11450, 0.78628, 0.09922], [-0.00388, -0.04812, 1.05200]],
    "no green": [[0.36732, 0.86065, -0.22797], [0.28009, 0.67250, 0.04741], [-0.01182, 0.04294, 0.96888]],
}
PAGES = {"light": "#ffffff", "dark": "#1e2129"}
WRITTEN = [*palette.REGIMES.values(), drawing.INK, drawing.MUTED, drawing.SURFACE, drawing.TEAL, drawing.OCHRE]
ZONES = [  # of the same picture: a label's colour and what lies below it
    (drawing.MONOTONE, drawing.PALE_MONOTONE),
    (drawing.OSCILLATING, drawing.PALE_OSCILLATING),
    (drawing.DIVERGING, drawing.PALE_DIVERGING),
    (drawing.TEAL, drawing.PALE_DIVERGING),
    (drawing.OCHRE, drawing.PALE_DIVERGING),
    *((drawing.INK, pale) for pale in (drawing.PALE_MONOTONE, drawing.PALE_OSCILLATING, drawing.PALE_DIVERGING)),
]


def in_scheme(colour, scheme):
    return colour if scheme == "light" else drawing.DARK[colour]


@every_picture
def test_letters_have_colours_that_can_be_read(name):
    found = module(name).figure().findobj(lambda one: isinstance(one, Text) and one.get_visible() and one.get_text())
    wrong = sorted({text.get_text() for text in found if to_hex(text.get_color()) not in WRITTEN})
    what = "어두운 화면에서 읽기 어려운 색의 글입니다. INK, MUTED, TEAL, OCHRE나 다섯 모습의 색을 쓰세요"
    told(f"{place_of(module(name).figure)}: {what}: {text}" for text in wrong)


@pytest.mark.parametrize("scheme", PAGES)
def test_labels_can_be_read(scheme):
    pairs = [(in_scheme(colour, scheme), PAGES[scheme]) for colour in WRITTEN]
    pairs += [(in_scheme(colour, scheme), in_scheme(below, scheme)) for colour, below in ZONES]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("scheme", PAGES)
def test_labels_of_the_map_can_be_read(scheme):
    page = np.array([int(PAGES[scheme][at : at + 2], 16) for at in (1, 3, 5)])
    for *shade, part in module("learning_rate/landing_map").SHADES:
        mixed = to_hex((part * np.array(shade) * 255 + (1 - part) * page) / 255)
        assert contrast(in_scheme(drawing.INK, scheme), mixed) >= 4.5, mixed


@pytest.mark.parametrize("scheme", PAGES)
def test_no_area_of_the_map_looks_like_another_or_the_page(scheme):
    page = np.array([int(PAGES[scheme][at : at + 2], 16) for at in (1, 3, 5)]) / 255
    shades = [
        to_hex(part * np.array(shade) + (1 - part) * page)
        for *shade, part in module("learning_rate/landing_map").SHADES
    ]
    for one, other in combinations([*shades, PAGES[scheme]], 2):
        assert np.linalg.norm(seen(one, np.eye(3)) - seen(other, np.eye(3))) > 0.06, (one, other)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("scheme", PAGES)
def test_every_eye_tells_the_regimes_apart(scheme, eye):
    for one, other in combinations(palette.REGIMES.values(), 2):
        places = (seen(in_scheme(colour, scheme), EYES[eye]) for colour in (one, other))
        assert np.linalg.norm(np.subtract(*places)) > 0.07, (one, other)


@every_picture
def test_arrow_on_a_parabola_has_the_colour_of_its_regime(name):
    valley, faults = surfaces.valley, []
    for axes in shapes(name)["wide"].axes:
        for text in (text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch):
            (tail, height), (head, _) = text.xyann, text.xy
            rate = (tail - head) / valley.gradient(tail)
            if np.isclose(height, valley.loss(tail)) and rate > 0:
                kind = regime(round(rate, 9), valley.curvature(0.0))
                if to_hex(text.arrow_patch.get_edgecolor()) != palette.REGIMES[kind]:
                    what = f"학습률 {rate:.3g}의 화살표는 palette.REGIMES[{kind!r}]의 색으로 그리세요"
                    faults.append(f"{place_of(module(name).figure)}: {what}")
    told(dict.fromkeys(faults))


@every_picture
def test_labels_are_large_enough_on_a_phone(name, on_a_phone):
    smallest = min(label_sizes(on_a_phone), default=0)
    what = f"휴대전화에서 글자의 크기가 {smallest:.1f} px뿐입니다. 11 px 이상이 되게 글자를 키우거나 그림을 좁히세요"
    told([f"{place_of(module(name).figure)}: {what}"] * (smallest < 11))


WHERE = {"wide": "넓은 화면의 그림", "narrow": "휴대전화의 그림(칸이 위아래로 놓입니다)"}


@pytest.mark.parametrize("shape", ["wide", "narrow"])
@every_picture
def test_no_label_lies_on_another_or_leaves_the_picture(name, shape):
    figure = shapes(name)[shape]
    written = labels(figure)
    width, height = figure.get_size_inches() * figure.dpi
    faults = [
        f"‘{text}’: 그림 밖으로 나갑니다. 안으로 옮기거나 줄이세요"
        for text, box in written
        if not (box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1)
    ]
    faults += [
        f"‘{one}’, ‘{other}’: 서로 겹칩니다. 하나를 옮기거나 줄이세요"
        for (one, here), (other, there) in combinations(written, 2)
        if here.padded(-1).overlaps(there.padded(-1))
    ]
    told(f"{place_of(module(name).figure)}: {WHERE[shape]}: {' '.join(fault.split())}" for fault in faults)


def test_caption_names_panels_by_what_they_show():
    written = {}
    for path in sorted((MACHINERY / "docs").rglob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if caption := re.match(r"!\[(.*?)\]\((?:\.\./)?figures/(?!\S*playground)", line):
                written[f"{path.relative_to(MACHINERY).as_posix()}:{number}"] = caption[1]
    assert len(written) > 15
    for name in PICTURES:
        if len(shapes(name)["wide"].axes) > 1 and "playground" not in name:
            written[place_of(module(name).describe)] = module(name).describe()
    what = "휴대전화에서는 칸이 위아래로 놓입니다. 칸을 위치가 아니라 내용으로 부르세요"
    told(
        f"{place}: ‘{side[0]}’: {what}: {text}"
        for place, text in written.items()
        if (side := re.search("왼쪽|오른쪽|위쪽|아래쪽", text))
    )


def test_picture_quiz_and_example_of_the_wave_have_the_same_learning_rates():
    picture = module("learning_rate/which_minimum")
    small, large = picture.SMALL[surfaces.wave], picture.LARGE[surfaces.wave]
    text = (MACHINERY / "docs" / "gradient-descent" / "learning-rate.md").read_text(encoding="utf-8")
    assert f"학습률을 {small}에서 {large}로 키우면 마지막에 닿는" in text
    assert f"for rate in (0.1, {small}, {large}):" in text


def test_five_regimes_fit_one_screen_of_a_phone():
    svg = drawings.narrow(module("learning_rate/five_regimes").narrow())
    assert svg["height"] / svg["width"] * 358 < 600


def test_way_of_small_steps_is_painted_from_start_to_end():
    picture = module("learning_rate/big_and_small")
    walked = next(line for line in picture.figure().axes[1].lines if line.get_color() == drawing.MONOTONE)
    assert (walked.get_xdata()[0], walked.get_xdata()[-1]) == (picture.small()[0], picture.small()[-1])
    assert any(f"{picture.on_plateau()}스텝" in text.get_text() for text in picture.figure().axes[1].texts)

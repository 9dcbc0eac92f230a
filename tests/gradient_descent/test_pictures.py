"""The lesson's pictures can be read on a phone of 360 pixels, and its examples fit there."""

import importlib
import re

import pytest
from matplotlib.text import Text

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.execute.drawings import CSS_PIXELS_PER_INCH, PHONE_PANEL_HEIGHT, stack
from lesson_code.publish.read import page
from lesson_code.publish.read.page import Example

PICTURES = [s.stem for s in sources(Book(MACHINERY)) if s.kind == "picture" and s.stem.startswith("gradient_descent/")]
FOLDED = {"gradient_descent/finite_differences"}  # 「더 깊이」 is narrower: 302 pixels, measured
POINTS_PER_INCH = 72
LONGEST = 38  # letters of an example's line
PAGE = "docs/gradient-descent/gradient-descent.md"


def test_lesson_has_its_pictures():
    assert len(PICTURES) >= 5


@pytest.mark.parametrize("name", PICTURES)
def test_no_letter_is_smaller_than_eleven_pixels_on_a_phone(name):
    figure = importlib.import_module("lesson_code." + name.replace("/", ".")).figure()
    stack(figure, PHONE_PANEL_HEIGHT)
    figure.canvas.draw()
    shown = min(1, (302 if name in FOLDED else 328) / (figure.get_figwidth() * CSS_PIXELS_PER_INCH))
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    sizes = {text.get_text(): text.get_fontsize() / POINTS_PER_INCH * CSS_PIXELS_PER_INCH * shown for text in texts}
    assert texts and {text: size for text, size in sizes.items() if size < 11} == {}
    assert not any("$" in text for text in sizes)  # a formula's exponents are smaller still


def test_every_line_of_an_example_fits_a_phone():
    text = (MACHINERY / PAGE).read_text(encoding="utf-8")
    examples = page.read("a.md", PAGE, text).all(Example)
    lines = [line.strip() for example in examples for line in example.text.splitlines()]
    assert len(examples) >= 8
    assert [line for line in lines if len(line) > LONGEST] == []


def test_first_example_is_the_rule_itself():
    text = (MACHINERY / PAGE).read_text(encoding="utf-8")
    first = page.read("a.md", PAGE, text).all(Example)[0].text
    assert re.search(r"^>>> theta = theta - 0\.2 \* \(2 \* theta\)$", first, re.MULTILINE)

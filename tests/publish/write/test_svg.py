"""Drawings lose what is needless and nothing else; their colours follow the page."""

import re

from lesson_code.palette import DARK, INK
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.execute.drawings import tidy
from lesson_code.publish.write import svg

DRAWING = (
    '<?xml version="1.0"?>\n<svg height="10pt" viewBox="0 0 9.123456 9" width="10pt"><metadata>now</metadata>'
    '<!-- a --><path d="M 1.23456 -0.00012 L 2 3.14159" transform="translate(1.23456 2) scale(0.015625)"/>'
    '<image href="data:image/png;base64,1.23456"/></svg>'
)


def test_coordinates_are_rounded_and_scales_and_data_are_not():
    tidied = tidy(DRAWING)
    assert 'd="M 1.23 -0 L 2 3.14"' in tidied
    assert "translate(1.23 2) scale(0.015625)" in tidied and "base64,1.23456" in tidied


def test_prologue_metadata_comments_and_fixed_size_are_gone():
    tidied = tidy(DRAWING)
    assert tidied.startswith('<svg viewBox="0 0 9.123456 9">')
    assert not re.search("metadata|now|<!--|10pt", tidied)


def test_dark_drawing_has_the_partner_of_every_colour():
    light = " ".join(f"stroke: {colour};" for colour in DARK)
    assert svg.darken(light) == " ".join(f"stroke: {colour};" for colour in DARK.values())


def test_inline_drawing_leaves_its_colours_to_the_page():
    page = f"<p>{INK}</p><svg>stroke: {INK}; fill: #ffffff; color: #000000; fill: #123456</svg>"
    assert svg.by_variable(page) == (
        f"<p>{INK}</p><svg>stroke: var(--picture-{INK[1:]}); fill: none; color: currentcolor; fill: #123456</svg>"
    )


def test_style_sheet_names_no_colour_that_pictures_do_not_have():
    style = (MACHINERY / "docs" / "assets" / "book.css").read_text(encoding="utf-8")
    assert set(re.findall(r"--picture-(\w+)", style)) <= {colour[1:] for colour in DARK}

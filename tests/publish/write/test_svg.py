"""Drawings lose what is needless and nothing else; their colours follow the page."""

import re

import numpy as np

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
    assert 'd="M1.23 0l0.77 3.14"' in tidied
    assert "translate(1.23 2) scale(0.015625)" in tidied and "base64,1.23456" in tidied


def test_path_of_lines_is_written_by_its_steps_and_leads_to_the_same_points():
    points = np.random.default_rng(0).uniform(-500, 500, (200, 2))
    rounded = [tuple(row) for row in np.round(points, 2).tolist()]
    path = " \n".join(f"{'L' if n % 50 else 'M'} {x!r} {y!r}" for n, (x, y) in enumerate(points.tolist()))
    (written,) = re.findall(r'd="([^"]*)"', tidy(f'<svg><path d="{path} \nz\n"/></svg>'))
    led, at = [], (0.0, 0.0)
    for command, x, y in re.findall(r"([Ml])(\S+) (-?[\d.]+)", written):
        step = float(x), float(y)
        at = step if command == "M" else (round(at[0] + step[0], 2), round(at[1] + step[1], 2))
        led.append(at)
    assert led == rounded and written.endswith("z")


def test_what_follows_a_closed_path_begins_where_that_began_and_curves_stay():
    assert 'd="M1 2l2 2zl1 1"' in tidy('<svg><path d="M 1 2 L 3 4 z L 2 3"/></svg>')
    curve = 'd="M 0 1.5 C 0.13 2 1 2 1 3 L 1 4"'
    assert curve in tidy(f"<svg><path {curve}/></svg>")


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

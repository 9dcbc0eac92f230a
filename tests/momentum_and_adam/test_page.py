"""The lesson's page keeps its form: enough examples, short lines, and the data of its chart small."""

import gzip

from lesson_code.momentum_and_adam import beta_and_rate
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.read import page
from lesson_code.publish.read.page import Example

PAGE = "docs/gradient-descent/momentum-and-adam.md"
LONGEST = 47  # columns of an example's line
HEAVIEST = 25_000  # bytes, compressed: all walks of the chart, written as numbers of the picture


def test_every_line_of_an_example_is_short():
    examples = page.read("a.md", PAGE, (MACHINERY / PAGE).read_text(encoding="utf-8")).all(Example)
    lines = [line.removeprefix("    ") for example in examples for line in example.text.splitlines()]
    assert len(examples) >= 8
    assert [line for line in lines if len(line) > LONGEST] == []


def test_walks_of_the_chart_are_light():
    runs = [run for state in beta_and_rate.states().values() for row in state.runs for run in row]
    text = ",".join(str(round(20 * number)) for run in runs for path in run.paths for number in path.flat)
    assert len(gzip.compress(text.encode(), 9)) < HEAVIEST

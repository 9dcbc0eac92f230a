"""The lesson's page keeps its form: enough examples, short lines, and the data of its chart small."""

import gzip

from lesson_code.momentum_and_adam import beta_and_rate
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.read import page
from lesson_code.publish.read.page import Example
from tests.told import told

PAGE = "docs/gradient-descent/momentum-and-adam.md"
LONGEST = 47  # columns of an example's line
HEAVIEST = 25_000  # bytes, compressed: all walks of the chart, written as numbers of the picture


def test_every_line_of_an_example_is_short():
    examples = page.read("a.md", PAGE, (MACHINERY / PAGE).read_text(encoding="utf-8")).all(Example)
    assert len(examples) >= 8
    what = f"{LONGEST}칸보다 긴 줄입니다. 휴대전화에서 접히지 않게 나누세요"
    told(
        f"{PAGE}:{example.line + number}: {what}: {line.strip()}"
        for example in examples
        for number, line in enumerate(example.text.splitlines())
        if len(line.removeprefix("    ")) > LONGEST
    )


def test_walks_of_the_chart_are_light():
    runs = [run for state in beta_and_rate.states().values() for row in state.runs for run in row]
    text = ",".join(str(round(20 * number)) for run in runs for path in run.paths for number in path.flat)
    assert len(gzip.compress(text.encode(), 9)) < HEAVIEST

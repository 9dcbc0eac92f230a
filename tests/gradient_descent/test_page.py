"""The lesson has its pictures and examples, and begins with the rule itself."""

import re

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.read import page
from lesson_code.publish.read.page import Example

PAGE = "docs/gradient-descent/gradient-descent.md"


def test_lesson_has_its_pictures_and_examples_and_begins_with_the_rule_itself():
    pictures = [source for source in sources(Book(MACHINERY)) if source.stem.startswith("gradient_descent/")]
    examples = page.read("a.md", PAGE, (MACHINERY / PAGE).read_text(encoding="utf-8")).all(Example)
    assert len(pictures) >= 5 and len(examples) >= 8
    assert re.search(r"^>>> theta = theta - 0\.2 \* \(2 \* theta\)$", examples[0].text, re.MULTILINE)

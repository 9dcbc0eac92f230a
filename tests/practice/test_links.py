"""Links of a notebook lead somewhere from the file that is downloaded, too."""

import re

import pytest

from lesson_code.publish.book import MACHINERY, Book, sources
from tests.told import line_of, told

NOTEBOOKS = [source.path for source in sources(Book(MACHINERY)) if source.kind == "notebook"]
TO_A_FILE = re.compile(r"\]\((?:\.\./)*([\w/-]+)\.(?:md|ipynb)(#[\w-]+)?\)")


def faults(name, text):
    for link in TO_A_FILE.finditer(text):
        right = f"../../{link[1]}/{link[2] or ''}"
        what = f"내려받은 노트북에서는 열리지 않는 링크입니다. 빌드한 책의 주소를 적으세요: {right}"
        yield f"{name}:{line_of(text, link.start())}: {what}"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_link_of_a_notebook_is_the_address_of_a_built_page(name):
    told(faults(name, (MACHINERY / name).read_text(encoding="utf-8")))


def test_link_to_a_file_is_told_with_the_address_that_leads_there():
    (fault,) = faults("a.py", "# 글\n# [식](../gradient-descent/learning-rate.md#eq-1), [책](../../a/b/#c)\n")
    assert fault.startswith("a.py:2: ") and fault.endswith(": ../../gradient-descent/learning-rate/#eq-1")

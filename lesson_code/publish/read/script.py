"""What a percent script's Markdown cells use, with line numbers, and the faults that reading alone can see."""

import re
from collections.abc import Iterator

from lesson_code.publish.book import Source
from lesson_code.publish.faults import Fault
from lesson_code.publish.read.page import Formula, Page

MARKDOWN_CELL = re.compile(r"^# %% \[markdown\].*\n((?:#.*\n?|\n)*)", re.MULTILINE)
TEX = re.compile(r"\$\$(?P<display>[^$]+)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+)\$")
TITLE = re.compile(r"# #{1,6} ")
ADDRESS = re.compile(r'# <a id="[\w-]+"></a>$')
ABOUT = re.compile(r"^# # .+\n#\n(?P<paragraph>(?:# .+\n)+)", re.MULTILINE)  # the paragraph under the title
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*$]")


def page_of(source: Source, path: str) -> Page:
    """Return the formulas of a percent script's Markdown cells, as a page whose formulas can be typeset.

    Its faults are the headings without an address.
    """
    text = source.path.read_text(encoding="utf-8")
    found, faults = [], []
    for cell in MARKDOWN_CELL.finditer(text):
        first = text.count("\n", 0, cell.start(1)) + 1
        what = '제목에 영문 주소가 없습니다. 앞에 <a id="short-name"></a>만 있는 문단을 두세요'
        faults += [Fault(path, first + number, what) for number in _without_address(cell[1])]
        for match in TEX.finditer(cell[1]):
            line = text.count("\n", 0, cell.start(1) + match.start()) + 1
            found.append(Formula(line, tex_of(re.sub(r"\n# ?", "\n", match.group())), match["display"] is not None))
    return Page(f"{source.stem}.ipynb", path, text, tuple(found), tuple(faults))


def _without_address(cell: str) -> Iterator[int]:
    """Yield the numbers, from 0, of a Markdown cell's lines that hold a heading with no address before it."""
    before = ""
    for number, line in enumerate(cell.split("\n")):
        if TITLE.match(line) and not ADDRESS.match(before):
            yield number
        before = before if line in ("#", "") else line


def description(script: str) -> str:
    """Return what a percent script says of itself under its title, as plain text; "" if it says nothing."""
    about = ABOUT.search(script)
    return MARKUP.sub(r"\1", about["paragraph"].replace("\n# ", " ").removeprefix("# ").strip()) if about else ""


def tex_of(source: str) -> str:
    """Return the TeX between dollar signs, on one line."""
    return " ".join(source.strip("$").split())

"""What a percent script's Markdown cells use, with line numbers, and the faults that reading alone can see."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from lesson_code.publish.book import LEXED, Source
from lesson_code.publish.faults import Fault, Place
from lesson_code.publish.read import (
    addresses,
    blocks,
    cell_code,
    checks,
    fences,
    images,
    lists,
    marks,
    markup,
    spans,
    tables,
    tex,
)
from lesson_code.publish.read.page import Formula, Page, terms
from lesson_code.publish.read.percent import KIND, KINDS, OPTION, QUOTED, Cell, cells, laid_out

MONEY = re.compile(r"\d[\d,.]*(?![\d,.\\^_{])")
HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t]+\S", re.MULTILINE)
ADDRESS = re.compile(r"""<a id=(["'])[a-z][a-z0-9-]*\1></a>$""")
ABOUT = re.compile(r"^# .+\n\n(?P<paragraph>(?:[^#\n].*\n?)+)", re.MULTILINE)  # the paragraph under the title
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*$]")
MEANT = re.compile(r"#[ \t]*%%+[ \t]*[\[(]?(ma?r?k?\w+)")
OPTIONS = ("alt", "source")
NEARLY_OPTION = re.compile(r"(?P<name>\w+)\s*=\s*(?P<open>[\"'“‘])?")
PARAGRAPH = re.compile(r"^(?:.*\S.*\n?)+", re.MULTILINE)
TABLE = re.compile(r"^(?:[ \t]*\|.*\n?)+", re.MULTILINE)
INDENTED = re.compile(  # below a paragraph that is no list's
    r"^(?<![^\n]\n)(?:(?!(?:[-*+|>]|\d+\.)[ \t])\S.*\n)+(?:[ \t]*\n)+(?: {4}|\t)(?=[ \t]*\S)", re.MULTILINE
)
PIPE = re.compile(r"(?<!\\)\|")
NO_ADDRESS = '제목에 영문 주소가 없습니다. 앞에 <a id="short-name"></a>만 있는 문단을 두세요'
NO_COMMENT = "마크다운 칸의 줄은 #과 빈칸으로 시작합니다. 코드라면 위에 # %% 한 줄을 두세요"
NO_OPTION = (
    '칸의 첫 줄에는 alt="…"와 source="…"만 적을 수 있습니다. 소문자로, = 앞뒤에 빈칸 없이, 같은 따옴표로 여닫으세요'
)
NO_TICKS = "노트북의 수식에는 백틱을 쓰지 않습니다. $x$처럼 적으세요"
NO_FORMULA = "수식의 $가 짝을 이루지 않습니다. $…$나 $$…$$로 적고, 글자라면 \\$로 적으세요"


def page_of(source: Source) -> Page:
    """Return what a percent script's Markdown cells use, as a page: its formulas, links, terms, addresses, faults."""
    found = cells(source.text)
    prose = [cell for cell in found if cell.kind == "markdown"]
    text = laid_out(prose)
    formulas = [Formula(*formula) for cell in prose for formula in cell.formulas()]
    page = Page(f"{source.stem}.ipynb", source.path, text, (*formulas, *terms(text), *addresses.links(text)), ())
    wrong = list(_form(source.text, found))
    if not wrong:  # or else what stands in a cell may be no part of it
        wrong += [*_headings(prose), *marks.levels(text), *cell_code.faults(found)]
        wrong += [*checks.rows(text, "notebooks"), *_tables(text), *(place for cell in prose for place in _prose(cell))]
        known = {line for line, _ in wrong}
        # what lost its other half in its cell: each is a page of its own to the converter
        alone = [(cell.line + line - 1, what) for cell in prose for line, what in marks.pairs(cell.lettered)]
        wrong += [place for place in (*alone, *marks.flanked(text)) if place[0] not in known]
    return replace(page, faults=tuple(Fault(source.path, *place) for place in [*wrong, *page.misaddressed()]))


def _headings(prose: Sequence[Cell]) -> Iterator[Place]:
    """Yield headings without an address, and a notebook that does not begin with a title."""
    titles = [(cell, title) for cell in prose for title in HEADING.finditer(spans.blank(cell.lettered))]
    for cell, title in titles:
        if not ADDRESS.match(cell.lettered[: title.start()].rstrip().rpartition("\n")[2].strip()):
            yield cell.line_at(title.start()), NO_ADDRESS
    if not titles or titles[0][1]["level"] != "#":
        what = "노트북에 제목이 없습니다. 첫 칸을 # %% [markdown]으로 열고 # # 제목을 적으세요"
        yield next((cell.line_at(title.start()) for cell, title in titles), 1), what


def _form(text: str, found: Sequence[Cell]) -> Iterator[Place]:
    """Yield lines that do not look like the cell they stand in, and kinds of cells that there are not."""
    lines = text.split("\n")
    for part in LEXED.finditer(text):
        if re.match(r"#\s*%%", part.group()) and (part["head"] is None or not part.group().startswith("# %%")):
            what = "칸을 나누는 줄이 아닙니다. 줄을 ‘# %%’와 빈칸으로 시작하세요"
            yield spans.line_at(text, part.start()), what
    for cell in found:
        head = OPTION.sub("", lines[cell.head - 1]) if cell.head else ""
        left = NEARLY_OPTION.finditer(head)  # open or misspelt
        nearly = any(option["open"] or get_close_matches(option["name"], OPTIONS) for option in left)
        if said := _unknown_kind(head):
            yield cell.head, f"모르는 칸입니다. [markdown]이나 [raw]로 적으세요: {said}"
        elif nearly or not cell.options.keys() <= set(OPTIONS):
            yield cell.head, NO_OPTION
        elif "alt" in cell.options and (what := images.unheard(cell.options["alt"])):
            yield cell.head, f"그림의 {what}"
        elif cell.head and cell.kind != "raw" and not cell.text.strip():
            yield cell.head, "빈 칸입니다. 글이나 코드를 적거나 이 줄을 지우세요"
        elif cell.kind == "code" and all(re.match(r"#(?! ?%)|$", line) for line in cell.text.split("\n")):
            yield cell.head or cell.line, "코드 없이 주석만 있는 칸입니다. 글이라면 칸을 # %% [markdown]으로 여세요"
        body = lines[cell.head : cell.end - 1]
        if cell.kind != "code" and not QUOTED.match("\n".join(body).strip()):
            bad = [number for number, line in enumerate(body, cell.head + 1) if not re.match(r"#(?: |$)|$", line)]
            yield from ((number, NO_COMMENT) for number in bad[:1])


def _unknown_kind(head: str) -> str:
    """Return what of the head of a cell was meant to say its kind, and does not; or ""."""
    if named := KIND.search(head):
        return "" if named[1].lower() in KINDS else named[0]
    meant = MEANT.match(head)
    return meant[0] if meant and get_close_matches(meant[1].lower(), KINDS, 1, 0.7) else ""


def _prose(cell: Cell) -> Iterator[Place]:
    """Yield what of a Markdown cell would not be shown as it was meant."""
    for sign in cell.signs:
        line = cell.line_at(sign.start())
        if not sign["other"]:
            yield from ((line + below, what) for below, what in tex.faults(cell.tex(sign), sign["inline"] is None))
        elif sign["other"] == "$" and not MONEY.match(cell.prose, sign.end()):
            ticked = "`" in cell.text[max(sign.start() - 1, 0) : sign.end() + 1]
            yield line, NO_TICKS if ticked else NO_FORMULA
    for found in INDENTED.finditer(cell.lettered):
        yield cell.line_at(found.end()), blocks.CODE
    for stretch in markup.stretches(cell.text):
        line = cell.line + stretch.line - 1
        if stretch.info in ("math", "pycon"):
            yield line, "노트북에는 이 코드 블록이 없습니다. 수식은 $$…$$, 예제는 코드 칸에 적으세요"
        elif stretch.info is not None and (what := fences.misformed(stretch)):
            yield line, what
        elif stretch.info is not None and fences.PROMPT.search(stretch.text):
            yield line, "실행되지 않는 예제입니다. 코드 칸에 적으세요"
    for part in PARAGRAPH.finditer(cell.lettered):
        if lists.is_other_list([text.strip() for text in part[0].split("\n")]):
            yield cell.line_at(part.start()), blocks.OTHER_LIST


def _tables(lettered: str) -> Iterator[Place]:
    """Yield tables without the line below their first row, and rows that have not as many cells as that."""
    for table in TABLE.finditer(lettered):
        rows = table[0].strip().split("\n")
        pipes = [len(PIPE.findall(row)) for row in rows]  # those in code count
        first = spans.line_at(lettered, table.start())
        if len(rows) > 1 and pipes[0] > 1 and not tables.is_table(rows):
            yield first, tables.NO_TABLE
        else:
            what = "표의 칸 수가 첫 줄과 다릅니다. 줄마다 |의 수를 맞추세요"
            yield from ((first + number, what) for number, count in enumerate(pipes) if count != pipes[0])


def description(script: str) -> str:
    """Return what a percent script says of itself under its title, as plain text; "" if it says nothing."""
    prose = "\n\n".join(cell.text for cell in cells(script) if cell.kind == "markdown")
    about = ABOUT.search(prose)
    return MARKUP.sub(r"\1", " ".join(about["paragraph"].split())) if about else ""

"""What a percent script's Markdown cells use, with line numbers, and the faults that reading alone can see."""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence

from lesson_code.publish.book import LEXED, Source, read_text
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import chance, foreign, markup
from lesson_code.publish.read.page import Formula, Item, LinkUse, Page, TermUse
from lesson_code.publish.read.percent import FORMULA, KIND, KINDS, MAGIC, OPTION, QUOTED, Cell, cells

COMMAND = re.compile(r"# ?(?:%[a-z_]{2,}|![a-z./~])")  # a comment that an editor of notebooks would run
MONEY = re.compile(r"\d[\d,.]*(?![\d,.\\^_{])")
HEADING = re.compile(r" {0,3}(?P<level>#{1,6})(?:[ \t]+\S|(?P<tight>[^#\s]))")
ADDRESS = re.compile(r'<a id="[a-z][a-z0-9-]*"></a>$')
ANCHOR = re.compile(r"""<\w+\b[^>]*\bid=["']([^"']+)""")
LINK = re.compile(r"""(?:\]\(\s*<?|\bhref=["']|\bsrc=["']|^\[[^\]^]+\]:\s*<?)(?P<target>[^\s)>"']+)""", re.MULTILINE)
ABOUT = re.compile(r"^# .+\n\n(?P<paragraph>(?:[^#\n].*\n?)+)", re.MULTILINE)  # the paragraph under the title
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*$]")
UNKNOWN = (  # what a notebook would show as it is written, or lose
    (r"^(?:!!!|\?\?\?\+?|===) ", "노트북에는 이 상자가 없습니다. 인용문(>)으로 적으세요"),
    (r"\{:?\s*[#.][\w-]+[^}\n]*\}", '노트북의 주소는 제목 앞의 <a id="short-name"></a> 문단으로 적으세요'),
    (r"<!-", "노트북에서는 값을 확인하지 않습니다. 코드 칸에서 출력하세요"),
    (r"\[\^[^\]\n]+\]", "노트북에는 각주가 없습니다. 본문에 적으세요"),
    (r"\\[(\[]", "노트북의 수식은 $…$나 $$…$$로 적습니다"),
    (r"==\w[^=\n]*\w==", "노트북에는 형광펜 표기가 없습니다. **굵게** 적으세요"),
    (r"^(?:<{7}|={7}|>{7})(?: |$)", "합치다 남은 표시입니다. 한쪽을 고르세요"),
    (r"^[ \t>]*>>> ", "실행되지 않는 예제입니다. 코드 칸에 적으세요"),
    (r"^[^\s#>|=-].*\n(?:-+|=+)[ \t]*$", "밑줄을 그은 제목은 쓰지 않습니다. #으로 적으세요"),
    (r"!\[\s*\][(\[]|<img\b(?![^>]*\balt=[\"'][^\"'])", "그림에 설명이 없습니다. ![설명](주소)로 적으세요"),
    (r"!\[[^\]\n]*\]\(\s*<?(?:https?:)?//", "다른 곳의 그림은 싣지 않습니다. 파일을 docs/에 두세요"),
)
TABLE = re.compile(r"^(?:[ \t]*\|.*\n?)+", re.MULTILINE)
PIPE = re.compile(r"(?<!\\)\|")
NO_ADDRESS = '제목에 영문 주소가 없습니다. 앞에 <a id="short-name"></a>만 있는 문단을 두세요'
UNEVEN = "표의 칸 수가 첫 줄과 다릅니다. 줄마다 |의 수를 맞추세요"
NO_TITLE = "노트북에 제목이 없습니다. 첫 칸을 # %% [markdown]으로 열고 # # 제목을 적으세요"
NO_COMMENT = "마크다운 칸의 줄은 #과 빈칸으로 시작합니다. 코드라면 위에 # %% 한 줄을 두세요"
NO_COMMAND = "셸 명령과 매직은 쓸 수 없습니다. # %matplotlib inline과 # %config InlineBackend.…만 됩니다"
NO_CELL = "칸을 나누는 줄이 아닙니다. # %%  와 빈칸으로 줄을 시작하세요"
NO_FORMULA = "수식의 $가 짝을 이루지 않습니다. $…$나 $$…$$로 적고, 글자라면 \\$로 적으세요"


def page_of(source: Source, path: str) -> Page:
    """Return what a percent script's Markdown cells use, as a page: its formulas, links, terms, addresses, faults."""
    text = read_text(source.path, path)
    found = cells(text)
    prose = [cell for cell in found if cell.kind == "markdown"]
    formulas = [Formula(*formula) for cell in prose for formula in cell.formulas()]
    items: list[Item] = [*formulas]
    for cell in prose:
        items += [TermUse(line, match["term"]) for line, match in cell.find(markup.TERM)]
        items += [LinkUse(line, match["target"]) for line, match in cell.find(LINK)]
    anchors = [(line, match[1]) for cell in prose for line, match in cell.find(ANCHOR)]
    anchors += [(f.line, f"eq-{number}") for f in formulas for number in markup.TAG.findall(f.tex)]
    wrong = [*_headings(prose), *_repeated(anchors), *_code(found), *_form(text, found)]
    for cell in prose:
        wrong += _prose(cell)
    faults = tuple(Fault(path, line, what) for line, what in wrong)
    return Page(
        f"{source.stem}.ipynb", path, text, tuple(items), faults, anchors=frozenset(name for _, name in anchors)
    )


Wrong = Iterator[tuple[int, str]]  # the line of the script, and what to do


def _headings(prose: Sequence[Cell]) -> Wrong:
    """Yield headings without an address, or on a level that the one before does not lead to."""
    above = 0
    for cell in prose:
        before = ""
        for number, line in enumerate(cell.plain.split("\n"), cell.line):
            if heading := HEADING.match(line):
                level = len(heading["level"])
                if heading["tight"]:
                    yield number, "제목의 # 뒤에 빈칸을 두세요"
                elif not ADDRESS.match(before):
                    yield number, NO_ADDRESS
                if level > above + 1 or (level == 1 and above):
                    yield number, "제목의 단계가 맞지 않습니다. 첫 제목 하나만 #으로, 그 아래는 ##부터 차례로 적으세요"
                above = level
            before = line.strip() or before
    if not above:
        yield 1, NO_TITLE


def _repeated(anchors: list[tuple[int, str]]) -> Wrong:
    known: set[str] = set()
    for line, name in anchors:
        if name in known:
            yield line, f"이 페이지에 두 번 나옵니다. 하나만 남기세요: {name}"
        known.add(name)


def _form(text: str, found: Sequence[Cell]) -> Wrong:
    """Yield lines that do not look like the cell they stand in, and kinds of cells that there are not."""
    lines = text.split("\n")
    for part in LEXED.finditer(text):
        if re.match(r"#\s*%%", part.group()) and part["head"] is None:
            yield text.count("\n", 0, part.start()) + 1, NO_CELL
    for cell in found:
        named = KIND.search(OPTION.sub("", lines[cell.head - 1])) if cell.head else None
        if named and named[1].lower() not in KINDS:
            yield cell.head, f"모르는 칸입니다. [markdown]이나 [raw]로 적으세요: [{named[1]}]"
        body = lines[cell.head : cell.end - 1]
        if cell.kind != "code" and not QUOTED.match("\n".join(body).strip()):
            bad = [number for number, line in enumerate(body, cell.head + 1) if not re.match(r"#(?: |$)|$", line)]
            yield from ((number, NO_COMMENT) for number in bad[:1])


def _prose(cell: Cell) -> Wrong:
    """Yield what of a Markdown cell would not be shown as it was meant."""
    for match in FORMULA.finditer(cell.prose):
        if match["other"] == "$" and not MONEY.match(cell.prose, match.end()):
            yield cell.line + cell.prose.count("\n", 0, match.start()), NO_FORMULA
    for pattern, what in UNKNOWN:
        yield from ((line, what) for line, _ in cell.find(re.compile(pattern, re.MULTILINE)))
    for line, table in cell.find(TABLE):
        written, prose, plain = (_pipes(text[slice(*table.span())]) for text in (cell.text, cell.prose, cell.plain))
        rows = [w - p + q for w, p, q in zip(written, prose, plain, strict=True)]  # those in code count, in TeX not
        yield from ((line + n, UNEVEN) for n, pipes in enumerate(rows) if pipes != rows[0])
    for above, piece in foreign.pieces(cell.plain):
        yield cell.line + above, f"페이지에 넣을 수 없습니다. 지우세요: {piece}"
    for stretch in markup.stretches(cell.text):
        if stretch.info is not None and not stretch.closed:
            yield cell.line + stretch.line - 1, "울타리가 닫히지 않았습니다. 여는 것과 똑같은 표시로 닫으세요"
        elif stretch.info in ("math", "pycon"):
            yield (
                cell.line + stretch.line - 1,
                "노트북에는 이 울타리가 없습니다. 수식은 $$…$$, 예제는 코드 칸에 적으세요",
            )


def _pipes(table: str) -> list[int]:
    """Return how many signs that part the cells of a table stand in each of its rows."""
    return [len(PIPE.findall(row)) for row in table.strip("\n").split("\n")]


def _code(found: Sequence[Cell]) -> Wrong:
    """Yield what of the code cells is no Python, would reach outside, or comes out otherwise every time."""
    whole = ""
    for cell in (cell for cell in found if cell.kind == "code"):
        for part in LEXED.finditer(cell.text):
            if COMMAND.match(part.group()) and not MAGIC.match(cell.text, part.start()):
                yield cell.line + cell.text.count("\n", 0, part.start()), NO_COMMAND
        try:
            code = _parsed(cell.text)
        except SyntaxError as error:
            said = cell.text.split("\n")[(error.lineno or 1) - 1].lstrip()
            what = NO_COMMAND if said[:1] in ("!", "%", "?") else f"코드를 읽을 수 없습니다: SyntaxError: {error.msg}"
            yield cell.line + (error.lineno or 1) - 1, what
            continue
        for node in ast.walk(code):
            if isinstance(node, ast.Name) and node.id == "get_ipython":
                yield cell.line + node.lineno - 1, NO_COMMAND
        whole += "\n" * (cell.line - 1 - whole.count("\n")) + cell.text + "\n"  # each on its own line of the script
    yield from chance.unseeded(_parsed(whole))


def _parsed(text: str) -> ast.Module:
    """Return the code of cells, which may await. Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are told where the cell runs
        tree = compile(text, "<cells>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert isinstance(tree, ast.Module)
    return tree


def description(script: str) -> str:
    """Return what a percent script says of itself under its title, as plain text; "" if it says nothing."""
    prose = "\n\n".join(cell.text for cell in cells(script) if cell.kind == "markdown")
    about = ABOUT.search(prose)
    return MARKUP.sub(r"\1", " ".join(about["paragraph"].split())) if about else ""

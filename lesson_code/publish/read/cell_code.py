"""What of the code cells of a notebook is no Python, would reach outside, or comes out otherwise every time."""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence

from lesson_code.publish.book import LEXED
from lesson_code.publish.faults import NO_PYTHON, Place
from lesson_code.publish.read import chance
from lesson_code.publish.read.percent import MAGIC, Cell

COMMAND = re.compile(r"# ?(?:%[a-z_]{2,}|![a-z./~])")  # a comment that an editor of notebooks would run
NO_COMMAND = "셸 명령과 매직은 쓸 수 없습니다. # %matplotlib inline과 # %config InlineBackend.…만 됩니다"
NO_END = "칸에서 노트북을 끝낼 수 없습니다. exit(), quit() 호출을 지우세요"
FORBIDDEN = {"get_ipython": NO_COMMAND, "exit": NO_END, "quit": NO_END}
NO_BOOK = '내려받은 노트북에는 lesson_code가 없습니다. # %% source="lesson_code/…/이름.py"로 연 칸에서 불러오세요'


def faults(found: Sequence[Cell]) -> Iterator[Place]:
    """Yield what of the code cells is no Python, would reach outside, or comes out otherwise every time."""
    code = ast.Module([], [])  # of the cells that are Python, each where it stands in the script
    for cell in (cell for cell in found if cell.kind == "code"):
        for part in LEXED.finditer(cell.text):
            if COMMAND.match(part.group()) and not MAGIC.match(cell.text, part.start()):
                yield cell.line_at(part.start()), NO_COMMAND
        try:
            statements = _statements(cell)
        except SyntaxError as error:
            line = error.lineno or cell.line
            said = cell.text.split("\n")[line - cell.line].lstrip()
            yield line, NO_COMMAND if said[:1] in ("!", "%", "?") else f"{NO_PYTHON}: SyntaxError: {error.msg}"
            continue
        code.body += statements
        if "source" not in cell.options:
            yield from ((line, NO_BOOK) for line in _of_the_book(statements))
    for node in ast.walk(code):
        name = node.id if isinstance(node, ast.Name) else ""
        if "get_ipython" in (getattr(node, "attr", ""), getattr(node, "name", "")):  # of IPython, whatever it is called
            name = "get_ipython"
        if name in FORBIDDEN:
            yield getattr(node, "lineno", 1), FORBIDDEN[name]
    yield from chance.unseeded(code)


def _of_the_book(code: Sequence[ast.stmt]) -> Iterator[int]:
    """Yield the lines that need a module of the book, outside ``try``."""
    for node in (node for statement in code if not isinstance(statement, ast.Try) for node in ast.walk(statement)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(name.split(".")[0] == "lesson_code" for name in names):
            yield getattr(node, "lineno", 1)


def _statements(cell: Cell) -> list[ast.stmt]:
    """Return the code of a cell, with the lines of the script. Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are told where the cell runs
        return ast.parse("\n" * (cell.line - 1) + cell.text).body

"""All that the machinery may say to contributors, taken from the code that says it.

A message is a Korean sentence in the code of a room; what differs from one time to the next is shown as "…". Nothing
need be entered anywhere: a new message stands in the list because it is written.
"""

import ast
import html
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from lesson_code.publish.cache import Cache, Entry, digest

PUBLISH = Path(__file__).parents[1]
ROOMS = {
    "read": "글을 읽을 때",
    "execute": "실행할 때",
    "write": "페이지를 만들 때",
    "mkdocs": "사이트를 쓸 때",
    "": "명령을 내릴 때",
}
SENTENCE = re.compile(r"[가-힣](?:니다|세요)|오류[:] ")


def listed(entries: Cache) -> str:
    """Return the HTML of the list, room by room."""
    identity = digest("messages", *(path.read_bytes() for room in ROOMS for path in files(room)))
    known = entries.get(identity)
    if known is None:
        known = Entry("\n\n".join(_room(name, title) for name, title in ROOMS.items()))
        entries.put(identity, known)
    return str(known.value)


def files(room: str) -> list[Path]:
    """Return what may hold messages of a room."""
    return [*sorted((PUBLISH / room).glob("*.py")), *sorted((PUBLISH / room).glob("*.toml"))]


def _room(name: str, title: str) -> str:
    found = dict.fromkeys(text for path in files(name) for text in messages(path))
    lines = "\n".join(f"<li>{_plain(text)}</li>" for text in sorted(found))
    return f'<details class="note">\n<summary>{title} ({len(found)})</summary>\n<ul>\n{lines}\n</ul>\n</details>'


def _plain(text: str) -> str:
    """Return a text as HTML in which nothing looks like markup of the book's."""
    return re.sub(r"[$`*_\\|\[]", lambda sign: f"&#{ord(sign[0])};", html.escape(" ".join(text.split())))


def messages(path: Path) -> Iterator[str]:
    """Yield the messages of a module, or of a table of them."""
    text = path.read_text(encoding="utf-8")
    said = (
        (row["what"] for row in tomllib.loads(text).get("row", ()))
        if path.suffix == ".toml"
        else _sentences(ast.parse(text))
    )
    for what in said:
        yield re.sub(r"\{\w*\}", "…", what).replace("{{", "{").replace("}}", "}")


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Yield the sentences of a module that are no page's, which would end in a full stop or a tag."""
    named = _names(tree)
    skipped = set(_no_messages(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.BinOp):  # what it is made of is no message of its own
            parts = list(ast.walk(node))
            skipped |= {id(part) for part in parts if part is not node}
            skipped |= {id(named[part.id]) for part in parts if isinstance(part, ast.Name) and part.id in named}
    for node in ast.walk(tree):
        text = "" if id(node) in skipped or isinstance(node, ast.Name) else _text(node, named)
        if SENTENCE.search(text) and "\n\n" not in text and not text.endswith((".", ">")):
            yield text


def _names(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the texts that a module gives a name to, once."""
    found = [
        (target.id, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    times = Counter(name for name, _ in found)
    return {name: value for name, value in found if times[name] == 1}


def _no_messages(tree: ast.Module) -> Iterator[int]:
    """Yield the docstrings, and the words of a command's help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield id(node.value)
        if isinstance(node, ast.keyword) and node.arg in ("help", "description"):
            yield id(node.value)


def _text(node: ast.AST, named: Mapping[str, ast.expr]) -> str:
    """Return what an expression says, with "…" for what only a run knows; "" if it says nothing."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, named) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, named) or "…"
    if isinstance(node, ast.BinOp):
        return _text(node.left, named) + _text(node.right, named)
    if isinstance(node, ast.Name) and node.id in named:
        return _text(named[node.id], {})
    return ""

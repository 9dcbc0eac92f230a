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
PAGE = re.compile(r"\A[\s…]*<|\.\Z|</\w+>\Z")  # how texts of pages begin or end
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
    if path.suffix == ".toml":
        said = [row["what"] for row in tomllib.loads(text).get("row", ())]
    else:
        said = _sentences(ast.parse(text))
    for what in said:
        yield re.sub(r"\{\w*\}", "…", what).replace("{{", "{").replace("}}", "}").removeprefix(". ")


def _sentences(tree: ast.Module) -> list[str]:
    """Return the sentences of a module that are no part of another and no page's."""
    nodes = list(ast.walk(tree))
    given = [(getattr(node.targets[0], "id", ""), node.value) for node in nodes if isinstance(node, ast.Assign)]
    times = Counter(name for name, _ in given)
    named = {name: value for name, value in given if times[name] == 1}
    told = dict.fromkeys(_text(node, named) for node in nodes if not isinstance(node, ast.Name))
    said = [text for text in told if SENTENCE.search(text) and "\n\n" not in text and not PAGE.search(text)]
    return [text for text in said if not any(text in other and text != other for other in told)]


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

"""How the blocks of a page lie in each other: lists, admonitions and tabs, their blank lines and their indentation.

Python-Markdown wants a blank line before a list and four blanks inside whatever holds something. Where a page has
fewer it says nothing, and publishes something else than was meant.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lesson_code.publish.faults import Place
from lesson_code.publish.read import lists, markup, spans, tables, words
from lesson_code.publish.read.lists import IN_FENCE, ITEM, RULE

# what Material gives a colour and an icon, and what a box without a title is called
KINDS: dict[str, str] = {kind: title for title, kinds in words.TABLE["boxes"].items() for kind in kinds.split()}
QUOTE = re.compile(r" *> ?")
BARE = re.compile(r"(?:[-*+]|\d+\.)$")
UNDERLINE = re.compile(r"(?:=+|-+)$")
SIGNS = "!?=！？＝"
OPENER = re.compile(  # what is, or was meant to be, an admonition, a fold or a tab
    rf"[{SIGNS}](?: ?[{SIGNS}])+\+? *(?:(?:[A-Za-z][\w-]*)? *[\"“]|(?:{'|'.join(KINDS)})(?![\w-]))"
    rf"|(?:!!!|\?\?\?|===)(?! ?[{SIGNS}])\+? *\S"
)
BOX = r"(?:!!!|\?\?\?\+?) ?(?P<kind>[a-z]+)(?: +inline(?: +end)?)?"
RIGHT = re.compile(rf'{BOX}(?: +".*")?$|(?:\?\?\?|===)\+? +".*"$')
UNTITLED = re.compile(rf"^(?P<head>[ \t>]*{BOX})[ \t]*$", re.MULTILINE)
FIRST = (  # the kind of a line, by its first letters; that of a block is its first line's
    ("opener", OPENER),
    ("heading", re.compile("#")),
    ("fence", re.compile("```$")),
    ("quote", re.compile(">")),
    ("list", ITEM),
    ("holder", re.compile(r":   |\[\^[^\]]+\]:")),  # a definition, a footnote
    ("other", re.compile(r"<|\[[^\]]+\]:")),  # HTML, the target of a link
)
ALONE = {"heading", "opener"}  # blocks of one line
FOUR = "안쪽은 네 칸 들여 쓰세요"
NO_BOX = '상자나 탭이 되지 못하고 글로 보입니다. !!! note "제목", ??? note "제목", === "이름"처럼 적으세요'
EMPTY = f"안이 비어 있습니다. {FOUR}"
BELOW = "위의 글에 이어져 그대로 보입니다. 앞에 빈 줄을 두세요"
FALLEN = f"상자의 글에 이어지지 못하고 상자 밖에 놓입니다. {FOUR}. 바깥의 글이라면 앞에 빈 줄을 두세요"
OUTER = "안쪽의 글에 이어집니다. 항목 앞에 빈 줄을 두세요"
CODE = "네 칸 들여 쓴 글은 코드로 보입니다. 코드라면 코드 블록에 적고, 글이라면 들여쓰기를 줄이세요"
OTHER_LIST = "목록이 되지 못하고 한 문단이 됩니다. - 글이나 1. 글로 적으세요"
SETEXT = "밑줄을 그은 제목은 쓸 수 없습니다. ## 제목 {#short-name}으로 적으세요. 가로줄이라면 앞에 빈 줄을 두세요"


class Line(NamedTuple):
    """A line that is not empty: its number and its indentation, what else it holds, and what would begin with it."""

    number: int
    indent: int
    text: str
    kind: str

    @property
    def mark(self) -> str:
        """The mark of an item of a list, or ""."""
        return self.text.split()[0] if self.kind == "list" else ""


Block = list[Line]  # what Python-Markdown reads together


def faults(text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the blank lines and the indentation of a page."""
    told: dict[int, str] = {}
    for number, what in _faults(_outline(text), 1):
        told.setdefault(number, what)
    yield from told.items()


def _outline(text: str) -> list[str]:
    """Return the page's lines; fences without what they hold, comments as if they were tags."""
    parts = []
    for part in markup.stretches(markup.body(text)):
        fence = part.indent + f"\n{part.indent}".join(["```", *[IN_FENCE] * (len(part.lines) - 1)])
        parts.append(fence if part.info is not None else spans.blank(part.text, ("comment",), "<"))
    return [line.expandtabs(4).rstrip() for line in "\n".join(parts).split("\n")]


def _faults(lines: Sequence[str], first: int) -> Iterator[Place]:
    blocks = _blocks(lines, first)
    yield from _indentation(blocks)
    yield from _numbers(blocks)
    for block, after in pairwise(blocks):
        if tables.is_table([line.text for line in block]) and after[0].number == block[-1].number + 1:
            yield after[0].number, tables.ROW
    for block in blocks:
        if block[0].kind == "quote":
            quoted = [QUOTE.sub("", " " * line.indent + line.text, count=1) for line in block]
            yield from _faults(quoted, block[0].number)
        else:
            yield from _run_together(block)


def _blocks(lines: Sequence[str], first: int) -> list[Block]:
    """Return the blocks of lines of which the first has the number ``first``."""
    blocks, before = list[Block](), ""  # the kind of the block that may go on
    for number, line in enumerate(lines, first):
        text = line.lstrip()
        kind = next((kind for kind, pattern in FIRST if pattern.match(text)), "text")
        if text and (not before or {kind, before} & ALONE or kind == "quote" != before):
            blocks.append([])
        if text:
            blocks[-1].append(Line(number, len(line) - len(text), text, kind))
        before = blocks[-1][0].kind if text else ""
    return blocks


def _begun(block: Block) -> list[Line]:
    """Return the lines that begin a block, an item, a holder or a fence."""
    inner = {"list": "list", "text": "holder", "holder": "holder"}.get(block[0].kind)
    return [line for line in block if line is block[0] or line.kind in ("fence", inner)]


def _indentation(blocks: Sequence[Block]) -> Iterator[Place]:
    holders: list[Line] = []  # what the line lies in, from the outside
    empty: Line | None = None  # an opener that holds nothing yet
    end, text_at = 0, 0  # the line behind the block above, and from where on what stands there belongs to its text
    for block in blocks:
        for line in _begun(block):
            number, indent, _, kind = line
            outside = 0
            while holders and indent < holders[-1].indent + 4:
                outer = holders.pop()
                deeper = outer.kind == "list" and indent // 4 > outer.indent // 4
                outside = 0 if deeper or "holder" in (outer.kind, kind) else indent - outer.indent
            first, code_at = line is block[0], 4 + (holders[-1].indent + 4 if holders else 0)
            if empty and indent < 4 + empty.indent:
                yield empty.number, EMPTY
            elif 0 < outside < 4:
                holder = "목록" if outer.kind == "list" else "상자"
                yield number, f"{holder} {FOUR}. 지금은 {outside}칸이어서 안쪽이 되지 못합니다"
            elif number == end and kind in ("opener", "quote") and indent >= text_at:
                yield number, BELOW
            elif indent >= code_at and (first or kind == "fence"):
                yield number, CODE
            elif holders and indent >= code_at:
                yield number, f"목록 {FOUR}. 지금은 {indent - holders[-1].indent}칸이어서 글로 보입니다"
            elif first and holders:
                yield from _outer_items(block, holders)
            if first and kind in ("text", "list") and holders and holders[-1].kind == "opener":
                yield from _fallen(block, holders[-1].indent + 4)
            empty = line if kind == "opener" else None
            if kind in ("list", "holder", "opener"):
                holders.append(line)
            if first or kind != "fence":
                text_at = indent + (8 if kind in ("holder", "opener") else 4)
        end = block[-1].number + 1
    if empty:
        yield empty.number, EMPTY


def _fallen(block: Block, inside: int) -> Iterator[Place]:
    """Yield the first line that leaves a box, whose lines have an indentation, without a blank line before it."""
    left = next((line for line in block if line.indent < inside), None)
    if left and left.kind in ("text", "opener"):
        yield left.number, FALLEN


def _outer_items(block: Block, holders: Sequence[Line]) -> Iterator[Place]:
    """Yield the first item of an outer list that would run into a block: boxes alone part what is indented less."""
    for line in block:
        boxed = any(holder.kind == "opener" and holder.indent <= line.indent for holder in holders)
        if line.kind == "list" and line.indent < block[0].indent and not boxed:
            yield line.number, OUTER
            return


def _numbers(blocks: Sequence[Block]) -> Iterator[Place]:
    """Yield the lists that do not begin with 1, which would, and what would go on with a list of the other kind."""
    lists = dict[int, bool]()  # indentation of those that go on: whether they have numbers
    for line in (begun for block in blocks for begun in _begun(block)):
        number, indent, mark = line.number, line.indent, line.mark
        lists = {at: kind for at, kind in lists.items() if at < indent or (mark and at == indent)}
        if not mark:
            continue
        numbered = mark[0].isdigit()
        if indent not in lists and numbered and mark != "1.":
            what = "목록의 번호는 1부터 매겨집니다. 1.로 시작하세요. 목록이 아니면"
            yield number, f"{what} {mark[:-1]}\\.으로 적으세요"
        elif lists.get(indent, numbered) != numbered:
            yield number, "앞의 목록에 이어진 것으로 읽혀 표시가 바뀝니다. 사이에 글을 두거나 같은 표시로 적으세요"
        lists[indent] = numbered


def _run_together(block: Block) -> Iterator[Place]:
    """Yield what would run into the text of its block, or make a heading of it."""
    first, lines = block[0], [line.text for line in block]
    if first.kind == "opener":
        right = RIGHT.match(first.text)
        if not right:
            yield first.number, NO_BOX
        elif right["kind"] and right["kind"] not in KINDS:
            yield first.number, f"모르는 종류의 상자입니다: {right['kind']}. note, tip, warning 같은 것을 쓰세요"
    items = [number for number, line in enumerate(block) if line.kind == "list"]
    for number, text in enumerate(lines):
        if BARE.match(text) and (first.kind == "list" or (not number and items)):
            yield first.number + number, "빈 항목은 글로 보입니다. 글을 적거나 지우세요"
            continue
        below = number == 1 or (number > 1 and RULE.match(lines[number - 2]))  # what would be a heading
        if UNDERLINE.match(text) and (below or text.startswith("=")):
            yield first.number + number, SETEXT
    if first.kind != "other":
        yield from tables.faults(lines, first.number)
    if first.kind == "text" and lists.is_other_list(lines):
        yield first.number, OTHER_LIST
    items = [number for number in items if number and block[number].indent >= first.indent // 4 * 4]
    meant = first.kind in ("text", "holder", "fence") and not tables.is_table(lines)
    if meant and items and lists.is_meant(lines, items):
        yield block[items[0]].number, "목록이 되지 못하고 앞 문단에 이어집니다. 목록 앞에는 빈 줄을 두세요"

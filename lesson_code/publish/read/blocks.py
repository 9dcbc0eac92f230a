"""How the blocks of a page lie in each other: lists, admonitions and tabs, their blank lines and their indentation.

Python-Markdown wants a blank line before a list and four blanks inside whatever holds something. Where a page has
fewer it says nothing, and publishes something else than was meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lesson_code.publish.faults import Place
from lesson_code.publish.read import lists, markup, spans, tables
from lesson_code.publish.read.lists import IN_FENCE, ITEM, RULE

KINDS = {  # what Material gives a colour and an icon, and what a box without a title is called
    kind: title
    for title, kinds in (
        ("참고", "note"),
        ("요약", "abstract summary tldr"),
        ("정보", "info todo"),
        ("도움말", "tip hint important"),
        ("성공", "success check done"),
        ("질문", "question help faq"),
        ("주의", "warning caution attention"),
        ("실패", "failure fail missing"),
        ("위험", "danger error"),
        ("버그", "bug"),
        ("예", "example"),
        ("인용", "quote cite"),
    )
    for kind in kinds.split()
}
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
HOLDER = re.compile(r":   |\[\^[^\]]+\]:")  # a definition, a footnote
FIRST = (  # the kind of a block, by its first line
    ("opener", OPENER),
    ("heading", re.compile("#")),
    ("fence", re.compile("```")),
    ("quote", re.compile(">")),
    ("list", re.compile(rf"(?!{RULE.pattern}){ITEM.pattern}")),
    ("holder", HOLDER),
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


@dataclass
class Block:
    """Lines that Python-Markdown reads together; ``line`` is the number of the first."""

    line: int
    kind: str
    lines: list[str]


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


def _faults(lines: Sequence[str], line: int) -> Iterator[Place]:
    blocks = _blocks(lines, line)
    yield from _indentation(blocks)
    yield from _numbers(blocks)
    for block, after in pairwise(blocks):
        if tables.is_table(block.lines) and after.line == block.line + len(block.lines):
            yield after.line, tables.ROW
    for block in blocks:
        if block.kind == "quote":
            yield from _faults([QUOTE.sub("", text, count=1) for text in block.lines], block.line)
        else:
            yield from _run_together(block)


def _blocks(lines: Sequence[str], line: int) -> list[Block]:
    """Return the blocks of lines of which the first has the number ``line``."""
    blocks, before = list[Block](), ""  # the kind of the block that may go on
    for number, text in enumerate(lines, line):
        kind = next((kind for kind, pattern in FIRST if pattern.match(text.lstrip())), "text")
        if text and (not before or {kind, before} & ALONE or kind == "quote" != before):
            blocks.append(Block(number, kind, []))
        if text:
            blocks[-1].lines.append(text)
        before = blocks[-1].kind if text else ""
    return blocks


def _begun(block: Block) -> Iterator[tuple[int, int, str, str]]:
    """Yield each line that begins a block, an item, a holder or a fence: number, indentation, kind, an item's mark."""
    for number, text in enumerate(block.lines, block.line):
        line = text.lstrip()
        item = ITEM.match(line) if block.kind == "list" and not RULE.match(line) else None
        holder = block.kind in ("text", "holder") and bool(HOLDER.match(line))
        kind = "holder" if holder else "fence" if line == "```" else block.kind
        if item or holder or line == "```" or number == block.line:
            yield number, len(text) - len(line), kind, item["mark"] if item else ""


def _indentation(blocks: Sequence[Block]) -> Iterator[Place]:
    holders: list[tuple[str, int]] = []  # kind and indentation of what the line lies in, from the outside
    empty: tuple[int, int] | None = None  # the line and the indentation of an opener that holds nothing yet
    end, text_at = 0, 0  # the line behind the block above, and from where on what stands there belongs to its text
    for block in blocks:
        for number, indent, kind, _ in _begun(block):
            outside = 0
            while holders and indent < holders[-1][1] + 4:
                outer, at = holders.pop()
                inner = outer == "holder" or kind == "holder" or (outer == "list" and indent // 4 > at // 4)
                outside = 0 if inner else indent - at
            first, code_at = number == block.line, 4 + (holders[-1][1] + 4 if holders else 0)
            if empty and indent < 4 + empty[1]:
                yield empty[0], EMPTY
            elif 0 < outside < 4:
                yield (
                    number,
                    f"{'목록' if outer == 'list' else '상자'} {FOUR}. 지금은 {outside}칸이어서 안쪽이 되지 못합니다",
                )
            elif first and number == end and kind in ("opener", "quote") and indent >= text_at:
                yield number, BELOW
            elif indent >= code_at and (first or kind == "fence"):
                yield number, CODE
            elif holders and indent >= code_at:
                yield number, f"목록 {FOUR}. 지금은 {indent - holders[-1][1]}칸이어서 글로 보입니다"
            elif first and holders:
                yield from _outer_items(block, indent, holders)
            if first and kind in ("text", "list") and holders and holders[-1][0] == "opener":
                yield from _fallen(block, holders[-1][1] + 4)
            empty = (number, indent) if kind == "opener" else None
            if kind in ("list", "holder", "opener"):
                holders.append((kind, indent))
            if first or kind != "fence":
                text_at = indent + (8 if kind in ("holder", "opener") else 4)
        end = block.line + len(block.lines)
    if empty:
        yield empty[0], EMPTY


def _fallen(block: Block, inside: int) -> Iterator[Place]:
    """Yield the first line that leaves a box, whose lines have an indentation, without a blank line before it."""
    for number, text in enumerate(block.lines, block.line):
        if len(text) - len(text.lstrip()) < inside:
            if not any(pattern.match(text.lstrip()) for kind, pattern in FIRST if kind != "opener"):
                yield number, FALLEN
            return


def _outer_items(block: Block, indent: int, holders: Sequence[tuple[str, int]]) -> Iterator[Place]:
    """Yield the first item of an outer list that would run into a block: boxes alone part what is indented less."""
    for number, outside in _items(block):
        if outside < indent and not any(kind == "opener" and at <= outside for kind, at in holders):
            yield number, OUTER
            return


def _items(block: Block) -> list[tuple[int, int]]:
    """Return number and indentation of the lines of a block that are, or were meant to be, items of a list."""
    lines = [(number, text, text.lstrip()) for number, text in enumerate(block.lines, block.line)]
    found = [place for place in lines if ITEM.match(place[2]) and not RULE.match(place[2])]
    return [(number, len(text) - len(line)) for number, text, line in found]


def _numbers(blocks: Sequence[Block]) -> Iterator[Place]:
    """Yield the lists that do not begin with 1, which would, and what would go on with a list of the other kind."""
    lists = dict[int, bool]()  # indentation of those that go on: whether they have numbers
    for number, indent, _, mark in (begun for block in blocks for begun in _begun(block)):
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
    lines = [text.strip() for text in block.lines]
    if block.kind == "opener":
        right = RIGHT.match(lines[0])
        if not right:
            yield block.line, NO_BOX
        elif right["kind"] and right["kind"] not in KINDS:
            yield block.line, f"모르는 종류의 상자입니다: {right['kind']}. note, tip, warning 같은 것을 쓰세요"
    for number, text in enumerate(lines):
        if BARE.match(text) and (block.kind == "list" or (not number and _items(block))):
            yield block.line + number, "빈 항목은 글로 보입니다. 글을 적거나 지우세요"
            continue
        below = number == 1 or (number > 1 and RULE.match(lines[number - 2]))  # what would be a heading
        if UNDERLINE.match(text) and (below or text.startswith("=")):
            yield block.line + number, SETEXT
    if block.kind != "other":
        yield from tables.faults(lines, block.line)
    if block.kind == "text" and lists.is_other_list(lines):
        yield block.line, OTHER_LIST
    within = (len(block.lines[0]) - len(block.lines[0].lstrip())) // 4 * 4
    items = [number - block.line for number, indent in _items(block) if number > block.line and indent >= within]
    if (
        block.kind in ("text", "holder", "fence")
        and not tables.is_table(lines)
        and items
        and lists.is_meant(lines, items)
    ):
        yield block.line + items[0], "목록이 되지 못하고 앞 문단에 이어집니다. 목록 앞에는 빈 줄을 두세요"

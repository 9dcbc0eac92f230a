"""Marks that come in pairs or in turn: what is left of them would show as it is written, or change what follows."""

import re
from collections.abc import Iterator
from itertools import chain

from lesson_code.publish.faults import Place
from lesson_code.publish.read import addresses, markup, spans, words
from lesson_code.publish.read.spans import line_at

PAIR = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])[^*]+(?<=[^\s*])\1(?!\*)")
ALONE = re.compile(
    r"(?<![\w*])\*{1,3}(?=[\w‘“「(\"'])"  # opens a word
    r"|(?<=[가-힣.!?)’”」])\*{2,3}(?![\w*])"  # closes one
    r"|^[ \t>]*\*{2,3}(?= +\S)"  # begins a line as an item would
    r"|(?<!\*)\*\*[ \t](?=[^*\n]*[가-힣])[^*\n]+\*\*(?!\*)",  # pairs, but for a blank
    re.MULTILINE,
)
TAG = r"(?i)<(?P<end>/?)(?P<name>(?&elements)|(?P<drawn>(?&drawn)))(?=[\s/>])"  # of what has an end
# written by an author, who may have meant no tag; and by a program, with attributes of any kind
OURS = re.compile(words.expanded(TAG + r"(?>(?:\s*(?&attribute))*)\s*/?>"))
MADE = re.compile(words.expanded(TAG + r"(?>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>?"))
OMITTED = re.compile(words.expanded("(?&omitted)"))
NOTE = r"\[(?P<name>\^[^\]\[\n]+)\]"
CALL, DEFINITION = re.compile(f"{NOTE}(?!:)"), re.compile(rf"^[ \t>]*{NOTE}:", re.MULTILINE)
REFERENCE = re.compile(
    r"(?<![\w\]!\\])\[(?P<text>(?:[^\w\]\[\n]|\d)*[^\W\d][^\]\[\n]*)\]\[(?P<name>[^\]\[\n]*)\]"  # not [1][2]
)
STARS = r"별표가 짝을 이루지 않아 그대로 보입니다. **굵게**처럼 글에 붙여 적고, 별표라면 \*로 적으세요"


def faults(prose: str) -> Iterator[Place]:
    """Yield line and message of what does not pair in a page's prose; ``prose`` is without its fences."""
    written = spans.blank(prose)
    yield from chain(pairs(prose), _footnotes(written), levels(prose))


def pairs(prose: str) -> Iterator[Place]:
    """Yield what lost its other half in the prose of a page or a notebook."""
    written = spans.blank(prose)
    yield from chain(_stars(prose), _links(written), _references(written), tags(written))


def _stars(prose: str) -> Iterator[Place]:
    """Yield the lines on which stars are left over: at the start of a word, or behind the end of one."""
    text = spans.masked(markup.ESCAPED, spans.masked(markup.ADDRESS, spans.blank(prose, letter="x")))
    for _ in range(2):  # one may hold another
        text = "\n\n".join(spans.masked(PAIR, part, "x") for part in text.split("\n\n"))
    yield from ((line, STARS) for line in dict.fromkeys(line_at(text, left.start()) for left in ALONE.finditer(text)))


def flanked(prose: str) -> Iterator[Place]:
    """Yield the pairs of stars between a sign and a letter, which are none in CommonMark: **학습률(rate)**은."""
    text = spans.masked(markup.ESCAPED, spans.blank(prose, letter="`"))
    for pair in PAIR.finditer(text):
        inside = pair[0].strip("*")
        before, after = text[pair.start() - 1 : pair.start()], text[pair.end() : pair.end() + 1]
        if (before.isalnum() and not inside[0].isalnum()) or (after.isalnum() and not inside[-1].isalnum()):
            what = "노트북에서는 글자와 괄호, 따옴표, 코드 사이에 낀 별표가 그대로 보입니다. <b>굵게</b>로 적으세요"
            yield line_at(text, pair.start()), what


def _links(written: str) -> Iterator[Place]:
    written = spans.masked(markup.ESCAPED, written, "x")
    for pattern in (markup.IMAGE, markup.LINK):
        written = spans.masked(pattern, written, "x")
    for found in re.finditer(r"[^\s\[\]]\]\(", written):
        what = "링크가 되지 못하고 글로 보입니다. [글](주소)로 적고, 주소의 빈칸은 %20으로 적으세요"
        yield line_at(written, found.start()), what


def _references(written: str) -> Iterator[Place]:
    """Yield links whose other half is missing, which would show in their brackets."""
    defined = {found[1].lower() for found in re.finditer(r"^[ \t>]*\[([^\]\n]+)\]:", written, re.MULTILINE)}
    for found in REFERENCE.finditer(written):
        if (found["name"] or found["text"]).lower() not in defined:
            yield line_at(written, found.start()), "주소가 없는 링크입니다. [글](주소)로 적으세요"


def tags(written: str, pattern: re.Pattern[str] = OURS) -> Iterator[Place]:
    """Yield the elements that are never closed, and the ends of none."""
    opened: list[tuple[str, int]] = []
    for tag in pattern.finditer(written):
        name, line = tag["name"].lower(), line_at(written, tag.start())
        if name == "p" or (tag["drawn"] and tag[0].endswith("/>")):
            continue
        if not tag["end"]:
            opened.append((name, line))
            continue
        while opened and opened[-1][0] != name and OMITTED.fullmatch(opened[-1][0]):
            opened.pop()
        if not opened or opened.pop()[0] != name:
            yield line, f"여는 태그와 짝이 맞지 않습니다. 지우거나 여세요: </{name}>"
            return
    what = "닫히지 않은 태그입니다. </{0}>로 닫으세요: <{0}>"
    yield from ((line, what.format(name)) for name, line in opened[:1])


def _footnotes(written: str) -> Iterator[Place]:
    """Yield the footnotes of which one half is missing, or stands there twice."""
    called, defined = (
        [(found["name"], line_at(written, found.start("name"))) for found in pattern.finditer(written)]
        for pattern in (CALL, DEFINITION)
    )
    for name, line in called:
        if name not in dict(defined):
            yield line, f"뜻이 없는 각주입니다. [{name}]: 글을 더하세요"
    for number, (name, line) in enumerate(defined):
        if name in dict(defined[:number]):
            yield line, f"각주가 두 번 나옵니다. 하나만 남기세요: [{name}]"
        elif name not in dict(called):
            yield line, f"어디에서도 부르지 않는 각주입니다. 본문에 [{name}]을 적거나 지우세요"


def levels(prose: str) -> Iterator[Place]:
    """Yield the headings that skip a level, and every first one but one."""
    before = 0
    for line, level, _ in addresses.headings(prose):
        if before and (level == 1 or level > before + 1):
            right = "#" * min(before + 1, max(2, level))
            yield line, f"제목은 한 단계씩 내려가고 #은 페이지에 하나입니다. {right}로 적으세요"
        before = level

"""What is wrong with a page, as far as its own text tells: most kinds are rows of a table."""

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from itertools import chain
from operator import itemgetter

from lesson_code.publish.faults import Place
from lesson_code.publish.read import addresses, blocks, fences, foreign, images, marks, markup, quiz, spans, words
from lesson_code.publish.read.spans import line_at

NO_ADDRESS = "제목에 영문 주소가 없습니다. 끝에 {#short-name}을 붙이세요"
WRONG_ADDRESS = "제목의 주소는 영문 소문자로 시작하고, 소문자와 숫자와 붙임표로만 {#short-name}처럼 적으세요"
ENTITY = re.compile(r"(?<![A-Za-z0-9])&(?P<name>[A-Za-z][A-Za-z0-9]+)(?P<end>;?)")
NEARLY_CLAIM = re.compile(words.expanded("(?&claims)"))
UNKNOWN = "HTML에 없는 문자 참조여서 그대로 보입니다. 이름을 고치거나 글자를 그대로 적으세요"
UNENDED = "HTML 문자 참조가 ;로 끝나지 않아 그대로 보입니다. &nbsp;처럼 적으세요"
VIEWS: dict[str, Callable[[str], str]] = {  # of prose, in which a row looks
    "": spans.blank,
    "letters": lambda prose: spans.masked(markup.ESCAPED, spans.masked(markup.ADDRESS, spans.blank(prose))),
    "formulas": lambda prose: spans.masked(markup.ADDRESS, spans.blank(prose)),
    "code": lambda prose: spans.blank(prose, ("comment", "claim")),
    "comments": lambda prose: spans.blank(prose, ("code", "claim"), "x"),
    "signs": lambda prose: spans.blank(prose, letter="`"),
    "outside code": lambda prose: spans.blank(prose, ("code",)),
}


def faults(name: str, text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the page of that name."""
    prose = markup.prose(text)
    found = [*blocks.faults(text), *fences.faults(text), *images.faults(prose, name), *rows(prose, "pages", name)]
    found += quiz.faults(prose)
    lines = prose.split("\n")
    unaddressed = [line for line, _, address in addresses.headings(prose) if not address]
    found += [(line, WRONG_ADDRESS if "{#" in lines[line - 1] else NO_ADDRESS) for line in unaddressed]
    found += _code(prose)
    known = {line for line, _ in found}
    yield from chain(found, ((line, what) for line, what in marks.faults(prose) if line not in known))


def leftovers(text: str) -> Iterator[Place]:
    """Yield the first line that a merge left behind, or that holds what is no letter or cannot be seen."""
    found = [
        (line_at(text, first.start()), what.replace("…", f"{ord(first[0][0]):04X}"))
        for _, of, pattern, what in words.rows()
        if of == "files" and (first := pattern.search(text))
    ]
    yield from sorted(found, key=itemgetter(0))[:1]


def rows(prose: str, *where: str) -> Iterator[Place]:
    """Yield what the table and the policy say of prose; the first of what they say of a line."""
    views = {name: view(prose) for name, view in VIEWS.items()}
    told: dict[int, str] = {}
    for line, piece in foreign.pieces(views[""]):
        told.setdefault(line, f"{foreign.BLOCKED}: {piece}")
    for found in ENTITY.finditer(views["letters"]):
        if (f"{found['name']};" in html5) != bool(found["end"]):
            told.setdefault(line_at(prose, found.start()), f"{UNKNOWN if found['end'] else UNENDED}: {found[0]}")
    for only, of, pattern, what in words.rows():
        if of in views and only in ("", *where):
            for found in pattern.finditer(views[of]):
                told.setdefault(line_at(prose, found.start()), what)
    yield from told.items()


def _code(prose: str) -> Iterator[Place]:
    """Yield the code that was meant to be half a formula, or to be proved."""
    taken = -2  # the place of the last formula's second dollar
    for kind, start, end in spans.spans(prose):
        begun, ended = start > 0 and prose.startswith("$", start - 1), prose.startswith("$", end)
        if kind == "code" and (begun != ended or start - 1 == taken):
            what = "$가 코드의 한쪽에만 있습니다. 수식이라면 $`…`$로 여닫고, 돈이라면 $와 코드 사이를 띄우세요"
            yield line_at(prose, start), what
        taken = end if begun and ended else taken
        if kind == "code" and not prose.startswith("``", start) and NEARLY_CLAIM.search(prose, start, end):
            what = "백틱 안의 계산식은 확인되지 않습니다. 백틱 밖에 적으세요. 적는 법을 보이려면 백틱을 둘씩 쓰세요"
            yield line_at(prose, start), what

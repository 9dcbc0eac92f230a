"""What newcomers write in formulas, and TeX reads as something else without a word."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lesson_code.publish.faults import Place
from lesson_code.publish.read import spans, words

HELD = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*\}"
WORDS = re.compile(  # in a formula, of no mathematics; an index of one word is read as one
    rf"\\(?:text\w*|math\w+|operatorname\*?|begin|end|tag|color|htmlClass){HELD}|[_^]\{{[A-Za-z]{{2,}}\}}"
)
RELATIONS = "le|ge|ne|leq|geq|neq|approx|equiv|sim|leftarrow|rightarrow|to|in"
SAYS = re.compile(rf"\S\s*(?:[=<>≤≥≈]|\\(?:{RELATIONS})(?![A-Za-z]))\s*\S")
GOES_ON = re.compile(r"(?:[-+*/=<>(\[{,&|]|\\(?:[,;:! ]|(?:q?quad|cdot|times|left|frac)))\s*$")
LINKS = rf"{RELATIONS}|iff|implies|Rightarrow|Leftrightarrow|cdot|times|div|pm|mp|mid|q?quad|text|cup|cap|subset"
# how a line begins that does not go on with the one above
OWN = re.compile(rf"\s*(?:[\w({{|]|\\text\{{[^{{}}]*\}}\s*[=<>]|\\\||\\(?!(?:{LINKS})(?![A-Za-z]))[A-Za-z])")
ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>aligned|align\*?|cases|[bpvBV]?matrix|gathered)\}(?P<rows>.*?)\\end", re.DOTALL
)
WIDE = re.compile(r"cases|[bpvBV]?matrix")
MERGED = r"두 줄이 한 줄로 이어집니다. \begin{aligned}와 \end{aligned} 사이에 적고 줄의 끝에 \\를 두세요"
ALONE = r"환경 밖의 \\는 줄을 바꾸지 않습니다. \begin{aligned}와 \end{aligned} 사이에 적으세요"
ONE = r"\ 하나로는 줄이 바뀌지 않습니다. 줄의 끝에 \\를 적으세요"
NEW_LINE = re.compile(r"\\\\|\\newline(?![A-Za-z])")


def faults(tex: str, display: bool = False) -> Iterator[Place]:
    """Yield what is wrong with a formula, by its line from 0; the first of what is wrong on one."""
    told: dict[int, str] = {}
    signs = spans.masked(WORDS, tex, "\0")
    if not tex.strip():
        told[0] = "수식이 비어 있습니다. 수식을 적거나 지우세요"
    for _, of, pattern, what in words.rows():
        for found in pattern.finditer(signs) if of == "tex" else ():
            told.setdefault(tex.count("\n", 0, found.end()), f"{what}: {' '.join(found[0].split())}")
    for line, what in _lines(tex) if display else ():
        told.setdefault(line, what)
    yield from told.items()


def _lines(tex: str) -> Iterator[Place]:
    """Yield the lines of a displayed formula that would be shown on one."""
    environments = list(ENVIRONMENT.finditer(tex))
    if not environments and "\\begin" not in tex:
        if (new := NEW_LINE.search(tex)) and "\\substack" not in tex:
            yield tex.count("\n", 0, new.start()), ALONE
        yield from _merged(tex.split("\n"))
    for found in environments:
        above, rows = tex.count("\n", 0, found.start("rows")), found["rows"]
        lines = rows.split("\n")
        for number, (line, after) in enumerate(pairwise(lines), above + 1):
            parts = line.count("&") and not re.search(r"(?:\\\\(?:\[[^\]]*\])?|[-+=,&(])\s*(?:%.*)?$", line)
            if parts and after.count("&") and not re.match(r"\s*(?:&|\\\\|[-+=])", after):
                yield number, ONE
        wide = "&=" in rows or WIDE.fullmatch(found["name"])
        for row in NEW_LINE.split(rows) if wide else ():
            if re.search(r"&[^&]*(?<!\\)\\ [^&]*&", row) and ("&=" not in row or row.count("&=") > 1):
                yield above + rows[: rows.index(row)].count("\n"), ONE


def _merged(lines: Sequence[str]) -> Iterator[Place]:
    """Yield the line that says something of its own, like the one above it, in a formula without an environment."""
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    for (_, line), (number, after) in pairwise(filled):
        if SAYS.search(line) and SAYS.search(after) and OWN.match(after) and not GOES_ON.search(line):
            yield number, MERGED
            return

"""Where a text is code, a comment or a claim, and on which line a place lies: in time that grows with the text."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

# possessive groups fail before 3.11.5
CLAIM = re.compile(r"<!--=(?!\s*-->)(?P<expression>(?>(?:(?!<!--|-->)[^\n])*))-->")
MARK = re.compile(r"\\[\\`]|`+|<!--")
PARAGRAPH_END = re.compile(r"\n(?=[ \t>]*(?:\n|[-*+|] |#|\d+\. ))")


def spaces(text: str, letter: str = " ") -> str:
    """Return blanks, or another letter, in the place of a text, on as many lines."""
    return re.sub(r"[^\n]", letter, text)


def masked(pattern: re.Pattern[str], text: str, letter: str = " ") -> str:
    """Return ``text`` with what a pattern finds overwritten; places stay."""
    return pattern.sub(lambda found: spaces(found[0], letter), text)


def replaced(text: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    """Return ``text`` with another piece from each start to its end, which come in their order."""
    parts, position = [], 0
    for start, end, instead in pieces:
        parts += [text[position:start], instead]
        position = end
    return "".join([*parts, text[position:]])


@lru_cache(maxsize=1000)
def _line_ends(text: str) -> list[int]:
    return [end.start() for end in re.finditer("\n", text)]


def line_at(text: str, place: int) -> int:
    """Return the number of the line, from 1, of a place in a text."""
    return bisect_left(_line_ends(text), place) + 1


@lru_cache(maxsize=1000)  # a text is searched for many things in turn
def spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return every code span (formulas are some), comment and claim of a prose text: its kind, start and end.

    Whichever begins first holds the others; one that is never closed is none.
    """
    ends = [end.start() for end in PARAGRAPH_END.finditer(text)] + [len(text)]
    runs = defaultdict(list)
    for run in re.finditer("`+", text):  # a backslash is one of the letters of code: `C:\\`
        runs[len(run.group())].append(run.start())
    found: list[tuple[str, int, int]] = []
    position, last = 0, text.rfind("-->")
    for mark in MARK.finditer(text):
        start = mark.start()
        if start < position or mark.group()[0] == "\\":
            continue
        if mark.group()[0] == "`":
            ticks = len(mark.group())
            after = bisect_left(runs[ticks], start + 1)
            if after == len(runs[ticks]) or runs[ticks][after] > ends[bisect_left(ends, start)]:
                continue
            kind, position = "code", runs[ticks][after] + ticks
        elif claim := CLAIM.match(text, start):
            kind, position = "claim", claim.end()
        else:
            closing = -1 if start > last or text.startswith("<!--=", start) else text.find("-->", start)
            if closing < 0:
                continue
            kind, position = "comment", closing + 3
        found.append((kind, start, position))
    return tuple(found)


@lru_cache(maxsize=1000)
def blank(text: str, kinds: tuple[str, ...] = ("code", "comment", "claim"), letter: str = " ") -> str:
    """Return ``text`` with code spans (formulas too), comments and claims overwritten; places stay."""
    return replaced(text, ((a, b, spaces(text[a:b], letter)) for kind, a, b in spans(text) if kind in kinds))

"""The book's own Markdown, read line by line: fences, pictures, claims, links, terms.

A page is cut into stretches of prose and fences. What a page *uses* is collected with line numbers, so that every
error can name its place; what MkDocs gets is the same stretches, rewritten.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lesson_code.publish.read.spans import CLAIM, blank, line_at, replaced, spaces, spans

# no pattern may take the square of a line's length: brackets hold brackets once, and no repetition is given back
BRACKETS = r"(?>(?:[^\[\]]|\[[^\[\]]*\])*)"  # atomic: Python 3.11.4 and before misread a possessive group
FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(?P<yaml>.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)  # as MkDocs reads it
OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>(?>`{3,}|~{3,}))[ \t]*(?P<info>[^`\n]*)$", re.MULTILINE)
FENCE = re.compile(rf"{OPENING.pattern}(?:\n.*)*?(?:\n(?P<end>(?P=indent)(?P=ticks))[^\S\n]*$|\Z)", re.MULTILINE)
PICTURE = re.compile(rf"!\[(?P<caption>{BRACKETS})\]\((?P<target>[^()\s]*figures/(?P<stem>[\w-]+/[\w-]+)\.svg)\)")
TARGET = r"(?P<target><[^<>\n]*>|(?>(?:[^()\s<]|\([^()\s]*\))*))"
TITLE = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
IMAGE = re.compile(rf"!\[(?P<label>{BRACKETS})\]\(\s*{TARGET}{TITLE}\s*\)")
LINK = re.compile(rf"(?<!!)\[(?P<label>{BRACKETS})\]\(\s*{TARGET}{TITLE}\s*\)")
ADDRESS = re.compile(r"""https?://[^\s)>\]"']+|\]\([^()\s]*""")
ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!>~^=:<|-]")  # made letters of; in a page not ~^=:<, which a row tells
TERM = re.compile(r"\*\*(?P<term>[^*]+)\*\*<sup>(?P<english>[^<]+)</sup>")
NUMBERED = re.compile(r"(?:그림|식)(?: ?\(?\d+\)?)?")  # a link of these words says the number it leads to


@dataclass(frozen=True)
class Stretch:
    """Consecutive lines of prose (``info`` is None) or one fence with its opening and closing line."""

    line: int
    text: str
    info: str | None = None
    indent: str = ""
    ticks: str = ""
    closed: bool = True

    @property
    def lines(self) -> list[str]:
        """The lines as they stand."""
        return self.text.split("\n")

    @property
    def body(self) -> str:
        """The text inside a fence, freed of the fence's indentation."""
        return "\n".join(line.removeprefix(self.indent) for line in self.lines[1:-1])


@lru_cache(maxsize=1000)  # a page is cut for each thing that is looked for
def stretches(text: str) -> tuple[Stretch, ...]:
    """Return the page's stretches in order; a fence that is never closed reaches to the end."""
    found, start = list[Stretch](), 0
    for fence in FENCE.finditer(text):
        first, info = fence.start(), fence["info"].strip()
        if first > start:
            found.append(Stretch(line_at(text, start), text[start : first - 1]))
        closed = fence["end"] is not None
        found.append(Stretch(line_at(text, first), fence[0], info, fence["indent"], fence["ticks"], closed))
        start = fence.end() + 1
    if start <= len(text):
        found.append(Stretch(line_at(text, start), text[start:]))
    return tuple(found)


def body(text: str) -> str:
    """Return a page without its front matter, every line where it was."""
    front = FRONT_MATTER.match(text)
    return spaces(front[0]) + text[front.end() :] if front else text


@lru_cache(maxsize=1000)
def prose(text: str) -> str:
    """Return a page without its front matter and its fences, every letter where it was."""
    return unfenced(body(text))


def unfenced(text: str) -> str:
    """Return a text without its fences, every letter where it was."""
    return "\n".join(part.text if part.info is None else spaces(part.text) for part in stretches(text))


@dataclass(frozen=True)
class Found:
    """A match outside code: its groups are read from the text as written, code spans and formulas included."""

    text: str
    match: re.Match[str]

    def __getitem__(self, group: str | int) -> str:
        """Return a group as written."""
        return self.text[slice(*self.match.span(group))]

    @property
    def line(self) -> int:
        """The number of its line, from 1."""
        return line_at(self.text, self.match.start())

    @property
    def before(self) -> str:
        """The rest of its line, to the left."""
        return self.text[self.text.rfind("\n", 0, self.match.start()) + 1 : self.match.start()]

    @property
    def after(self) -> str:
        """The rest of its line, to the right."""
        return self.text[self.match.end() :].partition("\n")[0]

    @property
    def crowded(self) -> bool:
        """Whether the line above or below holds text, so that all would run into one paragraph."""
        lines = ["", *self.text.split("\n"), ""]
        return bool(lines[self.line - 1].strip() or lines[self.line + 1].strip())

    @property
    def alone(self) -> bool:
        """Whether nothing else stands on its line."""
        return not self.before.strip() and not self.after.strip()


def find(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """Yield every match that does not lie in a code span, a formula or a comment (it may contain them)."""
    blanked = blank(text, ("code", "comment")) if pattern is CLAIM else blank(text)
    for match in pattern.finditer(blanked):
        yield Found(text, match)


def substitute(pattern: re.Pattern[str], text: str, replacement: Callable[[Found], str]) -> str:
    """Return ``text`` with every match of ``find`` replaced."""
    return replaced(text, ((f.match.start(), f.match.end(), replacement(f)) for f in find(pattern, text)))


def _formulas(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and TeX of every $`...`$ of a prose text; one that runs over a line's end is one line."""
    for kind, start, end in spans(text):
        if kind == "code" and text.startswith("$", start - 1) and text.startswith("$", end) and start:
            ticks = len(text[start:end]) - len(text[start:end].lstrip("`"))
            quoted = text[text.rfind("\n", 0, start) + 1 : start].lstrip().startswith(">")
            line_end = r"\s*\n[\s>]*" if quoted else r"\s*\n\s*"
            yield start + ticks, end - ticks, re.sub(line_end, " ", text[start + ticks : end - ticks])


def inline_formulas(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the TeX of every $`...`$ of a prose text, also of those broken across lines."""
    for start, _, tex in _formulas(text):
        yield line_at(text, start), " ".join(tex.split())


def join_formulas(text: str) -> str:
    """Return the prose with formulas that run over a line's end brought onto one line."""
    return replaced(text, _formulas(text))

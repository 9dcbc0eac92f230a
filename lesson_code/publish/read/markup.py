"""The book's own Markdown, read line by line: fences, pictures, claims, references, terms.

A page is cut into stretches of prose and fences. What a page *uses* is collected with line numbers, so that every
error can name its place; what MkDocs gets is the same stretches, rewritten.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
PICTURE = re.compile(r"!\[(?P<caption>[^\]]*)\]\((?P<target>[^)\s]*figures/(?P<stem>[\w-]+/[\w-]+)\.svg)\)")
CLAIM = re.compile(r"<!--=\s*(?P<expression>.+?)\s*-->")
HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<title>.*?)\s*(?P<anchor>\{\s*#[a-z][a-z0-9-]*[^}]*\})?\s*$")
REFERENCE = re.compile(r"\[(?P<label>그림|식)[^\]]*\]\(#(?P<anchor>[\w-]+)\)")
TERM = re.compile(r"\*\*(?P<term>[^*]+)\*\*<sup>(?P<english>[^<]+)</sup>")
TAG = re.compile(r"\\tag\{(\d+)\}")


@dataclass(frozen=True)
class Stretch:
    """Consecutive lines of prose (``info`` is None) or one fence with its opening and closing line."""

    line: int
    lines: tuple[str, ...]
    info: str | None = None
    indent: str = ""

    @property
    def body(self) -> str:
        """The text inside a fence, freed of the fence's indentation."""
        return "\n".join(line.removeprefix(self.indent) for line in self.lines[1:-1])

    @property
    def closed(self) -> bool:
        """Whether the last line of a fence closes it."""
        opening = FENCE.match(self.lines[0])
        return len(self.lines) > 1 and bool(opening) and self.lines[-1].strip() == str(opening and opening["ticks"])

    @property
    def text(self) -> str:
        """The lines as they stand."""
        return "\n".join(self.lines)


def stretches(text: str) -> Iterator[Stretch]:
    """Yield the page's stretches in order; a fence that is never closed reaches to the end."""
    lines = text.split("\n")
    start = position = 0
    while position < len(lines):
        opening = FENCE.match(lines[position])
        if not opening:
            position += 1
            continue
        if position > start:
            yield Stretch(start + 1, tuple(lines[start:position]))
        closing = opening["indent"] + opening["ticks"]
        end = next((n for n in range(position + 1, len(lines)) if lines[n].rstrip() == closing), len(lines) - 1)
        yield Stretch(position + 1, tuple(lines[position : end + 1]), opening["info"].strip(), opening["indent"])
        start = position = end + 1
    if start < len(lines):
        yield Stretch(start + 1, tuple(lines[start:]))


def front_matter(text: str) -> dict[str, Any]:
    """Return what stands between ``---`` at the head of a page. Raises YAMLError where it cannot be read."""
    if not text.startswith("---\n"):
        return {}
    return yaml.safe_load(text[4:].partition("\n---")[0]) or {}


@lru_cache(maxsize=1000)  # a page's stretches are searched for many things in turn
def blank_code(text: str) -> str:
    """Return ``text`` with code spans and formulas overwritten by spaces, so that places stay where they are."""
    return CODE_SPAN.sub(lambda span: re.sub(r"[^\n]", " ", span.group()), text)


@dataclass(frozen=True)
class Found:
    """A match outside code: its groups are read from the text as written, code spans and formulas included."""

    text: str
    match: re.Match[str]

    def __getitem__(self, group: str) -> str:
        """Return a named group as written."""
        return self.text[self.match.start(group) : self.match.end(group)]

    @property
    def whole(self) -> str:
        """All that matched."""
        return self.text[self.match.start() : self.match.end()]

    @property
    def line(self) -> int:
        """How many lines of the text stand before it."""
        return self.text.count("\n", 0, self.match.start())

    @property
    def before(self) -> str:
        """The rest of its line, to the left."""
        return self.text[self.text.rfind("\n", 0, self.match.start()) + 1 : self.match.start()]

    @property
    def crowded(self) -> bool:
        """Whether the line above or below holds text, so that all would run into one paragraph."""
        lines = ["", *self.text.split("\n"), ""]
        return bool(lines[self.line].strip() or lines[self.line + 2].strip())

    @property
    def linked(self) -> bool:
        """Whether it is the text of a link: [![...](...)](...)."""
        return self.before.endswith("[") and self.text[self.match.end() :].startswith("](")

    @property
    def alone(self) -> bool:
        """Whether nothing else stands on its line."""
        after = self.text[self.match.end() :].partition("\n")[0]
        return not self.before.strip() and not after.strip()


def find(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """Yield every match that does not lie in a code span or a formula (it may contain them)."""
    for match in pattern.finditer(blank_code(text)):
        yield Found(text, match)


def substitute(pattern: re.Pattern[str], text: str, replacement: Callable[[Found], str]) -> str:
    """Return ``text`` with every match of ``find`` replaced."""
    parts, position = [], 0
    for found in find(pattern, text):
        parts += [text[position : found.match.start()], replacement(found)]
        position = found.match.end()
    return "".join([*parts, text[position:]])


def inline_formulas(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines before and the TeX of every $`...`$ of a prose text, also of those broken across lines."""
    for span in CODE_SPAN.finditer(text):
        if text[: span.start()].endswith("$") and text[span.end() :].startswith("$"):
            yield text.count("\n", 0, span.start()), " ".join(span["code"].split())


def join_formulas(text: str) -> str:
    """Return the prose with formulas that run over a line's end brought onto one line."""

    def join(span: re.Match[str]) -> str:
        formula = text[: span.start()].endswith("$") and text[span.end() :].startswith("$")
        return re.sub(r"\s*\n\s*", " ", span.group()) if formula else span.group()

    return CODE_SPAN.sub(join, text)


def written(output: str) -> str:
    """Return how a page writes what an example prints."""
    lines = [re.sub(" +$", lambda end: "<SPACE>" * len(end[0]), line) for line in output.split("\n")]
    return "\n".join([line or "<BLANKLINE>" for line in lines[:-1]] + lines[-1:]).replace("\t", "<TAB>")

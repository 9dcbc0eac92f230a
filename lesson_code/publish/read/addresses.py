"""What of a page can be linked to, and where its links lead."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lesson_code.publish.read import markup, spans

HEADING = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?#{1,6}(?=[ \t]|$)(?P<title>.*)$", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:?[^{}\n]*#(?P<address>[\w-]+)[^{}\n]*\}")
LATIN = re.compile(r"[a-z][a-z0-9-]*")
ELEMENT = re.compile(r"<[a-z][^<>]*\s(?:id|name)\s*=\s*[\"']?(?P<address>[^\"'\s<>]+)")
DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\]^\n][^\]\n]*)\]:[ \t]*(?P<target>\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Link:
    """A link of a page: its text and its target as written."""

    line: int
    label: str
    target: str

    @property
    def path(self) -> str:
        """The file it leads to, "" where it stays on its page or leaves the book."""
        parts = urlsplit(self.target)
        return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)

    @property
    def anchor(self) -> str:
        """The place on the page that it leads to; "" where it names none or leaves the book."""
        parts = urlsplit(self.target)
        return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.fragment)

    def page(self, name: str) -> str:
        """Return the name of the page that it leads to from the page of that name."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), self.path)) if self.path else name


def figure_anchor(stem: str) -> str:
    """Return the address of a figure on its page: learning_rate/late_divergence -> fig-late-divergence."""
    return "fig-" + stem.split("/")[1].replace("_", "-")


def headings(prose: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the address of every heading, "" where it has none in Latin letters."""
    for found in HEADING.finditer(spans.blank(prose)):
        named = ATTRIBUTES.fullmatch(found["title"].rstrip()[found["title"].rfind("{") :]) if "{" in found[0] else None
        address = named["address"] if named and LATIN.fullmatch(named["address"]) else ""
        yield spans.line_at(prose, found.start()), address


def addresses(text: str) -> list[tuple[int, str, str]]:
    """Return line, address and name of everything on a page that can be linked to, in its order."""
    prose = markup.prose(text)
    written = spans.blank(prose)
    found = [(line, address, f"#{address}") for line, address in headings(prose) if address]
    titles = {line for line, _, _ in found}
    for pattern in (ATTRIBUTES, ELEMENT):
        for match in pattern.finditer(written):
            line = spans.line_at(written, match.start())
            if line not in titles:
                found.append((line, match["address"], f"#{match['address']}"))
    figures = [picture for picture in markup.find(markup.PICTURE, prose) if picture.alone]
    found += [(picture.line, figure_anchor(picture["stem"]), picture["stem"]) for picture in figures]
    for part in markup.stretches(markup.body(text)):
        numbers = markup.TAG.findall(part.body) if part.info == "math" else []
        found += [(part.line + 1, f"eq-{number}", f"\\tag{{{number}}}") for number in numbers]
    return sorted(found)


def links(text: str) -> Iterator[Link]:
    """Yield the links of a page, those to its pictures too."""
    prose = markup.prose(text)
    for pattern in (markup.LINK, markup.IMAGE, DEFINITION):
        for found in markup.find(pattern, prose):
            yield Link(found.line, found["label"], found["target"].strip("<>"))

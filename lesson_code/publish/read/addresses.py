"""What of a page or a notebook can be linked to, and where its links lead."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lesson_code.publish.read import markup, spans

HEADING = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?(?P<level>#{1,6})(?=[ \t]|$)(?P<title>.*)$", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:?[^{}\n]*#(?P<address>[\w-]+)[^{}\n]*\}")
LATIN = re.compile(r"[a-z][a-z0-9-]*")
ELEMENT = re.compile(r"<[a-z][^<>]*\s(?:id|name)\s*=\s*[\"']?(?P<address>[^\"'\s<>]+)")
DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*(?P<target>\S+)", re.MULTILINE)
OF_ELEMENT = re.compile(r"<(?:a|img)\b[^<>]*\s(?:href|src)\s*=\s*[\"']?(?P<target>[^\"'\s<>]+)")


@dataclass(frozen=True)
class Link:
    """A link of a page: its target as written, the file and the place there; both "" where it leaves the book."""

    line: int
    target: str
    path: str  # "" where it stays on its page
    anchor: str  # "" where it names none

    def page(self, name: str) -> str:
        """Return the name of the page that it leads to from the page of that name."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), self.path)) if self.path else name

    def place(self, name: str, places: Mapping[str, str]) -> str:
        """Return the published address that it leads to from a page of that name; "" where there is none.

        A notebook may also write what a browser sees: its page lies in a folder of its own.
        """
        folder = name.removesuffix(".ipynb") + "/"
        seen = [self.page(folder)] if self.path and name.endswith(".ipynb") else []
        return next((places[path] for path in [self.page(name), *seen] if path in places), "")


def link(line: int, target: str) -> Link:
    """Return the link whose target is written so on a line of a page."""
    try:
        parts = urlsplit(target)
    except ValueError:  # a bracket in the place of a host
        return Link(line, target, "", "")
    leaves = parts.scheme or parts.netloc
    return Link(line, target, *("" if leaves else unquote(part) for part in (parts.path, parts.fragment)))


def figure_anchor(stem: str) -> str:
    """Return the address of a figure on its page: learning_rate/late_divergence -> fig-late-divergence."""
    return "fig-" + stem.split("/")[1].replace("_", "-")


def headings(prose: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and address of every heading, "" where it has none in Latin letters."""
    for found in HEADING.finditer(spans.blank(prose)):
        named = ATTRIBUTES.fullmatch(found["title"].rstrip()[found["title"].rfind("{") :])
        address = named["address"] if named and LATIN.fullmatch(named["address"]) else ""
        yield spans.line_at(prose, found.start()), len(found["level"]), address


def addresses(text: str) -> list[tuple[int, str]]:
    """Return line and address of all on a page that can be linked to but its figures and formulas."""
    prose = markup.prose(text)
    titles = {line: address for line, _, address in headings(prose) if address}
    others = (found for pattern in (ATTRIBUTES, ELEMENT) for found in markup.find(pattern, prose))
    return [*titles.items(), *((other.line, other["address"]) for other in others if other.line not in titles)]


def links(text: str) -> Iterator[Link]:
    """Yield the links of a page, those to its pictures too."""
    prose = markup.prose(text)
    for pattern in (markup.LINK, markup.IMAGE, DEFINITION, OF_ELEMENT):
        for found in markup.find(pattern, prose):
            yield link(spans.line_at(prose, found.match.start("target")), found["target"].strip("<>"))

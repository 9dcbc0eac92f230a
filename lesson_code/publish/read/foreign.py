"""What HTML or SVG of an author must not bring into a page: programs, other pages, anything from another host."""

import html
import re
from collections.abc import Iterator

from lesson_code.publish.read.spans import line_at

TAGS = frozenset("script iframe frame object embed applet portal meta link base form video audio source track".split())
LOADED = ("src", "srcset", "href", "xlink:href", "poster", "data", "background")
# a comment, or a start tag up to its end: nothing that follows could make it give anything back
ELEMENT = re.compile(r"<!--(?>(?:(?!<!--|-->).)*)-->|<([a-z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)", re.I | re.S)
ATTRIBUTE = re.compile(r"(?<![^\s\"'/])((?>[^\s\"'<>/=]+))\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]*)")
REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
PROGRAM = re.compile(r"(?:javascript|vbscript|data:text/html)", re.IGNORECASE)
BLOCKED = "페이지의 보안 정책이 막아 보이지 않습니다. 지우거나 링크로 적으세요"
UNHEEDED = re.compile(r"[\x00-\x20]")  # a browser leaves these out of an address that names a program
REMOTE_STYLE = re.compile(r"url\(\s*[\"']?(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def pieces(markup: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each start tag that has such a thing, and the tag or attribute."""
    for element in ELEMENT.finditer(markup):
        tag = (element[1] or "").lower()
        wrong = [f"<{tag}>"] if tag in TAGS else []
        for name, value in attributes(element).items():
            loads = name in LOADED and tag != "a" and REMOTE.match(value)
            if name.startswith("on") or PROGRAM.match(UNHEEDED.sub("", value)) or loads or REMOTE_STYLE.search(value):
                wrong.append(f"<{tag} {name}=…>")
        yield from ((line_at(markup, element.start()), piece) for piece in wrong[:1])


def attributes(element: re.Match[str]) -> dict[str, str]:
    """Return the values of a start tag's attributes, by name: the first of a name, as a browser does."""
    found = reversed(ATTRIBUTE.findall(element[2] or ""))
    return {name.lower(): html.unescape(value.strip("\"'")) for name, value in found}

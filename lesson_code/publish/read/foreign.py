"""What HTML or SVG of an author must not bring into a page: programs, other pages, anything from another host."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

TAGS = {"script", "iframe", "frame", "object", "embed", "applet", "meta", "link", "base", "form", "video", "audio"}
LOADED = {"src", "srcset", "href", "xlink:href", "poster", "data", "background"}
REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
PROGRAM = re.compile(r"\s*(?:javascript|vbscript|data:text/html)", re.IGNORECASE)


def pieces(markup: str) -> Iterator[tuple[int, str]]:
    """Yield the lines before each start tag that has such a thing, and the tag or attribute."""
    found: list[tuple[int, str]] = []
    parser = HTMLParser()

    def start(tag: str, attributes: list[tuple[str, str | None]]) -> None:
        wrong = [f"<{tag}>"] if tag in TAGS else []
        for name, value in attributes:
            loads = name in LOADED and tag != "a" and REMOTE.match(value or "")
            if name.startswith("on") or PROGRAM.match(value or "") or loads or "url(http" in (value or ""):
                wrong.append(f"<{tag} {name}=…>")
        found.extend((parser.getpos()[0] - 1, piece) for piece in wrong[:1])

    parser.handle_starttag = start  # type: ignore[assignment, method-assign]
    parser.handle_startendtag = start  # type: ignore[assignment, method-assign]
    parser.feed(markup)
    parser.close()
    yield from found

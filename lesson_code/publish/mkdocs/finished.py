"""Take from the last site the pages of which nothing has changed: to fill their templates is most of a build's work.

A page is known again by all that it is made of: its content with pictures, what its front matter says, the navigation,
the date, and whatever makes a page of these. What other plugins or hooks would do to it nobody can know.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.utils import get_build_timestamp

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.cache import Cache, Entry, digest
from lesson_code.publish.unchanged import configured, state

NOTHING = "nothing.html"  # the template of a page that is finished
KNOWN = {"search", "mkdocstrings", "autorefs", "hooks.py"}
LATER = "<autoref"  # the links of mkdocstrings, which are put in when all pages are read
LAST = digest("the pages of the last site")  # by address: the digests of what each was made of and of its HTML


def context(config: Any, nav: Any, *parts: str) -> str:
    """Return the digest of what every page is made of, ``parts`` beside MkDocs' own, or "" where it cannot be known."""
    if {name.rpartition("/")[2] for name in config.plugins} - KNOWN or len(config.hooks) > 1:
        return ""
    files = [MACHINERY / "lesson_code" / "publish", *configured(Path(config.config_file_path))]
    return digest(state(files), json.dumps(_items(nav), default=str), str(get_build_timestamp()), *parts)


def _items(items: Any) -> list[Any]:
    """Return what is shown of the navigation; of a page its front matter, too, may name an icon."""
    shown = ("title", "url", "meta")
    return [[*(getattr(item, name, "") for name in shown), _items(item.children or ())] for item in items]


class Finished:
    """The pages of the last site, and those of this one."""

    def __init__(self, book: Book, entries: Cache) -> None:
        """Look for the last site where ``book`` has it."""
        known = entries.get(LAST)
        self._site, self._entries, self._last = book.site, entries, known.value if known else {}
        self._taken: dict[str, str] = {}
        self._now: dict[str, list[str]] = {}

    def take(self, page: Any, content: str, book: str) -> None:
        """Take a page with this content, if it is in the last site, made of the same; ``book`` is the ``context``."""
        if not book or LATER in content:
            return
        own = json.dumps([page.url, page.title, page.edit_url, page.meta, str(page.toc)], default=str)
        address = page.file.dest_uri
        self._now[address] = [digest(book, own, content), ""]
        path = self._site / address
        finished = path.read_text(encoding="utf-8") if path.is_file() else ""
        if self._last.get(address) == [self._now[address][0], digest(finished)]:
            self._taken[address] = finished
            page.meta["template"] = NOTHING

    def page(self, address: str, make: Callable[[], str]) -> str:
        """Return the HTML of the page at an address, made where it was not taken."""
        finished = self._taken[address] if address in self._taken else make()
        if address in self._now:
            self._now[address][1] = digest(finished)
        return finished

    def note(self) -> None:
        """Remember the pages of this site for the next build."""
        self._entries.put(LAST, Entry(self._now))

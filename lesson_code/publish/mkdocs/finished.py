"""Keep the HTML of finished pages, so that a build fills the templates of those alone of which something has changed.

A page is known again by all that it is made of: its content with pictures, what its front matter says, the navigation,
the date, and whatever makes a page of these. What other plugins or hooks would do to it nobody can know.
"""

import json
from pathlib import Path
from typing import Any

from mkdocs.utils import get_build_timestamp

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.cache import digest
from lesson_code.publish.read.files import configured
from lesson_code.publish.unchanged import state

NOTHING = "nothing.html"  # the template of a page that is finished
KNOWN = {"search", "mkdocstrings", "autorefs", "hooks.py"}
LATER = "<autoref"  # the links of mkdocstrings, which are put in when all pages are read


def context(config: Any, nav: Any, *parts: str) -> str:
    """Return the digest of what every page is made of, ``parts`` beside MkDocs' own, or "" where it cannot be known."""
    if {name.rpartition("/")[2] for name in config.plugins} - KNOWN or len(config.hooks) > 1:
        return ""
    files = [MACHINERY / "lesson_code" / "publish", *configured(Path(config.config_file_path))]
    fronts = json.dumps([page.meta for page in nav.pages], default=str)  # what it says of an icon, the navigation shows
    return digest(state(files), str(nav), fronts, str(get_build_timestamp()), *parts)


def identity(page: Any, content: str, book: str) -> str:
    """Return the digest of what a page is made of, or "" where it cannot be known; ``book`` is the ``context``."""
    own = json.dumps([page.url, page.title, page.edit_url, page.meta, str(page.toc)], default=str)
    return digest("finished", book, own, content) if book and LATER not in content else ""

"""Keep what Markdown and the search made of each page, so that a build converts only the pages whose text has changed.

What it made depends on the page's text, the extensions and their options, and the names of all files that a page can
name, by which links are checked and made relative. Pages whose conversion reads other files or fills tables elsewhere
are always converted.
"""

import contextlib
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.toc import get_toc

from lesson_code.publish.cache import Cache, Entry, digest, surroundings
from lesson_code.publish.write import assets, formulas
from lesson_code.publish.write.scripts import ADDRESS

SNIPPET = re.compile(r"^ *-+8<-+", re.MULTILINE)
DOCSTRINGS = re.compile(r"^ *:::", re.MULTILINE)  # of mkdocstrings, which reads the code of the book

LEFT = {"content", "_title_from_render", "toc", "present_anchor_ids", "links_to_anchors"}  # what conversion leaves


class _Hearing(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """Give a list that grows by what MkDocs warns of meanwhile, which is said nowhere else."""
    logger, handler = logging.getLogger("mkdocs"), _Hearing()
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def context(config: Any, files: Any) -> str:
    """Return the digest of what the HTML of every page depends on.

    Plugins put extensions of their own among the options, objects that tell nothing of what they hold: that is in the
    configuration's file.
    """
    named = (file for file in files if not file.src_uri.startswith(ADDRESS))  # a script's name changes with its content
    names = sorted((file.src_uri, file.dest_uri) for file in named)
    marks = Path(formulas.__file__).read_bytes()  # the places of formulas are in the HTML
    options = json.dumps([config.markdown_extensions, config.mdx_configs, names], default=_kind, sort_keys=True)
    configuration = Path(config.config_file_path).read_bytes()
    return digest("converted pages", surroundings(), assets.version("katex"), marks, configuration, options)


def _kind(value: Any) -> str:
    """Return the name of a function or of an object's class, without its place in memory."""
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__}"


def keep(page: Any, entries: Cache, book: str) -> None:
    """Let the page take its HTML from the cache where it is there, and put it there where it is not.

    ``book`` is the ``context``. A page with a warning is not kept.
    """
    if SNIPPET.search(page.markdown):
        return
    named = DOCSTRINGS.search(page.markdown)  # may name any code of the book
    code = Path(page.file.src_dir).parent.glob("lesson_code/**/*.py") if named else ()
    texts = (path.read_bytes() for path in sorted(code))
    convert, identity = page.render, digest(book, page.file.src_uri, page.markdown, *texts)

    def render(config: Any, files: Any) -> None:
        known = entries.get(identity)
        if known is None:
            if _without_warning(convert, config, files):
                entries.put(identity, Entry(_state(page)))
            return
        page.content, page._title_from_render, toc, anchors, links = known.value
        page.toc, page.present_anchor_ids = get_toc(toc), set(anchors)
        page.links_to_anchors = {files.get_file_from_path(name): named for name, named in links.items()}

    page.render = render


def keep_searched(index: Any, entries: Cache, book: str) -> None:
    """Let the theme's search index take what it finds in a page from the cache: it parses the HTML of every page.

    ``book`` is the ``context``.
    """
    find = index.add_entry_from_context

    def add(page: Any) -> None:
        contents = json.dumps([{**page.meta, "template": ""}, str(page.toc)], default=str)
        identity = digest("searched", book, page.url, str(page.title), page.content, contents)
        known = entries.get(identity)
        if known is not None:
            index.entries.extend(known.value)
            return
        before = len(index.entries)
        find(page)
        entries.put(identity, Entry(index.entries[before:]))

    index.add_entry_from_context = add


def _without_warning(convert: Callable[[Any, Any], None], config: Any, files: Any) -> bool:
    """Convert a page and return whether nothing was wrong with it. Raises LookupError for what is not kept."""
    before = dict(vars(convert.__self__))  # type: ignore[attr-defined]
    with heard() as warnings:
        convert(config, files)
    after = vars(convert.__self__)  # type: ignore[attr-defined]
    if more := {name for name in after if after[name] is not before.get(name)} - LEFT:
        what = "MkDocs의 Page.render가 남기는 것이 달라졌습니다. mkdocs/converted.py를 고치세요"
        raise LookupError(f"{what}: {', '.join(more)}")
    return not warnings


def _state(page: Any) -> list[Any]:
    """Return what conversion left on the page, as JSON values."""
    toc = [_token(item) for item in page.toc]
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return [page.content, page._title_from_render, toc, sorted(page.present_anchor_ids), links]


def _token(item: Any) -> dict[str, Any]:
    children = [_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}

"""Let MkDocs write the site; what it warns of is a fault, with its place."""

import contextlib
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.book import Book
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.mkdocs.complaints import faults, line_of
from lesson_code.publish.mkdocs.converted import Listener
from lesson_code.publish.write import formulas
from lesson_code.publish.write.publication import Publication

BUILDING = re.compile(r"Error (?:reading|building) page '([^']+)'")


def render(publication: Publication, folder: Path, seconds: str) -> None:
    """Write the site into ``folder``, dated ``seconds`` after 1970. Raises BookError for what MkDocs warns of."""
    from jinja2 import TemplateError
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    book = publication.manuscript.book
    heard = Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        with _dated(seconds), formulas.extension(publication.markup):  # loading, too, makes Markdown's extensions
            config = load_config(config_file=str(book.root / "mkdocs.yml"), site_dir=str(folder), strict=True)
            _once(book, config.nav)
            config.extra["publication"] = publication
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
    except (ConfigurationError, Abort) as error:
        told = [message for message in heard.messages if not BUILDING.search(message)] or [str(error)]
        raise BookError(fault for message in told for fault in faults(publication.manuscript, message)) from error
    except (ValueError, LookupError, TemplateError) as error:
        page = next((found[1] for found in map(BUILDING.search, heard.messages) if found), "")
        raise BookError(faults(publication.manuscript, f"{type(error).__name__}: {error}", page)) from error
    finally:
        logger.removeHandler(heard)
        logger.propagate = True


@contextlib.contextmanager
def _dated(seconds: str) -> Iterator[None]:
    """Tell MkDocs the time, in the only way that it listens to."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = seconds
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if given is not None:
            os.environ["SOURCE_DATE_EPOCH"] = given


def _once(book: Book, nav: object) -> None:
    """Raise BookError where ``nav`` names a page twice, which MkDocs would show at one of its places alone."""
    times = Counter(_named(nav))
    what = "nav에 두 번 나옵니다. 한 줄만 남기세요"
    configuration = book.root / "mkdocs.yml"
    twice = [page for page in times if times[page] > 1]
    if twice:
        raise BookError(Fault("mkdocs.yml", line_of(configuration, page, 2), f"{what}: {page}") for page in twice)


def _named(nav: object) -> Iterator[str]:
    """Yield what a part of ``nav`` names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(part)

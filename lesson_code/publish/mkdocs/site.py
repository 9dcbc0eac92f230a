"""Let MkDocs write the site; what it warns of is a fault, with its place."""

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.mkdocs.converted import Listener
from lesson_code.publish.read.addresses import Link
from lesson_code.publish.read.manuscript import Manuscript
from lesson_code.publish.write import formulas
from lesson_code.publish.write.publication import Publication

BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains (?:a|an) .*?link '(?P<target>[^']+)'")
LOST_PAGES = re.compile(r'not included in the "nav" configuration:(?P<pages>.*)', re.DOTALL)
MISSING_PAGE = re.compile(r"A reference to '(?P<page>[^']+)' is included in the 'nav' configuration, which is not f")
PLACE_IN_YAML = re.compile(r'in "[^"]*", line (?P<line>\d+), column \d+')
BUILDING = re.compile(r"Error (?:reading|building) page '([^']+)'")


def render(publication: Publication, folder: Path, seconds: str) -> None:
    """Write the site into ``folder``, dated ``seconds`` after 1970. Raises BookError for what MkDocs warns of."""
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
            config.extra["publication"] = publication
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
    except ConfigurationError as error:
        raise BookError([_unreadable(str(error))]) from error
    except Abort as error:
        told = heard.messages or [str(error)]
        raise BookError(fault for message in told for fault in _faults(publication.manuscript, message)) from error
    except (ValueError, LookupError) as error:
        page = next((found[1] for found in map(BUILDING.search, heard.messages) if found), "")
        what = f"책을 짓다 멈췄습니다: {type(error).__name__}: {error}"
        raise BookError([Fault(f"docs/{page}" if page else "mkdocs.yml", 1, what)]) from error
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


def _unreadable(message: str) -> Fault:
    """Return what is wrong with the configuration, without the path of this machine and at the line it names."""
    place = PLACE_IN_YAML.search(message)
    what = PLACE_IN_YAML.sub("", message)
    return Fault("mkdocs.yml", int(place["line"]) if place else 1, f"설정을 읽을 수 없습니다: {what}")


def _faults(manuscript: Manuscript, message: str) -> list[Fault]:
    """Return MkDocs' warning at the lines it does not name."""
    book = manuscript.book
    if lost := LOST_PAGES.search(message):
        names = ", ".join(lost["pages"].replace("- ", " ").split())
        return [Fault("mkdocs.yml", 1, f"nav에 없는 페이지입니다. nav에 한 줄을 더하거나 파일을 지우세요: {names}")]
    if missing := MISSING_PAGE.search(message):
        line = _line_of(book.root / "mkdocs.yml", missing["page"])
        return [Fault("mkdocs.yml", line, f"nav가 가리키는 파일이 없습니다: {missing['page']}")]
    link = BROKEN_LINK.search(message)
    page = manuscript.pages.get(link["page"]) if link else None
    if not link or not page:
        return [Fault("mkdocs.yml", 1, message)]
    lines = [found.line for found in page.all(Link) if found.target == link["target"]] or [1]
    return [Fault(page.path, line, f"가리키는 곳이 없는 링크입니다: {link['target']}") for line in lines]


def _line_of(path: Path, part: str) -> int:
    """Return the first line of a text that holds a part, or 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((number for number, line in enumerate(lines, 1) if part in line), 1)

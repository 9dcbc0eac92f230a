"""Where the links of notebooks lead, written as in a Markdown page, or as the browser of a reader sees them."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lesson_code.publish.book import Book, Source
from lesson_code.publish.faults import Fault
from lesson_code.publish.read.page import LinkUse, Page

ELSEWHERE = re.compile(r"(?:https?://|mailto:)")
NAMED = re.compile(r"""\{:?[^}\n]*?#(?P<mark>[\w-]+)|\bid=["'](?P<html>[^"']+)""")


def places(book: Book, pages: Mapping[str, Page], sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the published address of every page and file that a link can name, by each of its names."""
    found = {path.relative_to(book.docs).as_posix(): "" for path in book.docs.rglob("*") if path.is_file()}
    found |= {f"lesson_code/{stem}.py": "" for stem in sources}
    found |= {
        f"{s.stem}/{s.name}.{end}": "" for s in sources.values() if s.kind == "notebook" for end in ("py", "ipynb")
    }
    found = {name: name for name in found}
    for name in [*pages, *(f"{stem}.ipynb" for stem, source in sources.items() if source.kind == "notebook")]:
        address = posixpath.normpath(re.sub(r"(?:^|(?<=/))index\.md$|\.(?:md|ipynb)$", "", name) or ".")
        found[name] = found[address] = found[f"{address}/index.html"] = f"{address}/"
    return found


def address(target: str, name: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return the published address and the anchor that a notebook's link leads to; "" where it leads nowhere."""
    path, _, anchor = unquote(target).partition("#")
    if not path:
        return known[name], anchor
    for folder in (posixpath.dirname(name), name.rpartition(".")[0]):  # as a page writes it, as a browser sees it
        if found := known.get(posixpath.normpath(posixpath.join(folder, path))):
            return found, anchor
    return "", anchor


def dead(notebooks: Mapping[str, Page], pages: Mapping[str, Page], known: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the links of notebooks that lead nowhere."""
    targets = {known[page.name]: page for page in [*pages.values(), *notebooks.values()]}
    for page in notebooks.values():
        for link in page.all(LinkUse):
            if ELSEWHERE.match(link.target):
                continue
            where, anchor = address(link.target, page.name, known)
            if not where or (anchor and where in targets and not _leads(targets[where], anchor)):
                yield Fault(page.path, link.line, f"가리키는 곳이 없는 링크입니다: {link.target}")


def _leads(page: Page, anchor: str) -> bool:
    """Return whether a page has such an address; what docstrings give is not known."""
    marked = (mark for found in NAMED.finditer(page.text) for mark in found.groups())
    return anchor in page.anchors or anchor in page.labels or anchor in marked or "\n::: " in page.text

"""Everything the authors of a book wrote, read once; and the faults that reading alone can see."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lesson_code.publish.book import Book, Source, read_text, sources
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import chance, files, links, script
from lesson_code.publish.read import page as read_page
from lesson_code.publish.read.addresses import Link, addresses
from lesson_code.publish.read.checks import leftovers
from lesson_code.publish.read.page import Page, PictureUse, TermUse

GLOSSARY = "glossary.md"
ENTRY = re.compile(
    r"^\*\*(?P<term>[^*]+)\*\*<sup>[^<]+</sup> \{: #(?P<anchor>[\w-]+) \}\n: +(?P<meaning>.+)$", re.MULTILINE
)
REFERENCE_OF_CODE = re.compile(r"^ *::: ", re.MULTILINE)  # mkdocstrings gives such a page addresses of its own
OWN_ADDRESS = re.compile(r"fn(?:ref)?:|__")  # what extensions name: a footnote, a tab


@dataclass(frozen=True)
class Term:
    """A word of the glossary: its address there and its meaning in one sentence."""

    anchor: str
    meaning: str


@dataclass(frozen=True)
class Manuscript:
    """``pages`` by name (gradient-descent/learning-rate.md), ``scripts`` and ``sources`` by stem (practice/line)."""

    book: Book
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]
    scripts: Mapping[str, Page]  # the Markdown cells of notebooks
    terms: Mapping[str, Term]
    faults: tuple[Fault, ...]

    @cached_property
    def places(self) -> dict[str, str]:
        """The published address of every page and file, by each name that a notebook's link can give it."""
        return links.places(self.book, self.pages, self.sources)

    @property
    def pictures(self) -> list[Source]:
        """The modules that draw."""
        return [source for source in self.sources.values() if source.kind == "picture"]

    @property
    def notebooks(self) -> list[Source]:
        """The percent scripts that become pages."""
        return [source for source in self.sources.values() if source.kind == "notebook"]

    @property
    def notebook_pages(self) -> dict[str, Page]:
        """The Markdown cells of notebooks by the name of their page, as links write it."""
        return {page.name: page for page in self.scripts.values()}

    def cover(self, name: str) -> str:
        """Return the stem of the picture that stands for a page in link previews, or "" where it shows none."""
        page = self.pages.get(name)
        return next((use.stem for use in page.all(PictureUse)), "") if page else ""


def read(book: Book) -> Manuscript:
    """Return what the book's authors wrote. Raises BookError where a file is no text."""
    listed, faults = files.pages(book)
    pages = {}
    for name, path in listed.items():
        pages[name] = read_page.read(name, book.relative(path), read_text(path, book.relative(path)))
    found = {source.stem: source for source in sources(book)}
    scripts = {stem: script.page_of(s, book.relative(s.path)) for stem, s in found.items() if s.kind == "notebook"}
    glossary = pages[GLOSSARY].text if GLOSSARY in pages else ""
    terms = {m["term"]: Term(m["anchor"], re.sub(r"[*`$]", "", m["meaning"])) for m in ENTRY.finditer(glossary)}
    read = Manuscript(book, pages, found, scripts, terms, tuple(faults))
    return replace(
        read,
        faults=(
            *faults,
            *_faults(read),
            *_undescribed(read),
            *_dead_links(read),
            *_same_address(read),
            *_unlinked(read),
        ),
    )


def _faults(manuscript: Manuscript) -> Iterator[Fault]:
    for page in [*manuscript.pages.values(), *manuscript.scripts.values()]:
        yield from page.faults
        for use in page.all(PictureUse):
            if use.stem not in manuscript.sources:
                yield Fault(page.path, use.line, f"만드는 코드가 없는 그림입니다: lesson_code/{use.stem}.py")
        for word in page.all(TermUse):
            if manuscript.terms and word.term not in manuscript.terms:
                what = f"낱말 페이지에 없는 낱말입니다. docs/glossary.md에 더하세요: {word.term}"
                yield Fault(page.path, word.line, what)
    yield from links.dead(manuscript.scripts, manuscript.pages, manuscript.places)
    yield from chance.faults(manuscript.book)
    shown = {use.stem for page in manuscript.pages.values() for use in page.all(PictureUse)}
    # a page that cannot be read as it was meant may show it
    complete = shown <= manuscript.sources.keys() and not any(page.faults for page in manuscript.pages.values())
    for source in manuscript.sources.values():
        path = manuscript.book.relative(source.path)
        yield from (Fault(path, *left) for left in leftovers(read_text(source.path, path)))
        place = manuscript.book.relative(source.path), source.line
        if not source.describes:
            yield Fault(*place, "그림을 설명하는 describe()가 없습니다")
        if source.kind == "picture" and source.stem not in shown and complete:
            yield Fault(*place, "어느 페이지도 이 그림을 보여 주지 않습니다. 페이지에 넣거나 모듈을 지우세요")


def _undescribed(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the pages that search results and link previews would describe as they do the whole book."""
    for page in manuscript.pages.values():
        if page.address and "description" not in page.meta and not page.faults:
            what = "페이지의 소개가 없습니다. 맨 앞에 --- 두 줄을 적고 그 사이에 description: 소개를 적으세요"
            yield Fault(page.path, 1, what)


def _dead_links(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the links to pages, and to places on them, that there are not; MkDocs names no line, nor knows figures."""
    pages = {**manuscript.pages, **manuscript.notebook_pages}
    known = {name: {address for _, address, _ in addresses(page.text)} | {*page.labels} for name, page in pages.items()}
    for page in manuscript.pages.values():
        for link in page.all(Link):
            name = link.page(page.name)
            if link.path and name not in pages and link.path.endswith((*files.SUFFIXES, ".ipynb")):
                yield Fault(page.path, link.line, f"가리키는 곳이 없는 링크입니다: {link.target}")
            if not link.anchor or name not in pages or OWN_ADDRESS.match(link.anchor):
                continue
            if link.anchor not in known[name] and not REFERENCE_OF_CODE.search(pages[name].text):
                kind = {"fig": "그림을", "eq-": "식을"}.get(link.anchor[:3])
                what = f"페이지에 없는 {kind} 가리킵니다" if kind else "가리키는 곳이 없는 링크입니다"
                yield Fault(page.path, link.line, f"{what}: {link.target}")


def _same_address(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the pages that would be written over others, on some machines at least."""
    known: dict[str, str] = {}
    for page in [*manuscript.pages.values(), *manuscript.scripts.values()]:
        other = known.setdefault(page.address.lower(), page.path)
        if other != page.path:
            yield Fault(page.path, 1, f"다른 페이지와 주소가 같습니다. 둘 가운데 하나만 남기세요: {other}")


def _unlinked(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the pages of parts that a reader finds neither on the first page nor on a part's."""
    indexes = [page for page in manuscript.pages.values() if page.is_index]
    linked = {link.page(page.name) for page in indexes for link in page.all(Link)}
    for name, page in {**manuscript.pages, **manuscript.notebook_pages}.items():
        if "/" in name and not page.is_index and name not in linked:
            what = "첫 페이지에도 부의 차례에도 없는 페이지입니다. docs/index.md나 부의 index.md에 링크를 더하세요"
            yield Fault(page.path, 1, f"{what}: {name}")

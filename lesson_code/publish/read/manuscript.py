"""Everything the authors of a book wrote, read once; and the faults that reading alone can see."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lesson_code.publish.book import Book, Source, read_text, sources
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import chance, links, script
from lesson_code.publish.read import page as read_page
from lesson_code.publish.read.page import Page, PictureUse, TermUse

GLOSSARY = "glossary.md"
ENTRY = re.compile(
    r"^\*\*(?P<term>[^*]+)\*\*<sup>[^<]+</sup> \{: #(?P<anchor>[\w-]+) \}\n: +(?P<meaning>.+)$", re.MULTILINE
)


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

    def cover(self, name: str) -> str:
        """Return the stem of the picture that stands for a page in link previews, or "" where it shows none."""
        page = self.pages.get(name)
        return next((use.stem for use in page.all(PictureUse)), "") if page else ""


def read(book: Book) -> Manuscript:
    """Return what the book's authors wrote. Raises BookError where a file is no text."""
    pages = {}
    for path in sorted(book.docs.rglob("*.md")):
        name = path.relative_to(book.docs).as_posix()
        pages[name] = read_page.read(name, book.relative(path), read_text(path, book.relative(path)))
    found = {source.stem: source for source in sources(book)}
    scripts = {stem: script.page_of(s, book.relative(s.path)) for stem, s in found.items() if s.kind == "notebook"}
    glossary = pages[GLOSSARY].text if GLOSSARY in pages else ""
    terms = {m["term"]: Term(m["anchor"], re.sub(r"[*`$]", "", m["meaning"])) for m in ENTRY.finditer(glossary)}
    read = Manuscript(book, pages, found, scripts, terms, ())
    return Manuscript(book, pages, found, scripts, terms, tuple(_faults(read)))


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
        place = manuscript.book.relative(source.path), source.line
        if not source.describes:
            yield Fault(*place, "그림을 설명하는 describe()가 없습니다")
        if source.kind == "picture" and source.stem not in shown and complete:
            yield Fault(*place, "어느 페이지도 이 그림을 보여 주지 않습니다. 페이지에 넣거나 모듈을 지우세요")

"""Everything the authors of a book wrote, read once; and the faults that reading alone can see."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lesson_code.publish.book import Book, Source, read_text, shadows, sources
from lesson_code.publish.cache import Cache, Entry, digest, surroundings
from lesson_code.publish.faults import Fault, near
from lesson_code.publish.read import chance, files, script
from lesson_code.publish.read import page as read_page
from lesson_code.publish.read.addresses import Link
from lesson_code.publish.read.checks import leftovers
from lesson_code.publish.read.markup import NUMBERED, TERM
from lesson_code.publish.read.page import Page, PictureUse, TermUse
from lesson_code.publish.read.spans import line_at

GLOSSARY = "glossary.md"
ENTRY = re.compile(rf"^{TERM.pattern} \{{: #(?P<anchor>[\w-]+) \}}\n: +(?P<meaning>.+)$", re.MULTILINE)
DEAD = "가리키는 곳이 없는 링크입니다. 주소를 고치거나 링크를 지우세요"
MOVES = re.compile(r"\bState\(|^def state\(\)", re.MULTILINE)
STATES = re.compile(r"\bstates\b")
MODULE = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
DEFINED = re.compile(r"\bdef (\w+)")
REFERENCE_OF_CODE = re.compile(r"^ *::: ", re.MULTILINE)  # mkdocstrings gives such a page addresses of its own
TITLE = re.compile(rf"^#[ \t]|{REFERENCE_OF_CODE.pattern}", re.MULTILINE)
CHECKS = sorted(Path(__file__).parent.glob("*.*"))  # the files that say what is wrong with a page
OWN_ADDRESS = re.compile(r"fn(?:ref)?:|__")  # what extensions name: a footnote, a tab


@dataclass(frozen=True)
class Term:
    """A word of the glossary: its address there and its meaning in one sentence."""

    anchor: str
    meaning: str
    english: str = ""


@dataclass(frozen=True)
class Manuscript:
    """``pages`` by name (gradient-descent/learning-rate.md), ``scripts`` and ``sources`` by stem (practice/line)."""

    book: Book
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]
    scripts: Mapping[str, Page]  # the Markdown cells of notebooks
    terms: Mapping[str, Term]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def places(self) -> dict[str, str]:
        """The published address of every page and file, by each name that a link can give it."""
        files = [path.relative_to(self.book.docs).as_posix() for path in self.book.docs.rglob("*") if path.is_file()]
        files += [f"lesson_code/{stem}.py" for stem in self.sources]
        files += [f"{source.stem}/{source.name}.{end}" for source in self.notebooks for end in ("py", "ipynb")]
        found = {name: name for name in files}
        for page in self.texts:
            names = (page.name, page.address or ".", f"{page.address}index.html")
            found |= dict.fromkeys(map(posixpath.normpath, names), page.address or "./")
        return found

    @property
    def pictures(self) -> list[Source]:
        """The modules that draw."""
        return [source for source in self.sources.values() if source.kind == "picture"]

    @property
    def notebooks(self) -> list[Source]:
        """The percent scripts that become pages."""
        return [source for source in self.sources.values() if source.kind == "notebook"]

    @property
    def texts(self) -> list[Page]:
        """All that is read as prose: the pages, then the Markdown cells of the notebooks."""
        return [*self.pages.values(), *self.scripts.values()]

    def cover(self, name: str) -> str:
        """Return the stem of the picture that stands for a page in link previews, or "" where it shows none."""
        page = self.pages.get(name)
        return next((use.stem for use in page.all(PictureUse)), "") if page else ""


def read(book: Book) -> Manuscript:
    """Return what the book's authors wrote. Raises BookError where a file is no text."""
    listed, faults = files.pages(book)
    texts = {name: (book.relative(path), read_text(path, book.relative(path))) for name, path in listed.items()}
    pages = _checked(book, texts)
    found = {source.stem: source for source in sources(book)}
    scripts = {stem: script.page_of(source) for stem, source in found.items() if source.kind == "notebook"}
    entries = ENTRY.finditer(pages[GLOSSARY].text if GLOSSARY in pages else "")
    terms = {m["term"]: Term(m["anchor"], re.sub(r"[*`$]", "", m["meaning"]), m["english"]) for m in entries}
    read = Manuscript(book, pages, found, scripts, terms)
    kinds = (_pages, _sources, _terms, _undescribed, _dead_links, _unreachable)
    return replace(read, faults=(*faults, *(fault for kind in kinds for fault in kind(read))))


def _checked(book: Book, texts: Mapping[str, tuple[str, str]]) -> dict[str, Page]:
    """Return the pages of these paths and texts by name; one in which nothing was wrong is not checked again."""
    cache = Cache(book.cache, book.roots)
    key = digest("sound pages", surroundings(), *(path.read_bytes() for path in CHECKS))
    known = cache.get(key) or Entry([])
    digests = {name: digest(name, text) for name, (_, text) in texts.items()}
    pages = {name: read_page.read(name, *texts[name], sound=digests[name] in known.value) for name in texts}
    sound = [digests[name] for name, page in pages.items() if not page.faults]
    if known.value != sound:
        with suppress(OSError):  # a cache that cannot be written
            cache.put(key, Entry(sound))
    return pages


def _pages(manuscript: Manuscript) -> Iterator[Fault]:
    drawn = {f"{source.name}.svg": source.stem for source in manuscript.pictures}
    for page in manuscript.texts:
        yield from page.faults
        for use in page.all(PictureUse):
            if what := _undrawn(manuscript, use.stem):
                yield Fault(page.path, use.line, what)
        for link in page.all(Link) if page.name in manuscript.pages else []:  # a picture is no file of a page's
            stem = drawn.get(posixpath.basename(link.path))
            if stem and "figures/" not in link.path and not link.place(page.name, manuscript.places):
                way = posixpath.relpath(f"figures/{stem}.svg", posixpath.dirname(page.name))
                yield Fault(page.path, link.line, f"그림의 주소가 다릅니다. {way}로 고치세요: {link.target}")


def _undrawn(manuscript: Manuscript, stem: str) -> str:
    """Return why there is no picture of that name, or ""."""
    source = manuscript.sources.get(stem)
    if source and source.kind == "picture":
        return ""
    if source:
        return f"노트북은 그림이 되지 않습니다. 링크로 적거나 figure()가 있는 모듈을 따로 두세요: lesson_code/{stem}.py"
    if (module := manuscript.book.lessons / f"{stem}.py").is_file():
        hint = near("figure", DEFINED.findall(read_text(module, f"lesson_code/{stem}.py")))
        return f"그림의 모듈에 figure()가 없습니다. 그림을 돌려주는 함수의 이름을 보세요: lesson_code/{stem}.py{hint}"
    hint = near(stem, (source.stem for source in manuscript.pictures), 0.8)
    return f"만드는 코드가 없는 그림입니다. 이름을 고치거나 모듈을 만드세요: lesson_code/{stem}.py{hint}"


def _sources(manuscript: Manuscript) -> Iterator[Fault]:
    yield from chance.faults(manuscript.book)
    for name in shadows(manuscript.book):
        yield Fault(name, 1, "파이썬이나 패키지의 모듈을 가리는 이름입니다. 이름을 바꾸세요")
    shown = {use.stem for page in manuscript.pages.values() for use in page.all(PictureUse)}
    complete = not any(fault.path.startswith("docs/") for fault in _pages(manuscript))  # or such a page may show it
    for source in manuscript.sources.values():
        yield from (Fault(source.path, *left) for left in leftovers(source.text))
        if not MODULE.fullmatch(source.stem):
            yield Fault(source.path, 1, "폴더와 파일의 이름은 영어 소문자와 숫자와 밑줄로 적으세요. 이름을 바꾸세요")
        if not source.describes:
            what = "그림을 말로 옮긴 설명을 돌려주는 describe()가 없습니다. 더하세요"
            yield Fault(source.path, source.line, what + near("describe", DEFINED.findall(source.text)))
        if source.kind == "picture" and MOVES.search(source.text) and not STATES.search(source.text):
            what = "움직이는 그림의 상태를 돌려주는 함수의 이름은 states()입니다. 이름을 고치거나 더하세요"
            yield Fault(source.path, source.line, what + near("states", DEFINED.findall(source.text)))
        if source.kind == "picture" and source.stem not in shown and complete:
            what = "어느 페이지도 이 그림을 보여 주지 않습니다. 페이지에 넣거나 모듈을 지우세요"
            yield Fault(source.path, source.line, what)


def _terms(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the words that a glossary without faults lacks, or calls otherwise in English."""
    glossary = manuscript.pages.get(GLOSSARY)
    if not glossary:
        return
    explained = set()
    for entry in ENTRY.finditer(glossary.text):
        if entry["term"] in explained:
            what = f"용어가 두 번 나옵니다. 하나만 남기세요: {entry['term']}"
            yield Fault(glossary.path, line_at(glossary.text, entry.start()), what)
        explained.add(entry["term"])
    for page in manuscript.texts if manuscript.terms and not glossary.faults else []:
        for word in page.all(TermUse):
            known = manuscript.terms.get(word.term)
            if not known:
                what = f"용어 페이지에 없는 용어입니다. docs/glossary.md에 더하세요: {word.term}"
                yield Fault(page.path, word.line, what + near(word.term, manuscript.terms))
            elif known.english != word.english:
                what = f"용어 페이지의 영어와 다릅니다. {known.english}로 적거나 docs/glossary.md를 고치세요"
                yield Fault(page.path, word.line, f"{what}: {word.english}")


def _undescribed(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the pages that search results would describe as they do the whole book, or call by their file's name."""
    for page in manuscript.pages.values():
        if page.address and "description" not in page.meta and not page.faults:
            what = "페이지의 소개가 없습니다. 맨 앞에 --- 두 줄을 적고 그 사이에 description: 소개를 적으세요"
            yield Fault(page.path, 1, what)
        elif "title" not in page.meta and not page.faults and not TITLE.search(page.text):
            yield Fault(page.path, 1, "페이지에 제목이 없습니다. # 제목 {#short-name}으로 시작하세요")


def _dead_links(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the links to nothing: MkDocs, which knows the other files of pages, names no line, nor knows figures."""
    there = {manuscript.places[page.name]: page for page in manuscript.texts}
    for page in manuscript.texts:
        ours = ".ipynb" if page.name in manuscript.pages else ""  # of a notebook MkDocs knows no link
        for link in page.all(Link):
            place = link.place(page.name, manuscript.places)
            if not place and link.path.endswith((*files.SUFFIXES, ours)) and not (ours and link.path[0] == "/"):
                yield Fault(page.path, link.line, f"{DEAD}: {link.target}")
            to = there.get(place)
            if not to or to.faults or not link.anchor or OWN_ADDRESS.match(link.anchor):
                continue
            if link.anchor not in to.anchors and not REFERENCE_OF_CODE.search(to.text):
                kind = {"fig": "그림을", "eq-": "식을"}.get(link.anchor[:3])
                what = f"페이지에 없는 {kind} 가리킵니다. 주소를 고치세요" if kind else DEAD
                yield Fault(page.path, link.line, f"{what}: {link.target}")
            if not ours:
                yield from _misnumbered(page, link, to.labels.get(link.anchor, ""))


def _misnumbered(notebook: Page, link: Link, number: str) -> Iterator[Fault]:
    """Yield a link of a notebook that says another number than what it leads to has; pages take that by themselves."""
    line = notebook.text.split("\n")[link.line - 1]
    said = re.search(rf"\[({NUMBERED.pattern})\]\({re.escape(link.target)}\)", line)
    if number and said and said[1] not in (number, "식", "그림"):
        yield Fault(notebook.path, link.line, f"번호가 가리키는 것과 다릅니다. {number}로 고치세요: {said[1]}")


def _unreachable(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield the pages written over others, on some machines at least, and those that no page of contents names."""
    indexes = [page for page in manuscript.pages.values() if page.is_index]
    linked = {link.page(page.name) for page in indexes for link in page.all(Link)}
    known: dict[str, str] = {}
    for page in manuscript.texts:
        other = known.setdefault(page.address.lower(), page.path)
        if other != page.path:
            yield Fault(page.path, 1, f"다른 페이지와 주소가 같습니다. 둘 가운데 하나만 남기세요: {other}")
        if "/" in page.name and not page.is_index and page.name not in linked:
            what = "첫 페이지에도 부의 차례에도 없는 페이지입니다. docs/index.md나 부의 index.md에 링크를 더하세요"
            yield Fault(page.path, 1, f"{what}: {page.name}")

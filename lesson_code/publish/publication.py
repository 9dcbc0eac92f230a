"""One build of one book, from reading its pages to the files that MkDocs publishes. Knows nothing of MkDocs."""

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lesson_code.publish import formulas, frontend, notebooks, pages
from lesson_code.publish.book import Book, Source, sources, time_limit
from lesson_code.publish.bundles import bundle
from lesson_code.publish.cache import Cache, digest
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job, Outcome
from lesson_code.publish.markup import front_matter
from lesson_code.publish.pages import Claim, Example, Page, PictureUse, TermUse
from lesson_code.publish.rewrite import Term, rewrite
from lesson_code.publish.runner import Report, Start, execute, processes

GLOSSARY = "glossary.md"
NOT_EXPLAINED = "낱말 페이지에 없는 낱말입니다. docs/glossary.md에 더하세요"
NOTICES = "<!-- notices -->"  # where the licences go on their page
ENTRY = re.compile(
    r"^\*\*(?P<term>[^*]+)\*\*<sup>[^<]+</sup> \{: #(?P<anchor>[\w-]+) \}\n: +(?P<meaning>.+)$", re.MULTILINE
)


@dataclass
class Publication:
    """What a build knows; call ``prepare`` before anything else."""

    book: Book
    report: Report = print
    start_workers: Start = processes
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    markup: dict[str, str] = field(default_factory=dict)  # formulas, by key

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The Markdown pages by name."""
        found = {}
        for path in sorted(self.book.docs.rglob("*.md")):
            name = path.relative_to(self.book.docs).as_posix()
            found[name] = pages.read(name, self.book.relative(path), _read(path, self.book.relative(path)))
        return found

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The modules that make pictures and notebooks, by stem."""
        return {source.stem: source for source in sources(self.book)}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The glossary's words."""
        text = self.pages[GLOSSARY].text if GLOSSARY in self.pages else ""
        return {m["term"]: Term(m["anchor"], re.sub(r"[*`$]", "", m["meaning"])) for m in ENTRY.finditer(text)}

    @cached_property
    def scripts(self) -> dict[str, str]:
        """The site's own scripts by file name."""
        return bundle(self.entries)

    @cached_property
    def versions(self) -> dict[str, str]:
        """The digests of style sheets and scripts whose names stay when their content changes."""
        assets = self.book.docs / "assets"
        files = {path.name: path.read_bytes() for path in sorted(assets.glob("*.css")) + sorted(assets.glob("*.js"))}
        files["katex.min.css"] = frontend.katex_style().encode()
        return {name: digest(data)[:8] for name, data in files.items()}

    @cached_property
    def entries(self) -> Cache:
        """What was executed before."""
        return Cache(self.book.cache, self.book.roots)

    def prepare(self) -> None:
        """Check what reading can check, then execute everything and typeset all formulas. Raises BookError."""
        faults = [*self._faults()]
        if not faults:
            try:
                jobs = list(self._jobs())
                self.outcomes = execute(jobs, self.book.roots, self.entries, self.start_workers, self.report)
            except BookError as error:
                faults += error.faults
        faults += self._typeset()
        if faults:
            raise BookError(faults)

    def _typeset(self) -> list[Fault]:
        """Typeset the formulas of every page and return the faults of those that are wrong."""
        scripts = [notebooks.page_of(source, self.book.relative(source.path)) for source in self.notebooks]
        self.markup, faults = formulas.typeset([*self.pages.values(), *scripts], self.entries)
        return faults

    @cached_property
    def notebooks(self) -> list[Source]:
        """The percent scripts that become pages."""
        return [source for source in self.sources.values() if source.kind == "notebook"]

    @property
    def notebook_pages(self) -> dict[str, Source]:
        """The percent scripts by the name of their page, as ``nav`` and links write it."""
        return {f"{source.stem}.ipynb": source for source in self.notebooks}

    @cached_property
    def pictures(self) -> dict[str, Any]:
        """The drawn pictures by stem."""
        drawn = (source.stem for source in self.sources.values() if source.kind == "picture")
        return {stem: self.outcomes[stem].value for stem in drawn}

    def cover(self, name: str) -> str:
        """Return the stem of the picture that stands for a page in link previews, or "" where it shows none."""
        page = self.pages.get(name)
        return next((use.stem for use in page.all(PictureUse)), "") if page else ""

    def markdown(self, name: str, text: str) -> str:
        """Return a page's Markdown for MkDocs."""
        glossary = "" if name == GLOSSARY else posixpath.relpath("glossary/", _folder(name))
        if NOTICES in text:
            text = text.replace(NOTICES, frontend.notices())
        return rewrite(text, self.pages[name], self.terms, glossary and glossary + "/")

    def code(self, stem: str) -> str:
        """Return the text of a lesson's module."""
        return self.sources[stem].path.read_text(encoding="utf-8")

    def core(self, name: str) -> str:
        """Return the text of the core's module that the examples imported: the book's own, or the machinery's."""
        found = (Path(root) / "lesson_code" / f"{name}.py" for root in self.book.roots)
        return next(path for path in found if path.exists()).read_text(encoding="utf-8")

    def _jobs(self) -> Iterator[Job]:
        # only an address of its own lets a site show cards in link previews
        covers = {self.cover(name) for name in self.pages} if os.environ.get("SITE_URL") else set()
        for source in self.sources.values():
            options: dict[str, Any] = {"card": source.stem in covers} if source.kind == "picture" else {}
            path, lines = self.book.relative(source.path), {"figure": [source.line]}
            yield Job(source.kind, source.stem, path, options, lines, source.time_limit)
        for page in self.pages.values():
            examples, claims = page.all(Example), page.all(Claim)
            if examples or claims:
                options = {
                    "examples": [example.text for example in examples],
                    "claims": [[claim.shown, claim.expression] for claim in claims],
                    "lesson": page.lesson,
                }
                limit = time_limit(front_matter(page.text), page.path)
                lines = {"examples": [item.line for item in examples], "claims": [item.line for item in claims]}
                yield Job("examples", page.path, page.path, options, lines, limit)

    def _faults(self) -> Iterator[Fault]:
        shown, complete = set(), True
        for page in self.pages.values():
            yield from page.faults
            complete = complete and not page.faults
            for use in page.all(PictureUse):
                shown.add(use.stem)
                if use.stem not in self.sources:
                    complete = False
                    yield Fault(page.path, use.line, f"만드는 코드가 없는 그림입니다: lesson_code/{use.stem}.py")
            for word in page.all(TermUse):
                if self.terms and word.term not in self.terms:
                    yield Fault(
                        page.path, word.line, f"낱말 페이지에 없는 낱말입니다. docs/glossary.md에 더하세요: {word.term}"
                    )
        for source in self.notebooks:
            yield from notebooks.page_of(source, self.book.relative(source.path)).faults
        for source in self.sources.values():
            place = self.book.relative(source.path), source.line
            if not source.describes:
                yield Fault(*place, "그림을 설명하는 describe()가 없습니다")
            if source.kind == "picture" and source.stem not in shown and complete:
                yield Fault(*place, "어느 페이지도 이 그림을 보여 주지 않습니다. 페이지에 넣거나 모듈을 지우세요")


def _folder(name: str) -> str:
    """Return the address of a page: gradient-descent/learning-rate.md -> gradient-descent/learning-rate."""
    stem = name.removesuffix(".md")
    return stem.removesuffix("index").rstrip("/") or "."


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BookError([Fault(name, 1, f"읽을 수 없습니다. UTF-8로 적은 글이어야 합니다: {error}")]) from error

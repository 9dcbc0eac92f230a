"""What is to be executed, and what came of it: plain data that travels to a worker and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lesson_code.publish.book import TIME_LIMIT
from lesson_code.publish.cache import Digests, digest, surroundings
from lesson_code.publish.faults import BookError, Fault, near
from lesson_code.publish.read.manuscript import Manuscript
from lesson_code.publish.read.page import Claim, Example, Page, PictureUse

CARD = "card"


@dataclass(frozen=True)
class Job:
    """One thing to execute: a picture, a notebook, or one example or claim of a page.

    ``name`` is the stem or the page it belongs to, ``path`` and ``line`` the place that messages name, ``text`` the
    example or the claim's expression, ``extra`` what else the outcome depends on: the lesson whose modules a claim may
    name, or CARD for a picture that link previews show. ``time_limit`` in seconds of processor time.
    """

    kind: Literal["picture", "notebook", "example", "claim"]
    name: str
    path: str
    line: int = 1
    text: str = ""
    extra: str = ""
    time_limit: float = TIME_LIMIT


@dataclass(frozen=True)
class Outcome:
    """What a worker hands back: JSON values, digests of the lesson files it used, processor time, what went wrong."""

    value: Any = None
    imported: Mapping[str, Digests] = field(default_factory=dict)
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()


def identity(job: Job) -> str:
    """Return what the outcome depends on beside the imported files: the job itself and what draws."""
    return digest(job.kind, job.text or job.name, job.extra, surroundings())


def jobs_of(manuscript: Manuscript, cards: bool) -> list[Job]:
    """Return the jobs of a book, those that take longest first; ``cards``: whether link previews show pictures."""
    covers = {manuscript.cover(name) for name in manuscript.pages} if cards else set()
    jobs = []
    for source in [*manuscript.notebooks, *manuscript.pictures]:
        extra = CARD if source.stem in covers else ""
        jobs.append(Job(source.kind, source.stem, source.path, source.line, "", extra, source.time_limit))
    for page in manuscript.pages.values():
        jobs += dict.fromkeys(pieces(page))
    return jobs


def named(manuscript: Manuscript, only: str) -> frozenset[str]:
    """Return the names of the jobs of one picture, notebook or page with its pictures; none where ``only`` is "".

    Raises BookError where there is nothing of that name.
    """
    if not only:
        return frozenset()
    stem = only.removeprefix("docs/").removeprefix("lesson_code/").rpartition(".")[0] or only
    page = manuscript.pages.get(f"{stem}.md")
    if page:
        return frozenset({page.path, *(use.stem for use in page.all(PictureUse))})
    if stem in manuscript.sources:
        return frozenset({stem})
    known = [*manuscript.sources, *(name.removesuffix(".md") for name in manuscript.pages)]
    hint = near(stem, known) or ". learning_rate/plateau처럼 적으세요"
    raise BookError([Fault("ONLY", 0, f"그런 그림이나 페이지가 없습니다: {only}{hint}")])


def pieces(page: Page) -> Iterator[Job]:
    """Yield a page's examples and claims."""
    for item in page.items:
        if isinstance(item, Example):
            yield Job("example", page.path, page.path, item.line, item.text, "", page.time_limit)
        elif isinstance(item, Claim):
            yield Job("claim", page.path, page.path, item.line, item.expression, page.lesson, page.time_limit)

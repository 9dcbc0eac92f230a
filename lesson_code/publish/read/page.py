"""What one Markdown page uses, with line numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, TypeVar

from lesson_code.publish.book import TIME_LIMIT, seconds
from lesson_code.publish.faults import Fault, Place
from lesson_code.publish.read import addresses, checks, fences, front, markup, spans, tex
from lesson_code.publish.read.addresses import Link, figure_anchor

T = TypeVar("T")
# a number that no link says
BY_HAND = re.compile(
    r"(?<![\w[(])(?:식 \(\d+\)|그림 \d+(?=(?:[을를은는이가과와도의]|에서?|처럼|보다)(?![가-힣])))(?!\])"
)
TAG = re.compile(r"\\tag(?![A-Za-z])(?:\{(?P<number>\d+)\})?")


@dataclass(frozen=True)
class Example:
    """A ``pycon`` fence: its first line of code stands on ``line`` of the page."""

    line: int
    text: str


@dataclass(frozen=True)
class Claim:
    """A value in the prose and the expression that proves it: ``3.04<!--= edge(...) -->``."""

    line: int
    shown: str  # the prose before the comment on its line, as it is published
    expression: str
    follows: str = ""  # the prose behind it


@dataclass(frozen=True)
class PictureUse:
    """A picture named by the page; ``alone`` on its line it becomes a numbered figure."""

    line: int
    stem: str
    alone: bool


@dataclass(frozen=True)
class Formula:
    """TeX source, inline or displayed."""

    line: int
    tex: str
    display: bool


@dataclass(frozen=True)
class TermUse:
    """A word introduced as **한국어**<sup>English</sup>, which the glossary must explain."""

    line: int
    term: str
    english: str


Item = Example | Claim | PictureUse | Formula | TermUse | Link


@dataclass(frozen=True)
class Page:
    """A page as its author wrote it; ``name`` is relative to docs/, ``path`` to the book's folder.

    Of a notebook, ``text`` holds the prose of its Markdown cells, each on the lines where it stands in the script.
    """

    name: str
    path: str
    text: str
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)  # the front matter

    def all(self, kind: type[T]) -> list[T]:
        """Return the items of one kind in the order of the page."""
        return [item for item in self.items if isinstance(item, kind)]

    @property
    def time_limit(self) -> float:
        """The seconds that each example and claim may take."""
        limit = self.meta.get("time_limit", TIME_LIMIT)
        line = next((n for n, line in enumerate(self.text.split("\n"), 1) if line.startswith("time_limit")), 1)
        return seconds(limit, self.path, line)

    @property
    def is_index(self) -> bool:
        """Whether it stands for its folder."""
        return PurePosixPath(self.name).stem in ("index", "README")

    @property
    def address(self) -> str:
        """Where the page is published, from the site's root: part/lesson/ or "" for the first page."""
        folder = PurePosixPath(self.name).parent if self.is_index else PurePosixPath(self.name).with_suffix("")
        return "" if folder == PurePosixPath(".") else f"{folder}/"

    @property
    def lesson(self) -> str:
        """The lesson folder that shares the page's stem: learning-rate.md -> learning_rate."""
        return PurePosixPath(self.name).stem.replace("-", "_")

    @cached_property
    def tags(self) -> list[tuple[int, str]]:
        """The line and the number of each numbered formula or line of one, "" where it is no number."""
        found = [(f, tag) for f in self.all(Formula) if f.display for tag in TAG.finditer(f.tex)]
        return [(f.line + f.tex.count("\n", 0, tag.start()), tag["number"] or "") for f, tag in found]

    @property
    def labels(self) -> dict[str, str]:
        """What a reference to each numbered figure and formula says, by its address."""
        figures = [picture.stem for picture in self.all(PictureUse) if picture.alone]
        named = {figure_anchor(stem): f"그림 {number}" for number, stem in enumerate(figures, 1)}
        return named | {f"eq-{number}": f"식 ({number})" for _, number in self.tags if number}

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Where links to the page can lead."""
        return frozenset(address for _, address in addresses.addresses(self.text)) | self.labels.keys()

    def misaddressed(self) -> Iterator[Place]:
        """Yield addresses and numbers that stand for nothing, or for two: twice on a page, or out of their turn."""
        for found in BY_HAND.finditer(spans.blank(self.text)):
            if found[0] not in self.labels.values():
                what = (
                    "이 페이지에 없는 번호입니다. [식](#eq-1)이나 [그림](#fig-이름)으로 적으면 번호가 저절로 붙습니다"
                )
                yield spans.line_at(self.text, found.start()), f"{what}: {found[0]}"
        wrong = ((number, line) for number, (line, tag) in enumerate(self.tags, 1) if tag != str(number))
        for number, line in islice(wrong, 1):
            what = f"수식의 번호는 페이지마다 1부터 차례로, 두 번 나오지 않게 붙입니다. \\tag{{{number}}}로 고치세요"
            yield line, what
        known = {f"eq-{number}" for _, number in self.tags}
        named = [(line, address, f"#{address}") for line, address in addresses.addresses(self.text)]
        drawn = [(use.line, figure_anchor(use.stem), use.stem) for use in self.all(PictureUse) if use.alone]
        for line, address, name in sorted(named + drawn):
            if address in known:
                yield line, f"이 페이지에 두 번 나옵니다. 하나만 남기세요: {name}"
            known.add(address)


def read(name: str, path: str, text: str, sound: bool = False) -> Page:
    """Return what the page uses. ``name`` like gradient-descent/learning-rate.md; a ``sound`` one is not checked."""
    prose = markup.prose(text)
    items: list[Item] = [Formula(line, tex, False) for line, tex in markup.inline_formulas(prose)]
    items += [PictureUse(found.line, found["stem"], found.alone) for found in markup.find(markup.PICTURE, prose)]
    items += [*terms(prose), *addresses.links(text)]
    for found in markup.find(spans.CLAIM, prose):
        before, after = (spans.CLAIM.sub("", side) for side in (found.before, found.after))
        items.append(Claim(found.line, before, found["expression"].strip(), after))
    for stretch in markup.stretches(markup.body(text)):
        if stretch.info == "pycon":
            items.append(Example(stretch.line + 1, stretch.body + "\n"))
        elif stretch.info == "math" and not fences.misformed(stretch):
            above = len(stretch.body) - len(stretch.body.lstrip())
            items.append(Formula(stretch.line + 1 + stretch.body.count("\n", 0, above), stretch.body.strip(), True))
    meta, wrong = front.read(text)
    page = Page(name, path, text, tuple(sorted(items, key=lambda item: item.line)), (), meta)
    if not sound:
        wrong = wrong or list(checks.leftovers(text))
        misread = [(f.line + n, what) for f in page.all(Formula) for n, what in tex.faults(f.tex, f.display)]
        wrong = wrong or [*checks.faults(name, text), *misread, *page.misaddressed()]
    return replace(page, faults=tuple(Fault(path, *place) for place in wrong))


def terms(prose: str) -> list[TermUse]:
    """Return the terms that the prose of a page or a notebook introduces."""
    return [TermUse(found.line, found["term"], found["english"]) for found in markup.find(markup.TERM, prose)]

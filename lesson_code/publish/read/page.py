"""What one Markdown page uses, with line numbers, and the faults that can be seen by reading alone."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar

import yaml

from lesson_code.publish.book import TIME_LIMIT, seconds
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import markup
from lesson_code.publish.read.markup import Stretch

T = TypeVar("T")
PROMPT = re.compile(r"[\s>]*>>> ")
# $x$, as newcomers write it, and what stands between lines of $$; $5 or $HOME is none
BARE_FORMULA = re.compile(r"(?<![\\$`A-Za-z0-9])\$(?=[A-Za-z\\{(|-])[^$\n]*(?<![\s\\])\$(?![A-Za-z0-9])")
BARE_BLOCK = re.compile(r"^[ \t]*\$\$.*?(?:\$\$|\Z)", re.MULTILINE | re.DOTALL)
QUOTED_FENCE = re.compile(r"\s*>[\s>]*(?:`{3}|~{3})")
OTHER_PICTURE = re.compile(r"<img\b[^>]*figures/|!\[[^\]]*\]\([^)\s]*figures/[^)]*\.svg\s")
NO_FORMULA = "수식은 $`…`$로 적습니다. 달러 기호만으로는 수식이 되지 않습니다"
NOT_EXECUTED = "실행되지 않는 예제입니다. ```pycon 울타리에 적으세요"


@dataclass(frozen=True)
class Example:
    """A ``pycon`` fence: its first line of code stands on ``line`` of the page."""

    line: int
    text: str


@dataclass(frozen=True)
class Claim:
    """A value in the prose and the expression that proves it: ``3.04<!--= edge(...) -->``."""

    line: int
    shown: str  # the end of the prose before the comment, on its line
    expression: str


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


@dataclass(frozen=True)
class LinkUse:
    """Where a link of a notebook leads, as it is written."""

    line: int
    target: str


Item = Example | Claim | PictureUse | Formula | TermUse | LinkUse


@dataclass(frozen=True)
class Page:
    """A page as its author wrote it; ``name`` is relative to docs/, ``path`` to the book's folder."""

    name: str
    path: str
    text: str
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)  # the front matter
    anchors: frozenset[str] = frozenset()  # of a notebook: where links can lead

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
    def lesson(self) -> str:
        """The lesson folder that shares the page's stem: learning-rate.md -> learning_rate."""
        return PurePosixPath(self.name).stem.replace("-", "_")

    @property
    def labels(self) -> dict[str, str]:
        """What a reference to each numbered figure and formula says, by its address."""
        figures = [picture.stem for picture in self.all(PictureUse) if picture.alone]
        named = {figure_anchor(stem): f"그림 {number}" for number, stem in enumerate(figures, 1)}
        tags = [number for formula in self.all(Formula) for number in markup.TAG.findall(formula.tex)]
        return named | {f"eq-{number}": f"식 ({number})" for number in tags}


def read(name: str, path: str, text: str) -> Page:
    """Return what the page uses. ``name`` like gradient-descent/learning-rate.md."""
    items: list[Item] = []
    stretches = list(markup.stretches(text))
    for stretch in stretches:
        items += _prose_items(stretch) if stretch.info is None else _fence_items(stretch)
    anchors = {figure_anchor(item.stem) for item in items if isinstance(item, PictureUse) and item.alone}
    for item in items:
        if isinstance(item, Formula):
            anchors |= {f"eq-{number}" for number in markup.TAG.findall(item.tex)}
    faults: list[Fault] = []
    for stretch in stretches:
        faults += _faults(stretch, name, path, anchors) if stretch.info is None else _fence_faults(stretch, path)
    faults += _repeated(stretches, path, items)
    try:
        meta = markup.front_matter(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"페이지 맨 앞의 설정을 읽을 수 없습니다: {getattr(error, 'problem', error)}"
        return Page(name, path, text, tuple(items), (*faults, Fault(path, mark.line + 2 if mark else 1, what)))
    return Page(name, path, text, tuple(items), tuple(faults), meta)


def figure_anchor(stem: str) -> str:
    """Return the address of a figure on its page: learning_rate/late_divergence -> fig-late-divergence."""
    return "fig-" + stem.split("/")[1].replace("_", "-")


def _prose_items(stretch: Stretch) -> Iterator[Item]:
    for found in markup.find(markup.PICTURE, stretch.text):
        yield PictureUse(stretch.line + found.line, found["stem"], found.alone)
    for found in markup.find(markup.CLAIM, stretch.text):
        yield Claim(stretch.line + found.line, found.before.rstrip("`*$")[-40:], found["expression"])
    for found in markup.find(markup.TERM, stretch.text):
        yield TermUse(stretch.line + found.line, found["term"])
    for line, tex in markup.inline_formulas(stretch.text):
        yield Formula(stretch.line + line, tex, False)


def _fence_items(stretch: Stretch) -> Iterator[Item]:
    if stretch.info == "pycon":
        yield Example(stretch.line + 1, stretch.body + "\n")
    if stretch.info == "math":
        yield Formula(stretch.line + 1, stretch.body.strip(), True)


def _faults(stretch: Stretch, name: str, path: str, anchors: set[str]) -> Iterator[Fault]:
    for number, line in enumerate(markup.blank_code(stretch.text).split("\n"), stretch.line):
        heading = markup.HEADING.match(line)
        if heading and not heading["anchor"]:
            yield Fault(path, number, "제목에 영문 주소가 없습니다. 끝에 {#short-name}을 붙이세요")
        if PROMPT.match(line):
            yield Fault(path, number, NOT_EXECUTED)
        if BARE_FORMULA.search(line):
            yield Fault(path, number, NO_FORMULA)
        if "$`" in line or "`$" in line:
            yield Fault(path, number, "수식이 닫히지 않았습니다. $`와 `$가 짝을 이루는지 보세요")
    blanked = markup.blank_code(stretch.text)
    for block in BARE_BLOCK.finditer(blanked):
        yield Fault(path, stretch.line + blanked.count("\n", 0, block.start()), NO_FORMULA)
    for number in [n for n, line in enumerate(stretch.lines, stretch.line) if QUOTED_FENCE.match(line)][:1]:
        yield Fault(path, number, "인용문 안에는 울타리를 둘 수 없습니다. 인용문 밖으로 옮기세요")
    folder = posixpath.dirname(name)
    for found in markup.find(markup.PICTURE, stretch.text):
        wanted = posixpath.relpath(f"figures/{found['stem']}.svg", folder or ".")
        if not found["caption"].strip():
            yield Fault(
                path, stretch.line + found.line, "그림 아래의 글이 없습니다. ![그림 아래의 글](주소)로 적으세요"
            )
        if not found.alone and not found.linked:
            yield Fault(path, stretch.line + found.line, "그림은 한 줄에 혼자 적으세요. 문장 속에는 넣을 수 없습니다")
        if found.alone and found.crowded:
            yield Fault(path, stretch.line + found.line, "그림의 앞뒤에는 빈 줄이 있어야 합니다")
        if posixpath.normpath(found["target"]) != wanted:
            yield Fault(path, stretch.line + found.line, f"그림의 주소가 다릅니다. {wanted}로 고치세요")
    for number, line in enumerate(markup.blank_code(stretch.text).split("\n"), stretch.line):
        if OTHER_PICTURE.search(line):
            yield Fault(path, number, "그림은 ![그림 아래의 글](주소)로만 적으세요")
    for found in markup.find(markup.REFERENCE, stretch.text):
        if found["anchor"] not in anchors:
            what = f"이 페이지에 없는 {found['label']}을 가리킵니다: #{found['anchor']}"
            yield Fault(path, stretch.line + found.line, what)


def _fence_faults(stretch: Stretch, path: str) -> Iterator[Fault]:
    if not stretch.closed:
        yield Fault(path, stretch.line, "울타리가 닫히지 않았습니다. 여는 것과 똑같은 표시로 닫으세요")
    inner = [line for line in stretch.lines[1:-1] if (found := markup.FENCE.match(line)) and found["info"]]
    if stretch.closed and inner and stretch.info != "md":
        yield Fault(
            path,
            stretch.line,
            f"울타리가 닫히지 않은 채 다른 울타리가 열립니다. 앞의 울타리를 먼저 닫으세요: {inner[0].strip()}",
        )
    if stretch.info not in ("pycon", "md"):
        for number, line in enumerate(stretch.lines, stretch.line):
            if PROMPT.match(line):
                yield Fault(path, number, NOT_EXECUTED)


def _repeated(stretches: list[Stretch], path: str, items: list[Item]) -> Iterator[Fault]:
    """Yield what may stand on a page only once: a numbered figure, an address of a heading."""
    figures = [(item.line, item.stem) for item in items if isinstance(item, PictureUse) and item.alone]
    headings = []
    for stretch in stretches:
        for number, line in enumerate(stretch.lines if stretch.info is None else (), stretch.line):
            heading = markup.HEADING.match(line)
            if heading and heading["anchor"]:
                headings.append((number, heading["anchor"].strip("{} ").split()[0]))
    tags = [(f.line, f"\\tag{{{n}}}") for f in items if isinstance(f, Formula) for n in markup.TAG.findall(f.tex)]
    for places in (figures, headings, tags):
        known: set[str] = set()
        for number, name in places:
            if name in known:
                yield Fault(path, number, f"이 페이지에 두 번 나옵니다. 하나만 남기세요: {name}")
            known.add(name)

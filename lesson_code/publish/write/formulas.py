"""Typeset formulas with KaTeX for a whole build at once, behind the markdown-katex extension.

While a page is Markdown, a formula is a short placeholder that shows its symbols as plain text, so that headings,
tables of contents, titles and the search index read naturally. KaTeX's markup, unchanged, takes its place at the end.
"""

import contextlib
import html
import logging
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lesson_code.publish.cache import Cache, Entry, digest
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read.page import TAG, Formula, Page
from lesson_code.publish.write import assets, katex

PLACEHOLDER = re.compile(r'<span data-formula="(\w+)"[^>]*>[^<]*</span>')
MATHML = re.compile(r"<math.*?(?=<annotation|</math>)", re.DOTALL)
KATEX_SAYS = re.compile(r"KaTeX parse error: (?:LaTeX-incompatible input and strict mode is set to 'error': )?")
LACKING = re.compile(r"Got function|Expected group as argument")  # what is told behind the place where it lacks
CAUSES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["row"]


def typeset(pages: Sequence[Page], entries: Cache) -> tuple[dict[str, str], list[Fault]]:
    """Return the markup of all formulas by ``key``, and the faults of those that are wrong."""
    wanted = {key(f.tex, f.display): (f.tex, f.display) for page in pages for f in page.all(Formula)}
    identity = digest("formulas", katex.RENDER_ALL.read_bytes(), assets.version("katex"))
    known = entries.get(identity) or Entry({})  # those of the last build
    markup = {name: made for name, made in known.value.items() if name in wanted}
    new = [name for name in wanted if name not in markup]
    rendered = dict(zip(new, katex.render(wanted[name] for name in new), strict=True)) if new else {}
    markup |= {name: made for name, (made, error) in rendered.items() if not error}
    if new:
        entries.put(identity, Entry(markup))
    return markup, [
        Fault(page.path, formula.line + _line(formula, error), f"수식 오류: {cause(error)}")
        for page in pages
        for formula in page.all(Formula)
        if (error := rendered.get(key(formula.tex, formula.display), ("", ""))[1])
    ]


def _line(formula: Formula, error: str) -> int:
    """Return how many lines below the formula's first KaTeX saw what is wrong; 0 where it does not say."""
    place = re.search(r" at position (\d+): ", error)
    before = formula.tex[: int(place[1]) - 1] if place else ""
    return (before.rstrip() if LACKING.search(error) else before).count("\n")


def cause(message: str) -> str:
    """Return what KaTeX says of a formula in Korean, where it is one of the common causes, and in its own words."""
    said = KATEX_SAYS.sub("", message)
    for row in CAUSES:
        if found := re.match(row["pattern"], said):
            return f"{row['what'].format(**found.groupdict())} ({said})"
    return said


def key(tex: str, display: bool) -> str:
    """Return the name of a formula in placeholders and in the cache."""
    return digest(tex, str(display))[:16]


def plain(markup: str) -> str:
    """Return the symbols of a formula as plain text: MathML without the TeX annotation and the tags."""
    mathml = MATHML.search(markup)
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", mathml.group() if mathml else "")).split())


def placeholder(tex: str, display: bool, markup: str) -> str:
    """Return what stands for the formula until the page is finished; only inline ones are searched."""
    hidden = " data-search-exclude" if display else ""
    return f'<span data-formula="{key(tex, display)}"{hidden}>{html.escape(plain(markup))}</span>'


def fill(page_html: str, markup: Mapping[str, str]) -> str:
    """Return the finished page with KaTeX's markup; a displayed formula with a number can be linked to."""

    def put(match: re.Match[str]) -> str:
        formula = markup[match[1]]
        for tag in TAG.finditer(html.unescape(formula)) if "katex-display" in formula else ():
            formula = f'<span id="eq-{tag["number"]}">{formula}</span>'
        return formula

    return PLACEHOLDER.sub(put, page_html)


@contextlib.contextmanager
def extension(markup: Mapping[str, str]) -> Iterator[None]:
    """Let markdown-katex take its formulas from ``markup``, instead of starting a process for each, until the end.

    Its constructor runs ``npx`` and its own binary to learn their options, unless it knows some.
    """
    from markdown_katex import wrapper

    def tex2html(tex: str, options: dict[str, Any] | None = None) -> str:
        display = bool(options and options.get("display-mode"))
        source = tex.strip() if display else " ".join(tex.split())
        known = markup.get(key(source, display))
        if known is None:
            what = f"수식을 쓸 수 없는 자리에 수식이 있습니다. 본문으로 옮기세요: {source}"
            raise BookError([Fault("mkdocs.yml", 1, what)])
        return placeholder(source, display, known)

    logger = logging.getLogger("markdown_katex")
    before, options, level = wrapper.tex2html, wrapper._PARSED_OPTIONS, logger.level
    wrapper.tex2html, wrapper._PARSED_OPTIONS = tex2html, {"strict": "", **options}
    logger.setLevel(logging.ERROR)  # it warns of formulas that are not in a heading
    try:
        yield
    finally:
        wrapper.tex2html, wrapper._PARSED_OPTIONS = before, options
        logger.setLevel(level)

"""Typeset formulas with KaTeX inside this process, behind the markdown-katex extension.

While a page is Markdown, a formula is a short placeholder that shows its symbols as plain text, so that headings,
tables of contents, titles and the search index read naturally. KaTeX's markup, unchanged, takes its place at the end.
"""

import atexit
import html
import json
import logging
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from lesson_code.publish.book import NODE_MODULES
from lesson_code.publish.cache import Cache, Entry, digest
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.markup import TAG
from lesson_code.publish.pages import Formula, Page

KATEX = NODE_MODULES / "katex"
RENDER_ALL = """
function renderAll(list) {
  return list.map(([tex, displayMode]) => {
    try { return [katex.renderToString(tex, {displayMode, strict: "error", throwOnError: true}), ""]; }
    catch (error) { return ["", error.message]; }
  });
}
"""
PLACEHOLDER = re.compile(r'<span data-formula="(\w+)"[^>]*>[^<]*</span>')
ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
MATHML = re.compile(r"<math.*?</math>", re.DOTALL)


@cache
def engine() -> Any:
    """Return a V8 context with KaTeX in it; started once, and only when a formula is new."""
    from py_mini_racer import MiniRacer

    context = MiniRacer()
    atexit.register(context.close)
    context.eval((KATEX / "dist" / "katex.min.js").read_text(encoding="utf-8"))
    context.eval(RENDER_ALL)
    return context


def render(formulas: Iterable[tuple[str, bool]]) -> list[tuple[str, str]]:
    """Return markup and error message of each (TeX, displayed); one of the two is empty.

    The whole list crosses into V8 once: calling it for each formula takes 1.4 times as long.
    """
    return [(markup, error) for markup, error in engine().call("renderAll", list(formulas))]


def typeset(page: Page, entries: Cache) -> dict[str, str]:
    """Return the markup of the page's formulas by ``key``. Raises BookError with the lines of those that are wrong."""
    wanted = list({(formula.tex, formula.display): None for formula in page.all(Formula)})
    if not wanted:
        return {}
    identity = digest("formulas", RENDER_ALL, katex_version(), json.dumps(wanted))
    cached = entries.get(identity)
    if cached is not None:
        return dict(cached.value)
    rendered = dict(zip(wanted, render(wanted), strict=True))
    faults = [
        Fault(page.path, formula.line, f"수식 오류: {rendered[formula.tex, formula.display][1]}")
        for formula in page.all(Formula)
        if rendered[formula.tex, formula.display][1]
    ]
    if faults:
        raise BookError(faults)
    markup = {key(tex, display): markup for (tex, display), (markup, _) in rendered.items()}
    entries.put(identity, Entry(markup))
    return markup


@cache
def katex_version() -> str:
    """Return the version of the installed KaTeX."""
    return str(json.loads((KATEX / "package.json").read_text(encoding="utf-8"))["version"])


def key(tex: str, display: bool) -> str:
    """Return the name of a formula in placeholders and in the cache."""
    return digest(tex, str(display))[:16]


def plain(markup: str) -> str:
    """Return the symbols of a formula as plain text: MathML without the TeX annotation and the tags."""
    mathml = MATHML.search(ANNOTATION.sub("", markup))
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", mathml.group() if mathml else "")).split())


def placeholder(tex: str, display: bool, markup: str) -> str:
    """Return what stands for the formula until the page is finished; only inline ones are searched."""
    hidden = " data-search-exclude" if display else ""
    return f'<span data-formula="{key(tex, display)}"{hidden}>{html.escape(plain(markup))}</span>'


def fill(page_html: str, markup: dict[str, str]) -> str:
    """Return the finished page with KaTeX's markup; a displayed formula with a number can be linked to."""

    def put(match: re.Match[str]) -> str:
        formula = markup[match[1]]
        number = TAG.search(html.unescape(formula)) if "katex-display" in formula else None
        return f'<span id="eq-{number[1]}">{formula}</span>' if number else formula

    return PLACEHOLDER.sub(put, page_html)


def quiet_extension() -> None:
    """Keep markdown-katex's constructor from running ``npx`` and its own binary to learn their options."""
    from markdown_katex import wrapper

    wrapper._PARSED_OPTIONS.setdefault("strict", "")


def serve_extension(markup: dict[str, str]) -> None:
    """Let markdown-katex take its formulas from ``markup`` instead of starting a process for each."""
    from markdown_katex import wrapper

    def tex2html(tex: str, options: dict[str, Any] | None = None) -> str:
        display = bool(options and options.get("display-mode"))
        source = tex.strip() if display else " ".join(tex.split())
        known = markup.get(key(source, display))
        if known is None:
            raise BookError(
                [Fault("mkdocs.yml", 1, f"수식을 쓸 수 없는 자리에 수식이 있습니다. 본문으로 옮기세요: {source}")]
            )
        return placeholder(source, display, known)

    wrapper.tex2html = tex2html
    logging.getLogger("markdown_katex").setLevel(logging.ERROR)  # it warns of formulas that are not in a heading

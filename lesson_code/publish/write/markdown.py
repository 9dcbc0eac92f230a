"""Turn the book's own markup into what MkDocs, Material and markdown-katex understand."""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping

from lesson_code.publish.execute import proof
from lesson_code.publish.read import markup, spans
from lesson_code.publish.read.addresses import figure_anchor, link
from lesson_code.publish.read.blocks import KINDS, UNTITLED
from lesson_code.publish.read.manuscript import GLOSSARY, Term
from lesson_code.publish.read.markup import Found, Stretch
from lesson_code.publish.read.page import Page
from lesson_code.publish.read.spans import CLAIM
from lesson_code.publish.write import figures

ESCAPED_DOLLAR = re.compile(r"(?<!\\)\\\$")
# Markdown would make blanks of a tab and drop those at a line's end: letters that no text has stand for them till then
TAB, BLANK = "\ue000", "\ue001"

LANDSCAPE = (
    "<p>손실 함수를 x의 식으로 적고, 학습률과 출발점을 바꾸어 가며 걸어 보세요. 경계도 계산해 줍니다.</p>"
    '<p role="status"></p>'
)


def rewrite(page: Page, terms: Mapping[str, Term], pages: Mapping[str, Page]) -> str:
    """Return the page's Markdown for MkDocs; ``pages`` are those whose figures and formulas it may name."""
    parts = []
    for stretch in markup.stretches(markup.body(page.text)):
        if stretch.info is None:
            parts.append(_prose(markup.join_formulas(stretch.text), page, terms, pages))
        elif stretch.info == "math":
            parts.append("\n".join([re.sub(r"([`~])\s+math\s*$", r"\1math", stretch.lines[0]), *stretch.lines[1:]]))
        elif stretch.info == "pycon":
            parts.append(_example(stretch))
        elif stretch.info == "loss":
            parts.append(_landscape(stretch))
        else:
            parts.append(stretch.text)
    return "\n".join(parts)


def as_printed(page_html: str) -> str:
    """Return the HTML with tabs and blanks in the place of the letters that stood for them."""
    return page_html.replace(TAB, "\t").replace(BLANK, " ")


def _example(stretch: Stretch) -> str:
    """Return an example with its outputs as they are printed."""
    return "\n".join(
        line if line.lstrip().startswith((">>>", "...")) else proof.output(line, BLANK, TAB) for line in stretch.lines
    )


def _landscape(stretch: Stretch) -> str:
    """Return the fold in which a reader writes a loss of their own: a script fills it when it is opened."""
    head = f'<details class="landscape" data-loss="{html.escape(stretch.body.strip())}" data-search-exclude>'
    return f"\n{stretch.indent}{head}<summary>내 손실 함수로 걸어 보기</summary>{LANDSCAPE}</details>\n"


def _prose(text: str, page: Page, terms: Mapping[str, Term], pages: Mapping[str, Page]) -> str:
    labels = page.labels

    def picture(found: Found) -> str:
        number = labels.get(figure_anchor(found["stem"])) if found.alone else None
        return figures.placeholder(found["stem"], f"<b>{number}.</b> {found['caption']}" if number else "")

    def reference(found: Found) -> str:
        way = link(0, found["target"])
        to = pages.get(way.page(page.name), page)
        number = to.labels.get(way.anchor)
        if not number:
            return found[0]
        label = number if markup.NUMBERED.fullmatch(found["label"]) else found["label"]
        return f'<a href="{_way(page, to.address) if to.name != page.name else ""}#{way.anchor}">{label}</a>'

    def term(found: Found) -> str:
        entry = terms.get(found["term"])
        if page.name == GLOSSARY or not entry:
            return found[0]
        begun = f'<a class="term" href="{_way(page, "glossary/")}#{entry.anchor}" title="{html.escape(entry.meaning)}">'
        return f"{begun}**{found['term']}**</a><sup>{found['english']}</sup>"

    def box(found: Found) -> str:
        return f'{found["head"]} "{KINDS.get(found["kind"], "")}"'  # else its kind would be its title, in English

    text = markup.substitute(CLAIM, text, lambda found: "")
    text = markup.substitute(UNTITLED, text, box)
    text = markup.substitute(markup.PICTURE, text, picture)
    text = markup.substitute(markup.LINK, text, reference)
    text = markup.substitute(ESCAPED_DOLLAR, text, lambda found: "$")
    text = markup.substitute(markup.TERM, text, term)
    return spans.replaced(text, _misread(text))


def _misread(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield how each span is written that Markdown would read otherwise.

    As HTML code that begins or ends with $, between which markdown-katex would see formulas; comments without code; in
    a row of a table code without the backslash before a bar, which everywhere else belongs to the code.
    """
    for kind, start, end in spans.spans(text):
        code = text[start:end]
        formula = text[:start].endswith("$") and text[end:].startswith("$")
        if kind == "code" and "$" in (code.strip("`")[:1], code.strip("`")[-1:]) and not formula:
            ticks = len(code) - len(code.lstrip("`"))
            shown = re.sub(r"[$`*_\\|\[\]!<>&~^=:]", lambda sign: f"&#{ord(sign[0])};", code[ticks:-ticks].strip())
            yield start, end, f"<code>{shown}</code>"
        elif kind == "code" and "\\|" in code and text[text.rfind("\n", 0, start) + 1 :].lstrip().startswith("|"):
            yield start, end, code.replace("\\|", "|")
        elif kind == "comment":
            yield start, end, code.replace("`", "'")  # a formula in it is none


def _way(page: Page, address: str) -> str:
    """Return how a page reaches an address of the site."""
    return posixpath.relpath(address or ".", page.address or ".") + "/"

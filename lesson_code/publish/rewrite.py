"""Turn the book's own markup into what MkDocs, Material and markdown-katex understand."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lesson_code.publish import markup
from lesson_code.publish.markup import Found
from lesson_code.publish.pages import Page, figure_anchor


@dataclass(frozen=True)
class Term:
    """A word of the glossary: its address there and its meaning in one sentence."""

    anchor: str
    meaning: str


def rewrite(text: str, page: Page, terms: Mapping[str, Term], glossary: str) -> str:
    """Return the page's Markdown for MkDocs.

    ``glossary`` is the relative address of the glossary page, empty on that page itself.
    """
    parts = []
    for stretch in markup.stretches(text):
        if stretch.info is None:
            parts.append(_prose(markup.join_formulas(stretch.text), page, terms, glossary))
        elif stretch.info == "math":
            parts.append("\n".join([re.sub(r"([`~])\s+math\s*$", r"\1math", stretch.lines[0]), *stretch.lines[1:]]))
        else:
            parts.append(stretch.text)
    return "\n".join(parts)


def _prose(text: str, page: Page, terms: Mapping[str, Term], glossary: str) -> str:
    def picture(found: Found) -> str:
        return f"PICTURE:{found['stem']}:" + (found["caption"] if found.alone else "INLINE")

    def reference(found: Found) -> str:
        number = found["anchor"].removeprefix("eq-")
        if found["label"] == "그림":
            number = str([figure_anchor(stem) for stem in page.figures].index(found["anchor"]) + 1)
        label = f"식 ({number})" if found["label"] == "식" else f"그림 {number}"
        return f'<a href="#{found["anchor"]}">{label}</a>'

    def term(found: Found) -> str:
        entry = terms.get(found["term"])
        if not glossary or not entry:
            return found.whole
        link = f'<a class="term" href="{glossary}#{entry.anchor}" title="{html.escape(entry.meaning)}">'
        return f"{link}**{found['term']}**</a><sup>{found['english']}</sup>"

    text = markup.substitute(markup.CLAIM, text, lambda found: "")
    text = markup.substitute(markup.PICTURE, text, picture)
    text = markup.substitute(markup.REFERENCE, text, reference)
    return markup.substitute(markup.TERM, text, term)

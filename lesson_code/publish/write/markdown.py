"""Turn the book's own markup into what MkDocs, Material and markdown-katex understand."""

import html
import re
from collections.abc import Mapping

from lesson_code.publish.read import markup
from lesson_code.publish.read.manuscript import Term
from lesson_code.publish.read.markup import Found
from lesson_code.publish.read.page import Page, figure_anchor
from lesson_code.publish.write import figures


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
    labels = page.labels

    def picture(found: Found) -> str:
        number = labels.get(figure_anchor(found["stem"])) if found.alone else None
        return figures.placeholder(found["stem"], f"<b>{number}.</b> {found['caption']}" if number else "")

    def reference(found: Found) -> str:
        return f'<a href="#{found["anchor"]}">{labels[found["anchor"]]}</a>'

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

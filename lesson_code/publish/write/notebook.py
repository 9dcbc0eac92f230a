"""Make a converted notebook a page like any other: no styles or scripts of its own, KaTeX, anchors, one copy button."""

import base64
import html
import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markdown.extensions.toc import nest_toc_tokens

from lesson_code.publish.read import addresses, percent
from lesson_code.publish.read.page import Formula
from lesson_code.publish.write import formulas

STOP = ' tabindex="0"'  # a stop of the Tab key at every cell; only what scrolls needs one
UNSOUGHT = re.compile(r'<div class="jp-(?:In|Out)putPrompt\b|<svg role="img"')  # what the search has no use for
FOREIGN = re.compile(r"<(style|script|clipboard-copy)\b.*?</\1>|<!--.*?-->", re.DOTALL)
DRAWING = re.compile(r'<img [^>]*src="data:image/svg\+xml;base64,(?P<data>[^"]*)"[^>]*>')
COPY_SOURCE = re.compile(r'<div class="clipboard-copy-txt".*?</div>', re.DOTALL)
CODE = re.compile(r'<div class="highlight-ipynb[^>]*><pre.*?</pre></div>', re.DOTALL)
LONG = 60  # lines of code: two screens of a phone
TOKEN = re.compile(percent.TOKEN.format(r"(?P<number>\d+)"))
TAG_OR_TOKEN = re.compile(rf"<[^>]*>|{TOKEN.pattern}")
LINK = re.compile(r'(?P<before><(?:a|img)\b[^>]*?\b(?:href|src)=")(?P<target>[^"]*)"')
HEADING = re.compile(
    r'(?:<p>)?<a id="(?P<anchor>[\w-]+)"></a>(?:</p>)?\s*<h(?P<level>[1-6])[^>]*>(?P<title>.*?)'
    r'<a class="anchor-link"[^>]*>.*?</a></h(?P=level)>',
    re.DOTALL,
)


def free(page_html: str) -> str:
    """Return the body without what would override the site's style, load a script, or copy code twice.

    Drawings come as data in an image, where they can follow neither the colour scheme nor a screen reader: unpack them.
    """
    body = COPY_SOURCE.sub("", FOREIGN.sub("", page_html)).replace(STOP, "").replace("<pre>", '<pre tabindex="0">')
    body = DRAWING.sub(lambda image: base64.b64decode(image["data"]).decode(), body)
    return UNSOUGHT.sub(lambda found: found[0].replace(" ", " data-search-exclude ", 1), body)


def folded(page_html: str) -> str:
    """Return the body with every cell folded that would push what follows several screens down."""

    def fold(cell: re.Match[str]) -> str:
        lines = cell.group().count("\n")
        if lines <= LONG:
            return cell.group()
        summary = f"<summary data-search-exclude>코드 {lines}줄 펼쳐 보기</summary>"
        return f'<details class="source">{summary}{cell.group()}</details>'

    return CODE.sub(fold, page_html)


def with_formulas(page_html: str, formulas_of_page: Sequence[Formula], markup: Mapping[str, str]) -> str:
    """Return the body with every formula in the hands of KaTeX where its token stands."""
    made = [markup[formulas.key(formula.tex, formula.display)] for formula in formulas_of_page]

    def put(match: re.Match[str]) -> str:
        if match["number"] is None:
            return TOKEN.sub(lambda inner: html.escape(formulas.plain(made[int(inner["number"])])), match.group())
        number = int(match["number"])
        formula = formulas_of_page[number]
        return formulas.placeholder(formula.tex, formula.display, made[number])

    return TAG_OR_TOKEN.sub(put, page_html)


def with_links(page_html: str, name: str, places: Mapping[str, str]) -> str:
    """Return the body with each link to a page or file of the book relative to where the notebook is published."""

    def put(match: re.Match[str]) -> str:
        way = addresses.link(0, html.unescape(match["target"]))
        where, anchor = way.place(name, places) if way.path else "", way.anchor
        if not where:
            return match.group()
        there = quote(posixpath.relpath(where, name.rpartition(".")[0])) + "/" * where.endswith("/")
        return f'{match["before"]}{there}{"#" * bool(anchor)}{quote(anchor)}"'

    return LINK.sub(put, page_html)


def with_anchors(page_html: str, permalink_title: str) -> tuple[str, list[Any]]:
    """Return the body with headings named by the <a id="..."> before them, and the tokens of its table of contents."""

    tokens = []

    def put(match: re.Match[str]) -> str:
        anchor, level = match["anchor"], match["level"]
        name = html.unescape(re.sub(r"<[^>]*>", "", match["title"]))
        tokens.append({"level": int(level), "id": anchor, "name": name})
        link = f'<a class="headerlink" href="#{anchor}" title="{permalink_title}">¶</a>'
        return f'<h{level} id="{anchor}">{match["title"]}{link}</h{level}>'

    body = HEADING.sub(put, page_html)
    return body, nest_toc_tokens(tokens)


def with_downloads(page_html: str, name: str) -> str:
    """Return the body with links to the notebook and its script, which lie beside the page, under its title."""
    links = " · ".join(f'<a href="{name}.{ending}" download>{name}.{ending}</a>' for ending in ("ipynb", "py"))
    return page_html.replace("</h1>", f'</h1><p class="downloads">내려받기: {links}</p>', 1)

"""Make a converted notebook a page like any other: no styles or scripts of its own, KaTeX, anchors, one copy button."""

import base64
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lesson_code.publish.read.script import TEX, tex_of
from lesson_code.publish.write import formulas

STOP = ' tabindex="0"'  # a stop of the Tab key at every cell; only what scrolls needs one
FOREIGN = re.compile(r"<(style|script|clipboard-copy)\b.*?</\1>|<!--.*?-->", re.DOTALL)
DRAWING = re.compile(r'<img [^>]*src="data:image/svg\+xml;base64,(?P<data>[^"]*)"[^>]*>')
COPY_SOURCE = re.compile(r'<div class="clipboard-copy-txt".*?</div>', re.DOTALL)
CODE = re.compile(r"(<pre\b.*?</pre>|<code\b.*?</code>)", re.DOTALL)
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
    return DRAWING.sub(lambda image: base64.b64decode(image["data"]).decode(), body)


def with_formulas(page_html: str, markup: Mapping[str, str]) -> str:
    """Return the body with every $...$ and $$...$$ outside code in the hands of KaTeX."""

    def put(match: re.Match[str]) -> str:
        tex, display = tex_of(html.unescape(match.group())), match["display"] is not None
        return formulas.placeholder(tex, display, markup[formulas.key(tex, display)])

    parts = CODE.split(page_html)
    return "".join(part if CODE.match(part) else TEX.sub(put, part) for part in parts)


def with_anchors(page_html: str, permalink_title: str) -> tuple[str, list[Any]]:
    """Return the body with headings named by the <a id="..."> before them, and the tokens of its table of contents."""

    def put(match: re.Match[str]) -> str:
        anchor, level = match["anchor"], match["level"]
        link = f'<a class="headerlink" href="#{anchor}" title="{permalink_title}">¶</a>'
        return f'<h{level} id="{anchor}">{match["title"]}{link}</h{level}>'

    return HEADING.sub(put, page_html), list(_nested(HEADING.finditer(page_html)))


def _nested(headings: Iterator[re.Match[str]]) -> Iterator[dict[str, Any]]:
    """Yield the top-level entries of a table of contents, deeper ones among their ``children``."""
    path: list[dict[str, Any]] = []
    for heading in headings:
        name = html.unescape(re.sub(r"<[^>]*>", "", heading["title"]))
        token: dict[str, Any] = {"level": int(heading["level"]), "id": heading["anchor"], "name": name, "children": []}
        while path and path[-1]["level"] >= token["level"]:
            path.pop()
        if path:
            path[-1]["children"].append(token)
        else:
            yield token
        path.append(token)


def with_downloads(page_html: str, name: str) -> str:
    """Return the body with links to the notebook and its script, which lie beside the page, under its title."""
    links = " · ".join(f'<a href="{name}.{ending}" download>{name}.{ending}</a>' for ending in ("ipynb", "py"))
    return page_html.replace("</h1>", f'</h1><p class="downloads">내려받기: {links}</p>', 1)

"""The last touches on HTML: figures, policy, small mends of the theme."""

import base64
import hashlib
import html
import itertools
import re
from collections.abc import Mapping
from typing import Any

from lesson_code.publish import chart
from lesson_code.publish.pages import Page, figure_anchor

FIGURE = re.compile(r"<p>PICTURE:(?P<stem>[\w/-]+):(?P<caption>.*?)</p>", re.DOTALL)
INLINE_PICTURE = re.compile(r"PICTURE:(?P<stem>[\w/-]+):INLINE")
NUMBERED = re.compile(r"<!--figure (?P<stem>[\w/-]+)-->(?P<caption>.*?)<!--end (?P=stem)-->", re.DOTALL)
PLACED = re.compile(r"<!--picture (?P<stem>[\w/-]+)-->")
CODE_BLOCK = re.compile(r'(<div class="(?![^"]*\bno-copy\b)[^"]*\bhighlight"><pre><span></span>)<code>')
PLAIN_TOKEN = re.compile(r'<span class="[nwop]">([^<]*)</span>')  # names, spaces and signs, which need no colour
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/)[^>]*>(.*?)</script>", re.DOTALL)
COPY = "클립보드로 복사"
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


def number_figures(page_html: str, page: Page) -> str:
    """Return the page's body with its figures numbered; a comment stands for the picture and its code.

    So the search, which reads the body, and the template need not carry what ``place_pictures`` puts there.
    """

    def figure(match: re.Match[str]) -> str:
        stem = match["stem"]
        if match["caption"] == "INLINE":
            return f"<p><!--picture {stem}--></p>"
        number = page.figures.index(stem) + 1
        caption = f"<figcaption><b>그림 {number}.</b> {match['caption']}</figcaption>"
        return f"<!--figure {stem}-->{caption}<!--end {stem}-->"

    return INLINE_PICTURE.sub(r"<!--picture \g<stem>-->", FIGURE.sub(figure, page_html))


def place_pictures(page_html: str, pictures: Mapping[str, Any], up: str) -> str:
    """Return the page with its pictures in place: described, in both colour schemes, their code folded below.

    ``pictures`` maps a stem to the worker's value; ``up`` leads to the site's root.
    """

    def figure(match: re.Match[str]) -> str:
        stem, picture = match["stem"], pictures[match["stem"]]
        if "chart" in picture:
            shown = chart.figure(stem, picture, match["caption"], up)
        else:
            drawn = images(stem, picture, up)
            shown = f'<figure class="picture" id="{figure_anchor(stem)}">{drawn}{match["caption"]}</figure>'
        return shown + _code(stem, picture["code"], up)

    page_html = NUMBERED.sub(figure, page_html)
    return PLACED.sub(lambda match: images(match["stem"], pictures[match["stem"]], up), page_html)


def images(stem: str, picture: dict[str, Any], up: str) -> str:
    """Return the picture for light and for dark; only the visible one is loaded, on a phone the narrow drawing."""
    alt = html.escape(picture["alt"], quote=True)
    parts = []
    for scheme, suffix in (("light", ""), ("dark", ".dark")):
        drawings = {
            name: f"{up}figures/{stem}{'' if name == 'wide' else '.' + name}{suffix}.svg"
            for name in picture["drawings"]
        }
        sources = "".join(
            f'<source media="(max-width: 37.5em)" srcset="{address}" {_size(picture["drawings"][name])}>'
            for name, address in drawings.items()
            if name != "wide"
        )
        image = f'<img src="{drawings["wide"]}" alt="{alt}" {_size(picture["drawings"]["wide"])} loading="lazy">'
        parts.append(f'<picture class="only-{scheme}">{sources}{image}</picture>')
    return "".join(parts)


def _size(drawing: dict[str, Any]) -> str:
    return f'width="{drawing["width"]}" height="{drawing["height"]}"'


def _code(stem: str, shown: str, up: str) -> str:
    name = stem.split("/")[1]
    link = f'<a href="{up}lesson_code/{stem}.py" download="{name}.py"><code>lesson_code/{stem}.py</code> 내려받기</a>'
    how = f"책의 폴더에서 <code>.venv/bin/python -m lesson_code.{stem.replace('/', '.')}</code>로 실행합니다."
    summary = "<summary>그림을 만든 코드</summary>"
    return f'<details class="source" data-search-exclude>{summary}<p>{link}. {how}</p>{shown}</details>'


def lighten(page_html: str) -> str:
    """Return the page without the elements around uncoloured pieces of code, which a phone would have to lay out."""
    return PLAIN_TOKEN.sub(r"\1", page_html)


def copyable(page_html: str) -> str:
    """Return the page with a button for the theme's clipboard on each code block that is not marked ``no-copy``.

    The theme would put the same there itself, but measures the page anew after each, which holds up a phone.
    """
    numbers = itertools.count(1)

    def add(block: re.Match[str]) -> str:
        name = f"code-{next(numbers)}"
        button = f'<button class="md-code__button" aria-label="{COPY}" data-clipboard-target="#{name}"'
        return f'{block[1]}<span class="md-code__nav">{button} data-md-type="copy"></button></span><code id="{name}">'

    return CODE_BLOCK.sub(add, page_html)


def secure(page_html: str) -> str:
    """Return the page with a Content-Security-Policy that allows this site alone and the inline scripts it has."""
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'": None
        for script in INLINE_SCRIPT.findall(page_html)
    }
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hashes=" ".join(hashes))}">'
    return page_html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n      {meta}', 1)


def version(page_html: str, versions: Mapping[str, str]) -> str:
    """Return the page with a digest behind the address of each file that keeps its name when it changes.

    A page that is new then never meets a style sheet or script that a browser kept from before.
    """

    for name, digest in versions.items():
        for before in ("/", '="'):
            page_html = page_html.replace(f'{before}{name}"', f'{before}{name}?v={digest}"')
    return page_html


def name_search(page_html: str) -> str:
    """Return the page with a name for the theme's search dialog, which screen readers announce."""
    dialog = 'data-md-component="search" role="dialog"'
    return page_html.replace(dialog, f'{dialog} aria-label="검색"', 1)

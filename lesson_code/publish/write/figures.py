"""A picture in its page, the files it is published as, and the manifest that says what each was made of.

Between Markdown and the finished page a picture is one element that names it, around its caption, if it has one.
"""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from platform import python_version
from typing import Any

from lesson_code.publish.book import Source
from lesson_code.publish.cache import digest
from lesson_code.publish.compare.manifest import MANIFEST as MANIFEST
from lesson_code.publish.execute.job import Outcome
from lesson_code.publish.read.addresses import figure_anchor
from lesson_code.publish.write import chart, svg

DRAWN_WITH = ("matplotlib", "numpy", "contourpy", "pillow")
PICTURE = re.compile(
    r'<p><span data-picture="(?P<stem>[\w/-]+)">(?P<caption>.+?)</span></p>'
    r'|<span data-picture="(?P<bare>[\w/-]+)"></span>',
    re.DOTALL,
)


def placeholder(stem: str, caption: str) -> str:
    """Return what stands for a picture in Markdown: its caption, alone in a paragraph, or nothing."""
    return f'<span data-picture="{stem}">{caption}</span>'


def place(page_html: str, outcomes: Mapping[str, Outcome], sources: Mapping[str, Source], up: str) -> str:
    """Return the page with its pictures in place: described, in both colour schemes, their code folded below.

    ``outcomes`` and ``sources`` are what came of drawing and the modules, by stem; ``up`` leads to the site's root.
    """

    def put(match: re.Match[str]) -> str:
        if match["bare"]:
            return images(match["bare"], outcomes[match["bare"]].value, up)
        stem, picture = match["stem"], outcomes[match["stem"]].value
        caption = f"<figcaption>{match['caption']}</figcaption>"
        if "chart" in picture:
            shown = chart.figure(stem, picture, caption, up)
        else:
            drawn = images(stem, picture, up)
            shown = f'<figure class="picture" id="{figure_anchor(stem)}">{drawn}{caption}</figure>'
        return shown + _code(sources[stem], up)

    return PICTURE.sub(put, page_html)


def images(stem: str, picture: dict[str, Any], up: str) -> str:
    """Return the picture for light and for dark; only the visible one is loaded, on a phone the narrow drawing."""
    alt, address = html.escape(picture["alt"], quote=True), f"{up}figures/{stem}"
    size = 'width="{width}" height="{height}"'
    wide, narrow = (size.format_map(picture["drawings"][name]) for name in ("wide", "narrow"))
    parts = []
    for scheme, ending in (("light", "svg"), ("dark", "dark.svg")):
        source = f'<source media="(max-width: 37.5em)" srcset="{address}.narrow.{ending}" {narrow}>'
        image = f'<img src="{address}.{ending}" alt="{alt}" {wide} loading="lazy">'
        parts.append(f'<picture class="only-{scheme}">{source}{image}</picture>')
    return "".join(parts)


def _code(source: Source, up: str) -> str:
    # a stop of the Tab key, since it scrolls; the colours of ten pictures would weigh
    shown = f'<div class="highlight"><pre tabindex="0">{html.escape(source.text, quote=False)}</pre></div>'
    link = f'<a href="{up}{source.path}" download="{source.name}.py"><code>{source.path}</code> 내려받기</a>'
    module = source.path.removesuffix(".py").replace("/", ".")
    how = f"책의 폴더에서 <code>.venv/bin/python -m {module}</code>로 실행합니다."
    summary = "<summary>그림을 만든 코드</summary>"
    return f'<details class="source" data-search-exclude>{summary}<p>{link}. {how}</p>{shown}</details>'


def files(stem: str, picture: dict[str, Any]) -> Iterator[tuple[str, str | bytes]]:
    """Yield address and content of every file of a picture, the wide drawing and its dark partner first."""
    for name, drawing in picture["drawings"].items():
        variant = "" if name == "wide" else f".{name}"
        yield f"figures/{stem}{variant}.svg", drawing["svg"]
        yield f"figures/{stem}{variant}.dark.svg", svg.darken(drawing["svg"])
    if picture["card"]:
        yield f"figures/{stem}.png", base64.b64decode(picture["card"])
    yield from chart.files(stem, picture.get("chart", {}))


def manifest(drawn: Mapping[str, Mapping[str, str | bytes]], outcomes: Mapping[str, Outcome], timings: bool) -> str:
    """Return JSON with each picture's digest, files, description and the digests of its sources.

    ``drawn`` are the files of each by address. How many seconds each took is told only where it is asked for: it would
    make each build's site another.
    """
    pictures = {}
    for stem, contents in drawn.items():
        # a link preview is made where the site has an address alone: the picture is the same
        published = {name: content for name, content in contents.items() if not name.endswith(".png")}
        pictures[stem] = {
            "digest": digest(*(part for file in published.items() for part in file)),
            "files": list(published),
            "alt": outcomes[stem].value["alt"],
            "sources": {name: code for name, (_, code) in outcomes[stem].imported.items()},
        }
        if timings:
            pictures[stem]["seconds"] = round(outcomes[stem].seconds, 3)
    versions = {"python": python_version(), **{name: version(name) for name in DRAWN_WITH}}
    return json.dumps({"pictures": pictures, "drawn_with": versions}, ensure_ascii=False, indent=1) + "\n"

"""What is wrong with pictures: those that the book draws for a page, and those that its author brings."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from lesson_code.publish.faults import Place
from lesson_code.publish.read import foreign, markup, spans
from lesson_code.publish.read.markup import Found

# of what every browser shows, how its file begins
BEGINS = {".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".gif": b"GIF8", ".webp": b"RIFF"}
BEGINS |= {".avif": b"", ".svg": b""}  # of which that says too little
SVG_ROOT = "{http://www.w3.org/2000/svg}svg"
NAMELESS = ("image", "img", "picture", "photo", "figure", "screenshot", "untitled", "alt", "alt text")  # say nothing
SHORTEST = 8  # letters of a description
UNSPEAKABLE = re.compile(
    r"\*\*|`|\$[^$]+\$|</?[a-z]+[ />]|\]\(|&(?:[a-zA-Z]+|#\w+);|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]"
    r"|(?<![A-Za-z])(?:nan|inf|None|np\.)(?![A-Z])|\d[eE][+-]?\d+|\d\.\d*[1-9]\d{8,}|\{[^{}]*\}|%\.\d|[\w)]\^|\\[A-Za-z]"
)


def unheard(alt: str) -> str:
    """Return what keeps the description of a drawing from being read aloud, or ""."""
    if not re.search("[가-힣]", alt) or len(alt) < SHORTEST:
        return f"설명이 너무 짧거나 한국어가 아닙니다. 무엇이 보이는지 한두 문장을 적으세요: {alt[:40]}"
    if found := UNSPEAKABLE.search(alt):
        said = found[0] if found[0].isprintable() else ascii(found[0])
        return f"설명은 소리 내어 읽을 글입니다. 표기나 수가 아닌 값을 빼세요: {said}"
    return ""


def faults(prose: str, name: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the pictures of the page of that name."""
    folder = posixpath.dirname(name)
    drawn = {picture.match.start(): picture for picture in markup.find(markup.PICTURE, prose)}
    for picture in drawn.values():
        yield from ((picture.line, what) for what in _drawn(picture, folder))
    for picture in markup.find(markup.IMAGE, prose):
        if picture.match.start() not in drawn and (what := _brought(picture, folder)):
            yield picture.line, what


def _drawn(picture: Found, folder: str) -> Iterator[str]:
    """Yield what is wrong with a picture that the book draws."""
    wanted = posixpath.relpath(f"figures/{picture['stem']}.svg", folder)
    if not spans.CLAIM.sub("", picture["caption"]).strip():
        yield "그림 아래의 글이 없습니다. ![그림 아래의 글](주소)로 적으세요"
    linked = picture.before.endswith("[") and picture.after.startswith("](")  # [![...](...)](...)
    if not picture.alone and not linked:
        yield "그림은 한 줄에 혼자 적으세요. 문장 속에는 넣을 수 없습니다"
    if picture.alone and picture.crowded:
        yield "그림의 앞뒤에 빈 줄을 두세요"
    if posixpath.normpath(picture["target"]) != wanted:
        yield f"그림의 주소가 다릅니다. {wanted}로 고치세요"


def _brought(picture: Found, folder: str) -> str:
    """Return what is wrong with a picture that the author brings, or ""."""
    target, label = picture["target"].strip("<>"), picture["label"]
    if re.match(r"(?:https?:)?//", target):
        return f"{foreign.BLOCKED}: {target}"
    path = urlsplit(target).path
    if re.search(r"(?:^|/)figures/", target):
        way = posixpath.relpath("figures", folder)
        return f"그림은 ![그림 아래의 글]({way}/단원_폴더/그림.svg)로만 적으세요: {target}"
    said = label.strip().lower()
    if not re.search(r"[^\W\d_]", said) or said in (*NAMELESS, posixpath.basename(path).lower()):
        return "그림을 볼 수 없는 사람이 들을 설명이 없습니다. ![설명](주소)로 적으세요"
    if re.search(r"\$`|\*\*", label):
        return "그림의 설명은 소리 내어 읽을 글입니다. 수식은 말로 풀어 적고, 굵은 글의 별표는 빼세요"
    if not target.startswith("data:") and posixpath.splitext(path)[1].lower() not in BEGINS:
        return f"브라우저가 그림으로 보여 주지 못하는 파일입니다. PNG나 SVG로 바꾸거나 [글](주소)로 적으세요: {target}"
    return ""


def is_shown(path: Path) -> bool:
    """Return whether a file holds what its suffix promises, as far as a browser would have to see at once."""
    data, kind = path.read_bytes(), path.suffix.lower()
    if kind != ".svg":
        return bool(data) and data.startswith(BEGINS[kind])
    try:
        return ElementTree.fromstring(data).tag == SVG_ROOT
    except ElementTree.ParseError:
        return False

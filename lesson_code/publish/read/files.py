"""Which files a configuration names, and which of ``docs/`` are pages: exactly those that MkDocs takes for pages."""

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pathspec
import yaml

from lesson_code.publish.book import Book, modules, read_text
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import front, images
from lesson_code.publish.read.checks import leftovers

SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
LARGEST = 1_000_000  # bytes
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
HIDDEN = ".*\n"  # what MkDocs leaves out of every book; docs/templates/ is told
MADE = ("figures", "lesson_code", "assets", "search")  # folders of the site; the last two may hold an author's, too
NO_SVG = '그림으로 열 수 없는 파일입니다. 태그를 모두 닫고 <svg>에 xmlns="http://www.w3.org/2000/svg"를 적으세요'


class Lenient(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads a configuration whose tags only MkDocs knows; in C, where PyYAML was built so, ten times as fast."""


Lenient.add_multi_constructor("", lambda loader, suffix, node: None)


def configured(path: Path) -> Iterator[Path]:
    """Yield a configuration and what it names: the files of its theme, its hooks, what else it has watched."""
    yield path
    with contextlib.suppress(Exception):  # MkDocs tells what is wrong with it
        said: Any = yaml.load(path.read_bytes(), Lenient)
        theme = said.get("theme")
        own = [theme["custom_dir"]] if isinstance(theme, dict) and "custom_dir" in theme else []
        yield from (path.parent / name for name in [*own, *(said.get("hooks") or ()), *(said.get("watch") or ())])
        if "INHERIT" in said:
            yield from configured(path.parent / said["INHERIT"])


def pages(book: Book) -> tuple[dict[str, Path], list[Fault]]:
    """Return the pages by name, and what is wrong with files and links that the book would read."""
    said = read_text(book.root / "mkdocs.yml", "mkdocs.yml")
    faults = [Fault("mkdocs.yml", *left) for left in leftovers(said)]
    left_out = pathspec.GitIgnoreSpec.from_lines((HIDDEN + _excluded(said, faults)).splitlines())
    found: dict[str, Path] = {}
    for path in dict.fromkeys([book.docs, *(path for module in modules(book) for path in (module.parent, module))]):
        _inside(book, path, faults)
    for folder, folders, names in os.walk(book.docs, followlinks=True):
        here = Path(folder)
        folders[:] = [
            name for name in sorted(folders) if not name.startswith(".") and _inside(book, here / name, faults)
        ]
        for path in (here / name for name in sorted(names)):
            name = path.relative_to(book.docs).as_posix()
            if left_out.match_file(name) or not _inside(book, path, faults):
                continue
            if what := _unfit(path, name):
                faults.append(Fault(book.relative(path), 1, what))
            if path.suffix in SUFFIXES and path.is_file():
                found[name] = path
    return found, faults


def _excluded(said: str, faults: list[Fault]) -> str:
    """Return the patterns of files that the configuration leaves out; one that cannot be read is told by MkDocs."""
    try:
        settings: Any = yaml.load(said, Lenient) or {}
        faults += [Fault("mkdocs.yml", *place) for place in front.twice(yaml.compose(said, Lenient))]
    except yaml.YAMLError:
        return ""
    known = settings if isinstance(settings, dict) else {}
    return "\n".join(str(known.get(name) or "") for name in ("exclude_docs", "draft_docs"))


def _inside(book: Book, path: Path, faults: list[Fault]) -> bool:
    """Return whether a file or folder belongs to the book; a link that leaves it is a fault."""
    target, root = os.path.realpath(path), os.path.realpath(book.root)  # a link to itself leads to itself
    around = path.parent.resolve().is_relative_to(target)
    if not path.is_symlink() or (Path(target).is_relative_to(root) and not around):
        return True
    what = "책 밖이나 자기 자신을 가리키는 심볼릭 링크입니다. 파일을 책 안으로 옮기세요"
    faults.append(Fault(book.relative(path), 1, what))
    return False


def _unfit(path: Path, name: str) -> str:
    """Return what is wrong with a file of docs/, mostly with its name."""
    kind = path.suffix.lower()
    if name.startswith("templates/"):
        return "MkDocs는 docs/templates/의 파일을 공개하지 않습니다. 폴더의 이름을 바꾸세요"
    if name.partition("/")[0].partition(".")[0] in (MADE if kind in SUFFIXES else MADE[:2]):
        return f"책이 만드는 파일의 자리입니다({', '.join(MADE)}). 다른 이름을 쓰세요"
    if re.search("[\ud800-\udfff]", name) or not unicodedata.is_normalized("NFC", name):  # of Windows, of macOS
        return "파일 이름의 한글이 UTF-8이 아니거나 자모로 나뉘어 있어 가리킬 수 없습니다. 영문 이름으로 바꾸세요"
    if kind == ".ipynb":
        return "노트북은 docs/가 아니라 lesson_code/practice/에 # %%로 칸을 나눈 파이썬 파일로 적으세요"
    if kind in (".html", ".htm"):
        return "HTML 파일은 확인하지도 안전하게 하지도 않은 채 공개됩니다. 마크다운 페이지로 적으세요"
    if not path.is_file():
        return "파일이 아니어서 읽을 수 없습니다. docs/ 밖으로 옮기세요"
    if kind in images.BEGINS and path.stat().st_size > LARGEST:
        return "그림 파일이 1 MB를 넘습니다. 크기를 줄이세요"
    if kind in images.BEGINS and not images.is_shown(path):
        return NO_SVG if kind == ".svg" else f"그림으로 열 수 없는 파일입니다. {kind} 형식으로 다시 저장하세요"
    if kind not in SUFFIXES:
        return ""
    if path.suffix not in SUFFIXES:
        return f"확장자를 소문자로 적으세요. 지금은 페이지가 되지 않습니다: {path.suffix}"
    if not all(NAME.fullmatch(part) for part in name.split("/")):
        return "페이지와 폴더의 이름은 영문자, 숫자, 붙임표로 지으세요. 예: learning-rate.md"
    return ""

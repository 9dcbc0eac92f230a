"""What a page says of itself between ``---`` at its head, and what is wrong with that."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import yaml

from lesson_code.publish.faults import Place
from lesson_code.publish.read.markup import FRONT_MATTER

TEXTS = ("description", "title")
NAMES = ("icon", "status", "template")
KEYS = (*TEXTS, *NAMES, "hide", "search", "time_limit")
HIDDEN = ("toc", "navigation", "path", "footer", "feedback")
SEARCH: dict[str, Any] = {"exclude": bool, "boost": (int, float)}
EATEN = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):")  # MkDocs takes such lines at the head of a page for settings
EMPTY = re.compile(r"---[ \t]*\n\s*(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
MARKUP = re.compile(r"<!--|\*\*|`|\]\(|</?[a-z]+[ />]")  # of Markdown and HTML
UNREADABLE = "페이지 맨 앞의 설정을 읽을 수 없습니다. 쌍점이나 따옴표가 든 글은 따옴표로 둘러싸세요"


def read(text: str) -> tuple[dict[str, Any], list[Place]]:
    """Return the settings at the head of a page, and line and message of what is wrong with them."""
    front = FRONT_MATTER.match(text)
    if not front or EMPTY.match(text):
        return {}, list(_missing(text))
    try:
        node = yaml.compose(front["yaml"], yaml.SafeLoader)
        meta = yaml.safe_load(front["yaml"]) or {}
    except ValueError as error:
        return {}, [(next(_no_dates(node), 1), f"{UNREADABLE}: {error}")]
    except yaml.YAMLError as error:
        begun = "quoted" in (getattr(error, "context", "") or "")  # a quotation that is never closed
        mark = getattr(error, "context_mark" if begun else "problem_mark", None)
        return {}, [(mark.line + 2 if mark else 1, f"{UNREADABLE}: {getattr(error, 'problem', None) or error}")]
    if not isinstance(meta, dict):
        return {}, [(2, "페이지 맨 앞의 설정은 한 줄에 「이름: 값」 하나씩 적으세요")]
    known = node.value if node else []
    lines = defaultdict(lambda: 2, {key.value: key.start_mark.line + 2 for key, _ in known})
    return meta, [*twice(node, 2), *_cut(known, front["yaml"].split("\n")), *_faults(meta, lines)]


def twice(node: yaml.Node | None, first: int = 1) -> Iterator[Place]:
    """Yield the settings that stand twice, of which the last would count; ``first``: on which line the YAML begins."""
    known = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in known:
            yield key.start_mark.line + first, f"같은 설정이 두 번 나옵니다. 하나만 남기세요: {key.value}"
        known.add(key.value)
        yield from twice(value, first)


def _no_dates(node: yaml.MappingNode) -> Iterator[int]:
    """Yield the lines of dates that no calendar has."""
    for _, value in node.value:
        try:
            yaml.SafeLoader("").construct_object(value, deep=True)
        except ValueError:
            yield value.start_mark.line + 2


def _cut(known: list[tuple[yaml.Node, yaml.Node]], lines: list[str]) -> Iterator[Place]:
    """Yield the texts of which YAML takes the end for a comment."""
    for key, value in known:
        end = value.end_mark
        plain = isinstance(value, yaml.ScalarNode) and value.style is None
        if key.value in TEXTS and plain and lines[end.line][end.column :].lstrip().startswith("#"):
            yield end.line + 2, f"{key.value}의 글이 # 앞에서 끊깁니다. 글을 따옴표로 둘러싸세요"


def _missing(text: str) -> Iterator[Place]:
    """Yield what is wrong where there should be settings and are none, or what MkDocs would take for some."""
    if EMPTY.match(text):
        yield 1, "페이지 맨 앞의 설정이 비어 있습니다. --- 두 줄 사이에 description: 소개를 적으세요"
    elif begun := re.match(r"\n*---\s*$", text, re.MULTILINE):
        where = "첫 줄의 ---로 시작하세요" if text[0] == "\n" else "---로 닫으세요"
        yield begun[0].rstrip().count("\n") + 1, f"페이지 맨 앞의 설정을 읽을 수 없습니다. {where}"
    elif eaten := EATEN.match(text):
        what = f"「{eaten['key']}:」로 시작하는 첫 줄은 글이 아니라 설정으로 읽혀 사라집니다"
        yield 1, f"{what}. 제목이나 다른 글로 시작하세요"


def _faults(meta: dict[str, Any], lines: dict[str, int]) -> Iterator[Place]:
    for key, line in lines.items():
        near = get_close_matches(key.lower().replace("-", "_"), KEYS, 1, 0.7)
        if key not in KEYS and near:
            yield line, f"모르는 설정입니다: {key}. {near[0]}인지 확인하세요"
    for key in (key for key in (*TEXTS, *NAMES) if key in meta):
        if not (isinstance(meta[key], str) and meta[key].strip()):
            yield lines[key], f"{key}에는 글을 적으세요. 글이 아니거나 비어 있습니다"
        elif key in TEXTS and (mark := MARKUP.search(meta[key])):
            yield lines[key], f"{key}은 쓴 그대로 보이는 글입니다. 표기를 빼세요: {mark[0]}"
    search = meta.get("search", {})
    if not (isinstance(search, dict) and all(isinstance(said, SEARCH.get(key, ())) for key, said in search.items())):
        what = "search에 적을 수 없는 것입니다. 다음 줄에 네 칸 들여 exclude: true나 boost: 2처럼 적으세요"
        yield lines["search"], what
    hidden = meta.get("hide", [])
    for value in hidden if isinstance(hidden, list) else [hidden]:
        if value not in HIDDEN:
            yield lines["hide"], f"hide에 적을 수 있는 것은 {', '.join(HIDDEN)}입니다: {value}"

"""The command line: ``python -m lesson_code.publish.compare OLD NEW [--page compare.html]`` says what changed.

It needs nothing installed, so that CI and a fresh clone can run it as it is.
"""

import argparse
import base64
import re
import sys
from collections import Counter
from html import escape
from pathlib import Path
from string import Template

from lesson_code.publish.compare.manifest import Change, Picture, Site, changes, differing, listed, read
from lesson_code.publish.faults import BookError, Fault

PAGE = Path(__file__).with_name("page.html")
CODE = re.compile(r"`([^`]+)`")
PHONE, DARK = "(max-width: 44rem)", "(prefers-color-scheme: dark)"
# of a drawing's name, and the media query it is for: the first that fits is shown
VARIANTS = {".narrow.dark": f"{PHONE} and {DARK}", ".dark": DARK, ".narrow": PHONE, "": ""}


def summary(old: Site, new: Site, found: list[Change]) -> str:
    """Return in a sentence how many pictures were compared and what became of them."""
    number = len(old.pictures | new.pictures)
    if not found:
        return f"그림 {number}장을 비교해 보니 모두 그대로입니다."
    kinds = Counter({"달라짐": 0, "새로 생김": 0, "없어짐": 0, "그대로": number - len(found)})
    kinds.update(change.kind for change in found)
    counted = ", ".join(f"{kind} {count}장" for kind, count in kinds.items() if count)
    return f"그림 {number}장을 비교했습니다({counted})."


def table(found: list[Change]) -> str:
    """Return the changes as a Markdown table, with a column of seconds if a picture was timed in both sites."""
    rows = [("그림", "변화", "이유", "그린 시간"), ("---",) * 4]
    rows += [(f"`{c.stem}`", c.kind, "<br>".join(c.why) or "–", c.seconds or "–") for c in found]
    columns = 4 if any(change.seconds for change in found) else 3
    return "\n".join(f"| {' | '.join(row[:columns])} |" for row in rows)


def page(old: Site, new: Site, found: list[Change]) -> str:
    """Return a page that needs nothing else, with each change side by side. Raises BookError for a missing drawing."""
    links = [f'<li><a href="#{escape(c.stem)}">{escape(c.stem)}</a> <span>{c.kind}</span></li>' for c in found]
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        summary=summary(old, new, found),
        contents=f'<nav aria-label="달라진 그림"><ul>{"".join(links)}</ul></nav>' if found else "",
        changes="\n".join(_section(old.root, new.root, change) for change in found),
    )


def _section(old: Path, new: Path, change: Change) -> str:
    told = [*change.why]
    if change.before and change.after:
        told += _unseen(old, new, change.before, change.after)
    if change.seconds:
        told.append(f"그린 시간: {change.seconds}")
    lines = CODE.sub(r"<code>\1</code>", "".join(f"<li>{escape(line)}</li>" for line in told))
    stem = escape(change.stem)
    return (
        f'<section>\n<h2 id="{stem}">{stem} <span>{change.kind}</span></h2>\n'
        + (f"<ul>{lines}</ul>\n" if lines else "")
        + '<div class="pair">\n'
        + _figure("이전", old, change.before)
        + _figure("이후", new, change.after)
        + "</div>\n</section>"
    )


def _unseen(old: Path, new: Path, before: Picture, after: Picture) -> list[str]:
    """Return a line that says what else changed where the drawings to show did not."""
    old_files = {name: _data(old / name) for name in before.files}
    new_files = {name: _data(new / name) for name in after.files}
    changed = differing(old_files, new_files)
    if {*_drawings(before).values(), *_drawings(after).values()}.intersection(changed):
        return []
    return [f"눈에 보이는 그림은 그대로입니다. 달라진 파일: {listed(changed) or '없음'}"]


def _figure(when: str, root: Path, picture: Picture | None) -> str:
    if not picture:
        return f'<figure><figcaption>{when}</figcaption><p class="none">그림 없음</p></figure>\n'
    drawings = _drawings(picture)
    shown = _embedded(root / drawings.pop(""))
    sources = [f'<source media="{media}" srcset="{_embedded(root / name)}">' for media, name in drawings.items()]
    ground = "" if DARK in drawings else ' class="light"'  # what was drawn for the light page alone keeps its ground
    image = f'<img src="{shown}" alt="{escape(picture.alt)}"{ground}>'
    return f"<figure><figcaption>{when}</figcaption><picture>{''.join(sources)}{image}</picture></figure>\n"


def _drawings(picture: Picture) -> dict[str, str]:
    """Return the drawings of what is shown, by the media query they are for."""
    stem = picture.shown.removesuffix(".svg")
    named = {media: f"{stem}{variant}.svg" for variant, media in VARIANTS.items()}
    return {media: name for media, name in named.items() if name in picture.files}


def _embedded(path: Path) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(_data(path)).decode()}"


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = "그림 목록에 있는 파일을 읽을 수 없습니다. 사이트를 다시 빌드하세요"
        raise BookError([Fault(str(path), 1, what)]) from error


def main(arguments: list[str] | None = None) -> int:
    """Return the exit status: 0 whether or not something changed, 1 if a site cannot be read."""
    parser = argparse.ArgumentParser(
        prog="lesson_code.publish.compare",
        description="빌드한 사이트 둘을 비교해 어느 그림이 왜 달라졌는지 알려 줍니다.",
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="예전 사이트의 폴더")
    parser.add_argument("new", type=Path, metavar="NEW", help="새 사이트의 폴더")
    parser.add_argument("--page", type=Path, help="앞뒤 그림을 나란히 놓을 HTML 파일")
    options = parser.parse_args(arguments)
    try:
        old, new = read(options.old), read(options.new)
        found = changes(old, new)
        if options.page:
            options.page.write_text(page(old, new, found), encoding="utf-8")
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    print(summary(old, new, found))
    if found:
        print(f"\n{table(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What MkDocs complains of, in the book's words: where, what, and what to do."""

import re
from pathlib import Path

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.faults import Fault
from lesson_code.publish.read.addresses import Link
from lesson_code.publish.read.manuscript import Manuscript

LINK = r"Doc file '(?P<page>[^']+)' contains (?:a|an) "
# what MkDocs says, where ``page`` is one of docs/ and ``at`` what to look for there, or else in mkdocs.yml
SAYS = (
    (
        r"not included in the \"nav\" configuration:(?P<pages>.*)",
        "nav에 없는 페이지입니다. nav에 한 줄을 더하거나 파일을 지우세요: {pages}",
    ),
    (
        r"A reference to '(?P<at>[^']+)' is included in the 'nav'",
        "nav가 가리키는 파일이 없습니다. 이름을 고치거나 줄을 지우세요: {at}",
    ),
    (
        r"An absolute path to '(?P<at>[^']+)' is included in the 'nav'",
        "nav에는 docs/ 안의 파일을 적으세요. /로 시작할 수 없습니다: {at}",
    ),
    (
        r"Excluding '(?P<page>[^']+)' .* conflicts with '(?P<at>[^']+)'",
        "다른 페이지와 주소가 같습니다. 하나만 남기세요: {at}",
    ),
    (rf"{LINK}absolute link '(?P<at>[^']+)'", "/로 시작하는 링크입니다. 이 페이지에서 본 파일의 위치로 적으세요: {at}"),
    (
        rf"{LINK}unrecognized relative link '(?P<at>[^']+)'",
        "폴더를 가리키는 링크입니다. 페이지의 파일까지 적으세요: {at}",
    ),
    (rf"{LINK}.*?link '(?P<at>[^']+)'", "가리키는 곳이 없는 링크입니다. 파일 이름이나 제목의 주소를 고치세요: {at}"),
    (
        r"The \"(?P<at>[^\"]+)\" plugin is not installed",
        "설치되지 않은 플러그인입니다. 이름을 고치거나 줄을 지우세요: {at}",
    ),
    (
        r"Failed to load extension '(?P<at>[^']+)'\.\s+ModuleNotFoundError",
        "그런 마크다운 확장이 없습니다. 이름을 고치거나 줄을 지우세요: {at}",
    ),
    (
        r"Failed to load extension '(?P<at>[^']+)'.*\n(?P<what>.+)",
        "마크다운 확장에 준 설정이 틀렸습니다. 이름과 값을 고치세요: {at}: {what}",
    ),
    (r"Unrecognised theme name: '(?P<at>[^']+)'", "그런 테마가 없습니다. 이름을 고치세요: {at}"),
    (r"'?partials/languages/(?P<at>[\w-]+)\.html", "테마가 모르는 언어입니다. 이름을 고치세요: {at}"),
    (r"Unrecognised configuration name: (?P<at>\w+)", "모르는 설정입니다. 이름을 고치거나 줄을 지우세요: {at}"),
    (r"'(?P<at>\w+)': Required configuration not provided", "꼭 있어야 하는 설정입니다. 한 줄을 더하세요: {at}"),
    (r"Config value '(?P<at>\w+)': (?P<what>.*)", "설정의 값이 틀렸습니다. 적힌 까닭을 보고 고치세요: {at}: {what}"),
    (r"Expected a key-value mapping", "설정은 줄마다 「이름: 값」으로 적으세요"),
    (
        r"parsing the configuration file: (?P<what>.*)",
        "설정을 읽을 수 없습니다. 괄호와 따옴표와 들여쓰기를 보세요: {what}",
    ),
    (r"(?:Could not collect '|mkdocstrings: )(?P<at>[\w.]+)", "그런 모듈이 없습니다. 이름을 고치세요: ::: {at}"),
    (r"(?P<what>.*)", "사이트를 쓰다 멈췄습니다. 적힌 까닭을 보세요: {what}"),
)
IN_YAML = re.compile(r'\s*in "[^"]*", line (?P<line>\d+), column \d+')


def faults(manuscript: Manuscript, message: str, page: str = "") -> list[Fault]:
    """Return what MkDocs complains of, with its places and without the paths of this machine.

    ``page`` is the one that it was about where the message does not say.
    """
    book = manuscript.book
    line = IN_YAML.search(message)
    said = IN_YAML.sub("", message)
    for root in (book.root, MACHINERY):
        said = said.replace(f"{root}/", "")
    found, what = next((found, what) for pattern, what in SAYS if (found := re.search(pattern, said, re.DOTALL)))
    parts = {name: " ".join((value or "").replace("\n  - ", "\n").split()) for name, value in found.groupdict().items()}
    at = parts.get("at", "nav" if "pages" in parts else "")
    known = manuscript.pages.get(parts.get("page", page))
    if ":::" in what:
        known = next((page for page in manuscript.pages.values() if f"::: {at}\n" in f"{page.text}\n"), known)
    place = known.path if known else "mkdocs.yml"
    numbers = [link.line for link in known.all(Link) if link.target == at] if known else []
    if not numbers:
        numbers = [int(line["line"]) if line else line_of(book.root / place, at)]
    return [Fault(place, number, what.format(**parts)) for number in numbers]


def line_of(path: Path, part: str, times: int = 1) -> int:
    """Return the line that holds a part, as a setting of its own or a whole word; 1 if none does.

    ``times`` is 2 for the line that holds it again.
    """
    if not part or not path.is_file():
        return 1
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for pattern in (rf"^(?:  - )?{re.escape(part)}:", rf"(?<![\w/.-]){re.escape(part)}(?![\w/.-])"):
        places = [n for n, line in enumerate(lines, 1) for _ in re.finditer(pattern, line.split(" # ")[0])]
        if len(places) >= times:
            return places[times - 1]
    return 1

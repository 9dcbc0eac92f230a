"""Begin a lesson: ``make lesson NAME=dropout TITLE="드롭아웃"`` writes all that a book needs to show it."""

import json
import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from lesson_code.publish.book import Book, read_text
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read.manuscript import Manuscript

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TITLE = re.compile(r"[^\s\[\]<>{}|`*\"\\#]+(?: [^\s\[\]<>{}|`*\"\\#]+)*")
TEMPLATES = Path(__file__).with_name("lesson")
QUESTION = "이 단원이 답하는 물음을 적으세요."
DESCRIPTION = "단원 「{}」입니다. 무엇에 답하는지 한두 문장으로 고쳐 적으세요."


def begin(book: Book, name: str, title: str, part: str) -> list[str]:
    """Write a lesson's first picture, page and test, and name it on the pages that lead to it; return their names.

    Raises BookError, and writes nothing, where a name cannot be used or a page has no place for it.
    """
    _check(book, name, title, part)
    words = {"NAME": name, "TITLE": title, "PART": part, "ADDRESS": name.replace("_", "-")}
    words |= {"DESCRIPTION": _scalar(DESCRIPTION.format(title)), "QUESTION": QUESTION}
    page = f"{part}/{words['ADDRESS']}.md"
    navigation, last = _with_line_of_nav(book, f"{_scalar(title)}: {page}", part)
    files = {
        book.root / "mkdocs.yml": navigation,
        book.lessons / name / "first_steps.py": _filled("picture.txt", words),
        book.root / "tests" / name / "test_first_steps.py": _filled("test.txt", words),
        book.docs / page: _filled("page.md", words),
        book.docs / "index.md": _with_card(book, _filled("card.md", words), last),
        book.docs / part / "index.md": _with_row(book, words, last),
    }
    _write(files)
    return sorted(map(book.relative, files))


def unwritten(manuscript: Manuscript) -> Iterator[Fault]:
    """Yield each line of a book that still says what was written to begin a lesson; the book is built with it."""
    written = QUESTION + DESCRIPTION + "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir())
    asked = re.compile("|".join(re.findall(r"[^\s.][^.\n]+세요(?=\.)", written)))
    texts = {page.path: page.text for page in manuscript.pages.values()}
    texts |= {source.path: source.text for source in manuscript.sources.values()}
    for path, text in texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            if left := asked.search(line):
                yield Fault(path, number, f"단원을 시작할 때 넣은 글이 남아 있습니다. 고쳐 쓰세요: {left[0].strip()}")


def _check(book: Book, name: str, title: str, part: str) -> None:
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        what = "단원의 이름은 영어 소문자와 숫자와 밑줄로 짓고, class 같은 파이썬의 예약어는 피하세요"
        raise BookError([Fault("NAME", 0, f"{what}. 예: make lesson NAME=dropout TITLE=드롭아웃: {name or '(없음)'}")])
    page = f"docs/{part}/{name.replace('_', '-')}.md"
    for used in (f"lesson_code/{name}", f"lesson_code/{name}.py", f"tests/{name}", page):
        if any((Path(root) / used).exists() for root in book.roots):
            raise BookError([Fault("NAME", 0, f"이미 있는 이름입니다. 다른 이름을 고르세요: {used}")])
    if not TITLE.fullmatch(title):
        what = "단원의 제목을 괄호나 표시가 없는 한 줄로 적으세요. 예: TITLE=모멘텀"
        raise BookError([Fault("TITLE", 0, f"{what}: {title or '(없음)'}")])
    if not (book.docs / part / "index.md").is_file() or not part:
        raise BookError([Fault("PART", 0, f"부의 첫 페이지가 없습니다. 먼저 만드세요: docs/{part}/index.md")])


def _scalar(text: str) -> str:
    """Return a text as YAML reads it."""
    return text if re.fullmatch(r"[^\W\d][\w .,「」]*", text) else json.dumps(text, ensure_ascii=False)


def _filled(template: str, words: Mapping[str, str]) -> str:
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)


def _with_line_of_nav(book: Book, line: str, part: str) -> tuple[str, str]:
    """Return the configuration with a line below the part's last lesson, and that lesson's page."""
    text = read_text(book.root / "mkdocs.yml", "mkdocs.yml")
    lines = list(
        re.finditer(rf"^(?P<indent>\s+- )(?:.*: +)?(?P<page>{re.escape(part)}/[\w./-]+\.md)\b.*\n", text, re.M)
    )
    if not lines:
        what = f"nav에 한 줄씩 적은 {part}/의 페이지가 없습니다. 먼저 한 줄을 적으세요: - {part}/index.md"
        raise BookError([Fault("mkdocs.yml", 1, what)])
    indent = lines[-1]["indent"].lstrip("\n")
    return f"{text[: lines[-1].end()]}{indent}{line}\n{text[lines[-1].end() :]}", lines[-1]["page"]


def _with_card(book: Book, card: str, last: str) -> str:
    """Return the home page with a card behind that of the part's last lesson, or behind all."""
    text = read_text(book.docs / "index.md", "docs/index.md")
    behind = re.search(rf"\]\({re.escape(last)}\) \{{#.*?^</div>\n", text, re.M | re.S)
    behind = behind or re.search(r'<div class="lessons".*?^</div>\n(?=\n</div>)', text, re.M | re.S)
    if not behind:
        what = '단원의 카드를 둘 자리가 없습니다. <div class="lessons" markdown> 안에 카드를 하나 두세요'
        raise BookError([Fault("docs/index.md", 1, what)])
    return text[: behind.end()] + card + text[behind.end() :]


def _with_row(book: Book, words: Mapping[str, str], last: str) -> str:
    """Return the part's page with a row below that of its last lesson, or below the head of its first table."""
    name = f"docs/{words['PART']}/index.md"
    text = read_text(book.root / name, name)
    file = re.escape(last.rpartition("/")[2])
    behind = re.search(rf"^\|.*\]\({file}\).*\|\n", text, re.M) or re.search(r"^\|[-:| ]+\|\n", text, re.M)
    if not behind:
        raise BookError([Fault(name, 1, "단원의 표가 없습니다. | 단원 | 답하는 물음 | 걸리는 시간 | 의 표를 두세요")])
    cells = [f"[{words['TITLE']}]({words['ADDRESS']}.md)", QUESTION, "1분"]
    columns = len(re.sub(r"\\.|\[[^\]]*\]|`[^`]*`", "", behind[0]).strip().strip("|").split("|"))
    row = "| " + " | ".join((cells + [""] * columns)[:columns]) + " |\n"
    return text[: behind.end()] + row + text[behind.end() :]


def _write(files: Mapping[Path, str]) -> None:
    """Write all of the files or none."""
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    except OSError as error:
        for path, old in before.items():
            path.unlink(missing_ok=True) if old is None else path.write_bytes(old)
        what = f"파일을 쓸 수 없습니다. 폴더의 권한과 남은 공간을 확인하세요: {error.strerror}"
        raise BookError([Fault(str(Path(str(error.filename)).name), 1, what)]) from error

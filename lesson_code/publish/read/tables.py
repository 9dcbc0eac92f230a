"""Tables: what looks like one and is none, and rows that do not fit the first."""

import re
from collections.abc import Iterator, Sequence

from lesson_code.publish.faults import Place
from lesson_code.publish.read import spans

COLUMNS = re.compile(r"(?=.*\|)\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$")
RULE = re.compile(r"(?=.*---)" + COLUMNS.pattern)
NO_TABLE = "표가 되지 못합니다. 둘째 줄에 |---|---|처럼 칸마다 줄을 그으세요"
CUT = "표의 한 줄이 두 줄로 나뉘어 줄이 둘이 됩니다. 한 줄에 적으세요. 칸 안에서 줄을 바꾸려면 <br>을 적으세요"
ROW = "표의 줄로 읽힙니다. 표 다음에는 빈 줄을 두세요"


def is_table(lines: Sequence[str]) -> bool:
    """Return whether Markdown makes a table of lines that stand together."""
    return len(lines) > 1 and "|" in lines[0] and bool(COLUMNS.match(lines[1].strip()))


def faults(lines: Sequence[str], line: int) -> Iterator[Place]:
    """Yield what is wrong with lines that stand together, stripped, of which the first has the number ``line``."""
    if is_table(lines):
        yield from _unfit(lines, line)
    elif _is_meant(lines):
        yield line, NO_TABLE
    else:
        what = "표가 되지 못합니다. 표 앞에는 빈 줄을 두고 줄마다 | 로 칸을 나누세요"
        yield from ((number, what) for number, text in enumerate(lines, line) if COLUMNS.match(text))


def _is_meant(lines: Sequence[str]) -> bool:
    """Return whether lines have bars as a table has: at both ends, or as many inside each."""
    if all(text[0] == text[-1] == "|" for text in lines):
        return lines[0].count("|") + len(lines) > 3
    bars = {text.count(" | ") for text in spans.blank("\n".join(lines)).split("\n")} if len(lines) > 1 else {0}
    return len(bars) == 1 and any(bars)


def _unfit(lines: Sequence[str], line: int) -> Iterator[Place]:
    cells = _cells(spans.blank("\n".join(lines)).split("\n"))
    if cells[0] != cells[1]:
        yield line, NO_TABLE
        return
    outer = lines[0][0] == lines[0][-1] == "|"
    for number, (above, text, count) in enumerate(zip(lines[1:], lines[2:], cells[2:], strict=False), line + 2):
        if outer and text[0] != "|" == above[0] != above[-1]:
            yield number, CUT
            return
        if "|" not in text:
            yield number, ROW
            return
        if RULE.match(text):
            yield number, "줄이 아니라 글로 보입니다. 칸을 가르는 |---|는 표의 둘째 줄에만 적으세요"
        elif count > cells[0]:
            yield number, "첫 줄보다 칸이 많아 끝의 칸이 사라집니다. 칸을 맞추세요. 글 속의 |는 \\|로 적으세요"


def _cells(rows: Sequence[str]) -> list[int]:
    """Return how many cells each row has, whose code is blanked; where the first has no outer bars, they part cells."""
    plain = [row.replace("\\|", "").strip() for row in rows]
    if plain[0].startswith("|") or plain[0].endswith("|"):
        plain = [row.removeprefix("|").removesuffix("|") for row in plain]
    return [row.count("|") + 1 for row in plain]

"""What is wrong with the fences of a page: with how they are written, and with what they hold."""

import ast
import re
from collections.abc import Iterator

from pygments.lexers import get_all_lexers

from lesson_code.publish.faults import NO_PYTHON, Place, near
from lesson_code.publish.read import markup, spans
from lesson_code.publish.read.markup import Stretch

PROMPT = re.compile(r"^[ \t>]*>>> ", re.MULTILINE)
OURS = ("pycon", "math", "loss")
MEANT = (*OURS, "python", "text", "bash", "sh", "md")  # what this book writes, and newcomers mean
CONSOLES = ("doctest", "ipython", "py-con", "repl")
TEX = ("latex", "tex", "katex")
KNOWN = {*TEX, *OURS, *(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)}


def faults(text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the fences of a page."""
    fences = [part for part in markup.stretches(markup.body(text)) if part.info is not None]
    for fence in fences:
        yield from _faults(fence)
    for fence in [fence for fence in fences if fence.info == "loss"][1:]:
        yield fence.line, "loss 코드 블록은 한 페이지에 하나만 둡니다. 하나만 남기세요"


def misformed(fence: Stretch) -> str:
    """Return what is wrong with a fence whatever it holds, or ""."""
    info = fence.info or ""
    inside = markup.OPENING.finditer("\n".join(fence.lines[1:-1]))
    inner = [found[0].strip() for found in inside if found["info"] and found["ticks"].startswith(fence.ticks)]
    if not fence.closed:
        return "코드 블록이 닫히지 않았습니다. 여는 것과 똑같은 표시로 닫으세요"
    if inner and info != "md":
        return f"코드 블록이 닫히지 않은 채 다른 것이 열립니다. 앞의 것을 먼저 닫으세요: {inner[0]}"
    if info == "math" and not fence.body.strip():
        return "수식이 비어 있습니다. 수식을 적거나 코드 블록을 지우세요"
    if info.startswith("mermaid") or re.match(r"\{[^.#\s]", info):
        return f"그리거나 꾸미지 못하는 코드 블록입니다: {info}. 그림은 모듈로, 상자는 !!! note로 적으세요"
    language = re.sub(r"^\{ *\.|[\s{}].*", "", info)
    if language and language.lower() not in KNOWN:
        hint = ". 혹시 pycon인가요?" if language in CONSOLES else near(language, MEANT) or near(language, KNOWN)
        return f"모르는 언어의 코드 블록입니다. 코드가 아니면 text라고 적으세요: {language}{hint}"
    if language.lower() in TEX:
        return f"수식이 아니라 코드로 보입니다. 수식은 ```math로, 보여 줄 코드라면 text로 여세요: {language}"
    if language.lower() in OURS and info != language.lower():
        return f"이 코드 블록은 ```{language.lower()}만 적어 여세요: {info}"
    return ""


def _faults(fence: Stretch) -> Iterator[Place]:
    if what := misformed(fence):
        yield fence.line, what
    elif fence.info == "pycon":
        yield from _unread(fence)
    elif fence.info == "loss":
        yield from _unreadable(fence)
    elif fence.info != "md":
        if prompt := PROMPT.search(fence.text):
            yield _line(fence, prompt), "실행되지 않는 예제입니다. ```pycon 코드 블록에 적으세요"
        elif fence.info in ("python", "py"):
            try:
                ast.parse(fence.body)
            except SyntaxError as error:
                yield fence.line + (error.lineno or 1), f"{NO_PYTHON}. 코드가 아니면 text라고 적으세요"
        if fence.info != "html" and (claim := spans.CLAIM.search(fence.text)):
            yield _line(fence, claim), "코드 블록 안의 계산식은 확인되지 않습니다. 코드 블록 밖에 적으세요"


def _line(fence: Stretch, found: re.Match[str]) -> int:
    return fence.line - 1 + spans.line_at(fence.text, found.start())


def _unreadable(fence: Stretch) -> Iterator[Place]:
    """Yield why the loss that a reader is to change cannot be read as theirs will be."""
    from lesson_code.expression import Unreadable, read  # here: a worker reads pages, too, and loads no lesson's module

    try:
        read(fence.body)
    except Unreadable as why:
        yield fence.line + 1, f"loss 코드 블록에는 독자가 고쳐 쓸 손실 함수를 한 줄로 적습니다. {why}"


def _unread(fence: Stretch) -> Iterator[Place]:
    """Yield the first line of an example that is neither executed nor compared as it stands."""
    compared = False
    for number, line in enumerate(fence.body.split("\n"), fence.line + 1):
        if "# doctest:" in line:
            yield number, "예제는 적힌 출력 그대로와 비교합니다. # doctest: 지시를 지우고 출력을 그대로 적으세요"
            return
        if re.match(r"\s*>>> {2,}\S", line):
            yield number, ">>> 뒤의 빈칸은 하나입니다. 앞줄에 이어지는 줄이라면 >>> 대신 ...으로 시작하세요"
            return
        compared = bool(line.strip()) and (compared or line.lstrip().startswith(">>>"))
        if line.strip() and not compared:
            yield number, "예제에서 실행되지도 비교되지도 않는 줄입니다. 출력 속의 빈 줄은 <BLANKLINE>으로 적으세요"
            return

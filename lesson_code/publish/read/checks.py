"""What is wrong with a page's prose and fences, as far as its own text tells: most kinds are rows of a table."""

import ast
import posixpath
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from pygments.lexers import get_all_lexers

from lesson_code.publish.faults import NO_PYTHON, Place, near
from lesson_code.publish.read import addresses, blocks, foreign, marks, markup, spans
from lesson_code.publish.read.markup import Stretch
from lesson_code.publish.read.spans import line_at

PROMPT = re.compile(r"^[ \t>]*>>> ", re.MULTILINE)
QUOTED_FENCE = re.compile(r"^[ \t]*>[ \t>]*(?:`{3}|~{3})", re.MULTILINE)
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]"
    "|(?<=[^\\W\\d])[\u200c\u200d\ufe0e\ufe0f\U000e0001-\U000e007f]"  # but in an emoji
)
HANGUL = re.compile("[가-힣]")
SIGN = re.compile(r"[\\^_={}]")  # of TeX
# $x$ and what else newcomers write: something directly within two dollar signs; $5, $HOME and A$AP are none
BARE_FORMULA = re.compile(
    r"(?<![\\$`A-Za-z0-9])\$(?=[^\s$`)])(?P<tex>(?:[^$`\n]|\n(?![ \t]*\n))+)(?<![\s\\(])\$(?![A-Za-z0-9$`])"
)
ESCAPED_FORMULA = re.compile(r"\\[(\[](?P<tex>(?:(?!\\[(\[])[^\n])*?)\\[)\]]")
COMMAND = re.compile(  # of TeX, which newcomers write without a formula
    r"(?<![\w:\\])\\(?:alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|sigma|nabla|partial|times|cdot|infty|sum|leq?|geq?)"
    r"(?![A-Za-z])"
)
NEARLY_CLAIM = re.compile(
    r"(?:<|&lt;)\s?(?:[!！]\s?[-–—−]+|[-–—−]{2,})\s*[:~]?[=＝](?![=＝])|(?<=[\d%*])<!--\s*\w[^<\n가-힣]*-->"
)
OPENED, TITLED = re.compile(r"<[a-z][^<>]*>"), re.compile(r"\]\([^()\s]*\s+[\"'][^\n\"']*[\"']\)")
BRACED = re.compile(r"^\{ *\.")
FORMS = ("pycon", "math", "loss", "python", "text", "bash", "sh", "md")  # what this book writes, and newcomers mean
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
CLAIM_FORM = "값을 확인하는 계산식은 한 줄에 3.04<!--= 계산식 -->으로 적으세요. 메모라면 수와 띄어 적으세요"
NO_FORMULA = "수식은 $`…`$로 적습니다. 달러 기호만으로는 수식이 되지 않습니다"
OTHER_FORMULA = "수식은 $`…`$나 ```math 코드 블록으로 적으세요. 이대로는 글로 보입니다"
NOT_EXECUTED = "실행되지 않는 예제입니다. ```pycon 코드 블록에 적으세요"
UNADDRESSED = "제목에 영문 주소가 없습니다. 끝에 {#short-name}을 붙이세요"
CONFLICT = "합치다 만 자리의 표시가 남아 있습니다. 한쪽을 고르고 표시를 지우세요"
RAW_HTML = re.compile(  # Markdown in an element that is none for Python-Markdown, which leaves it as it is
    r"^<(?P<tag>div|section|article|aside|details|center|p|table|ul|ol|dl|figure|blockquote)\b(?![^<>]*\bmarkdown\b)[^<>]*>"
    r"(?:(?!</(?P=tag)>)[\s\S]){0,2000}?"
    r"(?:\*{1,2}\w|\]\(|(?<!\$)`[^`\n]+`(?!\$)|^#{1,6} |^[-*+] |^\d+\. |^\||[^\s>]\n[ \t]*\n[ \t]*[^\s<])",
    re.MULTILINE,
)
IN_HTML = "HTML 안의 마크다운은 그대로 보이고 문단은 이어집니다. <div markdown>처럼 여는 태그마다 markdown을 적으세요"
NAMELESS = ("image", "img", "picture", "photo", "figure", "screenshot", "untitled", "alt", "alt text")  # say nothing
MEANING = "그림을 볼 수 없는 사람이 들을 설명이 없습니다. ![설명](주소)로 적으세요"
BLOCKED = "페이지의 보안 정책이 막아 보이지 않습니다. 지우거나 링크로 적으세요"

ROWS = [
    (row.get("only", ""), "letters" in row, re.compile(row["pattern"], re.MULTILINE), row["what"])
    for row in tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))["row"]
]
KNOWN = {"math", "loss"} | {alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}


def faults(name: str, text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the page of that name."""
    prose = markup.prose(text)
    stretches = [part for part in markup.stretches(markup.body(text)) if part.info is not None]
    kinds = (blocks.faults(text), rows(spans.blank(prose), "pages"), _claims(prose), _formulas(prose), _quoted(prose))
    found = list(chain(*kinds, _pictures(prose, name), _in_html(prose), *map(_fence, stretches)))
    losses = [part.line for part in stretches if part.info == "loss"]
    found += [(line, "loss 코드 블록은 한 페이지에 하나만 둡니다. 하나만 남기세요") for line in losses[1:]]
    found += [(line, UNADDRESSED) for line, address in addresses.headings(prose) if not address]
    known = {line for line, _ in found}
    commands = COMMAND.finditer(markup.unescaped(markup.without_addresses(spans.blank(prose))))
    late = chain(marks.faults(prose), ((line_at(prose, found.start()), OTHER_FORMULA) for found in commands))
    yield from chain(found, ((line, what) for line, what in late if line not in known))


def leftovers(text: str) -> Iterator[Place]:
    """Yield the first line that a merge left behind, or that holds what is no letter or cannot be seen."""
    for number, line in enumerate(text.split("\n"), 1):
        if unseen := UNSEEN.search(line):
            yield number, f"보이지 않는 글자가 들어 있습니다. 지우세요: U+{ord(unseen[0]):04X}"
            return
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]", line):
            yield number, "글자가 아닌 것이 들어 있습니다. UTF-8로 저장했는지 보세요"
            return
        if re.match(r"(?:<{7}|>{7}|\|{7})(?: |$)", line):
            yield number, CONFLICT
            return


def rows(written: str, where: str) -> Iterator[Place]:
    """Yield what the table and the policy say of prose without its code; the first of what they say of a line."""
    seen: set[int] = set()
    for line, piece in foreign.pieces(written):
        if line not in seen:
            yield line, f"{BLOCKED}: {piece}"
            seen.add(line)
    letters = markup.unescaped(markup.without_addresses(written))
    for only, of_letters, pattern, what in ROWS:
        if only in ("", where):
            text = letters if of_letters else written
            for line in [line_at(text, f.start()) for f in pattern.finditer(text) if f.lastgroup != "right"]:
                if line not in seen:
                    yield line, what
                    seen.add(line)


def _quoted(prose: str) -> Iterator[Place]:
    if quoted := QUOTED_FENCE.search(prose):
        yield line_at(prose, quoted.end()), "인용문 안에는 코드 블록을 둘 수 없습니다. 인용문 밖으로 옮기세요"


def _in_html(prose: str) -> Iterator[Place]:
    written = spans.blank(prose, ("comment", "claim"))
    yield from ((line_at(written, found.start()), IN_HTML) for found in RAW_HTML.finditer(written))


def _claims(prose: str) -> Iterator[Place]:
    """Yield what is nearly a claim, and would be published as a comment or as text."""
    for found in NEARLY_CLAIM.finditer(spans.blank(prose, ("code", "claim"))):
        yield line_at(prose, found.start()), CLAIM_FORM
    for kind, start, end in spans.spans(prose):
        span = prose[start:end]
        if kind == "claim" and not span.removeprefix("<!--=").removesuffix("-->").strip():
            yield line_at(prose, start), CLAIM_FORM
        elif kind == "code" and not span.startswith("``") and (spans.CLAIM.search(span) or NEARLY_CLAIM.search(span)):
            what = "백틱 안의 계산식은 확인되지 않습니다. 백틱 밖에 적으세요. 적는 법을 보이려면 백틱을 둘씩 쓰세요"
            yield line_at(prose, start), what
        elif kind == "comment" and "<!--" in span[4:]:
            yield line_at(prose, start), "주석 안에 주석이 있어 글로 보입니다. 안쪽의 <!--와 -->를 지우세요"
        elif kind == "comment" and re.search(r"\n[ \t]*\n", span) and prose[:start].rpartition("\n")[2].strip():
            yield line_at(prose, start), "빈 줄이 든 주석은 글로 보입니다. 줄의 처음에서 시작하세요"


def _formulas(prose: str) -> Iterator[Place]:
    """Yield what was meant as a formula where only its text can tell: between dollar signs, or in escaped brackets."""
    written = markup.without_addresses(spans.blank(prose))
    wrong = {line_at(prose, f.start()): NO_FORMULA for f in BARE_FORMULA.finditer(written) if _is_tex(f["tex"])}
    for found in ESCAPED_FORMULA.finditer(written):
        tex = found["tex"].strip()
        if SIGN.search(tex) if HANGUL.search(tex) else re.match(r"[A-Za-z](?!\w)|.*[\\^_={}<>+*/]", tex):
            wrong.setdefault(line_at(prose, found.start()), OTHER_FORMULA)
    for kind, start, end in spans.spans(prose):
        if kind == "code" and prose[:start].endswith("$ ") and prose[end:].startswith(" $"):
            wrong.setdefault(line_at(prose, start), NO_FORMULA)
    for found in chain(OPENED.finditer(spans.blank(prose)), TITLED.finditer(spans.blank(prose))):
        if "$`" in prose[found.start() : found.end()]:
            wrong.setdefault(
                line_at(prose, found.start()), "링크의 제목과 HTML의 속성에는 수식을 쓸 수 없습니다. 글로 적으세요"
            )
    yield from wrong.items()


def _is_tex(text: str) -> bool:
    """Return whether what stands between two dollar signs is a formula, and no money and no names of the shell."""
    if HANGUL.search(text) or " " in text:
        return bool(SIGN.search(text) or re.search(r"[+<>]", text) or re.fullmatch(r"[A-Za-z](?:,? [A-Za-z])*", text))
    return bool(re.search(r"[A-Za-z0-9\\]", text))


def _pictures(prose: str, name: str) -> Iterator[Place]:
    drawn = set()
    for found in markup.find(markup.PICTURE, prose):
        drawn.add(found.match.start())
        wanted = posixpath.relpath(f"figures/{found['stem']}.svg", posixpath.dirname(name))
        if not spans.CLAIM.sub("", found["caption"]).strip():
            yield found.line, "그림 아래의 글이 없습니다. ![그림 아래의 글](주소)로 적으세요"
        if not found.alone and not found.linked:
            yield found.line, "그림은 한 줄에 혼자 적으세요. 문장 속에는 넣을 수 없습니다"
        if found.alone and found.crowded:
            yield found.line, "그림의 앞뒤에 빈 줄을 두세요"
        if posixpath.normpath(found["target"]) != wanted:
            yield found.line, f"그림의 주소가 다릅니다. {wanted}로 고치세요"
    for found in markup.find(markup.IMAGE, prose):
        target = found["target"].strip("<>")
        if re.match(r"(?:https?:)?//", target):
            yield found.line, f"{BLOCKED}: {target}"
        elif re.search(r"(?:^|/)figures/", target) and found.match.start() not in drawn:
            way = posixpath.relpath("figures", posixpath.dirname(name))
            yield found.line, f"그림은 ![그림 아래의 글]({way}/단원_폴더/그림.svg)로만 적으세요: {target}"
        elif found.match.start() not in drawn:
            yield from ((found.line, what) for what in _own_picture(found["label"], target) if what)


def _own_picture(label: str, target: str) -> Iterator[str]:
    """Yield what is wrong with a picture that the author brings: nobody could hear it, or no browser shows it."""
    path = urlsplit(target).path
    said = label.strip().lower()
    if not re.search(r"[^\W\d_]", said) or said in (*NAMELESS, posixpath.basename(path).lower()):
        yield MEANING
    elif re.search(r"\$`|\*\*", label):
        yield "그림의 설명은 소리 내어 읽을 글입니다. 수식은 말로 풀어 적고, 굵은 글의 별표는 빼세요"
    elif not target.startswith("data:") and posixpath.splitext(path)[1].lower() not in IMAGES:
        yield f"브라우저가 그림으로 보여 주지 못하는 파일입니다. PNG나 SVG로 바꾸거나 [글](주소)로 적으세요: {target}"


def fence(stretch: Stretch) -> str:
    """Return what is wrong with a fence whatever it holds, or ""."""
    info = stretch.info or ""
    ticks, inside = stretch.lines[0].strip().removesuffix(info).rstrip(), map(markup.FENCE.match, stretch.lines[1:-1])
    inner = [found[0].strip() for found in inside if found and found["info"] and found["ticks"].startswith(ticks)]
    if not stretch.closed:
        return "코드 블록이 닫히지 않았습니다. 여는 것과 똑같은 표시로 닫으세요"
    if inner and info != "md":
        return f"코드 블록이 닫히지 않은 채 다른 것이 열립니다. 앞의 것을 먼저 닫으세요: {inner[0]}"
    if info == "math" and not stretch.body.strip():
        return "수식이 비어 있습니다. 수식을 적거나 코드 블록을 지우세요"
    if info.startswith("mermaid") or re.match(r"\{[^.#\s]", info):
        return f"그리거나 꾸미지 못하는 코드 블록입니다: {info}. 그림은 모듈로, 상자는 !!! note로 적으세요"
    language = re.split(r"[\s{}]", BRACED.sub("", info), maxsplit=1)[0]
    if language.lower() not in KNOWN | {""}:
        hint = near(language, FORMS) or near(language, KNOWN)
        return f"모르는 언어의 코드 블록입니다. 코드가 아니면 text라고 적으세요: {language}{hint}"
    if language.lower() in ("pycon", "math", "loss") and info != language.lower():
        return f"이 코드 블록은 ```{language.lower()}만 적어 여세요: {info}"
    return ""


def _fence(stretch: Stretch) -> Iterator[Place]:
    if what := fence(stretch):
        yield stretch.line, what
    elif stretch.info == "pycon":
        yield from _unread(stretch)
    elif stretch.info == "loss":
        yield from _unreadable(stretch)
    elif stretch.info != "md":
        kinds = [(PROMPT, NOT_EXECUTED)]
        if stretch.info != "html":
            kinds.append((spans.CLAIM, "코드 블록 안의 계산식은 확인되지 않습니다. 코드 블록 밖에 적으세요"))
        if stretch.info in ("python", "py") and (line := _no_python(stretch.body)):
            yield stretch.line + line, f"{NO_PYTHON}. 코드가 아니면 text라고 적으세요"
        found = [(match, what) for pattern, what in kinds if (match := pattern.search(stretch.text))]
        yield from ((stretch.line + stretch.text.count("\n", 0, match.start()), what) for match, what in found)


def _no_python(code: str) -> int:
    """Return the line on which code is none, 0 where it is; of an example's prompts is told elsewhere."""
    try:
        if not PROMPT.search(code):
            ast.parse(code)
    except SyntaxError as error:
        return error.lineno or 1
    return 0


def _unreadable(stretch: Stretch) -> Iterator[Place]:
    """Yield why the loss that a reader is to change cannot be read as theirs will be."""
    from lesson_code.expression import Unreadable, read  # here: a worker reads pages, too, and loads no lesson's module

    try:
        read(stretch.body)
    except Unreadable as why:
        yield stretch.line + 1, f"loss 코드 블록에는 독자가 고쳐 쓸 손실 함수를 한 줄로 적습니다. {why}"


def _unread(stretch: Stretch) -> Iterator[Place]:
    """Yield the first line of an example that is neither executed nor compared as it stands."""
    compared = False
    for number, line in enumerate(stretch.body.split("\n"), stretch.line + 1):
        if "# doctest:" in line:
            yield number, "예제는 적힌 출력 그대로와 비교합니다. # doctest: 지시를 지우고 출력을 그대로 적으세요"
            return
        compared = bool(line.strip()) and (compared or line.lstrip().startswith(">>>"))
        if line.strip() and not compared:
            yield number, "예제에서 실행되지도 비교되지도 않는 줄입니다. 출력 속의 빈 줄은 <BLANKLINE>으로 적으세요"
            return

"""What is wrong with a page's prose and fences, as far as its own text tells: most kinds are rows of a table."""

import posixpath
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lesson_code.publish.read import addresses, blocks, markup
from lesson_code.publish.read.markup import Stretch, line_at, spaces

Place = tuple[int, str]  # line and message
PROMPT = re.compile(r"[\s>]*>>> ")
QUOTED_FENCE = re.compile(r"\s*>[\s>]*(?:`{3}|~{3})")
ADDRESS = re.compile(r"""https?://[^\s)>\]"']+|\]\([^()\s]*""")
ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!>~^=:<|-]")
HANGUL = re.compile("[가-힣]")
SIGN = re.compile(r"[\\^_={}]")  # of TeX
# $x$ and what else newcomers write: something directly within two dollar signs; $5, $HOME and A$AP are none
BARE_FORMULA = re.compile(
    r"(?<![\\$`A-Za-z0-9])\$(?=[^\s$`)])(?P<tex>(?:[^$`\n]|\n(?![ \t]*\n))+)(?<![\s\\(])\$(?![A-Za-z0-9$`])"
)
BARE_BLOCK = re.compile(r"^[ \t]*\$\$.*?(?:\$\$|\Z)|\$\$[^$\n]+\$\$", re.MULTILINE | re.DOTALL)
ESCAPED_FORMULA = re.compile(r"\\[(\[](?P<tex>(?:(?!\\[(\[])[^\n])*?)\\[)\]]")
BARE_TEX = re.compile(r"\\(?:begin|[dt]?frac|sqrt|mathcal|mathrm|text)\{|^[ \t>]*\\\[[ \t]*$", re.MULTILINE)
NEARLY_CLAIM = re.compile(r"(?:<|&lt;)\s?(?:[!！]\s?[-–—−]+|[-–—−]{2,})\s*[=＝](?![=＝])")
CLAIM_FORM = "값을 확인하는 계산식은 한 줄에 3.04<!--= 계산식 -->으로 적으세요"
NO_FORMULA = "수식은 $`…`$로 적습니다. 달러 기호만으로는 수식이 되지 않습니다"
OTHER_FORMULA = "수식은 $`…`$나 ```math 울타리로 적으세요. 이대로는 글로 보입니다"
NOT_EXECUTED = "실행되지 않는 예제입니다. ```pycon 울타리에 적으세요"
UNADDRESSED = "제목에 영문 주소가 없습니다. 끝에 {#short-name}을 붙이세요"
CONFLICT = "합치다 만 자리의 표시가 남아 있습니다. 한쪽을 고르고 표시를 지우세요"
MEANING = "그림을 볼 수 없는 사람이 들을 설명이 없습니다. ![설명](주소)로 적으세요"
BLOCKED = "페이지의 보안 정책이 막아 보이지 않습니다. 링크로 적으세요"

ROWS = tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))
TABLES = [[(re.compile(row["pattern"], re.MULTILINE), row["what"]) for row in ROWS[name]] for name in ("row", "text")]


def faults(name: str, text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the page of that name."""
    if left := list(leftovers(text)):
        yield from left
        return
    prose = markup.prose(text)
    stretches = [part for part in markup.stretches(markup.body(text)) if part.info is not None]
    kinds = (blocks.faults(text), _rows(prose), _claims(prose), _formulas(prose), _headings(prose))
    yield from chain(*kinds, _pictures(prose, name), _references(prose), *map(_fence, stretches), _repeated(text))


def leftovers(text: str) -> Iterator[Place]:
    """Yield the first line that a merge left behind, or that holds what is no letter."""
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f\ue000\ue001]", line):
            yield number, "글자가 아닌 것이 들어 있습니다. UTF-8로 저장했는지 보세요"
            return
        if re.match(r"(?:<{7}|>{7}|\|{7})(?: |$)", line):
            yield number, CONFLICT
            return


def _text(prose: str) -> str:
    """Return what of the prose is neither code nor a comment, nor the address of a link."""
    return ADDRESS.sub(lambda address: spaces(address.group()), markup.blank(prose))


def _rows(prose: str) -> Iterator[Place]:
    written = markup.blank(prose)
    unescaped = ESCAPED.sub("  ", _text(prose))
    for table, where in zip(TABLES, (written, unescaped), strict=True):
        seen: set[int] = set()
        for pattern, what in table:
            for found in pattern.finditer(where):
                line = line_at(prose, found.start())
                if line not in seen and found.lastgroup != "right":
                    yield line, what
                    seen.add(line)
    prompts = (number for number, line in enumerate(written.split("\n"), 1) if PROMPT.match(line))
    yield from ((number, NOT_EXECUTED) for number in prompts)
    quoted = next((n for n, line in enumerate(prose.split("\n"), 1) if QUOTED_FENCE.match(line)), 0)
    if quoted:
        yield quoted, "인용문 안에는 울타리를 둘 수 없습니다. 인용문 밖으로 옮기세요"


def _claims(prose: str) -> Iterator[Place]:
    """Yield what is nearly a claim, and would be published as a comment or as text."""
    for found in NEARLY_CLAIM.finditer(markup.blank(prose, ("code", "claim"))):
        yield line_at(prose, found.start()), CLAIM_FORM
    for kind, start, end in markup.spans(prose):
        span = prose[start:end]
        if kind == "claim" and not span.removeprefix("<!--=").removesuffix("-->").strip():
            yield line_at(prose, start), CLAIM_FORM
        elif kind == "code" and not span.startswith("``") and (markup.CLAIM.search(span) or NEARLY_CLAIM.search(span)):
            what = "백틱 안의 계산식은 확인되지 않습니다. 백틱 밖에 적으세요. 적는 법을 보이려면 백틱을 둘씩 쓰세요"
            yield line_at(prose, start), what
        elif kind == "comment" and re.search(r"\n[ \t]*\n", span) and prose[:start].rpartition("\n")[2].strip():
            yield line_at(prose, start), "빈 줄이 든 주석은 글로 보입니다. 줄의 처음에서 시작하세요"


def _formulas(prose: str) -> Iterator[Place]:
    written = _text(prose)
    wrong = [(found.start(), NO_FORMULA) for found in BARE_BLOCK.finditer(written)]
    wrong += [(found.start(), NO_FORMULA) for found in BARE_FORMULA.finditer(written) if _is_tex(found["tex"])]
    for found in ESCAPED_FORMULA.finditer(written):
        tex = found["tex"].strip()
        if SIGN.search(tex) if HANGUL.search(tex) else re.match(r"[A-Za-z](?!\w)|.*[\\^_={}<>+*/]", tex):
            wrong.append((found.start(), OTHER_FORMULA))
    wrong += [(found.start(), OTHER_FORMULA) for found in BARE_TEX.finditer(written)]
    yield from {line_at(written, place): what for place, what in reversed(wrong)}.items()
    for number, line in enumerate(written.split("\n"), 1):
        if "$`" in line or "`$" in line:
            yield number, "수식이 닫히지 않았습니다. $`와 `$가 짝을 이루는지 보세요"


def _is_tex(text: str) -> bool:
    """Return whether what stands between two dollar signs is a formula, and no money and no names of the shell."""
    if HANGUL.search(text) or " " in text:
        return bool(SIGN.search(text) or re.search(r"[+<>]", text) or re.fullmatch(r"[A-Za-z](?:,? [A-Za-z])*", text))
    return bool(re.search(r"[A-Za-z0-9\\]", text))


def _headings(prose: str) -> Iterator[Place]:
    for line, address in addresses.headings(prose):
        if not address:
            yield line, UNADDRESSED


def _pictures(prose: str, name: str) -> Iterator[Place]:
    drawn = set()
    for found in markup.find(markup.PICTURE, prose):
        drawn.add(found.match.start())
        wanted = posixpath.relpath(f"figures/{found['stem']}.svg", posixpath.dirname(name) or ".")
        if not markup.CLAIM.sub("", found["caption"]).strip():
            yield found.line, "그림 아래의 글이 없습니다. ![그림 아래의 글](주소)로 적으세요"
        if not found.alone and not found.linked:
            yield found.line, "그림은 한 줄에 혼자 적으세요. 문장 속에는 넣을 수 없습니다"
        if found.alone and found.crowded:
            yield found.line, "그림의 앞뒤에는 빈 줄이 있어야 합니다"
        if posixpath.normpath(found["target"]) != wanted:
            yield found.line, f"그림의 주소가 다릅니다. {wanted}로 고치세요"
    for found in markup.find(markup.IMAGE, prose):
        target = found["target"].strip("<>")
        if re.match(r"(?:https?:)?//", target):
            yield found.line, f"{BLOCKED}: {target}"
        elif re.search(r"figures/.*\.svg$", target) and found.match.start() not in drawn:
            yield found.line, "그림은 ![그림 아래의 글](주소)로만 적으세요"
        elif not found["label"].strip() and found.match.start() not in drawn:
            yield found.line, MEANING


def _references(prose: str) -> Iterator[Place]:
    """Yield footnotes and links whose other half is missing, which would show in their brackets."""
    written = markup.blank(prose)
    defined = {found[1].lower() for found in re.finditer(r"^[ \t>]*\[([^\]\n]+)\]:", written, re.MULTILINE)}
    for found in re.finditer(r"\[(\^[^\]\[\s]+)\](?!:)", written):
        if found[1].lower() not in defined:
            yield line_at(written, found.start()), f"뜻이 없는 각주입니다. [{found[1]}]: 글을 더하세요"
    for found in re.finditer(r"(?<![\w\]!\\])\[([^\]\[\n]*[^\W\d][^\]\[\n]*)\]\[([^\]\[\n]*)\]", written):
        if (found[2] or found[1]).lower() not in defined:
            yield line_at(written, found.start()), "주소가 없는 링크입니다. [글](주소)로 적으세요"


def _fence(stretch: Stretch) -> Iterator[Place]:
    info = stretch.info or ""
    inner = [line for line in stretch.lines[1:-1] if (found := markup.FENCE.match(line)) and found["info"]]
    if not stretch.closed:
        yield stretch.line, "울타리가 닫히지 않았습니다. 여는 것과 똑같은 표시로 닫으세요"
    elif inner and info != "md":
        what = "울타리가 닫히지 않은 채 다른 울타리가 열립니다. 앞의 울타리를 먼저 닫으세요"
        yield stretch.line, f"{what}: {inner[0].strip()}"
    elif info == "pycon":
        yield from _unread(stretch)
    elif info.startswith("mermaid") or re.match(r"\{[^.#\s]", info):
        yield stretch.line, f"그리거나 꾸미지 못하는 울타리입니다: {info}. 그림은 모듈로, 상자는 !!! note로 적으세요"
    elif info != "md":
        for number, line in enumerate(stretch.lines, stretch.line):
            if PROMPT.match(line):
                yield number, NOT_EXECUTED
            if markup.CLAIM.search(line) and info != "html":
                yield number, "울타리 안의 계산식은 확인되지 않습니다. 울타리 밖에 적으세요"


def _unread(stretch: Stretch) -> Iterator[Place]:
    """Yield the first line of an example that is neither executed nor compared: one before a prompt or after a gap."""
    compared = False
    for number, line in enumerate(stretch.body.split("\n"), stretch.line + 1):
        compared = bool(line.strip()) and (compared or line.lstrip().startswith(">>>"))
        if line.strip() and not compared:
            yield number, "예제에서 실행되지도 견주지도 않는 줄입니다. 출력 속의 빈 줄은 <BLANKLINE>으로 적으세요"
            return


def _repeated(text: str) -> Iterator[Place]:
    """Yield what may stand on a page only once: the address of a figure, a formula, a heading or anything else."""
    known: set[str] = set()
    for line, address, name in addresses.addresses(text):
        if address in known:
            yield line, f"이 페이지에 두 번 나옵니다. 하나만 남기세요: {name}"
        known.add(address)

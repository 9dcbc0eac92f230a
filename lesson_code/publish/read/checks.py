"""What is wrong with a page, as far as its own text tells: most kinds are rows of a table."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lesson_code.publish.faults import Place
from lesson_code.publish.read import addresses, blocks, fences, foreign, images, marks, markup, spans
from lesson_code.publish.read.spans import line_at

TABLE = tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))
WORDS = {name: "|".join(words.split()) for name, words in TABLE["words"].items()}
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]"
    "|(?<=[^\\W\\d])[\u200c\u200d\ufe0e\ufe0f\U000e0001-\U000e007f]"  # but in an emoji
)
NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)")  # the mark of a merge
HANGUL = re.compile("[가-힣]")
SIGN = re.compile(r"[\\^_={}]")  # of TeX
# $x$ and what else newcomers write: something directly within two dollar signs; $5, $HOME and A$AP are none
BARE_FORMULA = re.compile(
    r"(?<![\\$`A-Za-z0-9])\$(?=[^\s$`)])(?P<tex>(?:[^$`\n]|\n(?![ \t]*\n))+)(?<![\s\\(])\$(?![A-Za-z0-9$`])"
)
ESCAPED_FORMULA = re.compile(r"\\[(\[](?P<tex>(?:(?!\\[(\[])[^\n])*?)\\[)\]]")
COMMAND = re.compile(rf"(?<![\w:\\])\\(?:{WORDS['commands']})(?![A-Za-z])")  # of TeX, without a formula
MISWRITTEN = r"(?:<|&lt;)\s?(?:[!！]\s?[-–—−]+|[-–—−]{2,})\s*[:~]?[=＝](?![=＝])"  # 3<!-- = 1 + 2 -->
WITHOUT_SIGN = r"(?<=[\d%*])<!--\s*\w[^<\n가-힣]*-->"  # 3<!-- 1 + 2 -->
NEARLY_CLAIM = re.compile(f"{MISWRITTEN}|{WITHOUT_SIGN}")
MARKDOWN = (
    r"\*{1,2}\w|\]\(|(?<!\$)`[^`\n]+`(?!\$)"  # within a line
    r"|^#{1,6} |^[-*+] |^\d+\. |^\||[^\s>]\n[ \t]*\n[ \t]*[^\s<]"  # that begins a line, or parts paragraphs
)
RAW_HTML = re.compile(  # Markdown in an element that is none for Python-Markdown, which leaves it as it is
    rf"^<(?P<tag>{WORDS['blocks']})\b(?![^<>]*\bmarkdown\b)[^<>]*>(?:(?!</(?P=tag)>)[\s\S]){{0,2000}}?(?:{MARKDOWN})",
    re.MULTILINE,
)
CLAIM_FORM = "값을 확인하는 계산식은 한 줄에 3.04<!--= 계산식 -->으로 적으세요. 메모라면 수와 띄어 적으세요"
NO_FORMULA = "수식은 $`…`$로 적습니다. 달러 기호만으로는 수식이 되지 않습니다"
OTHER_FORMULA = "수식은 $`…`$나 ```math 코드 블록으로 적으세요. 이대로는 글로 보입니다"
ROWS = [
    (row.get("only", ""), "letters" in row, re.compile(pattern, re.MULTILINE), row["what"])
    for row in TABLE["row"]
    for pattern in [re.sub(r"\(\?&(\w+)\)", lambda name: f"(?:{WORDS[name[1]]})", row["pattern"])]
]


def faults(name: str, text: str) -> Iterator[Place]:
    """Yield line and message of what is wrong with the page of that name."""
    prose = markup.prose(text)
    kinds = (blocks.faults(text), fences.faults(text), images.faults(prose, name))
    found = [*chain(*kinds, rows(spans.blank(prose), "pages"), _claims(prose), _formulas(prose), _in_html(prose))]
    unaddressed = "제목에 영문 주소가 없습니다. 끝에 {#short-name}을 붙이세요"
    found += [(line, unaddressed) for line, address in addresses.headings(prose) if not address]
    known = {line for line, _ in found}
    commands = COMMAND.finditer(markup.unescaped(markup.without_addresses(spans.blank(prose))))
    late = chain(marks.faults(prose), ((line_at(prose, found.start()), OTHER_FORMULA) for found in commands))
    yield from chain(found, ((line, what) for line, what in late if line not in known))


def leftovers(text: str) -> Iterator[Place]:
    """Yield the first line that a merge left behind, or that holds what is no letter or cannot be seen."""
    for number, line in enumerate(text.split("\n"), 1):
        if what := _left_over(line):
            yield number, what
            return


def _left_over(line: str) -> str:
    if unseen := UNSEEN.search(line):
        return f"보이지 않는 글자가 들어 있습니다. 지우세요: U+{ord(unseen[0]):04X}"
    if NO_LETTER.search(line):
        return "글자가 아닌 것이 들어 있습니다. UTF-8로 저장했는지 보세요"
    if CONFLICT.match(line):
        return "합치다 만 자리의 표시가 남아 있습니다. 한쪽을 고르고 표시를 지우세요"
    return ""


def rows(written: str, where: str) -> Iterator[Place]:
    """Yield what the table and the policy say of prose without its code; the first of what they say of a line."""
    told: dict[int, str] = {}
    for line, piece in foreign.pieces(written):
        told.setdefault(line, f"{foreign.BLOCKED}: {piece}")
    letters = markup.unescaped(markup.without_addresses(written))
    for only, of_letters, pattern, what in ROWS:
        if only in ("", where):
            text = letters if of_letters else written
            for found in pattern.finditer(text):
                told.setdefault(line_at(text, found.start()), what)
    yield from told.items()


def _in_html(prose: str) -> Iterator[Place]:
    written = spans.blank(prose, ("comment", "claim"))
    what = "HTML 안의 마크다운은 그대로 보이고 문단은 이어집니다. <div markdown>처럼 여는 태그마다 markdown을 적으세요"
    yield from ((line_at(written, found.start()), what) for found in RAW_HTML.finditer(written))


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
        if kind == "code" and prose[start - 2 : start] == "$ " and prose.startswith(" $", end):
            wrong.setdefault(line_at(prose, start), NO_FORMULA)
    yield from wrong.items()


def _is_tex(text: str) -> bool:
    """Return whether what stands between two dollar signs is a formula, and no money and no names of the shell."""
    if HANGUL.search(text) or " " in text:
        return bool(SIGN.search(text) or re.search(r"[+<>]", text) or re.fullmatch(r"[A-Za-z](?:,? [A-Za-z])*", text))
    return bool(re.search(r"[A-Za-z0-9\\]", text))

"""Set what a page says beside what executing it gave."""

import doctest
import html
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from lesson_code.publish.execute.job import Job, Outcome, pieces
from lesson_code.publish.faults import Fault
from lesson_code.publish.read import page as pages
from lesson_code.publish.read.images import unheard
from lesson_code.publish.read.page import Claim, Example, Page

SPACE = "[ \u00a0\u2009\u202f]"
TIMES = r"(?:[×*·⋅]|\\times|\\cdot)"
SEPARATOR = r"(?:[.,，．'’_/:]|\{[.,]\}|\\[,;:! ])"  # stands within a number: 9,819 or 9{,}819
# what, before a value (at \0), belongs to the same number: digits, a sign, the base of an exponent, 3만, 3분의
BEGUN = re.compile(
    rf"\d(?:{SEPARATOR}|[eE][+\-−]?|\s?[십백천만억조]\s?|\s?분의\s?)?\0|\d{SPACE}\0\d{{3}}(?!\d)|\d\s*{TIMES}\s*\0(?=10[⁰-⁹⁻¹²³^])"
    r"|(?<![\w)\]])\.\0|[-‐‑−﹣－]\0|(?<!\d)[‒–—]\0|(?:마이너스|영하) ?\0|\^\{?\0|(?<!\w)0[xXbBoO][0-9a-fA-F_]*\0"
    r"|(?:√|\\sqrt ?)\{?\0"
)
# a minus sign of its own: of no difference (η − 0.5, 손실 − 0.5) and no item of a list
APART = re.compile(r"(?:^\s*−|(?:[=(\[,:;≈≤≥~|*“‘]|\S\s*[<>]|[.!?]\s|[은는를을]|에서|으로|이?면|\$`)\s*[-−])\s+$")
# what does behind one
CONTINUED = re.compile(rf"\d|{SEPARATOR}\d|{SPACE}\d{{3}}(?!\d)|[eE][+\-−]?\d|\s?{TIMES}\s*10|\s?분의\s?\d|[⁰-⁹⁻¹²³^]")
EMPHASIS = "`*$"
IN_A_WORD = re.compile(r"</?(?:b|big|em|font|i|mark|small|span|strong|sub|sup|u)(?=[\s>])[^<>]*>")  # separate no digits
MINUS = {ord("−"): "-"}  # a minus sign proves a hyphen, and the other way round
LONGEST = 200  # letters of a text that a message repeats
STOPPED = "예제가 멈췄습니다"
UNWRITABLE = "페이지에 적을 수 없는 출력입니다. 예제를 고치거나 print(repr(…))로 출력하세요"
OUTPUT = "예제의 출력이 다릅니다. 본문을 고치거나 make accept로 받아 적으세요"
CLOSE_UP = ". 계산식은 값의 바로 뒤에 빈칸 없이 붙이고, 단위와 따옴표는 계산식 뒤에 적으세요"
WHOLE = ". 앞뒤에 이어진 부호와 숫자까지 한 값으로 읽힙니다. 그 전체를 식이 내놓게 하세요"
RANGE = ". 숫자 뒤의 -는 빼기로 읽힙니다. 범위라면 1–2나 1~2처럼 적으세요"
VALUE = "본문의 값이 다릅니다. 값이나 식을 고치거나 make accept로 받아 적으세요"
ROUND = '본문의 값이 다릅니다. 식에서 자릿수를 정하세요. 예: f"{{{}:.2f}}", 퍼센트라면 f"{{100 * …:.1f}}"'
# an address in memory, a temporary file of the kernel or of the cell, a file of the book on this machine
FLEETING = re.compile(r"\bat 0x[0-9a-f]{6,}|0x[0-9a-f]{9,}|ipykernel_|/lesson_code/\S*\.py|/tmp[a-z0-9_]{8}\b")
SHOWN = "---\ndescription: a\n---\n# a {{#a}}\n\n```pycon\n>>> 0\n{}\n```\n"  # a page with an output
TRACEBACK = "Traceback (most recent call last):"


def differences(pages: Iterable[Page], outcomes: Mapping[Job, Outcome]) -> Iterator[Fault]:
    """Yield a fault for each output and each value that was not computed, and each description that says nothing."""
    for job, outcome in outcomes.items():
        if job.kind == "picture" and outcome.value and (what := unheard(outcome.value["alt"])):
            yield Fault(job.path, outcome.value["described"], f"describe()의 {what}")
    for page in pages:
        claims = iter(page.all(Claim))
        for job in pieces(page):
            value = outcomes[job].value
            yield from _outputs(job, value) if job.kind == "example" else _value(job, next(claims), value)


def _outputs(job: Job, printed: list[str]) -> Iterator[Fault]:
    for statement, text in zip(doctest.DocTestParser().get_examples(job.text), printed, strict=True):
        if text.startswith(TRACEBACK) and not statement.want.startswith(TRACEBACK):
            what = f"{STOPPED}. 코드를 고치세요. 보여 줄 오류라면 Traceback부터 출력에 적으세요"
            yield Fault(job.path, job.line + statement.lineno, f"{what}: {text.splitlines()[-1]}")
            return  # what comes after it fails for the same reason
        if FLEETING.search(text):
            what = "예제의 출력에 실행할 때마다 달라지는 값이 있습니다. 출력하지 않게 고치세요"
            yield Fault(job.path, job.line + statement.lineno, f"{what}: {_short(text)}")
        elif output(statement.want) != text:
            said, got = statement.want.removesuffix("\n"), written(text).removesuffix("\n")
            what = f"{OUTPUT}. 본문: {_short(said) or '(없음)'} / 실행: {_short(got) or '(없음)'}"
            if not writable(text):
                what = f"{UNWRITABLE}: {_short(repr(text))}"
            yield Fault(job.path, job.line + statement.lineno, what + _place(said, got))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…({len(text):,}글자)"


def _place(said: str, got: str) -> str:
    """Return where two texts that look the same differ, letter by letter; "" where they do not look the same."""
    if _look(said) != _look(got):
        return ""
    place = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(said, got, strict=False))))
    differ = f"{said[place : place + 8]!a} / {got[place : place + 8]!a}"
    return f". {place + 1}번째 글자부터 다릅니다: {differ}"


def _look(text: str) -> str:
    return re.sub(r"[-‐-―−]", "-", "".join(unicodedata.normalize("NFKC", text).split()))


def _value(job: Job, claim: Claim, value: str) -> Iterator[Fault]:
    if not proves(value, claim.shown, claim.follows):
        shown = claim.shown.rstrip(EMPHASIS)[-20:] + claim.follows[:8]
        whole = bool(value.strip()) and claim.shown.rstrip(EMPHASIS).translate(MINUS).endswith(value.translate(MINUS))
        apart = WHOLE if whole else CLOSE_UP if value.strip() and value in claim.shown[-20:] + claim.follows[:8] else ""
        if re.search(rf"\d[-‐‑−﹣－]{re.escape(value)}$", claim.shown.rstrip(EMPHASIS)):
            apart = RANGE
        if value.isdigit() and len(value) > 3 and re.search(rf"(?<!\d){int(value):,}$", claim.shown.rstrip(EMPHASIS)):
            apart = f'. 쉼표를 넣으려면 f"{{{claim.expression}:,}}"로 적으세요'
        what = ROUND.format(claim.expression) if unrounded(claim, value) else VALUE
        yield Fault(job.path, job.line, f"{what}. 본문: …{shown} / 계산: {_short(value)}{apart}")


def unrounded(claim: Claim, value: str) -> bool:
    """Return whether a value has more digits than a text would have, since its claim says nothing of them."""
    return bool(re.fullmatch(r"-?\d+\.\d{6,}(?:e-?\d+)?", value)) and not re.search("[\"']", claim.expression)


def proves(value: str, before: str, after: str) -> bool:
    """Return whether the value is the whole of what stands before a claim: all of a number, all of a word.

    A unit stands behind the claim: 50<!--= 50 -->%.
    """
    value, shown = value.translate(MINUS), before.rstrip(EMPHASIS).translate(MINUS)
    if not value.strip() or not shown.endswith(value):
        return False
    rest, after = _read(shown.removesuffix(value)).rstrip(EMPHASIS), _read(after).lstrip(EMPHASIS)
    if value[0].isdigit() or value[0] == ".":
        begun = bool(
            BEGUN.search(f"{rest}\0{value}") or APART.search(_read(before).rstrip(EMPHASIS).removesuffix(value))
        )
    elif value[0] == "-":  # of a range or a difference
        begun = rest[-1:].isdigit()
    else:
        begun = value[0].isalpha() and (rest[-1:].isalpha() or (value in ("inf", "nan") and rest[-1:] == "-"))
    return not begun and not (value[-1].isdigit() and CONTINUED.match(after))


def _read(prose: str) -> str:
    """Return prose as its reader sees its letters."""
    return html.unescape(IN_A_WORD.sub("", prose))


def output(shown: str, blank: str = " ", tab: str = "\t") -> str:
    """Return what an example prints, where a page writes what could not be seen in words."""
    lines = ["" if line.strip() == "<BLANKLINE>" else line for line in shown.split("\n")]
    seen = re.sub("(?:<SPACE>)+$", lambda end: blank * end[0].count("<"), "\n".join(lines), flags=re.MULTILINE)
    return seen.replace("<TAB>", tab)


def written(output: str) -> str:
    """Return how a page writes what an example prints."""
    lines = [re.sub(" +$", lambda end: "<SPACE>" * len(end[0]), line) for line in output.split("\n")]
    return "\n".join([line or "<BLANKLINE>" for line in lines[:-1]] + lines[-1:]).replace("\t", "<TAB>")


def writable(printed: str) -> bool:
    """Return whether a page that shows an output would be read as showing it, and shows it the next time, too."""
    text = io.StringIO(SHOWN.format(written(printed)), newline=None).read()  # as a file is read
    page = pages.read("a.md", "a.md", unicodedata.normalize("NFC", text))
    try:
        statements = [each for item in page.all(Example) for each in doctest.DocTestParser().get_examples(item.text)]
    except ValueError:  # a line of it looks like a prompt
        return False
    return not page.faults and not FLEETING.search(printed) and [output(each.want) for each in statements] == [printed]

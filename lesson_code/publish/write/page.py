"""The last touches on HTML: policy, versions, small mends of the theme."""

import base64
import hashlib
import html
import itertools
import re
from collections.abc import Mapping

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.write.formulas import PLACEHOLDER

CODE_BLOCK = re.compile(
    r'(?P<head><div class="(?![^"]*\bno-copy\b)[^"]*\bhighlight"><pre><span></span>)<span><code>(?P<code>.*?)</code>',
    re.DOTALL,
)
PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
TAGS = re.compile(r"<[^>]*>")
HELD = re.compile(  # a particle and what it belongs to, between which a browser would break the line
    r"(?=[^\w\s])(?:"  # most letters are none of all this
    r"<(?P<skipped>head|pre|script|style|svg)\b.*?</(?P=skipped)>"
    r'|(?P<formula>\(?<span data-formula="\w+"[^>]*>[^<]{1,26}</span>[)가-힣][^\s<]*)'  # a longer one fits no phone
    rf"|{PLACEHOLDER.pattern}"  # any other stays as it is, or it is not found
    r"|(?P<long><code>[^<]{27,}</code>)(?P<stuck>(?=[가-힣]))?"
    r"|(?P<end>[^\w\s<>]</(?:a|b|code|em|strong)>)(?=[가-힣])"
    r"|<[^>]*>"
    r"|(?P<sign>(?:&#?\w+;|[^\w\s<>&;(\[「『“‘])[가-힣]+))",
    re.DOTALL,
)
WORD_JOINER = "&#8288;"
# what begins with letters that a page has by thousands would take most of its time: a page is searched for ="
ADDRESS = re.compile(r'(?P<before>="(?:(?<=\bhref=")|(?<=\bsrc="))(?:[^"]*/)?(?P<name>[^"/]+\.(?:css|js)))"')
FROM_ROOT = re.compile(r'(\b(?:href|src|action)=|"(?:base|search)": |new URL\()"/(?!/)')
REFERENCE_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*assets/_mkdocstrings\.css">\s*')
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/)[^>]*>(.*?)</script>", re.DOTALL)
MENDS = (  # of what the theme and the extensions make: what is exchanged, and for what
    (re.compile(r'<link rel="(?:prev|next)"[^>]*>\s*'), ""),  # Firefox fetches it, which our policy forbids
    (re.compile(' data-md-component="source"'), ""),  # the theme asks GitHub for numbers of it, which it forbids, too
    # what screen readers announce of the box before a task
    (re.compile('<input type="checkbox" disabled checked'), r'\g<0> aria-label="한 일"'),
    (re.compile('<input type="checkbox" disabled(?! checked)'), r'\g<0> aria-label="할 일"'),
    # names, spaces and signs, which need no colour: a phone would have to lay out the elements around them
    (re.compile(r'<span class="[nwop]">([^<]*)</span>'), r"\1"),
    # the theme puts tables into boxes when the page is read; all that stands beside one would be styled anew
    (re.compile(r"<table>.*?</table>", re.DOTALL), r"<div class=table-box>\g<0></div>"),
    # the theme looks for code that is a child of its block, and lays out every closed fold that has it to see its width
    (re.compile(r"(<pre><span></span>)(<code>.*?</code>)", re.DOTALL), r"\1<span>\2</span>"),
)
COPY = '<button class="md-code__button" aria-label="클립보드로 복사" data-clipboard-target="#{}" data-md-type="copy">'
COPY_EXAMPLE = '<button class="run-copy" data-clipboard-text="{}">코드만 복사'
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


def changed(literal: str, file: str) -> BookError:
    """Return what says that the theme no longer has a literal, on which a file of this folder relies."""
    what = f"테마가 달라졌습니다. mkdocs-material의 버전을 되돌리거나 write/{file}를 고치세요: {literal}"
    return BookError([Fault("mkdocs.yml", 1, what)])


def exchanged(page_html: str, literal: str, instead: str, file: str = "page.py") -> str:
    """Return the page with a literal of the theme exchanged once. Raises BookError where the theme has another."""
    if literal not in page_html:
        raise changed(literal, file)
    return page_html.replace(literal, instead, 1)


def mended(page_html: str) -> str:
    """Return the page with the MENDS, a name for its search, and a reference's style sheet only where it has one."""
    if 'class="doc ' not in page_html:
        page_html = REFERENCE_STYLE.sub("", page_html)
    for pattern, instead in MENDS:
        page_html = pattern.sub(instead, page_html)
    return name_search(page_html)


def copyable(page_html: str) -> str:
    """Return the page with a button for the theme's clipboard on each code block that is not marked ``no-copy``.

    The theme would put the same there itself, but measures the page anew after each, which holds up a phone. Of an
    example what can be run is copied; each of its lines is an element, so that one that wraps can be indented.
    """
    numbers = itertools.count(1)

    def add(block: re.Match[str]) -> str:
        name, code = f"code-{next(numbers)}", block["code"]
        button = COPY.format(name)
        if "language-pycon" in block["head"]:
            lines = html.unescape(TAGS.sub("", code)).splitlines()
            source = "\n".join(line[4:] for line in lines if PROMPT.match(line))
            button = COPY_EXAMPLE.format(html.escape(source))
            code = "".join(f"<span class=line>{line}</span>" for line in code.splitlines(keepends=True))
        place = f'<span class="md-code__nav">{button}</button></span>'
        return f'{block["head"]}{place}<span><code id="{name}">{code}</code>'

    return CODE_BLOCK.sub(add, page_html)


def hold(page_html: str) -> str:
    """Return the page with no particle that could begin a line after a formula, a sign or code."""

    def tie(found: re.Match[str]) -> str:
        if found["long"]:
            return re.sub(r"(?<=[^<][/.])(?=\w)", "<wbr>", found["long"]) + WORD_JOINER * (found["stuck"] is not None)
        if found["end"]:
            return found["end"] + WORD_JOINER
        together = found["formula"] or found["sign"]
        return f"<span class=held>{together}</span>" if together else found.group()

    return HELD.sub(tie, page_html)


def integrity(data: bytes) -> str:
    """Return what a browser compares with what it has got."""
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def secure(page_html: str) -> str:
    """Return the page with a Content-Security-Policy that allows this site alone and the inline scripts it has."""
    hashes = {f"'{integrity(script.encode())}'": None for script in INLINE_SCRIPT.findall(page_html)}
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hashes=" ".join(hashes))}">'
    return exchanged(page_html, '<meta charset="utf-8">', f'<meta charset="utf-8">\n      {meta}')


def version(page_html: str, versions: Mapping[str, str]) -> str:
    """Return the page with a digest behind the address of each file that keeps its name when it changes.

    A page that is new then never meets a style sheet or script that a browser kept from before.
    """

    def versioned(address: re.Match[str]) -> str:
        digest = versions.get(address["name"])
        return f'{address["before"]}?v={digest}"' if digest else address.group()

    return ADDRESS.sub(versioned, page_html)


def beside_itself(page_html: str) -> str:
    """Return the page with addresses that count from its own folder, not from the server's root."""
    return FROM_ROOT.sub(r'\1"./', page_html)


def name_search(page_html: str) -> str:
    """Return the page with a name for the theme's search dialog, which screen readers announce."""
    dialog = 'data-md-component="search" role="dialog"'
    return exchanged(page_html, dialog, f'{dialog} aria-label="검색"')

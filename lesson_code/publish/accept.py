"""Write what was computed in the place of what the pages say: ``make accept``."""

import difflib
import doctest
import functools
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lesson_code.publish.book import Book, settings
from lesson_code.publish.cache import Cache, write_atomically
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.job import Job, Outcome, pieces
from lesson_code.publish.execute.proof import EMPHASIS, OUTPUT, STOPPED, differences, unrounded, writable, written
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read import markup, spans
from lesson_code.publish.read.manuscript import read
from lesson_code.publish.read.page import Claim, Example, Page

NUMBER = re.compile(r"(?:(?<![\w)\]])[-−]|(?<![-−.,\d]))(?:\d[\d,]*)?\.?\d+(?:[eE][+−-]?\d+)?%?")


def accept(book: Book) -> int:
    """Write the computed values into the pages, show what that changed, and return how many they were.

    Raises BookError, when all others are written, with the values that could not be computed or not be put in place.
    """
    manuscript = read(book)
    if manuscript.faults:
        raise BookError(manuscript.faults)
    start = functools.partial(pool.processes, count=settings(os.environ).jobs)
    jobs = [job for page in manuscript.pages.values() for job in dict.fromkeys(pieces(page))]
    found = pool.outcomes(jobs, Cache(book.cache, book.roots), start, lambda line: None)
    faults = [fault for outcome in found.values() for fault in outcome.faults]
    outcomes = {job: outcome for job, outcome in found.items() if not outcome.faults}
    written = 0
    for name, page in manuscript.pages.items():
        text, count, left = _accepted(page, outcomes)
        faults += left
        if text != page.text:
            difference = difflib.unified_diff(
                page.text.splitlines(), text.splitlines(), page.path, page.path, lineterm="", n=1
            )
            try:
                _write(book.docs / name, text)
            except OSError as error:
                what = f"페이지를 쓸 수 없습니다. 파일의 권한과 디스크의 남은 공간을 확인하세요: {error.strerror}"
                faults.append(Fault(page.path, 1, what))
                continue
            print("\n".join(difference))
        written += count
    print(f"값과 출력 {written}개를 고쳐 적었습니다", flush=True)
    if faults:
        raise BookError(faults)
    return written


def _accepted(page: Page, outcomes: Mapping[Job, Outcome]) -> tuple[str, int, list[Fault]]:
    """Return the page's text with what was computed, how much of it is new, and what could not be put in place."""
    lines, count, left = page.text.split("\n"), 0, list[Fault]()
    proved = [item for item in page.items if isinstance(item, Example | Claim)]
    for number, item in reversed(list(enumerate(proved))):  # from the end, so that the places before stay
        alone = replace(page, items=(item,))
        before = sum(other.line == item.line for other in proved[:number])
        job = next(pieces(alone))
        if job not in outcomes:
            continue
        faults, value = list(differences([alone], outcomes)), outcomes[job].value
        if isinstance(item, Example) and faults and not any(fault.what.startswith(STOPPED) for fault in faults):
            _put_outputs(lines, item, value)
            lost = [fault for fault in faults if not fault.what.startswith(OUTPUT)]
            count += len(faults) - len(lost)
            left += lost
        elif faults and isinstance(item, Claim) and _put_value(lines, item, before, value):
            count += 1
        else:
            left += faults
    return "\n".join(lines), count, left


def _put_outputs(lines: list[str], example: Example, printed: list[str]) -> None:
    """Write what each statement printed below it, where a page can show that."""
    statements = doctest.DocTestParser().get_examples(example.text)
    both = [(statement, text) for statement, text in zip(statements, printed, strict=True) if writable(text)]
    for statement, output in reversed(both):
        first = example.line - 1 + statement.lineno
        indent = lines[first][: lines[first].index(">>>")]
        after = first + statement.source.count("\n")
        shown = [indent + line for line in written(output).split("\n")[:-1]]
        lines[after : after + statement.want.count("\n")] = shown


def _put_value(lines: list[str], claim: Claim, before: int, value: str) -> bool:
    """Write a value before its claim, which has ``before`` others on its line; return whether a number stood there."""
    claims = list(markup.find(spans.CLAIM, lines[claim.line - 1]))
    if before >= len(claims) or not NUMBER.fullmatch(value) or unrounded(claim, value):
        return False
    shown = claims[before].before.rstrip(EMPHASIS)
    said = re.search(f"(?:{NUMBER.pattern})$", shown)
    if not said:
        return False
    sign = said[0][:1]
    if sign in "-−" and value[0] in "-−":  # both prove the value
        value = sign + value[1:]
    lines[claim.line - 1] = shown[: said.start()] + value + lines[claim.line - 1][len(shown) :]
    return True


def _write(path: Path, text: str) -> None:
    """Write a page with the ends of lines, and the mark at its head, that it had; all of it or nothing."""
    path = path.resolve()
    old, mode = path.read_bytes(), path.stat().st_mode
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    with path.open("r+b"):  # a page that must not be written is not replaced either
        write_atomically(path, mark + text.replace("\n", "\r\n" if b"\r\n" in old else "\n").encode())
    path.chmod(mode)

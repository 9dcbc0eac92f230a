"""Set what a page says beside what executing it gave."""

import doctest
import re
from collections.abc import Iterable, Iterator, Mapping

from lesson_code.publish.execute.job import Job, Outcome, pieces
from lesson_code.publish.faults import Fault
from lesson_code.publish.read.page import Claim, Page


def differences(pages: Iterable[Page], outcomes: Mapping[Job, Outcome]) -> Iterator[Fault]:
    """Yield a fault for each output of an example and each value of the prose that is not what was computed."""
    for page in pages:
        claims = iter(page.all(Claim))
        for job in pieces(page):
            value = outcomes[job].value
            yield from _outputs(job, value) if job.kind == "example" else _value(job, next(claims).shown, value)


def _outputs(job: Job, printed: list[str]) -> Iterator[Fault]:
    for statement, output in zip(doctest.DocTestParser().get_examples(job.text), printed, strict=True):
        if output != statement.want:
            said, got = statement.want.strip() or "(없음)", output.strip() or "(없음)"
            what = f"예제의 출력이 다릅니다. 본문: {said} / 실행: {got}"
            yield Fault(job.path, job.line + statement.lineno, what)


def _value(job: Job, shown: str, value: str) -> Iterator[Fault]:
    if not re.search(rf"(?<![\d.,−-]){re.escape(value)}$", shown):
        yield Fault(job.path, job.line, f"본문의 값이 다릅니다. 본문: …{shown[-20:]} / 계산: {value}")

"""Questions that a reader answers by choosing: the answer has to be one of the choices."""

import re
from collections.abc import Iterator

from lesson_code.publish.faults import Place
from lesson_code.publish.read import spans

BOX = re.compile(r"^(?P<indent> *)!!! question.*\n(?P<body>(?:(?:(?P=indent) {4}.*|[ \t]*)(?:\n|\Z))+)", re.MULTILINE)
ANSWER = re.compile(r"^ *\?\?\?\+? success.*$", re.MULTILINE)
CHOICE = re.compile(r"(?:[-*+]|\d+\.) +(?P<text>.+)")
BOLD = re.compile(r"\*\*(?P<text>.+?)\*\*(?!\*)", re.DOTALL)
NO_CHOICE = "답에서 처음 굵게 쓴 말이 보기 하나와 글자까지 같아야 합니다. 고르는 물음이 아니라면 ??? note로 적으세요"


def faults(prose: str) -> Iterator[Place]:
    """Yield the line of each question whose answer is none of its choices; one without choices only unfolds."""
    for box in BOX.finditer(prose):
        question, *answer = ANSWER.split(box["body"], maxsplit=1)
        choices = _choices(question, len(box["indent"]) + 4)
        if answer and len(set(choices)) < len(choices):
            yield spans.line_at(prose, box.start()), "같은 보기가 둘입니다. 하나를 고치거나 지우세요"
        if choices and answer:
            bold = BOLD.search(spans.blank(answer[0], ("comment", "claim"), "\0"))
            said = _letters(bold["text"]) if bold else "(굵은 말 없음)"
            if said not in choices:
                yield spans.line_at(prose, box.start()), f"{NO_CHOICE}: {said}"


def _choices(question: str, indent: int) -> list[str]:
    """Return the items of the list that ends a text whose lines have that indentation."""
    choices: list[str] = []
    for line in question.rstrip().split("\n"):
        text = line[indent:]
        if item := CHOICE.match(text):
            choices.append(item["text"])
        elif choices and text[:1] == " ":
            choices[-1] += f" {text}"
        elif text:
            choices = []
    return [_letters(choice) for choice in choices]


def _letters(text: str) -> str:
    """Return a text as the page compares it: without emphasis, claims and double blanks."""
    return " ".join(spans.CLAIM.sub("", text).replace("\0", "").replace("*", "").split())

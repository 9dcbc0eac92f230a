"""Which lines that stand together are a list, or were meant to be one."""

import re
from collections.abc import Sequence

RULE = re.compile(r"(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$")
ITEM = re.compile(rf"(?!{RULE.pattern})(?:[-*+]|\d+\.) +\S")
OTHER_ITEM = re.compile(  # the first of no list
    r"(?P<mark>[1aA가ㄱ]\)|\([1a가]\)|[①❶ⓐ㉠㉮]|[aA가ㄱiI]\. |1\.(?=[가-힣])|-(?=[가-힣])"
    r"|Ⅰ\.|[•·∙ㆍ‧▪◦‣●○■□◆◇▶▷→※★☆ㅇ–－✅✔✓☑❌])\ufe0f? *\S"
)
# of the mark, what the next item has
SECOND = str.maketrans("1aA가ㄱ①❶ⓐ㉠㉮Ⅰ", "2bB나ㄴ②❷ⓑ㉡㉯Ⅱ") | str.maketrans({"i": "ii", "I": "II"})
IN_FENCE = "``"  # what stands for each line of a fence but its first


def is_other_list(lines: Sequence[str]) -> bool:
    """Return whether lines that stand together were meant to be a list by signs that make none."""
    first = OTHER_ITEM.match(lines[0])
    second = first["mark"].translate(SECOND) if first else ""
    return bool(second) and any(text.startswith(second) for text in lines[1:])


def is_meant(lines: Sequence[str], items: Sequence[int]) -> bool:
    """Return whether lines in a text are a list, and no dates, verses or ends of sentences."""
    marks = [lines[number].split()[0] for number in items]
    above = lines[items[0] - 1]
    if above == IN_FENCE:
        return True
    announced = above.endswith((":", "："))
    if marks[0][0].isdigit():
        return marks[0] == "1." and (announced or marks[1:2] in (["1."], ["2."]))
    return announced or marks.count(marks[0]) > 1

"""List every strong word of the book with what proves it; words.toml holds the proofs. A word without one is told."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
STRONG = re.compile(
    r"절대로|절대 |언제나|항상|반드시|결코|모든(?=[\s*])|발산|수렴|멈[추춥춘췄춤출]|(?<!잘)못"
    r"|(?:때|에|에서|출발점|스텝)만(?=[ .,])"
)
NO_PROSE = re.compile(r"^[ \t]*```.*?^[ \t]*```|<!--.*?-->", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(?!#).*", re.MULTILINE)  # of a notebook
SENTENCE = re.compile(r"[^.?!|\n]+")
UNPROVED = "증명이 없습니다. 말을 약하게 고치거나 benchmarks/words.toml에 증명을 적으세요"
# what the page itself or samples.toml shows, and what claims nothing
NO_CLAIM = ("예제", "표본", "정의", "물음", "조건", "권고", "인용", "부정")


class Word(NamedTuple):
    """A strong word of a page, its sentence and what proves it, "" where nothing does."""

    place: str
    sentence: str
    proof: str


def proofs() -> dict[str, str]:
    """Return what stands around a strong word -> the test that proves it, or why it needs none."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def words() -> Iterator[Word]:
    """Yield every strong word of the pages and notebooks."""
    known = proofs()
    for path in (*sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "lesson_code" / "practice").glob("*.py"))):
        hidden = CODE if path.suffix == ".py" else NO_PROSE
        text = hidden.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), path.read_text(encoding="utf-8"))
        for word in STRONG.finditer(text):
            proof = next((known[around] for around in known if covers(around, text, word)), "")
            sentence = next(
                found[0] for found in SENTENCE.finditer(text) if found.start() <= word.start() < found.end()
            )
            place = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, word.start()) + 1}"
            yield Word(place, sentence.strip(), proof)


def covers(around: str, text: str, word: re.Match[str]) -> bool:
    """Return whether the word stands there in the midst of what the table says."""
    return any(
        text.startswith(around, word.start() - before.start())
        for before in re.finditer(re.escape(word[0]), around)
        if word.start() >= before.start()
    )


def main() -> int:
    """Print them; return 1 where a word has no proof."""
    found = list(words())
    for word in found:
        print(f"{word.place}: {word.proof or UNPROVED}: {word.sentence}")
    return int(not all(word.proof for word in found))


if __name__ == "__main__":
    sys.exit(main())

"""Tell every strong word of the book that nothing proves; words.toml holds the proofs. With --all, list the others too.

What claims nothing needs none: code, headings, the texts of links, and what is asked.
"""

import json
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
ASKED = (
    r"^!!! question.*?(?=^ {4}\?\?\?|^\S|\Z)|^\*\*\d+\.\*\*[^\n]*|[^.?!|\n]*\?"  # a box up to its answer; a question
)
NO_CLAIM_HERE = rf"(?<!!)\[[^\]\n]*\](?=\()|{ASKED}"
NO_PROSE = re.compile(
    rf"^[ \t]*```.*?^[ \t]*```|<!--.*?-->|`[^`\n]*`|^#+ [^\n]*|{NO_CLAIM_HERE}", re.MULTILINE | re.DOTALL
)
CODE = re.compile(rf"^(?!# )[^\n]*|`[^`\n]*`|^# #+ [^\n]*|{NO_CLAIM_HERE}", re.MULTILINE | re.DOTALL)  # of a notebook
SENTENCE = re.compile(r"[^.?!|\n]+")
BEFORE, AFTER = re.compile(r"(?:[^\s.?!|]+ )?[^\s.?!|]*\Z"), re.compile(r"[^\s.?!|]*(?: [^\s.?!|]+)?")
# what the page itself or samples.toml shows, and what claims nothing
NO_CLAIM = ("예제", "표본", "정의", "물음", "조건", "권고", "인용", "부정")


class Word(NamedTuple):
    """A strong word of a page with its sentence, and what of words.toml stands around it and proves it, or ""."""

    place: str
    word: str
    sentence: str
    around: str
    proof: str

    def told(self) -> str:
        """Return what to do, where nothing proves it."""
        row = f'{quoted(self.around)} = "증명하는 테스트의 이름"'
        what = f"증명이 없습니다. 말을 약하게 고치거나 benchmarks/words.toml에 {row}이라고 적으세요"
        return f"{self.place}: ‘{self.word}’: {what}: {self.sentence}"


def proofs() -> dict[str, str]:
    """Return what stands around a strong word -> the test that proves it, or why it needs none."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def quoted(around: str) -> str:
    """Return it as the table has it."""
    return json.dumps(around, ensure_ascii=False)


def words() -> Iterator[Word]:
    """Yield every strong word of the pages and notebooks."""
    for path in (*sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "lesson_code" / "practice").glob("*.py"))):
        text = path.read_text(encoding="utf-8")
        yield from words_of(path.relative_to(ROOT).as_posix(), text, proofs())


def words_of(name: str, text: str, known: dict[str, str]) -> Iterator[Word]:
    """Yield every strong word of a page or a notebook."""
    hidden = CODE if name.endswith(".py") else NO_PROSE
    prose = hidden.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), text)
    for word in STRONG.finditer(prose):
        around = next((around for around in known if covers(around, text, word)), "")
        sentence = next(found[0] for found in SENTENCE.finditer(text) if found.start() <= word.start() < found.end())
        place = f"{name}:{text.count(chr(10), 0, word.start()) + 1}"
        new = BEFORE.search(text[: word.start()])[0] + word[0] + AFTER.match(text, word.end())[0]
        yield Word(place, word[0], sentence.strip(), around or new, known.get(around, ""))


def covers(around: str, text: str, word: re.Match[str]) -> bool:
    """Return whether the word stands there in the midst of what the table says."""
    return any(
        text.startswith(around, word.start() - before.start())
        for before in re.finditer(re.escape(word[0]), around)
        if word.start() >= before.start()
    )


def main(options: list[str]) -> int:
    """Print those without a proof, and how many, or which, have one; return 1 where a word has none."""
    found = list(words())
    proved = [word for word in found if word.proof]
    unproved = [word.told() for word in found if not word.proof]
    if "--all" in options:
        print(*(f"{word.place}: ‘{word.word}’: {word.proof}: {word.sentence}" for word in proved), sep="\n")
    print(*unproved, f"센 말 {len(found)}개 가운데 {len(proved)}개에 증명이 있습니다", sep="\n")
    return int(bool(unproved))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

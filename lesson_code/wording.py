"""Korean words for what was computed, so that captions, labels and quizzes cannot disagree."""

from lesson_code.stability import Regime

REGIMES: dict[Regime, str] = {
    "monotone": "단조 수렴",
    "one-step": "한 번에 도착",
    "oscillating": "진동하며 수렴",
    "cycle": "제자리 왕복",
    "diverging": "발산",
}


def with_particle(word: str, particles: str) -> str:
    """Return ``word`` with the fitting one of two particles, written "은/는", "이/가", "을/를" or "으로/로".

    The choice follows the last sound: Hangul by its final consonant, a digit by how it is read.

    >>> with_particle("학습률", "은/는"), with_particle("1.1", "이/가"), with_particle("두 우물", "으로/로")
    ('학습률은', '1.1이', '두 우물로')
    """
    after_consonant, after_vowel = particles.split("/")
    final = _final_consonant(word[-1])
    if final == "ㄹ" and after_consonant == "으로":
        return word + after_vowel
    return word + (after_consonant if final else after_vowel)


def _final_consonant(letter: str) -> str:
    """Return "" after a vowel, "ㄹ" after that consonant, "받침" after any other."""
    if letter.isdigit():
        return {"0": "받침", "1": "ㄹ", "3": "받침", "6": "받침", "7": "ㄹ", "8": "ㄹ"}.get(letter, "")
    place = (ord(letter) - 0xAC00) % 28 if "가" <= letter <= "힣" else 0
    return "ㄹ" if place == 8 else "받침" if place else ""

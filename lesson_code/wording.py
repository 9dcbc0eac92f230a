"""Korean words for what was computed, so that captions, labels and quizzes cannot disagree."""

import math
from collections.abc import Sequence

from lesson_code.stability import Regime

REGIMES: dict[Regime, str] = {
    "monotone": "단조 수렴",
    "one-step": "한 번에 도착",
    "oscillating": "진동하며 수렴",
    "cycle": "두 점 왕복",
    "diverging": "발산",
}

ENDINGS = {  # how a trajectory ends, as a heading -> as the end of a sentence
    "멈춤": "멈춥니다",
    "왕복": "두 점 사이를 끝없이 오갑니다",
    "떠돎": "멈추지 못하고 떠돕니다",
    "발산": "발산합니다",
}
AT_REST = 1e-6  # a step shorter than this moves nothing that a picture could show


def ending(positions: Sequence[float]) -> str:
    """Return the key of ``ENDINGS`` that the last three positions of a long trajectory show.

    Examples:
        >>> ending([0.5, 0.0, 0.0]), ending([1.0, -1.0, 1.0]), ending([3.0, 1.0, 2.0]), ending([1, 9, math.inf])
        ('멈춤', '왕복', '떠돎', '발산')
    """
    before, previous, last = positions[-3:]
    if not math.isfinite(last):
        return "발산"
    if abs(last - previous) < AT_REST:
        return "멈춤"
    return "왕복" if abs(last - before) < AT_REST else "떠돎"


def decimal(value: float, places: int = 2) -> str:
    """Return ``value`` rounded, with a true minus sign, which screen readers speak, unlike a hyphen.

    Examples:
        >>> decimal(-1.8257), decimal(10.0, 0), decimal(-0.001)
        ('−1.83', '10', '0.00')
    """
    return f"{value:z.{places}f}".replace("-", "−")


def with_particle(word: str, particles: str) -> str:
    """Return ``word`` with the fitting one of two particles, written "은/는", "이/가", "을/를" or "으로/로".

    The choice follows the last sound: Hangul by its final consonant, a digit by how it is read.

    Examples:
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

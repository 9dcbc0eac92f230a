"""Korean words: complete for what is computed, and grammatical."""

import importlib
import math
import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.descent import trajectory
from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.read import manuscript
from lesson_code.stability import Regime
from lesson_code.surfaces import valley, wave
from lesson_code.wording import AT_REST, ENDINGS, REGIMES, decimal, ending, with_particle
from tests.told import place_of, told

syllables = st.integers(ord("가"), ord("힣")).map(chr)
READINGS = dict(zip("0123456789", ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"], strict=True))
RIEUL = "\u11af"  # the final consonant of 물, decomposed


def final(syllable):
    """The final consonant by Unicode's own decomposition, "" where there is none."""
    return "".join(unicodedata.normalize("NFD", syllable)[2:])


@given(syllables)
def test_topic_particle_follows_the_final_consonant(syllable):
    assert with_particle(syllable, "은/는") == syllable + ("은" if final(syllable) else "는")


@given(syllables)
def test_direction_particle_takes_rieul_for_a_vowel(syllable):
    assert with_particle(syllable, "으로/로") == syllable + ("로" if final(syllable) in ("", RIEUL) else "으로")


@given(st.sampled_from("0123456789"), st.sampled_from(["은/는", "이/가", "을/를", "으로/로"]))
def test_number_takes_the_particle_of_its_reading(digit, particles):
    reading = READINGS[digit]
    assert with_particle(f"0.{digit}", particles)[3:] == with_particle(reading, particles)[1:]


def test_letter_that_is_neither_hangul_nor_digit_counts_as_a_vowel():
    assert with_particle("θ", "을/를") == "θ를"


def test_every_regime_has_its_words():
    assert set(REGIMES) == set(get_args(Regime))


def test_no_two_regimes_share_their_words():
    assert len(set(REGIMES.values())) == len(REGIMES)


@pytest.mark.parametrize(
    ("surface", "start", "learning_rate", "word"),
    [
        (valley, 10.0, 0.2, "멈춤"),
        (valley, 10.0, 1.0, "왕복"),
        (valley, 10.0, 1.1, "발산"),
        (wave, 10.0, 1.0, "멈춤"),
        (wave, 10.0, 1.12, "왕복"),
        (wave, 10.0, 1.5, "떠돎"),
    ],
)
def test_ending_says_how_a_long_run_ends(surface, start, learning_rate, word):
    assert ending(trajectory(surface.gradient, start, learning_rate, 20_000)) == word


def test_only_shorter_steps_than_the_least_count_as_rest():
    assert ending([5.0, 0.0, AT_REST]) == ending([0.0, 5.0, AT_REST]) == "떠돎"
    assert (ending([5.0, 0.0, AT_REST / 2]), ending([0.0, 5.0, AT_REST / 2])) == ("멈춤", "왕복")


@pytest.mark.parametrize("last", [math.inf, -math.inf, math.nan])
def test_ending_in_no_number_is_divergence(last):
    assert ending([1.0, 2.0, last]) == "발산"


@given(st.lists(st.floats(-1e308, 1e308), min_size=3, max_size=3))
def test_every_ending_has_its_sentence(positions):
    assert ending(positions) in ENDINGS


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_decimal_is_the_rounded_number(value, places):
    assert float(decimal(value, places).replace("−", "-")) == round(value, places)


@given(st.floats(-1e9, -0.01))
def test_decimal_writes_a_minus_sign_and_no_hyphen(value):
    assert (decimal(value)[0], decimal(value).count("-")) == ("−", 0)


@given(st.floats(-0.0049, 0))
def test_decimal_gives_zero_no_sign(value):
    assert decimal(value) == "0.00"


RULED_OUT = {  # what a copy editor strikes out -> what stands there instead
    "낱말": "용어",
    "까닭": "이유",
    "견[주준줄줍]": "비교하다",
    "우리말": "한국어",
    "씨앗": "시드",
    "작업자": "워커",
    "숨은 층": "은닉층",
    "치우침": "편향",
    "로그 코시": "log cosh",
    "셈[하해할]": "계산하다",
    "책[을은이] (?:짓|지[어으은을])|지어지": "빌드하다",
    "네비게이션": "내비게이션",
    "[’”]고 (?:부|하|합|말)": "인용 뒤의 ‘라고’",
    "찾아 보|알아 보": "찾아보다, 알아보다",
}
WRITTEN = ["README.md", "Makefile", "docs/**/*.md", "lesson_code/**/*.*"]


@pytest.mark.parametrize("wrong", RULED_OUT)
def test_no_text_of_the_book_says_what_a_copy_editor_struck_out(wrong):
    texts = {path for pattern in WRITTEN for path in MACHINERY.glob(pattern) if path.suffix not in (".pyc", ".ttf")}
    told(
        f"{path.relative_to(MACHINERY).as_posix()}:{number}: ‘{found[0]}’ 대신 이렇게 적으세요: {RULED_OUT[wrong]}"
        for path in sorted(filter(Path.is_file, texts))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := re.search(wrong, line))
    )


PAIRS = {particle: pair for pair in ("으로/로", "은/는", "을/를", "과/와", "이/가") for particle in pair.split("/")}
# a digit, the number of a formula, a percent sign, a letter as a formula, and Hangul before the particle of a vowel
PARTICLE = re.compile(
    r"(?P<word>\d|\(\d+\)|%|\$`?(?:[A-Za-z]|\\[a-z]+)`?\$|[가-힣](?=를))"
    r"(?P<particle>으로|[로은는을를과와이가])(?=[ ,.])"
)
LETTERS = {"l": "엘", "L": "엘", "m": "엠", "M": "엠", "n": "엔", "N": "엔", "r": "알", "R": "알", "\\epsilon": "론"}
NUMBER = re.compile(r"\$`?(-?[\d.]+)`?\$")  # as a formula; other formulas are read in their own way: 제곱
UNHEARD = re.compile(r"<!--.*?-->|<sup>.*?</sup>|\*\*")
REFERENCE = re.compile(r"\[(?:식|그림)\]\((?P<page>[\w./-]*)#(?P<anchor>[\w-]+)\)")


def wrong_particles(place, text):
    """What to do about each number of a text whose particle is that of another number."""
    for found in PARTICLE.finditer(text):
        word, particle = found["word"].strip("$`()").replace("%", "트"), found["particle"]
        read = LETTERS.get(word, "이") if "$" in found["word"] else word
        right = with_particle(read, PAIRS[particle])[len(read) :]
        if right != particle:
            number = re.search(r"\S*\Z", text[: found.end()])[0]
            yield f"{place}: ‘{number}’: 조사를 ‘{right}’로 고치세요"


def read_aloud(line, labels=lambda page, anchor: None):
    """A line as it is read: with the numbers of references, without what stands between a number and its particle."""
    line = REFERENCE.sub(lambda found: labels(found["page"], found["anchor"]) or found[0], line)
    return NUMBER.sub(r"\1", UNHEARD.sub("", line))


def of_lines(path, pages):
    name = path.relative_to(MACHINERY).as_posix()

    def labels(page, anchor):
        to = pages.get((path.parent / page).resolve() if page else path)
        return to and to.labels.get(anchor)

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield from wrong_particles(f"{name}:{number}", read_aloud(line, labels))


def test_every_particle_of_a_page_and_a_notebook_fits_the_number_before_it():
    written = [*(MACHINERY / "docs").rglob("*.md"), *(MACHINERY / "lesson_code" / "practice").glob("*.py")]
    pages = {MACHINERY / page.path: page for page in manuscript.read(Book(MACHINERY)).texts}
    told(fault for path in sorted(written) for fault in of_lines(path, pages))


@pytest.mark.parametrize("stem", [source.stem for source in sources(Book(MACHINERY)) if source.kind == "picture"])
def test_every_particle_of_a_description_fits_the_number_before_it(stem):
    describe = importlib.import_module("lesson_code." + stem.replace("/", ".")).describe
    faults = wrong_particles(place_of(describe), describe())
    told(f'{fault}. 계산한 값이면 wording.with_particle(값, "은/는")처럼 적으세요' for fault in faults)


def test_particle_is_judged_as_what_stands_before_it_is_read():
    line = (
        "0.3<!--= 0.1 * 3 -->는 작고, 0.6으로 나눈 $`0.5`$와 $`2`$은 다르며, $`x^2`$을 씁니다. 3%을 2%로, "
        "**유닛**<sup>unit</sup>를, $`p`$이 $`n`$은 $`\\eta`$을 [식](#eq-2)을 [그림](b.md#fig-a)로 [식](#no)을 씁니다."
    )
    labels = {("", "eq-2"): "식 (2)", ("b.md", "fig-a"): "그림 3"}
    found = wrong_particles("a.md:1", read_aloud(line, lambda *place: labels.get(place)))
    assert [fault.split("‘")[1].split("’")[0] for fault in found] == [
        *("0.3는", "2은", "3%을", "유닛를", "$`p`$이", "$`\\eta`$을", "(2)을", "3로")
    ]

"""What a page says is held against what was computed: all of a number, every letter of an output."""

import pytest

from lesson_code.publish.execute.job import Job, Outcome, pieces
from lesson_code.publish.execute.proof import differences
from lesson_code.publish.read import page as pages


def told(text, *values):
    page = pages.read("part/a.md", "docs/part/a.md", text)
    jobs = list(pieces(page))
    assert len(jobs) == len(values)
    return list(differences([page], dict(zip(jobs, map(Outcome, values), strict=True))))


@pytest.mark.parametrize(
    ("alt", "part"),
    [
        ("A valley with one minimum.", "한국어"),
        ("그림", "짧거나"),
        ("손실은 nan이 되어 달아납니다.", "nan"),
        ("끝의 자리는 None입니다.", "None"),
        ("골짜기 $x^2$을 그렸습니다.", "표기"),
        ("**굵은** 골짜기 하나입니다.", "표기"),
        ("손실이 1e-05까지 줄어듭니다.", "1e-05"),
        ("골짜기 하나입니다. [여기](index.md)를 보세요.", "]("),
        ("골짜기 하나\0가 있습니다.", "\\x00"),
        ("골짜기 &lt;하나&gt;가 있습니다.", "&lt;"),
        ("손실이 {end:.2f}까지 줄어듭니다.", "{end:.2f}"),
        ("손실이 %.2f까지 줄어듭니다.", "%.2"),
        ("손실이 [np.float64(0.3)]까지 줄어듭니다.", "np."),
        ("손실이 0.30000000000000004까지 줄어듭니다.", "0.30000000000000004"),
        ("골짜기 x^2을 그렸습니다.", "x^"),
        ("학습률 \\eta를 그렸습니다.", "\\e"),
    ],
)
def test_description_that_cannot_be_read_aloud_is_told_where_it_is_made(alt, part):
    job = Job("picture", "a/b", "lesson_code/a/b.py", 5)
    (fault,) = differences([], {job: Outcome({"alt": alt, "described": 9})})
    assert (fault.path, fault.line, part in fault.what) == (job.path, 9, True)
    for right in ("포물선 골짜기 하나가 있습니다.", "폭이 0.00000001이고 손실이 0.0833333입니다."):
        assert list(differences([], {job: Outcome({"alt": right})})) == []


PROVEN = {  # what stands before and behind a claim, and its value
    ("값은 0.5", "입니다"): "0.5",
    ("3.04", "배"): "3.04",
    ("약 50", "%입니다"): "50",
    ("9,819", "개"): "9,819",
    ("−6.98", "에서"): "−6.98",
    ("−6.98", "에서 "): "-6.98",
    ("-6.98", "에서"): "−6.98",
    ("1e−05", "까지"): "1e-05",
    ("**3", "**번"): "3",
    ("**3**", "번"): "3",
    ("$`9{,}819`$", ""): "9{,}819",
    ("약5", "개"): "5",
    ("절반(×0.5", ")"): "0.5",
    ("[0, 1]", "에서"): "[0, 1]",
    ("3–5", "번"): "5",
    ("3~5", "번"): "5",
    ("3—5", "번"): "5",
    ("값 +0.5", ""): "0.5",
    ("- 0.5", ""): "0.5",
    ("1 − 0.5", ""): "0.5",
    ("새 값은 옛 값 - 0.5", "입니다"): "0.5",
    ("손실 − 0.5", ""): "0.5",
    ("> - 0.5", ""): "0.5",
    ("η − 0.5", ""): "0.5",
    ("$`x`$ - 0.5", ""): "0.5",
    ("끝났다.5", "번"): "5",
    ("8.9e-05", "까지"): "8.9e-05",
    ("2×10⁻³", "입니다"): "2×10⁻³",
    ("진동하며 수렴", "합니다"): "수렴",
    ("「**더 높아진다**", "」"): "더 높아진다",
    ("표 3의 12", "번"): "12",
    ("10", ", 20"): "10",
    ("3", ". 그리고"): "3",
    ("3", "번에서 5"): "3",
    ("- 0.5", "입니다"): "0.5",
    ("L2", "항"): "2",
    ("| 0.5", " | 0.6 |"): "0.5",
    ("3<br>5", "<br>7"): "5",
    ("<td>3</td><td>5", "</td><td>7</td>"): "5",
    ("<b>3", "</b>번"): "3",
    ("x<sub>2", "</sub>는"): "2",
    ("3&ndash;5", "번"): "5",
    ("R&amp;D 5", "&lt;7"): "5",
    ("0x10", "은"): "0x10",
    ("10x", "입니다"): "10x",
    ("3분의 1", "입니다"): "3분의 1",
    ("부분의 3", "분의 시간"): "3",
    ("크기는 640x480", "입니다"): "480",
    ("값 10", "<b>배</b>"): "10",
    ("정답은 " + "아주 긴 " * 20 + "말", "입니다"): "아주 긴 " * 20 + "말",
}
REFUSED = {
    ("0.7", ""): "0.5",
    ("9,819", "개"): "819",
    ("$`9{,}819`$", ""): "819",
    ("$`9\\,819`$", ""): "819",
    ("1 000", ""): "000",
    ("12 345", "개"): "345",
    ("10.5", ""): ".5",
    ("1.25", ""): "5",
    ("3.25", ""): "25",
    ("-0.5", ""): "0.5",
    ("−0.5", ""): "0.5",
    ("값은 –0.5", ""): "0.5",
    ("값은 − 0.5", ""): "0.5",
    ("− 3", "입니다"): "3",
    ("값은 **- 3**", "입니다"): "3",
    ("값은 “- 3", "”"): "3",
    ("| 값 | - 3", " |"): "3",
    ("값 $`- 3`$", ""): "3",
    ("값은 −inf", ""): "inf",
    ("√3", ""): "3",
    ("$`\\sqrt3`$", ""): "3",
    ("기울기 = - 0.5", ""): "0.5",
    ("(− 0.5", ")"): "0.5",
    ("글입니다. − 0.5", "입니다"): "0.5",
    ("&minus;0.5", ""): "0.5",
    ("값은 ‐0.5", ""): "0.5",
    ("값은 ‑0.5", ""): "0.5",
    ("값은 －0.5", ""): "0.5",
    ("값은 —0.5", ""): "0.5",
    ("값은 마이너스 0.5", ""): "0.5",
    ("영하 5", "도"): "5",
    ("3−5", "번"): "-5",
    ("–5", "번"): "-5",
    ("1.5e-3", ""): "3",
    ("1e3", ""): "3",
    ("2×10⁻³", ""): "10⁻³",
    ("10^3", ""): "3",
    ("50%", ""): "50",
    ("3배", ""): "3",
    ("값 .5", ""): "5",
    ("1_000", ""): "000",
    ("2/3", ""): "3",
    ("10:30", ""): "30",
    ("3만 5,000", "원"): "5,000",
    ("2천 500", "원"): "500",
    ("3분의 1", ""): "1",
    ("3", "분의 1"): "3",
    ("１２", ""): "2",
    ("9,**819**", ""): "819",
    ("0x10", ""): "10",
    ("0b1_01", ""): "01",
    ("1<b>0", "</b>"): "0",
    ("1<b></b><i>0", "</i>"): "0",
    ("1&#46;5", ""): "5",
    ("1&nbsp;000", ""): "000",
    ("1&thinsp;000", ""): "000",
    ("&ndash;5", "도"): "5",
    ("1", "<b>0</b>"): "1",
    ("1", "&nbsp;000개"): "1",
    ("1", "&#46;5"): "1",
    ("9", ",819개"): "9",
    ("3", ".5배"): "3",
    ("3", "5배"): "3",
    ("1", "e-3"): "1",
    ("2", "×10⁻³"): "2",
    ("10", "⁻³"): "10",
    ("10", ":30"): "10",
    ("1", " 000개"): "1",
    ("불안정", "합니다"): "안정",
    ("값은 ", "입니다"): "",
    ("값은 아무것", "입니다"): " ",
    ("", "입니다"): "0.5",
}


@pytest.mark.parametrize(("around", "value"), PROVEN.items())
def test_value_that_is_all_of_what_is_written_is_proven(around, value):
    assert told(f"{around[0]}<!--= x -->{around[1]}\n", value) == []


@pytest.mark.parametrize(("around", "value"), REFUSED.items())
def test_value_that_is_a_part_of_what_is_written_or_another_is_refused(around, value):
    (fault,) = told(f"글\n\n{around[0]}<!--= x -->{around[1]}\n", value)
    assert (fault.path, fault.line) == ("docs/part/a.md", 3) and "본문의 값" in fault.what


APART = {
    ("0.5 ", ""),
    ("0.5%", ""),
    ("3.0 kg", ""),
    ("“0.5”", ""),
    ("[0.5](a.md)", ""),
    ("<b>0.5</b>", ""),
    ("", "0.5입니다"),
}


@pytest.mark.parametrize("around", sorted(APART))
def test_claim_that_stands_apart_from_its_value_is_told_to_close_up(around):
    (fault,) = told(f"{around[0]}<!--= x -->{around[1]}\n", "3.0" if "3.0" in around[0] else "0.5")
    assert "바로 뒤에 빈칸 없이" in fault.what


@pytest.mark.parametrize("shown", ["x = −3", "GPT-3", "x^3", "1,003"])
def test_claim_of_a_part_is_told_that_what_stands_before_belongs_to_it(shown):
    (fault,) = told(f"{shown}<!--= x -->\n", "3")
    assert "빈칸 없이" not in fault.what and ("한 값으로" in fault.what or "1–2나" in fault.what)


def test_claim_of_the_end_of_a_range_is_told_how_to_write_one():
    (fault,) = told("1-2<!--= x -->개\n", "2")
    assert "1–2나 1~2처럼" in fault.what and "빈칸 없이" not in fault.what
    assert told("1–2<!--= x -->개와 1~2<!--= x -->개", "2", "2") == []


def test_claim_of_a_number_with_commas_is_told_how_to_write_them():
    (fault,) = told("1,000<!--= x -->개\n", "1000")
    assert 'f"{x:,}"로 적으세요' in fault.what
    assert all("쉼표를" not in fault.what for fault in told("1,500<!--= x -->개와 100<!--= x -->개\n", "1000", "1000"))


def test_two_claims_on_one_value_each_prove_all_of_it():
    assert told("0.5<!--= a --><!--= b -->", "0.5", "0.5") == []
    assert len(told("0.5<!--= a --><!--= b -->", "0.5", "0.6")) == 1
    assert len(told("3<!--= a -->0.5<!--= b -->", "3", "0.5")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "# 제목 0.5<!--= x --> {#a}",
        "| a |\n|---|\n| 0.5<!--= x --> |",
        "[값 0.5<!--= x[0] -->](b.md)",
        "![값 0.5<!--= x[0] -->](../figures/a/b.svg)",
        '!!! note "값 0.5<!--= x -->"\n    글',
        "> 0.5<!--= x -->",
        "1. 0.5<!--= x -->",
    ],
)
def test_claim_is_found_wherever_prose_stands(text):
    assert told(text, "0.5") == [] and len(told(text, "0.6")) == 1


OUTPUTS = {  # as a page writes it: as it is printed
    "가\n<BLANKLINE>\n나": "가\n\n나\n",
    "가<TAB>나": "가\t나\n",
    "가<SPACE><SPACE>": "가  \n",
    "<BLANKLINE>": "\n",
    "<SPACE>": " \n",
    "  가": "  가\n",
    "가 나": "가 나\n",
}


@pytest.mark.parametrize("written", OUTPUTS)
def test_output_that_cannot_be_seen_is_written_in_words(written):
    assert told(f"```pycon\n>>> f()\n{written}\n\n```\n", [OUTPUTS[written]]) == []


@pytest.mark.parametrize("written", OUTPUTS)
def test_output_that_is_told_is_told_as_it_is_to_be_written(written):
    (fault,) = told("```pycon\n>>> f()\n다른 것\n\n```\n", [OUTPUTS[written]])
    assert fault.line == 2 and fault.what.endswith(f"실행: {written}")


def test_output_that_is_another_every_time_is_told_though_the_page_says_the_same():
    page = "```pycon\n>>> 1\n1\n>>> f\n<function f at 0x7f64d333cca0>\n\n```\n"
    (fault,) = told(page, ["1\n", "<function f at 0x7f64d333cca0>\n"])
    assert fault.line == 4 and "실행할 때마다" in fault.what
    assert told("```pycon\n>>> hex(2**24)\n'0x1000000'\n\n```\n", ["'0x1000000'\n"]) == []


LOOK_ALIKE = {
    "가나다 라": ("가나다  라\n", "5번째"),
    "-1": ("−1\n", "1번째 글자부터 다릅니다: '-1' / '\\u22121'"),
    "가 나": ("가\u00a0나\n", "2번째"),
    "가": ("\u1100\u1161\n", "1번째"),
}


@pytest.mark.parametrize("written", LOOK_ALIKE)
def test_outputs_that_look_the_same_are_told_with_the_place_where_they_differ(written):
    printed, place = LOOK_ALIKE[written]
    (fault,) = told(f"```pycon\n>>> f()\n{written}\n\n```\n", [printed])
    assert place in fault.what


def test_outputs_that_do_not_look_the_same_are_told_without_a_place():
    (fault,) = told("```pycon\n>>> f()\n1\n\n```\n", ["2\n"])
    assert fault.what.startswith("예제의 출력이 다릅니다. ") and fault.what.endswith(". 본문: 1 / 실행: 2")


TRACEBACK = "Traceback (most recent call last):\n    ...\nNameError: name 'stpe' is not defined\n"


def test_example_that_stops_is_told_once_at_the_statement_that_raised():
    (fault,) = told("```pycon\n>>> x = 1\n>>> y = stpe(x)\n>>> y\n2\n\n```\n", ["", TRACEBACK, TRACEBACK])
    assert fault.line == 3 and fault.what.startswith("예제가 멈췄습니다") and "NameError" in fault.what


def test_error_that_the_page_shows_is_an_output():
    assert told(f"```pycon\n>>> stpe(1)\n{TRACEBACK}\n```\n", [TRACEBACK]) == []
    (fault,) = told(f"```pycon\n>>> stpe(1)\n{TRACEBACK}\n```\n", [TRACEBACK.replace("stpe", "step")])
    assert fault.what.startswith("예제의 출력이 다릅니다")

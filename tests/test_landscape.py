"""The reader's own landscape: drawn from the tested trajectory, and said in words that agree with stability."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code import landscape
from lesson_code.descent import trajectory
from lesson_code.dual import derivatives
from lesson_code.expression import read
from lesson_code.landscape import draw, drawn, minimum
from lesson_code.stability import regime
from lesson_code.wording import REGIMES

LINES = st.sampled_from(
    "x**2|x**4 - 3*x**2 + x|abs(x)|max(x, -2*x)|exp(x)|exp(-x*x)|-x**2|log(x)|x - log(x)|sqrt(x)|sqrt(x*x)|1/x|x**x"
    "|x**4|exp(exp(x))|1e99*x|1e300*x**2|1e-300*x|3|x|cosh(10*x)|sin(1/x)|(x-10)**2|(x+39.9)**2|x**0.5|9**9**9|1/(x-x)|x**99"
    "|sin(1e308*x*10)|0*x|x if x > 0 else -1e9|1/(x*x*x)|1e-9*cos(1e9*x)".split("|")
)


def asked(line, rate=0.1, start=2.0, steps=20):
    return draw(line, rate, start, steps)


@given(line=LINES, rate=st.floats(1e-3, 10), start=st.floats(-4, 4), steps=st.integers(-1, 10**6))
def test_any_landscape_can_be_drawn_or_says_why_not(line, rate, start, steps):
    answer = json.loads(drawn(json.dumps({"loss": line, "learning_rate": rate, "start": start, "steps": steps})))
    if "fault" in answer:
        assert answer["fault"].startswith("출발점 x = ")
        return
    assert len(answer["walk"]) <= landscape.STEPS + 1 and len(answer["panels"][0][0]) >= 1
    assert all(low < high for low, high in answer["ranges"]) and answer["words"] and answer["line"]
    assert all(answer["ranges"][0][0] <= x <= answer["ranges"][0][1] for piece in answer["curve"] for x, _ in piece)


@given(rate=st.floats(0.01, 0.5), start=st.floats(-4, 4))
def test_walk_is_the_trajectory(rate, start):
    walked = asked("x**4/8 - x", rate, start, 30)["walk"]
    expected = trajectory(lambda x: x * x * x / 2 - 1, start, rate, 30)
    assert walked == pytest.approx(expected[: len(walked)], rel=1e-9)
    assert len(walked) == len(expected) or abs(walked[-1]) > 1e20


@given(rate=st.floats(0.02, 2.5).filter(lambda rate: abs(rate - 1) > 0.01))
def test_words_on_a_parabola_are_those_of_stability(rate):
    answer = asked("x**2", rate, -2.0, 60)
    words = answer["words"].removesuffix(", 아직 가는 중")
    assert words == REGIMES[regime(rate, 2.0)] and answer["rests"] == (rate < 1)
    assert answer["edge"] == pytest.approx(1.0)


WORDS = {  # line, rate, start: words, part of the line, part of the note
    ("x**2", 1.0, 2.0): ("두 점 왕복", "20스텝 뒤의 손실 4.00", "f″ = 2.00, 경계 2/f″ = 1"),
    ("x**2", 0.02, 2.0): ("단조 수렴, 아직 가는 중", "", ""),
    ("abs(x)", 0.3, 2.0): ("두 점 왕복", "", "기울기가 갑자기 바뀌어"),
    ("sqrt(abs(x))", 0.1, 2.0): ("떠돎", "", "기울기가 갑자기 바뀌어"),
    ("x**2/1000", 0.1, 0.0): ("단조 수렴", "", "f″ = 0.002, 경계 2/f″ = 1000"),
    ("x**4", 0.05, 2.0): ("아주 느리게 수렴", "", "f″가 0에 가까워"),
    ("x*x*x*x/4 - 3*x*x/2", 0.45, 0.5): ("멈추지 못하고 떠돎", "", "경계 2/f″ = 0.333"),
    ("-x**2", 0.1, 0.0): ("멈춤", "", "꼭대기"),
    ("-x**2", 0.1, 1.0): ("끝없이 내려감", "그림 밖", ""),
    ("x", 0.1, 1.0): ("끝없이 내려감", "손실 −1.00", ""),
    ("exp(-x*x)", 0.1, 4.0): ("평평한 곳에서 거의 멈춤", "", ""),
    ("x**4", 5.0, 2.0): ("발산", "1스텝 만에 그림 밖", ""),
    ("sqrt(x)", 1.0, 1.0): ("계산할 수 없는 곳에 닿음", "2스텝 만에 닿은 x = −0.21에서 log, sqrt", ""),
    ("1/(x+1) + x*x", 1.0, 0.5): ("", "", "최소점에서"),
    ("1e30*x", 1.0, 2.0): ("끝없이 내려감", "1스텝 만에 그림 밖", ""),
    ("1e7 + x**2", 0.1, 2.0): ("단조 수렴", "손실 1.00e+07", ""),
}


@pytest.mark.parametrize("case", WORDS)
def test_what_happened_is_said(case):
    answer = asked(*case)
    words, line, note = WORDS[case]
    assert words in answer["words"] and line in answer["line"] and note in answer["note"], answer
    assert bool(note) <= bool(answer["note"])


@pytest.mark.parametrize("line", ["log(abs(x))", "1/x", "-1/x", "1/x**2", "-1/x**2"])
def test_pole_is_neither_minimum_nor_summit(line):
    answer = asked(line, 0.01, -2.0, 40)
    assert (answer["edge"], answer["note"]) == (None, "")


@pytest.mark.parametrize("power", [0.1, 0.5, 1.0, 1.5, 1.9])
def test_minimum_without_a_curvature_has_no_edge(power):
    answer = asked(f"abs(x)**{power}", 0.01, -2.0, 40)
    assert answer["edge"] is None and "바닥에서는 기울기가 갑자기 바뀌어" in answer["note"]


@pytest.mark.parametrize("line", ["1000*x**2", "x**2 + x**4", "cosh(x)", "log(1 + x**2)", "x**2 + 0.5*x*x*abs(x)"])
def test_smooth_minimum_has_its_edge(line):
    assert asked(line, 0.0001, 0.5, 40)["edge"] == pytest.approx(2 / derivatives(read(line), 0.0).curvature, rel=1e-3)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1/0", "출발점 x = 2.00에서 0으로 나누게 됩니다."),
        ("1/(x-2)", "0으로 나누게"),
        ("9**9**9", "너무 커서"),
        ("1e99*1e99*x", "너무 커서"),
        ("log(-x)", "실수가 아닙니다"),
        ("(-8)**(1/3)", "실수가 아닙니다"),
        ("import js", "import js"),
    ],
)
def test_fault_is_one_line(line, why):
    answer = asked(line)
    assert [*answer] == ["fault"] and why in answer["fault"] and "\n" not in answer["fault"]


@pytest.mark.parametrize(
    ("line", "start", "where"),
    [("x**4 - 3*x**2 + x", -2.0, -1.30084), ("(x-10)**2", 2.0, 10.0), ("abs(x - 1)", 4.0, 1.0), ("cosh(x)", 4.0, 0.0)],
)
def test_minimum_below_the_start_is_found(line, start, where):
    assert minimum(read(line), start) == pytest.approx(where, abs=1e-5)


@pytest.mark.parametrize(
    "line", ["x", "exp(x)", "-x**2", "log(x)", "sqrt(x)", "1/x", "log(exp(x) + 1)", "log(1 + exp(-x))"]
)
def test_where_there_is_no_minimum_none_is_found(line):
    assert minimum(read(line), 1.0) is None


def test_minimum_outside_is_brought_into_the_picture():
    (left, right), _, (low, high) = asked("(x-10)**2")["ranges"]
    assert left == -4 and right == pytest.approx(11) and low < 0 and high > 64


def test_steps_are_bounded():
    assert len(asked("x**2", 0.1, 2.0, 10**9)["walk"]) == landscape.STEPS + 1


def test_walk_is_drawn_as_far_as_it_is_inside():
    (points, left), (by_step, gone) = asked("x**2", 1.2, 2.0)["panels"]
    assert left and gone and points[0] == (2.0, 4.0) and by_step[0] == (0.0, 4.0)
    assert len(points) == len(by_step) and all(map(math.isfinite, points[-1]))

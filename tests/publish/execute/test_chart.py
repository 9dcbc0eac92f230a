"""The contract of a chart: what breaks it is refused in one line that names the module, the key and what to do."""

import dataclasses

import numpy as np
import pytest
from matplotlib.figure import Figure

from lesson_code.chart import Run, Slider, State, draw_moves
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.execute import chart
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError

JOB = Job("picture", "small_lesson/plants", "lesson_code/small_lesson/plants.py", 3)
PATH = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
LONG = np.random.default_rng(0).uniform(0.1, 0.9, (60_000, 2))


def run(**changes):
    return dataclasses.replace(Run(paths=[PATH, PATH], words="자람"), **changes)


def state(moves=("map-trail", "map-dots", "map-start", "map-here"), scale="linear", size=(7.5, 2.8), **changes):
    """A chart of two panels, two sliders that choose and one that walks."""
    picture = Figure(figsize=size)
    left, right = picture.subplots(1, 2)
    right.set_yscale(scale)
    for axes, name in ((left, "map"), (right, "height")):
        axes.set(xlim=(0, 1), ylim=(0.001, 1))
        draw_moves(axes, name, PATH)
    for line, name in zip(left.lines, moves, strict=True):
        line.set_gid(name and f"moves-{name}")
    good = State(
        name="화분",
        figure=picture,
        panels={"map": left, "height": right},
        sliders={
            "water": Slider("물", ["조금", "많이"], 0, marks=[(0.5, "알맞음")], drags="map"),
            "light": Slider("빛", ["1시간", "5시간", "9시간"], 1),
            "day": Slider("날", ["0일", "1일", "2일"], 2, walks=True),
        },
        runs=[[run(), run(), run()], [run(), run(), run()]],
        says="{water}, {day}: {map.x}",
        outside="{day}에 화분 밖",
    )
    return dataclasses.replace(good, **{name: change(good) for name, change in changes.items()})


def slider(name, **changes):
    """Return what exchanges one slider of a state."""
    return lambda good: good.sliders | {name: dataclasses.replace(good.sliders[name], **changes)}


def runs(**changes):
    """Return what exchanges the last run of a state."""
    return lambda good: [good.runs[0], [*good.runs[1][:2], run(**changes)]]


def with_point(*point):
    path = PATH.copy()
    path[1] = point
    return path


WRONG = {
    "no dict": (lambda: [state()], "dict를 돌려주어야 합니다. 지금은 list"),
    "empty": (dict, "dict를 돌려주어야 합니다. 지금은 비어"),
    "key that is no file name": (lambda: {"South Side": state()}, "'South Side'은 파일 이름이 됩니다"),
    "no State": (lambda: {"south": {"name": "화분"}}, "'south'는 chart.State여야 합니다. 지금은 dict"),
    "name that is no text": (lambda: state(name=lambda _: 7), "name에는 글을 넣으세요. 지금은 int"),
    "name of nothing": (lambda: state(name=lambda _: ""), "name에 글이 없습니다"),
    "nothing to say": (lambda: state(says=lambda _: " "), "says에 글이 없습니다"),
    "slider without a label": (lambda: state(sliders=slider("water", label="")), "'water'의 label에 글이 없습니다"),
    "points without number": (
        lambda: state(
            sliders=lambda good: good.sliders | {"day": Slider("날", list(map(str, range(60_000))), 0, walks=True)},
            runs=lambda good: [[run(paths=[LONG, LONG])] * 3] * 2,
        ),
        "'south'가 1 MB를 넘습니다",
    ),
    "figure that is none": (lambda: state(figure=lambda _: "그림"), "figure에는 matplotlib Figure를"),
    "sizes that differ": (lambda: {"a": state(), "b": state(size=(7, 3))}, "그림 크기가 서로 다릅니다"),
    "panels that are no dict": (lambda: state(panels=lambda good: list(good.panels)), "panels에는 dict를"),
    "no panels": (lambda: state(panels=lambda good: {}), "panels가 비었습니다"),
    "panel that is no axes": (lambda: state(panels=lambda good: good.panels | {"map": 1}), "panels의 'map'"),
    "panel of another figure": (
        lambda: state(panels=lambda good: good.panels | {"map": Figure().subplots()}), "이 state의 figure에 있는"
    ),
    "panel with an odd name": (lambda: state(panels=lambda good: {"지도": good.panels["map"]}), "panels의 이름 '지도'"),
    "group that is missing": (
        lambda: state(["map-trail", "map-dots", "map-start", ""]), "'moves-map-here'인 것이 그림에 0개"
    ),
    "group with a misspelt part": (
        lambda: state(["map-trial", "map-dots", "map-start", "map-here"]), "'moves-map-trial'는 panels의 이름으로"
    ),
    "group twice": (lambda: state(["map-dots", "map-dots", "map-start", "map-here"]), "'moves-map-dots'인 것이"),
    "slider that is none": (lambda: state(sliders=lambda good: good.sliders | {"water": 3}), "sliders의 'water'"),
    "slider with an odd name": (lambda: state(sliders=lambda good: {"W": good.sliders["day"]}), "sliders의 이름 'W'"),
    "values that are no texts": (lambda: state(sliders=slider("light", values=[1, 5, 9])), "'light'의 values"),
    "no values": (lambda: state(sliders=slider("light", values=[])), "'light'의 values"),
    "value twice": (lambda: state(sliders=slider("light", values=["1", "5", "5"])), "다른 글을 적으세요: 5"),
    "particle behind a value": (lambda: state(says=lambda _: "{water}을 주고 {day}, 끝"), "조사 없이 적으세요"),
    "start that is no place": (lambda: state(sliders=slider("light", start=3)), "start 3번째 값은 없습니다. 0부터"),
    "start that is no whole number": (lambda: state(sliders=slider("day", start=0.5)), "'day'의 start에는 정수를"),
    "mark outside": (lambda: state(sliders=slider("water", marks=[(1.2, "끝")])), "자리 1.2는 0과 1 사이가 아닙니다"),
    "mark that is no pair": (lambda: state(sliders=slider("water", marks=["끝"])), "marks는 (자리, 글)"),
    "two that walk": (lambda: state(sliders=slider("light", walks=True)), "둘 이상입니다: light, day"),
    "drags that is no panel": (lambda: state(sliders=slider("water", drags="left")), "drags 'left'"),
    "too few rows": (lambda: state(runs=lambda good: good.runs[:1]), "runs는 슬라이더 'water'의 값 2개"),
    "row too long": (lambda: state(runs=lambda good: [good.runs[0] * 2, good.runs[1]]), "runs[0]는 슬라이더 'light'"),
    "run that is none": (lambda: state(runs=lambda good: [good.runs[0], [PATH] * 3]), "runs[1][0]는 chart.Run이어야"),
    "path too few": (lambda: state(runs=runs(paths=[PATH])), "runs[1][2]의 paths는 panels의 map, height마다 하나씩"),
    "path too short": (lambda: state(runs=runs(paths=[PATH, PATH[:2]])), "'height' 궤적은 모양이 (3, 2)"),
    "path of three columns": (lambda: state(runs=runs(paths=[np.ones((3, 3)), PATH])), "'map' 궤적은 모양이 (3, 2)"),
    "path of texts": (lambda: state(runs=runs(paths=[PATH.astype(str), PATH])), "숫자 배열이어야"),
    "point that is not finite": (
        lambda: state(runs=runs(paths=[with_point(0.1, np.nan), PATH])), "'map' 궤적에서 1번째 점이 유한하지"
    ),
    "start outside": (lambda: state(runs=runs(paths=[PATH + 5, PATH])), "'map' 궤적이 칸 밖에서 출발합니다"),
    "nothing on a logarithmic axis": (
        lambda: state(scale="log", runs=runs(paths=[PATH, with_point(0.1, 0)])), "로그 축에 놓을 수 없는"
    ),
    "words that are no text": (lambda: state(runs=runs(words=None)), "runs[1][2]의 words에는 글을"),
    "leaving without a word": (
        lambda: state(outside=lambda _: "", runs=runs(paths=[with_point(5, 5), PATH])), "할 말을 outside에 적으세요"
    ),
    "field left open": (lambda: state(says=lambda _: "{water}, {day"), "says의 중괄호가"),
    "field of nothing": (lambda: state(says=lambda _: "{wind}"), "says의 {wind} 자리에 넣을 것이 없습니다"),
    "end of a path outside": (lambda: state(outside=lambda _: "{map.x}"), "outside의 {map.x}"),
    "value of a logarithmic axis": (
        lambda: state(scale="log", says=lambda _: "{height.y}"), "says의 {height.y}는 로그 축의 값입니다"
    ),
    "argument that does not exist": (lambda: Slider(lable="물", values=["조금"], start=0), "Slider에 'lable'"),
    "argument that is missing": (lambda: Slider("물"), "Slider에 'values', 'start' 인자가 없습니다"),
}  # fmt: skip


def test_word_that_begins_like_a_particle_may_follow_a_value():
    assert pack(lambda: {"south": state(says=lambda _: "{water}이상, {day}로마")})


def pack(states):
    return chart.packed(states, JOB, (str(MACHINERY),))


def test_chart_that_keeps_the_contract_is_packed():
    packed = pack(lambda: {"south": state()})["south"]
    assert len(packed["runs"]) == 6 and packed["panels"] == ["map", "height"]
    assert packed["sliders"]["light"]["values"] == ["1시간", "5시간", "9시간"]


@pytest.mark.parametrize("name", WRONG)
def test_chart_that_breaks_the_contract_is_refused_in_one_line(name):
    make, part = WRONG[name]

    def states():
        made = make()
        return {"south": made} if isinstance(made, State) else made

    with pytest.raises(BookError) as refused:
        pack(states)
    told = list(map(str, refused.value.faults))
    line = states.__code__.co_firstlineno
    assert all(each.startswith(f"lesson_code/small_lesson/plants.py:{line}: ") for each in told), told
    assert any(part in each for each in told), told


def test_other_type_errors_of_a_lesson_are_its_own():
    with pytest.raises(TypeError, match="len"):
        pack(lambda: len(7))

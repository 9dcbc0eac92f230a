"""A chart of another book, made from the contract alone: three sliders and two panels that no lesson of ours has."""

from pathlib import Path

from tests.publish.conftest import PAGE, write_book

PLANTS = '''
"""화분이 햇빛을 따라 자라는 모습입니다."""

import numpy as np
from lesson_code import drawing
from lesson_code.chart import Run, Slider, State, draw_moves

WATER, LIGHT, DAYS = (1.0, 2.0), (-1.0, 0.0, 1.0), 6


def paths(water, light):
    day = np.arange(DAYS)
    tip = np.column_stack([light * day / 5, water * day / 5 - 1])
    leaves = np.column_stack([water * day / 5, day**2 * water / 10])
    return [tip, leaves]


def draw(name):
    picture, (left, right) = drawing.panels(2, height=2.8)
    x, y = np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20))
    left.contour(x, y, x**2 - y, colors="#6b7280")
    left.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), title=name)
    right.set(xlim=(-0.1, 3), ylim=(-0.1, 3), title="잎과 뿌리")
    panels = {"bed": left, "leaves": right}
    for (panel, axes), path in zip(panels.items(), paths(1.0, 0.0)):
        draw_moves(axes, panel, path)
    return picture, panels


def figure():
    return draw("화단")[0]


def describe():
    return "화단을 위에서 본 등고선과, 잎과 뿌리의 크기를 그린 두 칸이 있습니다."


def run(water, light, name):
    lush = water > 1
    return Run(paths(water, light), words="무성함" if lush else "보통", rests=not lush, note=f"{name}의 화분")


def states():
    return {key: state(name) for key, name in {"south": "남쪽 화단", "north": "북쪽 화단"}.items()}


def state(name):
    picture, panels = draw(name)
    return State(
        name=name,
        figure=picture,
        panels=panels,
        sliders={
            "water": Slider("물", [f"{water:g}컵" for water in WATER], 0),
            "day": Slider("날", [f"{day}일째" for day in range(DAYS)], DAYS - 1, walks=True),
            "light": Slider("빛", ["왼쪽", "가운데", "오른쪽"], 1, marks=[(0.5, "한낮")]),
        },
        runs=[[run(water, light, name) for light in LIGHT] for water in WATER],
        says="{light}에서 {water}, 키 {bed.y}",
        outside="{day}에 화단 밖",
    )
'''


def write_strange_book(root: Path) -> None:
    """Write the small book with a chart in its page."""
    write_book(root)
    (root / "lesson_code/small_lesson/plants.py").write_text(PLANTS, encoding="utf-8")
    page = PAGE.replace("```pycon", "![화단입니다.](figures/small_lesson/plants.svg)\n\n```pycon")
    (root / "docs/small-lesson.md").write_text(page, encoding="utf-8")

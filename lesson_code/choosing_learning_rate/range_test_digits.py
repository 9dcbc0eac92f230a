"""손글씨 숫자를 배우는 신경망에서 학습률 범위 시험을 하고, 끝까지 학습시킨 결과와 비교합니다."""

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.digit_facts import CHANCE, GRID, best, grid, range_minimum, range_test
from lesson_code.choosing_learning_rate.facts import GROWTHS
from lesson_code.choosing_learning_rate.range_test import LOOKS, draw
from lesson_code.wording import with_particle


def figure() -> Figure:
    """Draw the range tests beside the losses that whole trainings end with."""
    picture, (left, right) = drawing.panels(2, height=3.1)
    left.set(xscale="log", xlabel="그 스텝의 학습률 η", ylabel="스텝 뒤의 훈련 손실")
    left.set_title("범위 시험: ▼ 가장 낮은 곳, ● 그 10분의 1")
    drawing.decades(left.xaxis, 0.001, 0.01, 0.1, 1, 10)
    left.set(xlim=(1e-3, 40), ylim=(0, 4))
    left.axhline(CHANCE, color=drawing.MUTED, linestyle=":", linewidth=1)
    draw(left, range_test, 5)
    right.set(xscale="log", xlabel="학습률 η", ylabel="다 배운 뒤의 검증 손실")
    right.set_title("끝까지 학습시키면 더 큰 쪽이 좋음")
    drawing.decades(right.xaxis, 0.001, 0.01, 0.1, 1, 10)
    right.set(xlim=(1e-3, 20), ylim=(0, 4))
    right.axhline(CHANCE, color=drawing.MUTED, linestyle=":", linewidth=1)
    right.plot(GRID, [trained.validation_loss for trained in grid()], "o-", color=drawing.SURFACE, linewidth=1)
    drawing.label(right, f"찍을 때 {CHANCE:.2f}", (1e-3, CHANCE), (3, 3), drawing.MUTED)
    for growth, (colour, style) in zip(GROWTHS, LOOKS, strict=True):
        right.axvline(range_minimum(growth).learning_rate / 10, color=colour, linewidth=1, linestyle=style)
    return picture


def describe() -> str:
    """Say where the minima lie and what a tenth of them is worth."""
    minima = [range_minimum(growth).learning_rate for growth in GROWTHS]
    rate, _, lowest, _ = best()
    return (
        f"시드 하나로 신경망을 학습시키는 동안 학습률을 한 스텝에 {', '.join(f'{growth:g}배' for growth in GROWTHS)}씩 "
        "키우며 훈련 손실을 쟀습니다. "
        f"손실이 가장 낮은 학습률은 차례로 {', '.join(f'{rate:.2g}' for rate in minima)}입니다. "
        f"학습률을 바꾸지 않고 30에포크를 학습시키면 검증 손실(시드 다섯 개의 중앙값)은 {rate:.2g}에서 "
        f"{with_particle(f'{lowest:.3f}', '으로/로')} 가장 낮습니다. "
        f"세로선은 범위 시험에서 찾은 값의 10분의 1입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""학습률을 도중에 바꾸는 네 가지 방법과, 기울기에 잡음이 섞였을 때 그 결과를 나란히 봅니다."""

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.facts import (
    NOISY_RATE,
    NOISY_STEPS,
    RUNS,
    SCHEDULES,
    noise_floor,
    noisy_losses,
)

LOOKS = ((drawing.INK, "-"), (drawing.OCHRE, "--"), (drawing.TEAL, "-"), (drawing.MUTED, "-."))
NAMED = {  # where a name stands: step and offset in points, by the schedule and by its result
    "일정": ((330, (5, -7)), (360, (0, 6))),
    "계단": ((120, (5, -7)), (260, (-4, -6))),
    "코사인": ((200, (5, 4)), (395, (-1, 6))),
    "웜업 뒤 코사인": ((20, (2, -9)), (20, (8, 10))),
}


def figure() -> Figure:
    """Draw the schedules beside the mean losses they lead to."""
    picture, (left, right) = drawing.panels(2, height=3.1)
    counts = np.arange(NOISY_STEPS)
    left.set(xlabel="스텝", ylabel="학습률 η", xlim=(0, NOISY_STEPS), title="네 가지 스케줄")
    right.set(xlabel="스텝", ylabel="평균 손실", yscale="log", xlim=(0, NOISY_STEPS), ylim=(1e-3, 60))
    right.set_title("일정하면 한 높이에 머묾")
    drawing.decades(right.yaxis, 0.001, 0.01, 0.1, 1, 10)
    looks = zip(SCHEDULES.items(), LOOKS, strict=True)
    for (name, schedule), (colour, style) in reversed(list(looks)):  # the last goes the way of the third, and below it
        left.plot(counts, [schedule(int(count)) for count in counts], style, color=colour, linewidth=1.5)
        right.plot(noisy_losses(name), style, color=colour, linewidth=1.3)
        text, ((at, aside), (there, beside)) = name.replace("뒤 ", "뒤\n"), NAMED[name]
        drawing.label(left, text, (at, schedule(at)), aside, colour)
        drawing.label(right, text, (there, noisy_losses(name)[there]), beside, colour)
    floor = noise_floor(NOISY_RATE)
    right.axhline(floor, color=drawing.MUTED, linestyle=":", linewidth=1.2)
    drawing.label(right, f"식 (1): {floor:.3f}", (0.5 * NOISY_STEPS, floor), (0, 5), drawing.MUTED)
    return picture


def describe() -> str:
    """Say what each schedule ends with."""
    ends = ", ".join(f"{name} {noisy_losses(name)[-1]:.4f}" for name in SCHEDULES)
    return (
        f"{NOISY_STEPS}스텝 동안의 학습률을 네 가지로 그렸습니다. 일정은 {NOISY_RATE:g} 그대로이고, 계단은 "
        f"{NOISY_STEPS // 4}스텝마다 5분의 1로 줄고, "
        f"코사인은 부드럽게 0까지 내려갑니다. "
        "웜업 뒤 코사인은 처음에 0 가까이에서 올라갔다가 코사인을 따라 내려갑니다. "
        f"그 결과는 기울기에 잡음이 섞인 포물선을 {RUNS:,}번씩 걸어 평균한 손실입니다. 세로축은 로그 눈금입니다. "
        f"마지막 손실은 {ends}입니다. 일정한 학습률의 평균 손실은 식으로 구한 높이 {noise_floor(NOISY_RATE):.3f} "
        "언저리를 오르내립니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""같은 방법에 학습률만 다르게 주면 걸음이 어떻게 달라지는지, 두 그림을 나란히 놓고 봅니다.

왼쪽은 가파른 골짜기에서 학습률이 클 때, 오른쪽은 울퉁불퉁한 표면에서 학습률이 작을 때입니다.
"""

from matplotlib.figure import Figure

from lesson_code import drawing, stability, surfaces
from lesson_code.descent import trajectory
from lesson_code.wording import REGIMES

BIG = 1.1  # past the edge of x^2, which is 1
BIG_START, BIG_STEPS = 1.2, 7
SMALL = 0.1  # far below every edge of the bumpy surface
SMALL_START, SMALL_STEPS = -4.6, 500


def big() -> list[float]:
    """The steps in the valley."""
    return trajectory(surfaces.valley.gradient, BIG_START, BIG, BIG_STEPS)


def small() -> list[float]:
    """The steps on the bumpy surface."""
    return trajectory(surfaces.bumpy.gradient, SMALL_START, SMALL, SMALL_STEPS)


def figure() -> Figure:
    """Draw both panels."""
    picture, (left, right) = drawing.panels(2, height=3.2)
    reach = 1.15 * max(abs(theta) for theta in big())
    drawing.draw_loss(left, surfaces.valley.loss, -reach, reach)
    drawing.draw_steps(left, surfaces.valley, big(), drawing.WILD)
    left.set_title(f"큰 학습률 η = {BIG}: {REGIMES[stability.regime(BIG, 2.0)]}")

    drawing.draw_loss(right, surfaces.bumpy.loss, -5.2, 6.5)
    every_tenth = small()[::10]
    right.plot(every_tenth, surfaces.bumpy.loss(drawing.np.array(every_tenth)), "o", color=drawing.CALM)
    right.set_title(f"작은 학습률 η = {SMALL}: 지역 최소점")
    return picture


def describe() -> str:
    """Say what both panels show."""
    losses = [surfaces.valley.loss(theta) for theta in big()]
    return (
        f"왼쪽: 포물선 골짜기에서 학습률 {BIG}로 {BIG_STEPS}번 걷습니다. 점은 바닥을 건너뛰며 양쪽 벽을 번갈아 오르고, "
        f"손실은 {losses[0]:.2f}에서 {losses[-1]:.2f}로 커집니다. "
        f"오른쪽: 울퉁불퉁한 표면에서 학습률 {SMALL}로 {SMALL_STEPS}번 걷습니다. 점은 평탄한 구간을 천천히 지나 "
        f"θ = {small()[-1]:.2f}의 지역 최소점에서 멈춥니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

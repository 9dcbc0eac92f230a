"""학습률마다 손실이 스텝에 따라 어떻게 변하는지 로그 눈금으로 그립니다.

포물선에서는 스텝마다 손실에 같은 수를 곱하므로 로그 눈금에서는 모두 곧은 선이 됩니다.
"""

from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import trajectory
from lesson_code.stability import edge, regime
from lesson_code.wording import REGIMES

VALLEY = surfaces.valley  # x^2
CURVATURE = VALLEY.curvature(0.0)
START, STEPS = 10.0, 40
FLOOR = 1e-6  # the picture ends here; smaller losses are not drawn
CURVES = {0.02: "-", 0.1: "--", 0.3: "-", 0.95: "-.", 1.0: "-", 1.05: "-"}  # learning rate -> line style


def losses(learning_rate: float) -> list[float]:
    """Return the loss at the start and after every step."""
    return [VALLEY.loss(theta) for theta in trajectory(VALLEY.gradient, START, learning_rate, STEPS)]


def visible(learning_rate: float) -> list[float]:
    """Return the losses down to the floor of the picture."""
    return [loss for loss in losses(learning_rate) if loss >= FLOOR]


def figure() -> Figure:
    """Draw a line for each learning rate and write on its end what it does."""
    picture, (axes,) = drawing.panels(1, height=3.6)
    axes.set_yscale("log")
    axes.set(xlabel="스텝", ylabel="손실", xlim=(0, 1.85 * STEPS), xticks=range(0, STEPS + 1, 10))
    drawing.decades(axes.yaxis, 0.000001, 0.001, 1, 1000)
    for learning_rate, style in CURVES.items():
        seen, kind = visible(learning_rate), regime(learning_rate, CURVATURE)
        axes.plot(seen, style, color=drawing.REGIMES[kind])
        drawing.label(
            axes, f"{learning_rate:g} {REGIMES[kind]}", (len(seen) - 1, seen[-1]), (5, 0), drawing.REGIMES[kind]
        )
    drawing.label(axes, "학습률 η", (STEPS, losses(max(CURVES))[-1]), (5, 12))
    return picture


def describe() -> str:
    """Say which learning rates bring the loss down, and how far."""
    falling = [rate for rate in CURVES if losses(rate)[-1] < losses(rate)[0]]
    rising = [rate for rate in CURVES if losses(rate)[-1] > losses(rate)[0]]
    fastest = min(CURVES, key=lambda rate: losses(rate)[-1])
    return (
        f"가로축은 스텝, 세로축은 로그 눈금의 손실입니다. 손실 {losses(fastest)[0]:g}에서 출발한 선은 모두 곧습니다. "
        f"학습률 {', '.join(f'{rate:g}' for rate in falling)}의 선은 내려가고, {fastest:g}의 선이 가장 가파릅니다. "
        f"안정성 한계 {edge(CURVATURE):g}에서는 선이 수평입니다. "
        f"{', '.join(f'{rate:g}' for rate in rising)}의 선은 올라가 "
        f"{STEPS}스텝 뒤 손실이 {losses(rising[-1])[-1]:,.0f}에 이릅니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

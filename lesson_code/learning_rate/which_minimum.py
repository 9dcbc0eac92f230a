"""최소점이 여럿이면 학습률은 빠르기뿐 아니라 닿는 자리까지 바꿀 수 있습니다.

큰 학습률은 더 나쁜 곳에 닿을 수도 있고 더 좋은 곳에 닿을 수도 있습니다.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import Surface, bumpy, wave
from lesson_code.wording import ENDINGS, decimal, ending, with_particle

STEPS = 1000  # enough for every run below to come to rest
STARTS = {wave: 10.0, bumpy: -3.8}
SMALL = {wave: 1.0, bumpy: 0.1}  # learning rates
LARGE = {wave: 1.9, bumpy: 1.5}
EVERY = {wave: 1, bumpy: 40}  # so many steps of the small learning rate for each dot


def steps(surface: Surface, learning_rate: float) -> list[float]:
    """Return the start and all positions after it."""
    return trajectory(surface.gradient, STARTS[surface], learning_rate, STEPS)


def outcome(surface: Surface, learning_rate: float) -> str:
    """Return how the run ends and with what loss, in words."""
    walked = steps(surface, learning_rate)
    by, loss = with_particle(f"학습률 {learning_rate:g}", "으로/로"), surface.loss(walked[-1])
    return f"{by} 걸으면 θ = {decimal(walked[-1])}에서 {ENDINGS[ending(walked)]}(손실 {decimal(loss)})"


def draw(axes: Axes, surface: Surface, low: float, high: float) -> None:
    """Draw the small learning rate as rings, the large one as steps on top, and name both ends."""
    drawing.draw_loss(axes, surface.loss, low, high)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom - 0.36 * (top - bottom), top)  # room for the labels
    pale = steps(surface, SMALL[surface])[: 40 * EVERY[surface] : EVERY[surface]]
    heights = [surface.loss(theta) for theta in pale]
    axes.plot(pale, heights, "o-", color=drawing.TEAL, linewidth=0.9, markersize=6.5, markerfacecolor="none", zorder=3)
    drawing.draw_steps(axes, surface, steps(surface, LARGE[surface])[:80], drawing.OCHRE)
    drawing.label(axes, "출발", (pale[0], heights[0]), (-9, 7) if pale[0] > 0 else (9, 4))  # away from the curve
    ends = {rate: steps(surface, rate)[-1] for rate in (SMALL[surface], LARGE[surface])}
    for (learning_rate, end), colour in zip(ends.items(), (drawing.TEAL, drawing.OCHRE), strict=True):
        beside = -1 if surface is bumpy and learning_rate == SMALL[bumpy] else 0  # its two ends are neighbours
        text = f"η = {learning_rate:g}\n손실 {decimal(surface.loss(end))}"
        drawing.label(axes, text, (end, surface.loss(end)), (beside, -8), colour)


def figure() -> Figure:
    """Draw the wave, where the large learning rate lands worse, and the bumpy surface, where it lands better."""
    picture, (left, right) = drawing.panels(2, height=3.3)
    for axes, surface, low, high in ((left, wave, -4.2, 10.9), (right, bumpy, -5.0, 6.6)):
        draw(axes, surface, low, high)
        small, large = (surface.loss(steps(surface, rates[surface])[-1]) for rates in (SMALL, LARGE))
        axes.set_title(f"{surface.name}: 더 {'높은' if large > small else '낮은'} 곳에 도착")
    return picture


def describe() -> str:
    """Say where each run ends and how low the loss is there."""
    return (
        f"물결은 θ = {decimal(STARTS[wave], 0)}에서 출발합니다. {outcome(wave, SMALL[wave])}. "
        f"{outcome(wave, LARGE[wave])}. "
        f"울퉁불퉁한 표면은 θ = {decimal(STARTS[bumpy], 1)}에서 출발합니다. "
        f"{outcome(bumpy, SMALL[bumpy])}. {outcome(bumpy, LARGE[bumpy])}."
    )


if __name__ == "__main__":
    drawing.show(figure)

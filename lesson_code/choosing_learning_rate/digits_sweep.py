"""손글씨 숫자를 배우는 신경망의 학습률을 다섯 자릿수에 걸쳐 바꿉니다. 작은 쪽은 완만한 비탈, 큰 쪽은 절벽입니다."""

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.digit_facts import CHANCE, GRID, best, cliff, grid, grid_runs

TOP = 20.0  # of the loss axis: what is worse is cut off


def figure() -> Figure:
    """Draw training and validation loss against the learning rate, each seed as a dot."""
    picture, (axes,) = drawing.panels(1, height=3.6)
    axes.set(xscale="log", yscale="log", xlabel="학습률 η", ylabel="30에포크 뒤의 손실", ylim=(0.01, TOP))
    drawing.decades(axes.xaxis, 0.0001, 0.01, 1)
    drawing.decades(axes.yaxis, 0.01, 0.1, 1, 10)
    for loss, colour, style in (
        ("training_loss", drawing.TEAL, "o-"),
        ("validation_loss", drawing.OCHRE, "s--"),
    ):
        axes.plot(GRID, [getattr(trained, loss) for trained in grid()], style, color=colour, markersize=4)
        for runs in zip(*grid_runs(), strict=True):  # of one seed
            axes.plot(GRID, [getattr(run, loss) for run in runs], ".", color=colour, markersize=2.5)
    axes.axhline(CHANCE, color=drawing.MUTED, linestyle=":", linewidth=1)
    drawing.label(axes, f"찍을 때 {CHANCE:.2f}", (GRID[0], CHANCE), (2, 6), drawing.MUTED)
    lowest = best().learning_rate, best().validation_loss
    drawing.draw_start(axes, *lowest, drawing.INK)
    drawing.label(axes, f"검증 손실이\n가장 낮은 {lowest[0]:.2g}", lowest, (9, -9))
    earlier, before = grid()[GRID.index(lowest[0]) - 2 :][:2]
    drawing.label(axes, "훈련", (before.learning_rate, before.training_loss), (-5, -5), drawing.TEAL)
    drawing.label(axes, "검증", (earlier.learning_rate, earlier.validation_loss), (5, 5), drawing.OCHRE)
    return picture


def describe() -> str:
    """Say where the best learning rate lies and where the cliff begins."""
    rate, trained, validated, right = best()
    first = f"{grid()[0].training_loss:.2f}"
    return (
        f"가로축은 {GRID[0]:g}에서 {GRID[-1]:.0f}까지 세 배씩 커지는 학습률 {len(GRID)}개이고, 세로축은 30에포크를 "
        "배운 뒤의 손실입니다. 시드 다섯 개의 중앙값입니다. "
        f"두 축 모두 로그 눈금입니다. 작은 학습률에서는 손실이 {first}에서 거의 줄지 않고, "
        f"학습률이 커질수록 완만하게 줄어 {rate:.2g}에서 훈련 손실 {trained:.3f}, 검증 손실 {validated:.3f}, "
        f"검증 정확도 {right:.0%}가 됩니다. 그보다 크면 절벽이어서 {cliff():.1f}에서는 손실이 찍을 때보다 "
        "큽니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""미분을 수로 확인하는 계산은 간격이 너무 커도, 너무 작아도 틀립니다."""

from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.surfaces import valley
from lesson_code.wording import decimal

THETA = 1.0
EXPONENTS = range(-15, 0)  # of the widths, powers of ten
WIDTHS = [float(f"1e{exponent}") for exponent in EXPONENTS]


def error(width: float) -> float:
    """Return by how much the forward difference of θ² at 1 misses the derivative."""
    difference = (valley.loss(THETA + width) - valley.loss(THETA)) / width
    return float(abs(difference - valley.gradient(THETA)))


def best_width() -> float:
    """Return the width of the smallest error among the powers of ten."""
    return min(WIDTHS, key=error)


def figure() -> Figure:
    """Draw the error against the width on logarithmic axes."""
    picture, (axes,) = drawing.panels(1, height=3.2)
    picture.set_figwidth(3.7)
    axes.set(xscale="log", yscale="log", xlabel="간격 h", ylabel="오차", ylim=(1e-10, 10), title="너무 작아도 틀립니다")
    axes.set(xticks=[1e-15, 1e-12, 1e-8, 1e-4, 1e-1])
    axes.set_xticklabels(["10⁻¹⁵", "10⁻¹²", "10⁻⁸", "10⁻⁴", "0.1"])
    axes.set_yticks([1e-8, 1e-4, 1], labels=["10⁻⁸", "10⁻⁴", "1"])
    axes.plot(WIDTHS, [error(width) for width in WIDTHS], "o-", color=drawing.SURFACE, linewidth=1)
    axes.plot(best_width(), error(best_width()), "o", color=drawing.TEAL, markersize=8, zorder=4)
    drawing.label(axes, "가장 정확함", (best_width(), error(best_width())), (0, -8), drawing.TEAL)
    drawing.label(axes, "반올림\n오차", (1e-13, error(1e-13)), (8, 3), drawing.OCHRE)
    drawing.label(axes, "간격이\n커서", (1e-3, error(1e-3)), (-8, 3), drawing.INK)
    return picture


def describe() -> str:
    """Say how wrong three widths are."""
    wide, narrow = error(WIDTHS[-2]), error(WIDTHS[1])
    return (
        f"두 축 모두 로그 눈금이고, 가로축은 간격 h, 세로축은 차분으로 구한 기울기의 오차입니다. 선은 V자입니다. "
        f"오차는 h가 0.01일 때 {wide:.2f}, 1억분의 1일 때 {error(1e-8):.8f}, "
        f"100조분의 1일 때 {decimal(narrow, 4)}입니다. 가장 정확한 것은 h가 1억분의 1일 때입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)

"""descent.trajectory against an independent authority: PyTorch's SGD with gradients from its own autograd."""

import pytest

from lesson_code import surfaces
from lesson_code.descent import trajectory

torch = pytest.importorskip("torch", reason="no PyTorch here: the comparison with torch.optim.SGD was NOT run")

STEPS = 50


def sgd(loss, start, learning_rate):
    """The positions torch.optim.SGD goes through, as floats."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=learning_rate)
    positions = [theta.item()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss(theta).backward()
        optimizer.step()
        positions.append(theta.item())
    return positions


@pytest.mark.parametrize("learning_rate", [0.01, 0.3, 1.0])
@pytest.mark.parametrize(
    ("surface", "loss", "start"),
    [
        (surfaces.valley, lambda x: x**2, 10.0),
        (surfaces.log_cosh, lambda x: torch.log(torch.cosh(x)), 3.0),
        (surfaces.wave, lambda x: x * torch.cos(0.15 * torch.pi * x), 10.0),
    ],
    ids=["valley", "log_cosh", "wave"],
)
def test_trajectory_is_that_of_torch_sgd(surface, loss, start, learning_rate):
    ours = trajectory(surface.gradient, start, learning_rate, STEPS)
    assert ours == pytest.approx(sgd(loss, start, learning_rate), rel=1e-9, abs=1e-12)


def test_trajectory_takes_a_tensor_and_gives_the_values_of_the_floats():
    start = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64)
    together = torch.stack(trajectory(surfaces.quartic.gradient, start, 0.1, STEPS))
    one_by_one = [trajectory(surfaces.quartic.gradient, x, 0.1, STEPS) for x in start.tolist()]
    assert torch.allclose(together.T, torch.tensor(one_by_one, dtype=torch.float64), rtol=1e-12, atol=0)

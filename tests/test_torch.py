"""Our ways down against an independent authority: PyTorch's optimizers with gradients from its own autograd."""

import pytest

from lesson_code import surfaces
from lesson_code.descent import trajectory
from lesson_code.optimizers import adam, adamw, clipped, momentum, nesterov

torch = pytest.importorskip("torch", reason="no PyTorch here: the comparison with torch.optim was NOT run")

STEPS = 50


def walked(optimizer_of, loss, start):
    """The positions a PyTorch optimizer goes through, as floats."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of([theta])
    positions = [theta.item()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss(theta).backward()
        optimizer.step()
        positions.append(theta.item())
    return positions


on_three_surfaces = pytest.mark.parametrize(
    ("surface", "loss", "start"),
    [
        (surfaces.valley, lambda x: x**2, 10.0),
        (surfaces.log_cosh, lambda x: torch.log(torch.cosh(x)), 3.0),
        (surfaces.wave, lambda x: x * torch.cos(0.15 * torch.pi * x), 10.0),
    ],
    ids=["valley", "log_cosh", "wave"],
)


@pytest.mark.parametrize("learning_rate", [0.01, 0.3, 1.0])
@on_three_surfaces
def test_trajectory_is_that_of_torch_sgd(surface, loss, start, learning_rate):
    theirs = walked(lambda theta: torch.optim.SGD(theta, lr=learning_rate), loss, start)
    assert trajectory(surface.gradient, start, learning_rate, STEPS) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("learning_rate", "beta"), [(0.01, 0.9), (0.1, 0.5), (0.3, 0.0)])
@on_three_surfaces
def test_momentum_is_that_of_torch_sgd(surface, loss, start, learning_rate, beta):
    theirs = walked(lambda theta: torch.optim.SGD(theta, lr=learning_rate, momentum=beta), loss, start)
    assert momentum(surface.gradient, start, learning_rate, STEPS, beta) == pytest.approx(theirs, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("learning_rate", [0.001, 0.1, 1.0])
@on_three_surfaces
def test_adam_is_that_of_torch(surface, loss, start, learning_rate):
    theirs = walked(lambda theta: torch.optim.Adam(theta, lr=learning_rate), loss, start)
    assert adam(surface.gradient, start, learning_rate, STEPS) == pytest.approx(theirs, rel=1e-6, abs=1e-9)


def test_trajectory_takes_a_tensor_and_gives_the_values_of_the_floats():
    start = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64)
    together = torch.stack(trajectory(surfaces.quartic.gradient, start, 0.1, STEPS))
    one_by_one = [trajectory(surfaces.quartic.gradient, x, 0.1, STEPS) for x in start.tolist()]
    assert torch.allclose(together.T, torch.tensor(one_by_one, dtype=torch.float64), rtol=1e-12, atol=0)


def test_every_method_walks_as_torch_does_step_by_step_to_1e_12():
    """On a bowl of two axes both gradients are the same products: nothing but the method can differ."""
    curvatures, start = torch.tensor([0.2, 4.0], dtype=torch.float64), [-5.0, -2.0]
    optim = torch.optim
    ways = {
        "descent": (trajectory, (0.3,), lambda p: optim.SGD(p, lr=0.3)),
        "momentum": (momentum, (0.3, 0.8), lambda p: optim.SGD(p, lr=0.3, momentum=0.8)),
        "nesterov": (nesterov, (0.3, 0.8), lambda p: optim.SGD(p, lr=0.3, momentum=0.8, nesterov=True)),
        "adam": (adam, (0.1,), lambda p: optim.Adam(p, lr=0.1)),
        "adamw": (adamw, (0.1, 0.3), lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.3)),
        "adamw as it comes": (adamw, (0.1,), lambda p: optim.AdamW(p, lr=0.1)),
    }
    for limit in (None, 1.0):
        for name, (way, (rate, *more), optimizer_of) in ways.items():
            theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
            optimizer, theirs = optimizer_of([theta]), [theta.detach().clone()]
            for _ in range(200):
                optimizer.zero_grad()
                (curvatures * theta**2 / 2).sum().backward()
                if limit:
                    torch.nn.utils.clip_grad_norm_([theta], limit)
                optimizer.step()
                theirs.append(theta.detach().clone())

            def slope(position):
                return curvatures * position

            ours = way(clipped(slope, limit) if limit else slope, theirs[0], rate, 200, *more)
            assert torch.allclose(torch.stack(ours), torch.stack(theirs), rtol=0, atol=1e-12), (name, limit)

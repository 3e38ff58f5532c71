"""Losses against torch's own and against the formulas."""

import math

import pytest
import torch
from shopctl.retrieval.shopper import losses
from shopctl.retrieval.shopper.losses import binary_cross_entropy, full_softmax, sampled_softmax
from torch.nn import functional


@pytest.fixture(params=[torch.float32, torch.bfloat16])
def kind(request, monkeypatch):
    monkeypatch.setattr(losses, "fast_type", lambda device: request.param)
    return request.param


def unit(rows, width, seed):
    generator = torch.Generator().manual_seed(seed)
    return functional.normalize(torch.randn(rows, width, generator=generator), dim=-1)


def test_full_softmax_is_torchs_cross_entropy_with_its_gradients(kind):
    rows = 2 * losses._ROWS + 7  # more than one piece, the last one short
    states = unit(rows, 8, 0).requires_grad_()
    items = unit(30, 8, 1).requires_grad_()
    scale = torch.tensor(9.0, requires_grad=True)
    targets = torch.arange(rows) % 30
    loss = full_softmax(states, items, targets, scale)
    loss.backward()
    got = [loss.detach(), states.grad, items.grad, scale.grad]
    for leaf in (states, items, scale):
        leaf.grad = None
    expected = functional.cross_entropy(scale * states @ items.T, targets)
    expected.backward()
    wanted = [expected.detach(), states.grad, items.grad, scale.grad]
    relative = 1e-4 if kind == torch.float32 else 3e-2
    for one, other in zip(got, wanted, strict=True):
        assert (one - other).norm() <= relative * other.norm() + 1e-7


def test_sampled_softmax_estimates_the_denominator_without_bias():
    states, items = unit(1, 4, 0), unit(6, 4, 1)
    scale, target = torch.tensor(3.0), torch.tensor([2])
    chances = torch.tensor([0.3, 0.2, 0.1, 0.2, 0.1, 0.1])
    generator = torch.Generator().manual_seed(0)
    own = float(scale * states[0] @ items[2])
    sums = []
    for _ in range(4000):
        drawn = torch.multinomial(chances, 5, replacement=True, generator=generator)
        loss = sampled_softmax(states, items, target, scale, drawn, chances[drawn])
        sums.append(math.exp(float(loss) + own) - math.exp(own))
    others = [row for row in range(6) if row != 2]
    exact = float((scale * states @ items[others].T).exp().sum())
    assert sum(sums) / len(sums) == pytest.approx(exact, rel=0.03)


def test_binary_cross_entropy_by_hand():
    states = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    items = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    loss = binary_cross_entropy(
        states, items, torch.tensor([0, 0]), torch.tensor(2.0), torch.tensor([2, 0])
    )
    # First: target at 2, negative at −2. Second: target at 0, and its negative is the target.
    first = math.log1p(math.exp(-2)) + math.log1p(math.exp(-2))
    assert float(loss) == pytest.approx((first + math.log(2)) / 2, rel=1e-6)


def test_gbce_raises_the_targets_sigmoid_to_beta():
    states = torch.tensor([[1.0, 0.0]])
    items = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [0.6, 0.8]])
    negatives = torch.tensor([1, 2])
    loss = binary_cross_entropy(
        states, items, torch.tensor([0]), torch.tensor(1.0), negatives, True
    )
    alpha, calibration = 2 / 4, 0.75
    beta = alpha * (calibration * (1 - 1 / alpha) + 1 / alpha)

    def softplus(logit):
        return math.log1p(math.exp(logit))

    # Cosines 1, 0 and −1, each less log 2 for two negatives.
    rare = math.log(2)
    expected = beta * softplus(-(1 - rare)) + softplus(-rare) + softplus(-1 - rare)
    assert float(loss) == pytest.approx(expected, rel=1e-6)

"""The objective on tensors small enough to work out by hand."""

import math

import pytest
import torch
from shopctl.retrieval.adapting.objective import AnswersAside, answers
from torch import nn

SPECIAL = torch.tensor([0, 1, 2])
SHOWER, HEAD, HOLDER, RED = 10, 11, 12, 13


def test_a_product_that_answers_too_is_aside() -> None:
    # Two shower heads, a shower head holder; all three requests say "shower head".
    requests = torch.tensor([[1, SHOWER, HEAD, 2]] * 3)
    products = torch.tensor(
        [[1, SHOWER, HEAD, 2, 0], [1, RED, SHOWER, HEAD, 2], [1, SHOWER, HEAD, HOLDER, 2]]
    )
    head, holder = 500, 600
    labels = torch.tensor([[head, 1], [head, 1], [holder, 1]])
    found = answers(requests, products, labels, SPECIAL)
    assert found.tolist() == [[False, True, False], [True, False, False], [False, False, False]]


def test_without_a_named_kind_the_words_alone_decide() -> None:
    requests = torch.tensor([[1, SHOWER, 2], [1, RED, 2]])
    products = torch.tensor([[1, SHOWER, HEAD, 2], [1, RED, SHOWER, 2]])
    labels = torch.tensor([[500, 0], [600, 0]])
    assert answers(requests, products, labels, SPECIAL).tolist() == [[False, True], [False, False]]


def test_padding_and_marks_are_no_words() -> None:
    requests = torch.tensor([[1, SHOWER, 2, 0], [1, RED, 2, 0]])
    products = torch.tensor([[1, SHOWER, 2, 0], [1, RED, 2, 0]])
    labels = torch.tensor([[0, 0], [0, 0]])
    assert not answers(requests, products, labels, SPECIAL).any()


class _Table(nn.Module):
    """An "encoder" that gives each text the vector of its second token."""

    def __init__(self, vectors: dict[int, list[float]]) -> None:
        super().__init__()
        self.vectors = vectors

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        rows = [self.vectors[int(row[1])] for row in features["input_ids"]]
        return {"sentence_embedding": torch.tensor(rows)}


def _loss(labels: list[list[int]], temperature: float = 1.0) -> float:
    model = _Table({20: [1.0, 0.0], 21: [0.0, 1.0], 30: [1.0, 0.0], 31: [0.6, 0.8]})
    loss = AnswersAside(model, temperature, [0, 1, 2])
    requests = {"input_ids": torch.tensor([[1, 20, 2], [1, 21, 2]])}
    products = {"input_ids": torch.tensor([[1, 30, 20, 2], [1, 31, 21, 2]])}
    return float(loss([requests, products], torch.tensor(labels)))


def test_loss_is_infonce() -> None:
    # cosines [[1, .6], [0, .8]]
    first = -math.log(math.exp(1) / (math.exp(1) + math.exp(0.6)))
    second = -math.log(math.exp(0.8) / (math.exp(0) + math.exp(0.8)))
    assert _loss([[0, 0], [0, 0]]) == pytest.approx((first + second) / 2, abs=1e-5)


def test_a_hundredth_of_the_temperature_is_a_hundred_times_the_logits() -> None:
    first = -math.log(1 / (1 + math.exp((0.6 - 1) / 0.1)))
    second = -math.log(1 / (1 + math.exp((0.0 - 0.8) / 0.1)))
    assert _loss([[0, 0], [0, 0]], 0.1) == pytest.approx((first + second) / 2, abs=1e-4)


def test_the_only_other_product_aside_leaves_no_loss() -> None:
    loss = AnswersAside(_Table({20: [1.0, 0.0], 30: [1.0, 0.0], 31: [0.0, 1.0]}), 1.0, [0, 1, 2])
    requests = {"input_ids": torch.tensor([[1, 20, 2], [1, 20, 2]])}
    products = {"input_ids": torch.tensor([[1, 30, 20, 2], [1, 31, 20, 2]])}
    assert float(loss([requests, products], torch.tensor([[0, 0], [0, 0]]))) == 0.0

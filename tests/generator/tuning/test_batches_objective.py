"""Tokens, batches and the loss, against values worked out by hand."""

from __future__ import annotations

import math
import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from shopctl.generator.evidence import Piece
from shopctl.generator.tuning.batches import IGNORED, Tokens, collate, in_batches, tokens_of
from shopctl.generator.tuning.examples import silent, worked
from shopctl.generator.tuning.objective import KeptHead, losses
from shopctl.generator.vocabulary import Vocabulary

PIECES = [Piece("x", "Tea", "Bags", "attribute", "50 bags", "Bags")]


def test_the_target_follows_the_prompt(gemma_folder: Path) -> None:
    words = Vocabulary.of_folder(gemma_folder)
    made = worked("how many bags?", PIECES, [0], "50 bags.", "us", random.Random(0))
    tokens = tokens_of(made, words)
    text = b"".join(words.pieces[i] or b"" for i in tokens.ids).decode()
    assert text == "Cards:\n[1] Bags: 50 bags\nQuestion: how many bags?\nAnswer: [1] 50 bags.\n"
    assert words.pieces[tokens.ids[tokens.start]] == b"1"
    assert tokens.right == (tokens.ids[tokens.start],)
    assert tokens.learned
    quiet = tokens_of(silent(made), words)
    assert words.pieces[quiet.ids[quiet.start]] == b"0" and not quiet.learned


def test_every_example_is_seen_once_an_epoch_and_the_order_is_fixed() -> None:
    examples = [Tokens([1] * n, n - 1, (1,), False) for n in range(2, 103)]
    batches = in_batches(examples, 8, 2, seed=3)
    seen = sorted(len(one.ids) for batch in batches for one in batch)
    assert seen == sorted(2 * [len(one.ids) for one in examples])
    assert batches == in_batches(examples, 8, 2, seed=3)
    assert batches != in_batches(examples, 8, 2, seed=4)


def test_collate_pads_and_marks_what_is_learned() -> None:
    made = collate([Tokens([5, 6, 7, 8], 2, (7,), True), Tokens([5, 9], 1, (9, 4), False)], 2)
    assert made["input_ids"].shape == (2, 16)  # rounded up
    assert made["input_ids"][:, :5].tolist() == [[5, 6, 7, 8, 0], [5, 9, 0, 0, 0]]
    assert made["attention_mask"].sum(1).tolist() == [4, 2]
    assert made["labels"][0].tolist() == [IGNORED] * 3 + [8] + [IGNORED] * 12
    assert made["labels"][1].tolist() == [IGNORED] * 16
    assert made["start"].tolist() == [2, 1]
    assert made["right"].tolist() == [[7, 7], [9, 4]]


def fixed_head(logits: torch.Tensor) -> KeptHead:
    """Of a model whose logits after each token are a row of a table, by the token."""

    def trunk(input_ids: torch.Tensor, **_: object) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=logits[input_ids])

    head = SimpleNamespace(weight=torch.eye(logits.shape[1]))
    return KeptHead(SimpleNamespace(model=trunk, lm_head=head), torch.arange(logits.shape[1]))


def test_the_loss_by_hand() -> None:
    # After token 0 all four are equally likely; after token 1, token 3 has all but 1/(1+e) …
    table = torch.zeros(4, 4)
    table[1] = torch.tensor([-1e9, -1e9, 0.0, 1.0])
    batch = collate(
        [
            Tokens([0, 1, 3], 1, (1,), True),  # choice 1 of 4; then token 3 after token 1
            Tokens([0, 2], 1, (2, 3), False),  # two of four are right
        ],
        2,
    )
    loss, choice = losses(fixed_head(table), batch, choice_weight=4.0)
    first, second = math.log(4), math.log(2)
    word = math.log(1 + math.exp(-1.0))
    assert float(choice) == pytest.approx((first + second) / 2, rel=1e-6)
    assert float(loss) == pytest.approx((4 * (first + second) + word) / (4 * 2 + 1), rel=1e-6)


def test_without_words_the_choice_alone_is_learned() -> None:
    batch = collate([Tokens([0, 2], 1, (2,), False)], 1)
    loss, choice = losses(fixed_head(torch.zeros(4, 4)), batch, choice_weight=4.0)
    assert float(loss) == pytest.approx(math.log(4)) == float(choice)


def test_rows_that_are_left_out_count_for_nothing() -> None:
    table = torch.zeros(4, 4)

    def trunk(input_ids: torch.Tensor, **_: object) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=table[input_ids])

    model = SimpleNamespace(model=trunk, lm_head=SimpleNamespace(weight=torch.eye(4)))
    head = KeptHead(model, torch.tensor([1, 3]))
    assert head.places(torch.tensor([3, 1])).tolist() == [1, 0]
    loss, _ = losses(head, collate([Tokens([0, 3], 1, (3,), False)], 1), choice_weight=1.0)
    assert float(loss) == pytest.approx(math.log(2))  # one of two, not of four

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
from shopctl.generator.tuning.examples import worked
from shopctl.generator.tuning.objective import KeptHead, losses
from shopctl.generator.vocabulary import Vocabulary

PIECES = [
    Piece("x", "Tea", "Bags", "attribute", "50 bags", "Bags"),
    Piece("x", "Tea", "Price", "attribute", "$2", "Price"),
]


def test_the_target_follows_the_prompt_of_each_card(gemma_folder: Path) -> None:
    words = Vocabulary.of_folder(gemma_folder)
    made = worked("how many bags?", PIECES, [0], "50 bags.", "us", random.Random(0))
    group = tokens_of(made, words)
    text = [b"".join(words.pieces[i] or b"" for i in one.ids).decode() for one in group]
    asked = "Question: how many bags?\nAnswer: ["
    assert text == [
        f"Cards:\n[1] Bags: 50 bags\n{asked}1] 50 bags.\n",
        f"Cards:\n[1] Price: $2\n{asked}0]",
    ]
    assert [words.pieces[one.ids[one.start]] for one in group] == [b"1", b"0"]
    assert [(one.right, one.learned) for one in group] == [(True, True), (False, False)]


def test_every_example_is_seen_once_an_epoch_and_the_order_is_fixed() -> None:
    examples = [(Tokens([1] * n, n - 1, True, False),) for n in range(2, 103)]
    batches = in_batches(examples, 8, 2, seed=3)
    seen = sorted(len(one.ids) for batch in batches for (one,) in batch)
    assert seen == sorted(2 * [len(one.ids) for (one,) in examples])
    assert batches == in_batches(examples, 8, 2, seed=3)
    assert batches != in_batches(examples, 8, 2, seed=4)


def test_collate_pads_and_marks_what_is_learned() -> None:
    one, other = Tokens([5, 6, 7, 8], 2, True, True), Tokens([5, 9], 1, False, False)
    made = collate([(one, other), (other,)])
    assert made["input_ids"].shape == (3, 16)  # rounded up
    assert made["input_ids"][:, :5].tolist() == [[5, 6, 7, 8, 0], [5, 9, 0, 0, 0], [5, 9, 0, 0, 0]]
    assert made["attention_mask"].sum(1).tolist() == [4, 2, 2]
    assert made["labels"][0].tolist() == [IGNORED] * 3 + [8] + [IGNORED] * 12
    assert made["labels"][1].tolist() == [IGNORED] * 16
    assert made["start"].tolist() == [2, 1, 1]
    assert made["right"].tolist() == [True, False, False]
    assert made["group"].tolist() == [0, 0, 1]


def fixed_head(logits: torch.Tensor) -> KeptHead:
    """Of a model whose logits after each token are a row of a table, by the token."""

    def trunk(input_ids: torch.Tensor, **_: object) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=logits[input_ids])

    head = SimpleNamespace(weight=torch.eye(logits.shape[1]))
    return KeptHead(SimpleNamespace(model=trunk, lm_head=head), torch.arange(logits.shape[1]))


ANSWERS = (0, 1)  # tokens that say "doesn't" and "answers"


def test_the_loss_by_hand() -> None:
    # After token 2 "answers" has log-odds 1, after token 3 it has -1; then token 3 has 1/(1+1/e).
    table = torch.zeros(4, 4)
    table[2, 1], table[3, 1] = 1.0, -1.0
    table[1] = torch.tensor([-1e9, -1e9, 0.0, 1.0])
    right, wrong = Tokens([2, 1, 3], 1, True, True), Tokens([3, 0], 1, False, False)
    batch = collate([(right, wrong), (wrong,)])  # the second example has no card that answers
    loss, choice = losses(fixed_head(table), batch, ANSWERS, choice_weight=4.0)
    alone = math.log(1 + math.exp(-1.0))  # of each card: all lie on the right side, one away
    among = math.log(1 + math.exp(-2.0))  # the right one against the wrong one, two apart
    assert float(choice) == pytest.approx(alone + among, rel=1e-6)
    word = math.log(1 + math.exp(-1.0))
    assert float(loss) == pytest.approx((4 * (alone + among) + word) / 5, rel=1e-6)


def test_of_several_that_answer_the_best_may_take_all() -> None:
    table = torch.zeros(4, 4)
    table[2, 1] = 20.0
    right, other = Tokens([2, 1], 1, True, False), Tokens([3, 1], 1, True, False)
    wrong = Tokens([3, 0], 1, False, False)
    _, choice = losses(fixed_head(table), collate([(right, other, wrong)]), ANSWERS, 1.0)
    assert float(choice) == pytest.approx(2 * math.log(2) / 3, abs=1e-6)  # each alone; none among


def test_without_a_card_that_answers_none_is_compared() -> None:
    wrong = Tokens([0, 2], 1, False, False)
    loss, choice = losses(
        fixed_head(torch.zeros(4, 4)), collate([(wrong, wrong)]), ANSWERS, choice_weight=4.0
    )
    assert float(choice) == pytest.approx(math.log(2))
    assert float(loss) == pytest.approx(4 * math.log(2) / 5)


def test_rows_that_are_left_out_count_for_nothing() -> None:
    table = torch.zeros(4, 4)

    def trunk(input_ids: torch.Tensor, **_: object) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=table[input_ids])

    model = SimpleNamespace(model=trunk, lm_head=SimpleNamespace(weight=torch.eye(4)))
    head = KeptHead(model, torch.tensor([1, 2, 3]))
    assert head.places(torch.tensor([3, 1])).tolist() == [2, 0]
    batch = collate([(Tokens([0, 2, 3], 1, True, True),)])
    loss, choice = losses(head, batch, (1, 2), choice_weight=1.0)
    assert float(choice) == pytest.approx(math.log(2))  # alone: nothing to be compared with
    assert float(loss) == pytest.approx(
        (math.log(2) + math.log(3)) / 2
    )  # one of three, not of four

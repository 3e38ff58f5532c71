"""What is learned: whether a card answers, which answers best, and the answer's words.

Knows tensors; no text.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812

from .batches import IGNORED


class KeptHead:
    """The head's rows that answers use: two thirds of a small Gemma are its vocabulary.

    Args:
        model: a causal model, or one that peft wraps; its head isn't trained.
        kept: i64 [rows], sorted ids; every id that is learned must be among them.
    """

    def __init__(self, model: Any, kept: torch.Tensor) -> None:
        inner = model.get_base_model() if hasattr(model, "get_base_model") else model
        self.trunk = inner.model
        weight = inner.lm_head.weight.detach()
        self._kept = kept.to(weight.device)
        self._weight = weight[self._kept]

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """f32 [n, rows] of hidden states [n, d]."""
        found: torch.Tensor = F.linear(hidden.to(self._weight.dtype), self._weight).float()
        return found

    def places(self, ids: torch.Tensor) -> torch.Tensor:
        """Where ids stand among the rows."""
        return torch.searchsorted(self._kept, ids)


def losses(
    head: KeptHead, batch: dict[str, torch.Tensor], answers: tuple[int, int], choice_weight: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Loss of a batch, and the part of it that is about the choice (nats).

    A card's logit is that of "answers" against "doesn't". It is learned on its own (binary
    cross-entropy) and against the other cards of its example: −log of the softmax share that those
    which answer have together (ListNet's top one: Cao et al., 2007), where one does. An answer's
    token has the usual cross-entropy. Only the positions that are learned meet the vocabulary's rows.

    Args:
        head: of the model that is trained, with its trunk.
        batch: as `batches.collate` gives it.
        answers: ids of the tokens that say "doesn't" and "answers".
        choice_weight: of the choice against the words.
    """
    hidden = head.trunk(
        input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], use_cache=False
    ).last_hidden_state
    rows = torch.arange(len(hidden), device=hidden.device)
    places = head.places(torch.tensor(answers, device=hidden.device))
    weighed = head.logits(hidden[rows, batch["start"] - 1])[:, places]
    logits, right = weighed[:, 1] - weighed[:, 0], batch["right"]
    choice = F.binary_cross_entropy_with_logits(logits, right.float())
    among = batch["group"][:, None] == torch.arange(
        int(batch["group"][-1]) + 1, device=hidden.device
    )
    among = among[:, (among & right[:, None]).any(dim=0)]  # [cards, examples with an answer]
    if among.shape[1]:
        spread = logits[:, None].expand(among.shape)
        every = spread.masked_fill(~among, -torch.inf).logsumexp(dim=0)
        those = spread.masked_fill(~(among & right[:, None]), -torch.inf).logsumexp(dim=0)
        choice = choice + (every - those).mean()
    labels = batch["labels"][:, 1:]
    learned = labels != IGNORED
    total = choice_weight * choice
    if bool(learned.any()):
        said = head.logits(hidden[:, :-1][learned])
        total = total + F.cross_entropy(said, head.places(labels[learned]))
    return total / (choice_weight + 1), choice.detach()

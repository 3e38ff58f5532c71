"""What a training sees: items in rows, histories over these rows, and where they are cut.

Items that training sees come first, so that its table is the head of the catalog's. The rest are
there to be ranked (an item that nobody bought yet must not be missing from a measurement) and take
no part in the loss: an item must not be pushed away for being new.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ...catalog.records import Product
from ...catalog.shopper_steps import ShopperSteps
from ...errors import InputError
from ..product_text import product_name
from .features import Features
from .histories import Histories
from .item_tower import ItemInputs
from .step_codes import StepCodes
from .validation import MOST_SHOPPERS, Validation

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Items and histories of one shop, cut for a training.

    Attributes:
        features: fitted on the items that training may know of.
        codes: fitted on the steps.
        items: inputs of all items; the first `trained` are those that training sees.
        item_ids: in the order of `items`.
        names: what they are called, in the same order.
        histories: what is learned from: every shopper without the steps that are held out.
        whole: every shopper's whole history.
        held_out: steps held out at the end of each history.
    """

    features: Features
    codes: StepCodes
    items: ItemInputs
    item_ids: list[str]
    names: list[str]
    trained: int
    histories: Histories
    whole: Histories
    held_out: int

    @classmethod
    def build(
        cls,
        products: Sequence[Product],
        texts: Floats,
        steps: ShopperSteps,
        held_out: int,
        *,
        unseen_items: Collection[str] = (),
        unseen_shoppers: Collection[str] = (),
    ) -> Self:
        """Cut a shop's data.

        Args:
            products: the catalog.
            texts: text embeddings in its order, float32 ``[n, e]``.
            steps: what the shoppers did.
            held_out: 2 to learn without validation and test items, 1 without the test item alone.
            unseen_items: items that training must not know of (to measure new items).
            unseen_shoppers: shoppers that it must not learn from (to measure new shoppers).

        Raises:
            InputError: there are no steps to learn from.
        """
        if not len(steps.items):
            raise InputError(
                "the store holds no shopper histories to learn from: index some with "
                "`shopctl index --interactions FILE`"
            )
        place = {product.item_id: row for row, product in enumerate(products)}
        codes = StepCodes.fit(steps)
        whole = codes.histories(steps, place)
        learned = whole.without_last(held_out)
        hidden = np.array([place[item] for item in unseen_items if item in place], dtype=np.int64)
        if len(hidden):
            learned = learned.without_items(hidden)
        if unseen_shoppers:
            barred = set(unseen_shoppers)
            open_to = np.array([user not in barred for user in steps.users], dtype=bool)
            learned = learned.select(np.flatnonzero(open_to))
        seen = np.unique(learned.items)
        rest = np.setdiff1d(np.arange(len(products)), seen)
        order = np.concatenate([seen, rest])
        row_of = np.empty(len(order), dtype=np.int64)
        row_of[order] = np.arange(len(order))
        ordered = [products[row] for row in order.tolist()]
        vectors = np.ascontiguousarray(texts[order])
        known = np.setdiff1d(np.arange(len(products)), hidden)
        features = Features.fit(
            [products[row] for row in known.tolist()],
            texts[known],
            [product.item_id for product in ordered[: len(seen)]],
        )
        return cls(
            features=features,
            codes=codes,
            items=features.inputs(ordered, vectors),
            item_ids=[product.item_id for product in ordered],
            names=[product_name(product) for product in ordered],
            trained=len(seen),
            histories=learned.renumbered(row_of),
            whole=whole.renumbered(row_of),
            held_out=held_out,
        )

    def validation(self, seed: int = 0, most: int = MOST_SHOPPERS) -> Validation | None:
        """Validation items of at most `most` shoppers; None if no shopper has enough history."""
        return Validation.of(self.items, self.whole, seed, self.held_out, most)

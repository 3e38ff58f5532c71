"""Who is asking: a shopper of the store, a list of items, or both."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .errors import InputError, UnknownItemError, UnknownShopperError


def asking_history(
    catalog: CatalogStore, store: Path, history: Sequence[str] | None, user: str | None
) -> ShopperSteps:
    """What is known of the asking shopper: steps of the store, then the items given.

    Args:
        catalog: the shop's.
        store: its folder, for messages.
        history: item ids, oldest first; unknown ones are named in a warning and passed over.
        user: a shopper of the store (raw id).

    Raises:
        InputError: `history` is one text.
        UnknownItemError: no id of `history` is known.
        UnknownShopperError: no history of `user`.
    """
    steps = ShopperSteps.of_items([[]])
    if user is not None:
        steps = catalog.shopper_steps(user)
        if not len(steps):
            raise UnknownShopperError(
                f"no history of shopper {user[:80]!r} in {store}: "
                "give --history ID,ID, or index --interactions"
            )
    if history:
        if isinstance(history, str):
            raise InputError("history is a list of item ids, not one text")
        known = {product.item_id for product in catalog.get_many(list(history))}
        unknown = [item for item in dict.fromkeys(history) if item not in known]
        if unknown and not known:
            raise UnknownItemError(f"no item of the history is in {store}: {_some(unknown)}")
        if unknown:
            warnings.warn(
                f"unknown items in the history were passed over: {_some(unknown)}",
                stacklevel=3,
            )
        steps = steps.followed_by([item for item in history if item in known])
    return steps


def _some(items: Sequence[str], limit: int = 5) -> str:
    named = ", ".join(item[:60] for item in items[:limit])
    return named if len(items) <= limit else f"{named} and {len(items) - limit} more"

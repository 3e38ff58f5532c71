"""Steps of shoppers to the codes that the model reads; fitted on a shop, kept with the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ...catalog.shopper_steps import ShopperSteps
from ...errors import ModelError
from .histories import GAP_CODES, RATING_CODES, Histories, Ints

Codes = NDArray[np.uint8]
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class StepCodes:
    """How a shop's steps are coded.

    Attributes:
        events: the shop knows several kinds of event; one kind alone tells nothing apart.
        ratings: lowest and highest rating given, or None where all are the same.
    """

    events: bool = False
    ratings: tuple[float, float] | None = None

    @classmethod
    def fit(cls, steps: ShopperSteps) -> Self:
        """Look at what occurs."""
        given = steps.ratings[np.isfinite(steps.ratings)]
        spread = len(given) and given.max() > given.min()
        return cls(
            events=len(np.unique(steps.events)) > 1,
            ratings=(float(given.min()), float(given.max())) if spread else None,
        )

    def histories(self, steps: ShopperSteps, row_of: Mapping[str, int]) -> Histories:
        """Steps as histories over item rows; steps on items without a row are left out."""
        where = np.array([row_of.get(item, -1) for item in steps.item_ids], dtype=np.int64)
        items = where[steps.items] if len(steps.items) else np.zeros(0, dtype=np.int64)
        coded = Histories(
            steps.offsets,
            items,
            (steps.events + 1).astype(np.uint8) if self.events else np.zeros(len(items), np.uint8),
            self._ratings(steps.ratings),
            gap_codes(steps.times, steps.offsets),
        )
        missing = items < 0
        return coded.without_items(np.array([-1])) if missing.any() else coded

    def _ratings(self, given: NDArray[np.float64]) -> Codes:
        """Bands within the shop's scale; 0 where there is no rating."""
        if self.ratings is None:
            return np.zeros(len(given), dtype=np.uint8)
        low, high = self.ratings
        place = np.clip((np.nan_to_num(given, nan=low) - low) / (high - low), 0, 1)
        bands = 1 + np.round(place * (RATING_CODES - 2))
        return np.where(np.isfinite(given), bands, 0).astype(np.uint8)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"events": self.events, "ratings": self.ratings and list(self.ratings)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Codes as `to_dict` gave them.

        Raises:
            ModelError: damaged.
        """
        try:
            ratings = values["ratings"]
            scale = None if ratings is None else (float(ratings[0]), float(ratings[1]))
            return cls(bool(values["events"]), scale)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError("the history encoder's step codes are damaged: train again") from error


def gap_codes(times: NDArray[np.float64], offsets: Ints) -> Codes:
    """Powers of two of the hours since the shopper's step before; 0 for the first and the unknown.

    Args:
        times: seconds, NaN where not known, ``[steps]``.
        offsets: as in `Histories`.
    """
    hours = np.full(len(times), np.nan)
    hours[1:] = np.diff(times) / _HOUR_S
    hours[offsets[:-1][offsets[:-1] < len(times)]] = np.nan
    known = np.isfinite(hours)
    powers = np.log2(np.maximum(np.where(known, hours, 0.0), 0.0) + 1.0)
    return np.where(known, np.minimum(1 + np.floor(powers), GAP_CODES - 1), 0).astype(np.uint8)

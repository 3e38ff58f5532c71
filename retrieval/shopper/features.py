"""Products to what the item tower reads; fitted once on a catalog, kept with the weights.

Text vectors are whitened: the directions in which a stock encoder spreads a shop's texts are few,
and whitening gives every one the same say (WhitenRec: Zhang et al., 2024). Tags are brand,
category names, short attribute values and price bands, whatever the catalog has of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray

from ...catalog.records import Product
from ...errors import ModelError
from .item_tower import ItemInputs

Floats = NDArray[np.float32]

_RARE = 2  # products a tag must have; one says no more than the product's own id
_COMMON = 0.5  # share of the catalog from which on a tag tells nothing apart
_MOST_TAGS = 50_000
_MAX_VALUE_CHARS = 60
_MOST_VALUES = 8
_BANDS = 8
_PRICED = 40  # products with a price in a currency, for its bands to mean something
_SHRINK = 1e-3  # of the mean variance, so that a direction of noise isn't blown up


@dataclass(frozen=True, slots=True)
class Features:
    """How products become inputs.

    Attributes:
        mean: of the text vectors, float32 ``[e]``.
        whitening: float32 ``[e, k]``; ``(vector − mean) @ whitening`` has the mean square length 1.
        tags: tag texts; their places are the tag numbers.
        ids: item ids seen in training; their places are the id rows.
        bands: currency to the upper edges of its price bands, ascending.
    """

    mean: Floats
    whitening: Floats
    tags: tuple[str, ...]
    ids: tuple[str, ...]
    bands: Mapping[str, tuple[float, ...]]

    @classmethod
    def fit(cls, products: Sequence[Product], vectors: Floats, trained: Iterable[str]) -> Self:
        """Fit to a catalog.

        Args:
            products: all products, or a large sample.
            vectors: their text embeddings, float32 ``[n, e]``.
            trained: item ids that training will see.
        """
        mean, whitening = _whitening(vectors)
        bands = _price_bands(products)
        counts: Counter[str] = Counter()
        for product in products:
            counts.update(_tags_of(product, bands))
        common = max(_RARE, _COMMON * len(products))
        tags = [t for t, n in counts.most_common(_MOST_TAGS) if _RARE <= n <= common]
        return cls(mean, whitening, tuple(sorted(tags)), tuple(sorted(trained)), bands)

    def inputs(self, products: Sequence[Product], vectors: Floats) -> ItemInputs:
        """What the tower reads of `products`, whose text embeddings are `vectors` ``[n, e]``.

        Raises:
            ModelError: the vectors come from another encoder.
        """
        if vectors.shape[1:] != self.mean.shape:
            raise ModelError(
                f"the history encoder was trained on text vectors of width {len(self.mean)}, these "
                f"have {vectors.shape[1]}: run `shopctl train history` again"
            )
        numbers = {tag: number for number, tag in enumerate(self.tags)}
        rows = {item_id: row for row, item_id in enumerate(self.ids)}
        flat: list[int] = []
        starts: list[int] = []
        for product in products:
            starts.append(len(flat))
            flat += [numbers[t] for t in _tags_of(product, self.bands) if t in numbers]
        return ItemInputs(
            text=torch.from_numpy(self.whitened(vectors)),
            tags=torch.tensor(flat, dtype=torch.long),
            tag_starts=torch.tensor(starts, dtype=torch.long),
            ids=torch.tensor([rows.get(p.item_id, -1) for p in products], dtype=torch.long),
        )

    def whitened(self, vectors: Floats) -> Floats:
        """Text vectors ``[n, e]`` with the same variance in every direction, ``[n, k]``."""
        return np.asarray((vectors - self.mean) @ self.whitening, dtype=np.float32)

    def vocabulary(self) -> dict[str, Any]:
        """The part that is words, as plain JSON values."""
        bands = {currency: list(edges) for currency, edges in self.bands.items()}
        return {"tags": list(self.tags), "ids": list(self.ids), "bands": bands}

    @classmethod
    def from_parts(cls, vocabulary: Mapping[str, Any], mean: Floats, whitening: Floats) -> Self:
        """Features as `vocabulary` and the two arrays gave them.

        Raises:
            ModelError: a part is missing or of the wrong kind.
        """
        try:
            tags = tuple(str(tag) for tag in vocabulary["tags"])
            ids = tuple(str(item_id) for item_id in vocabulary["ids"])
            bands = {
                str(currency): tuple(float(edge) for edge in edges)
                for currency, edges in vocabulary["bands"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError("the history encoder's vocabulary is damaged: train again") from error
        return cls(mean, whitening, tags, ids, bands)


def _whitening(vectors: Floats) -> tuple[Floats, Floats]:
    """Mean ``[e]`` and the matrix ``[e, k]`` that decorrelates (PCA whitening)."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    centred = vectors.astype(np.float64) - mean
    variances, directions = np.linalg.eigh(centred.T @ centred / max(1, len(vectors)))
    kept = variances > variances.max(initial=0.0) * 1e-9
    if not kept.any():  # one text, or all the same: there is nothing to tell apart
        kept[-1] = True
    variances, directions = variances[kept], directions[:, kept]
    scale = np.sqrt((variances + _SHRINK * variances.mean()) * len(variances))
    whitening = directions / np.where(scale > 0, scale, 1.0)
    return mean.astype(np.float32), np.ascontiguousarray(whitening, dtype=np.float32)


def _price_bands(products: Sequence[Product]) -> dict[str, tuple[float, ...]]:
    prices: dict[str, list[float]] = {}
    for product in products:
        if product.price is not None:
            prices.setdefault(product.currency or "", []).append(float(product.price))
    cuts = np.linspace(0, 1, _BANDS + 1)[1:-1]
    return {
        currency: tuple(sorted(set(np.quantile(known, cuts).tolist())))
        for currency, known in prices.items()
        if len(known) >= _PRICED
    }


def _tags_of(product: Product, bands: Mapping[str, tuple[float, ...]]) -> Iterator[str]:
    """Each tag of a product once; a kind and a value, so that a brand never meets a colour."""
    seen = dict.fromkeys(_all_tags(product, bands))
    yield from seen


def _all_tags(product: Product, bands: Mapping[str, tuple[float, ...]]) -> Iterator[str]:
    if product.brand:
        yield f"brand={product.brand.casefold()[:_MAX_VALUE_CHARS]}"
    for name in product.category:
        yield f"category={name.casefold()[:_MAX_VALUE_CHARS]}"
    for attribute, values in product.attributes.items():
        for value in values[:_MOST_VALUES]:
            if len(value) <= _MAX_VALUE_CHARS:
                yield f"{attribute.casefold()[:_MAX_VALUE_CHARS]}={value.casefold()}"
    edges = bands.get(product.currency or "")
    if edges and product.price is not None:
        yield f"price={product.currency or ''}:{bisect_left(edges, float(product.price))}"

"""What the generator gives back, and what it is given: plain records, no other room's types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.records import QA, Product, Review


@dataclass(frozen=True, slots=True)
class Citation:
    """A quoted piece of the catalog that a sentence of the answer rests on.

    Attributes:
        card: the number that stands as ``[n]`` in the text.
        item_id: the product it belongs to.
        field: ``title``, ``price``, ``description``, ``review``, ``qa`` or an attribute's name.
        text: the words as the catalog has them (cleaned of control characters, not rephrased).
    """

    card: int
    item_id: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One retrieved product with what may speak about it; the generator's input."""

    product: Product
    reviews: Sequence[Review] = ()
    qa: Sequence[QA] = ()


@dataclass(frozen=True, slots=True)
class GroundedText:
    """The generator's output: checked text and what it cites.

    Attributes:
        source: ``"decoder"`` (the decoder's own sentences), ``"extract"`` (the fallback: catalog
            words as they stand) or ``"abstain"``.
        dropped: sentences that the check refused, for evaluation and `--explain`.
    """

    text: str
    citations: tuple[Citation, ...]
    abstained: bool = False
    source: str = "decoder"
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """What could narrow a wide choice: a field and how many candidates each value would leave.

    Attributes:
        name: as a shopper reads it ("Skin type", "Price").
        values: value and number of products, most useful first.
    """

    name: str
    values: tuple[tuple[str, int], ...]

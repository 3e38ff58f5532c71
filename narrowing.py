"""What would narrow a vague wish: the facets that split the candidates best, with counts.

A facet that leaves one heap splits nothing, and one that leaves a heap a product asks too much;
the entropy of its shares, times the share of products it speaks of, ranks between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from .catalog.facets import Counts, Facets, PriceBand
from .generator.evidence import price_text
from .generator.grounded import Facet

_MOST_FACETS = 3
_MOST_VALUES = 5
_LEAST_SHARE = 0.3
FIELD_NAMES = {
    "price": ("Price", "价格"),
    "brand": ("Brand", "品牌"),
    "category": ("Category", "分类"),
}
"""What a facet of a product's own field is called, in English and in Chinese."""


def narrowing(facets: Facets, language: str, limited: Iterable[str] = ()) -> list[Facet]:
    """At most three facets of the candidates, the best split first, at most five values each.

    Args:
        facets: of the candidates, as the store counts them.
        language: of the names.
        limited: fields that the shopper has limited already (``"price"``): shown after the others,
            for the first facet is asked about.
    """
    bands = tuple(
        (band_text(band, facets.currency, language), band.count)
        for band in facets.price_bands
        if band.low is not None or band.high is not None  # else all cost the same
    )
    named: list[tuple[str, Counts]] = [
        (_name("price", language), bands),
        (_name("brand", language), facets.brands),
        (_name("category", language), facets.categories),
        *facets.attributes,
    ]
    # What all of them have narrows nothing: "Pets (18)" of 18.
    apart = [(name, [one for one in values if one[1] < facets.total]) for name, values in named]
    ranked = sorted(
        ((_split(values, facets.total), name, values) for name, values in apart),
        key=lambda one: -one[0],
    )
    best = [(name, values) for gain, name, values in ranked[:_MOST_FACETS] if gain > 0]
    told = {_name(field, language) for field in limited if field in FIELD_NAMES}
    best.sort(key=lambda one: one[0] in told)
    return [Facet(name, tuple(values[:_MOST_VALUES])) for name, values in best]


def _split(values: Sequence[tuple[str, int]], total: int) -> float:
    """Entropy (nats) of the shown values' shares, weighted by the share of products they cover."""
    shown = [count for _, count in values[:_MOST_VALUES]]
    covered = sum(shown)
    if len(shown) < 2 or not total or covered / total < _LEAST_SHARE or covered < 2 * len(shown):
        return 0.0
    entropy = -sum(count / covered * log(count / covered) for count in shown if count)
    return entropy * min(1.0, covered / total)


def _name(field: str, language: str) -> str:
    english, chinese = FIELD_NAMES[field]
    return chinese if language == "zh" else english


def band_text(band: PriceBand, currency: str | None, language: str) -> str:
    """A price band in words: "under $20", "$20.00–$30.00", "¥100以上"."""
    chinese = language == "zh"
    if band.low is None and band.high is not None:
        high = price_text(band.high, currency)
        return f"{high}以下" if chinese else f"under {high}"
    if band.high is None and band.low is not None:
        low = price_text(band.low, currency)
        return f"{low}以上" if chinese else f"{low} and up"
    assert band.low is not None and band.high is not None  # noqa: S101 (one bound is always there)
    return f"{price_text(band.low, currency)}–{price_text(band.high, currency)}"

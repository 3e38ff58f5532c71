"""Text encoders that were adapted for the benchmarks, kept in the user's cache.

The key is a digest of the examples, the settings and the source of what trains, so a change of any
of them trains anew; a benchmark that was killed goes on from the last checkpoint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import shopctl.retrieval.adapting as source
from shopctl.cache import cache_folder
from shopctl.catalog.records import Product
from shopctl.retrieval.adapting.checks import PRODUCTS, check
from shopctl.retrieval.adapting.judged import preferences
from shopctl.retrieval.adapting.pairs import written_pairs
from shopctl.retrieval.adapting.settings import AdaptSettings
from shopctl.retrieval.adapting.training import adapt
from shopctl.retrieval.judgements import Judgement, in_part
from shopctl.retrieval.model_folder import CARD, find_model
from shopctl.retrieval.product_text import product_text
from shopctl.retrieval.text_encoder import TextEncoder
from trained_cache import code_of

_DECISIVE = (
    "averaging",
    "batches",
    "mistyping",
    "objective",
    "pairs",
    "requests",
    "training",
)


def adapted(
    base: str,
    products: Sequence[Product],
    settings: AdaptSettings,
    judgements: Sequence[Judgement],
    what: str,
) -> TextEncoder:
    """The encoder adapted to `products` (and the train part of `judgements`), checked as in a shop."""
    start = find_model(base)
    pairs = written_pairs(products, settings.pairs_for(len(products)), settings.seed)
    texts = {product.item_id: product_text(product) for product in products}
    learned, held_out = (
        preferences(in_part(judgements, part), texts, settings.seed)
        for part in ("train", "validation")
    )
    digest = hashlib.sha256(json.dumps(settings.to_dict(), sort_keys=True).encode())
    for part in (start.fingerprint, pairs.digest(), *learned.requests, *learned.worse):
        digest.update(part.encode("utf-8", "replace"))
    for name in _DECISIVE:
        digest.update(code_of(Path(source.__file__).parent / f"{name}.py").encode())
    folder = cache_folder() / "benchmarks" / "text" / digest.hexdigest()[:32]
    made = folder / "model"
    if not (made / CARD).is_file():
        done = adapt(
            start,
            pairs,
            settings,
            made,
            learned if judgements else None,
            held_out if judgements else None,
            folder / "work",
            what,
        )
        other = written_pairs(products, min(len(products), PRODUCTS), settings.seed + 1_000_003)
        found = check(start, find_model(str(made)), other, held_out if judgements else None)
        card = {"seconds": done.seconds, "steps": done.steps, "preferences": done.preferences}
        card |= {"kept": done.kept}
        card |= {"int8": found.int8_holds, "check": asdict(found)}
        (made / CARD).write_text(json.dumps(card, indent=1), encoding="utf-8")
    print(f"{what}: {(made / CARD).read_text(encoding='utf-8')}", flush=True)
    return TextEncoder.load(str(made))

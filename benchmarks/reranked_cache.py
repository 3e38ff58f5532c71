"""Rerankers that were trained for the benchmarks, kept in the user's cache.

The key is a digest of the examples, the settings and the source of what trains, so a change of any
of them trains anew; a benchmark that was killed goes on from the last checkpoint.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import shopctl.retrieval.reranking as source
from shopctl.cache import cache_folder
from shopctl.catalog.records import Product
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.model_folder import CARD, find_model
from shopctl.retrieval.reranking.examples import pair_text
from shopctl.retrieval.reranking.learning import learn
from shopctl.retrieval.reranking.reranker import Reranker
from shopctl.retrieval.reranking.settings import RerankSettings
from shopctl.retrieval.retriever import Retriever
from trained_cache import code_of

_SHOWN = ("seconds", "steps", "pairs", "int8", "pays", "check")


def reranked(
    base: str,
    retriever: Retriever,
    products: Sequence[Product],
    judgements: Sequence[Judgement],
    settings: RerankSettings,
) -> Retriever:
    """The search with a reranker trained on the judgements' train part, checked as in a shop."""
    start = find_model(base)
    texts = {product.item_id: pair_text(product) for product in products}
    digest = hashlib.sha256(json.dumps(settings.to_dict(), sort_keys=True).encode())
    judged = "\0".join(f"{one.query}\t{one.item_id}\t{one.grade}" for one in judgements)
    searched = (
        f"{retriever.encoder.fingerprint} {retriever.dense_weight}"  # the weight is beside it
    )
    for part in (start.fingerprint, searched, judged, *texts.values()):
        digest.update(part.encode("utf-8", "replace"))
    for name in ("training", "examples", "mixing", "checks"):
        digest.update(code_of(Path(source.__file__).parent / f"{name}.py").encode())
    folder = cache_folder() / "benchmarks" / "reranker" / digest.hexdigest()[:32]
    made = folder / "model"
    if not (made / CARD).is_file():
        shutil.rmtree(made, ignore_errors=True)
        learned = learn(start, retriever, texts, judgements, settings, made, folder / "work")
        (made / CARD).write_text(json.dumps(learned.card, indent=1), encoding="utf-8")
    found = find_model(str(made))
    print(f"reranker: { {name: found.card[name] for name in _SHOWN} }", flush=True)
    reader = Reranker.open(made, found.fingerprint, lambda ids: [texts[item] for item in ids])
    return retriever.with_reranker(reader)

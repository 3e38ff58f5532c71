"""Text encoders that were adapted for the benchmarks, kept in the user's cache.

The key is a digest of the examples, the settings and the source of what trains, so a change of any
of them trains anew; a benchmark that was killed goes on from the last checkpoint.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import shopctl.retrieval.adapting as source
from shopctl.cache import cache_folder
from shopctl.catalog.records import Product
from shopctl.retrieval.adapting.learning import Examples, learn
from shopctl.retrieval.adapting.settings import AdaptSettings
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.model_folder import CARD, find_model
from shopctl.retrieval.text_encoder import TextEncoder
from trained_cache import code_of

_SHOWN = ("seconds", "steps", "pairs", "preferences", "kept", "int8", "check")
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
    examples = Examples.of(products, settings, judgements)
    digest = hashlib.sha256(json.dumps(settings.to_dict(), sort_keys=True).encode())
    told = examples.judged
    judged = [*told.requests, *told.better, *told.worse] if told else []
    for part in (start.fingerprint, examples.pairs.digest(), *judged):
        digest.update(part.encode("utf-8", "replace"))
    for name in _DECISIVE:
        digest.update(code_of(Path(source.__file__).parent / f"{name}.py").encode())
    folder = cache_folder() / "benchmarks" / "text" / digest.hexdigest()[:32]
    made = folder / "model"
    if not (made / CARD).is_file():
        shutil.rmtree(made, ignore_errors=True)
        learned = learn(start, examples, settings, made, folder / "work", what)
        (made / CARD).write_text(json.dumps(learned.card, indent=1), encoding="utf-8")
    card = json.loads((made / CARD).read_text(encoding="utf-8"))
    print(f"{what}: { {name: card[name] for name in _SHOWN} }", flush=True)
    return TextEncoder.load(str(made))

"""One course of adapting an encoder: examples, training, check. The same for a shop and a benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...catalog.records import Product
from ...training_extra import training_extra
from ..judgements import Judgement, QueryPart, in_part
from ..model_folder import ModelFolder, find_model
from ..product_text import product_text
from ..text_encoder import TextEncoder
from .checks import PRODUCTS, Check, check
from .judged import Preferences, preferences
from .pairs import Pairs, written_pairs
from .requests import Said
from .settings import AdaptSettings

_HELD_OUT_SEED = 1_000_003


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from, and what is only measured on.

    Attributes:
        pairs, judged: learned from; `judged` is None without judgements.
        held_out, judged_held_out: other requests, for choosing and checking.
    """

    pairs: Pairs
    held_out: Pairs
    judged: Preferences | None
    judged_held_out: Preferences | None

    @classmethod
    def of(
        cls,
        products: Sequence[Product],
        settings: AdaptSettings,
        judgements: Sequence[Judgement] = (),
        said: Mapping[str, Said] | None = None,
    ) -> Examples:
        """Requests written for the products, and pairs of what was judged for one request.

        Args:
            products: the catalog.
            settings: how many, and the seed.
            judgements: learned from is the train part, measured on the validation part.
            said: what others wrote about a product, by item id.
        """
        texts = {one.item_id: product_text(one) for one in products} if judgements else {}

        def judged(part: QueryPart) -> Preferences | None:
            kept = in_part(judgements, part)
            return preferences(kept, texts, settings.seed) if kept else None

        count, seed = settings.pairs_for(len(products)), settings.seed
        sample = min(len(products), PRODUCTS)
        return cls(
            written_pairs(products, count, seed, said),
            written_pairs(products, sample, seed + _HELD_OUT_SEED, said),
            judged("train"),
            judged("validation"),
        )


@dataclass(frozen=True, slots=True)
class Learned:
    """An adapted encoder and what is to say of it.

    Attributes:
        folder: the model.
        encoder: the same, in the precision that may serve.
        check: scores before and after.
        card: plain JSON values for the model's folder.
    """

    folder: ModelFolder
    encoder: TextEncoder
    check: Check
    card: Mapping[str, Any]


def learn(
    base: ModelFolder,
    examples: Examples,
    settings: AdaptSettings,
    target: Path,
    work: Path,
    name: str = "training the text encoder",
) -> Learned:
    """Train `base` on the examples, write the model into `target` and check it.

    Args:
        base: what to start from.
        examples: what to learn from.
        settings: how.
        target: an empty or missing folder.
        work: where checkpoints go.
        name: said while it runs.

    Raises:
        ModelError: what training needs isn't installed, or it went wrong.
    """
    with training_extra():
        from .training import adapt
    done = adapt(
        base,
        examples.pairs,
        settings,
        target,
        examples.judged,
        examples.judged_held_out,
        work,
        name,
    )
    folder = find_model(str(target))
    found, encoder = check(base, folder, examples.held_out, examples.judged_held_out)
    card = {
        "base": base.name,
        "pairs": done.pairs,
        "preferences": done.preferences,
        "settings": settings.to_dict(),
        "steps": done.steps,
        "kept": done.kept,
        "losses": done.losses,
        "seconds": done.seconds,
        "check": asdict(found),
        "int8": found.int8_holds,
    }
    return Learned(folder, encoder, found, card)

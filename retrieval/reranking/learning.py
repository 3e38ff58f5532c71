"""One course of making a reranker: examples, training, check. The same for a shop and a benchmark."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...errors import ModelError
from ...training_extra import training_extra
from ..judgements import Judgement, in_part
from ..model_folder import ModelFolder
from ..retriever import Retriever
from ..weight_fitting import by_request
from .checks import RerankCheck, check, searched
from .examples import graded
from .pair_engine import PairEngine
from .settings import RerankSettings


@dataclass(frozen=True, slots=True)
class Learned:
    """A cross-encoder and what is to say of it.

    Attributes:
        path: its folder.
        check: what it is worth.
        card: plain JSON values for the folder.
    """

    path: Path
    check: RerankCheck
    card: Mapping[str, Any]


def learn(
    base: ModelFolder,
    retriever: Retriever,
    texts: Mapping[str, str],
    judgements: Sequence[Judgement],
    settings: RerankSettings,
    target: Path,
    work: Path,
    name: str = "training the reranker",
) -> Learned:
    """Train on the judgements' train part, check on the validation part; the test part isn't read.

    Args:
        base: the text encoder that the cross-encoder starts from.
        retriever: the search whose candidates it will read, without a reranker.
        texts: item id to what it reads of a product.
        judgements: graded request–product pairs.
        settings: how.
        target: an empty or missing folder.
        work: where checkpoints go.
        name: said while it runs.

    Raises:
        ModelError: what training needs isn't installed, or it went wrong.
    """
    with training_extra():
        from .training import train
    examples = graded(
        in_part(judgements, "train"), texts, lambda request: retriever.corrected(request).text
    )
    done = train(base, examples, settings, target, work, name)
    found = _checked(done.path, retriever, texts, judgements, settings)
    card = {
        "base": base.name,
        "pairs": len(examples),
        "settings": settings.to_dict(),
        "steps": done.steps,
        "losses": done.losses,
        "seconds": done.seconds,
        "check": asdict(found),
        "int8": found.int8_holds,
        "pays": found.pays,
    }
    return Learned(done.path, found, card)


def _checked(
    made: Path,
    retriever: Retriever,
    texts: Mapping[str, str],
    judgements: Sequence[Judgement],
    settings: RerankSettings,
) -> RerankCheck:
    from .pair_export import export

    requests = searched(retriever, by_request(in_part(judgements, "validation")))
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "float", Path(scratch) / "int8"
        plain.mkdir()
        small.mkdir()
        try:
            export(made, plain, settings.max_tokens, int8=False)
        except Exception as error:  # converters fail in many ways
            raise ModelError(f"the reranker can't be converted to ONNX: {error}") from error
        engine = None
        try:
            export(made, small, settings.max_tokens, int8=True)
            engine = PairEngine(small)
        except Exception:  # then float32 serves
            engine = None
        return check(PairEngine(plain), engine, requests, texts)

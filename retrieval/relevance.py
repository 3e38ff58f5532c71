"""How much a sentence speaks to a question: what the generator ranks evidence with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .text_encoder import TextEncoder
from .tokens import tokenise

Relevance = Callable[[str, Sequence[str]], NDArray[np.float32]]


def relevance_by(encoder: TextEncoder) -> Relevance:
    """A function of a question and n sentences to float32 ``[n]``, about 0 to 1.

    Cosine of the encoder where it reads the question's script, share of the question's terms that
    the sentence has where it doesn't.
    """

    def relevance(question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        if encoder.readable_share(question) < 0.5:
            terms = set(tokenise(question))
            shared = [len(terms & set(tokenise(one))) / max(1, len(terms)) for one in sentences]
            return np.array(shared, dtype=np.float32)
        asked = encoder.encode([question], "query")[0]
        near: NDArray[np.float32] = encoder.encode(list(sentences), "product") @ asked
        return near

    return relevance

"""What tells the many products of a large catalog apart that words and vectors find alike.

Their neighbours (`neighbourhood`) and their letters (`letters`), together: both are made when a
catalog is indexed, where that was found to help. Knows what it is made of, and where it is worth
making.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ..indexes.neighbour_graph import NeighbourGraph
from ..indexes.vector_index import FaissVectorIndex
from .letters import LetterIndex
from .lexical import LexicalIndex
from .neighbourhood import Neighbourhood
from .tokens import UNSPACED_LETTER

FROM, TO = 1_000, 300_000
"""In a smaller catalog the nearest are other things; in a larger one finding them takes long."""
_LETTERS_FOLDER = "letters"


@dataclass(frozen=True, slots=True)
class Refinement:
    """What a `Retriever` ranks by besides its channels, their rows those of its index."""

    neighbourhood: Neighbourhood
    letters: LetterIndex

    @classmethod
    def of(
        cls, index: FaissVectorIndex, lexical: LexicalIndex, titles: Sequence[str]
    ) -> Self | None:
        """Made for an index at hand; None where it isn't worth it.

        Args:
            index: the products' vectors.
            lexical: their words, in the order of `index`.
            titles: their names, in the same order.
        """
        if not worth_it(titles):
            return None
        graph = NeighbourGraph.build(index)
        return cls(Neighbourhood(graph, index, lexical), LetterIndex.build(titles))

    def save(self, folder: Path) -> None:
        """Write the table and the letters into `folder`.

        Raises:
            StoreError: the folder can't be written to.
        """
        self.neighbourhood.graph.save(folder)
        self.letters.save(folder / _LETTERS_FOLDER)

    @classmethod
    def load(cls, folder: Path, index: FaissVectorIndex, lexical: LexicalIndex) -> Self:
        """Read what `save` wrote, for the same index and words. The caller has verified checksums.

        Raises:
            StoreError: a file can't be read, or belongs to another index.
        """
        graph = NeighbourGraph.load(folder, len(index))
        letters = LetterIndex.load(folder / _LETTERS_FOLDER)
        return cls(Neighbourhood(graph, index, lexical), letters)


def fits(count: int) -> bool:
    """Whether a catalog is of a size that is served with a refinement."""
    return FROM <= count <= TO


def worth_it(titles: Sequence[str]) -> bool:
    """Whether a catalog is served with a refinement: by its size, and what it is written in.

    On Chinese titles it gained nothing: characters are found in parts of words anyway.
    """
    if not fits(len(titles)):
        return False
    return sum(UNSPACED_LETTER.search(title) is None for title in titles) > len(titles) / 2

"""The vectors of a catalog: what of a generation is made from the catalog, and read back.

Writes and opens `items.faiss`, `neighbours.npy`, `lexical/`, `letters/`, `spelling/` and
`texts.parquet` beside `catalog.duckdb` in one generation folder. Vectors of unchanged texts are
taken over from the generation before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from .catalog.store import CatalogStore
from .indexes.generations import Generation
from .indexes.neighbour_graph import NEIGHBOURS_FILE
from .indexes.vector_index import FaissVectorIndex, Kind, make_index
from .retrieval.lexical import LexicalIndex
from .retrieval.product_text import product_terms, product_text
from .retrieval.refinement import Refinement, fits, worth_it
from .retrieval.spelling import SpellingBook
from .retrieval.spelling_files import SETTINGS, load_spelling, save_spelling
from .retrieval.text_encoder import TextEncoder

CATALOG_FILE = "catalog.duckdb"
TEXTS_FILE = "texts.parquet"
LEXICAL_FOLDER = "lexical"
SPELLING_FOLDER = "spelling"

_LOSSLESS_BELOW = 2_000_000


@dataclass(frozen=True, slots=True)
class EncodeReport:
    """How the vectors came about.

    Attributes:
        encoded: products whose text went through the encoder.
        reused: products whose vector was taken over, their text being the same.
        seconds: wall time of the encoder alone.
    """

    encoded: int
    reused: int
    seconds: float


def write_snapshot(
    folder: Path,
    catalog: CatalogStore,
    encoder: TextEncoder,
    kind: Kind = "auto",
    before: Generation | None = None,
) -> EncodeReport:
    """Make vectors and words of all products of `catalog` and write them into `folder`.

    Args:
        folder: the generation being written.
        catalog: its catalog, already up to date.
        encoder: what to encode with.
        kind: the FAISS index.
        before: the live generation, whose vectors are reused where encoder and text are the same.
    """
    ids: list[str] = []
    texts: list[str] = []
    terms: list[str] = []
    titles: list[str] = []
    brands: set[str] = set()
    for batch in catalog.products():
        for product in batch:
            ids.append(product.item_id)
            texts.append(product_text(product))
            terms.append(product_terms(product))
            titles.append(product.title)
            brands.add(product.brand)
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]

    vectors = np.zeros((len(ids), encoder.dimension), dtype=np.float32)
    known = _reusable(before, encoder, ids, digests)
    if known is not None:
        rows, reused = known
        vectors[rows] = reused
        fresh = np.setdiff1d(np.arange(len(ids)), rows)
    else:
        fresh = np.arange(len(ids))
    started = time.perf_counter()
    if len(fresh):
        vectors[fresh] = encoder.encode([texts[row] for row in fresh], "product", progress=True)
    seconds = time.perf_counter() - started

    index = make_index(encoder.dimension, len(ids), kind)
    index.add(ids, vectors)
    index.save(folder)
    lexical = LexicalIndex.build(ids, terms)
    lexical.save(folder / LEXICAL_FOLDER)
    if refinement := Refinement.of(index, lexical, titles):
        refinement.save(folder)
    book = SpellingBook.build(terms, names=brands)
    save_spelling(book, folder / SPELLING_FOLDER)
    pq.write_table(pa.table({"item_id": ids, "text_sha256": digests}), folder / TEXTS_FILE)
    return EncodeReport(encoded=len(fresh), reused=len(ids) - len(fresh), seconds=seconds)


def open_index(generation: Generation) -> FaissVectorIndex:
    """The items' vectors of a verified generation."""
    return FaissVectorIndex.load(generation.path)


def open_lexical(generation: Generation) -> LexicalIndex:
    """The words of a verified generation."""
    return LexicalIndex.load(generation.path / LEXICAL_FOLDER)


def open_refinement(
    generation: Generation, index: FaissVectorIndex, lexical: LexicalIndex
) -> Refinement | None:
    """What else tells the products of a verified generation apart; None if it was indexed without.

    Raises:
        StoreError: a file can't be read, or belongs to another index.
    """
    if NEIGHBOURS_FILE not in generation.manifest.files:
        return None
    return Refinement.load(generation.path, index, lexical)


def is_complete(generation: Generation, catalog: CatalogStore) -> bool:
    """Whether a generation of this catalog holds all that is made of it; older ones don't."""
    if not _has_spelling(generation):
        return False
    if NEIGHBOURS_FILE in generation.manifest.files or not fits(catalog.count()):
        return True
    return not worth_it([one.title for batch in catalog.products() for one in batch])


def _has_spelling(generation: Generation) -> bool:
    return f"{SPELLING_FOLDER}/{SETTINGS}" in generation.manifest.files


def open_spelling(generation: Generation) -> SpellingBook | None:
    """How the catalog of a verified generation spells; None if it was indexed before there were books."""
    if not _has_spelling(generation):
        return None
    return load_spelling(generation.path / SPELLING_FOLDER)


def _reusable(
    before: Generation | None, encoder: TextEncoder, ids: Sequence[str], digests: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.float32]] | None:
    """Rows of `ids` whose vector the generation before holds, and these vectors."""
    if before is None or before.manifest.encoder != encoder.fingerprint:
        return None
    if before.manifest.count >= _LOSSLESS_BELOW:
        return None  # that index keeps codes, not vectors: reusing them would add up the loss
    table = pq.read_table(before.file(TEXTS_FILE)).to_pydict()
    known = dict(zip(table["item_id"], table["text_sha256"], strict=True))
    rows = [row for row, item in enumerate(ids) if known.get(item) == digests[row]]
    if not rows:
        return None
    return np.array(rows, dtype=np.intp), open_index(before).reconstruct([ids[row] for row in rows])

"""How fast a search is, and how exact, at several sizes of a catalog.

    python benchmarks/search_speed.py FEED [--sizes 6000 100000 1000000] [--requests 200]

FEED is read as `shopctl index` reads it. Its products are encoded, then grown to each size: copies
whose vector is turned a little at random (cosine about .9 to the original) and whose words are a
random half of two products'. For speed only: nobody searches for such products. Timed is the whole
of `Retriever.retrieve` (correction, encoding, both searches, fusion) for requests written from the
catalog, one at a time, without and with a filter that a tenth of the products passes; from 1,000 to
300,000 products neighbours and letters are heeded, as in a shop; R@10 is that
of the vector index against an exact search over the same vectors.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from shopctl.catalog.readers import expand_sources, read
from shopctl.catalog.records import Product
from shopctl.indexes.vector_index import FaissVectorIndex, choose_kind, make_index
from shopctl.retrieval.adapting.requests import RequestWriter
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.product_text import product_terms, product_text
from shopctl.retrieval.refinement import Refinement
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.spelling import SpellingBook
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.table import render_table
from vector_cache import embed

_TITLE = 60  # characters of a product's name
_TURN = 0.48  # length of what is added to a unit vector: cosine 1 / sqrt(1 + .48²) = .9


def grown(vectors: np.ndarray, size: int, seed: int) -> np.ndarray:
    """`size` unit vectors: the given ones and turned copies of them."""
    generator = np.random.default_rng(seed)
    parts = [vectors[:size]]
    for start in range(len(vectors), size, 100_000):
        count = min(100_000, size - start)
        noise = generator.normal(size=(count, vectors.shape[1])).astype(np.float32)
        noise *= _TURN / np.linalg.norm(noise, axis=1, keepdims=True)
        part = vectors[generator.integers(len(vectors), size=count)] + noise
        parts.append(part / np.linalg.norm(part, axis=1, keepdims=True))
    return np.concatenate(parts)


def grown_words(terms: Sequence[str], size: int, seed: int) -> list[str]:
    """`size` texts: the given ones, then halves of two of them put together."""
    source = random.Random(seed)
    split = [text.split()[:60] for text in terms]
    found = list(terms[:size])
    while len(found) < size:
        words = source.choice(split) + source.choice(split)
        found.append(" ".join(source.sample(words, len(words) // 2)))
    return found


def exact(
    index: FaissVectorIndex, vectors: np.ndarray, queries: np.ndarray, rows: np.ndarray | None
) -> float:
    """R@10 of the index against all cosines, over `rows` alone if given."""
    right = 0
    allowed = None if rows is None else [str(row) for row in rows.tolist()]
    pool = np.arange(len(vectors)) if rows is None else rows
    for query in queries:
        cosines = vectors[pool] @ query if rows is not None else vectors @ query
        best = set(pool[np.argpartition(-cosines, 10)[:10]].tolist())
        found = {int(item) for item, _ in index.search(query[None], 10, allowed)[0]}
        right += len(best & found)
    return right / (10 * len(queries))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("feed", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[6_000, 100_000, 1_000_000])
    parser.add_argument("--requests", type=int, default=200)
    asked = parser.parse_args()
    products = [
        record
        for source in expand_sources([str(asked.feed)], "products")
        for record in read(source, {})
        if isinstance(record, Product)
    ]
    encoder = TextEncoder.load("default")
    vectors = embed(encoder, [product_text(product) for product in products])
    terms = [product_terms(product) for product in products]
    book = SpellingBook.build(terms)
    writer, source = RequestWriter(products), random.Random(0)
    requests = [writer.write(source.choice(products)) for _ in range(asked.requests)]
    queries = encoder.encode(requests, "query")
    rows = []
    for size in asked.sizes:
        every = grown(vectors, size, 1)
        ids = [str(row) for row in range(len(every))]
        began = time.perf_counter()
        index = make_index(encoder.dimension, size)
        index.add(ids, every)
        texts = grown_words(terms, size, 2)
        lexical = LexicalIndex.build(ids, texts)
        built = time.perf_counter() - began
        refinement = Refinement.of(index, lexical, [text[:_TITLE] for text in texts])
        refined = time.perf_counter() - began - built
        retriever = Retriever(encoder, index, lexical, spelling=book, refinement=refinement)
        tenth = np.flatnonzero(np.random.default_rng(3).random(len(every)) < 0.1)
        for name, some in (("all", None), ("a tenth", tenth)):
            allowed = None if some is None else [str(row) for row in some.tolist()]
            times, vector_times = [], []
            for request, query in zip(requests, queries, strict=True):
                began = time.perf_counter()
                retriever.retrieve(request, allowed=allowed, k=10)
                times.append(1000 * (time.perf_counter() - began))
                began = time.perf_counter()
                index.search(query[None], 10, allowed)
                vector_times.append(1000 * (time.perf_counter() - began))
            recall = exact(index, every, queries[:100], some)
            rows.append(
                [f"{size:,}", choose_kind(size), name, recall, *(f"{value:.1f} ms" for part in (times, vector_times)
                 for value in np.percentile(part, [50, 95])), f"{built:.0f} s", f"{refined:.0f} s"]
            )  # fmt: skip
            print(rows[-1], flush=True)
    headers = [
        "products",
        "index",
        "filter",
        "R@10",
        "search p50",
        "p95",
        "vectors p50",
        "p95",
        "built",
        "refined",
    ]
    notes = [f"{len(requests)} requests one at a time; vectors: the vector index alone"]
    print(render_table(headers, rows, f"Search speed, grown from {asked.feed.name}", notes))


if __name__ == "__main__":
    main()

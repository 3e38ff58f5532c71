"""Encoding speed and faithfulness: the fast CPU path beside stock `SentenceTransformer.encode`.

    python benchmarks/encode.py CATALOG_FILE [--limit N] [--rounds 3] [--encoder default]

Both encode the same product texts in the same run, in turn, `--rounds` times; the best round of
each counts, so that other work on the machine weighs less. CPU seconds stand beside wall time for
the same reason. R@100: the product's own title is the query and the product the one right answer.
Agreement: the share of fp32's top 100 that the fast path has too, titles as queries.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from shopctl.catalog.readers import Source, read
from shopctl.catalog.records import Product
from shopctl.retrieval.product_text import product_text
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.table import render_table

DEPTH = 100


def timed(encode: Callable[[list[str]], np.ndarray], texts: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    encode(texts)
    return time.perf_counter() - wall, time.process_time() - cpu


def top(queries: np.ndarray, products: np.ndarray) -> np.ndarray:
    depth = min(DEPTH, len(products))
    return np.argpartition(-(queries @ products.T), depth - 1, axis=1)[:, :depth]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("catalog", type=Path)
    parser.add_argument("--limit", type=int, default=2000, help="products, evenly picked")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--encoder", default="default")
    asked = parser.parse_args()
    records = read(Source(str(asked.catalog), "products", None))
    products = [record for record in records if isinstance(record, Product)]
    products = products[:: max(1, len(products) // asked.limit)][: asked.limit]
    texts, titles = [product_text(p) for p in products], [p.title for p in products]

    fast = TextEncoder.load(asked.encoder, device="cpu")
    stock = TextEncoder.load(asked.encoder, device="cpu", fast=False)
    encoders = {"stock": stock, "ours": fast}
    for encoder in encoders.values():
        encoder.encode(texts[:64])
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in encoders}
    for _ in range(asked.rounds):
        for name, encoder in encoders.items():
            seconds[name].append(timed(encoder.encode, texts))

    vectors = {name: encoder.encode(texts) for name, encoder in encoders.items()}
    queries = {name: encoder.encode(titles, "query") for name, encoder in encoders.items()}
    tops = {name: top(queries[name], vectors[name]) for name in encoders}
    rows = []
    for name, encoder in encoders.items():
        wall, cpu = (min(times) for times in zip(*seconds[name], strict=True))
        stock_wall, stock_cpu = (min(times) for times in zip(*seconds["stock"], strict=True))
        own = float(np.mean([row in tops[name][row] for row in range(len(texts))]))
        same = np.mean([len(np.intersect1d(*pair)) for pair in zip(*tops.values(), strict=True)])
        cosine = float(np.sum(vectors[name] * vectors["stock"], axis=1).mean())
        rows.append(
            [
                f"{name} ({encoder.engine.name})",
                f"{len(texts) / wall:.0f}",
                f"{stock_wall / wall:.2f}×",
                f"{len(texts) / cpu:.0f}",
                f"{stock_cpu / cpu:.2f}×",
                cosine,
                own,
                1.0 if name == "stock" else float(same) / tops[name].shape[1],
            ]
        )
    headers = ["encoder", "products/s", "", "per CPU-s", "", "cosine", "R@100", "agreement"]
    length = np.mean([len(text) for text in texts])
    notes = [
        f"{len(texts):,} products of {asked.catalog.name}, same texts, {length:.0f} characters each",
        f"best of {asked.rounds} rounds each, in turn",
    ]
    print(render_table(headers, rows, "Encoding", notes))


if __name__ == "__main__":
    main()

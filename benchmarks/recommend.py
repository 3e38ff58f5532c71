"""Recommendation by leave-one-out: popularity, and the untrained history mean.

    python benchmarks/recommend.py DATA_DIR [--encoder default] [--half-life H] [--json FILE]

DATA_DIR holds ``items.jsonl`` (item_id, title, brand, categories) and ``sequences.txt``
(``user item item …``, oldest first). The history mean is the recency-weighted mean of the items'
text embeddings, nearest items by inner product; its half-life is chosen on the validation item
(N@10, masked) and the test item is looked at once. Embeddings are kept in the user's cache.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from shopctl.catalog.records import Product
from shopctl.indexes.vector_index import FaissVectorIndex, make_index
from shopctl.retrieval.evaluation import (
    PopularityRecommender,
    evaluate_recommendation,
    leave_one_out,
    recommendation_table,
    training_part,
)
from shopctl.retrieval.history import history_vector
from shopctl.retrieval.product_text import product_text
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.table import render_table
from vector_cache import embed

HALF_LIVES = (0.1, 0.25, 0.35, 0.5, 0.7, 1.0, 2.0, 4.0, math.inf)


def read_items(path: Path) -> list[Product]:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Product(
            item_id=row["item_id"],
            # A few items have no title; the encoder then sees brand and category alone.
            title=row.get("title") or "",
            description=row.get("description") or "",
            brand=row.get("brand") or "",
            category=tuple(row.get("categories") or ()),
        )
        for row in rows
    ]


def read_sequences(path: Path) -> list[tuple[str, list[str]]]:
    with path.open(encoding="utf-8") as file:
        words = [line.split() for line in file]
    return [(line[0], line[1:]) for line in words if line]


class HistoryMean:
    """Nearest items to the recency-weighted mean of a history's text embeddings."""

    def __init__(
        self, index: FaissVectorIndex, vectors: dict[str, np.ndarray], half_life: float
    ) -> None:
        self.index, self.vectors, self.half_life = index, vectors, half_life

    def recommend(
        self, histories: Sequence[Sequence[str]], k: int
    ) -> list[list[tuple[str, float]]]:
        """The k items nearest to each history's mean."""
        queries = [
            history_vector(np.stack([self.vectors[item] for item in history]), self.half_life)
            for history in histories
        ]
        return self.index.search(np.stack(queries), k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--half-life", type=float, help="skip the choice on validation")
    parser.add_argument("--json", type=Path, help="also write the reports here")
    arguments = parser.parse_args()

    items = read_items(arguments.data / "items.jsonl")
    sequences = read_sequences(arguments.data / "sequences.txt")
    ids = [item.item_id for item in items]
    encoder = TextEncoder.load(arguments.encoder)
    matrix = embed(encoder, [product_text(item) for item in items])
    index = make_index(encoder.dimension, len(ids))
    index.add(ids, matrix)
    vectors = dict(zip(ids, matrix, strict=True))

    half_life = arguments.half_life
    if half_life is None:
        validation = leave_one_out(sequences, "validation")
        tried = []
        for candidate in HALF_LIVES:
            model = HistoryMean(index, vectors, candidate)
            report = evaluate_recommendation(model.recommend, validation, ids)
            tried.append((report.masked["N@10"], report.masked["R@10"], candidate))
        half_life = max(tried)[2]
        rows = [[f"{candidate:g}", recall, ndcg] for ndcg, recall, candidate in tried]
        print(render_table(["half-life", "R@10", "N@10"], rows, "Validation item, masked"))
        print(f"chosen: half-life {half_life:g}\n")

    test = leave_one_out(sequences, "test")
    popularity = PopularityRecommender.from_histories(training_part(sequences))
    mean = HistoryMean(index, vectors, half_life)
    reports = [
        evaluate_recommendation(popularity.recommend, test, ids, name="popularity"),
        evaluate_recommendation(mean.recommend, test, ids, name=f"history mean ({half_life:g})"),
    ]
    print(recommendation_table(reports))
    print(f"encoder {encoder.folder.name}, {encoder.engine.name}, {index.kind} index")
    if arguments.json:
        text = json.dumps([report.to_dict() for report in reports], indent=2)
        arguments.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

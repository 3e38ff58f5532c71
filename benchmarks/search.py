"""Search over labelled data: BM25, the text encoder, and their fusion, in one run.

    python benchmarks/search.py DATA_DIR [--part validation] [--encoder default] [--fit]
        [--spelling] [--json FILE]

DATA_DIR holds either ``judgements.csv`` (Home Depot's form: query, product, title, grade 1 to 3;
the products' titles are the catalog, queries are split 60/20/20 by hash) or
``search_queries.jsonl`` with ``search_title_pool.txt`` (Taobao's form: each query has its one right
title; there is no split). Pairwise accuracy: of the pairs of one query whose grades differ by more
than 0.5, the share ordered right, ties half, over all pairs. ``--fit`` tries every dense weight on
the train or validation part; it refuses the test part. ``--spelling`` searches with a spelling
book of the titles, as a shop does. Embeddings are kept in the user's cache.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.evaluation import evaluate_search, in_part, read_judgements
from shopctl.retrieval.fusion import JudgedQuery, fit_weight, fuse, pairwise_accuracy, weights_for
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.spelling import SpellingBook
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.table import render_table
from vector_cache import embed

RELEVANT_FROM, WORTHLESS = 2.67, 1.0
DEPTH, POOL = 200, 1000
Ranking = list[tuple[str, float]]
System = Callable[[str, int, Sequence[str] | None], Ranking]


def make_retriever(
    encoder: TextEncoder, ids: Sequence[str], titles: Sequence[str], spelling: bool = False
) -> Retriever:
    index = make_index(encoder.dimension, len(ids))
    index.add(ids, embed(encoder, titles))
    book = SpellingBook.build(titles) if spelling else None
    return Retriever(encoder, index, LexicalIndex.build(ids, titles), spelling=book)


def systems(retriever: Retriever) -> dict[str, System]:
    """The searches that are compared, each as (query, k, allowed) to a ranking."""

    def lexical(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        return retriever.lexical.search(query, k, allowed)

    def dense(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        return retriever.index.search(retriever.encoder.encode([query], "query"), k, allowed)[0]

    def fused(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        hits = retriever.retrieve(query, allowed=allowed, k=k)
        return [(hit.item_id, hit.score) for hit in hits]

    return {"BM25": lexical, retriever.encoder.folder.name: dense, "fused": fused}


def pairwise(system: System, by_query: dict[str, dict[str, float]]) -> tuple[float, int]:
    """Share of a query's differing pairs that are ordered right, and their number.

    Judged products are asked for among the best `POOL` of the whole catalog, as a shopper would;
    what isn't among them stands behind all that is.
    """
    right, pairs = 0.0, 0
    for query, grades in by_query.items():
        found = dict(system(query, POOL, None))
        last = min(found.values(), default=0.0) - 1.0
        scores = np.array([found.get(item, last) for item in grades], dtype=np.float64)
        ordered, compared = pairwise_accuracy(scores, np.array(list(grades.values())))
        right, pairs = right + ordered, pairs + compared
    return right / max(pairs, 1), pairs


def grouped(judgements: Sequence[Judgement]) -> dict[str, dict[str, float]]:
    by_query: dict[str, dict[str, float]] = {}
    for one in judgements:
        by_query.setdefault(one.query, {})[one.item_id] = one.grade
    return by_query


def fitted(retriever: Retriever, by_query: dict[str, dict[str, float]]) -> float:
    """The dense weight with the best pairwise accuracy."""
    judged = []
    for query, grades in by_query.items():
        vector = retriever.encoder.encode([query], "query")
        found = [*retriever.lexical.search(query, DEPTH), *retriever.index.search(vector, DEPTH)[0]]
        heads = dict.fromkeys(item for item, _ in found)
        ids = list(dict.fromkeys([*heads, *grades]))
        judged.append(
            JudgedQuery(
                dense=retriever.index.reconstruct(ids) @ vector[0],
                lexical=retriever.lexical.scores_for(query, ids),
                grades=np.array([grades.get(item, np.nan) for item in ids], dtype=np.float32),
                reference=len(heads),
            )
        )
    for weight in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0):
        right, pairs = 0.0, 0
        for one in judged:
            none = np.zeros(len(one.grades), dtype=np.float32)
            weights = weights_for(1.0, has_text=True, has_history=False, dense_weight=weight)
            scores = fuse(one.dense, one.lexical, none, weights, one.reference)
            graded = ~np.isnan(one.grades)
            ordered, compared = pairwise_accuracy(scores[graded], one.grades[graded])
            right, pairs = right + ordered, pairs + compared
        print(f"  dense weight {weight:.1f}: pairwise accuracy {right / pairs:.4f}")
    return fit_weight(judged)


def home_depot(
    folder: Path, part: str, encoder: TextEncoder, fit: bool, spelling: bool
) -> tuple[str, dict]:
    path = folder / "judgements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles = {row["product_uid"]: row["product_title"] for row in csv.DictReader(file)}
    kept = in_part(read_judgements(path), part)
    by_query = grouped(kept)
    retriever = make_retriever(encoder, list(titles), list(titles.values()), spelling)
    if fit:
        print(f"best dense weight on the {part} part: {fitted(retriever, by_query):.2f}")
    rows, figures = [], {}
    pairs = 0
    for name, system in systems(retriever).items():
        report = evaluate_search(
            lambda queries, k, system=system: [system(query, k, None) for query in queries],
            kept,
            name=name,
            relevant_from=RELEVANT_FROM,
            worthless=WORTHLESS,
        )
        accuracy, pairs = pairwise(system, by_query)
        figures[name] = {"pairwise": accuracy, **report.scores}
        per_query = 1000 * report.seconds / report.queries
        rows.append([name, accuracy, *report.scores.values(), f"{per_query:.1f} ms"])
    notes = [
        f"{len(titles):,} products, {len(by_query):,} {part} queries, {len(kept):,} graded pairs",
        f"pairwise accuracy over {pairs:,} pairs",
        f"ranking metrics over the {report.queries:,} queries with a grade of {RELEVANT_FROM} or more",
        f"{encoder.folder.name} runs as {encoder.engine.name}",
    ]
    headers = ["search", "pairwise", *report.scores, "a query"]
    return render_table(headers, rows, f"Search, {folder.name}", notes), figures


def taobao(folder: Path, encoder: TextEncoder, spelling: bool) -> tuple[str, dict]:
    with (folder / "search_queries.jsonl").open(encoding="utf-8") as file:
        asked = [json.loads(line) for line in file]
    titles = (folder / "search_title_pool.txt").read_text(encoding="utf-8").splitlines()
    titles = list(dict.fromkeys(titles))
    retriever = make_retriever(encoder, titles, titles, spelling)
    rows, figures = [], {}
    for name, system in systems(retriever).items():
        found_share, reciprocal = 0.0, 0.0
        for one in asked:
            right = set(one["relevant_titles"])
            ranking = [title for title, _ in system(one["query"], 10, None)]
            found_share += len(right & set(ranking)) / len(right)
            reciprocal += next((1 / r for r, t in enumerate(ranking, 1) if t in right), 0.0)
        figures[name] = {"MRR@10": reciprocal / len(asked), "R@10": found_share / len(asked)}
        rows.append([name, *figures[name].values()])
    notes = [f"{len(titles):,} titles, {len(asked):,} queries, one right title each; no split"]
    return render_table(
        ["search", "MRR@10", "R@10"], rows, f"Search, {folder.name}", notes
    ), figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="validation", choices=["train", "validation", "test"])
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--plain", action="store_true", help="sentence-transformers, not int8")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--spelling", action="store_true", help="with a spelling book")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.fit and asked.part == "test":
        parser.error("weights are fitted on train or validation, never on test")
    encoder = TextEncoder.load(asked.encoder, fast=not asked.plain)
    if (asked.data / "judgements.csv").is_file():
        table, figures = home_depot(asked.data, asked.part, encoder, asked.fit, asked.spelling)
    elif (asked.data / "search_queries.jsonl").is_file():
        table, figures = taobao(asked.data, encoder, asked.spelling)
    else:
        parser.error(f"{asked.data} has neither judgements.csv nor search_queries.jsonl")
    print(table)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()

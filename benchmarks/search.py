"""Search over labelled data: BM25, the stock encoder, their fusion, and ours, in one run.

    python benchmarks/search.py DATA_DIR [--part validation] [--encoder default] [--no-training]
        [--judgements] [--only NAME …] [--json FILE]

DATA_DIR holds either ``judgements.csv`` (Home Depot's form: query, product, title, grade 1 to 3;
the products' titles are the catalog, queries are split 60/20/20 by hash) or
``search_queries.jsonl`` with ``search_title_pool.txt`` (Taobao's form: each query has its one right
title; there is no split). Pairwise accuracy: of the pairs of one query whose grades differ by more
than 0.5, the share ordered right, ties half, over all pairs.

The first three rows are plain: BM25 over the titles, the encoder as it comes, and both at the
default weights, requests as they were typed. The others are what a shop has: "shop" indexes the
words of `product_terms` with a spelling book, and heeds neighbours and letters where the catalog is
large enough (`retrieval/refinement.py`); "adapted" has the encoder trained on the catalog as
`shopctl train text` does, without a label; "tuned" (``--judgements``) has it trained on the train
part's grades too, and the weight of vectors fitted on the validation part; "reranked" is that with
a cross-encoder over its best 50, trained on the same grades (`shopctl train reranker`). Trained
encoders and embeddings are kept in the user's cache.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from adapted_cache import adapted
from reranked_cache import reranked
from shopctl.catalog.records import Product
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.adapting.settings import AdaptSettings
from shopctl.retrieval.evaluation import evaluate_search, in_part, read_judgements
from shopctl.retrieval.fusion import DENSE_WEIGHT, pairwise_accuracy
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.product_text import product_terms, product_text
from shopctl.retrieval.refinement import Refinement
from shopctl.retrieval.reranking.settings import RerankSettings
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.spelling import SpellingBook
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.retrieval.weight_fitting import by_request, fitted_weight
from shopctl.table import render_table
from vector_cache import embed

RELEVANT_FROM, WORTHLESS = 2.67, 1.0
POOL = 1000
Ranking = list[tuple[str, float]]
System = Callable[[str, int, Sequence[str] | None], Ranking]


def make_retriever(
    encoder: TextEncoder, ids: Sequence[str], titles: Sequence[str], served: bool = False
) -> Retriever:
    """Over the titles, plain; `served`: with what a shop adds to words and vectors."""
    index = make_index(encoder.dimension, len(ids))
    index.add(ids, embed(encoder, titles))
    words = LexicalIndex.build(ids, titles)
    if not served:
        return Retriever(encoder, index, words)
    refinement = Refinement.of(index, words, titles)
    return Retriever(
        encoder, index, words, spelling=SpellingBook.build(titles), refinement=refinement
    )


def systems(retriever: Retriever) -> dict[str, System]:
    """The searches that are compared, each as (query, k, allowed) to a ranking."""

    def lexical(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        return retriever.lexical.search(query, k, allowed)

    def dense(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        text = retriever.corrected(query).text
        return retriever.index.search(retriever.encoder.encode([text], "query"), k, allowed)[0]

    def fused(query: str, k: int, allowed: Sequence[str] | None) -> Ranking:
        hits = retriever.retrieve(query, allowed=allowed, k=k)
        return [(hit.item_id, hit.score) for hit in hits]

    return {"BM25": lexical, "vectors": dense, "fused": fused}


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


def titles_of(path: Path) -> dict[str, str]:
    """Title by product id, of a judgements file in Home Depot's form."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["product_uid"]: row["product_title"] for row in csv.DictReader(file)}


def rivals(
    base: str,
    products: Sequence[Product],
    judgements: Sequence[Judgement],
    training: bool,
    tuning: bool,
    plain_engine: bool,
) -> dict[str, System]:
    """All searches that are compared, by name."""
    ids = [product.item_id for product in products]
    titles = [product.title for product in products]
    encoder = TextEncoder.load(base, fast=not plain_engine)
    found = systems(make_retriever(encoder, ids, titles))
    words = LexicalIndex.build(ids, [product_terms(product) for product in products])
    book = SpellingBook.build(titles)
    texts = [product_text(product) for product in products]

    def shop(serving: TextEncoder, name: str, weight: float = DENSE_WEIGHT) -> Retriever:
        index = make_index(serving.dimension, len(ids))
        index.add(ids, embed(serving, texts))
        retriever = Retriever(
            serving,
            index,
            words,
            spelling=book,
            dense_weight=weight,
            refinement=Refinement.of(index, words, titles),
        )
        found[name] = systems(retriever)["fused"]
        return retriever

    shop(encoder, "shop")
    settings = AdaptSettings()
    if training:
        serving = adapted(base, products, settings, (), "adapted without labels")
        retriever = shop(serving, "adapted, fused")
        found["adapted, vectors alone"] = systems(retriever)["vectors"]
    if tuning:
        serving = adapted(base, products, settings, judgements, "tuned on judgements")
        retriever = shop(serving, "tuned, default weight")
        weight = fitted_weight(retriever, by_request(in_part(judgements, "validation")))
        print(f"weight of vectors, fitted on the validation part: {weight}")
        retriever = shop(serving, "tuned, fused", DENSE_WEIGHT if weight is None else weight)
        found["tuned, vectors alone"] = systems(retriever)["vectors"]
        reader = reranked(base, retriever, products, judgements, RerankSettings())
        found["tuned, reranked"] = systems(reader)["fused"]
    return found


def home_depot(folder: Path, asked: argparse.Namespace) -> tuple[str, dict]:
    path = folder / "judgements.csv"
    titles = titles_of(path)
    products = [Product(item, title) for item, title in titles.items()]
    judgements = read_judgements(path)
    kept = in_part(judgements, asked.part)
    by_query = by_request(kept)
    rows, figures = [], {}
    pairs = 0
    compared = rivals(
        asked.encoder, products, judgements, asked.training, asked.judgements, asked.plain
    )
    for name, system in compared.items():
        if asked.only and name not in asked.only:
            continue
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
        print(rows[-1], flush=True)
    notes = [
        f"{len(titles):,} products, {len(by_query):,} {asked.part} queries, {len(kept):,} graded pairs",
        f"pairwise accuracy over {pairs:,} pairs",
        f"ranking metrics over the {report.queries:,} queries with a grade of {RELEVANT_FROM} or more",
    ]
    headers = ["search", "pairwise", *report.scores, "a query"]
    return render_table(headers, rows, f"Search, {folder.name}", notes), figures


def taobao(folder: Path, asked: argparse.Namespace) -> tuple[str, dict]:
    with (folder / "search_queries.jsonl").open(encoding="utf-8") as file:
        queries = [json.loads(line) for line in file]
    titles = (folder / "search_title_pool.txt").read_text(encoding="utf-8").splitlines()
    products = [Product(title, title, language="zh") for title in dict.fromkeys(titles)]
    rows, figures = [], {}
    compared = rivals(asked.encoder, products, (), asked.training, False, asked.plain)
    for name, system in compared.items():
        found_share, reciprocal = 0.0, 0.0
        for one in queries:
            right = set(one["relevant_titles"])
            ranking = [title for title, _ in system(one["query"], 10, None)]
            found_share += len(right & set(ranking)) / len(right)
            reciprocal += next((1 / r for r, t in enumerate(ranking, 1) if t in right), 0.0)
        figures[name] = {"MRR@10": reciprocal / len(queries), "R@10": found_share / len(queries)}
        rows.append([name, *figures[name].values()])
    notes = [f"{len(products):,} titles, {len(queries):,} queries, one right title each; no split"]
    return render_table(
        ["search", "MRR@10", "R@10"], rows, f"Search, {folder.name}", notes
    ), figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="validation", choices=["train", "validation", "test"])
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--plain", action="store_true", help="sentence-transformers, not int8")
    parser.add_argument("--no-training", dest="training", action="store_false")
    parser.add_argument("--judgements", action="store_true", help="tune on the train part too")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rows to measure; default: all")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if (asked.data / "judgements.csv").is_file():
        table, figures = home_depot(asked.data, asked)
    elif (asked.data / "search_queries.jsonl").is_file():
        table, figures = taobao(asked.data, asked)
    else:
        parser.error(f"{asked.data} has neither judgements.csv nor search_queries.jsonl")
    print(table)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()

"""What steering costs: diversity and popularity calibration against recall, on a store.

    python benchmarks/recommend_steering.py STORE [--shoppers 4000]

Leave-one-out on the test item, history masked, with the encoder that was trained without the
validation items (the first of ``shopctl train history --seeds N``). A sample of the shoppers, the
same for every row. ``alike`` is the mean cosine of the text vectors of two products in one list of
ten; ``popularity gap`` is the mean distance between the shares of popular, middle and tail items
in the list and in the shopper's own history (total variation).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from shopctl import Recommender
from shopctl.catalog.store import CatalogStore
from shopctl.history_snapshot import channel_over, measured_models
from shopctl.retrieval.calibration import popularity_target
from shopctl.retrieval.evaluation import (
    PopularityRecommender,
    evaluate_recommendation,
    leave_one_out,
    training_part,
)
from shopctl.retrieval.popularity_groups import popularity_groups
from shopctl.retrieval.retriever import Hit
from shopctl.snapshot import open_index
from shopctl.steering import POOL, Steerer, Steering
from shopctl.table import Cell, render_table

SETTINGS = [Steering()]
SETTINGS += [Steering(diversity=share) for share in (0.1, 0.3, 0.5, 0.7)]
SETTINGS += [Steering(calibration=share) for share in (0.1, 0.3, 0.5, 0.7)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--shoppers", type=int, default=4000)
    arguments = parser.parse_args()
    shop = Recommender.open(arguments.store, decoder="none")
    generation = shop.generation
    path = generation.file("catalog.duckdb")
    with CatalogStore.open(path, read_only=True, key_folder=arguments.store) as catalog:
        products = [product for batch in catalog.products() for product in batch]
        steps = catalog.shopper_steps()
    texts = open_index(generation)
    channel = channel_over(measured_models(generation)[0], products, texts, steps.without_last(2))
    sequences = list(steps.sequences())
    split = leave_one_out(sequences, "test").sample(arguments.shoppers)
    counts = PopularityRecommender.from_histories(training_part(sequences)).counts
    item_ids = [product.item_id for product in products]
    groups = popularity_groups(counts, item_ids)
    steerer = Steerer(texts, counts, item_ids)
    row_of = {user: row for row, user in enumerate(steps.users)}
    before = steps.without_last(1)
    chosen = before.select([row_of[case.user] for case in split.cases])
    longest = max(len(set(case.history)) for case in split.cases)
    pools = {
        case.user: [Hit(item, score) for item, score in ranking if item not in set(case.history)][
            :POOL
        ]
        for case, ranking in zip(split.cases, channel.search(chosen, POOL + longest), strict=True)
    }
    table: list[list[Cell]] = []
    for steering in SETTINGS:
        lists = {
            case.user: steerer.best(pools[case.user], 10, steering, case.history)
            for case in split.cases
        }
        report = evaluate_recommendation(
            lambda cases, k, lists=lists: [
                [(hit.item_id, -rank) for rank, hit in enumerate(lists[case.user])]
                for case in cases
            ],
            split,
            item_ids,
            by_case=True,
            popularity=counts,
        )
        alike, gap = [], []
        for case in split.cases:
            ids = [hit.item_id for hit in lists[case.user]]
            vectors = texts.reconstruct(ids)
            alike.append((vectors @ vectors.T)[np.triu_indices(len(ids), 1)].mean())
            shown = popularity_target(ids, groups, counts)
            gap.append(np.abs(shown - popularity_target(case.history, groups, counts)).sum() / 2)
        table.append(
            [
                f"{steering.diversity:g}",
                f"{steering.calibration:g}",
                float(report.masked["R@10"]),
                float(report.masked["N@10"]),
                float(np.mean(alike)),
                float(np.mean(gap)),
                f"{report.bias.shown_popularity:.1f}" if report.bias else "",
                float(report.masked["coverage@10"]),
            ]
        )
    names = ["diversity", "calibration", "R@10", "N@10", "alike", "popularity gap", "popularity@10", "coverage@10"]  # fmt: skip
    notes = [f"{split.users:,} users, {len(item_ids):,} items; {len(split.cases):,} users scored"]
    print(render_table(names, table, f"Steering, {arguments.store.name}", notes))


if __name__ == "__main__":
    main()

"""New items and new shoppers: what a recommender makes of what it never trained on.

    python benchmarks/recommend_new.py DATA_DIR [--seed 0] [--share 0.1] [--only items]

New items: a tenth of the items is taken out of training entirely (histories, table, tags,
whitening); then they join the catalog by their text alone. Scored are the shoppers whose next item
is one of them, the whole catalog ranked. New shoppers: a tenth of the shoppers is taken out of
training and counting entirely; scored are they, beside the same shoppers under a model that
trained on everyone. Leave-one-out on the test item, history masked, as in recommend.py.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from recommend import Rank, asked, history_mean
from shop_data import ShopData, read_shop
from shopctl.retrieval.evaluation import (
    Case,
    PopularityRecommender,
    Split,
    evaluate_recommendation,
    leave_one_out,
    recommendation_table,
    training_part,
)
from shopctl.retrieval.shopper.channel import TrainedHistory
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.settings import Settings
from trained_cache import channel_of, trained

BOOSTS = (1.0, 1.5, 2.0, 3.0)
"""Factors for new items beside the default."""


def channel(shop: ShopData, corpus: Corpus, settings: Settings, what: str) -> TrainedHistory:
    """The history encoder trained on `corpus`, over the whole catalog."""
    return channel_of(trained(corpus, settings, what), corpus, shop)


def only(split: Split, keep: set[str], by: str) -> Split:
    """The cases whose target (or user) is in `keep`."""
    return replace(split, cases=tuple(case for case in split.cases if getattr(case, by) in keep))


def boosted(channel: TrainedHistory, boost: float) -> Rank:
    """A channel with another factor for new items, ours by default."""

    def rank(cases: list[Case], k: int) -> list[list[tuple[str, float]]]:
        channel.new_items = boost
        return asked(channel)(cases, k)

    return rank


def show(ranks: list[tuple[str, Rank]], cases: Split, shop: ShopData) -> None:
    """The table over some of the cases."""
    reports = [
        evaluate_recommendation(rank, cases, shop.item_ids, name=name, by_case=True)
        for name, rank in ranks
    ]
    print(recommendation_table(reports), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--only", choices=("items", "shoppers"), help="one half alone")
    arguments = parser.parse_args()
    shop = read_shop(arguments.data)
    settings = Settings(seed=arguments.seed)
    generator = np.random.default_rng(arguments.seed)
    test = leave_one_out(shop.sequences, "test")
    ids = np.array(shop.item_ids)
    cold = set(ids[generator.random(len(ids)) < arguments.share].tolist())
    users = np.array([user for user, _ in shop.sequences])
    unseen = set(users[generator.random(len(users)) < arguments.share].tolist())
    if arguments.only != "shoppers":
        show_new_items(shop, settings, test, cold)
    if arguments.only != "items":
        show_new_shoppers(shop, settings, test, unseen)


def show_new_items(shop: ShopData, settings: Settings, test: Split, cold: set[str]) -> None:
    """Those whose next item is new, and what it costs the others."""
    corpus = Corpus.build(shop.products, shop.texts, shop.steps, 2, unseen_items=cold)
    cut = [
        (user, [item for item in items[:-2] if item not in cold]) for user, items in shop.sequences
    ]
    warm = PopularityRecommender.from_histories([items for _, items in cut])
    new_items = channel(shop, corpus, settings, "without a tenth of the items")
    ranks = [
        ("popularity", lambda cases, k: warm.recommend([case.history for case in cases], k)),
        history_mean(shop),
        ("encoder alone", asked(TrainedHistory(new_items.encoder, new_items.index, new_items=1.0))),
        (
            f"history encoder (new items × {new_items.new_items:.1f})",
            boosted(new_items, new_items.new_items),
        ),
        *(
            (f"history encoder, new items × {boost:g}", boosted(new_items, boost))
            for boost in BOOSTS
        ),
    ]
    print(f"New items: {len(cold):,} of {len(shop.item_ids):,} taken out of training")
    show(ranks, only(test, cold, "target"), shop)
    print("\nThe price: shoppers whose next item was there in training")
    show(ranks, only(test, set(shop.item_ids) - cold, "target"), shop)


def show_new_shoppers(shop: ShopData, settings: Settings, test: Split, unseen: set[str]) -> None:
    """Shoppers that nothing was learned from, beside a model that learned from them."""
    popularity = PopularityRecommender.from_histories(training_part(shop.sequences))
    held = Corpus.build(shop.products, shop.texts, shop.steps, 2, unseen_shoppers=unseen)
    everyone = Corpus.build(shop.products, shop.texts, shop.steps, 2)
    new_shoppers = channel(shop, held, settings, "without a tenth of the shoppers")
    warm_shoppers = channel(shop, everyone, settings, f"{shop.name}, seed {settings.seed}")
    ranks = [
        ("popularity", lambda cases, k: popularity.recommend([case.history for case in cases], k)),
        ("trained on them", asked(warm_shoppers)),
        ("never saw them", asked(new_shoppers)),
    ]
    print(
        f"\nNew shoppers: {len(unseen):,} of {len(shop.sequences):,} taken out of training and counting"
    )
    show(ranks, only(test, unseen, "user"), shop)


if __name__ == "__main__":
    main()

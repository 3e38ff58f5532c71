"""What each part of the history encoder is worth: one part changed a row, all else the same.

    python benchmarks/recommend_ablation.py DATA_DIR [--seed 0] [--epochs 8] [--only "NAME;NAME"]

Leave-one-out on the test item, history masked, the whole catalog ranked, one seed; every row has
its own epoch and mixture, chosen on the validation item. By default the schedule is shorter than
the shipped one, for every row alike, so that a dozen trainings fit into half an hour. Trained models are kept in the user's
cache, so a run that was killed goes on.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from recommend import Rank, asked
from shop_data import read_shop
from shopctl.history_snapshot import mix_of
from shopctl.retrieval.evaluation import evaluate_recommendation, leave_one_out
from shopctl.retrieval.shopper.channel import TrainedHistory
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.mixing import SOURCES, Mix
from shopctl.retrieval.shopper.settings import Settings
from shopctl.table import Cell, render_table
from trained_cache import channel_of, trained

ROWS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "no text": {"text": False},
    "no ids": {"ids": False},
    "no tags": {"tags": False},
    "sampled softmax, 2,048 negatives, logQ": {"loss": "sampled"},
    "gBCE, 2,048 negatives": {"loss": "gbce"},
    "BCE, one negative": {"loss": "bce"},
    "one block": {"blocks": 1},
    "plain GELU block": {"block": "gelu"},
    "gated block (LiGR)": {"block": "gated"},
    "rotary positions": {"positions": "rotary"},
}


def sources(channel: TrainedHistory, mix: Mix) -> list[tuple[str, Mix]]:
    """Rows that train nothing: the shipped model with some sources switched off."""
    return [
        *((f"{name} alone", Mix(**dict.fromkeys(SOURCES, 0.0) | {name: 1.0})) for name in SOURCES),
        *((f"without {name}", replace(mix, **{name: 0.0})) for name in SOURCES),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=8, help="0: the shipped schedule")
    parser.add_argument("--only", help="names of rows, split by semicolons")
    arguments = parser.parse_args()
    shop = read_shop(arguments.data)
    split = leave_one_out(shop.sequences, "test")
    corpus = Corpus.build(shop.products, shop.texts, shop.steps, held_out=2)
    wanted = arguments.only.split(";") if arguments.only else list(ROWS)
    table: list[list[Cell]] = []

    def add(name: str, rank: Rank, more: list[Cell]) -> None:
        report = evaluate_recommendation(rank, split, shop.item_ids, name=name, by_case=True)
        names = ("R@5", "R@10", "N@5", "N@10")
        table.append([name, *(float(report.masked[one]) for one in names), *more])
        print(table[-1], flush=True)

    for name in wanted:
        encoder = trained(
            corpus, Settings(seed=arguments.seed, epochs=arguments.epochs, **ROWS[name]), name
        )
        channel = channel_of(encoder, corpus, shop)
        card = encoder.card
        more: list[Cell] = [card["best_epoch"], f"{card['seconds']:.0f} s"]
        alone = TrainedHistory(encoder, channel.index)
        if ROWS[name]:
            add(f"{name}, encoder alone", asked(alone), more)
            add(f"{name}, mixed", asked(channel), more)
            continue
        add("all of it", asked(channel), more)
        for part, mix in sources(channel, mix_of(encoder)):
            channel.mix = mix
            add(part, asked(channel), ["", ""])
    columns = ["", "R@5", "R@10", "N@5", "N@10", "epoch", "training"]
    counts = (
        f"{split.users:,} users, {len(shop.item_ids):,} items, {split.interactions:,} interactions"
    )
    print(
        render_table(
            columns,
            table,
            f"Ablation, {shop.name}, seed {arguments.seed}, {arguments.epochs or 'all'} epochs",
            [counts],
        )
    )


if __name__ == "__main__":
    main()

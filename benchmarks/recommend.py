"""Recommendation by leave-one-out: ours beside simple baselines and RecTools' models, one run.

    python benchmarks/recommend.py DATA_DIR [--seeds 3] [--peers PYTHON] [--json FILE]

DATA_DIR holds ``items.jsonl`` (item_id, title, brand, categories) and ``sequences.txt``
(``user item item …``, oldest first). Everything learns from each sequence without its last two
items; settings are chosen on the second last (N@10, masked) and the last is looked at once. All
lists go through the same evaluation. ``--peers`` names the Python of an environment made from
``benchmarks/peers-requirements.txt``; without it the peers are left out. Trained models, and what
the peers gave, are kept in the user's cache, so a run that was killed goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
from shop_data import ShopData, read_shop
from shopctl.cache import cache_folder
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.evaluation import (
    Case,
    PopularityRecommender,
    RecommendationReport,
    evaluate_recommendation,
    leave_one_out,
    recommendation_table,
    training_part,
)
from shopctl.retrieval.history_channel import HistoryChannel
from shopctl.retrieval.mean_history import MeanHistory
from shopctl.retrieval.seed_summary import seed_table
from shopctl.retrieval.shopper.channel import TrainedHistory
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.settings import Settings
from shopctl.table import render_table
from trained_cache import channel_of, trained

HALF_LIVES = (0.1, 0.25, 0.35, 0.5, 0.7, 1.0, 2.0, 4.0, math.inf)
EASE_UP_TO = 15_000
"""Items; EASE inverts a matrix of all of them, so that above it ALS stands in."""
Rank = Callable[[list[Case], int], list[list[tuple[str, float]]]]


def asked(channel: HistoryChannel) -> Rank:
    """A channel as an evaluation asks it."""

    def rank(cases: list[Case], k: int) -> list[list[tuple[str, float]]]:
        return channel.search(ShopperSteps.of_items([case.history for case in cases]), k)

    return rank


def history_mean(shop: ShopData) -> tuple[str, Rank]:
    """The untrained mean, its half-life chosen on the validation item."""
    index = make_index(shop.texts.shape[1], len(shop.products))
    index.add(shop.item_ids, shop.texts)
    validation = leave_one_out(shop.sequences, "validation").sample(5000)
    tried = []
    for half_life in HALF_LIVES:
        rank = asked(MeanHistory(index, half_life))
        report = evaluate_recommendation(rank, validation, shop.item_ids, by_case=True)
        tried.append((report.masked["N@10"], half_life))
    best = max(tried)[1]
    return f"history mean ({best:g})", asked(MeanHistory(index, best))


def ours(shop: ShopData, seed: int) -> list[tuple[str, Rank]]:
    """The encoder alone and with what is counted."""
    corpus = Corpus.build(shop.products, shop.texts, shop.steps, held_out=2)
    encoder = trained(corpus, Settings(seed=seed), f"{shop.name}, seed {seed}")
    channel = channel_of(encoder, corpus, shop)
    card = encoder.card
    print(
        f"seed {seed}: best epoch {card['best_epoch']} of {card['epochs']}, {card['seconds']:.0f} s, "
        f"mixture {card['mix']}, validation {card['validation']}"
    )
    return [
        (
            f"encoder alone, seed {seed}",
            asked(TrainedHistory(encoder, channel.index, new_items=1.0)),
        ),
        (f"history encoder, seed {seed}", asked(channel)),
    ]


def peers(shop: ShopData, folder: Path, python: str) -> list[tuple[str, Rank]]:
    """What RecTools' models rank, run in their own environment; resumed where it was killed."""
    key = hashlib.sha256((folder / "sequences.txt").read_bytes()).hexdigest()[:16]
    out = cache_folder() / "benchmarks" / "peers" / key
    out.mkdir(parents=True, exist_ok=True)
    (out / "items.txt").write_text("\n".join(shop.item_ids) + "\n", encoding="utf-8")
    found = []
    linear = "ease" if len(shop.products) <= EASE_UP_TO else "als"
    for name in ("item-knn", linear, "sasrec"):
        if not (out / f"{name}.parquet").is_file():
            command = [python, str(Path(__file__).with_name("peers.py"))]
            command += ["--sequences", str(folder / "sequences.txt"), "--out", str(out)]
            command += ["--items", str(out / "items.txt"), "--models", name]
            subprocess.run(command, check=True)
        print(f"{name}: {(out / f'{name}.json').read_text(encoding='utf-8')}")
        found.append((name, _from_file(out / f"{name}.parquet")))
    return found


def _from_file(path: Path) -> Rank:
    """Rankings that were written for the test histories."""
    table = pq.read_table(path, columns=["user", "rank", "item", "score"]).to_pydict()
    lists: dict[str, list[tuple[int, str, float]]] = {}
    for user, rank, item, score in zip(*table.values(), strict=True):
        lists.setdefault(user, []).append((rank, item, score))
    ranked = {user: [pair[1:] for pair in sorted(some)] for user, some in lists.items()}
    return lambda cases, k: [ranked.get(case.user, [])[:k] for case in cases]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--peers", metavar="PYTHON", help="of the peers' environment")
    parser.add_argument("--json", type=Path, help="also write the reports here")
    arguments = parser.parse_args()

    shop = read_shop(arguments.data, arguments.encoder)
    test = leave_one_out(shop.sequences, "test")
    popularity = PopularityRecommender.from_histories(training_part(shop.sequences))
    ranks: list[tuple[str, Rank]] = [
        ("popularity", lambda cases, k: popularity.recommend([case.history for case in cases], k)),
        history_mean(shop),
    ]
    if arguments.peers:
        ranks += peers(shop, arguments.data, arguments.peers)
    reports: list[RecommendationReport] = []
    for seed in range(arguments.seeds):
        ranks += ours(shop, seed)
    for name, rank in ranks:
        reports.append(
            evaluate_recommendation(
                rank, test, shop.item_ids, name=name, popularity=popularity.counts, by_case=True
            )
        )
    print("\n" + recommendation_table(reports))
    print("\n" + seed_table(reports, ("encoder alone", "history encoder")))
    print("\n" + times(reports))
    if arguments.json:
        text = json.dumps([report.to_dict() for report in reports], indent=2)
        arguments.json.write_text(text + "\n", encoding="utf-8")


def times(reports: Sequence[RecommendationReport]) -> str:
    """Histories a second that each ranked in batches (the peers' lists were only read)."""
    rows = [
        [report.name, f"{report.cases / max(report.seconds, 1e-9):.0f}"]
        for report in reports
        if report.name not in ("item-knn", "ease", "als", "sasrec")
    ]
    return render_table(["recommender", "histories/s"], rows, "Speed, top 100 and more")


if __name__ == "__main__":
    main()

"""Measures recommendation on a store's own shoppers: leave-one-out, ours beside simple baselines.

The encoders that are measured were trained without the validation and test items, and what is
counted (co-purchases, look-alikes) is counted without them too. The model of daily use has had the
validation items given back; it stands beside, on its own line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .catalog.records import Product
from .catalog.shopper_steps import ShopperSteps
from .errors import InputError
from .history_files import is_trained
from .history_snapshot import channel_over, load_model, measured_models
from .indexes.generations import Generation
from .indexes.vector_index import FaissVectorIndex
from .measuring import Evaluation, Ranking, SplitName
from .retrieval.evaluation import (
    Case,
    PopularityRecommender,
    RecommendationReport,
    evaluate_recommendation,
    leave_one_out,
    recommendation_table,
    training_part,
)
from .retrieval.history_channel import HistoryChannel
from .retrieval.mean_history import MeanHistory
from .retrieval.seed_summary import seed_table
from .retrieval.shopper.channel import TrainedHistory

Recommend = Callable[[list[Case], int], list[Ranking]]
_OURS = "history encoder"


def measure_recommendation(
    generation: Generation,
    products: Sequence[Product],
    texts: FaissVectorIndex,
    steps: ShopperSteps,
    split: SplitName,
    trec_out: Path | None = None,
) -> Evaluation:
    """Leave-one-out over the store's shoppers.

    Raises:
        InputError: the store holds no shopper with enough history.
    """
    if not len(steps):
        raise InputError(
            "the store holds no shopper histories: index some with `shopctl index --interactions FILE`"
        )
    sequences = list(steps.sequences())
    cases = leave_one_out(sequences, split)
    learned = list(training_part(sequences))
    popularity = PopularityRecommender.from_histories(learned)
    asked = _Asked(steps, 1 if split == "test" else 2)
    rows: list[tuple[str, Recommend]] = [
        ("popularity", lambda batch, k: popularity.recommend([one.history for one in batch], k)),
        ("history mean, untrained", asked.of(MeanHistory(texts))),
    ]
    models = measured_models(generation)
    for number, encoder in enumerate(models):
        channel = channel_over(encoder, products, texts, steps.without_last(2))
        alone = TrainedHistory(encoder, channel.index)
        seed = f", seed {number}" if len(models) > 1 else ""
        rows += [(f"encoder alone{seed}", asked.of(alone)), (f"{_OURS}{seed}", asked.of(channel))]
    if split == "test" and is_trained(generation):
        daily = channel_over(load_model(generation), products, texts, steps.without_last(1))
        rows.append((f"{_OURS}, validation items given back", asked.of(daily)))
    item_ids = [product.item_id for product in products]
    counts = popularity.counts
    reports = [
        evaluate_recommendation(
            recommend, cases, item_ids, name=name, export=trec_out, popularity=counts, by_case=True
        )
        for name, recommend in rows
    ]
    return Evaluation(reports, _table)


class _Asked:
    """Gives a channel all that is known of a case's history, not only its items."""

    def __init__(self, steps: ShopperSteps, held_out: int) -> None:
        self._steps = steps.without_last(held_out)
        self._row_of = {user: row for row, user in enumerate(steps.users)}

    def of(self, channel: HistoryChannel) -> Recommend:
        """A channel as what an evaluation asks."""

        def recommend(cases: list[Case], k: int) -> list[Ranking]:
            return channel.search(self._steps.select([self._row_of[one.user] for one in cases]), k)

        return recommend


def _table(reports: Sequence[RecommendationReport]) -> str:
    """The reports side by side, then mean and deviation over the seeds."""
    seeds = seed_table(reports, ("encoder alone", _OURS))
    return "\n\n".join(part for part in (recommendation_table(reports), seeds) if part)

"""Evaluation of recommendations and of search: the names other rooms use, in one place."""

from __future__ import annotations

from .judgements import Judgement, in_part, part_of, read_judgements
from .leave_one_out import Case, Split, leave_one_out, training_part
from .popularity import PopularityRecommender
from .recommendation_eval import (
    RecommendationReport,
    evaluate_recommendation,
    recommendation_table,
)
from .search_eval import SearchReport, evaluate_search, search_table
from .trec import write_qrels, write_run

__all__ = [
    "Case",
    "Judgement",
    "PopularityRecommender",
    "RecommendationReport",
    "SearchReport",
    "Split",
    "evaluate_recommendation",
    "evaluate_search",
    "in_part",
    "leave_one_out",
    "part_of",
    "read_judgements",
    "recommendation_table",
    "search_table",
    "training_part",
    "write_qrels",
    "write_run",
]

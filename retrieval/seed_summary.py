"""Mean and standard deviation over trainings that differ in their seed alone."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev

from ..table import Cell, render_table
from .recommendation_eval import RecommendationReport

_SEED = ", seed "


def seed_table(reports: Sequence[RecommendationReport], names: Sequence[str]) -> str:
    """A table of ``mean ± deviation`` for reports called ``<name>, seed N``; "" if there are none."""
    rows: list[list[Cell]] = []
    metrics: list[str] = []
    count = 0
    for name in names:
        found = [report for report in reports if report.name.startswith(f"{name}{_SEED}")]
        if len(found) < 2:
            continue
        count = len(found)
        for form in ("masked", "raw"):
            scores = [getattr(report, form) for report in found]
            metrics = list(scores[0])
            cells = [[float(one[metric]) for one in scores] for metric in metrics]
            rows.append([name, form, *(f"{fmean(c):.4f} ± {stdev(c):.4f}" for c in cells)])
    if not rows:
        return ""
    title = f"Mean and standard deviation over {count} seeds"
    return render_table(["recommender", "history", *metrics], rows, title)

"""What is special about the Amazon Reviews files of 2014, 2018 and 2023 (meta, reviews, Q&A).

They are JSON Lines (2014: Python literals), and most of their keys are ordinary synonyms. Here:
telling which file it is, leaving out co-purchase lists and page fragments, and unfolding Q&A that
come several to a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LEFT_OUT = frozenset({"related", "also_buy", "also_view", "also_viewed", "also_bought", "bought_together", "buy_after_viewing", "similar_item", "similar", "tech1", "tech2", "videos", "fit"})  # fmt: skip
_PRICE = re.compile(r"\s*\$?\s*[\d,]+(?:\.\d+)?(?:\s*-\s*\$?\s*[\d,]+(?:\.\d+)?)?\s*|\s*-.*")


@dataclass(frozen=True)
class AmazonFile:
    """Which file it is; `clean` prepares its rows."""

    label: str

    def clean(self, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The rows of one line without what is no product data; [] for none."""
        if "questions" in values and isinstance(values["questions"], list):
            return _unfold(values)
        kept = {key: value for key, value in values.items() if key not in _LEFT_OUT}
        price = kept.get("price")
        # 2018's prices hold style sheets and page fragments where the page had no price.
        if isinstance(price, str) and not _PRICE.fullmatch(price):
            kept["price"] = None
        if isinstance(kept.get("details"), Mapping):
            kept["details"] = {str(k).strip(" :\n\u200e"): v for k, v in kept["details"].items()}
        return [kept]

    @property
    def note(self) -> str:
        """What a user should know, "" if nothing was left out."""
        if "meta" in self.label:
            return "left out: co-purchase lists, similar items, videos and page fragments"
        return ""


def recognise(rows: Sequence[Mapping[str, Any]], kind: str) -> AmazonFile | None:
    """Which Amazon file these rows are from, or None."""
    keys = {key for row in rows[:50] for key in row}
    if kind == "products":
        if {"parent_asin", "main_category"} <= keys:
            return AmazonFile("amazon 2023 meta")
        if "asin" in keys and keys & {"also_buy", "also_view", "main_cat", "imageURLHighRes"}:
            return AmazonFile("amazon 2018 meta")
        if "asin" in keys and keys & {"imUrl", "salesRank", "related"}:
            return AmazonFile("amazon 2014 meta")
    if kind in {"reviews", "interactions"}:
        if {"parent_asin", "user_id"} <= keys:
            return AmazonFile("amazon 2023 reviews")
        if {"asin", "reviewerID"} <= keys:
            return AmazonFile("amazon 2014 reviews" if "helpful" in keys else "amazon 2018 reviews")
    if kind == "qa" and "asin" in keys and keys & {"questionType", "questions", "answerType"}:
        return AmazonFile("amazon qa")
    return None


def _unfold(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """One product's questions, each with its first answer of substance."""
    rows: list[Mapping[str, Any]] = []
    for question in values["questions"]:
        if not isinstance(question, Mapping):
            continue
        answers = [a for a in question.get("answers") or () if isinstance(a, Mapping)]
        texts = [str(a.get("answerText") or "") for a in answers]
        rows.append(
            {
                "asin": values.get("asin"),
                "question": question.get("questionText"),
                "answer": next((text for text in texts if text.strip()), ""),
                "answerTime": answers[0].get("answerTime") if answers else None,
            }
        )
    return rows

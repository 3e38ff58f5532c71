"""An adapter's card for people: what it changes, what it learned from, how to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SOURCES = {
    "hetPQA answers": "hetPQA, people's answers (CDLA-Sharing-1.0)",
    "hetPQA ranking": "hetPQA, which evidence answers (CDLA-Sharing-1.0)",
    "semiPQA ranking": "semiPQA, which field answers (CDLA-Sharing-1.0)",
    "semiPQA data-to-text": "semiPQA, fields put into sentences (CDLA-Sharing-1.0)",
    "shop": "the store's own fields and answered questions",
}


def model_card(card: Mapping[str, Any], command: str) -> str:
    """Markdown from the card's values.

    Args:
        card: of `adapter.CARD`.
        command: that trained it, as a person types it.
    """
    base, settings = card["base"], card["settings"]
    whole = card["steps"] >= card["planned_steps"]
    lines = [
        "# A LoRA adapter for shopctl's decoder",
        "",
        f"Changes {base['name']} (SHA-256 {base['sha256'][:16]}…). Given a card and a question, it says",
        "whether the card answers, and puts the answer into one sentence.",
        "",
        "If the base is a Gemma model, this adapter is a Model Derivative of Gemma: the Gemma Terms of",
        "Use (https://ai.google.dev/gemma/terms) and Prohibited Use Policy apply to it; see NOTICE.",
        "",
        "## Learned from",
        "",
        "| examples | number |",
        "|---|---|",
    ]
    for name, count in card["examples"].items():
        source = _SOURCES.get(name.removesuffix(", unanswerable"), name)
        silent = " — without the answering card" if name.endswith(", unanswerable") else ""
        lines.append(f"| {source}{silent} | {count:,} |")
    more = card.get("taught")
    if more:
        lines.append(f"| {_SOURCES[more['source']]} | {more['questions']:,}, drawn twice |")
    lines += [
        "",
        "No product and no question of a test file is among them (docs/answers.md).",
        "",
        "## Trained",
        "",
        f"    {command}",
        "",
        f"{card['trained']}, {card['device']}: {card['steps']:,} of {card['planned_steps']:,} steps of "
        f"{settings['batch']} examples"
        + ("." if whole else "; it ended when its time was over.")
        + f" Rank {card['rank']}, alpha {card['alpha']}, learning rate {settings['learning_rate']:g}, "
        f"seed {settings['seed']}."
        + (
            f" It went on from the adapter then shipped, SHA-256 {card['went_on_from'][:16]}…."
            if card.get("went_on_from")
            else ""
        )
        + (
            f" Then {more['steps']:,} steps at a third of the rate with the last questions, among as many of the"
            " examples before; how sure it is was fitted on halves of them that a reader hadn't learned from."
            if more
            else ""
        ),
        "",
        "## What it doesn't do",
        "",
        "It is never served bare: numbers, units and content words are held to the cards while it",
        "decodes, every sentence is checked, and what doesn't hold is replaced by a quote.",
        "",
    ]
    return "\n".join(lines)

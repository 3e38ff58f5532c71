"""A card as a prompt shows it: whose words they are, then the words. Knows no prompt's wording."""

from __future__ import annotations

from collections.abc import Mapping

from .evidence import Card

_ASKED_CHARS = 120
Phrases = Mapping[str, str]


def framed(card: Card, phrases: Phrases, limit: int) -> str:
    """One line.

    Args:
        card: what to show.
        phrases: a frame each for ``description``, ``review``, ``qa``, ``qa_plain`` (an answer
            without its question), ``title`` and ``field`` (everything else), with ``{text}``,
            ``{asked}`` and ``{label}``.
        limit: characters shown of the words.
    """
    piece = card.piece
    kind: str = piece.kind
    if kind == "qa" and not piece.question[:_ASKED_CHARS]:
        kind = "qa_plain"
    return phrases.get(kind, phrases["field"]).format(
        text=card.text[:limit], asked=piece.question[:_ASKED_CHARS], label=piece.label
    )

"""The embedded demo shop: data files, loaded like any other shop's.

Knows where its files lie. What is in them is told in README.md beside them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

KINDS = ("products", "reviews", "qa", "interactions")


def demo_files() -> dict[str, Path]:
    """The demo shop's feed: ``products``, ``reviews``, ``qa`` and ``interactions``, each a path.

    The evaluation questions are left out on purpose: they are no part of the shop; see
    `demo_questions`.
    """
    return {kind: _file(f"{kind}.{'csv' if kind == 'interactions' else 'jsonl'}") for kind in KINDS}


def demo_questions() -> Path:
    """The questions that answers are measured with; never to be trained on."""
    return _file("questions.jsonl")


def _file(name: str) -> Path:
    # A package installed by pip lies unpacked on disk, so the resource is a real path.
    return Path(str(files(__name__).joinpath(name)))

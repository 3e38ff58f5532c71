"""Where the history encoder lies in a generation: names alone, so that a shop that has trained
nothing is opened, asked and indexed without loading torch.
"""

from __future__ import annotations

from .indexes.generations import Generation

FOLDER = "history"
MODEL = "model"
MEASURED = "measured-"


def is_trained(generation: Generation | None) -> bool:
    """Whether a generation holds a trained history encoder."""
    return generation is not None and f"{FOLDER}/{MODEL}/weights.safetensors" in generation.manifest.files  # fmt: skip


def is_counted(name: str) -> bool:
    """Whether a file of a generation is made from the catalog by `history_snapshot`."""
    return name.startswith(f"{FOLDER}/") and name.count("/") == 1

"""Where a store keeps the adapter of the decoder that it trained."""

from __future__ import annotations

from pathlib import Path

from .catalog.folder import ShopFolder

DECODER = "decoder"


def decoder_adapter(folder: ShopFolder) -> Path | None:
    """The folder of the adapter that a store trained; None if it trained none."""
    path = folder.models_path / DECODER
    return path if path.is_dir() else None

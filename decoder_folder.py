"""Where a store keeps the adapter of the decoder that it trained, and for which decoder it is."""

from __future__ import annotations

from pathlib import Path

from .catalog.folder import ShopFolder

DECODER = "decoder"


def decoder_adapter(folder: ShopFolder, name: str) -> Path | None:
    """The folder of the adapter that a store trained for a decoder; None if it trained none.

    Args:
        folder: the store's.
        name: of the decoder: ``"default"`` or a folder of full weights; others have no adapter.

    Raises:
        ModelError: the adapter's card can't be read, or its weights were altered.
    """
    path = folder.models_path / DECODER
    if name in ("none", "base") or not path.is_dir():
        return None
    if name == "default":
        return path
    if not (Path(name) / "model.safetensors").is_file():
        return None
    from .generator.adapter import read_card
    from .generator.loading import base_of

    fits = read_card(path)["base"]["sha256"] == base_of(name)[1]["sha256"]
    return path if fits else None

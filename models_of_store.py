"""Trained models in a store's `models/`: what to start from, and how a made one takes its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from .catalog.disk import sync_file, sync_folder
from .catalog.folder import ShopFolder
from .retrieval.model_folder import ModelFolder, find_model


def untrained_base(folder: ShopFolder) -> ModelFolder:
    """The text encoder that the one in use was trained from, or the one in use."""
    used = find_model(folder.encoder_name())
    return find_model(str(used.card["base"])) if "base" in used.card else used


def take_place(folder: ShopFolder, made: Path, prefix: str) -> tuple[Path, str]:
    """Move a made model into `models/` under its fingerprint, on disk before anything names it.

    Returns:
        Its folder and its fingerprint.
    """
    fingerprint = find_model(str(made)).fingerprint
    target = folder.models_path / f"{prefix}{fingerprint[:12]}"
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
    for path in [*target.rglob("*"), target, target.parent]:
        (sync_file if path.is_file() else sync_folder)(path)
    return target, fingerprint

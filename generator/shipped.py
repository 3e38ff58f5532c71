"""Where the adapter that comes with shopctl lies. Knows nothing of what is in it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def shipped() -> Path | None:
    """Folder of the shipped adapter of the default decoder; None if this copy has none."""
    # A package installed by pip lies unpacked on disk, so the resource is a real path.
    folder = Path(str(resources.files(__package__).joinpath("tuned")))
    return folder if folder.is_dir() else None

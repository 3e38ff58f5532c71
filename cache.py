"""Where what can be made again is kept: converted weights, the demo shop."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``$SHOPCTL_CACHE``, else ``$XDG_CACHE_HOME/shopctl``, else ``~/.cache/shopctl``; not made."""
    if own := os.environ.get("SHOPCTL_CACHE"):
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base).expanduser() if base else Path.home() / ".cache") / "shopctl"

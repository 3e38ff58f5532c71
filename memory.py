"""How much memory this process held at most."""

from __future__ import annotations

import resource
import sys


def peak_bytes() -> int:
    """The most bytes that were resident at once since the process began."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

"""What the CPU can do, as Linux names it; nothing where the system doesn't say."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def cpu_flags() -> frozenset[str]:
    """Words of ``/proc/cpuinfo``, its flags among them; torch knows them too, but takes seconds to load."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return frozenset()
    return frozenset(text.split())

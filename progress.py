"""Progress bars: shown on a terminal once a wait has lasted a second, silent elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")
_DELAY_S = 1.0


def track(items: Iterable[T], description: str, total: int | None = None) -> Iterable[T]:
    """Iterate over `items` behind a bar on stderr that names what is going on."""
    shown: Iterable[T] = tqdm(
        items, desc=description, total=total, delay=_DELAY_S, disable=None, leave=False
    )
    return shown


def bar(description: str, total: int, unit: str = "it") -> tqdm:
    """Open a bar that the caller moves with `.update(n)`; use as a context manager."""
    return tqdm(desc=description, total=total, unit=unit, delay=_DELAY_S, disable=None, leave=False)

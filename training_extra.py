"""What only trainings need, and what to do where it isn't installed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from .errors import ModelError


@contextlib.contextmanager
def training_extra() -> Iterator[None]:
    """Import what a training needs inside; a package that is missing is said with its remedy.

    Raises:
        ModelError: something isn't installed.
    """
    try:
        yield
    except ImportError as error:
        raise ModelError(
            f'training needs {error.name}: run `pip install "shopctl[train]"`'
        ) from error

"""Readers: one a format, all giving the same records.

`read` opens one source and streams its records and rejects; `expand_sources` finds the sources in
folders and file lists.
"""

from __future__ import annotations

from collections.abc import Mapping

from .formats import FORMATS
from .reading import Reading
from .report import ReadReport
from .source import Source, expand_sources

__all__ = ["FORMATS", "ReadReport", "Reading", "Source", "expand_sources", "read"]


def read(source: Source, overrides: Mapping[str, str] | None = None) -> Reading:
    """Open a source.

    Args:
        source: the file and what it holds.
        overrides: field → column, as ``--map title=col`` gives them.

    Returns:
        An iterable of records and rejects, to be iterated once.

    Raises:
        InputError: the file as a whole can't be read; one line that says why.
    """
    return Reading(source, overrides or {})

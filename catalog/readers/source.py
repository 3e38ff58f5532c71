"""Which files to read, and what each holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ..synonyms import Kind

_READABLE = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".json",
        ".jsonl",
        ".ndjson",
        ".jsonld",
        ".parquet",
        ".pq",
        ".xml",
        ".html",
        ".htm",
        ".item",
        ".inter",
    ]
)
_BY_NAME: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\.inter$|interaction|sequence|ratings?_|ratings?\.|events?\.|clicks?\.|orders?\.|behaviou?r"), "interactions"),
    (re.compile(r"review|comments?\.|评论|评价"), "reviews"),
    (re.compile(r"(?:^|[_\-.])q(?:&|n|_)?a(?:[_\-.]|$)|question|answers?\.|问答"), "qa"),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file to read.

    Attributes:
        path: a file, or "-" for stdin.
        kind: what its rows are.
        format: a name from `FORMATS` to force it; None finds it out.
        delimiter: one character to force for delimited text.
        currency: ISO 4217 code of prices that don't name theirs.
    """

    path: str
    kind: Kind = "products"
    format: str | None = None
    delimiter: str | None = None
    currency: str | None = None

    @property
    def name(self) -> str:
        """Short name for messages and rejects."""
        return "stdin" if self.path == "-" else Path(self.path).name


def expand_sources(paths: Sequence[str | Path], kind: Kind = "products") -> list[Source]:
    """Files, folders and "-" to sources. In a folder, reviews, Q&A and interactions are known by
    their file names; the rest is of the given kind. Hidden files and subfolders are left out.

    Raises:
        InputError: no such file, or a folder with nothing to read.
    """
    sources = []
    for path in paths:
        file = Path(path)
        if str(path) == "-":
            sources.append(Source("-", kind))
        elif file.is_dir():
            sources.extend(_in_folder(file, kind))
        elif file.exists():
            sources.append(Source(str(path), kind))
        elif file.is_symlink():
            raise InputError(f"{path}: the link points to nothing")
        else:
            raise InputError(f"{path}: no such file")
    return sources


def _in_folder(folder: Path, kind: Kind) -> list[Source]:
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file())
    except OSError as error:
        raise InputError(f"{folder}: can't be read ({(error.strerror or '').lower()})") from None
    sources = []
    for file in files:
        name = file.name.casefold()
        guessed = next((found for pattern, found in _BY_NAME if pattern.search(name)), None)
        suffix = Path(name.removesuffix(".gz")).suffix
        text_of_sequences = suffix == ".txt" and guessed == "interactions"
        if not name.startswith(".") and (suffix in _READABLE or text_of_sequences):
            sources.append(Source(str(file), guessed or kind))
    if not sources:
        raise InputError(
            f"{folder}: no file to read in this folder; it may hold "
            "CSV, TSV, JSON, JSON Lines, Parquet, XML, HTML, .item or .inter files"
        )
    return sources

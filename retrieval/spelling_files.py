"""A spelling book on disk: two Parquet files and JSON, no code in them.

Checksums are the business of the caller's manifest.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import StoreError
from .spelling import SpellingBook
from .spelling_pairs import SpellingPairs
from .spelling_words import SpellingWords

SETTINGS = "spelling.json"
_WORDS, _PAIRS = "words.parquet", "pairs.parquet"
_FORMAT = 1


def save_spelling(book: SpellingBook, folder: Path) -> None:
    """Write `book` into `folder` (made if missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    words = book.words
    table = {"word": words.words, "products": words.counts, "stem": words.stems, "kept": words.kept}
    pq.write_table(pa.table(table), folder / _WORDS)
    rows, counts = book.pairs.columns()
    pairs = {"first": rows[:, 0], "second": rows[:, 1], "products": counts}
    pq.write_table(pa.table(pairs), folder / _PAIRS)
    settings = {
        "format": _FORMAT,
        "language": book.language,
        "products": book.products,
        "terms": book.pairs.terms,
    }
    (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")


def load_spelling(folder: Path) -> SpellingBook:
    """Read what `save_spelling` wrote.

    Raises:
        StoreError: a file is missing, of a newer format, or not what `save_spelling` writes.
    """
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        if settings["format"] > _FORMAT:
            raise StoreError(f"{folder}: written by a newer shopctl; update with pip")
        table = pq.read_table(folder / _WORDS)
        words = SpellingWords(
            table["word"].to_pylist(),
            table["products"].to_numpy().astype(np.int32),
            table["stem"].to_pylist(),
            table["kept"].to_numpy().astype(np.bool_),
        )
        table = pq.read_table(folder / _PAIRS)
        rows = np.stack([table["first"].to_numpy(), table["second"].to_numpy()], axis=1)
        pairs = SpellingPairs(
            settings["terms"], rows.astype(np.int32), table["products"].to_numpy().astype(np.int32)
        )
        return SpellingBook(words, pairs, int(settings["products"]), settings["language"])
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise StoreError(
            f"{folder}: the spelling book can't be read; run `shopctl index` again"
        ) from error

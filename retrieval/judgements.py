"""Graded relevance judgements: which items answer which query, and how well.

Reads CSV or TSV with a header; knows the column names that public data sets use. Also cuts
queries into parts by a hash, so a query is in the same part whatever file it comes in.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from ..errors import InputError

_MOST_CHARS = 20_000  # more is an unclosed quote, not a query
QueryPart = Literal["train", "validation", "test"]
_NAMES = {
    "query": ("query", "search_term", "query_text", "search_query", "request"),
    "item_id": ("item_id", "product_uid", "product_id", "doc_id", "asin", "sku", "id"),
    "grade": ("grade", "relevance", "rel", "label", "median_relevance", "score"),
}
_PARTS: tuple[tuple[QueryPart, int], ...] = (("train", 60), ("validation", 80), ("test", 100))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's grade of one item for one query; higher is better."""

    query: str
    item_id: str
    grade: float


def read_judgements(path: Path) -> list[Judgement]:
    """Read a judgements file, UTF-8, separated by commas, semicolons or tabs.

    Raises:
        InputError: missing, empty, not text, without the three columns, or with a row whose grade
            isn't a number or whose query or item is empty; the message names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(_rows(file, path))
    except FileNotFoundError as error:
        raise InputError(f"{path} isn't there: give a judgements CSV") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} isn't UTF-8 (byte {error.start}): save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{path} isn't a readable CSV file: {error}") from error
    except OSError as error:
        raise InputError(f"can't read {path}: {error.strerror}") from error
    if not found:
        raise InputError(f"{path} has a header but no rows: nothing to evaluate")
    return found


def part_of(query: str) -> QueryPart:
    """The part a query belongs to: 60% train, 20% validation, 20% test, by its SHA-256."""
    place = int.from_bytes(hashlib.sha256(query.encode()).digest()[:8]) % 100
    return next(part for part, below in _PARTS if place < below)


def in_part(judgements: Iterable[Judgement], part: QueryPart) -> list[Judgement]:
    """The judgements of the queries of one part."""
    return [judgement for judgement in judgements if part_of(judgement.query) == part]


def known_ones(
    judgements: Sequence[Judgement], item_ids: Container[str], path: Path
) -> list[Judgement]:
    """The judgements of items that are in the catalog, if there are enough to learn from.

    Raises:
        InputError: none is, or too few different requests to learn from some and fit on others.
    """
    known = [one for one in judgements if one.item_id in item_ids]
    if not known:
        raise InputError(
            f"{path}: none of its {len(judgements):,} items is in the catalog: "
            "its ids must be those of the feed"
        )
    if not in_part(known, "train") or not in_part(known, "validation"):
        requests = len({one.query for one in known})
        raise InputError(
            f"{path} has {requests} different requests, too few to learn from some and to fit on "
            "others (60% and 20% of them): judge more"
        )
    return known


def _rows(file: TextIO, path: Path) -> Iterator[Judgement]:
    header = file.readline()
    if not header.strip():
        raise InputError(f"{path} is empty: give a CSV with query, item_id and grade columns")
    delimiter = max(",;\t", key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter))
    place = _places(columns, path)
    last = max(place.values())
    reader = csv.reader(file, delimiter=delimiter)
    for row in reader:
        line = reader.line_num + 1  # the header was read before
        if not row:
            continue
        if any(len(cell) > _MOST_CHARS for cell in row):
            raise InputError(
                f"{path} isn't a readable CSV file: line {line} has a cell of over "
                f"{_MOST_CHARS:,} characters"
            )
        if len(row) <= last:
            raise InputError(
                f"{path} line {line} has {len(row)} of {len(columns)} columns: mend it"
            )
        query, item_id = row[place["query"]].strip(), row[place["item_id"]].strip()
        if not query or not item_id:
            raise InputError(f"{path} line {line} has no query or no item id: mend or remove it")
        yield Judgement(query, item_id, _grade(row[place["grade"]], path, line))


def _places(columns: list[str], path: Path) -> dict[str, int]:
    """Column number of each field."""
    lowered = [column.strip().lower() for column in columns]
    place = {}
    for name, synonyms in _NAMES.items():
        at = next((lowered.index(synonym) for synonym in synonyms if synonym in lowered), None)
        if at is None:
            shown = ", ".join(columns[:8])
            raise InputError(
                f"{path} has no {name} column (it has: {shown}): name one {' or '.join(synonyms[:2])}"
            )
        place[name] = at
    return place


def _grade(text: str, path: Path, line: int) -> float:
    try:
        grade = float(text)
    except ValueError:
        grade = math.nan
    if not math.isfinite(grade) or grade < 0:
        raise InputError(f"{path} line {line}: grade {text[:40]!r} isn't a number of 0 or more")
    return grade

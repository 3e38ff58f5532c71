"""How a delimited file is written: delimiter, quote escaping, header names. Looks at a sample only."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from ...errors import InputError
from .rows import MAX_COLUMNS

DELIMITERS = (",", "\t", ";", "|")
_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_SAMPLE_ROWS = 60


@dataclass(frozen=True)
class Dialect:
    """Enough to parse one record. `escape` is a backslash where quotes are escaped that way."""

    delimiter: str
    escape: str | None = None
    skip_space: bool = False

    def parse(self, lines: list[str]) -> list[str]:
        """Parse one record.

        Raises:
            csv.Error: quotes that don't pair up, or more than one record.
        """
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            strict=True,
            escapechar=self.escape,
            doublequote=self.escape is None,
            skipinitialspace=self.skip_space,
        )
        records = list(reader)
        if len(records) != 1:
            raise csv.Error(f"{len(records)} records in one")
        return records[0]


def find_dialect(head: str, where: str, forced: str | None, prefer_tab: bool) -> Dialect:
    """Choose the delimiter that cuts the sample's records into the most regular table.

    Raises:
        InputError: a forced delimiter that isn't one character.
    """
    if forced is not None and len(forced) != 1:
        raise InputError(f"{where}: a delimiter is one character, not '{forced}'")
    skip_space = '", "' in head and '","' not in head
    if forced is None:
        scores = {mark: _regularity(head, mark, skip_space) for mark in DELIMITERS}
        best = max(DELIMITERS, key=lambda mark: (scores[mark], prefer_tab and mark == "\t"))
        forced = best if scores[best] > 0 else ("\t" if prefer_tab else ",")
    escape = None
    if '\\"' in head and _errors(head, Dialect(forced, "\\", skip_space)) < _errors(head, Dialect(forced, None, skip_space)):  # fmt: skip
        escape = "\\"
    return Dialect(forced, escape, skip_space)


def _sample_records(head: str, delimiter: str, skip_space: bool) -> list[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, skipinitialspace=skip_space)  # fmt: skip
    records = []
    try:
        for record in reader:
            if record:
                records.append(record)
            if len(records) > _SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return records


def _regularity(head: str, delimiter: str, skip_space: bool) -> float:
    """Share of records as wide as the header, times a little for more columns; 0 for one column."""
    records = _sample_records(head, delimiter, skip_space)
    width = len(records[0]) if records else 1
    if width < 2:
        return 0.0
    widths = Counter(len(record) for record in records)
    return widths[width] / len(records) + min(width, 100) / 1_000


def _errors(head: str, dialect: Dialect) -> int:
    """Lines of the sample that don't parse alone under strict rules."""
    errors = 0
    for line in head.splitlines()[:400]:
        try:
            dialect.parse([line])
        except csv.Error:
            errors += 1
    return errors


def header_names(cells: list[str], where: str) -> list[str]:
    """Column names, cleaned and made distinct.

    Raises:
        InputError: more columns than a catalog can have.
    """
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise InputError(
            f"{where}: {len(cells):,} columns in the header, at most {MAX_COLUMNS:,} are read; "
            "is this a table of products?"
        )
    names: list[str] = []
    seen: Counter[str] = Counter()
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.replace("\x00", "").replace("\ufeff", "").split()) or f"column {position}"  # fmt: skip
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def delimiter_name(delimiter: str) -> str:
    """``","`` → ``"comma"``, for messages."""
    return _NAMES.get(delimiter, f"'{delimiter}'")

"""Reads one source: parser → rows → records and rejects, with an exact account.

The first rows are looked at before anything is handed out (which column is the id, what the
decimal mark is, which texts are lists); after that everything streams.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import InputError
from ..columns import ColumnMap, match_columns
from ..records import Product, Record, Reject
from .amazon import AmazonFile, recognise
from .csv_tsv import one_column_error
from .events import EventBuilder
from .formats import open_source
from .item_ids import MadeIds, SeenIds
from .products import ProductBuilder
from .report import ReadReport, Tally
from .rows import MAX_COLUMNS, RAW_LIMIT, BadRow, RawRow
from .source import Source

_SAMPLE_ROWS = 1_000
_SAMPLE_CHARS = 16 * 1024 * 1024


class Reading:
    """An opened source. Iterate once; `report` is complete at the end.

    `report.mapped`, `.attributes`, `.format`, `.encoding` and `.delimiter` stand from the start.
    """

    def __init__(self, source: Source, overrides: Mapping[str, str]) -> None:
        self.source = source
        self._tally = Tally()
        self._parsed, encoding = open_source(source)
        try:
            self._sample = self._take_sample()
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _damaged(source, error) from None
        self._amazon = self._recognise_amazon()
        rows = self._first_values()
        columns = self._columns(rows, overrides)
        self.columns = columns
        self.report = ReadReport(
            mapped=columns.shown(),
            attributes=columns.attributes,
            format=self._parsed.format,
            encoding=encoding,
            delimiter=self._parsed.delimiter,
        )
        self._products: ProductBuilder | None = None
        self._events: EventBuilder | None = None
        if source.kind == "products":
            self._products = ProductBuilder(columns, rows, source.currency, self._tally)
        else:
            self._events = EventBuilder(columns, self._tally)
        self._seen = SeenIds()
        self._made: MadeIds | None = None
        self._overrides = overrides
        self._rows: Iterator[RawRow | BadRow] = iter(())
        self._started = False

    def __iter__(self) -> Iterator[Record | Reject]:
        if self._started:
            raise RuntimeError("a reading can be iterated once; call read() again")
        self._started = True
        return self._run()

    def _run(self) -> Iterator[Record | Reject]:
        line = 0
        try:
            self._rows = itertools.chain(self._sample, self._parsed.rows)
            while (row := next(self._rows, None)) is not None:
                line = row.line
                yield from self._convert(row)
            self._sample = []
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self.report.rows += 1
            self.report.rejected += 1
            yield Reject(
                self.source.name, line + 1, f"damaged gzip file ({error}); the rest is not read", ""
            )
        finally:
            self._finish()

    def _convert(self, row: RawRow | BadRow) -> list[Record | Reject]:
        """The records of a row, or one reject for each row behind it."""
        merged = row.merged if isinstance(row, RawRow) else ()
        count = max(len(merged), 1)
        self.report.rows += count
        try:
            records: list[Record | Reject] = list(self._build(row))
        except ValueError as error:
            self.report.rejected += count
            pieces = merged or ((row.line, row.raw or _shown(row)),)
            return [
                Reject(self.source.name, line, str(error), _printable(raw)) for line, raw in pieces
            ]
        self.report.accepted += count
        self.report.records += len(records)
        return records

    def _build(self, row: RawRow | BadRow) -> list[Record]:
        if isinstance(row, BadRow):
            raise ValueError(row.reason)  # noqa: TRY004 - a fault of the file, not of the program
        if not row.raw.isascii() and any("\ud800" <= char <= "\udfff" for char in row.raw):
            raise ValueError("bytes that aren't valid UTF-8")
        if self._events:
            events = [self._events.build(values) for values in self._values(row)]
            if not events:
                raise ValueError("nothing to read in this row")
            return list(events)
        return [self._product(values, row.line) for values in self._values(row)]

    def _product(self, values: Mapping[str, Any], row_line: int) -> Product:
        assert self._products is not None  # noqa: S101 - one of the two builders is set
        product, apart = self._products.build(values), False
        made = not product.item_id
        if made:
            self._made = self._made or self._survey(values)
            item_id, apart = self._made.made(product)
            product = replace(product, item_id=item_id)
        earlier = self._seen.check(product, row_line)
        if earlier:
            line, same = earlier
            if same:
                raise ValueError(f"duplicate of line {line}: the same id and the same content")
            self.report.superseded += 1
            self._tally.add("item id named again with other content: the later row counts", f"'{product.item_id}' on lines {line} and {row_line}")  # fmt: skip
        self.report.made_ids += made
        if apart:
            self._tally.add("no id, and brand, title, variant and address of another one: told apart by the other columns", f"'{product.title[:60]}'")  # fmt: skip
        return product

    def _survey(self, first: Mapping[str, Any]) -> MadeIds:
        """See all products without an id, from `first` on, before the first id is made.

        A file is read a second time; of stdin, which can't be, the rest is held in memory.
        """
        assert self._products is not None  # noqa: S101 - ids are made of products only
        made = MadeIds()
        again, builder, values = self, self._products, [first]
        if self.source.path == "-":
            rest = list(self._rows)
            self._rows = iter(rest)
            rows: Iterator[RawRow | BadRow] = iter(rest)
            builder = ProductBuilder(self.columns, self._first_values(), self.source.currency, Tally())  # fmt: skip
        else:
            again, values = Reading(self.source, self._overrides), []
            assert again._products is not None  # noqa: S101 - of the same kind
            builder, rows = again._products, itertools.chain(again._sample, again._parsed.rows)
        with contextlib.suppress(EOFError, zlib.error, gzip.BadGzipFile):  # told by the first pass
            for found in itertools.chain(
                values,
                (one for row in rows if isinstance(row, RawRow) for one in again._values(row)),
            ):
                with contextlib.suppress(ValueError):  # a row that will be rejected
                    product = builder.build(found)
                    if not product.item_id:
                        made.see(product)
        return made

    def _values(self, row: RawRow) -> list[Mapping[str, Any]]:
        if self._amazon:
            return self._amazon.clean(row.values)
        return [row.values, *row.also]

    def _first_values(self) -> list[Mapping[str, Any]]:
        return [one for row in self._sample if isinstance(row, RawRow) for one in self._values(row)]

    def _recognise_amazon(self) -> AmazonFile | None:
        if self._parsed.format not in {"json lines", "json"}:
            return None
        rows = [row.values for row in self._sample if isinstance(row, RawRow)]
        found = recognise(rows, self.source.kind)
        if found:
            self._parsed.format = found.label
            if found.note:
                self._parsed.notes.append(found.note)
        return found

    def _take_sample(self) -> list[RawRow | BadRow]:
        sample: list[RawRow | BadRow] = []
        size = 0
        for row in self._parsed.rows:
            sample.append(row)
            size += len(row.raw)
            if len(sample) >= _SAMPLE_ROWS or size >= _SAMPLE_CHARS:
                break
        if not sample:
            header = f" but the header ({', '.join(self._parsed.columns)[:80]})" if self._parsed.columns else ""  # fmt: skip
            raise InputError(f"{self.source.name}: no rows{header}")
        return sample

    def _columns(self, rows: list[Mapping[str, object]], overrides: Mapping[str, str]) -> ColumnMap:
        name, kind = self.source.name, self.source.kind
        columns = self._parsed.columns
        if columns is None:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            if not columns:
                bad = next(row for row in self._sample if isinstance(row, BadRow))
                raise InputError(f"{name}: no row can be read; line {bad.line}: {bad.reason}")
        if len(columns) > MAX_COLUMNS:
            raise InputError(f"{name}: {len(columns):,} columns, at most {MAX_COLUMNS:,} are read; is this a list of products?")  # fmt: skip
        try:
            return match_columns(
                columns, kind, {**self._parsed.positional, **overrides}, name, rows
            )
        except InputError:
            if len(columns) == 1 and self._parsed.delimiter and not overrides:
                raise one_column_error(name, columns[0], self._parsed.delimiter) from None
            raise

    def _finish(self) -> None:
        report = self.report
        notes = list(self._parsed.notes)
        if report.encoding not in {"utf-8", "utf-8-sig", "binary"} and not any("read as" in n for n in notes):  # fmt: skip
            notes.append(f"read as {report.encoding}")
        if self._products:
            if self._made:
                notes.append(f"{report.made_ids:,} products have no id: made from brand, title, variant and address, the same in every run")  # fmt: skip
            if self._products.decimal_mark == ",":
                notes.append("prices are read with a decimal comma")
            if self._products.lists.names():
                notes.append("cut into lists: " + ", ".join(self._products.lists.names()))
        report.notes = [*notes, *self._tally.notes()]


def _printable(raw: str) -> str:
    return raw[:RAW_LIMIT].encode("utf-8", "backslashreplace").decode()[:RAW_LIMIT]


def _shown(row: RawRow | BadRow) -> str:
    """The values of a row that has no text of its own (Parquet)."""
    values = dict(row.values) if isinstance(row, RawRow) else {}
    return json.dumps(values, ensure_ascii=False, default=str)


def _damaged(source: Source, error: Exception) -> InputError:
    return InputError(f"{source.name}: damaged gzip file ({error}); pack it again")

"""The DuckDB file: opened by any number of readers, replaced whole by one writer at a time.

DuckDB lets one process write a file, or several read it, never both. A shop's service reads all
day, so a writer here works on a copy and puts it in the place of the old file by one atomic rename
when all is written. Readers, in this process or another, keep the content that they opened; a
crash, Ctrl-C or a full disk leaves the old file untouched.

Every connection is an in-memory DuckDB with the file attached as ``shop``: DuckDB hands out one
shared instance per path within a process, which would go on showing the replaced file.
Knows files and transactions; the tables are `schema.py`'s.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ..errors import StoreError
from .disk import store_error, sync_file, sync_folder, writer_lock
from .schema import META_DDL, SCHEMA_VERSION, TABLES

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": "false",  # SQL names never resolve to Python variables
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


# What the disk, the memory or a damaged file can cause; any other error of DuckDB is a bug of ours.
_OF_THE_FILE = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.TransactionException,  # a commit that the disk refused
)

_INTERRUPTED = "Query interrupted"


class Database:
    """A catalog file. Reads go to what is published; writes happen inside `transaction`."""

    def __init__(self, path: Path, read_only: bool) -> None:
        """Open an existing file; see `create` for a new one.

        Raises:
            StoreError: missing, damaged, or written by a newer shopctl.
        """
        self.path = path.absolute()
        self.read_only = read_only
        self._working = self.path.with_name(self.path.name + ".writing")
        self._changed = self._compact = self._inside = False
        self._names = count()
        if not self.path.is_file():
            raise StoreError(f"no catalog at {self.path}: run `shopctl index FILE --store PATH`")
        self._reader: duckdb.DuckDBPyConnection | None = self._attach(self.path, True)
        self._writer: duckdb.DuckDBPyConnection | None = None
        self._check_version()

    @classmethod
    def create(cls, path: Path) -> Database:
        """Make an empty catalog file, for writing.

        Raises:
            StoreError: there is one already, or the disk refuses.
        """
        path = path.absolute()
        if path.exists():
            raise StoreError(f"{path} exists already: open it instead")
        with writer_lock(_lock_path(path), str(path.parent)):
            fresh = path.with_name(path.name + ".writing")
            _remove(fresh)
            connection = cls._attach(fresh, False)
            try:
                with _as_ours(path, duckdb.Error):
                    for table in TABLES:
                        connection.execute(table.ddl)
                    connection.execute(META_DDL)
                    connection.execute(
                        "INSERT INTO shop.meta VALUES ('schema_version', ?)", [str(SCHEMA_VERSION)]
                    )
                    connection.execute("CHECKPOINT shop")
            finally:
                connection.close()
            _publish(fresh, path)
        return cls(path, read_only=False)

    @staticmethod
    def _attach(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config=_CONFIG)
        spill = path.with_name(path.name + ".spill")
        try:
            with _as_ours(path):  # Ctrl-C alone; the errors are told apart below
                connection.execute(f"SET temp_directory = {_quoted(spill)}")
                mode = " (READ_ONLY)" if read_only else ""
                connection.execute(f"ATTACH {_quoted(path)} AS shop{mode}")
                # From here on no statement can reach another file.
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
        except duckdb.Error as error:
            connection.close()
            if "valid duckdb" in str(error).lower():
                raise StoreError(
                    f"{path} is damaged (not a DuckDB file): restore it, or index the shop anew"
                ) from error
            raise store_error(error, path) from error
        return connection

    def _check_version(self) -> None:
        try:
            found = self.meta("schema_version")
        except duckdb.CatalogException:  # a DuckDB file of someone else
            found = None
        except StoreError:
            self.close()
            raise
        if found is None or not found.isdigit() or int(found) != SCHEMA_VERSION:
            self.close()
            if found is not None and found.isdigit() and int(found) > SCHEMA_VERSION:
                raise StoreError(
                    f"{self.path} was written by a newer shopctl (catalog version {found}, "
                    f"this one reads {SCHEMA_VERSION}): upgrade shopctl"
                )
            raise StoreError(f"{self.path} is not a shopctl catalog: index the shop anew")

    def close(self) -> None:
        """Let go of the file. Nothing is lost: every finished transaction is on disk."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def query(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement and fetch its rows; inside a transaction it sees the working copy.

        Raises:
            StoreError: the file can't be read or written, or the store is closed.
        """
        with self.cursor() as cursor:
            return cursor.execute(sql, parameters or []).fetchall()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own, so threads may read side by side; DuckDB's errors become ours."""
        connection = self._writer or self._reader
        if connection is None:
            raise StoreError(f"the store at {self.path} is closed: open it again")
        with _as_ours(self.path, *_OF_THE_FILE), connection.cursor() as cursor:
            yield cursor

    @contextmanager
    def arrow(self, cursor: duckdb.DuckDBPyConnection, table: pa.Table) -> Iterator[str]:
        """Show an Arrow table to SQL under the name that this yields."""
        name = f"arrow_{next(self._names)}"
        cursor.register(name, table)
        try:
            yield name
        finally:
            cursor.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside: all of it is published at the end, or none of it. Nested ones join.

        Raises:
            StoreError: opened read-only, busy, disk full.
        """
        if self._inside:
            yield
            return
        if self.read_only:
            raise StoreError(f"the store at {self.path.parent} is open for reading only")
        if self._reader is None:
            raise StoreError(f"the store at {self.path} is closed: open it again")
        with writer_lock(_lock_path(self.path), str(self.path.parent)):
            self._begin()
            try:
                yield
                self._finish()
            finally:
                self._abandon()

    def changed(self, compact: bool = False) -> None:
        """Note that the transaction has something to publish.

        Args:
            compact: rewrite the file, so that deleted rows leave no bytes behind.
        """
        self._changed = True
        self._compact |= compact

    def _begin(self) -> None:
        _remove(self._working)
        try:
            shutil.copyfile(self.path, self._working)
        except OSError as error:
            _remove(self._working)
            raise store_error(error, self.path) from error
        self._writer = self._attach(self._working, False)
        self._inside, self._changed, self._compact = True, False, False

    def _finish(self) -> None:
        if not self._changed or self._writer is None:
            return
        with _as_ours(self.path, duckdb.Error):
            self._writer.execute("CHECKPOINT shop")
        self._writer.close()
        self._writer = None
        if self._compact:
            self._rewrite()
        _publish(self._working, self.path)
        self.close()
        self._reader = self._attach(self.path, True)

    def _rewrite(self) -> None:
        """Copy the working file row by row into a new one, which holds live rows only."""
        dense = self._working.with_name(self._working.name + ".dense")
        _remove(dense)
        connection = duckdb.connect(":memory:", config=_CONFIG)
        try:
            with _as_ours(self.path, duckdb.Error):
                for path, name in ((self._working, "old"), (dense, "new")):
                    connection.execute(f"ATTACH {_quoted(path)} AS {name}")
                connection.execute("COPY FROM DATABASE old TO new")
                connection.execute("CHECKPOINT new")
        finally:
            connection.close()
        with suppress(FileNotFoundError):
            self._working.unlink()
        dense.replace(self._working)

    def _abandon(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._inside = False
        _remove(self._working)

    def meta(self, name: str) -> str | None:
        """A note of the store about itself."""
        rows = self.query("SELECT value FROM shop.meta WHERE name = ?", [name])
        return rows[0][0] if rows else None

    def set_meta(self, name: str, value: str) -> None:
        """Write such a note; inside a transaction."""
        self.query("DELETE FROM shop.meta WHERE name = ?", [name])
        self.query("INSERT INTO shop.meta VALUES (?, ?)", [name, value])
        self.changed()


@contextmanager
def _as_ours(path: Path, *errors: type[Exception]) -> Iterator[None]:
    """DuckDB's errors become ours; its RuntimeError for Ctrl-C becomes KeyboardInterrupt again."""
    try:
        yield
    except errors as error:
        raise store_error(error, path) from error
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from error


def _quoted(path: Path) -> str:
    """A path as a string of SQL: these statements take no parameters."""
    return "'" + str(path).replace("'", "''") + "'"


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _publish(written: Path, path: Path) -> None:
    """Put a finished, closed file in the place of the published one."""
    try:
        sync_file(written)
        written.replace(path)
    except OSError as error:
        raise store_error(error, path) from error
    sync_folder(path.parent)


def _remove(path: Path) -> None:
    """Sweep a working file that a crash or a failure left, and what DuckDB puts beside it."""
    for suffix in ("", ".wal", ".dense", ".dense.wal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()
    shutil.rmtree(path.with_name(path.name + ".spill"), ignore_errors=True)

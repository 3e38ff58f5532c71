"""A vector index as files: ``<stem>.faiss`` (FAISS's own format) and its ids as Parquet.

The Parquet file also says which rows are alive and, in its schema metadata, the kind and width of
the index, so a `.faiss` file of another kind or size is refused instead of misread. Knows nothing
of checksums: callers verify them before `read` (`generations`), because FAISS trusts its input.
"""

from __future__ import annotations

import json
from pathlib import Path

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputError, StoreError
from .backend import Backend, FaissIndex
from .flat import FlatBackend
from .hnsw import HnswBackend
from .id_map import IdMap
from .ivf import IvfBackend

_KEY = b"shopctl.index"
_FITS = {
    FlatBackend.kind: FlatBackend.fits,
    HnswBackend.kind: HnswBackend.fits,
    IvfBackend.kind: IvfBackend.fits,
}


def file_names(stem: str) -> tuple[str, str]:
    """Names of the vectors' and the ids' file; the items' ids are plain ``ids.parquet``."""
    return f"{stem}.faiss", "ids.parquet" if stem == "items" else f"{stem}.ids.parquet"


def write(directory: Path, stem: str, backend: Backend, ids: IdMap) -> None:
    """Write both files.

    Raises:
        StoreError: the folder is missing, full or not writable.
    """
    vectors_name, ids_name = file_names(stem)
    index = backend.to_faiss()
    header = {"kind": backend.kind, "dimension": int(index.d)}
    schema = pa.schema(
        [("id", pa.string()), ("live", pa.bool_())],
        metadata={_KEY: json.dumps(header).encode()},
    )
    table = pa.table([pa.array(ids.ids, pa.string()), pa.array(ids.live)], schema=schema)
    try:
        faiss.write_index(index, str(directory / vectors_name))
        pq.write_table(table, directory / ids_name)
    except (OSError, RuntimeError) as error:  # FAISS reports a full disk as RuntimeError
        raise StoreError(
            f"can't write the index to {directory}: {_first_line(error)}; "
            "check free space and permissions"
        ) from error


def read(directory: Path, stem: str) -> tuple[FaissIndex, str, IdMap]:
    """Read both files and check that they belong together.

    Returns:
        The FAISS index, its kind, and the ids.

    Raises:
        StoreError: files are missing, damaged, or don't belong together.
    """
    vectors_name, ids_name = file_names(stem)
    for name in (vectors_name, ids_name):
        if not (directory / name).is_file():
            raise StoreError(f"{directory / name} is missing: build the index again")
    try:
        table = pq.read_table(directory / ids_name)
        header = json.loads((table.schema.metadata or {})[_KEY])
        kind, dimension = str(header["kind"]), int(header["dimension"])
        live = np.asarray(table["live"].to_numpy(zero_copy_only=False), dtype=bool)
        ids = IdMap(table["id"].to_pylist(), live)
        index = faiss.read_index(str(directory / vectors_name))
    except (pa.ArrowException, OSError, RuntimeError, KeyError, ValueError, InputError) as error:
        raise StoreError(
            f"the index in {directory} is damaged ({_first_line(error)}): build it again"
        ) from error
    fits = _FITS.get(kind)
    if fits is None or not fits(index):
        raise StoreError(f"{directory / vectors_name} isn't a {kind!r} index: build it again")
    if index.d != dimension or index.ntotal != ids.total:
        raise StoreError(
            f"{directory / vectors_name} holds {index.ntotal} vectors of width {index.d}, its ids "
            f"name {ids.total} of width {dimension}: build the index again"
        )
    return index, kind, ids


def _first_line(error: BaseException) -> str:
    """FAISS's messages run over several lines and name its source files; keep the gist."""
    text = str(error).strip().splitlines()
    return text[0][:200] if text else type(error).__name__

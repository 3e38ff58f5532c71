"""What a file is before it is parsed: readable, compressed, text or not, in which encoding.

Opens files, gzip files and stdin as seekable byte streams; refuses what is no text by its magic
bytes. Knows nothing of rows and columns.
"""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import charset_normalizer

from ..errors import InputError

HEAD_BYTES = 256 * 1024
_SCAN_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a rar archive: unpack it first"),
    (b"%PDF", "a PDF: export the catalog as CSV"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls): save it as CSV"),
    (b"SQLite format 3", "an SQLite database: export the products as CSV"),
    (b"\x7fELF", "a program"),
)
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÛÜŠŽŒ€£¥¢©®™°±²³¼½¾×÷·•…–—‘’“”„«»¡¿§µªº¹\u00a0")  # fmt: skip
_CANDIDATES = ["big5", "cp932", "cp949", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254"]


@dataclass(frozen=True)
class Sniffed:
    """An opened file: `stream` stands at its start (after a BOM, the encoding skips it)."""

    stream: BinaryIO
    name: str
    encoding: str
    head: str
    is_parquet: bool = False
    note: str | None = None


def open_sniffed(path: str) -> Sniffed:
    """Open a file, a gzip file or stdin ("-") and find out its encoding.

    Raises:
        InputError: missing, unreadable, empty, a folder, an archive, or binary.
    """
    stream, name = _open(path)
    try:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name}: damaged gzip file ({error}); pack it again") from None
    if not head.strip(b"\r\n\t \x00\xef\xbb\xbf"):
        raise InputError(f"{name}: the file is empty")
    if head.startswith(b"PAR1"):
        return Sniffed(stream, name, "binary", "", is_parquet=True)
    _refuse_binary(head, name)
    encoding, note = _encoding(stream, head, name)
    text = head.decode(encoding, errors="replace")
    return Sniffed(stream, name, encoding, text, note=note)


def text_of(sniffed: Sniffed) -> io.TextIOWrapper:
    """The file as text lines, ends kept.

    Bytes that don't decode become lone surrogates in UTF-8, else U+FFFD: UTF-16 that is cut or broken has
    bytes below 128 in the wrong place, which no surrogate stands for.
    """
    newline = "\r" if "\r" in sniffed.head and "\n" not in sniffed.head else "\n"
    errors = "surrogateescape" if sniffed.encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(sniffed.stream, sniffed.encoding, errors=errors, newline=newline)


def _open(path: str) -> tuple[BinaryIO, str]:
    if path == "-":
        spooled = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - handed on
        while chunk := sys.stdin.buffer.read(_CHUNK):
            spooled.write(chunk)
        spooled.seek(0)
        return _maybe_gzip(spooled), "stdin"
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError(f"{path}: is a folder, not a file")
        return _maybe_gzip(file.open("rb")), file.name
    except FileNotFoundError:
        hint = "the link points to nothing" if file.is_symlink() else "no such file"
        raise InputError(f"{path}: {hint}") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path}: can't be read ({reason})") from None


def _maybe_gzip(stream: BinaryIO) -> BinaryIO:
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")) if packed else stream


def _refuse_binary(head: bytes, name: str) -> None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"xl/" in head[:4096] or b"[Content_Types].xml" in head[:4096]:
            raise InputError(f"{name}: is an Excel workbook: save it as CSV")
        raise InputError(f"{name}: is a zip archive: unzip it first")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputError(f"{name}: is {what}")
    if _utf16_of(head):
        return
    sample = head[:65536]
    strange = sum(sample.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32), 127))  # fmt: skip
    if strange + sample.count(0) > len(sample) // 10:
        raise InputError(f"{name}: is binary data, not a catalog in text")


def _utf16_of(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:4096]
    if sample.count(0) * 3 < len(sample):
        return None
    if sample[1::2].count(0) > 0.7 * len(sample[1::2]):
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.7 * len(sample[::2]) else None


def _encoding(stream: BinaryIO, head: bytes, name: str) -> tuple[str, str | None]:
    utf16 = _utf16_of(head)
    if utf16:
        return utf16, None
    utf8 = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    bad = _lines_not_utf8(stream, name)
    if bad is None:
        return utf8, None
    valid, invalid = bad
    if len(valid) >= 10 * len(invalid) or utf8 == "utf-8-sig":
        return utf8, f"{len(invalid)} or more lines aren't valid UTF-8; their rows are rejected"
    found = _legacy_encoding(b"".join([*invalid, *valid])[:65536])
    return found, f"not UTF-8; read as {found}"


def _lines_not_utf8(stream: BinaryIO, name: str) -> tuple[list[bytes], list[bytes]] | None:
    """Lines beyond ASCII that are UTF-8 and that aren't; None if all of the file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        left = _SCAN_BYTES
        while left > 0 and (chunk := stream.read(_CHUNK)):
            decoder.decode(chunk)
            left -= len(chunk)
        decoder.decode(b"", final=left > 0)
    except UnicodeDecodeError:
        pass
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name}: damaged gzip file ({error}); pack it again") from None
    else:
        stream.seek(0)
        return None
    stream.seek(0)
    valid: list[bytes] = []
    invalid: list[bytes] = []
    left = _SCAN_BYTES
    while left > 0 and (line := stream.readline(_CHUNK)):
        left -= len(line)
        if not line.isascii():
            try:
                line.decode("utf-8")
                valid.append(line[:4096])
            except UnicodeDecodeError:
                invalid.append(line[:4096])
            if len(valid) + len(invalid) >= 2_000:
                break
    stream.seek(0)
    return valid, invalid or [b"\xff"]


def _legacy_encoding(sample: bytes) -> str:
    """The most likely encoding that isn't Unicode; cp1252 or latin-1 when nothing speaks up."""
    chinese = sample.decode("gb18030", errors="replace")
    wide = [char for char in chinese if not char.isascii()]
    common = sum(1 for char in wide if char.encode("gb2312", "ignore"))
    if wide and common >= 0.95 * len(wide):
        return "gb18030"
    western = sample.decode("cp1252", errors="replace")
    beyond = [char for char in western if not char.isascii()]
    if sum(char in _WESTERN for char in beyond) >= 0.9 * len(beyond):
        return "cp1252" if "\ufffd" not in western else "latin-1"
    best = charset_normalizer.from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else "latin-1"

"""What each token id stands for, in bytes, for any tokenizer; and bytes back to whole characters.

With the bytes at hand a stream of ids becomes text by joining them and cutting at character
boundaries: no token is decoded twice and no half character is ever shown.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")


def token_bytes(tokenizer: Tokenizer) -> list[bytes | None]:
    """Bytes of every token id; None for special tokens and holes in the vocabulary.

    Understands byte-level BPE (GPT-2, Llama 3, Qwen) and SentencePiece-like vocabularies with
    ``▁`` for a space and ``<0xNN>`` for a byte (Gemma, Llama 2, Mistral).
    """
    form: dict[str, Any] = json.loads(tokenizer.to_str())
    byte_level = "ByteLevel" in json.dumps([form.get("decoder"), form.get("pre_tokenizer")])
    vocab: dict[str, int] = tokenizer.get_vocab(with_added_tokens=True)
    added = {int(token["id"]): token for token in form.get("added_tokens", [])}
    table: list[bytes | None] = [None] * (max(vocab.values()) + 1)
    to_byte = _gpt2_bytes() if byte_level else {}
    for token, index in vocab.items():
        if index in added:
            # An added token is plain text, except the special ones, which are never text.
            table[index] = None if added[index]["special"] else token.encode()
        elif byte_level:
            table[index] = (
                bytes(to_byte[c] for c in token)
                if all(c in to_byte for c in token)
                else token.encode()
            )
        elif match := _BYTE.fullmatch(token):
            table[index] = bytes([int(match[1], 16)])
        else:
            table[index] = token.replace("▁", " ").encode()
    return table


def _gpt2_bytes() -> dict[str, int]:
    """The printable stand-ins of byte-level BPE, back to bytes (Radford et al. 2019, encoder.py)."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {chr(b): b for b in plain}
    rest = (b for b in range(256) if b not in set(plain))
    return table | {chr(256 + n): b for n, b in enumerate(rest)}


class TextStream:
    """Bytes in, whole characters out. Invalid bytes become U+FFFD, as in `bytes.decode`."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, piece: bytes) -> str:
        """Characters that are complete now; the rest waits."""
        return self._decoder.decode(piece)


def text_of(ids: Sequence[int], table: Sequence[bytes | None]) -> str:
    """The text of a whole sequence; special tokens are left out."""
    return b"".join(table[i] or b"" for i in ids).decode("utf-8", "replace")

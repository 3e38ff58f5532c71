"""A tokenizer as the decoder needs it: ids of text, bytes of ids, where a text begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .token_bytes import token_bytes

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_END_MARKS = ("<end_of_turn>", "<|im_end|>", "<|eot_id|>", "<|endoftext|>", "</s>", "<eos>")


class Vocabulary:
    """Text to ids and back.

    Args:
        tokenizer: from the `tokenizers` library.
        first: id that begins every sequence, or None.
        last: id that ends one, or None; the usual end-of-turn markers end one too.
        pieces: bytes of every id if they are known already.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        first: int | None,
        last: int | None,
        pieces: Sequence[bytes | None] | None = None,
    ) -> None:
        # Special tokens that are written out in a prompt are text: product data can't open a turn.
        tokenizer.encode_special_tokens = True
        self.tokenizer = tokenizer
        self.first = first
        self.pieces = list(pieces) if pieces is not None else token_bytes(tokenizer)
        marks = (tokenizer.token_to_id(mark) for mark in _END_MARKS)
        self.ends = frozenset(i for i in (*marks, last) if i is not None)

    @classmethod
    def of_folder(cls, folder: Path, pieces: Sequence[bytes | None] | None = None) -> Vocabulary:
        """Read tokenizer.json and config.json; five times as quick as `AutoTokenizer`."""
        from tokenizers import Tokenizer
        from transformers import AutoConfig

        config = AutoConfig.from_pretrained(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(tokenizer, config.bos_token_id, config.eos_token_id, pieces)

    @classmethod
    def of_hf(cls, tokenizer: Any) -> Vocabulary:
        """From a fast `transformers` tokenizer."""
        # A base model may name a first token that its template doesn't put: trust the template.
        begins = tokenizer("").input_ids[:1] == [tokenizer.bos_token_id]
        first = tokenizer.bos_token_id if begins else None
        return cls(tokenizer.backend_tokenizer, first, tokenizer.eos_token_id)

    def ids(self, text: str) -> list[int]:
        """Token ids of a text, nothing put before or after."""
        encoded: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return encoded

"""Gemma 3 (text) written out for one sequence on CPU: int8 matrices, one growing cache, no overhead.

The same numbers as `transformers` up to int8 rounding; `tests/generator/test_decoder.py` holds
it to that. Two thirds of the 270M model are its 262,144 vocabulary rows, so the head multiplies
only rows that English and Chinese text uses and those of the tokens in the sequence; a text in
another script gets them all. Architecture: Gemma 3 Technical Report (2025).
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray

from .int8 import Int8Linear, rotated

_FEW = 4  # threads that share the products of a single token
_FOREIGN = 24  # this many distinct tokens outside the kept rows: the text is in another script


@dataclass(frozen=True)
class Shape:
    """The sizes of a Gemma 3 text model, from its config.json."""

    layers: int
    hidden: int
    feed_forward: int
    heads: int
    kv_heads: int
    head: int
    window: int
    sliding: tuple[bool, ...]
    theta: float
    theta_sliding: float
    eps: float
    scaling: float
    max_length: int

    @classmethod
    def of(cls, config: Any) -> Shape | None:
        """Read a `transformers` config; None if it asks for something not written here."""
        if config.model_type != "gemma3_text":
            return None
        rope = config.rope_parameters
        plain = (
            config.hidden_activation == "gelu_pytorch_tanh"
            and not config.attention_bias
            and not config.use_bidirectional_attention
            and config.attn_logit_softcapping is None
            and config.final_logit_softcapping is None
            and config.tie_word_embeddings
            and all(r["rope_type"] == "default" for r in rope.values())
        )
        if not plain:
            return None
        return cls(
            layers=config.num_hidden_layers,
            hidden=config.hidden_size,
            feed_forward=config.intermediate_size,
            heads=config.num_attention_heads,
            kv_heads=config.num_key_value_heads,
            head=config.head_dim,
            window=config.sliding_window,
            sliding=tuple(kind == "sliding_attention" for kind in config.layer_types),
            theta=rope["full_attention"]["rope_theta"],
            theta_sliding=rope["sliding_attention"]["rope_theta"],
            eps=config.rms_norm_eps,
            scaling=config.query_pre_attn_scalar**-0.5,
            max_length=config.max_position_embeddings,
        )


class _Layer:
    """One layer's weights, packed: q, k and v as one matrix, gate and up as another."""

    def __init__(self, weights: Mapping[str, torch.Tensor], n: int, shape: Shape) -> None:
        def linear(name: str) -> Int8Linear:
            return Int8Linear(weights[f"{n}.{name}.q"], weights[f"{n}.{name}.s"])

        self.qkv, self.out = linear("qkv"), linear("out")
        self.gate_up, self.down = linear("gate_up"), linear("down")
        norms = {name: 1 + weights[f"{n}.{name}"] for name in NORMS}
        self.before, self.after = norms["before"], norms["after"]
        self.before_ff, self.after_ff = norms["before_ff"], norms["after_ff"]
        # One norm for queries and keys, [heads + kv heads, 1, head]; scores are scaled by the way.
        self.qk_norm = torch.cat(
            [
                (norms["q_norm"] * shape.scaling).expand(shape.heads, -1),
                norms["k_norm"].expand(shape.kv_heads, -1),
            ]
        )[:, None]


NORMS = ("before", "after", "before_ff", "after_ff", "q_norm", "k_norm")


class FastGemma:
    """`hf_model.LanguageModel`, fast on CPU.

    Args:
        shape: sizes.
        weights: what `quantise.py` makes: ``embed.q`` i8 [V, d], ``embed.s`` f32 [V], ``norm``,
            and for each layer n ``n.qkv.q``, ``n.qkv.s``, … and the norms.
        kept: sorted token ids whose rows the head always has.
    """

    def __init__(
        self, shape: Shape, weights: Mapping[str, torch.Tensor], kept: NDArray[np.int64]
    ) -> None:
        self._shape = shape
        self._embed, self._scale = weights["embed.q"], weights["embed.s"]
        self.vocab_size = len(self._scale)
        self.max_length = shape.max_length
        self._layers = [_Layer(weights, n, shape) for n in range(shape.layers)]
        self._norm = 1 + weights["norm"]
        self._kept = kept
        self._is_kept = np.zeros(self.vocab_size, dtype=np.bool_)
        self._is_kept[kept] = True
        rows = torch.from_numpy(kept)
        self._head = Int8Linear(self._embed[rows], self._scale[rows])
        self._whole_head: Int8Linear | None = None
        self._ids: list[int] = []
        self._extra: list[int] = []
        self._extra_rows = torch.empty(0, shape.hidden)
        self._room = 0
        self._keys: tuple[torch.Tensor, ...] = ()  # of each layer, [kv heads, room, head]
        self._values: tuple[torch.Tensor, ...] = ()

    def feed(self, ids: Sequence[int], start: int, last: int = 1) -> NDArray[np.float32]:
        """See `hf_model.LanguageModel.feed`."""
        self._ids = [*self._ids[:start], *ids]
        self._make_room(len(self._ids))
        with torch.inference_mode(), _threads(len(ids)):
            cuts = [start, *_cuts(start, start + len(ids)), start + len(ids)]
            parts = [self._forward(self._ids[a:b], a) for a, b in itertools.pairwise(cuts)]
            tail = torch.cat(parts)[-last:]
            last_hidden = _normed(tail, self._norm, self._shape.eps)
        with torch.inference_mode():  # one long product: all threads
            return self._logits(last_hidden)

    def reusable(self, same: int) -> int:
        """See `hf_model.LanguageModel.reusable`."""
        return max((cut for cut in _cuts(-1, same + 1)), default=0)

    def _forward(self, ids: Sequence[int], start: int) -> torch.Tensor:
        shape, eps = self._shape, self._shape.eps
        tokens = torch.tensor(ids)
        h: torch.Tensor = self._rows(tokens) * shape.hidden**0.5
        end = start + len(ids)
        turns = [(cos[start:end], sin[start:end]) for cos, sin in self._turns]
        masks = [self._mask(start, end, window) for window in (None, shape.window)]
        for n, layer in enumerate(self._layers):
            kind = int(shape.sliding[n])
            x = layer.qkv(_normed(h, layer.before, eps))
            x = self._attend(x, n, layer, start, end, turns[kind], masks[kind])
            h = h + _normed(layer.out(x), layer.after, eps)
            x = layer.gate_up(_normed(h, layer.before_ff, eps))
            gate, up = torch.split(x, shape.feed_forward, dim=1)
            x = layer.down(F.gelu(gate, approximate="tanh").mul_(up))
            h = h + _normed(x, layer.after_ff, eps)
        return h

    def _attend(
        self,
        qkv: torch.Tensor,
        n: int,
        layer: _Layer,
        start: int,
        end: int,
        turn: tuple[torch.Tensor, torch.Tensor],
        mask: torch.Tensor | None,
    ) -> torch.Tensor:
        """Attention of one layer; keys and values go into the cache. [tokens, …] to [tokens, heads * head]."""
        s = self._shape
        count, groups = len(qkv), s.heads // s.kv_heads
        # [heads, tokens, head]; of one token that is no more than another view of it
        heads = qkv.view(count, s.heads + 2 * s.kv_heads, s.head).transpose(0, 1)
        turned, v = torch.split(heads, [s.heads + s.kv_heads, s.kv_heads])
        turned = _turned(_normed(turned, layer.qk_norm, s.eps), *turn)
        q, k = torch.split(turned, [s.heads, s.kv_heads])
        keys, values = self._keys[n], self._values[n]
        keys[:, start:end] = k
        values[:, start:end] = v
        first = max(0, start - s.window + 1) if s.sliding[n] else 0
        # [kv heads, groups * tokens, head]: query heads that share a key are more rows of one product
        q = q.reshape(s.kv_heads, groups * count, s.head)
        scores = torch.bmm(q, keys[:, first:end].transpose(1, 2))
        if mask is not None:
            scores.view(s.kv_heads, groups, count, end - first).add_(mask)
        said = torch.bmm(scores.softmax(-1), values[:, first:end])
        if count == 1:
            return said.view(1, s.heads * s.head)
        return said.view(s.heads, count, s.head).transpose(0, 1).reshape(count, s.heads * s.head)

    def _mask(self, start: int, end: int, window: int | None) -> torch.Tensor | None:
        """Additive mask [tokens, keys] for queries start … end; None if all keys may be seen."""
        first = max(0, start - window + 1) if window is not None else 0
        if end - start == 1:
            return None
        queries, keys = torch.arange(start, end)[:, None], torch.arange(first, end)[None]
        hidden = keys > queries
        if window is not None:
            hidden |= keys <= queries - window
        return torch.zeros(hidden.shape).masked_fill_(hidden, -torch.inf)

    def _logits(self, h: torch.Tensor) -> NDArray[np.float32]:
        """f32 [n, vocabulary]; -inf for rows that the head leaves out."""
        ids = np.array(self._ids)
        outside = np.unique(ids[~self._is_kept[ids]]).tolist()
        if len(outside) > _FOREIGN:
            if self._whole_head is None:
                self._whole_head = Int8Linear(self._embed, self._scale)
            whole: NDArray[np.float32] = self._whole_head(h).numpy()
            return whole
        logits = np.full((len(h), self.vocab_size), -np.inf, dtype=np.float32)
        logits[:, self._kept] = self._head(h).numpy()
        if outside:
            if outside != self._extra:
                rows = torch.tensor(outside)
                self._extra = outside
                self._extra_rows = self._rows(rows)
            logits[:, outside] = (h @ self._extra_rows.T).numpy()
        return logits

    def _rows(self, tokens: torch.Tensor) -> torch.Tensor:
        """Rows of the embedding table, f32 [tokens, hidden]; they are stored rotated."""
        return rotated(self._embed[tokens].float() * self._scale[tokens][:, None])

    def _make_room(self, length: int) -> None:
        """Let the cache and the rotation tables hold `length` positions."""
        if length <= self._room:
            return
        s, old = self._shape, self._room
        self._room = max(1024, 1 << (length - 1).bit_length())
        shape = (s.layers, s.kv_heads, self._room, s.head)
        keys, values = torch.zeros(shape).unbind(), torch.zeros(shape).unbind()
        for n in range(s.layers if old else 0):
            keys[n][:, :old], values[n][:, :old] = self._keys[n], self._values[n]
        self._keys, self._values = keys, values
        self._turns = [
            _rotations(theta, s.head, self._room) for theta in (s.theta, s.theta_sliding)
        ]


def _cuts(after: int, before: int) -> list[int]:
    """Positions between the two where a prompt is cut to be fed in parts.

    They are the same for every prompt, so a part comes out the same whether or not those before
    it were cached: 0, 64, 128, then every 256. Short parts first make short prefixes reusable.
    """
    return [cut for cut in (0, 64, 128, *range(256, before, 256)) if after < cut < before]


@contextlib.contextmanager
def _threads(tokens: int) -> Iterator[None]:
    """Few threads for a single token: its products are short, and soon wait for memory alone."""
    usual = torch.get_num_threads()
    if tokens == 1 and usual > _FEW:
        torch.set_num_threads(_FEW)
    try:
        yield
    finally:
        if torch.get_num_threads() != usual:
            torch.set_num_threads(usual)


def _normed(x: torch.Tensor, weight: torch.Tensor, eps: float) -> torch.Tensor:
    """RMS norm over the last dimension: x / √(mean x² + eps) * weight (Zhang and Sennrich 2019)."""
    size = x.shape[-1]
    if x.numel() == size:  # one token: the length is one number, and one product less
        row = x.view(size)
        return (x * weight).mul_((float(row.dot(row)) / size + eps) ** -0.5)
    length = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    normed: torch.Tensor = x * weight * (length.square_().add_(size * eps).rsqrt_().mul_(size**0.5))
    return normed


def _rotations(theta: float, size: int, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and signed sines [length, size] of rotary positions (Su et al. 2021)."""
    frequencies = 1 / theta ** (torch.arange(0, size, 2, dtype=torch.float32) / size)
    angles = torch.arange(length, dtype=torch.float32)[:, None] * frequencies
    sines = angles.sin()
    return torch.cat([angles.cos()] * 2, dim=1), torch.cat([-sines, sines], dim=1)


def _turned(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotate [heads, tokens, size]: the halves swap places, the sign is in `sin`."""
    return (x * cos).addcmul_(x.roll(x.shape[-1] // 2, -1), sin)

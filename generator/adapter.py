"""An adapter: what training changed in a base decoder (LoRA, Hu et al., 2021), and its files.

A folder with `adapter.safetensors` and `card.json`, which holds the file's SHA-256, the base it
belongs to, how it was trained and what was fitted with it. Sums are compared before the tensors
are parsed, and an adapter of another base is refused by name. Knows no text.
"""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ModelError
from .weights import sha256_of

if TYPE_CHECKING:
    import torch

FORMAT = 2
"""2: a prompt shows one card (`reading_prompt`); of 1, six."""
WEIGHTS, CARD = "adapter.safetensors", "card.json"
LAYERS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_NAME = re.compile(
    r"(?:base_model\.model\.)?(?:model\.)?(?P<weight>layers\.\d+\.\w+\.\w+)\.lora_(?P<part>[AB])(?:\.default)?\.weight"
)
_SUM = re.compile(r"[0-9a-f]{64}")
_MOST_RANK = 1024


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter, read and checked.

    Attributes:
        path: its folder.
        card: of `card.json`.
        tensors: ``layers.n.part.name.A`` [rank, in] and ``….B`` [out, rank] by name.
    """

    path: Path
    card: Mapping[str, Any]
    tensors: Mapping[str, torch.Tensor]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its weights."""
        return str(self.card["sha256"])

    @classmethod
    def read(cls, path: Path, base_name: str, base: str) -> Adapter:
        """Read an adapter for a base.

        Args:
            path: its folder.
            base_name: of the base, for messages.
            base: SHA-256 that names the base's weights.

        Raises:
            ModelError: missing, cut or altered, made for another base, or not an adapter.
        """
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        card = read_card(path)
        made_for = card["base"]
        if made_for["sha256"] != base:
            raise ModelError(
                f"{path}: an adapter for {made_for['name']}, not for {base_name}; "
                "train one for it with `shopctl train generator --decoder`, or leave it out"
            )
        try:
            tensors = load_file(path / WEIGHTS)
        except (OSError, SafetensorError) as error:
            raise ModelError(f"{path / WEIGHTS}: can't be read ({error})") from error
        for name, tensor in tensors.items():
            whole = re.fullmatch(r"layers\.\d+\.\w+\.\w+\.[AB]", name) and tensor.ndim == 2
            if not whole or not bool(torch.isfinite(tensor).all()):
                raise ModelError(f"{path / WEIGHTS}: {name[:80]!r} isn't part of an adapter")
        return cls(path, card, tensors)

    def changed(self, get: Callable[[str], torch.Tensor]) -> Callable[[str], torch.Tensor]:
        """The base's weights with the change added: W + (alpha / rank) · B A, in float32.

        Args:
            get: gives a weight of the base by its name, ``layers.0.mlp.up_proj.weight``.

        Raises:
            ModelError (when called): the shapes don't fit.
        """
        scale = float(self.card["alpha"]) / float(self.card["rank"])

        def changed(name: str) -> torch.Tensor:
            weight = get(name)
            stem = name.removesuffix(".weight")
            if f"{stem}.A" not in self.tensors or f"{stem}.B" not in self.tensors:
                return weight
            a, b = self.tensors[f"{stem}.A"].float(), self.tensors[f"{stem}.B"].float()
            if (b.shape[0], a.shape[1]) != tuple(weight.shape) or a.shape[0] != b.shape[1]:
                raise ModelError(
                    f"{self.path}: its change of {stem} has another shape than the base"
                )
            merged: torch.Tensor = weight.float() + scale * (b @ a)
            return merged

        return changed

    def put_into(self, model: Any) -> None:
        """Set the matrices of a model that peft wraps to this adapter's.

        Raises:
            ModelError: its rank is another.
        """
        import torch

        with torch.no_grad():
            for name, parameter in model.named_parameters():
                match = _NAME.fullmatch(name)
                if match is None:
                    continue
                mine = self.tensors.get(f"{match['weight']}.{match['part']}")
                if mine is None or mine.shape != parameter.shape:
                    raise ModelError(
                        f"{self.path}: rank {self.card['rank']}; go on with the same rank"
                    )
                parameter.copy_(mine)


def read_card(path: Path) -> dict[str, Any]:
    """An adapter's card, after its weights' sum was compared.

    Raises:
        ModelError: missing, cut, altered, or of another version.
    """
    advice = "put back the folder as it was trained, or train it anew"
    try:
        card: dict[str, Any] = json.loads((path / CARD).read_text(encoding="utf-8"))
        known = card["format"] == FORMAT
        base = card["base"]
        plain = (
            isinstance(base["name"], str)
            and _SUM.fullmatch(base["sha256"])
            and _SUM.fullmatch(card["sha256"])
            and 1 <= int(card["rank"]) <= _MOST_RANK
            and math.isfinite(float(card["alpha"]))
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path / CARD}: can't be read as an adapter's card; {advice}") from error
    if not known:
        raise ModelError(f"{path}: an adapter of another version of shopctl; train it anew")
    if not plain:
        raise ModelError(f"{path / CARD}: not an adapter's card; {advice}")
    if not (path / WEIGHTS).is_file():
        raise ModelError(f"{path / WEIGHTS}: missing; {advice}")
    if sha256_of(path / WEIGHTS) != card["sha256"]:
        raise ModelError(f"{path / WEIGHTS}: altered or cut (SHA-256 differs); {advice}")
    return card


def write_adapter(
    path: Path, tensors: Mapping[str, torch.Tensor], card: Mapping[str, Any], readme: str = ""
) -> None:
    """Write an adapter's folder, whole or not at all; weights are kept in bfloat16.

    Args:
        path: the folder; an older one is replaced.
        tensors: as `tensors_of` gives them.
        card: plain JSON values with ``base`` (name, sha256), ``rank`` and ``alpha``.
        readme: the card for people; ``""`` writes none.
    """
    import torch
    from safetensors.torch import save_file

    part = path.with_name(f".{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    save_file(
        {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in tensors.items()},
        part / WEIGHTS,
    )
    whole = {"format": FORMAT, "sha256": sha256_of(part / WEIGHTS), **card}
    (part / CARD).write_text(
        json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if readme:
        (part / "README.md").write_text(readme, encoding="utf-8")
    shutil.rmtree(path, ignore_errors=True)
    part.rename(path)


def tensors_of(model: Any) -> dict[str, torch.Tensor]:
    """The adapter's matrices of a model that peft wraps, by our names, float32 on the CPU."""
    out = {}
    for name, parameter in model.named_parameters():
        match = _NAME.fullmatch(name)
        if match is not None:
            out[f"{match['weight']}.{match['part']}"] = parameter.detach().float().cpu().clone()
    return out

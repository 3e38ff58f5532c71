"""An adapter's files: sums before parsing, another base by name, W + (alpha / rank) · B A."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from shopctl.errors import ModelError
from shopctl.generator.adapter import CARD, WEIGHTS, Adapter, write_adapter
from shopctl.generator.choice import Choice

BASE = {"name": "tiny", "sha256": "a" * 64}
NAME = "layers.0.mlp.up_proj"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tensors = {
        f"{NAME}.A": torch.tensor([[1.0, 2.0, 0.0]]),
        f"{NAME}.B": torch.tensor([[1.0], [3.0]]),
    }
    card = {
        "base": BASE,
        "rank": 1,
        "alpha": 2,
        "choice": {"chosen": 1, "none": 0, "score": 0, "bias": 0, "answer": 0.5},
    }
    write_adapter(tmp_path / "adapter", tensors, card)
    return tmp_path / "adapter"


def read(folder: Path) -> Adapter:
    return Adapter.read(folder, BASE["name"], BASE["sha256"])


def test_the_change_by_hand(folder: Path) -> None:
    base = {f"{NAME}.weight": torch.ones(2, 3), "norm.weight": torch.ones(3)}
    get = read(folder).changed(base.__getitem__)
    # alpha / rank = 2; B A = [[1, 2, 0], [3, 6, 0]]
    assert get(f"{NAME}.weight").tolist() == [[3.0, 5.0, 1.0], [7.0, 13.0, 1.0]]
    assert get("norm.weight") is base["norm.weight"]


def test_a_change_of_another_shape_is_refused(folder: Path) -> None:
    get = read(folder).changed(lambda name: torch.ones(4, 3))
    with pytest.raises(ModelError, match="another shape"):
        get(f"{NAME}.weight")


def test_another_base_is_refused_by_name(folder: Path) -> None:
    with pytest.raises(ModelError, match="an adapter for tiny, not for other"):
        Adapter.read(folder, "other", "b" * 64)


@pytest.mark.parametrize("how", ["cut", "altered"])
def test_damaged_weights_are_refused_before_they_are_parsed(
    folder: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import safetensors.torch

    monkeypatch.setattr(safetensors.torch, "load_file", lambda *_: pytest.fail("parsed"))
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[-1] ^= 1
    (folder / WEIGHTS).write_bytes(data[:-1] if how == "cut" else data)
    with pytest.raises(ModelError, match="altered or cut"):
        read(folder)


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(ModelError, match=rf"{WEIGHTS}: missing"):
        read(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "\x00"])
def test_a_card_that_is_none(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text)
    with pytest.raises(ModelError, match="card"):
        read(folder)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("format", 1, "another version"),
        ("rank", 0, "not an adapter's card"),
        ("alpha", float("nan"), "not an adapter's card"),
        ("sha256", "../x", "not an adapter's card"),
    ],
)
def test_a_card_with_a_wrong_value(folder: Path, name: str, value: object, says: str) -> None:
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps({**card, name: value}))
    with pytest.raises(ModelError, match=says):
        read(folder)


def test_tensors_that_are_no_adapter(tmp_path: Path) -> None:
    write_adapter(
        tmp_path / "x",
        {"layers.0.mlp.up_proj.C": torch.ones(1, 1)},
        {"base": BASE, "rank": 1, "alpha": 1},
    )
    with pytest.raises(ModelError, match="isn't part of an adapter"):
        read(tmp_path / "x")
    write_adapter(
        tmp_path / "y",
        {f"{NAME}.A": torch.tensor([[torch.nan]])},
        {"base": BASE, "rank": 1, "alpha": 1},
    )
    with pytest.raises(ModelError, match="isn't part of an adapter"):
        read(tmp_path / "y")


def test_an_older_adapter_is_replaced_whole(folder: Path) -> None:
    (folder / "stray").write_text("x")
    write_adapter(folder, {f"{NAME}.A": torch.ones(1, 3)}, {"base": BASE, "rank": 1, "alpha": 1})
    assert sorted(path.name for path in folder.iterdir()) == [WEIGHTS, CARD]
    assert list(read(folder).tensors) == [f"{NAME}.A"]


def test_the_choice_of_a_card_is_read_whole(folder: Path) -> None:
    card = dict(read(folder).card)
    assert Choice.of(card).answer == 0.5
    with pytest.raises(ModelError, match="no fitted choice"):
        Choice.of({**card, "choice": {"chosen": 1}})
    with pytest.raises(ModelError, match="a fitted number"):
        Choice.of({**card, "choice": {**card["choice"], "bias": float("inf")}})

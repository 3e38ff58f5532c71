"""`train generator` on a real store with a tiny decoder: trained, kept, used, refused when altered."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from shopctl import Recommender
from shopctl.cli import main
from shopctl.decoder_folder import decoder_adapter
from shopctl.errors import InputError, ModelError
from shopctl.generator.adapter import CARD, WEIGHTS
from shopctl.generator.tuning import training

QUICK = {"rank": 2, "alpha": 4, "epochs": 1, "batch": 32}


def rows(path: Path, found: list[dict[str, str]]) -> None:
    names = list(found[0])
    lines = ["\t".join(names), *("\t".join(row[n] for n in names) for row in found)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def product_qa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small set of our own in the form of product-qa."""
    folder = tmp_path_factory.mktemp("qa")

    def said(asin: str, thing: str) -> dict[str, str]:
        text = f"the {thing} is red"
        return {
            "ASIN": asin,
            "question": f"what colour is the {thing}?",
            "candidate": text,
            "answer": text,
            "source": "Desc",
        }

    def ranked(n: int, asin: str) -> list[dict[str, str]]:
        row = {
            "qid": str(n),
            "ASIN": asin,
            "question": f"how long is part{n}?",
            "source": "Desc",
            "title": "",
        }
        return [
            {**row, "candidate": f"part{n} is {n} cm long", "label": "2"},
            {**row, "candidate": "it is blue", "label": "0"},
        ]

    rows(folder / "hetPQA_answers_train.tsv", [said(f"a{n}", f"thing{n}") for n in range(40)])
    rows(folder / "hetPQA_answers_dev.tsv", [said("t", "test")])
    rows(folder / "ePQA_half.tsv", ranked(99, "t2"))
    rows(
        folder / "hetPQA_evidence_ranking_dev.tsv",
        [row for n in range(24) for row in ranked(n, f"v{n}")],
    )
    for name in ("dev", "testseen"):
        rows(
            folder / f"semiPQA_attribute_ranking_{name}.tsv",
            [{"qid": "1", "question": "what size?", "candidate": "size: 5", "label": "1"}],
        )
    rows(
        folder / "semiPQA_data-to-text_train.tsv",
        [{"data": "size: 5", "text": "The size is 5."}] * 4,
    )
    return folder


@pytest.fixture
def store(shop_path: Path, tmp_path: Path) -> Path:
    shutil.copytree(shop_path, tmp_path / "shop")
    return tmp_path / "shop"


def test_the_whole_line(store: Path, product_qa: Path, gemma_folder: Path) -> None:
    report = Recommender.train(
        "generator", store, decoder=str(gemma_folder), data=product_qa, device="cpu", **QUICK
    )
    told = report.to_dict()
    assert told["steps"] == told["planned"] > 0
    assert told["examples"]["hetPQA answers"] == 80  # each person's answer beside two sets of cards
    path = store / "models" / "decoder"
    card = json.loads((path / CARD).read_text())
    assert card["settings"]["rank"] == 2 and set(card["choice"]) >= {"chosen", "answer"}
    assert "CDLA-Sharing-1.0" in (path / "README.md").read_text()
    assert not (store / "models" / "decoder-training" / "checkpoints").exists()
    with Recommender.open(store, decoder=str(gemma_folder)) as shop:
        assert decoder_adapter(shop.folder, str(gemma_folder)) == path
        assert decoder_adapter(shop.folder, "none") is None
        answer = shop.ask("what is it made of?", item=shop.item_ids()[0])
        assert answer.text
        decoder = shop._answering.generator.decoder
        assert decoder is not None and decoder.choice is not None
    weights = path / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-1])
    with Recommender.open(store, decoder=str(gemma_folder)) as shop:  # noqa: SIM117
        with pytest.raises(ModelError, match="altered or cut"):
            shop.ask("what is the material like for daily use?", item=shop.item_ids()[0])


def test_time_can_end_it(store: Path, product_qa: Path, gemma_folder: Path, tmp_path: Path) -> None:
    report = Recommender.train(
        "generator",
        store,
        decoder=str(gemma_folder),
        data=product_qa,
        device="cpu",
        minutes=1e-6,
        out=tmp_path / "elsewhere",
        **{**QUICK, "batch": 4},
    ).to_dict()
    assert report["steps"] == 1 < report["planned"]
    assert (tmp_path / "elsewhere" / WEIGHTS).is_file()
    assert not (store / "models" / "decoder").exists()
    assert "ended when its time was over" in (tmp_path / "elsewhere" / "README.md").read_text()


def test_what_cannot_be_is_said_in_one_line(
    store: Path,
    product_qa: Path,
    gemma_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InputError, match=r"hetPQA_answers_dev\.tsv: can't be read"):
        Recommender.train("generator", store, decoder=str(gemma_folder), data=tmp_path, **QUICK)
    with pytest.raises(ModelError, match="can't be tuned"):
        Recommender.train("generator", store, decoder=str(tmp_path), **QUICK)
    with pytest.raises(InputError, match="too few to learn from"):
        Recommender.train("generator", store, decoder=str(gemma_folder), **QUICK)
    with pytest.raises(ModelError, match="unknown setting 'ranks'"):
        Recommender.train("generator", store, ranks=3)
    with pytest.raises(InputError, match="minutes is for `train generator`"):
        Recommender.train("history", store, minutes=5)
    with pytest.raises(InputError, match="judgements are for"):
        Recommender.train("generator", store, judgements="x.csv")
    monkeypatch.setattr(training.torch.cuda, "is_available", lambda: False)
    given = CliRunner().invoke(
        main,
        [
            *("train", "generator", "--store", str(store), "--gpu"),
            *("--decoder", str(gemma_folder), "--data", str(product_qa)),
        ],
    )
    assert given.exit_code != 0
    assert "no GPU that this PyTorch can use" in given.output


def test_a_missing_package_is_said_with_its_remedy(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)
    for name in ("shopctl.decoder_training", "shopctl.generator.tuning.training"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(
        ModelError, match=r'training needs peft: run `pip install "shopctl\[train\]"'
    ):
        Recommender.train("generator", store)

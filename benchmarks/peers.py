"""Peers of the recommendation benchmark: popularity, item-kNN, EASE, ALS and SASRec, by RecTools.

    PEERS/bin/python benchmarks/peers.py --sequences FILE --items FILE --out FOLDER

It has an environment of its own (peers-requirements.txt) and knows nothing of shopctl. Leave-one-out
as in recommend.py: models learn from every sequence without its last two items; what is to be chosen
is chosen on the last but one (N@10, the history masked); at test time that item is part of the
history, for every model. ``OUT/<model>.parquet`` has the first 160 items a user (user, rank, item,
score), the history NOT taken out; an item that a model knows nothing about is in no list.
``OUT/<model>.json`` says what was chosen, from what, and what it cost.

EASE inverts a dense matrix of all items: some 12 GB and an hour at 18,000; ALS does without.
SASRec keeps a checkpoint an epoch in ``OUT/sasrec`` and goes on from there when it is started again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from pytorch_lightning import Trainer, seed_everything
from rectools import Columns
from rectools.dataset import Dataset
from rectools.models import EASEModel, ImplicitItemKNNWrapperModel, PopularModel, SASRecModel
from rectools.models.nn.transformers.lightning import TransformerLightningModule
from rectools.models.nn.transformers.sasrec import SASRecTransformerLayers
from scipy import sparse
from torch.nn import functional

DEPTH = 160  # the benchmark looks at 100 ranks after taking out the history
CUT = 10
ROWS = 512  # users scored at a time

NEIGHBOURS = (10, 20, 50, 100, 200, 500, 1000, 2000)
WEIGHTINGS = {"cosine": CosineRecommender, "tf-idf": TFIDFRecommender, "bm25": BM25Recommender}
REGULARIZATIONS = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
ALS_FACTORS = (64, 128, 256)
ALS_CONFIDENCES = (1.0, 10.0, 40.0)  # alpha in Hu et al. (2008), who chose 40
ALS_REGULARIZATIONS = (0.1, 10.0)

# What the authors of RecTools' SASRec chose for this data set in "eSASRec" (2025), configuration
# loo/s3_vanilla; their table of hyper-parameters says 64 factors, the configuration 256.
SASREC = {
    "n_blocks": 1,
    "n_heads": 1,
    "dropout_rate": 0.2,
    "session_max_len": 50,
    "loss": "sampled_softmax",
    "n_negatives": 256,
    "lr": 0.001,
    "batch_size": 128,
}
MOST_EPOCHS = 200
SEED = 0  # of ALS, which is drawn once

Lists = pd.DataFrame
Facts = dict[str, Any]
Histories = dict[str, list[str]]
Score = Callable[[sparse.csr_matrix], "np.ndarray | sparse.csr_matrix"]
"""Binary histories ``[n, items]`` to scores ``[n, items]``."""


@dataclass(frozen=True)
class Data:
    """The shoppers' sequences, cut for leave-one-out."""

    sequences: list[tuple[str, list[str]]]
    catalog: list[str]

    @classmethod
    def read(cls, sequences: Path, items: Path) -> Data:
        """Both files; every item of a sequence has to be in the catalog."""
        words = [line.split() for line in sequences.read_text(encoding="utf-8").splitlines()]
        catalog = items.read_text(encoding="utf-8").split()
        strangers = {item for line in words for item in line[1:]} - set(catalog)
        if strangers:
            raise SystemExit(f"not in the catalog: {len(strangers)} items, e.g. {min(strangers)}")
        return cls([(line[0], line[1:]) for line in words if line], catalog)

    def histories(self, held_out: int) -> Histories:
        """User to history without the last `held_out` items; users with none are left out."""
        cut = ((user, items[:-held_out]) for user, items in self.sequences)
        return {user: history for user, history in cut if history}

    def validation(self) -> dict[str, str]:
        """User to the item that choices are made on."""
        return {user: items[-2] for user, items in self.sequences if len(items) > 2}


def dataset_of(histories: Histories) -> Dataset:
    """RecTools wants times; the places in the sequence will do, only their order counts."""
    rows = [
        (user, item, 1.0, place)
        for user, history in histories.items()
        for place, item in enumerate(history)
    ]
    frame = pd.DataFrame(rows, columns=Columns.Interactions)
    frame[Columns.Datetime] = pd.to_datetime(frame[Columns.Datetime], unit="s")
    return Dataset.construct(frame)


# ---- models that score a history's vector, most of them by an item-item matrix


class Scorer:
    """Scores of the items that were seen in training, in the order of RecTools' own numbers."""

    def __init__(self, dataset: Dataset) -> None:
        self.items = dataset.item_id_map.external_ids
        self.column = {item: number for number, item in enumerate(self.items)}

    def vectors(self, histories: Histories) -> sparse.csr_matrix:
        """Binary histories, one row a user."""
        rows, columns = [], []
        for row, history in enumerate(histories.values()):
            known = {self.column[item] for item in history if item in self.column}
            rows += [row] * len(known)
            columns += known
        ones = np.ones(len(rows), np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), (len(histories), len(self.items)))

    @staticmethod
    def batches(vectors: sparse.csr_matrix, score: Score) -> Iterator[tuple[int, np.ndarray]]:
        """First row and scores, batch after batch. No score at all is no place in the list."""
        for start in range(0, vectors.shape[0], ROWS):
            scores = score(vectors[start : start + ROWS])
            scores = scores.toarray() if sparse.issparse(scores) else scores
            scores[scores == 0] = -np.inf
            yield start, scores

    def ndcg(self, data: Data, score: Score) -> float:
        """N@10 on the validation item, masked."""
        histories, wanted = data.histories(2), data.validation()
        vectors = self.vectors(histories)
        targets = np.array([self.column.get(wanted[user], -1) for user in histories])
        gain = 0.0
        for start, scores in self.batches(vectors, score):
            target = targets[start : start + ROWS, None]
            scores[vectors[start : start + ROWS].nonzero()] = -np.inf
            own = np.take_along_axis(scores, target, 1)
            earlier = (scores == own) & (np.arange(scores.shape[1]) < target)
            ranks = (scores > own).sum(1) + earlier.sum(1)
            hit = (target >= 0)[:, 0] & np.isfinite(own)[:, 0] & (ranks < CUT)
            gain += float((1 / np.log2(ranks[hit] + 2)).sum())
        return gain / len(histories)

    def lists(self, histories: Histories, score: Score) -> Lists:
        """The first items of every user; equal scores in the order of the items' numbers."""
        users = np.array(list(histories), dtype=object)
        parts = []
        for start, scores in self.batches(self.vectors(histories), score):
            depth = min(DEPTH, scores.shape[1])
            chosen = np.sort(np.argpartition(-scores, depth - 1, axis=1)[:, :depth], axis=1)
            order = np.argsort(-np.take_along_axis(scores, chosen, 1), axis=1, kind="stable")
            chosen = np.take_along_axis(chosen, order, 1)
            own = np.take_along_axis(scores, chosen, 1)
            part = {
                "user": np.repeat(users[start : start + ROWS], depth),
                "rank": np.tile(np.arange(1, depth + 1), len(scores)),
                "item": self.items[chosen].ravel(),
                "score": own.ravel(),
            }
            parts.append(pd.DataFrame(part)[np.isfinite(own).ravel()])
        return pd.concat(parts)


def by(matrix: np.ndarray | sparse.csr_matrix) -> Score:
    """The score of an item-item matrix."""
    return lambda vectors: vectors @ matrix


def item_knn(data: Data, histories: Histories) -> tuple[Lists, Facts]:
    """Every weighting with every number of neighbours (the item itself counts as one)."""
    dataset = dataset_of(data.histories(2))
    scorer, tried, best = Scorer(dataset), [], None
    for name, kind in WEIGHTINGS.items():
        for count in NEIGHBOURS:
            model = ImplicitItemKNNWrapperModel(kind(K=count, num_threads=threads()))
            matrix = model.fit(dataset).model.similarity.astype(np.float32)
            ndcg = scorer.ndcg(data, by(matrix))
            tried.append({"weighting": name, "K": count, "validation N@10": ndcg})
            say(f"item-knn {name} K={count}: N@10 {ndcg:.4f}")
            if best is None or ndcg > best[0]:
                best = (ndcg, matrix, tried[-1])
    assert best is not None
    return scorer.lists(histories, by(best[1])), {"chosen": best[2], "tried": tried}


def ease(data: Data, histories: Histories) -> tuple[Lists, Facts]:
    """Every regularization, the weights both ways round.

    The paper scores ``history @ weights``; RecTools 0.19 ranks by the weights' transpose, which
    isn't the same. A peer gets whichever is better on the validation item.
    """
    dataset = dataset_of(data.histories(2))
    scorer, tried, best = Scorer(dataset), [], None
    for regularization in REGULARIZATIONS:
        weights = EASEModel(regularization).fit(dataset).weight.astype(np.float32, copy=False)
        for way, matrix in (
            ("as in the paper", weights),
            ("as in RecTools", np.ascontiguousarray(weights.T)),
        ):
            ndcg = scorer.ndcg(data, by(matrix))
            tried.append({"regularization": regularization, "scores": way, "validation N@10": ndcg})
            say(f"ease {regularization:g}, {way}: N@10 {ndcg:.4f}")
            if best is None or ndcg > best[0]:
                best = (ndcg, matrix, tried[-1])
    assert best is not None
    return scorer.lists(histories, by(best[1])), {"chosen": best[2], "tried": tried}


def als(data: Data, histories: Histories) -> tuple[Lists, Facts]:
    """Every number of factors with every confidence and regularization.

    A shopper's factors are solved for from the history that asks, as the item factors stand: the
    validation item, once it is history, counts here as for every other model.
    """
    dataset = dataset_of(data.histories(2))
    scorer, tried, best = Scorer(dataset), [], None
    training = scorer.vectors(data.histories(2))
    for factors, alpha, regularization in product(
        ALS_FACTORS, ALS_CONFIDENCES, ALS_REGULARIZATIONS
    ):
        model = AlternatingLeastSquares(
            factors, regularization, alpha, num_threads=threads(), random_state=SEED
        )
        model.fit(training, show_progress=False)
        ndcg = scorer.ndcg(data, folded_in(model))
        tried.append(
            {
                "factors": factors,
                "alpha": alpha,
                "regularization": regularization,
                "validation N@10": ndcg,
            }
        )
        say(f"als {factors} factors, alpha {alpha:g}, {regularization:g}: N@10 {ndcg:.4f}")
        if best is None or ndcg > best[0]:
            best = (ndcg, model, tried[-1])
    assert best is not None
    return scorer.lists(histories, folded_in(best[1])), {"chosen": best[2], "tried": tried}


def folded_in(model: AlternatingLeastSquares) -> Score:
    """Scores by factors that are solved for anew from each history."""

    def score(vectors: sparse.csr_matrix) -> np.ndarray:
        return model.recalculate_user(np.arange(vectors.shape[0]), vectors) @ model.item_factors.T

    return score


def popularity(data: Data, histories: Histories) -> tuple[Lists, Facts]:
    """The items bought most, for everybody the same."""
    dataset = dataset_of(data.histories(2))
    # PopularModel keeps the numbers of its items, so only the dataset it learned from names them
    # right; the list is the same for all.
    lists = recommended(PopularModel("n_interactions").fit(dataset), dataset)
    one = lists[lists["user"] == lists["user"].iloc[0]].drop(columns="user")
    return pd.DataFrame({"user": list(histories)}).merge(one, how="cross"), {"chosen": {}}


# ---- SASRec


class RealPlacesLayers(SASRecTransformerLayers):
    """RecTools' blocks, computed only where there is an item: seven places of fifty on average.

    The same parameters and the same results. Padding does take part in the attention (RecTools
    masks it by choice only); there its query, key and value are the projections' biases, since
    blocks are given zeros for it, so they needn't be computed.
    """

    def forward(self, seqs, timeline_mask, attn_mask, key_padding_mask, **_):
        """RecTools' signature; padding comes out as zeros, which nobody reads."""
        real = timeline_mask.squeeze(-1)
        places = seqs[real]
        for block in self.transformer_blocks:
            query = block.q_layer_norm(places)
            attended = self._attend(block.multi_head_attn, query, places, real, attn_mask)
            between = block.ff_layer_norm(query + attended)
            places = block.dropout(block.feed_forward(between)) + between
        places = self.last_layernorm(places)
        out = places.new_zeros((*real.shape, places.shape[-1]))
        out[real] = places
        return out

    def _attend(self, attention, query, places, real, attn_mask):
        sides = zip(
            (query, places, places),
            attention.in_proj_weight.chunk(3),
            attention.in_proj_bias.chunk(3),
            strict=True,
        )
        padded = []
        for side, weight, bias in sides:
            projected = functional.linear(side, weight, bias)
            out = bias.to(projected.dtype).expand(*real.shape, -1).clone()
            out[real] = projected
            padded.append(out.unflatten(-1, (attention.num_heads, -1)).transpose(1, 2))
        attended = functional.scaled_dot_product_attention(
            *padded,
            attn_mask=~attn_mask,
            dropout_p=attention.dropout if self.training else 0.0,
        )
        return attention.out_proj(attended.transpose(1, 2).flatten(-2)[real])


class RealPlacesModule(TransformerLightningModule):
    """RecTools' training step without the places that its loss leaves out anyway.

    The scores of the whole catalog are computed and the sampled ones picked from them: fewer bytes
    than fetching 257 item vectors a place.
    """

    def training_step(self, batch, batch_idx):
        """The loss of a batch, by RecTools' own loss function."""
        items = self.torch_model.item_model.get_all_embeddings()
        sessions = self.torch_model.encode_sessions(batch, items)
        real = batch["y"] != 0
        target, weight = batch["y"][real], batch["yw"][real]
        candidates = torch.cat([target[:, None], batch["negatives"][real]], dim=1)
        scores = self.torch_model.similarity_module(sessions[real], items).gather(1, candidates)
        loss = self.loss_calculator(scores[None].float(), target[None], weight[None])
        self.log(self.train_loss_name, loss, on_step=False, on_epoch=True)
        return loss


def quiet_trainer(precision: str) -> Trainer:
    return Trainer(
        accelerator="cpu",
        devices=1,
        precision=precision,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


def recommended(model: Any, dataset: Dataset, depth: int = DEPTH, masked: bool = False) -> Lists:
    """What a RecTools model recommends to histories; users without a known item get no list."""
    lists = model.recommend(
        users=dataset.user_id_map.external_ids,
        dataset=dataset,
        k=depth,
        filter_viewed=masked,
        on_unsupported_targets="ignore",
    )
    names = {Columns.User: "user", Columns.Rank: "rank", Columns.Item: "item"}
    return lists.rename(columns={**names, Columns.Score: "score"})


def sasrec(data: Data, histories: Histories, arguments: argparse.Namespace) -> tuple[Lists, Facts]:
    """Train until the validation item's N@10 has not risen for a while; the best epoch counts."""
    deadline = time.monotonic() + 60 * arguments.max_minutes
    folder = arguments.out / "sasrec"
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        **SASREC,
        "n_factors": arguments.factors,
        "precision": arguments.precision,
        "seed": arguments.seed,
        "interactions": sum(len(items) for _, items in data.sequences),
    }
    state_file = folder / "state.json"
    state: Facts = {"settings": settings, "epochs": []}
    if state_file.exists():
        state = json.loads(state_file.read_text())
        if state["settings"] != settings:
            raise SystemExit(f"{folder} holds another training: name another folder or remove it")
    epochs = state["epochs"]
    training = dataset_of(data.histories(2))  # which are the histories of the validation too
    wanted = data.validation()
    model = None
    while (stop := why_stop(epochs, arguments.patience, deadline)) is None:
        if model is None:
            model = load(folder, len(epochs)) if epochs else new_sasrec(arguments)
        began = time.monotonic()
        # By the epoch, so that a training that was cut off goes on as if it had not been.
        seed_everything(arguments.seed * 1000 + len(epochs), verbose=False)
        model.fit_partial(training, min_epochs=1, max_epochs=1)
        trained = time.monotonic()
        lists = recommended(model, training, CUT, masked=True)
        hits = lists[lists["item"] == lists["user"].map(wanted)]
        ndcg = float((1 / np.log2(hits["rank"] + 1)).sum()) / len(wanted)
        loss = float(model.fit_trainer.callback_metrics["train_loss"])
        model.fit_trainer.save_checkpoint(folder / "part")
        (folder / "part").replace(checkpoint(folder, len(epochs) + 1))
        seconds = [round(trained - began, 1), round(time.monotonic() - trained, 1)]
        epochs.append({"loss": loss, "validation N@10": ndcg, "seconds": seconds})
        (folder / "part").write_text(json.dumps(state, indent=2))
        (folder / "part").replace(state_file)
        keep = {checkpoint(folder, len(epochs)), checkpoint(folder, best_epoch(epochs))}
        for file in set(folder.glob("*.ckpt")) - keep:
            file.unlink()
        say(f"sasrec epoch {len(epochs)}: loss {loss:.4f}, N@10 {ndcg:.4f}, {seconds} s")
    if not epochs:
        raise SystemExit("no time for an epoch of SASRec: raise --max-minutes")
    chosen = best_epoch(epochs)
    facts = {
        "chosen": {"epochs": chosen, **epochs[chosen - 1]},
        "stopped by": stop,
        "patience": arguments.patience,
        "settings": settings,
        "training seconds": sum(sum(epoch["seconds"]) for epoch in epochs),
        "tried": epochs,
    }
    return recommended(load(folder, chosen), dataset_of(histories)), facts


def why_stop(epochs: list[Facts], patience: int, deadline: float) -> str | None:
    if epochs and len(epochs) - best_epoch(epochs) >= patience:
        return "patience"
    if len(epochs) >= MOST_EPOCHS:
        return "most epochs"
    return "time" if time.monotonic() > deadline else None


def best_epoch(epochs: list[Facts]) -> int:
    """Counted from 1; the first of equals."""
    return max(range(len(epochs)), key=lambda at: epochs[at]["validation N@10"]) + 1


def checkpoint(folder: Path, epoch: int) -> Path:
    return folder / f"{epoch:03d}.ckpt"


def load(folder: Path, epoch: int) -> SASRecModel:
    # Lightning's checkpoints are pickles: only ever those that this script wrote itself.
    return SASRecModel.load_from_checkpoint(checkpoint(folder, epoch))


def new_sasrec(arguments: argparse.Namespace) -> SASRecModel:
    return SASRecModel(
        **SASREC,
        n_factors=arguments.factors,
        transformer_layers_type=RealPlacesLayers,
        lightning_module_type=RealPlacesModule,
        get_trainer_func=quiet_trainer,
        get_trainer_func_kwargs={"precision": arguments.precision},
    )


# ---- the run


def say(text: str) -> None:
    print(text, flush=True)


def threads() -> int:
    """As many as OMP_NUM_THREADS says; 0 is implicit's word for all cores."""
    return int(os.environ.get("OMP_NUM_THREADS", "0"))


def run(name: str, arguments: argparse.Namespace) -> None:
    """One model: its lists and its facts into the folder."""
    began, cpu = time.monotonic(), time.process_time()
    data = Data.read(arguments.sequences, arguments.items)
    histories = data.histories(1 if arguments.part == "test" else 2)
    if name == "sasrec":
        lists, facts = sasrec(data, histories, arguments)
    else:
        models = {"popularity": popularity, "item-knn": item_knn, "ease": ease, "als": als}
        lists, facts = models[name](data, histories)
    arguments.out.mkdir(parents=True, exist_ok=True)
    lists = lists[["user", "rank", "item", "score"]].astype({"rank": "int32", "score": "float32"})
    lists.to_parquet(arguments.out / f"{name}.parquet", index=False, compression="zstd")
    seen = {item for history in data.histories(2).values() for item in history}
    facts = {
        "model": name,
        "part": arguments.part,
        "seed": arguments.seed,
        **facts,
        "users": len(histories),
        "users without a list": len(histories) - lists["user"].nunique(),
        "catalog": len(data.catalog),
        "items not in training": len(data.catalog) - len(seen),
        "seconds": round(time.monotonic() - began, 1),
        "cpu seconds": round(time.process_time() - cpu, 1),
        "threads": threads() or os.cpu_count(),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "versions": {
            package: version(package)
            for package in ("rectools", "pm-implicit", "torch", "pytorch-lightning", "numpy")
        },
    }
    text = json.dumps(facts, indent=2)
    (arguments.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    say(f"{name}: {facts['chosen']}, {facts['seconds']} s, {facts['peak memory, MB']} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sequences", type=Path, required=True, help="user item item …, a line each"
    )
    parser.add_argument("--items", type=Path, required=True, help="the catalog, one item id a line")
    parser.add_argument("--part", choices=("test", "validation"), default="test")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", default="popularity,item-knn,ease,als,sasrec")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--max-minutes", type=float, default=600, help="of SASRec's training")
    parser.add_argument("--patience", type=int, default=20, help="SASRec's, in epochs")
    parser.add_argument("--factors", type=int, default=256, help="SASRec's")
    parser.add_argument("--precision", default="32-true", help="SASRec's: 32-true or bf16-mixed")
    arguments = parser.parse_args()
    names = arguments.models.split(",")
    unknown = set(names) - {"popularity", "item-knn", "ease", "als", "sasrec"}
    if unknown:
        parser.error(f"unknown models: {', '.join(sorted(unknown))}")
    if len(names) == 1:
        warnings.filterwarnings("ignore")  # Lightning's advice on workers and loggers
        run(names[0], arguments)
        return
    for name in names:
        # A process each: peak memory is a model's own. The last --models counts.
        subprocess.run([sys.executable, *sys.argv, "--models", name], check=True)


if __name__ == "__main__":
    main()

"""Fits `generator/choice.py` for an adapter on validation questions; prints it, writes it if told to.

Of an adapter that learned from these questions too (`taught` in its card) the figures are of questions that it
knows: `--learn` says how the halves' readers do on those that they don't.

Prints too for how many of the questions that have an answering card one is put first: by the
decoder, by the readable score, and by both as fitted (on these very questions).

    python benchmarks/fit_choice.py ../shared/data/product-qa [--adapter FOLDER] [--write]
    python benchmarks/fit_choice.py ../shared/data/product-qa --learn FOLDER

The second goes on from the adapter with the validation questions by halves, as the end of a training does
(`generator/tuning/cross_fitting.py`), and writes what came of it into FOLDER.

`shopctl train generator --data` does the same after a training; this fits it anew where the score
or the rules of what answers have changed and the weights haven't. Questions of hetPQA evidence dev
whose products are in no test file; hetPQA answers dev and ePQA aren't looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from answers import Encoder
from shopctl.decoder_fitting import taught, taught_by_halves
from shopctl.generator.adapter import CARD, Adapter, write_adapter
from shopctl.generator.advise import rank
from shopctl.generator.decoder import Decoder
from shopctl.generator.loading import base_of
from shopctl.generator.questions import Question, understand_question
from shopctl.generator.reading import cards_of, weigh
from shopctl.generator.reading_prompt import MOST_CARDS
from shopctl.generator.scoring import Scored
from shopctl.generator.shipped import shipped
from shopctl.generator.tuning.fitting import fit_choice
from shopctl.generator.tuning.model_card import model_card
from shopctl.generator.tuning.product_qa import read_product_qa
from shopctl.generator.tuning.settings import TuneSettings


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--adapter", type=Path, default=shipped())
    parser.add_argument("--write", action="store_true", help="put it into the adapter's card")
    parser.add_argument("--learn", type=Path, help="go on by halves, and write the adapter here")
    args = parser.parse_args()
    if args.learn:
        learn(args)
        return
    decoder, encoder = Decoder.load(adapter=args.adapter), Encoder()
    validation = read_product_qa(args.folder).validation
    known: dict[tuple[str, ...], np.ndarray] = {}  # what the fit has read needn't be read again

    def weighed_by(question: Question, scored: Sequence[Scored], language: str) -> np.ndarray:
        cards = cards_of(question, scored, language)
        prompts = tuple(read.prompt for read in cards)
        if prompts not in known:
            known[prompts] = weigh(decoder, cards)
        return known[prompts]

    fitted = fit_choice(validation, weighed_by, encoder.relevance)
    path = args.adapter / CARD
    card = json.loads(path.read_text(encoding="utf-8"))
    print(f"{'':8s} in use  fitted")
    for name, value in fitted.to_dict().items():
        print(f"{name:8s} {card['choice'][name]:6.3f}  {value:6.3f}")
    first: dict[str, list[bool]] = {"decoder": [], "readable score": [], "both": []}
    for asked in (one for one in validation if one.answerable):
        question = understand_question(asked.question)
        scored = rank(question, asked.pieces, encoder.relevance)[:MOST_CARDS]
        weighed = weighed_by(question, scored, asked.language)
        scores = np.array([one.score for one in scored])
        right = {id(p) for p, label in zip(asked.pieces, asked.labels, strict=True) if label >= 1}
        for by, values in (
            ("decoder", weighed[:, 1] - weighed[:, 0]),
            ("readable score", scores),
            ("both", fitted.likely(weighed, scores)),
        ):
            first[by].append(id(scored[int(values.argmax())].piece) in right)
    for by, hits in first.items():
        print(f"an answering card first, by {by}: {np.mean(hits):.3f} of {len(hits)}")
    if args.write:
        path.write_text(json.dumps({**card, "choice": fitted.to_dict()}, indent=1) + "\n")


def learn(args: argparse.Namespace) -> None:
    """Go on from the adapter by halves."""
    _, base = base_of("default")
    start, encoder = Adapter.read(args.adapter, base["name"], base["sha256"]), Encoder()
    data = read_product_qa(args.folder)
    settings = TuneSettings.from_dict(start.card["settings"])
    last, choice, first = taught_by_halves(
        start, "default", data.halves, data.train, settings, encoder.relevance, "auto", args.learn
    )
    card = {key: value for key, value in start.card.items() if key not in {"sha256", "format"}}
    card |= taught(last, data.halves, first)
    command = (
        "shopctl train generator --store STORE --data product-qa --questions questions.jsonl\n"
        "    python benchmarks/fit_choice.py product-qa --learn FOLDER   # from what the training before made"
    )
    card |= {"choice": choice.to_dict()}
    write_adapter(args.learn, last.tensors, card, model_card(card, command))
    print(f"an answering card first, of questions that weren't learned from: {first:.3f}")
    print(json.dumps(card["choice"]))


if __name__ == "__main__":
    main()

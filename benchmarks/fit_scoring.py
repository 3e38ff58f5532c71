"""Fits the evidence weights of `generator/scoring.py` on validation questions; prints them.

    python benchmarks/fit_scoring.py ../shared/data/product-qa

Logistic regression over the readable features, hetPQA evidence dev (weight 2) and semiPQA
attribute dev (weight 0.3: attributes only), label ≥ 1 is an answer. No text enters the repository.
The weights in `scoring.py` are these, rounded, but for `asked_strict` and `field`, which these
files can't tell (no candidate there carries a question of its own) and which were set by hand.
ePQA isn't read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from answers import Encoder, labelled
from shopctl.generator.questions import title_words, understand_question
from shopctl.generator.scoring import ENGLISH, FEATURES, features
from sklearn.linear_model import LogisticRegression

SETS = (("hetPQA_evidence_ranking_dev.tsv", 2.0), ("semiPQA_attribute_ranking_dev.tsv", 0.3))


def main(folder: Path) -> None:
    """Fit and print."""
    encoder = Encoder()
    tables, answers, weights = [], [], []
    for name, weight in SETS:
        questions = labelled(folder / name)
        encoder.learn(
            [text for q in questions for text in (q.question, *(p.read for p in q.pieces))]
        )
        for asked in questions:
            understood = understand_question(asked.question, title_words(asked.pieces[0].title))
            similarity = encoder.relevance(understood.text, [piece.read for piece in asked.pieces])
            tables.append(features(understood, asked.pieces, similarity))
            answers += [label >= 1 for label in asked.labels]
            weights += [weight] * len(asked.labels)
    model = LogisticRegression(max_iter=3000).fit(np.vstack(tables), answers, sample_weight=weights)
    print(f"{'feature':14s} fitted  in use")
    print(f"{'bias':14s} {model.intercept_[0]:6.2f}  {ENGLISH['bias']:6.2f}")
    for name, value in zip(FEATURES, model.coef_[0], strict=True):
        print(f"{name:14s} {value:6.2f}  {ENGLISH[name]:6.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Reads the product-qa data sets (hetPQA, semiPQA, ePQA; CDLA-Sharing-1.0) as labelled questions.

hetPQA: Shen et al., 2022, "semiPQA" and "Product Answer Generation from Heterogeneous Sources".
What is held out is decided here: no product and no question of a test file is learned from.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ..evaluation import LabelledQuestion
from ..evidence import Piece, label_of
from ..sanitise import clean
from .cross_fitting import in_halves
from .examples import Example, worked

_ANSWERS, _ANSWERS_TEST = "hetPQA_answers_train.tsv", "hetPQA_answers_dev.tsv"
_RANKING = "hetPQA_evidence_ranking_dev.tsv"
_FIELDS = ("semiPQA_attribute_ranking_dev.tsv", "semiPQA_attribute_ranking_testseen.tsv")
_SENTENCES = "semiPQA_data-to-text_train.tsv"
_TEST = "ePQA_half.tsv"
_OTHERS, _FAR = 4, 1
"""Cards beside the one that answers: so many in all, and at least so many of another product."""
_DRAWS = 2
"""Times a person's answer is learned, each beside other cards: few people's answers are to be had."""
_FIELDS_SHARE = 0.5
"""Of the questions about fields: there are many, and fields are what a decoder reads best."""
_MANY = 10**9


@dataclass(frozen=True, slots=True)
class ProductQA:
    """What a folder of product-qa holds for training.

    Attributes:
        train: examples in a fixed order.
        halves: questions of other products, with all their candidates, parted by product: what fits thresholds,
            and teaches by halves (`cross_fitting`).
        answers: people's answers about those products: (question, its one piece, answer).
    """

    train: tuple[Example, ...]
    halves: tuple[tuple[LabelledQuestion, ...], tuple[LabelledQuestion, ...]]
    answers: tuple[LabelledQuestion, ...]

    @property
    def validation(self) -> tuple[LabelledQuestion, ...]:
        """The questions of both halves."""
        return self.halves[0] + self.halves[1]


def read_product_qa(folder: Path, seed: int = 0) -> ProductQA:
    """Read a folder.

    Test: hetPQA answers dev and ePQA. Validation: the questions of hetPQA evidence ranking dev that
    aren't in the test, nor their products. Train: what is left of hetPQA answers train, and semiPQA.

    Raises:
        InputError: a file is missing or isn't what its name says.
    """
    tested = [*rows(folder / _ANSWERS_TEST), *rows(folder / _TEST)]
    products, asked = {r["ASIN"] for r in tested}, {_plain(r["question"]) for r in tested}
    ranking = [
        r
        for r in rows(folder / _RANKING)
        if r["ASIN"] not in products and _plain(r["question"]) not in asked
    ]
    watched = {r["ASIN"] for r in ranking}
    written = [
        r
        for r in rows(folder / _ANSWERS)
        if r["ASIN"] not in products and _plain(r["question"]) not in asked
    ]
    learned = [r for r in written if r["ASIN"] not in watched]
    fields = [
        question
        for name in _FIELDS
        for question in labelled(folder / name)
        if _plain(question.question) not in asked
    ]
    rng = random.Random(seed)
    train = [
        *(example for _ in range(_DRAWS) for example in _from_answers(learned, rng)),
        *_from_fields(rng.sample(fields, int(_FIELDS_SHARE * len(fields))), rng),
        *_from_sentences(rows(folder / _SENTENCES), rng),
    ]
    rng.shuffle(train)
    return ProductQA(
        tuple(train),
        in_halves([_grouped(one) for one in _by(ranking, "ASIN")], seed),
        tuple(human(r for r in written if r["ASIN"] in watched)),
    )


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file.

    Raises:
        InputError: no such file, or not text.
    """
    csv.field_size_limit(_MANY)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}: can't be read ({error}); give the folder of product-qa"
        ) from error


def labelled(path: Path) -> list[LabelledQuestion]:
    """Questions of a ranking file, each with its candidates and their labels."""
    return _grouped(rows(path))


def human(found: Iterable[dict[str, str]]) -> list[LabelledQuestion]:
    """Rows of an answers file: one piece that answers, and a person's answer."""
    return [
        LabelledQuestion(
            row["question"], (piece_of(row["candidate"], row["source"], ""),), (2,), row["answer"]
        )
        for row in found
    ]


def piece_of(candidate: str, source: str, title: str) -> Piece:
    """A candidate as the evidence it would be in a store."""
    source = source.lower()
    if source == "attribute":
        name, _, value = candidate.partition(":")
        return Piece("x", title, name, "attribute", attribute_text(value), label_of(name))
    if source == "cqa":
        answer, _, question = candidate.partition("Question:")
        return Piece("x", title, "qa", "qa", clean(answer), "", clean(question))
    field = "review" if source == "review" else "description"
    return Piece("x", title, field, field, clean(candidate))  # type: ignore[arg-type]


def attribute_text(value: str) -> str:
    """`{ unit:pounds, value:13. }` as a feed would have it: `13. pounds`."""
    value = re.sub(r"(?:normalized_value:\{[^{}]*\}|standardized_values:\[[^\]]*\]),?", "", value)
    value = re.sub(r"[{}\[\]\"]", "", value).replace("value:", "")
    value = re.sub(r"unit:(\w+),\s*([-\d.]+)", r"\2 \1", value)
    return clean(re.sub(r"\s+", " ", value).strip(" ,;"))


def _by(found: Sequence[dict[str, str]], name: str) -> list[list[dict[str, str]]]:
    """Rows that have the same value of a column, in the order of the first of each."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in found:
        groups.setdefault(row[name], []).append(row)
    return list(groups.values())


def _grouped(found: Sequence[dict[str, str]]) -> list[LabelledQuestion]:
    return [
        LabelledQuestion(
            group[0]["question"],
            tuple(
                piece_of(
                    row["candidate"], row.get("source", "attribute"), clean(row.get("title") or "")
                )
                for row in group
            ),
            tuple(int(row["label"]) for row in group),
        )
        for group in _by(found, "qid")
    ]


def _from_answers(found: Sequence[dict[str, str]], rng: random.Random) -> list[Example]:
    """A person's answer among other evidence, of its product as far as there is some."""
    by_product: dict[str, list[Piece]] = {}
    for row in found:
        by_product.setdefault(row["ASIN"], []).append(piece_of(row["candidate"], row["source"], ""))
    everything = [piece for pieces in by_product.values() for piece in pieces]
    out = []
    for row in found:
        own = piece_of(row["candidate"], row["source"], "")
        near = [p for p in by_product[row["ASIN"]] if _apart(p, own)]
        near = rng.sample(near, min(len(near), _OTHERS - _FAR))
        far = rng.sample(everything, min(_OTHERS - len(near), len(everything)))
        pieces = [own, *near, *(p for p in far if _apart(p, own))]
        out.append(worked(row["question"], pieces, [0], row["answer"], "hetPQA answers", rng))
    return out


def _from_fields(found: Sequence[LabelledQuestion], rng: random.Random) -> list[Example]:
    """Which field answers."""
    out = []
    for one in found:
        right = [n for n, label in enumerate(one.labels) if label >= 1]
        if right:
            out.append(worked(one.question, one.pieces, right, "", "semiPQA ranking", rng))
    return out


def _from_sentences(found: Sequence[dict[str, str]], rng: random.Random) -> list[Example]:
    """A field put into a sentence by a person, asked for by its name."""
    pieces = [piece_of(row["data"], "attribute", "") for row in found]
    out = []
    for own, row in zip(pieces, found, strict=True):
        if len(own.text) > 160 or rng.random() < 0.75:
            continue
        others = [p for p in rng.sample(pieces, min(3, len(pieces))) if p.label != own.label]
        label = own.label.lower()
        question = rng.choice(
            [
                f"what is the {label}?",
                f"{label}?",
                f"what {label} does it have?",
                f"what about the {label}?",
            ]
        )
        out.append(worked(question, [own, *others], [0], row["text"], "semiPQA data-to-text", rng))
    return out


def _apart(one: Piece, other: Piece) -> bool:
    """Whether two pieces say different things."""
    a, b = set(one.text.lower().split()), set(other.text.lower().split())
    return len(a & b) < 0.5 * min(len(a), len(b), 10**6) if a and b else True


def _plain(question: str) -> str:
    return re.sub(r"\W+", " ", question.lower()).strip()

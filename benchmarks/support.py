"""Sentences without support: a second opinion on the sentence check. Prints the share.

    python benchmarks/support.py ../shared/data/product-qa [--decoder none] [--out FILE]

Answers the held-out questions (ePQA_half with own cards, hetPQA dev), takes every sentence that
states something about a product, and holds it against the cards that it cites. `--out` gets 100 of
them, drawn with a seed, with their cards, for a person to read; keep it out of the project, for
the data set's text is not ours.

The check shares no code with `generator/check.py` and is another kind of rule: a sentence is
without support if a number of it stands in no cited card, if it denies while none of the cited
words does (or the reverse), if less than `CONTAINED` of its content words stand in the card, or if
its cosine (stock MiniLM) with the card is below `CLOSE` while words are missing. The frame ("The
description says") is no content. Abstentions state nothing and are counted apart.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from answers import Encoder, answering
from shopctl.generator.evaluation import LabelledQuestion
from shopctl.generator.grounded import GroundedText
from shopctl.generator.tuning.product_qa import human, labelled, rows

CONTAINED = 0.75
CLOSE = 0.5
SAMPLE = 100
_CITED = re.compile(r"\[(\d+)\]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIES = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot|cant|dont|doesnt|isnt|wont|lacks?|false|except|free)\b|n['’]t\b|\bnon-",
    re.IGNORECASE,
)
_FRAMES = (
    r"The description says:", r"One shopper wrote:", r"(?:But a|A)nother shopper wrote:",
    r"According to one shopper,", r"The shop answered:",
    r"The product's name says:", r"The closest it comes:", r"Asked “[^”]*”, the shop answered:",
)  # fmt: skip
_FRAME = re.compile("|".join(_FRAMES), re.IGNORECASE)
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "they",
        "them",
        "their",
        "there",
        "here",
        "he",
        "she",
        "his",
        "her",
        "you",
        "your",
        "i",
        "we",
        "our",
        "my",
        "me",
        "us",
        "do",
        "does",
        "did",
        "done",
        "can",
        "could",
        "will",
        "would",
        "should",
        "may",
        "might",
        "must",
        "have",
        "has",
        "had",
        "having",
        "so",
        "if",
        "then",
        "than",
        "too",
        "very",
        "just",
        "also",
        "only",
        "about",
        "into",
        "over",
        "up",
        "down",
        "out",
        "off",
        "no",
        "not",
        "yes",
        "one",
        "shopper",
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of an answer with the texts of the cards that it cites."""

    question: str
    sentence: str
    cards: tuple[str, ...]
    source: str


def sentences(asked: LabelledQuestion, given: GroundedText) -> Iterator[Said]:
    """The sentences that cite: split behind a citation's full stop, or at a line's end."""
    texts = {one.card: f"{one.field.replace('_', ' ')}: {one.text}" for one in given.citations}
    for part in re.split(r"(?<=\]\.)\s+|(?<=\]。)|\n", given.text):
        cited = [int(number) for number in _CITED.findall(part)]
        if cited:
            yield Said(asked.question, part, tuple(texts.get(n, "") for n in cited), given.source)


def fault(said: Said, encoder: Encoder) -> str:
    """Why a sentence has no support in its cards; empty if it has."""
    body = _FRAME.sub(" ", _CITED.sub(" ", said.sentence))
    body = re.sub(r"^[^“”]*The catalog doesn't [^.]*\.", " ", body)
    card = "\n".join(said.cards)
    if not card.strip():
        return "cites nothing"
    missing = numbers(body) - numbers(card)
    if missing:
        return f"number {sorted(missing)}"
    if denies(body) != denies(nearest(body, said.cards)):
        return "denies" if denies(body) else "leaves out a denial"
    want, have = stems(body), stems(card)
    contained = len(want & have) / len(want) if want else 1.0
    if contained < CONTAINED:
        return f"words {sorted(want - have)[:4]}"
    if contained < 1.0 and float(encoder.relevance(body, [card])[0]) < CLOSE:
        return "far from the card"
    return ""


def nearest(body: str, cards: tuple[str, ...]) -> str:
    """The sentences of the cards that share most with the body: what it speaks of."""
    want = stems(body)
    parts = [p for card in cards for p in re.split(r"(?<=[.!?;])\s+", card.split(" A: ")[-1]) if p]
    best = max((len(stems(part) & want) for part in parts), default=0)
    return " ".join(part for part in parts if 2 * len(stems(part) & want) >= best)


def denies(text: str) -> bool:
    return bool(_DENIES.search(text))


def numbers(text: str) -> set[str]:
    plain = (number.replace(",", "") for number in _NUMBER.findall(text))
    return {n.rstrip("0").rstrip(".") if "." in n else n for n in plain}


def stems(text: str) -> set[str]:
    """Content words without their commonest endings."""
    found = (word for word in _WORD.findall(text.lower()) if word not in _COMMON)
    return {re.sub(r"(?:ing|ed|es|s|ly|'s)$", "", w) if len(w) > 4 else w for w in found}


def main() -> None:
    """Answer, check, print the share and write the sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--limit", type=int, default=10**6, help="questions of each set")
    parser.add_argument("--show", type=int, default=10, help="print so many faults")
    parser.add_argument("--out", type=Path, help="100 sentences with their cards, to read")
    args = parser.parse_args()
    encoder = Encoder()
    ours = answering(args.decoder, encoder)
    said: list[Said] = []
    abstained = 0
    for asked in [
        *labelled(args.folder / "ePQA_half.tsv")[: args.limit],
        *human(rows(args.folder / "hetPQA_answers_dev.tsv"))[: args.limit],
    ]:
        *_, given = ours.stream_pieces(asked.question, asked.pieces, asked.language)
        assert isinstance(given, GroundedText)
        abstained += given.abstained
        said.extend(sentences(asked, given))
    faults = [(one, why) for one in said if (why := fault(one, encoder))]
    for one, why in faults[: args.show]:
        print(f"{why}: {one.sentence}\n    {' | '.join(one.cards)}")
    total = Counter(one.source for one in said)
    bad = Counter(one.source for one, _ in faults)
    for source in total:
        print(f"{source}: {total[source]} sentences, {bad[source]} without support")
    print(
        f"all: {len(said)} sentences that cite, {len(faults)} without support "
        f"({len(faults) / max(1, len(said)):.1%}); {abstained} abstentions"
    )
    if args.out:
        why = {id(one): reason for one, reason in faults}
        drawn = random.Random(20261124).sample(said, min(SAMPLE, len(said)))
        args.out.write_text(
            "\n\n".join(
                f"Q: {one.question}\nA: {one.sentence}\n   ({one.source}; {why.get(id(one), 'supported')})\n"
                + "\n".join(f"   card: {card}" for card in one.cards)
                for one in drawn
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()

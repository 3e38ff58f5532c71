"""Yes/no questions of product-qa: how often does an answer say yes where the evidence says no?

    python benchmarks/polarity.py ../shared/data/product-qa [--decoder none] [--show N]

200 yes/no questions drawn with a seed from the two held-out files (ePQA_half, of those with a card
labelled 2; hetPQA_answers_dev). `polarity_labels.json` holds their ids and what a person read out
of the cards labelled 2: yes, no or can't tell (they contradict each other, hedge, or speak of
something near). ``epqa:N`` is a qid, ``hetpqa:N`` the N-th row, from 0.

The polarity of an answer, by rule, from its first sentence with a citation. *Said*: it opens with
yes or no, in its own words, in the quote or as a field's value. *Read*: else, of the clauses that
share most words with the question, one with a negation means no, else yes; a question for an
absence ("is it BPA free?") turns a negation round. Undetermined: no word shared, or the answer says
that the catalog holds different answers. What is read off a quote is the rule's reading, not the
answer's claim ("supported: windows 7" is no "yes" to windows 10), so both are counted apart.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from answers import answering
from shopctl.generator.compose import Generator
from shopctl.generator.evaluation import LabelledQuestion
from shopctl.generator.grounded import GroundedText
from shopctl.generator.tuning.product_qa import human, labelled, rows

LABELS = Path(__file__).with_name("polarity_labels.json")
_OPENING = re.compile(
    r"\b(yes|yep|yeah|no|nope|true|false)\b(?=[\s,.!;:”\]]|$)(?! \d)", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|cannot|cant|wont|dont|doesnt|didnt|isnt|arent|only for|false|unable)\b|n['’]t\b",
    re.IGNORECASE,
)  # fmt: skip
# English that denies nothing of the product: it counted as a no until 2026-11-25.
_IDIOM = re.compile(
    r"\b(?:without (?:any |a )?(?:problem|issue|trouble)s?|no (?:problem|issue|trouble)s?|no longer"
    r"|can(?:no|['’])?t (?:beat|complain|go wrong)|(?:don['’]t|can['’]?t) see why)\b",
    re.IGNORECASE,
)
_ABSENCE = re.compile(r"\b(?!hands|for)[a-z]+[- ]free\b|\bfree (?:of|from)\b", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:the description says|one shopper wrote|according to one shopper|the shop answered"
    r"|the product's name says|[\w /'-]{1,40}(?=:))[:,]?\s*:?\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;.!?(){}]\s|\b(?:but|and|although|when|while|because|though)\b")
_CITED = re.compile(r"\[\d+\]")
_COMMON = frozenset(
    [
        "the",
        "this",
        "that",
        "they",
        "them",
        "these",
        "those",
        "with",
        "will",
        "would",
        "does",
        "for",
        "and",
        "are",
        "can",
        "could",
        "has",
        "have",
        "it's",
        "you",
        "your",
        "from",
        "into",
        "come",
        "comes",
        "work",
        "use",
        "used",
        "any",
        "get",
        "its",
        "was",
        "were",
        "what",
        "there",
    ]
)


def polarity(question: str, answer: str) -> tuple[str, str]:
    """``yes``, ``no`` or ``undetermined``, and ``said`` or ``read``; see the module."""
    if "holds different answers" in answer or "But another shopper" in answer:
        return "undetermined", "read"
    first = next((s for s in re.split(r"(?<=\]\.)\s", answer) if _CITED.search(s)), "")
    said = _CITED.sub("", first)
    asked = re.match(r"Asked “.*?”, the shop answered: ", said)
    said = said[asked.end() :] if asked else _FRAME.sub("", said)
    said = _IDIOM.sub(" ", said.strip(" “”."))
    if opening := _OPENING.match(said):
        return ("yes" if opening[1].lower()[0] in "yt" else "no"), "said"
    clauses = [clause for clause in _CLAUSE.split(said) if clause.strip()]
    shared = [len(words(clause) & words(question)) for clause in clauses]
    if not any(shared):
        return "undetermined", "read"
    about = " ; ".join(c for c, n in zip(clauses, shared, strict=True) if n == max(shared))
    negated = bool(_NEGATION.search(about)) != bool(_ABSENCE.search(question))
    if _ABSENCE.search(question) and _ABSENCE.search(about):
        negated = False
    return ("no" if negated else "yes"), "read"


def words(text: str) -> set[str]:
    """Content words, cut to their first five letters so that inflections meet."""
    return {word[:5] for word in re.findall(r"[a-z]{3,}|\d+", text.lower()) if word not in _COMMON}


def questions(folder: Path) -> dict[str, LabelledQuestion]:
    """Both held-out files by id."""
    path = folder / "ePQA_half.tsv"
    qids = list(dict.fromkeys(row["qid"] for row in rows(path)))
    found = {f"epqa:{qid}": one for qid, one in zip(qids, labelled(path), strict=True)}
    people = human(rows(folder / "hetPQA_answers_dev.tsv"))
    return found | {f"hetpqa:{n}": one for n, one in enumerate(people)}


def answer_to(ours: Generator, asked: LabelledQuestion) -> GroundedText:
    *_, given = ours.stream_pieces(asked.question, asked.pieces, asked.language)
    assert isinstance(given, GroundedText)
    return given


def main() -> None:
    """Answer the labelled questions and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong answers")
    args = parser.parse_args()
    ours = answering(args.decoder)
    known = questions(args.folder)
    count: Counter[str] = Counter()
    shown = 0
    for name, label in json.loads(LABELS.read_text()).items():
        asked = known[name]
        given = answer_to(ours, asked)
        if label == "can't tell":
            count["no label: answered" if not given.abstained else "no label: abstained"] += 1
            continue
        if given.abstained:
            count["abstained"] += 1
            continue
        said, how = polarity(asked.question, given.text)
        outcome = said if said == "undetermined" else "right" if said == label else "wrong"
        count[f"{how}: {outcome}" if said != "undetermined" else outcome] += 1
        if outcome == "wrong" and shown < args.show:
            shown += 1
            print(f"{name} ({label}, {how} {said}): {asked.question}\n    {given.text}")
    print(dict(count))
    for how in ("said", "read"):
        wrong, all_of = count[f"{how}: wrong"], count[f"{how}: wrong"] + count[f"{how}: right"]
        print(f"yes or no {how}: {all_of}, wrong {wrong} ({wrong / max(1, all_of):.1%})")
    wrong = count["said: wrong"] + count["read: wrong"]
    answered = wrong + count["said: right"] + count["read: right"] + count["undetermined"]
    print(
        f"answered {answered} of {answered + count['abstained']} with a label; undetermined "
        f"{count['undetermined']}, wrong {wrong} ({wrong / max(1, answered):.1%} of the answered)"
    )


if __name__ == "__main__":
    main()

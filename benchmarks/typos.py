"""Search for requests with typing errors, against the same requests spelled right.

    python benchmarks/typos.py DATA_DIR [--part validation] [--encoder default] [--json FILE]

DATA_DIR is in Home Depot's form (see search.py). Two groups of the part's queries, by rule:

- *unknown word*: a word of four letters or more, without digits beside it, that is in no title (nor
  its stem), with a catalog word at most one edit away, two from seven letters on. No person
  spelled these right, so the corrected text stands for that.
- *made*: queries without such a word; one of their words of five letters or more gets one slip
  (two letters swapped, one dropped, one doubled, one replaced by a neighbouring key; fixed seed).
  Here the query as it was is the truth.

The bar: pairwise accuracy with typos at most .02 below the same queries spelled right.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from search import (
    POOL,
    RELEVANT_FROM,
    WORTHLESS,
    Ranking,
    make_retriever,
    pairwise,
    titles_of,
)
from shopctl.retrieval.edit_cost import neighbours
from shopctl.retrieval.evaluation import evaluate_search, in_part, read_judgements
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.spelling import SpellingBook
from shopctl.retrieval.spelling_reading import Spot, words_of
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.retrieval.tokens import is_stop_word, stem_of
from shopctl.retrieval.weight_fitting import by_request
from shopctl.table import render_table

BAR = 0.02
SEED = 20_260
SLIPS = ("swapped", "dropped", "doubled", "neighbour")
Grades = Mapping[str, dict[str, float]]


def is_known(word: str, book: SpellingBook, retriever: Retriever) -> bool:
    return (
        len(word) < 4
        or is_stop_word(word)
        or book.words.count(word) > 0
        or len(retriever.lexical.products_with(stem_of(word))) > 0
    )


def has_unknown(query: str, book: SpellingBook, retriever: Retriever) -> bool:
    """Whether some word is in no title but close to one that is."""
    return any(
        spot.open
        and not is_known(spot.word, book, retriever)
        and book.words.alike(spot.word, 2 if len(spot.word) >= 7 else 1)
        for spot in words_of(query)
    )


def slipped(query: str, seed: int = SEED) -> str | None:
    """`query` with one slip in one word of five plain letters or more; None if it has none."""
    chance = random.Random(f"{seed} {query}")
    spots = [spot for spot in words_of(query) if _can_slip(spot)]
    if not spots:
        return None
    spot = chance.choice(spots)
    for _ in range(20):
        typed = _slip(spot.word, chance)
        if typed != spot.word:
            return query[: spot.start] + typed + query[spot.end :]
    return None


def _can_slip(spot: Spot) -> bool:
    return spot.open and len(spot.word) >= 5 and spot.word.isascii() and not is_stop_word(spot.word)


def _slip(word: str, chance: random.Random) -> str:
    kind, at = chance.choice(SLIPS), chance.randrange(len(word))
    if kind == "swapped":
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice(neighbours(word[at])) + word[at + 1 :]


def searched(retriever: Retriever, *, respell: bool, typed: Mapping[str, str]) -> Callable:
    """A search that is asked for a query and types it as `typed` says."""
    known: dict[str, Ranking] = {}
    asked = retriever if respell else retriever.as_typed()

    def search(query: str, k: int = POOL, allowed: Sequence[str] | None = None) -> Ranking:
        if query not in known:
            text = typed.get(query, query)
            hits = asked.retrieve(text, k=POOL)
            known[query] = [(hit.item_id, hit.score) for hit in hits]
        return known[query]

    return search


def measured(retriever: Retriever, by_query: Grades, *, respell: bool, typed: Mapping[str, str]):
    search = searched(retriever, respell=respell, typed=typed)
    judged = [
        Judgement(query, item, grade)
        for query, grades in by_query.items()
        for item, grade in grades.items()
    ]
    report = evaluate_search(
        lambda queries, k: [search(query)[:k] for query in queries],
        judged,
        relevant_from=RELEVANT_FROM,
        worthless=WORTHLESS,
    )
    return pairwise(search, dict(by_query))[0], report.scores["R@100"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="validation", choices=["train", "validation", "test"])
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--most", type=int, default=0, help="look at so many queries of a group")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    path = asked.data / "judgements.csv"
    titles = titles_of(path)
    retriever = make_retriever(
        TextEncoder.load(asked.encoder), list(titles), list(titles.values()), served=True
    )
    book = retriever.spelling
    assert book is not None
    by_query = by_request(in_part(read_judgements(path), asked.part))
    unknown = {q: g for q, g in by_query.items() if has_unknown(q, book, retriever)}
    clean = {q: g for q, g in by_query.items() if q not in unknown}
    made = {q: typed for q in clean if (typed := slipped(q)) is not None}
    if asked.most:
        unknown = dict(list(unknown.items())[: asked.most])
        made = dict(list(made.items())[: asked.most])
    pure = {query: clean[query] for query in made}
    changed = sum(bool(retriever.corrected(query).changes) for query in clean)
    found = sum(
        _terms(retriever.corrected(typed).text) == _terms(retriever.corrected(query).text)
        for query, typed in made.items()
    )
    right = {query: retriever.corrected(query).text for query in unknown}
    runs = [
        ("unknown word", "as typed, no book", unknown, False, {}),
        ("unknown word", "as typed, with book", unknown, True, {}),
        ("unknown word", "corrected text alone", unknown, False, right),
        ("made", "as it was, no book", pure, False, {}),
        ("made", "as it was, with book", pure, True, {}),
        ("made", "slipped, no book", pure, False, made),
        ("made", "slipped, with book", pure, True, made),
    ]
    rows, figures = [], {}
    for group, name, queries, respell, typed in runs:
        accuracy, share = measured(retriever, queries, respell=respell, typed=typed)
        rows.append([group, name, f"{len(queries):,}", accuracy, share])
        figures[f"{group}, {name}"] = {"pairwise": accuracy, "R@100": share}
    lost = (
        figures["made, as it was, with book"]["pairwise"]
        - figures["made, slipped, with book"]["pairwise"]
    )
    notes = [
        f"{asked.part} part; {retriever.encoder.folder.name}, fused with BM25",
        f"made: {found:,} of {len(made):,} slips undone to the word",
        f"of {len(clean):,} queries without an unknown word {changed:,} are respelled",
        f"made: a slip costs {lost:.4f} of pairwise accuracy; the bar is {BAR}",
    ]
    headers = ["queries", "searched", "number", "pairwise", "R@100"]
    print(render_table(headers, rows, f"Typing errors, {asked.data.name}", notes))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


def _terms(text: str) -> list[str]:
    return [stem_of(spot.word) for spot in words_of(text)]


if __name__ == "__main__":
    main()

"""Thirty answers as they come, unpicked: ten a job, with their cards, as Markdown.

    python benchmarks/thirty_answers.py [--decoder none] [--seed 5]

Questions are drawn by seed from the demo shop's question file, whose items the shipped decoder
didn't learn from; the demo shop must have been built (`make demo`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator

from shopctl import Recommender
from shopctl.answer_measuring import Question, read_questions
from shopctl.cache import cache_folder
from shopctl.catalog.demo import demo_questions
from shopctl.results import Answer

JOBS = {"advise": ("advise", "unanswerable"), "recommend": ("need",), "navigate": ("navigate",)}
EACH = 10


def drawn(seed: int) -> Iterator[tuple[str, Question]]:
    """Ten questions a job, by seed alone; where a job has fewer, all of them."""
    everything = read_questions(demo_questions())
    for job, kinds in JOBS.items():
        some = [one for one in everything if one.kind in kinds]
        for question in random.Random(seed).sample(some, min(EACH, len(some))):
            yield job, question


def shown(question: Question, answer: Answer) -> str:
    """One answer with its cards."""
    about = f" (about {question.item_id})" if question.item_id else ""
    lines = [f"**{question.question}**{about}", ""]
    lines += [f"> {line}" for line in answer.text.splitlines()]
    lines.append("")
    lines += [
        f"- [{card.card}] {card.item_id}, {card.field}: {card.text}" for card in answer.citations
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    last = ""
    with Recommender.open(cache_folder() / "demo-shop", decoder=given.decoder) as shop:
        for job, question in drawn(given.seed):
            if job != last:
                print(f"### {job.capitalize()}\n")
                last = job
            print(shown(question, shop.ask(question.question, item=question.item_id)) + "\n")


if __name__ == "__main__":
    main()

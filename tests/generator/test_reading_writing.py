"""The tuned road: a card is chosen by one look, the sentence comes from its words, or is quoted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.advise import answers_of
from shopctl.generator.choice import Choice, features
from shopctl.generator.compose import Generator
from shopctl.generator.decoder import Decoder
from shopctl.generator.evidence import Piece
from shopctl.generator.extract import frame, says_false
from shopctl.generator.grounded import Found
from shopctl.generator.invented import find_invented
from shopctl.generator.limits import UNREAD
from shopctl.generator.questions import understand_question
from shopctl.generator.reading import read
from shopctl.generator.reading_prompt import CHOICES, reading_prompt
from shopctl.generator.scoring import Scored
from shopctl.generator.writing import disagrees, miscounts, write

CHOICE = Choice(chosen=1.0, none=-1.0, score=0.5, bias=0.0, answer=0.4)
TEA = Product(
    "t",
    "Green tea",
    "The green tea comes in 50 bags. It is mild.",
    attributes={"Caffeine": ["20 mg"]},
)


@pytest.fixture(scope="module")
def decoder(gemma_folder: Path) -> Decoder:
    """A random one: whatever it says, the answer must hold."""
    made = Decoder.load(str(gemma_folder), "cpu")
    made.choice = CHOICE
    return made


def flat(question: str, sentences: object) -> np.ndarray:
    return np.full(len(list(sentences)), 0.6)  # type: ignore[call-overload]


def scored(*texts: str) -> list[Scored]:
    return [
        Scored(
            Piece("t", "Green tea", "description", "description", text), 0.5, 1.0, 0.5, False, False
        )
        for text in texts
    ]


def test_the_probability_by_hand() -> None:
    weighed = np.log([[0.2, 0.8], [0.75, 0.25]])
    likely = CHOICE.likely(weighed, np.array([0.5, 0.5]))
    # log(0.8) − log(0.2) + 0.5 · log-odds(0.5) = log 4, whose logistic is 4 / 5
    assert likely == pytest.approx([4 / 5, 1 / 4])
    assert features(weighed, np.array([0.5, 0.0]))[1, 2] == pytest.approx(np.log(1e-6 / (1 - 1e-6)))


def test_the_limits_follow_from_one(decoder: Decoder) -> None:
    limits = CHOICE.limits
    assert (limits.answer, limits.near, limits.second, limits.sure) == (0.4, 0.2, 0.7, 0.7)


def test_weighing_is_a_distribution_and_reading_twice_the_same(decoder: Decoder) -> None:
    prompt = reading_prompt("how many bags?", "Bags: 50", "en")
    first = decoder.weigh(prompt, CHOICES)
    assert np.exp(first).sum() == pytest.approx(1.0)
    assert np.array_equal(first, decoder.weigh(prompt, CHOICES))


def test_what_follows_a_weighed_prompt_is_as_if_it_had_been_read_whole(decoder: Decoder) -> None:
    prompt = reading_prompt("how many bags?", "Bags: 50", "en")
    decoder.weigh(prompt, CHOICES)
    after = "".join(decoder.generate(prompt, None, 12, after="1]"))
    assert after == "".join(decoder.generate(prompt, None, 12, after="1]"))
    fresh = "".join(decoder.generate(prompt + "1]", None, 12))
    assert after == fresh


def test_only_the_first_six_are_read_and_the_rest_comes_last(decoder: Decoder) -> None:
    many = scored(*(f"sentence number {n}" for n in range(8)))
    reading = read(decoder, CHOICE, understand_question("which number?"), many, "en")
    assert len(reading.cards) == 6
    assert [one.score for one in reading.scored] == sorted(
        (one.score for one in reading.scored), reverse=True
    )
    assert [one.score for one in reading.scored[6:]] == [0.0] * 2
    assert reading.of(reading.scored[7]) is None
    assert reading.of(many[2]) is not None


def test_a_chinese_question_keeps_the_readable_scores(decoder: Decoder) -> None:
    some = [replace(one, score=0.9 - n / 10) for n, one in enumerate(scored("五十包", "很清淡"))]
    reading = read(decoder, CHOICE, understand_question("有多少包？"), some, "zh")
    assert reading.scored == tuple(some) and reading.limits == UNREAD
    assert reading.of(some[1]) is not None  # a sentence can still be written from it


def test_a_name_answers_only_where_it_is_sure() -> None:
    title = Piece("t", "Braided cable 2 m", "title", "title", "Braided cable 2 m")
    question, limits = understand_question("how long is the cable?"), CHOICE.limits
    unsure = Scored(title, 0.5, 1.0, 0.5, True, True)
    assert answers_of(question, [unsure], limits) == []
    sure = replace(unsure, score=0.8)
    assert answers_of(question, [sure], limits) == [sure]


def test_a_sentence_holds_nothing_that_its_card_does_not(decoder: Decoder) -> None:
    question = understand_question("how many bags are there?")
    some = scored("The green tea comes in 50 bags.", "It is mild.")
    reading = read(decoder, CHOICE, question, some, "en")
    attempt = write(decoder, reading, question, some[0], "en")
    said = attempt.statement.text if attempt.statement else attempt.refused
    numbers = "".join(c if c.isdigit() else " " for c in said.replace("\ue0000\ue001", "")).split()
    assert set(numbers) <= {"50"}


@pytest.mark.parametrize(
    "question", ["how many bags?", "is it safe for cats?", "有多少包？", "¿cuántas bolsas?"]
)
def test_whatever_a_random_decoder_says_nothing_is_invented(
    decoder: Decoder, question: str
) -> None:
    language = "zh" if "多" in question else "en"
    given = Generator(decoder, flat).answer(question, [Found(TEA)], language)
    assert given.text
    assert not find_invented(given.text, [TEA], given.citations, question)


def test_a_safety_question_is_not_answered_yes_without_a_card(decoder: Decoder) -> None:
    given = Generator(decoder, flat).answer("is it safe for cats?", [Found(TEA)], "en")
    assert not given.text.lower().startswith("yes")


@pytest.mark.parametrize("value", ["false", "No", "否"])
def test_what_a_field_denies_is_never_put_into_a_sentence(decoder: Decoder, value: str) -> None:
    piece = Piece("t", "Drone", "batteries_required", "attribute", value, "Batteries required")
    assert says_false(piece)
    one = Scored(piece, 0.9, 1.0, 0.6, True, True)
    question = understand_question("do you need any batteries?")
    reading = read(decoder, CHOICE, question, [one], "en")
    assert write(decoder, reading, question, reading.scored[0], "en").statement is None
    assert frame(piece, "en").text.startswith("Batteries required: no")


def test_a_field_that_affirms_or_counts_is_none_of_these() -> None:
    for value in ("true", "yes", "none", "2", "no batteries"):
        assert not says_false(Piece("t", "Drone", "x", "attribute", value, "Batteries"))
    assert not says_false(Piece("t", "Drone", "description", "description", "no"))


@pytest.mark.parametrize(
    ("sentence", "label", "does"),
    [
        ("The dimensions of the box is 30 x 20 cm.", "Item dimensions", True),
        ("The dimensions are 30 x 20 cm.", "Item dimensions", False),
        ("It is 30 x 20 cm.", "Item dimensions", False),
        ("The glass is clear.", "Glass", False),
        ("The dimensions are large, the box is blue.", "Dimensions", False),
    ],
)
def test_several_things_are_not_said_to_be_one(sentence: str, label: str, does: bool) -> None:
    assert disagrees(sentence, label) is does


@pytest.mark.parametrize(
    ("sentence", "source", "does"),
    [
        ("You can deflate with a two cap", "Just unscrew the two caps.", True),
        ("It is a two seat bench", "A two seat bench.", False),
        ("It comes in a two-pack", "Sold in packs of two.", False),
        ("It has two caps", "Unscrew the two caps.", False),
    ],
)
def test_one_thing_is_no_several(sentence: str, source: str, does: bool) -> None:
    assert miscounts(sentence, source) is does

"""What a question asks about, once what only names the product is left out."""

from __future__ import annotations

import pytest
from shopctl.generator.questions import called, title_words, understand_question
from shopctl.generator.words import words


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("A 2.5-layer jacket with pit zips and a hood.", "jacket"),
        ("The octagonal classic for gas and electric hobs.", "classic"),
        ("Dries overnight. A tent for two.", ""),
        ("高28厘米的矮款", ""),
        ("Highchair with tray", "Highchair"),
        ("Bookcase, 80x28x202 cm", "Bookcase"),
        ("Great taste, made in the hills of Assam, with love and a lot of sun", ""),
        # The word that a sentence says of its product is no name of it.
        ("This jacket is waterproof and breathable.", ""),
        ("The kettle is dishwasher safe.", ""),
        ("This cream is free of parabens.", ""),
        ("A vegan, cruelty-free cream for the face.", ""),
    ],
)
def test_what_a_description_calls_its_product(description: str, name: str) -> None:
    assert called(description) == name


def test_where_it_is_made_asks_for_no_material() -> None:
    kinds = [kind.name for kind in understand_question("不锈钢炒锅的产地是哪里？").kinds]
    assert kinds == ["origin"]


def test_what_is_measured_is_not_what_is_asked_for() -> None:
    assert understand_question("保温水壶能装多少水？", title_words("保温水壶")).terms == ()
    assert "糖" in understand_question("这个含多少糖？").terms
    assert understand_question("有多大？").terms == ()
    assert "大" in understand_question("声音大吗？").terms
    assert understand_question("How powerful is it?").terms == ()
    assert understand_question("How loud is it?").terms == ("loud",)  # no field is loud


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("how much can the rear rack carry?", ["load"]),
        ("what is the weight limit?", ["load"]),
        ("how long does the front light last?", ["duration"]),  # a light is no weight
        ("is the jacket light?", ["weight"]),
    ],
)
def test_what_a_question_asks_for(question: str, kinds: list[str]) -> None:
    names = frozenset({"rear", "rack", "front", "light", "jacket"})
    asked = understand_question(question, names)
    assert [kind.name for kind in asked.kinds][: len(kinds)] == kinds
    assert set(asked.terms) <= {"limit"}


def test_a_guessed_word_is_cut_into_those_that_are_known() -> None:
    assert [word.surface for word in words("炸篮能进洗碗机")] == ["炸", "篮", "能", "进", "洗碗机"]
    assert [word.surface for word in words("智能功能")] == ["智能", "功能"]


def test_a_rating_of_something_else_is_no_shoppers_rating() -> None:
    assert "rating" in [kind.name for kind in understand_question("how is it rated?").kinds]
    for asked in ("what security rating does the lock have?", "what is its IP rating?"):
        assert "rating" not in [kind.name for kind in understand_question(asked).kinds]


def test_a_name_that_is_written_apart_is_the_name_still() -> None:
    names = title_words("Pulse Smart Watch")
    assert understand_question("does the smartwatch show the moon?", names).terms == (
        "show",
        "moon",
    )


@pytest.mark.parametrize(
    "question", ["is the tent on sale?", "what was the original price?", "帐篷打折吗？"]
)
def test_words_of_a_reduction_are_no_words_of_an_answer(question: str) -> None:
    asked = understand_question(question, title_words("tent", "帐篷"))
    assert asked.kinds[0].direct == "list price"
    assert asked.terms == ()


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("相机续航多久？", ["duration"]),
        ("手表续航几天", ["duration"]),
        ("平板续航怎么样", ["power"]),
        ("手表电池多大", ["size", "power"]),
    ],
)
def test_how_long_a_charge_lasts_is_a_time(question, kinds):
    assert [kind.name for kind in understand_question(question).kinds] == kinds

"""Answer measures against hand-computed values, and the hunt for invented facts."""

from decimal import Decimal

import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.evaluation import LabelledQuestion, evaluate_answers, rouge_l, token_f1
from shopctl.generator.evidence import Piece
from shopctl.generator.grounded import Citation
from shopctl.generator.invented import find_invented


def test_rouge_and_f1_by_hand():
    # LCS("the cat sat", "the cat lay") = 2 of 3 and 3: F = 4/6
    assert rouge_l("the cat sat", "the cat lay") == pytest.approx(2 / 3)
    assert rouge_l("sat cat the", "the cat sat") == pytest.approx(1 / 3)
    assert token_f1("sat cat the", "the cat sat") == pytest.approx(1.0)
    assert rouge_l("不含酒精", "含酒精") == pytest.approx(6 / 7)
    assert rouge_l("", "x") == token_f1("", "x") == 0.0


def _ask(question, *labelled):
    pieces = tuple(Piece("p", "Lamp", "description", "description", text) for text, _ in labelled)
    return LabelledQuestion(question, pieces, tuple(label for _, label in labelled))


def test_scores_by_hand():
    def relevance(question, sentences):
        import numpy as np

        return np.array([0.9 if "dimmable" in s else 0.0 for s in sentences])

    questions = [
        _ask(
            "is it dimmable?",
            ("Dimmable to one percent, dimmable by remote.", 2),
            ("Made of oak.", 0),
        ),
        _ask("is it dimmable?", ("Made of oak.", 0)),
        _ask("is it washable in the sink?", ("Rinse under the tap.", 1)),
    ]
    scores, done = evaluate_answers(Generator(None, relevance), questions)
    assert [one.given.abstained for one in done] == [False, True, True]
    assert (scores.questions, scores.answered, scores.abstained) == (3, 1, 2)
    assert scores.citation_precision == 1.0
    assert scores.citation_recall == 0.5
    assert scores.first_full == scores.first_helps == 1.0
    assert scores.abstention_precision == 0.5
    assert scores.abstention_recall == 1.0
    assert scores.abstention_f1 == pytest.approx(2 / 3)
    assert scores.invented_facts == 0
    assert scores.to_dict()["questions"] == 3
    with pytest.raises(ValueError, match="no answers"):
        evaluate_answers(Generator(None, relevance), [])


LAMP = Product("l1", "Oak Lamp", price=Decimal("39.00"), currency="USD", brand="Lumen")
CARDS = (
    Citation(1, "l1", "price", "$39.00"),
    Citation(2, "l1", "description", "It has 3 levels and a 2 m cord."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oak Lamp ($39.00) [1]: the description says: “3 levels” [2].", []),
        ("It costs $39 [1].", []),
        ("It costs $29.00 [1].", ["number 29.00", "price $29.00"]),
        ("It has 4 levels [2].", ["number 4"]),
        ("Pine Lamp ($39.00) [1].", ["product Pine Lamp", "name Pine Lamp"]),
        ("It says: “never breaks” [2].", ["quotation not in a card: never breaks"]),
        ("It has 3 levels [5].", ["card [5] doesn't exist"]),
        ("See https://a.example [2].", ["link or markup"]),
        ("Try the Brass Reading Light instead [2].", ["name Try the Brass Reading Light"]),
    ],
)
def test_hunt(text, found):
    assert find_invented(text, [LAMP], CARDS) == found


def test_hunt_knows_the_question_and_foreign_cards():
    assert (
        find_invented(
            "The catalog doesn't say whether it fits 12 V.", [LAMP], (), "does it fit 12 V?"
        )
        == []
    )
    foreign = (Citation(1, "zz", "price", "$1"),)
    assert find_invented("It costs $1 [1].", [LAMP], foreign) == ["card of an unknown product: zz"]

"""What becomes of a decoder's sentence: kept, attributed, refused. The speaker is scripted."""

import numpy as np
import pytest
from shopctl.catalog.records import Product, Review
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found
from shopctl.generator.prompt import build_prompt, prefix
from shopctl.generator.questions import understand_question
from shopctl.generator.rephrase import bare, without_article
from shopctl.generator.words import content


class Speaker:
    """Says one text, word by word, whatever the prompt."""

    choice = None  # untuned

    def __init__(self, text):
        self.text, self.prompts, self.said = text, [], ""

    def count(self, text):
        return len(text) // 4

    def grounded(self, evidence, cards=(), references=(), wording=None):
        return None

    def generate(self, prompt, constraint=None, max_new_tokens=128, stop=(), no_repeat=0, after=""):
        self.prompts.append(prompt)
        for word in self.text.split(" "):
            self.said += f" {word}"
            yield f" {word}"


def overlap(question, sentences):
    asked = {word.stem for word in content(question)}
    return np.array(
        [len(asked & {w.stem for w in content(s)}) / max(1, len(asked)) for s in sentences]
    )


TENT = Found(
    Product(
        "t1",
        "Ridge Tent",
        "Two people sleep in the tent with room for their packs, and it stands up in wind.",
    ),
    (Review("t1", "a", 5, "", "Setting up the poles took me ten minutes in the rain."),),
)


@pytest.mark.parametrize(
    ("question", "said", "expected"),
    [
        ("do two people sleep in the tent?", "Two people sleep in the tent [1].", "Two people sleep in the tent [1]."),
        ("is there room for packs?", "Yes, there is room for packs [1].", "Yes, there is room for packs [1]."),
        ("do two people sleep in the tent?", "two people sleep in the tent", "Two people sleep in the tent [1]."),
        ("how long does setting up the poles take?", "Setting up the poles took ten minutes [1].", "According to one shopper, setting up the poles took ten minutes [1]."),
    ],
)  # fmt: skip
def test_a_supported_sentence_is_said(question, said, expected):
    given = Generator(Speaker(said), overlap).answer(question, [TENT])
    assert given.text == expected
    assert given.source == "decoder" and not given.dropped
    assert given.citations[0].item_id == "t1"


@pytest.mark.parametrize(
    "said",
    [
        "Four people sleep in the tent [1].",
        "Two people do not sleep in the tent [1].",
        "Two people sleep in the tent made by Acme [1].",
        "Yes [1].",
        "2 [1].",
        "I sleep in the tent [1].",
    ],
)
def test_an_unsupported_sentence_gives_way_to_the_quote(said):
    given = Generator(Speaker(said), overlap).answer("do two people sleep in the tent?", [TENT])
    assert given.source == "extract"
    assert given.text.startswith("Two people sleep in the tent with room for their packs")
    assert len(given.dropped) == 1


def test_decoding_stops_at_the_first_foreign_word():
    speaker = Speaker(
        "Two astronauts sleep in the tent with their very long and many other things [1]."
    )
    Generator(speaker, overlap).answer("do two people sleep in the tent?", [TENT])
    assert speaker.said.split()[-1] in ("astronauts", "sleep")


def test_fields_lists_and_abstentions_need_no_decoder():
    speaker = Speaker("anything")
    found = Found(Product("p", "Pan", attributes={"material": ("iron",)}))
    for question in ("what is it made of?", "will it fit my car?"):
        Generator(speaker, overlap).answer(question, [found])
    assert not speaker.prompts


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_prompt_begins_with_the_fixed_part_and_quotes_one_line_a_card(language):
    prompt = build_prompt("a\nb?", (), language)
    assert prompt.startswith(prefix(language))
    assert "a b?" in prompt


@pytest.mark.parametrize(
    ("asked", "said", "is_bare"),
    [
        ("does the magic wand come with it?", "The magic wand.", True),
        ("does the magic wand come with it?", "It comes with the magic wand.", False),
        ("does the magic wand come with it?", "Magic hat, magic wand, cape.", False),
        ("does it need a 9 V battery?", "A 9 V battery.", False),
        ("what comes with it?", "The magic wand.", False),
    ],
)
def test_naming_what_was_asked_about_is_no_answer(asked: str, said: str, is_bare: bool) -> None:
    assert bare(said, understand_question(asked)) is is_bare


@pytest.mark.parametrize(
    ("said", "card", "kept"),
    [
        ("The hand wash only", "Hand wash only.", "hand wash only"),
        ("The lid is removable", "The jar's lid is removable.", "The lid is removable"),
        ("The lid keeps it hot", "A lid keeps it hot.", "The lid keeps it hot"),
        ("The red one", "It is the red one.", "The red one"),
        ("The warranty is 2 years", "2 years warranty", "The warranty is 2 years"),
    ],
)
def test_an_article_makes_no_sentence_of_a_few_words(said, card, kept):
    assert without_article(said, card) == kept

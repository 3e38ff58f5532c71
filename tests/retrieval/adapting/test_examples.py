"""Written requests, pairs, judged pairs, settings and the mean of weights."""

from decimal import Decimal
from random import Random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from shopctl.catalog.records import Product
from shopctl.errors import ModelError
from shopctl.retrieval.adapting.averaging import best_share, mix, trainable
from shopctl.retrieval.adapting.judged import Preferences, preferences
from shopctl.retrieval.adapting.mistyping import mistyped
from shopctl.retrieval.adapting.pairs import written_pairs
from shopctl.retrieval.adapting.requests import RequestWriter, Said, words_of
from shopctl.retrieval.adapting.settings import AdaptSettings
from shopctl.retrieval.judgements import Judgement

MUG = Product(
    "m",
    "Stonefold Travel Mug 450 ml",
    description="A steel mug with a lid that locks. Wash by hand.",
    brand="Stonefold",
    category=("Kitchen", "Mugs"),
    price=Decimal(32),
    attributes={"material": ("stainless steel",)},
)
POT = Product("p", "云岭紫砂茶壶 200毫升", category=("茶壶",), language="zh")
BLANK = Product("b", "!!!")


def test_requests_are_made_of_what_the_shop_says() -> None:
    writer = RequestWriter([MUG, POT], seed=3)
    said = Said(reviews=["Heavy and keeps tea warm"], questions=["Can it go in the microwave?"])
    told = " ".join(
        [MUG.title, MUG.description, "Mugs stainless steel", *said.reviews, *said.questions]
    ).lower()
    requests = [writer.write(MUG, said) for _ in range(200)]
    right = [one for one in requests if all(word in told for word in one.split())]
    assert len(right) > 140  # the others are mistyped or run together
    assert len(set(requests)) > 50
    assert any("mug" in one for one in requests)
    assert all(requests)


def test_chinese_requests_have_no_spaces_inside() -> None:
    requests = [RequestWriter([POT], seed).write(POT) for seed in range(40)]
    assert all(
        "茶" in one or "紫砂" in one or "云" in one or "毫升" in one or "200" in one
        for one in requests
    )
    assert not any(a > "\u3400" and b == " " and c > "\u3400" for one in requests
                   for a, b, c in zip(one, one[1:], one[2:], strict=False))  # fmt: skip


def test_the_same_seed_writes_the_same() -> None:
    first, second = written_pairs([MUG, POT], 30, 7), written_pairs([MUG, POT], 30, 7)
    assert first == second
    assert first.digest() == second.digest() != written_pairs([MUG, POT], 30, 8).digest()


def test_labels_say_what_it_is_and_whether_the_request_names_it() -> None:
    pairs = written_pairs([MUG], 60, 1)
    kinds = {kind for kind, _ in pairs.labels}
    assert len(kinds) == 1 and kinds != {0}
    named = [bool(flag) for _, flag in pairs.labels]
    says = ["mug" in request.split() or "mugs" in request.split() for request in pairs.requests]
    assert named == says


def test_products_without_words_are_no_obstacle() -> None:
    pairs = written_pairs([BLANK, MUG], 10, 0)
    assert list(pairs.rows) == [1] * 5  # the blank one was passed over five times
    assert all(kind for kind, _ in pairs.labels)


@given(st.text(max_size=300), st.text(max_size=300), st.integers(0, 2**16))
def test_any_product_gets_a_request(title: str, description: str, seed: int) -> None:
    product = Product("x", title or "x", description=description)
    assert isinstance(RequestWriter([product], seed).write(product), str)
    words_of(title)


@given(st.text(alphabet="abcdefgh", min_size=5, max_size=12), st.integers(0, 999))
def test_one_slip_changes_a_word_a_little(word: str, seed: int) -> None:
    typed = mistyped(word, Random(seed))
    assert abs(len(typed) - len(word)) <= 1
    assert typed[0] == word[0]


@pytest.mark.parametrize("word", ["four", "JA-1033", "3/4", "größe", "茶壶茶壶茶壶"])
def test_what_is_short_or_no_plain_word_stays_right(word: str) -> None:
    assert mistyped(word, Random(1)) == word


def test_preferences_are_pairs_that_the_grades_tell_apart() -> None:
    judged = [
        Judgement("mug", "a", 3.0), Judgement("mug", "b", 2.0), Judgement("mug", "c", 1.9),
        Judgement("mug", "gone", 1.0), Judgement("tea", "a", 1.0),
    ]  # fmt: skip
    found = preferences(judged, {"a": "A", "b": "B", "c": "C"})
    rows = sorted(zip(found.requests, found.better, found.worse, found.gaps, strict=True))
    assert [row[:3] for row in rows] == [("mug", "A", "B"), ("mug", "A", "C")]
    assert [row[3] for row in rows] == pytest.approx([0.5, 0.55])


@pytest.mark.parametrize("judged", [[], [Judgement("mug", "a", 2.0), Judgement("mug", "b", 2.0)]])
def test_nothing_to_prefer(judged: list[Judgement]) -> None:
    assert preferences(judged, {"a": "A", "b": "B"}) == Preferences([], [], [], [])


def test_pairs_grow_with_the_catalog_within_limits() -> None:
    settings = AdaptSettings()
    assert [settings.pairs_for(n) for n in (10, 2_000, 1_000_000)] == [4_000, 8_000, 20_000]
    assert AdaptSettings(pairs=7).pairs_for(9_999) == 7


@pytest.mark.parametrize(
    "wrong",
    [{"batch": 1}, {"kept": 1.0}, {"frozen": 2.0}, {"temperature": 0.0}, {"learning_rate": -1.0}],
)
def test_settings_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ModelError):
        AdaptSettings.from_dict(wrong)
    with pytest.raises(ModelError, match="unknown setting 'batches'"):
        AdaptSettings.from_dict({"batches": 3})


def test_mean_of_weights() -> None:
    layer = torch.nn.Linear(1, 1)
    before = {"weight": torch.tensor([[1.0]]), "bias": torch.tensor([0.0])}
    after = {"weight": torch.tensor([[3.0]]), "bias": torch.tensor([4.0])}
    mix(layer, before, after, 0.25)
    assert layer.weight.item() == 2.5
    assert layer.bias.item() == 3.0
    layer.bias.requires_grad_(False)
    assert list(trainable(layer)) == ["weight"]


class _Sided(torch.nn.Module):
    """Puts "left" nearer to every request the larger its one weight is."""

    def __init__(self) -> None:
        super().__init__()
        self.side = torch.nn.Parameter(torch.tensor(0.0))

    def encode(self, texts: list[str], **_: object) -> list[list[float]]:
        side = float(self.side)
        return [[side, 1.0] if text == "left" else [-side, 1.0] if text == "right" else [1.0, 0.0] for text in texts]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "kept"), [(-1.0, 1.0, 0.0), (9.0, -1.0, 0.25)])
def test_share_is_the_one_that_orders_most(before: float, after: float, kept: float) -> None:
    judged = Preferences(["r"], ["left"], ["right"], [1.0])
    weights = [{"side": torch.tensor(value)} for value in (before, after)]
    prompts = {"query": "", "product": ""}
    assert best_share(_Sided(), weights[0], weights[1], judged, prompts) == kept

"""The sentence check: what a card supports passes, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.generator.check import check_sentence
from shopctl.generator.questions import understand_question

SUPPORTED = [
    ("It weighs 420 g [1].", ["Weight: 420 g"]),
    ("It is made of cast iron [1].", ["Material: cast iron"]),
    ("This lamp includes a charging cable [1].", ["A charging cable is included with the lamp."]),
    ("It hydrates skin and soothes redness [1].", ["Hydrates skin, soothes redness."]),
    ("It is fragrance-free [1].", ["Free of fragrance and dyes."]),
    ("It doesn't go in the dishwasher [1].", ["Do not put the basket in the dishwasher."]),
    ("It comes in grey [1].", ["Color: gray, blue"]),
    ("材质是精梳棉 [1]。", ["材质：精梳棉"]),
    ("热水12小时后55度 [1]。", ["304不锈钢双层真空，热水12小时后55度。"]),
    (
        "It holds 1 l and keeps water hot for 12 hours [1].",
        ["Holds 1 L. Keeps water hot for 12 hours."],
    ),
]
REFUSED = [
    ("It weighs 400 g [1].", ["Weight: 420 g"]),
    ("It weighs 420 kg [1].", ["Weight: 420 g"]),
    ("It is made of aluminium [1].", ["Material: cast iron"]),
    ("It contains fragrance [1].", ["Free of fragrance and dyes."]),
    ("It does not contain retinol [1].", ["Contains 0.5% retinol."]),
    ("It is not for daily use [1].", ["Made for daily use."]),
    ("The basket goes in the dishwasher [1].", ["Do not put the basket in the dishwasher."]),
    ("It fits a 12 inch laptop [1].", ["It might fit a 12 inch laptop."]),
    ("It fits the rack [1].", ["Fits the rack if you remove the handle."]),
    ("I love it for my dog [1].", ["I love it for my dog."]),
    ("It has 5 lights and 3 speeds [1].", ["3 lights, a long body of steel, 5 speeds"]),
    ("It costs $25 [1].", ["Price: $35"]),
    ("It costs €35 [1].", ["Price: $35"]),
    ("See www.evil.com for lamps [1].", ["See www.evil.com for lamps"]),
    ("It is [1].", ["Weight: 420 g"]),
    ("It is soft.", []),
    ("含有酒精 [1]。", ["不含酒精和香精"]),
    ("可以机洗 [1]。", ["只可手洗"]),
]


@pytest.mark.parametrize(("sentence", "cards"), SUPPORTED)
def test_supported(sentence, cards):
    verdict = check_sentence(sentence, cards)
    assert verdict.supported, verdict.reason


@pytest.mark.parametrize(("sentence", "cards"), REFUSED)
def test_refused(sentence, cards):
    assert not check_sentence(sentence, cards).supported


@pytest.mark.parametrize(
    ("question", "sentence", "card", "passes"),
    [
        ("Is it dishwasher safe?", "Yes, it is dishwasher safe [1].", "Dishwasher safe.", True),
        ("Is it dishwasher safe?", "Yes [1].", "Hand wash recommended.", False),
        ("Is it safe for sensitive skin?", "Yes, for sensitive skin [1].", "Suitable for sensitive skin.", True),
        ("Is it safe for sensitive skin?", "Yes, for dry skin [1].", "Skin type: dry", False),
        ("Does it fit a 15 inch laptop?", "Yes, laptop [1].", "Laptop sleeve in grey", False),
        ("Does it contain retinol?", "Yes, it contains retinol [1].", "Contains no retinol.", False),
        ("Does it contain retinol?", "No, it contains no retinol [1].", "Contains no retinol.", True),
        ("Is it retinol free?", "Yes, it is retinol free [1].", "Contains no retinol.", True),
        ("What is it made of?", "Yes, cotton [1].", "Material: cotton", False),
        ("Will it work with a Kenmore?", "Yes, it works with a Kenmore [1].", "It should work with a Kenmore.", False),
        ("含酒精吗？", "是的，含酒精 [1]。", "不含酒精", False),
    ],
)  # fmt: skip
def test_yes_and_no(question, sentence, card, passes):
    verdict = check_sentence(sentence, [card], understand_question(question))
    assert verdict.supported is passes, verdict.reason


@given(
    st.integers(min_value=0, max_value=10**6),
    st.integers(min_value=0, max_value=10**6),
    st.sampled_from(["", " ml", " g", "%", " inches", "元", "岁", " hours"]),
)
@settings(max_examples=200, deadline=None)
def test_never_a_number_that_the_card_lacks(in_card, said, unit):
    verdict = check_sentence(f"It holds {said}{unit} [1].", [f"It holds {in_card}{unit}"])
    assert verdict.supported is (in_card == said)


@given(st.text(max_size=120), st.text(alphabet="abcdef ghij.", max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_a_verdict_and_digits_need_a_source(sentence, card):
    verdict = check_sentence(sentence, [card])
    if any("0" <= char <= "9" for char in sentence.replace("[1]", "")):
        assert not verdict.supported or not any(c.isdigit() for c in sentence.split("[")[0])


def test_seventy_is_a_number_like_any_other_ten() -> None:
    from shopctl.generator.numbers import measures

    assert [int(one.value) for one in measures("runs seventy hours, not sixty")] == [70, 60]

"""A need says who or what will use the thing: what ends below that is left out."""

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.measure_limits import within_limits
from shopctl.facts.most_it_takes import most_it_takes, taking_the_user, user_of


@pytest.mark.parametrize(
    ("text", "who", "amount"),
    [
        ("a leash for a 30 kg dog", "dog", 30_000),
        ("leash for my 30kg labrador", "dog", 30_000),
        ("harness for a 7 kg cat", "cat", 7_000),
        ("my dog weighs 30 kg, which leash?", "dog", 30_000),
        ("a leash for a large dog of 30 kg", "dog", 30_000),
        ("sleeve for a 15 inch laptop", "laptop", 381),
        ("an office chair, I weigh 90 kg", "person", 90_000),
        ("我体重90公斤，想买电脑椅", "person", 90_000),
        ("30公斤的狗用的牵引绳", "dog", 30_000),
    ],
)
def test_users(text: str, who: str, amount: float) -> None:
    user = user_of(text)
    assert user is not None
    assert (user.who, user.amount) == (who, pytest.approx(amount))


@pytest.mark.parametrize(
    "text",
    ["a leash for dogs", "a 5 kg bag of dog food", "a bag for a 10 kg pack", "a table for 4 people",
     "a 15 inch laptop", "backpack under 2 kg", "电脑椅，承重90公斤"],
)  # fmt: skip
def test_no_user(text: str) -> None:
    assert user_of(text) is None


DOG = user_of("a leash for a 30 kg dog")


@pytest.mark.parametrize(
    ("description", "fields", "most"),
    [
        ("Nylon leash, for dogs up to 20 kg.", {}, [20_000]),
        ("For dogs from 10 to 40 kg", {}, [40_000]),
        ("Holds 100 kg.", {}, [100_000]),
        ("Suits dogs. Weighs up to 300 g.", {}, []),
        ("Dogs love it. A 2 kg bag.", {}, []),
        ("", {"weight limit": ("25 kg",)}, [25_000]),
    ],
)
def test_maxima(description: str, fields: dict[str, tuple[str, ...]], most: list[float]) -> None:
    assert DOG is not None
    one = Product("1", "Leash", description=description, attributes=fields)
    assert sorted(set(most_it_takes(one, DOG))) == most


def test_a_strap_is_no_laptop() -> None:
    user = user_of("bag for a 15 inch laptop")
    assert user is not None
    bag = Product("1", "Bag", description="Opens up to 10 inches wide.")
    small = Product("2", "Bag", description="Fits laptops up to 14 inch.")
    assert taking_the_user([bag, small], "bag for a 15 inch laptop") == [bag]


def test_who_says_nothing_stays() -> None:
    short = Product("1", "Leash", description="For dogs up to 20 kg.")
    strong = Product("2", "Strong Leash", description="For dogs up to 45 kg.")
    silent = Product("3", "Rope Leash", description="Hemp.")
    text = "a leash for a 30 kg dog"
    assert within_limits([short, silent, strong], text) == [silent, strong]
    assert within_limits([short], text) == []
    assert within_limits([short], "a leash for a 20 kg dog") == [short]


def test_in_chinese() -> None:
    light = Product("1", "电脑椅", description="适合80公斤以下用户。")
    strong = Product("2", "人体工学椅", attributes={"承重": ("150公斤",)})
    heavy = Product("3", "转椅", description="净重不超过20公斤。")
    assert within_limits([light, strong, heavy], "我体重90公斤，想买电脑椅") == [strong, heavy]

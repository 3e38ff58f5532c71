import pytest
from shopctl.retrieval.liking_words import without_liking
from shopctl.retrieval.understand import understand


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("he likes coffee", "coffee"),
        ("She's really into cycling", "cycling"),
        ("my best friend is a big fan of tea", "tea"),
        ("gift for my mother who loves gardening", "gift for my mother gardening"),
        ("他特别喜欢喝茶", "茶"),
        ("I like coffee", "I like coffee"),  # other words read what the shopper says of themselves
        ("a dog that likes chicken", "a dog that likes chicken"),
        ("likes", "likes"),
    ],
)
def test_what_somebody_likes_is_what_is_looked_for(text: str, left: str) -> None:
    assert without_liking(text) == left


def test_the_request_searches_for_the_thing() -> None:
    assert understand("he likes coffee").text == "coffee"

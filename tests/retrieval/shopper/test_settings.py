"""Settings: what can't be is refused when it is set, not in the middle of a training."""

import math

import pytest
from shopctl.errors import ModelError
from shopctl.retrieval.shopper.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("learning_rate", 0.0), ("learning_rate", -1.0), ("learning_rate", math.nan),
        ("learning_rate", math.inf), ("weight_decay", -0.1), ("weight_decay", math.nan),
        ("dropout", 1.0), ("dropout", -0.1), ("input_dropout", 2.0), ("id_dropout", math.nan),
        ("temperature", 0.0), ("temperature", 0.001), ("temperature", 10.0),
        ("temperature", math.nan), ("epochs", -1), ("seed", -1), ("seed", 2**40),
        ("blocks", 0), ("heads", -2), ("negatives", 0), ("patience", 0), ("width", 0),
        ("block", "relu"), ("positions", "none"), ("loss", "hinge"),
        ("text", 1), ("epochs", True), ("epochs", 2.0), ("width", None), ("dropout", "0.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(ModelError, match=name) as caught:
        Settings.from_dict({name: value})
    assert "\n" not in str(caught.value)


def test_a_whole_number_does_for_a_fraction_and_json_gives_it_back():
    settings = Settings.from_dict({"weight_decay": 0, "seed": 3, "loss": "bce", "dropout": 0})
    assert Settings.from_dict(settings.to_dict()) == settings


@pytest.mark.parametrize(
    ("steps", "epochs"),
    [(1, 150), (8, 150), (40, 30), (100, 14), (100_000, 14), (0, 150)],  # 1,200 steps, or nearly
)
def test_small_shops_go_over_their_data_more_often(steps, epochs):
    assert Settings().epochs_for(steps) == epochs
    assert Settings(epochs=3).epochs_for(steps) == 3

"""Products to inputs: whitened text, tags that tell something, price bands; and what is refused."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
import torch
from shopctl.catalog.records import Product
from shopctl.errors import ModelError
from shopctl.retrieval.shopper.encoder import HistoryEncoder
from shopctl.retrieval.shopper.features import Features
from shopctl.retrieval.shopper.item_tower import ItemTower
from shopctl.retrieval.shopper.model import HistoryModel
from shopctl.retrieval.shopper.settings import Settings
from shopctl.retrieval.shopper.step_codes import StepCodes

from . import toy


def fitted(products, width=6):
    return Features.fit(products, toy.texts(len(products), width), [p.item_id for p in products])


def tags_of(features, product):
    """The tags that the tower is told of a product."""
    inputs = features.inputs([product], np.zeros((1, len(features.mean)), dtype=np.float32))
    return {features.tags[number] for number in inputs.tags.tolist()}


# --- text ------------------------------------------------------------------------------------


def test_whitening_decorrelates_and_gives_every_direction_the_same_say():
    generator = np.random.default_rng(3)
    turned = np.linalg.qr(generator.standard_normal((8, 8)))[0]
    spread = np.array([9, 3, 2, 1, 1, 1, 0.8, 0.5])
    vectors = (generator.standard_normal((500, 8)) * spread @ turned + 5).astype(np.float32)
    made = Features.fit([], vectors, []).whitened(vectors)
    assert made.mean(axis=0) == pytest.approx(0, abs=1e-3)
    covariance = made.T @ made / len(made)
    # A mean square length of 1 over 8 directions: 1/8 each, a little less where it is shrunk.
    assert np.diag(covariance).max() == pytest.approx(1 / 8, rel=0.01)
    assert np.diag(covariance).min() > 0.9 / 8
    assert covariance - np.diag(np.diag(covariance)) == pytest.approx(0, abs=1e-3)
    assert (made**2).sum(axis=1).mean() == pytest.approx(1, rel=0.05)


def test_directions_in_which_nothing_varies_fall_away():
    vectors = toy.texts(30, 6)
    vectors[:, 2] = 0.25
    assert Features.fit([], vectors, []).whitening.shape == (6, 5)


@pytest.mark.parametrize("count", [1, 7])
def test_texts_that_are_all_the_same_are_no_error(count):
    vectors = np.tile(toy.texts(1), (count, 1))
    features = Features.fit([], vectors, [])
    assert features.whitening.shape == (8, 1)
    assert np.isfinite(features.whitened(vectors)).all()


def test_a_width_that_training_did_not_have_is_refused():
    with pytest.raises(ModelError, match=r"width 6.*have 9.*train history"):
        fitted(toy.products(4)).inputs(toy.products(4), toy.texts(4, 9))


# --- tags ------------------------------------------------------------------------------------


def test_tags_that_tell_nothing_are_dropped():
    products = [
        Product(
            item_id=f"p{n}",
            title="thing",
            brand="Everyone's",  # all ten have it
            category=("Home", "Lamps" if n < 5 else "Rugs"),  # five each: half is not too common
            attributes={"Colour": ("Red",) if n < 2 else (f"shade {n}",)},  # a pair; singles
        )
        for n in range(10)
    ]
    assert fitted(products).tags == ("category=lamps", "category=rugs", "colour=red")


def test_kinds_keep_tags_apart_and_case_does_not():
    products = [Product("a", "x", brand="Red"), Product("b", "x", brand="RED")]
    products += [Product(n, "x", attributes={"Colour": ("red",)}) for n in "cd"]
    products += [Product(n, "x") for n in "ef"]
    features = fitted(products)
    assert features.tags == ("brand=red", "colour=red")
    assert tags_of(features, products[1]) == {"brand=red"}
    assert tags_of(features, products[2]) == {"colour=red"}
    assert tags_of(features, Product("new", "x", brand="Blue")) == set()


def test_a_value_named_twice_is_one_tag_and_long_ones_are_none():
    twice = Product("a", "x", attributes={"use": ("tea", "Tea", "t" * 61)})
    features = fitted([twice, replace(twice, item_id="b"), Product("c", "x"), Product("d", "x")])
    inputs = features.inputs([twice], toy.texts(1, 6))
    assert [features.tags[number] for number in inputs.tags] == ["use=tea"]


def test_price_bands_by_hand():
    products = [Product(f"p{n:02d}", "x", price=Decimal(n), currency="USD") for n in range(1, 41)]
    bands = fitted(products).bands
    # Seven edges between eight bands: quantiles k/8 of 1 … 40, that is 1 + 39·k/8.
    assert bands == {"USD": tuple(pytest.approx(1 + 39 * k / 8) for k in range(1, 8))}
    features = fitted(products)
    assert tags_of(features, products[0]) == {"price=USD:0"}
    assert tags_of(features, products[4]) == {"price=USD:0"}  # 5 is below 5.875
    assert tags_of(features, products[5]) == {"price=USD:1"}
    assert tags_of(features, products[39]) == {"price=USD:7"}
    assert tags_of(features, replace(products[0], price=Decimal(10**9))) == {"price=USD:7"}
    assert tags_of(features, replace(products[0], currency="CNY")) == set()
    assert tags_of(features, replace(products[0], price=None)) == set()


def test_a_few_prices_make_no_bands():
    products = [Product(f"p{n}", "x", price=Decimal(n), currency="USD") for n in range(39)]
    assert fitted(products).bands == {}
    assert fitted([replace(p, price=Decimal(3)) for p in [*products, *products[:1]]]).bands == {
        "USD": (3.0,)
    }


# --- the vocabulary on disk ------------------------------------------------------------------


def test_features_come_back_as_they_were():
    products = [
        replace(p, price=Decimal(n), currency="USD") for n, p in enumerate(toy.products(45))
    ]
    features = fitted(products)
    again = Features.from_parts(features.vocabulary(), features.mean, features.whitening)
    one, other = (f.inputs(products, toy.texts(45, 6)) for f in (features, again))
    assert again.bands == features.bands
    for name in ("text", "tags", "tag_starts", "ids"):
        assert torch.equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    "damaged",
    [{}, {"tags": [], "ids": []}, {"tags": 3, "ids": [], "bands": {}},
     {"tags": [], "ids": [], "bands": []}, {"tags": [], "ids": [], "bands": {"USD": ["x"]}}],
)  # fmt: skip
def test_a_damaged_vocabulary_is_named(damaged):
    with pytest.raises(ModelError, match="train again"):
        Features.from_parts(damaged, np.zeros(2), np.zeros((2, 2)))


# --- the tower -------------------------------------------------------------------------------


def test_the_head_of_the_items_is_their_first_rows():
    products = [replace(p, category=("A", "B")) for p in toy.products(6)]
    features = Features.fit([*products, *toy.products(24)], toy.texts(30), ["i00", "i02"])
    inputs = features.inputs(products, toy.texts(6))
    for count in (0, 1, 4, 6):
        head, alone = inputs.head(count), features.inputs(products[:count], toy.texts(6)[:count])
        assert len(head) == count
        assert torch.equal(head.tags, alone.tags)
        assert torch.equal(head.tag_starts, alone.tag_starts)
        assert head.ids.tolist() == [0, -1, 1, -1, -1, -1][:count]


def test_an_item_without_an_id_is_its_text_and_tags():
    torch.manual_seed(0)
    tower = ItemTower(Settings(width=8, heads=2), 8, 4, 24).eval()
    items = toy.items()
    unseen = replace(items, ids=torch.full_like(items.ids, -1))
    torch.nn.init.zeros_(tower.ids.weight[:12])
    with torch.inference_mode():
        assert torch.allclose(tower(items)[:12], tower(unseen)[:12], atol=1e-6)
        assert not torch.allclose(tower(items)[12:], tower(unseen)[12:], atol=1e-3)


def test_tags_are_averaged_by_the_root_of_their_number():
    tower = ItemTower(Settings(width=8, heads=2, text=False, ids=False), 8, 4, 0).eval()
    items = replace(
        toy.items(2),
        tags=torch.tensor([0, 1, 2]),
        tag_starts=torch.tensor([0, 2]),
    )
    with torch.inference_mode():
        rows = tower.tags.weight
        made = torch.stack([(rows[0] + rows[1]) / 2**0.5, rows[2]])
        assert torch.allclose(tower(items), torch.nn.functional.normalize(made), atol=1e-6)


def test_training_hides_the_ids_of_a_share_of_the_items():
    torch.manual_seed(0)
    tower = ItemTower(Settings(width=8, heads=2, id_dropout=0.5), 8, 4, 24).train()
    torch.nn.init.normal_(tower.ids.weight)
    items = toy.items()
    bare = tower(items, torch.zeros(24, 8))
    hidden = torch.stack([(tower(items) - bare).abs().amax(1) < 1e-6 for _ in range(200)])
    assert float(hidden.float().mean()) == pytest.approx(0.5, abs=0.03)


def test_an_item_of_which_nothing_is_known_still_has_a_unit_vector():
    products = [Product(f"p{n}", "x", brand="A" if n < 2 else "") for n in range(5)]
    features = fitted(products)
    settings = Settings(width=8, heads=2, blocks=1, text=False, ids=False)
    encoder = HistoryEncoder(
        HistoryModel(settings, 6, len(features.tags), 5), features, StepCodes()
    )
    vectors = encoder.encode_items(products, toy.texts(5, 6))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert len(encoder.encode_items([], toy.texts(0, 6))) == 0


def test_items_with_nothing_to_be_told_apart_by_are_refused():
    tower = ItemTower(Settings(width=8, heads=2, text=False, ids=False), 8, 0, 5)
    with pytest.raises(ModelError, match="use text or ids"):
        tower(toy.items(5))

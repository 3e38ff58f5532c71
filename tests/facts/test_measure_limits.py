"""Limits on measures, in requests and in what products state."""

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.measure_limits import measure_limits, within_limits


def product(title: str, description: str = "", **attributes: str) -> Product:
    named = {name.replace("_", " "): (value,) for name, value in attributes.items()}
    return Product(title, title, description, attributes=named)


@pytest.mark.parametrize(
    ("text", "names", "op", "value"),
    [
        ("bed wider than 150 cm", ("width",), "gt", 1500),
        ("a tent under 3 kg", ("weight",), "lt", 3000),
        ("backpack lighter than 1 kg", ("weight",), "lt", 1000),
        ("kettle at least 1.5 l", ("capacity",), "ge", 1500),
        ("earphones with at least 40 hours of battery", ("duration",), "ge", 2400),
        ("table 120 cm or wider", ("width",), "ge", 1200),
        ("a shelf that holds at least 100 kg", ("load",), "ge", 100_000),
        ("承重100公斤以上的", ("load",), "ge", 100_000),
        ("no more than 10 inches deep", ("depth",), "le", 254),
        ("容量大于1.6L的电热水壶", ("capacity",), "gt", 1600),
        ("电池5000毫安以上的手机", ("charge",), "ge", 5000),
        ("重量不超过2公斤的帐篷", ("weight",), "le", 2000),
        ("宽度至少120厘米的书桌", ("width",), "ge", 1200),
        ("内存256G的手机", ("data",), "eq", 262_144),
        ("运存12GB以上的手机", ("ram",), "ge", 12_288),
        ("phone with 256GB storage", ("data",), "eq", 262_144),
        ("cable longer than 6 ft", ("length", "width"), "gt", 1828.8),
    ],
)
def test_limits_that_are_read(text: str, names: tuple[str, ...], op: str, value: float) -> None:
    (limit,) = measure_limits(text)
    assert (limit.names, limit.op) == (names, op)
    assert limit.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "food for my 5 kg cat",
        "a 2 in 1 laptop",
        "120 x 60 cm desk",
        "a 10 minute read",
        "under $40",
        "under 50 in black",
        "more than 2 people",
        "over the shoulder",
        "",
    ],
)
def test_what_limits_no_measure(text: str) -> None:
    assert measure_limits(text) == []


def names(found: list[Product]) -> list[str]:
    return [one.title for one in found]


def test_a_field_counts_before_the_text() -> None:
    wide = product("Wide", width="160 cm")
    narrow = product("Narrow", "Comes in a box 200 cm wide.", width="90 cm")
    assert names(within_limits([narrow, wide], "bed wider than 150 cm")) == ["Wide"]


def test_a_bare_number_is_in_the_likeliest_unit() -> None:
    sofas = [product("Two", width="180.0"), product("Three", width="218.0")]
    assert names(within_limits(sofas, "sofa at least 2 m wide")) == ["Three"]
    assert names(within_limits(sofas, "sofa under 200 cm wide")) == ["Two"]


def test_the_text_says_which_measure_it_is() -> None:
    light = product("Light", "Weighs only 900 g and carries 20 kg.")
    heavy = product("Heavy", "Weighs 2.1 kg.")
    assert names(within_limits([heavy, light], "backpack under 1 kg")) == ["Light"]


def test_a_lone_measure_in_a_name_counts() -> None:
    cables = [product("Braided cable 1.5m"), product("Braided cable 50 cm"), product("Cable")]
    found = within_limits(cables, "cable longer than 1 m")
    assert names(found) == ["Braided cable 1.5m"]


def test_one_measure_in_two_units_is_one_and_a_model_number_none() -> None:
    tv = product("TV 80 cm (32 inches) L32M7-5AIN")
    assert within_limits([tv], "a tv bigger than 40 inches") == []
    assert within_limits([tv], "a tv bigger than 30 inches") == [tv]


def test_what_states_nothing_stays_only_where_nothing_fits() -> None:
    silent, wide = product("Silent"), product("Wide", width="160 cm")
    narrow = product("Narrow", width="80 cm")
    text = "bed wider than 150 cm"
    assert names(within_limits([silent, wide, narrow], text)) == ["Wide"]
    assert names(within_limits([silent, narrow], text)) == ["Silent"]
    assert names(within_limits([silent, wide, narrow], "a bed")) == ["Silent", "Wide", "Narrow"]


def test_a_measure_that_is_only_named_is_preferred() -> None:
    small, large = product("Small", Inches="15.6"), product("Large", Inches="17.3")
    assert names(within_limits([small, large], "17 inch laptop")) == ["Large"]
    assert names(within_limits([small, large], "15 inch laptop")) == ["Small"]
    assert names(within_limits([small, large], "13 inch laptop")) == ["Small", "Large"]
    kettles = [product("Kettle 1.7 l"), product("Kettle 1.5 l")]
    assert names(within_limits(kettles, "a 1.5 l kettle")) == ["Kettle 1.5 l"]


def test_a_field_of_its_own_unit() -> None:
    hoses = [
        product("Hose 25 m", **{"length_(cm)": "40"}, length="25 m"),
        product("Hose 15 m", **{"length_(cm)": "25"}, length="15 m"),
    ]
    kept = within_limits(hoses, "hose at least 20 m long")
    assert [one.title for one in kept] == ["Hose 25 m"]


def test_memory_in_a_field_of_another_name() -> None:
    phones = [
        product("P70", 运行内存="12GB", 存储容量="256GB"),
        product("i15", 存储容量="128GB", 电池容量="3349mAh"),
    ]
    assert [one.title for one in within_limits(phones, "内存256G的手机")] == ["P70"]
    assert [one.title for one in within_limits(phones, "电池3000毫安以上的手机")] == ["i15"]


def test_a_lone_mass_that_is_anothers_is_no_weight() -> None:
    rack = [product("Rack", "Holds up to 20 kg."), product("Food", "For cats over 5 kg.")]
    assert within_limits(rack, "rack lighter than 6 kg") == rack

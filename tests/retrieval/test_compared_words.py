import pytest
from shopctl.retrieval.compared_words import kind_compared, kind_of_both, things_compared


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("What's the difference between the Wisp 1 and the Wisp 2?", ("Wisp 1", "Wisp 2")),
        ("can you compare the trail runner with a city runner", ("trail runner", "city runner")),
        ("gooseneck kettle vs. electric kettle", ("gooseneck kettle", "electric kettle")),
        ("which is better for travel: the buds or the headphones?", ("buds", "headphones")),
        ("how does the Wisp 1 compare to the Wisp 2", ("Wisp 1", "Wisp 2")),
        ("铁观音和凤凰单丛有什么区别？", ("铁观音", "凤凰单丛")),
        ("紫砂壶还是盖碗，哪个更好用", ("紫砂壶", "盖碗")),
        ("对比一下紫砂壶和盖碗", ("紫砂壶", "盖碗")),
    ],
)
def test_two_things(text: str, things: tuple[str, str]) -> None:
    assert things_compared(text, "en" if text.isascii() else "zh") == things


@pytest.mark.parametrize(
    "text",
    [
        "which is the best tent?",
        "is it better than the other one?",
        "compare them",
        "a kettle or a teapot",
        "x" * 400,
        "哪个好",
    ],
)
def test_no_two_things(text: str) -> None:
    assert things_compared(text, "en" if text.isascii() else "zh") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What's the difference between the two electric toothbrushes?", "electric toothbrushes"),
        ("两款电动牙刷有什么区别？", "电动牙刷"),
        ("这两款壶的区别是什么？", "壶"),
        ("compare your espresso machines", "espresso machines"),
        ("what's the difference between these three tents?", "tents"),
        ("what's the difference between the three tents?", "tents"),
        ("compare the Wisp and the tents", ""),
        ("difference between the glass", ""),
        ("这几款茶壶有什么不同", "茶壶"),
        ("what is the difference between the Wisp 1 and the Wisp 2?", ""),
        ("两款都好看", ""),
    ],
)
def test_the_two_of_a_kind(text: str, kind: str) -> None:
    assert kind_compared(text) == kind


@pytest.mark.parametrize(
    ("things", "brand", "kind"),
    [
        (("美的", "海尔的空调"), "海尔", "空调"),
        (("牧高笛", "挪客帐篷"), "挪客", "帐篷"),
        (("美的空调", "海尔空调"), "海尔", ""),
        (("iPhone 15", "华为Pura 70"), "华为", ""),
        (("Wisp 1", "Wisp 2"), "", ""),
    ],
)
def test_a_kind_said_once_for_both(things: tuple[str, str], brand: str, kind: str) -> None:
    assert kind_of_both(things, brand) == kind

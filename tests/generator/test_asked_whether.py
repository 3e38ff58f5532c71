from __future__ import annotations

import pytest
from shopctl.generator.asked_whether import asks_whether_another, asks_whether_it_must


@pytest.mark.parametrize(
    ("label", "question", "another"),
    [
        ("能否进洗碗机", "玻璃杯能放微波炉吗", True),
        ("能否进微波炉", "能放烤箱吗", True),
        ("是否防水", "能上电磁炉吗", True),
        ("能否进洗碗机", "能用洗碗机洗吗", False),
        ("能否冲马桶", "可以冲厕所吗", False),
        ("能否明火加热", "能放火上烧吗", False),
        ("能否打冰", "打不打得了冰块", False),
        ("容量", "能放微波炉吗", False),
        ("dishwasher safe", "能放微波炉吗", False),
        ("能否", "能放微波炉吗", False),
        ("能否使用", "能放微波炉吗", False),
    ],
)
def test_of_something_that_the_question_does_not_speak_of(
    label: str, question: str, another: bool
) -> None:
    assert asks_whether_another(label, question) is another


@pytest.mark.parametrize(
    ("label", "question", "must"),
    [
        ("Battery needed", "does the car come with batteries?", True),
        ("Batteries required", "are the batteries included?", True),
        ("是否需要电池", "带电池吗", True),
        ("Batteries required", "does it need batteries?", False),
        ("Batteries required", "does it run on batteries?", False),
        ("Batteries required", "does it take AA batteries?", False),
        ("是否需要电池", "要装电池吗", False),
        ("Batteries included", "does it come with batteries?", False),
        ("Assembly required", "is it easy to put together?", True),
    ],
)
def test_what_must_be_had_is_no_yes_to_what_is_had(label: str, question: str, must: bool) -> None:
    assert asks_whether_it_must(label, question) is must

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shopctl.retrieval.popularity_groups import Group, group_codes, popularity_groups

P, M, T = Group.POPULAR, Group.MIDDLE, Group.TAIL


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # A third of 9 is 3: `a` holds 5; `e`, `d` and `c` hold 3 from the other end.
        ({"a": 5, "b": 1, "c": 1, "d": 1, "e": 1}, [P, M, T, T, T]),
        # A third of 12 is 4: `a` alone holds 3, so `b` is needed too; `e` and `d` hold 4.
        ({"a": 3, "b": 3, "c": 2, "d": 2, "e": 2}, [P, P, M, T, T]),
        ({"a": 1, "b": 1, "c": 1}, [P, M, T]),
        # Of four alike one holds a quarter: two are needed at both ends.
        ({"a": 1, "b": 1, "c": 1, "d": 1}, [P, P, T, T]),
        ({"a": 2, "b": 2}, [P, T]),
        ({"a": 7}, [P]),  # both ends at once
        ({"a": 9, "b": 1, "c": 0}, [P, T, T]),
        ({"a": 0, "b": 0}, [T, T]),
        ({}, []),
    ],
)
def test_by_hand(counts, expected):
    assert popularity_groups(counts) == dict(zip(counts, expected, strict=True))


def test_never_bought_is_tail():
    groups = popularity_groups({"a": 4, "gone": 1}, ["a", "new"])
    assert groups == {"a": P, "gone": T, "new": T}
    assert popularity_groups({}, ["new"]) == {"new": T}


def test_ties_by_item_id_whatever_the_order_of_the_counts():
    assert popularity_groups({"c": 1, "b": 1, "a": 1}) == {"a": P, "b": M, "c": T}


def test_codes_and_labels():
    codes = group_codes(["b", "x", "a"], {"a": P, "b": M})
    assert codes.tolist() == [1, 2, 0]
    assert codes.dtype == "int64"
    assert group_codes([], {}).dtype == "int64"
    assert [group.label for group in Group] == ["popular", "middle", "tail"]


# A busy machine is no failure: what is tested here is the order, not the time.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 20), min_size=1))
def test_the_ends_hold_a_third_and_no_more_items_than_that_takes(counts):
    groups = popularity_groups(counts)
    assert groups.keys() == counts.keys()
    ranking = sorted(counts, key=lambda item: (-counts[item], item))
    assert [groups[item] for item in ranking] == sorted(groups.values())
    total = sum(counts.values())
    popular = [counts[item] for item in ranking if groups[item] == P]
    tail = [counts[item] for item in ranking if groups[item] == T]
    if total:
        assert 3 * sum(popular) >= total > 3 * sum(popular[:-1])
        assert 3 * sum(tail[1:]) < total
        if M in groups.values():
            assert 3 * sum(tail) >= total

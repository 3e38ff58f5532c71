"""How a cross-encoder's opinion joins a fused score: hand-computed."""

import numpy as np
import pytest
from shopctl.errors import ModelError
from shopctl.retrieval.judgements import Judgement
from shopctl.retrieval.reranking.checks import RerankCheck
from shopctl.retrieval.reranking.examples import graded
from shopctl.retrieval.reranking.mixing import (
    Judged,
    accuracy,
    below,
    crossed,
    error_of_gain,
    fit,
    outcomes,
    share,
)
from shopctl.retrieval.reranking.reranker import Reranker
from shopctl.retrieval.reranking.settings import RerankSettings


def judged(
    fused: list[float], logits: list[float], grades: list[float], head: list[bool] | None = None
) -> Judged:
    return Judged(
        np.array(fused, dtype=np.float32),
        np.array(head or [True] * len(fused)),
        np.array(logits, dtype=np.float32),
        np.array(grades, dtype=np.float32),
    )


def test_the_rest_stays_behind_the_head() -> None:
    scores = np.array([0.2, 0.9, 0.5, 0.4], dtype=np.float32)
    head = np.array([True, True, False, False])
    # The best of the rest (.5) overtakes the worst of the head (.2) by .3: all of it falls by 1.3.
    np.testing.assert_allclose(below(scores, head), [0.2, 0.9, -0.8, -0.9], atol=1e-6)
    assert below(scores, ~head) is not scores
    in_order = np.array([0.6, 0.9, 0.5, 0.4], dtype=np.float32)
    assert below(in_order, head) is in_order
    assert below(scores, np.zeros(4, dtype=bool)) is scores


def test_what_stands_outside_the_head_is_not_read() -> None:
    one = judged([3, 2, 1], [-9, 0, 99], [1, 3, 3], [True, True, False])
    np.testing.assert_allclose(one.scores(1.0), [-6, 2, -7])  # 1 - ((1 - -6) + 1)


def test_accuracy_counts_pairs_whose_grades_differ() -> None:
    one = judged([3, 2, 1], [0, 1, 4], [1, 2, 2.4])
    assert outcomes([one], [0.0]).tolist() == [[0, 2]]  # 2 and 2.4 are too close
    assert accuracy([one], 0.0) == 0.0
    assert accuracy([one], 0.75) == 0.5  # 3, 2.75, 4
    assert accuracy([one], 2.0) == 1.0
    assert accuracy([], 1.0) == 0.0


def test_the_smallest_weight_that_orders_best_is_taken() -> None:
    assert fit([judged([3, 2, 1], [0, 1, 4], [1, 2, 2.4])]) == 1.5  # at 1, first and second tie
    assert fit([judged([1, 2], [1, 0], [1, 2])]) == 0.0  # the search alone is right
    assert fit([judged([1, 2], [1, 0], [1, 1])]) == 0.0  # nothing to tell apart


def test_each_half_is_scored_at_the_weight_of_the_other() -> None:
    helped = judged([2, 1], [0, 3], [1, 2])  # right from weight .5 on
    hurt = judged([1, 2], [3, 0], [1, 2])  # right below weight .5
    # On `hurt` alone the weight is 0, wrong for `helped`; that of `helped` is wrong for `hurt`.
    assert crossed([helped, hurt]) == [0.0, 0.5]
    assert share(outcomes([helped, hurt], crossed([helped, hurt]))) == 0.0
    assert share(outcomes([helped, helped], crossed([helped, helped]))) == 1.0


def test_the_error_of_a_gain_is_that_of_requests() -> None:
    before = np.array([[1, 2], [1, 2], [2, 4]], dtype=float)  # .5
    # +1, -1 and +1 pairs: a gain of 1/8, and 1 - .25, -1 - .25, 1 - .5 beyond it
    after = np.array([[2, 2], [0, 2], [3, 4]], dtype=float)
    expected = np.sqrt(0.75**2 + 1.25**2 + 0.5**2) / 8
    assert error_of_gain(before, after) == pytest.approx(expected)
    assert error_of_gain(before, before) == 0.0
    assert error_of_gain(np.zeros((0, 2)), np.zeros((0, 2))) == 0.0
    assert share(np.zeros((0, 2))) == 0.0


def test_what_pays() -> None:
    def check(
        after: float, int8: float | None, p95: float, weight: float = 1.0, error: float = 0.0
    ) -> RerankCheck:
        return RerankCheck(10, 0.600, after, int8, error, weight, p95 / 2, p95)

    assert check(0.620, 0.618, 99, error=0.008).pays
    assert not check(0.620, 0.618, 99, error=0.010).pays  # might be chance

    assert check(0.620, 0.616, 99).pays
    assert check(0.620, 0.616, 99).int8_holds
    assert not check(0.620, 0.614, 99).int8_holds
    assert check(0.620, 0.614, 99).better  # in float32
    assert check(0.620, 0.616, 101).better
    assert not check(0.620, 0.616, 101).pays
    assert not check(0.600, None, 50).better
    assert not check(0.601, 0.599, 50).better  # int8 would serve, and loses it
    assert not check(0.620, 0.616, 50, weight=0.0).better


class _Engine:
    """Scores by a table."""

    name = "table"

    def __init__(self, scores: dict[str, float]) -> None:
        self.table = scores

    def score(self, requests: list[str], texts: list[str]) -> np.ndarray:
        assert len(requests) == len(texts) <= 50
        return np.array([self.table[text] for text in texts], dtype=np.float32)


def test_the_best_fifty_are_reordered_and_keep_their_mean_and_deviation() -> None:
    ids = [f"p{number:02d}" for number in range(60)]
    looked_up: list[str] = []

    def texts(wanted: list[str]) -> list[str]:
        looked_up.extend(wanted)
        return [f"text of {item}" for item in wanted]

    scores = np.linspace(2, -2, 60, dtype=np.float32)
    table = {f"text of {item}": float(place) for place, item in enumerate(ids[:50])}
    reranker = Reranker(_Engine(table), 10.0, texts)  # type: ignore[arg-type]
    found = reranker.rescored("mug", ids, scores)
    order = [ids[row] for row in np.argsort(-found)]
    assert order == [*ids[:50][::-1], *ids[50:]]  # what the table likes, then the rest as it was
    assert found[:50].mean() == pytest.approx(scores[:50].mean(), abs=1e-5)
    assert found[:50].std() == pytest.approx(scores[:50].std(), abs=1e-5)
    assert sorted(looked_up) == ids[:50]
    reranker.rescored("cup", ids, scores)
    assert len(looked_up) == 50  # texts are kept
    one = np.array([1.0], dtype=np.float32)
    assert reranker.rescored("mug", ["x"], one) is one


def test_equal_opinions_change_nothing() -> None:
    ids = ["a", "b", "c"]
    reranker = Reranker(_Engine(dict.fromkeys(ids, 0.7)), 2.0, lambda wanted: wanted)  # type: ignore[arg-type]
    scores = np.array([0.3, 0.1, 0.2], dtype=np.float32)
    np.testing.assert_allclose(reranker.rescored("mug", ids, scores), scores, atol=1e-6)
    same = np.zeros(3, dtype=np.float32)
    np.testing.assert_allclose(reranker.rescored("mug", ids, same), same, atol=1e-6)
    liked = Reranker(_Engine({"a": 0.0, "b": 1.0, "c": 2.0}), 0.5, lambda wanted: wanted)  # type: ignore[arg-type]
    # where the search has no opinion the reranker's stands: .5 times (0, 1, 2), with the mean kept
    np.testing.assert_allclose(liked.rescored("mug", ids, same), [-0.5, 0, 0.5], atol=1e-6)


def test_grades_become_shares_of_their_span() -> None:
    grades = [
        Judgement("mug", "a", 1),
        Judgement("mug", "b", 2),
        Judgement("mug", "b", 2.5),
        Judgement("tea", "gone", 3),
        Judgement("tea", "a", 5),
    ]
    found = graded(grades, {"a": "A", "b": "B"}, str.upper)
    assert list(found.requests) == ["MUG", "MUG", "TEA"]
    assert list(found.texts) == ["A", "B", "A"]
    assert list(found.targets) == [0.0, 0.375, 1.0]  # of b the later grade
    assert len(graded(grades[:1], {"a": "A"}, str)) == 0  # one grade has no span
    assert len(graded([], {}, str)) == 0
    assert found.digest() != graded(grades[:3], {"a": "A", "b": "B"}, str.upper).digest()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"batch": 1}, "batch must be at least 2"),
        ({"max_tokens": 600}, "512 at most"),
        ({"learning_rate": 0.0}, "learning_rate must lie"),
        ({"frozen": float("nan")}, "frozen is a share"),
        ({"seed": -1}, "seed must lie"),
        ({"loss": "x"}, "unknown setting 'loss'"),
        ({"epochs": 1.5}, "'epochs' can't be 1.5"),
    ],
)
def test_settings_that_cannot_be(values: dict[str, object], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        RerankSettings.from_dict(values)

"""Where examples come from: product-qa without what is tested, a shop's own fields and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shopctl.catalog.records import QA, Product
from shopctl.errors import InputError
from shopctl.generator.grounded import Found
from shopctl.generator.tuning.product_qa import piece_of, read_product_qa
from shopctl.generator.tuning.shop_examples import from_shop


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    names = list(rows[0])
    lines = ["\t".join(names), *("\t".join(row[n] for n in names) for row in rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def answer(asin: str, question: str, candidate: str) -> dict[str, str]:
    return {
        "ASIN": asin,
        "question": question,
        "candidate": candidate,
        "answer": candidate,
        "source": "Desc",
    }


def ranked(qid: str, asin: str, question: str, candidate: str, label: str) -> dict[str, str]:
    return {
        "qid": qid,
        "ASIN": asin,
        "question": question,
        "candidate": candidate,
        "label": label,
        "source": "Desc",
        "title": "",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "hetPQA_answers_train.tsv", [
        answer("learn", "is it red?", "it is red with white dots"),
        answer("learn", "how long is it?", "the thing is 12 inches long"),
        answer("tested", "is it blue?", "it is blue"),
        answer("watched", "is it green?", "it is green"),
        answer("other", "Does it FLOAT", "it floats on water"),
    ])  # fmt: skip
    write(tmp_path, "hetPQA_answers_dev.tsv", [answer("tested", "is it tested?", "it is tested")])
    write(tmp_path, "ePQA_half.tsv", [ranked("1", "tested2", "does it float?", "it floats", "2")])
    write(tmp_path, "hetPQA_evidence_ranking_dev.tsv", [
        ranked("7", "watched", "is it heavy?", "it weighs 5 pounds", "2"),
        ranked("7", "watched", "is it heavy?", "it is green", "0"),
        ranked("8", "tested", "is it loud?", "it is loud", "2"),
    ])  # fmt: skip
    field = {
        "qid": "3",
        "question": "what colour?",
        "candidate": 'color: { value:"red" }',
        "label": "1",
    }
    write(
        tmp_path,
        "semiPQA_attribute_ranking_dev.tsv",
        [field, {**field, "candidate": "size: 5", "label": "0"}],
    )
    write(
        tmp_path,
        "semiPQA_attribute_ranking_testseen.tsv",
        [{**field, "qid": "4", "question": "does it float?"}],
    )
    write(tmp_path, "semiPQA_data-to-text_train.tsv", [
        {"data": f'name{n}: {{ value:"v{n}" }}', "text": f"The name{n} is v{n}."} for n in range(8)
    ])  # fmt: skip
    return tmp_path


def test_no_tested_product_and_no_tested_question_is_learned_from(folder: Path) -> None:
    found = read_product_qa(folder)
    questions = {one.question for one in found.train}
    assert {"is it red?", "how long is it?"} <= questions
    assert not questions & {
        "is it blue?",
        "is it green?",
        "Does it FLOAT",
        "does it float?",
        "is it tested?",
    }
    lines = " ".join(line for one in found.train for line in one.lines)
    assert "it is blue" not in lines and "it is green" not in lines
    assert [one.question for one in found.validation] == ["is it heavy?"]
    assert found.validation[0].labels == (2, 0)
    assert [one.question for one in found.answers] == ["is it green?"]


def test_the_same_seed_gives_the_same_examples(folder: Path) -> None:
    assert read_product_qa(folder, 3) == read_product_qa(folder, 3)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "ePQA_half.tsv").unlink()
    with pytest.raises(InputError, match=r"ePQA_half\.tsv: can't be read"):
        read_product_qa(folder)


def test_a_field_reads_as_a_feed_would_have_it() -> None:
    made = piece_of("item_weight:{ unit:pounds, value:13. }", "attribute", "")
    assert (made.label, made.text, made.kind) == ("Item weight", "13. pounds", "attribute")
    asked = piece_of("yes it does Question: does it fit?", "CQA", "")
    assert (asked.text, asked.question, asked.kind) == ("yes it does", "does it fit?", "qa")


SHOP = [
    Found(
        Product("a", "Blue Mug", "A mug.", attributes={"Capacity": ["350 ml"], "Material": ["stoneware"]}),
        qa=(QA("a", "Is it dishwasher safe?", "Yes, on the top rack. Not by hand."),),
    ),
    Found(Product("b", "Desk Lamp", "A lamp.", attributes={"Bulb": ["E27"], "Voltage": ["230 V"]})),
    Found(Product("c", "山隐堂 紫砂壶", "一把壶。", language="zh", attributes={"容量": ["200毫升"], "能否明火加热": ["不能"]})),
    Found(Product("d", "青禾记 竹茶盘", "竹子。", language="zh", attributes={"材质": ["竹"], "排水方式": ["抽屉储水"]})),
]  # fmt: skip


def test_a_shop_teaches_its_fields_its_answers_and_silence() -> None:
    made = from_shop(SHOP, seed=1)
    by_question = {one.question: one for one in made if one.answering}
    capacity = [one for one in made if one.answering and "350 ml" in one.answer]
    assert capacity and all("350 ml" in one.lines[0] for one in capacity)
    washing = by_question["Is it dishwasher safe?"]
    shown = [one for one in made if one.question == "Is it dishwasher safe?" and one.answering]
    assert washing and shown[0].answer == "Yes, on the top rack."
    assert by_question["能明火加热吗？"].answer == "不能明火加热。"
    assert {one.language for one in made} == {"en", "zh"}
    silent = [one for one in made if not one.answering]
    assert silent and all(one.answer == "" for one in silent)
    for one in silent:  # no Chinese question is put to English cards
        assert any("\u4e00" <= c <= "\u9fff" for c in one.question) == (one.language == "zh")


def test_a_shop_without_fields_teaches_nothing() -> None:
    assert from_shop([Found(Product("x", "Thing"))]) == []
    json.dumps([one.question for one in from_shop(SHOP)])

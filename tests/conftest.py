"""A small real shop, and tiny random decoders with a tokenizer trained on the spot; once a session."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from click.testing import Result


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_arrives() -> None:
    """A shell starts background jobs with SIGINT ignored, and what tests start would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


PRODUCTS = [
    {"id": "tea-1", "title": "Alder Hill Green Tea, 50 bags", "brand": "Alder Hill",
     "category": "Tea", "price": "$6.50", "rating": 4.5,
     "description": "A mild green tea. Contains caffeine. Packed in compostable bags.",
     "leaf": "green"},
    {"id": "tea-2", "title": "Alder Hill Night Chamomile, 20 bags", "brand": "Alder Hill",
     "category": "Tea", "price": "$5.00", "rating": 4.2,
     "description": "Caffeine free chamomile for the evening.", "leaf": "chamomile"},
    {"id": "tea-3", "title": "Marrow & Sons Breakfast Tea", "brand": "Marrow & Sons",
     "category": "Tea", "price": "$12.00", "rating": 3.9,
     "description": "A strong black tea with a malty taste.", "leaf": "black"},
    {"id": "mug-1", "title": "Stonefold Mug 350 ml", "brand": "Stonefold", "category": "Mugs",
     "price": "$18.00", "rating": 4.8, "description": "A stoneware mug. Dishwasher safe.",
     "material": "stoneware"},
    {"id": "mug-2", "title": "Stonefold Travel Mug 450 ml", "brand": "Stonefold",
     "category": "Mugs", "price": "$32.00", "rating": 4.1,
     "description": "A steel travel mug with a lid that locks. Wash by hand.",
     "material": "stainless steel"},
    {"id": "pot-1", "title": "Kessel Glass Teapot 1 l", "brand": "Kessel", "category": "Teapots",
     "price": "$41.00", "description": "A glass teapot with a strainer.", "material": "glass"},
    {"id": "zh-1", "title": "云岭紫砂茶壶 200毫升", "brand": "云岭", "category": "茶壶",
     "price": "¥268", "description": "宜兴紫砂，手工制作，适合冲泡普洱。", "材质": "紫砂"},
    {"id": "zh-2", "title": "云岭竹制茶盘", "brand": "云岭", "category": "茶盘", "price": "¥129",
     "description": "整竹制成，带储水盒。", "材质": "竹"},
]  # fmt: skip
SEQUENCES = """\
anna tea-1 mug-1 tea-2
bert tea-3 pot-1 mug-1
cleo tea-1 tea-2 mug-1 pot-1
dora mug-2 tea-3
emil tea-2 mug-1 gone-9
fred tea-1
"""
QA = [{"item_id": "mug-1", "question": "Can it go in the microwave?", "answer": "Yes, it can."}]
REVIEWS = [{"item_id": "mug-1", "user": "anna", "rating": 5, "title": "Heavy",
            "text": "Heavy and keeps tea warm for long."}]  # fmt: skip


def write_lines(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with products.jsonl, interactions.txt, qa.jsonl and reviews.jsonl."""
    folder = tmp_path_factory.mktemp("feeds")
    write_lines(folder / "products.jsonl", PRODUCTS)
    (folder / "interactions.txt").write_text(SEQUENCES)
    write_lines(folder / "qa.jsonl", QA)
    write_lines(folder / "reviews.jsonl", REVIEWS)
    return folder


@pytest.fixture(scope="session")
def shop_path(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made of the feeds. Read only: tests that write make their own."""
    from shopctl import Recommender

    store = tmp_path_factory.mktemp("stores") / "tea-shop"
    Recommender.index(
        [feeds / "products.jsonl"],
        store,
        interactions=[feeds / "interactions.txt"],
        qa=[feeds / "qa.jsonl"],
        reviews=[feeds / "reviews.jsonl"],
    )
    return store


_CORPUS = [
    "The green tea costs $6.50 and comes in 50 bags [1]. It is mild.",
    "这款茶壶二百毫升，适合冲泡普洱。宜兴紫砂，手工制作。",
    "A stoneware mug, 350 ml, dishwasher safe. <b>Wash</b> by hand!",
]


def _tokenizer() -> Any:
    """Byte-level BPE, so that Chinese characters fall apart into bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=330,
        special_tokens=["<bos>", "<eos>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    core.train_from_iterator(_CORPUS, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=core, bos_token="<bos>", eos_token="<eos>")


def _save_llama(folder: Path) -> Path:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    words = _tokenizer()
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=256,
        initializer_range=0.5,
        bos_token_id=0,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


def _save_gemma(folder: Path) -> Path:
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(0)
    words = _tokenizer()
    config = Gemma3TextConfig(
        vocab_size=len(words),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        sliding_window=16,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        max_position_embeddings=512,
        initializer_range=0.1,
        query_pre_attn_scalar=32,
        bos_token_id=0,
        eos_token_id=1,
    )
    Gemma3ForCausalLM(config).save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def llama_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _save_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="session")
def gemma_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _save_gemma(tmp_path_factory.mktemp("gemma"))


@pytest.fixture
def run() -> Callable[..., Result]:
    """The command line in this process: arguments to a result, with what is typed to it."""
    from click.testing import CliRunner
    from shopctl.cli import main

    runner = CliRunner()

    def invoke(*arguments: object, stdin: str | None = None) -> Result:
        return runner.invoke(main, [str(one) for one in arguments], input=stdin)

    return invoke

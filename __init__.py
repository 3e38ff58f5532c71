"""shopctl: the shopping guide a shop can run itself. Recommend, advise, navigate.

from shopctl import Recommender

shop = Recommender.open("my-shop")
shop.suggest(history=["…"], query="for oily skin", k=5, where={"price": {"lt": 40}})
shop.ask("is this safe for sensitive skin?", item="…").text
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Before torch is imported: its threads must sleep while they wait for each other. Spinning makes
# a busy machine ten times slower than one thread alone would be. Some 50 µs of it, though, span
# the time between two products of one token: a fifth faster on an idle machine, no slower on a
# busy one (2,000 turns; 10,000 cost a busy machine half its speed).
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")

if TYPE_CHECKING:
    from .catalog.records import Product
    from .errors import ShopctlError
    from .recommender import Recommender
    from .results import Answer, Suggestion

__all__ = ["Answer", "Product", "Recommender", "ShopctlError", "Suggestion"]

_HOMES = {
    "Answer": "results",
    "Product": "catalog.records",
    "Recommender": "recommender",
    "ShopctlError": "errors",
    "Suggestion": "results",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use (PEP 562): `shopctl --help` needn't wait for torch."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)

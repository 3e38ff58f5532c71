"""Price limits in plain words, against phrasings that were written before the parser."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from shopctl.catalog.filters import Condition
from shopctl.retrieval.understand import understand

HERE = Path(__file__).parent


def phrasings(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize(
    "row",
    phrasings("price_phrasings.json") + phrasings("price_phrasings_heldout.json"),
    ids=lambda row: row["text"],
)
def test_phrasing_is_read_exactly(row: dict[str, Any]) -> None:
    expected = {Condition(field, op, Decimal(value)) for field, op, value in row["conditions"]}
    request = understand(row["text"])
    assert set(request.conditions) == expected
    assert request.text

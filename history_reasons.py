"""Why a product follows from a history: the items that moved it, what it shares with them, and how
many shoppers with a history like it took it next. Reads what retrieval found; changes no ranking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from .catalog.records import Product
from .reasons import MIN_SHOPPERS
from .results import Reason

_NAMED = 2
_MOST_SHARED = 3
_MOST_CHARS = 60


def history_reasons(
    product: Product,
    because_of: Sequence[Product],
    trained: bool,
    language: str,
    common: Collection[str] = (),
) -> list[Reason]:
    """The items of the history that speak most for a product, and what it shares with the first.

    Args:
        product: what is suggested.
        because_of: strongest first. With a trained encoder: the product's score falls most when
            these are left out; without one: they are nearest to it in their text.
        trained: whether the history encoder is trained; the reason says which.
        language: of the reason's words.
        common: category names that tell nothing, because most of the catalog has them.
    """
    if not because_of:
        return []
    chinese = language == "zh"
    named = ("、" if chinese else " and ").join(
        f"“{_short(one.title)}”" for one in because_of[:_NAMED]
    )
    if trained and chinese:
        said = f"历史里的{named}最能说明：没有时它的得分会更低"
    elif trained:
        verb = "s" if len(because_of) == 1 else ""
        said = f"{named} in the history speak{verb} for it most: it would score lower without"
    elif chinese:
        said = f"与历史里的{named}相近（历史向量为按时间加权的平均，尚未训练）"
    else:
        said = f"close to {named} in the history (recency-weighted mean; not a trained model)"
    ids = tuple(one.item_id for one in because_of)
    reasons = [Reason(text=said, kind="history", field="history", evidence=ids)]
    shared = list(_shared(product, because_of[0], common))[:_MOST_SHARED]
    if shared:
        values = tuple(value for _, value in shared)
        if chinese:
            words = "、".join(f"{_FIELD_ZH.get(name, name)}“{value}”" for name, value in shared)
            said = f"与“{_short(because_of[0].title)}”同为{words}"
        else:
            words = ", ".join(f"{name} “{value}”" for name, value in shared)
            said = f"shares {words} with “{_short(because_of[0].title)}”"
        reasons.append(Reason(text=said, kind="shared", field=shared[0][0], evidence=values))
    return reasons


def look_alike_reasons(shoppers: int, language: str) -> list[Reason]:
    """How many shoppers with a history like this took the product next; nothing below five."""
    if shoppers < MIN_SHOPPERS:
        return []
    if language == "zh":
        said = f"{shoppers}位历史相似的顾客接着选了它"
    else:
        said = f"{shoppers} shoppers with a history like this one went on to take it"
    return [Reason(text=said, kind="shoppers", field="interactions", evidence=(str(shoppers),))]


def _short(title: str) -> str:
    """A title, cut where it is too long to be read in passing."""
    return title if len(title) <= _MOST_CHARS else title[: _MOST_CHARS - 1].rstrip() + "…"


_FIELD_ZH = {"brand": "品牌", "category": "分类"}


def _shared(product: Product, other: Product, common: Collection[str]) -> Iterator[tuple[str, str]]:
    """Field and value of what two products have in common, the most telling first."""
    if product.brand and product.brand.casefold() == other.brand.casefold():
        yield "brand", product.brand
    both = [name for name in product.category if name in other.category and name not in common]
    if both:
        yield "category", both[-1]
    for name, values in product.attributes.items():
        theirs = {value.casefold() for value in other.attributes.get(name, ())}
        for value in values:
            if value.casefold() in theirs:
                yield name, value
                break

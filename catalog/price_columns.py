"""Which price column of a feed is paid, which is the full price beside a reduction, which was before.

A shop names its prices in five ways: what a reduced product costs (blank for the others), what is
charged, a plain "price", what was charged before, and what holds for some shoppers only. A former
price is the price only of a feed that names no other; what the shop itself pays never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .money import parse_price
from .synonyms import CONDITIONAL_PRICES, PRODUCT_FIELDS, SELLING_PRICES
from .values import is_missing, scalar

PRICE_ROLES = ("sale_price", "price", "list_price")
"""A row's price is its sale price, or else its price; then the latter is a former price."""

WHEN_REDUCED = "left out: only says when the sale price holds"
WHAT_THE_SHOP_PAYS = "left out: what the shop pays, not the shopper"

_REDUCED = PRODUCT_FIELDS["sale_price"]
_PLAIN = PRODUCT_FIELDS["price"]
_FORMER = PRODUCT_FIELDS["list_price"]
_PAID_BY_SHOP = re.compile(
    r"(?:(?:unit |average |avg |landed |our )?cost(?: price| per item| per unit| of goods(?: sold)?)?|cogs"
    r"|(?:wholesale|trade|dealer|reseller|distributor|supplier|vendor|purchase|purchasing|buying|buy in|factory) (?:price|cost))"
    r"(?: [a-z]{3})?"
    r"|(?:商品)?(?:成本|进货?|采购|批发|拿货|供货|供应|出厂|代理|经销|分销)(?:价格?|单价)|(?:商品)?成本"
)  # fmt: skip
_SOME_PRICE = re.compile(r"(?:^|.* )price|.*价格?")
# Ends with 价 or "price" and says something else, or a price of something else than the product.
_OTHER = re.compile(
    r"\b(?:unit|units|per|shipping|delivery|postage|max|min|maximum|minimum|average|highest|lowest|competitor|bulk|deposit)\b"
    r"|评价|性价|物价|估价|运费|邮费|单位|每|押金|起批|竞品|最高|最低|平均|积分"
)  # fmt: skip
_WAS = re.compile(
    r"\b(?:list|old|was|former|previous|original|regular|retail|market|recommended|suggested|catalogue|catalog|rrp|msrp|mrp)\b"
    r"|原|市场|吊牌|划线|标价|建议|专柜|指导|参考|官方|日常"
)  # fmt: skip


def is_paid_by_the_shop(name: str) -> bool:
    """Whether a column, named as the synonym table writes it, is a cost or wholesale price."""
    return _PAID_BY_SHOP.fullmatch(name) is not None


def price_roles(
    by_name: Mapping[str, str],
    chosen: Mapping[str, str],
    sample: Sequence[Mapping[str, object]],
) -> dict[str, str]:
    """The columns of a product's prices.

    Args:
        by_name: name as the synonym table writes it → column, of the columns still free.
        chosen: role → column that the user named.
        sample: some rows; settle whether a column that only sounds like a price holds any.

    Returns:
        Some of `PRICE_ROLES` → column.
    """
    roles = dict(chosen)

    def first(names: Iterable[str]) -> str | None:
        taken = set(roles.values())
        return next((by_name[n] for n in names if n in by_name and by_name[n] not in taken), None)

    def fill(role: str, column: str | None) -> None:
        if column and role not in roles:
            roles[role] = column

    if "price" not in chosen:
        fill("sale_price", first(_REDUCED))
        selling, plain = first(SELLING_PRICES), first(_PLAIN)
        if "sale_price" in roles:
            fill("price", selling or plain)
            fill("list_price", first(_FORMER) or (plain if selling else None))
        elif selling and plain:
            roles |= {"sale_price": selling, "price": plain}
        else:
            fill("price", selling or plain)
    if not roles.keys() & {"sale_price", "price"}:
        fill("price", first(CONDITIONAL_PRICES) or _named_like_a_price(by_name, sample))
    fill("list_price", first(_FORMER))
    if "price" not in roles and "list_price" in roles:
        roles["price"] = roles.pop("list_price")  # of what isn't reduced it is the price
    if "price" not in roles and "sale_price" in roles:
        roles["price"] = roles.pop("sale_price")
    return roles


def chosen_roles(columns: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """What ``--map price=COLUMN`` means: a reduced price has a full one beside it, and the reverse.

    Args:
        columns: role → column, as the user named them.
        names: column → its name as the synonym table writes it, of all columns.
    """
    roles = dict(columns)
    name = names.get(roles.get("price", ""), "")
    if "sale_price" in roles or not name:
        return roles
    if name in _REDUCED:
        roles["sale_price"] = roles.pop("price")
    elif name in _FORMER:
        columns_of = {names[column]: column for column in names}
        reduced = next((columns_of[one] for one in _REDUCED if one in columns_of), None)
        if reduced:
            roles["sale_price"] = reduced
    return roles


def _named_like_a_price(
    by_name: Mapping[str, str], sample: Sequence[Mapping[str, object]]
) -> str | None:
    for name, column in by_name.items():
        if (
            _SOME_PRICE.fullmatch(name)
            and not _OTHER.search(name)
            and not _WAS.search(name)
            and not is_paid_by_the_shop(name)
            and name not in _FORMER
            and _holds_prices([row.get(column) for row in sample])
        ):
            return column
    return None


def _holds_prices(cells: Sequence[object]) -> bool:
    """Whether most of the filled cells read as prices; true of a column without any."""
    filled = [scalar(cell) for cell in cells if not is_missing(cell)]
    return not filled or 2 * sum(map(_is_price, filled)) > len(filled)


def _is_price(text: str) -> bool:
    try:
        return parse_price(text) is not None
    except ValueError:
        return False

"""The price, list price and currency of a row, from up to three price columns.

Feeds name the price that is paid in two ways: as `price` beside a `list price`, or as `sale price`
beside a regular `price` (Google Merchant, WooCommerce), where the sale price is blank of what isn't
reduced. A reduction may be dated; before and after, the regular price holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ..columns import ColumnMap
from ..currency import currency_code, is_iso_code
from ..money import Price, amount_of, decimal_mark_of, parse_price
from ..values import flat, is_missing, scalar
from .report import Tally
from .sale_dates import SaleDates

_ROLES = ("sale_price", "price", "list_price")
_IN_NAME = re.compile(r"[(（\[]\s*(\S{1,4})\s*[)）\]]\s*$|[ _](usd|eur|gbp|cny|rmb|inr|jpy|cad|aud|euros?|dollars|rupees|rs)$", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowPrices:
    """`span` is the price text of a range ("10-20"), kept so that nothing is lost."""

    price: Decimal | None = None
    currency: str | None = None
    list_price: Decimal | None = None
    span: str | None = None


class PriceReader:
    """Reads prices with what the whole column shows: decimal mark and currency."""

    def __init__(
        self,
        columns: ColumnMap,
        sample: Sequence[Mapping[str, Any]],
        currency: str | None,
        tally: Tally,
        now: datetime | None = None,
    ) -> None:
        self._columns = {role: columns.column(role) for role in _ROLES}
        self._currency_column = columns.column("currency")
        self._tally = tally
        self._dates = SaleDates(
            [*columns.attributes, *columns.aside.left_out], now or datetime.now(UTC)
        )
        texts = [
            value
            for row in sample
            for column in self._columns.values()
            if column and isinstance(value := row.get(column), str)
        ]
        self.decimal_mark = decimal_mark_of(texts)
        self.currency = currency or self._named_in_header()

    def read(self, row: Mapping[str, Any]) -> RowPrices:
        """The prices of one row.

        Raises:
            ValueError: the price that is paid is negative, absurd, or not a price.
        """
        hint = self._row_currency(row) or self.currency
        sale = self._one(row, "sale_price", hint)
        regular = self._one(row, "price", hint)
        if sale and not self._dates.in_effect(row):
            self._tally.add("sale price not in effect today: the regular price is used")
            sale = None
        if sale and regular and sale.amount in {0, regular.amount}:
            sale = None  # how exports write "not reduced" where they can't leave a cell blank
        paid = sale or regular
        if paid is not None and paid.amount == 0:
            self._tally.add("price of 0 read as unknown")
            paid = None
        try:
            former = self._one(row, "list_price", hint)
        except ValueError as error:
            former = None
            self._tally.add("list price left out", str(error))
        before = former.amount if former else None
        if before is None and sale and regular:
            before = regular.amount
        if before is None and paid:
            before = paid.before
        if paid is None:
            return RowPrices(None, former.currency if former else None, before or None)
        if former and former.currency and paid.currency and former.currency != paid.currency:
            self._tally.add("list price in another currency left out")
            before = None
        if before is not None and before <= paid.amount:
            if before < paid.amount:
                self._tally.add("list price below the price left out")
            before = None  # not reduced
        span = None
        if paid.starting:
            self._tally.add("price is a range: the lowest is used, the text kept as 'price range'")
            span = " ".join(flat(row.get(self._columns["sale_price" if sale else "price"] or "")))
        return RowPrices(paid.amount, paid.currency, before or None, span)

    def _one(self, row: Mapping[str, Any], role: str, hint: str | None) -> Price | None:
        column = self._columns[role]
        value = row.get(column) if column else None
        if isinstance(value, Mapping):
            hint = next((str(value[k]) for k in ("currency", "currencyCode") if value.get(k)), hint)
            value = value.get("amount", value.get("value"))
        if isinstance(value, (list, tuple)):
            value = value[0] if value else None
        if is_missing(value):
            return None
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return Price(amount_of(value), hint)
        return parse_price(scalar(value), hint, self.decimal_mark)

    def _row_currency(self, row: Mapping[str, Any]) -> str | None:
        value = row.get(self._currency_column) if self._currency_column else None
        if is_missing(value):
            return None
        text = scalar(value).strip()
        if is_iso_code(text.upper()):
            return text.upper()
        try:
            return currency_code(text, self.currency)
        except KeyError:
            self._tally.add("unknown currency ignored", f"'{text[:20]}'")
            return None

    def _named_in_header(self) -> str | None:
        for column in self._columns.values():
            match = _IN_NAME.search(column or "")
            if match:
                try:
                    return currency_code(match[1] or match[2])
                except KeyError:
                    continue
        return None

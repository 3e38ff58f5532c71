"""A row of raw values to a Product, by a column map. One `ProductBuilder` a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..columns import ColumnMap, attribute_name
from ..language import guess_language
from ..language_names import is_tag, tag_of
from ..plain_text import is_cut, one_line
from ..records import Product
from ..values import (
    attribute_items,
    availability_of,
    category_path,
    count_of,
    first_link,
    is_missing,
    nested,
    paragraphs,
    rating_of,
    scalar,
    time_of,
    title_of,
    value_list,
)
from .list_columns import ListColumns
from .list_names import values_of
from .prices import PriceReader
from .report import Tally
from .variants import VARIANTS, lines_of

T = TypeVar("T")
_BRAND_ATTRIBUTES = ("brand", "品牌", "brand name", "品牌名称")
_CHINESE = {"zh": "CNY", "ja": "JPY"}
_MAX_ID = 200


class ProductBuilder:
    """Builds the products of one file, knowing what a sample of it shows.

    Attributes:
        lists: the text columns that are cut into values.
    """

    def __init__(
        self,
        columns: ColumnMap,
        sample: Sequence[Mapping[str, Any]],
        currency: str | None,
        tally: Tally,
    ) -> None:
        self.columns = columns
        self.lists = ListColumns(columns.attributes, sample)
        self._tally = tally
        self._prices = PriceReader(columns, sample, currency, tally)
        if self._prices.currency is None:
            self._prices.currency = self._currency_by_language(sample)
        self.decimal_mark = self._prices.decimal_mark

    def build(self, row: Mapping[str, Any]) -> Product:
        """One product; its id is "" where the row has none.

        Raises:
            ValueError: no title, a bad price, or an unusable id; the message is for the user.
        """
        for column in row:
            self.columns.add(column)
        title = title_of(self._value(row, "title"))
        if not title:
            raise ValueError("no title")
        prices = self._prices.read(row)
        attributes = self._attributes(row)
        if prices.span:
            attributes.setdefault("price range", (prices.span,))
        if variants := lines_of(row, prices.currency):
            attributes[VARIANTS] = variants
        description = paragraphs([row.get(c) for c in self.columns.fields.get("description", ())])
        if is_cut(description):
            self._tally.add("description cut at 100,000 characters")
        return Product(
            item_id=self._item_id(row),
            title=title,
            description=description if description != title else "",
            brand=self._brand(row, attributes),
            category=self._category(row, attributes),
            price=prices.price,
            currency=prices.currency if prices.price is not None or prices.list_price is not None else None,
            list_price=prices.list_price,
            availability=self._soft(row, "availability", availability_of, attributes),
            rating=self._soft(row, "rating", rating_of, attributes),
            rating_count=self._soft(row, "rating_count", count_of, attributes),
            attributes=attributes,
            image_url=first_link(self._value(row, "image_url")),
            url=first_link(self._value(row, "url")),
            language=self._language(row, title, description, attributes),
            updated_at=self._soft(row, "updated_at", time_of, attributes),
        )  # fmt: skip

    def _value(self, row: Mapping[str, Any], name: str) -> Any:
        column = self.columns.column(name)
        return row.get(column) if column else None

    def _item_id(self, row: Mapping[str, Any]) -> str:
        value = self._value(row, "item_id")
        if is_missing(value) or isinstance(value, (list, dict)):
            return ""
        text = one_line(scalar(value))
        if len(text) > _MAX_ID:
            raise ValueError(f"item id of {len(text):,} characters, at most {_MAX_ID} are taken")
        return text

    def _brand(self, row: Mapping[str, Any], attributes: dict[str, tuple[str, ...]]) -> str:
        value = nested(self._value(row, "brand"))
        if isinstance(value, Mapping):
            value = value.get("name")
        brand = title_of(value)
        if brand:
            return brand
        for name in _BRAND_ATTRIBUTES:  # Taobao and schema.org name it among the attributes
            if len(attributes.get(name, ())) == 1:
                return attributes.pop(name)[0]
        return ""

    def _category(
        self, row: Mapping[str, Any], attributes: dict[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        path: list[str] = []
        for column in self.columns.fields.get("category", ()):
            levels, others = category_path(row.get(column))
            known = {level.casefold() for level in path}
            path.extend(level for level in levels if level.casefold() not in known)
            if others:
                attributes["other categories"] = tuple(" > ".join(other) for other in others)
        return tuple(path)

    def _attributes(self, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for column in self.columns.fields.get("attributes", ()):
            value = row.get(column)
            items = attribute_items(value)
            if items:
                for name, values in items:
                    found[name] = found.get(name, ()) + values_of(name, values)
            elif values := value_list(value):
                found[attribute_name(column)] = values
        for column in self.columns.attributes:
            value = row.get(column)
            if is_missing(value) or (column == VARIANTS and lines_of(row, None)):
                continue
            value = nested(value)
            if isinstance(value, str) and column in self.lists:
                value = self.lists.split(column, value)
            if values := value_list(value):
                name = attribute_name(column)
                found[name] = found.get(name, ()) + values_of(name, values)
        return found

    def _soft(
        self,
        row: Mapping[str, Any],
        name: str,
        convert: Callable[[Any], T | None],
        attributes: dict[str, tuple[str, ...]],
    ) -> T | None:
        """A field that isn't worth a rejection: what can't be read stays as an attribute."""
        value = self._value(row, name)
        if isinstance(value, (list, tuple)) and len(value) == 1:
            value = value[0]
        try:
            return convert(value)
        except ValueError as error:
            self._tally.add(f"{name} not understood, kept as an attribute", str(error))
            column = self.columns.column(name) or name
            attributes.setdefault(attribute_name(column), value_list(value))
            return None

    def _language(
        self,
        row: Mapping[str, Any],
        title: str,
        description: str,
        attributes: dict[str, tuple[str, ...]],
    ) -> str | None:
        """The tag of a language column; a name ("Spanish") says it of the product, so it stays too."""
        values = value_list(nested(self._value(row, "language")))
        if values and not (len(values) == 1 and is_tag(values[0])):
            attributes.setdefault("language", values)
        tag = tag_of(values[0]) if len(values) == 1 else None
        return tag or guess_language(f"{title} {description[:1000]}")

    def _currency_by_language(self, sample: Sequence[Mapping[str, Any]]) -> str | None:
        """¥ is the yuan in a Chinese file and the yen in a Japanese one; nothing else is guessed."""
        texts = [scalar(v) for row in sample[:200] for v in row.values() if isinstance(v, str)]
        if not any("¥" in text or "￥" in text for text in texts):
            return None
        return _CHINESE.get(guess_language(" ".join(texts)) or "")

"""A filter in words, for the shopper: English and Chinese."""

from __future__ import annotations

from .condition import ATTRIBUTE, NEGATED, Condition, as_tuple

_ENGLISH = {
    "eq": "{field} is {value}",
    "ne": "{field} is not {value}",
    "lt": "{field} below {value}",
    "le": "{field} at most {value}",
    "gt": "{field} above {value}",
    "ge": "{field} at least {value}",
    "in": "{field} is {value}",
    "not_in": "{field} is not {value}",
    "contains": "{field} mentions “{value}”",
    "not_contains": "{field} doesn't mention “{value}”",
}
_CHINESE = {
    "eq": "{field}为{value}",
    "ne": "{field}不为{value}",
    "lt": "{field}低于{value}",
    "le": "{field}不超过{value}",
    "gt": "{field}高于{value}",
    "ge": "{field}不低于{value}",
    "in": "{field}为{value}",
    "not_in": "{field}不为{value}",
    "contains": "{field}包含“{value}”",
    "not_contains": "{field}不含“{value}”",
}
_CHINESE_FIELDS = {
    "price": "价格",
    "list_price": "原价",
    "discount": "折扣",
    "rating": "评分",
    "rating_count": "评价数",
    "item_id": "商品编号",
    "title": "标题",
    "description": "描述",
    "brand": "品牌",
    "currency": "货币",
    "availability": "库存状态",
    "language": "语言",
    "category": "类别",
    "text": "文字",
}


def describe(condition: Condition, language: str = "en") -> str:
    """Say a condition in words: "price below 40", “价格低于40”; English unless ``zh``."""
    chinese = language.partition("-")[0] == "zh"
    field = condition.field
    if field == "discount" and condition.op == "gt" and condition.value == 0:
        return "低于原价" if chinese else "below its list price"
    if field == "origin":
        places = ("或" if chinese else " or ").join(str(one) for one in as_tuple(condition.value))
        refused = condition.op in NEGATED
        if chinese:
            return f"{'非' if refused else ''}{places}产"
        return f"{'not ' if refused else ''}made in {places}"
    if field.startswith(ATTRIBUTE):
        field = field[len(ATTRIBUTE) :].replace("_", " ")
    elif chinese:
        field = _CHINESE_FIELDS.get(field, field)
    else:
        field = "it" if field == "text" else field.replace("_", " ")
    values = [v if isinstance(v, str) else f"{v:f}" for v in as_tuple(condition.value)]
    value = ("或" if chinese else " or ").join(values)
    return (_CHINESE if chinese else _ENGLISH)[condition.op].format(field=field, value=value)

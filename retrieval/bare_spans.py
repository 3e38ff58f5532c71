"""Whether a span of bare figures in Chinese is of prices: 1000到2000的手机, 空调 4000-6000.

No currency and no limit word says so, so the figures must look like prices (round, or in 9s) and
like nothing else that is counted from this to that: an age, a size, a year, a model.
"""

from __future__ import annotations

import re
from decimal import Decimal

_HAN = re.compile(r"[\u4e00-\u9fff]")
_A_MEASURE = re.compile(r"\s?(?:[高长宽厚深重大小粗转字步兆]|[a-z])")
_HAS_A_SIZE = re.compile(r"童|婴|宝宝|孩|衣|裤|裙|衫|袍|床|被|毯|垫|席|帘|桌|柜|身高")
"""Things whose sizes are centimetres between 100 and 200."""
_FITS = (Decimal(100), Decimal(200))
_WIDEST = 20


def is_span_of_prices(folded: str, end: int, low: Decimal, high: Decimal) -> bool:
    """Whether a bare span that ends at `end` is of prices.

    Args:
        folded: the request.
        end: of the span; a unit there has been looked for.
        low: of the span.
        high: of the span.
    """
    if not _HAN.search(folded) or _A_MEASURE.match(folded, end) or high > low * _WIDEST:
        return False
    if high < 100:  # 30-50, but 36-40 are shoes and 20-28 a suitcase
        return high >= 50 and low % 10 == 0 and high % 10 == 0
    if low >= _FITS[0] and high <= _FITS[1] and (low, high) != _FITS:
        return _round(low) and _round(high) and not _HAS_A_SIZE.search(folded)
    return _round(low) and _round(high)


def _round(value: Decimal) -> bool:
    return value % 50 in {0, 49} or (value < 100 and value % 10 in {0, 9})

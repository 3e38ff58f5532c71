"""Prices as shops write them: each expected value is worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.catalog.money import Price, amount_of, decimal_mark_of, parse_price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,299.00", "1299.00", "USD"),
        ("62.00 ", "62.00", None),
        ("1.299,00 €", "1299.00", "EUR"),
        ("€ 9,99", "9.99", "EUR"),
        ("199元", "199", "CNY"),
        ("¥99元", "99", "CNY"),
        ("199元/件", "199", "CNY"),
        ("人民币 12.50", "12.50", "CNY"),
        ("￥12.5万", "125000", None),
        ("￥1,299", "1299", None),
        ("¥１２９", "129", None),
        ("5００円", "500", "JPY"),
        ("Rs. 220", "220", "INR"),
        ("Rs.220/-", "220", "INR"),
        ("₹1,23,456.78", "123456.78", "INR"),
        ("£12", "12", "GBP"),
        ("USD 30.00", "30.00", "USD"),
        ("30.00 USD", "30.00", "USD"),
        ("$1,299.00 USD", "1299.00", "USD"),
        ("$19.99 CAD", "19.99", "CAD"),
        ("HK$ 30", "30", "HKD"),
        ("CHF 1'299.00", "1299.00", "CHF"),
        ("1 299,00 kr", "1299.00", None),
        ("1\u00a0299,00 €", "1299.00", "EUR"),
        ("12€50", "12.50", "EUR"),
        ("R$ 10,50", "10.50", "BRL"),
        (".75", "0.75", None),
        ("0.125", "0.125", None),
        ("1234.567", "1234.567", None),
        ("1,299", "1299", None),
        ("1.234.567", "1234567", None),
        ("12,5", "12.5", None),
        ("free", "0", None),
    ],
)
def test_one_price(text, amount, currency):
    assert parse_price(text) == Price(Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["", "  ", "NaN", "nan", "N/A", "null", "None", "-", "面议", "call for price"]
)
def test_no_price_is_unknown(text):
    assert parse_price(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", "negative"),
        ("$-5", "negative"),
        ("-$5.00", "negative"),
        ("(5.00)", "negative"),
        ("5.00-", "negative"),
        ("99999999999", "absurd"),
        ("1e5", "not a price"),
        ("1e400", "not a price"),
        ("abc", "not a price"),
        ("3-pack", "not a price"),
        ("1,2,3", "not a price"),
        ("1.2.3", "not a price"),
        ("12 abc", "unknown currency"),
        ("$5 - €7", "two currencies"),
    ],
)
def test_a_price_that_is_not_understood_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_price(text)


def test_a_range_gives_its_lowest_and_says_so():
    assert parse_price("10-20") == Price(Decimal(10), starting=True)
    assert parse_price("$10.50 - $20") == Price(Decimal("10.50"), "USD", starting=True)
    assert parse_price("from $10") == Price(Decimal(10), "USD", starting=True)
    assert parse_price("99元起") == Price(Decimal(99), "CNY", starting=True)
    assert parse_price("¥10-20", "CNY") == Price(Decimal(10), "CNY", starting=True)


def test_two_amounts_side_by_side_are_a_reduction_in_either_order():
    assert parse_price("11.20 16.00") == Price(Decimal("11.20"), before=Decimal("16.00"))
    assert parse_price("$22 $15") == Price(Decimal(15), "USD", before=Decimal(22))
    assert parse_price("16 000") == Price(Decimal(16000))  # a group of thousands, not two amounts


def test_a_shared_sign_takes_the_hint():
    assert parse_price("¥99") == Price(Decimal(99), None)
    assert parse_price("¥99", "CNY") == Price(Decimal(99), "CNY")
    assert parse_price("￥99", "JPY") == Price(Decimal(99), "JPY")
    assert parse_price("$9", "CAD") == Price(Decimal(9), "CAD")
    assert parse_price("€9", "USD") == Price(Decimal(9), "EUR")  # an exact sign beats the hint
    assert parse_price("9", "USD") == Price(Decimal(9), "USD")


def test_the_columns_decimal_mark_settles_one_mark_with_three_digits():
    assert parse_price("1.299").amount == 1299
    assert parse_price("1.299", decimal_mark=".").amount == Decimal("1.299")
    assert parse_price("1,299", decimal_mark=",").amount == Decimal("1.299")
    with pytest.raises(ValueError, match="not a price"):
        parse_price("12,50", decimal_mark=".")  # would be 1250: never guess


def test_decimal_mark_of_a_column():
    assert decimal_mark_of(["1.299,00", "12,5"]) == ","
    assert decimal_mark_of(["1.299", "12.5"]) == "."
    assert decimal_mark_of(["1.299", "2.499"]) is None
    assert decimal_mark_of(["1.299.000", "5"]) == ","


@pytest.mark.parametrize("value", [-1, -0.5, float("nan"), float("inf"), 10**12, Decimal("NaN")])
def test_typed_amounts_are_checked_too(value):
    with pytest.raises(ValueError, match="price"):
        amount_of(value)


_amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@given(_amounts, st.sampled_from(["USD", "EUR", "GBP", "CNY", "INR"]))
def test_round_trip_of_written_prices(amount, currency):
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (
        f"{english} {currency}",
        f"{currency} {english}",
        f"{german} {currency}",
        f"{amount:.2f} {currency}",
    ):
        assert parse_price(text) == Price(amount, currency)


@given(_amounts, _amounts)
def test_round_trip_of_two_prices(first, second):
    low, high = sorted((first, second))
    price = parse_price(f"{first:.2f} {second:.2f}")
    assert price.amount == low
    assert price.before == (high if high > low else None)


@given(st.text(max_size=60))
def test_any_text_is_a_price_unknown_or_refused(text):
    try:
        price = parse_price(text)
    except ValueError as error:
        assert str(error)
    else:
        assert price is None or 0 <= price.amount <= 10**9

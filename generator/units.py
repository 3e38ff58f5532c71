"""Units, currencies and number words, English and Chinese, and which of them mean the same.

Plain tables. A unit missing here is treated as an ordinary word, so leaving one out makes the
constraint laxer, never the text unreadable.
"""

from __future__ import annotations

_SAME = """
$ usd us$ dollar dollars 美元 美金
€ eur euro euros 欧元
£ gbp 英镑
¥ ￥ 元 块 块钱 人民币 rmb cny yuan
₹ rs inr rupee rupees 卢比
₩ krw won 韩元
jpy yen 日元
cent cents
% percent percentage ％ 个百分点
ml milliliter milliliters millilitre millilitres 毫升
cl centiliter centilitre
l liter liters litre litres ltr 升 公升
fl fluid
oz ounce ounces 盎司
g gm gms gram grams gramme grammes 克
mg milligram milligrams 毫克
kg kgs kilo kilos kilogram kilograms 公斤 千克
斤
lb lbs pound pounds 磅
mm millimeter millimeters millimetre millimetres 毫米
cm centimeter centimeters centimetre centimetres 厘米 公分
m meter meters metre metres 米
km kilometer kilometers kilometre kilometres 公里 千米
inch inches ″ 英寸 寸
ft foot feet ′ 英尺
yd yard yards
gal gallon gallons
qt quart quarts pint pints
cup cups
w watt watts 瓦
kw kilowatt kilowatts
kwh
v volt volts 伏
amp amps ampere amperes
mah 毫安 毫安时
hz hertz khz mhz ghz
db decibel decibels 分贝
gb gigabyte gigabytes
tb terabyte terabytes
mb megabyte megabytes
mp megapixel megapixels 万像素
px pixel pixels 像素
rpm
lm lumen lumens 流明
kcal calorie calories cal 卡路里 大卡 千卡
° degree degrees 度
℃ 摄氏度
℉
ppm
psi
bar bars
seconds sec secs 秒 秒钟
minute minutes min mins 分钟
hour hours hr hrs h 小时 钟头
day days 天 日
night nights
week weeks 周 星期 礼拜
month months 个月 月
year years yr yrs 年 岁
time times 次 倍
star stars 星 颗星
point points 分
piece pieces pcs pc 件
pack packs pk 包
set sets 套
pair pairs 双 对
box boxes 盒
bottle bottles 瓶
bag bags 袋
cans 罐
roll rolls 卷
sheet sheets 张
tablet tablets 片
capsule capsules 粒
serving servings 份
person people persons 人
count ct
个
只
支
条
把
台
款
本
色
档
层
号
码
折
mp3
ply
x ×
+
k
dozen 打
hundred hundreds 百
thousand thousands 千
million millions 百万
billion billions 亿
万
十
"""

CURRENCY_MARKS = frozenset("$€£¥￥₹₩₽฿₫₺₴₦")
_CURRENCY_LINES = 8

UNITS: dict[str, str] = {}
CURRENCIES: set[str] = set(CURRENCY_MARKS)
for _number, _line in enumerate(_SAME.strip().splitlines()):
    _first, *_others = _line.split()
    for _name in (_first, *_others):
        UNITS[_name] = _first
    if _number < _CURRENCY_LINES:
        CURRENCIES.add(_first)

# Words that name the number after them: "SPF 50" isn't "50 ml".
PREFIXES = frozenset({"spf", "size", "upf", "pa"})

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

NUMBER_WORDS: dict[str, str] = {word: str(n) for n, word in enumerate(_SMALL)}
NUMBER_WORDS |= {word: str(10 * (n + 2)) for n, word in enumerate(_TENS)}
NUMBER_WORDS |= {
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "billion": "1000000000",
    "dozen": "12",
    "twice": "2",
    "thrice": "3",
    "double": "2",
    "triple": "3",
    "half": "0.5",
}

# "this one", "the one", "no one": a pronoun, not a count.
BEFORE_PRONOUN_ONE = frozenset(
    [
        "this",
        "that",
        "the",
        "which",
        "each",
        "every",
        "any",
        "another",
        "no",
        "some",
        "other",
        "good",
        "better",
        "best",
        "right",
        "only",
        "first",
        "last",
    ]
)

# Words in which a Chinese numeral counts nothing.
ZH_NOT_COUNTING = ("十分", "万能", "百搭", "万一", "千万", "百分", "三明治", "五官", "四季", "四周")
# After these, 一 is a measure ("one year"), elsewhere it is an article or part of a word.
ZH_ONE_MEASURES = frozenset("年月天日周星小时升斤公克米寸元块折度毫分秒千万百倍")

_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH_SCALES = {"十": 10, "百": 100, "千": 1000}


def words_of(value: int) -> tuple[str, ...] | None:
    """An integer from 0 to 99 in English words: ``(“twenty”, “five”)``; None outside."""
    if 0 <= value < 20:
        return (_SMALL[value],)
    if 20 <= value < 100:
        tens, ones = divmod(value, 10)
        return (_TENS[tens - 2], _SMALL[ones]) if ones else (_TENS[tens - 2],)
    return None


def value_of_words(words: tuple[str, ...]) -> str:
    """The value of number words that stand together.

    >>> value_of_words(("twenty", "five")), value_of_words(("two", "hundred")), value_of_words(("half",))
    ('25', '200', '0.5')
    """
    if len(words) == 1:
        return NUMBER_WORDS[words[0]]
    total = 0
    for word in words:
        value = int(float(NUMBER_WORDS[word]))
        total = max(total, 1) * value if value >= 100 else total + value
    return str(total)


def zh_value(numeral: str) -> str | None:
    """The value of a run of Chinese numerals as digits, or None if it isn't a plain integer.

    >>> zh_value("三百二十"), zh_value("二〇二四"), zh_value("半")
    ('320', '2024', '0.5')
    """
    if numeral == "半":
        return "0.5"
    if all(c in _ZH_DIGITS for c in numeral):
        return str(int("".join(str(_ZH_DIGITS[c]) for c in numeral)))
    total = section = digit = 0
    for char in numeral:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
        elif char in _ZH_SCALES:
            section += (digit or 1) * _ZH_SCALES[char]
            digit = 0
        elif char in "万亿":
            total = (total + section + digit or 1) * (10_000 if char == "万" else 100_000_000)
            section = digit = 0
        else:
            return None
    return str(total + section + digit)


def zh_of(value: int) -> set[str]:
    """An integer from 0 to 99 in Chinese numerals; empty outside.

    >>> sorted(zh_of(2)), zh_of(25)
    (['两', '二'], {'二十五'})
    """
    if not 0 <= value < 100:
        return set()
    digits = "零一二三四五六七八九"
    if value < 10:
        return {digits[value]} | ({"两"} if value == 2 else set())
    tens, ones = divmod(value, 10)
    return {(digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")}

"""Words as the check and the ranking compare them: stems, stop words, spelling variants, synonyms.

English is stemmed (Snowball), Chinese is cut by jieba in search mode. Two tables of equivalence:
`_SAME` holds spellings and inflections that mean the same thing, which even the strict check
accepts; `_NEAR` holds words that only help to find evidence.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache

import jieba
import Stemmer

jieba.setLogLevel(logging.WARNING)
_cutter = jieba.Tokenizer()  # our own: words added here don't reach other users of jieba
_SHOP_WORDS = [
    "敏感肌",
    "干皮",
    "油皮",
    "混油皮",
    "烟酰胺",
    "玻尿酸",
    "透明质酸",
    "水杨酸",
    "视黄醇",
    "神经酰胺",
    "洗碗机",
    "微波炉",
    "保质期",
    "防晒霜",
    "洗面奶",
    "硅油",
    "香精",
    "不粘",
    "充电宝",
    "蓝牙",
    "孕妇",
    "宝宝",
    "儿童",
    "茶水桶",
    "矮款",
    "保温",
    "不锈钢",
    "机洗",
    "手洗",
    "水洗",
    "防水",
    "续航",
    "噪音",
    "静音",
    "尺码",
    "适合",
    "适用",
]
_stem = Stemmer.Stemmer("english").stemWord

_TOKEN = re.compile(
    r"[A-Za-z]{1,12}-?\d[A-Za-z0-9]*|[A-Za-zÀ-ɏ]+(?:['’][a-z]+)?|[\u4e00-\u9fff]+|\d+(?:[.,]\d+)*|[^\W\d_]+"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")

_SAME = {
    "colour": "color", "grey": "gray", "fibre": "fiber", "centre": "center", "aluminium": "aluminum",
    "odour": "odor", "flavour": "flavor", "moisturis": "moistur", "moisturiz": "moistur",
    "moisturiser": "moistur", "moistur": "moistur", "weigh": "weight", "heavi": "heavy", "men": "man",
    "women": "woman", "children": "child", "kid": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "batteri": "battery", "includ": "includ", "compat": "compat", "fit": "fit",
    "made": "make", "came": "come", "went": "go", "bought": "buy", "wore": "wear", "got": "get",
    "held": "hold", "kept": "keep", "ran": "run", "felt": "feel", "smelt": "smell", "cost": "cost",
    "alcool": "alcohol", "parfum": "fragranc", "perfum": "fragranc", "tv": "televis", "photo": "photograph",
    "tee": "tshirt", "organis": "organ", "sulphat": "sulfat", "washabl": "wash", "machin": "machin",
    "suitabl": "suit", "safeti": "safe", "sensit": "sensit", "dri": "dry", "oili": "oil",
    "vegetarian": "vegetarian", "vegan": "vegan", "waterproof": "waterproof",
}  # fmt: skip
_NEAR = {
    "work": "fit", "compat": "fit", "suit": "fit", "fit": "fit", "use": "fit", "appropri": "fit",
    "contain": "includ", "includ": "includ", "come": "includ", "packag": "includ",
    "materi": "make", "fabric": "make", "construct": "make", "long": "length", "wide": "width",
    "tall": "height", "high": "height", "thick": "thick", "deep": "depth", "big": "size",
    "larg": "size", "dimens": "size", "measur": "size", "heavy": "weight", "pound": "weight",
    "clean": "wash", "launder": "wash", "smell": "fragranc", "scent": "fragranc", "odor": "fragranc",
    "toddler": "child", "babi": "child", "boy": "child", "girl": "child", "son": "child",
    "daughter": "child", "grandson": "child", "old": "age", "year": "age", "hydrat": "moistur",
    "charg": "battery", "rechargeabl": "battery", "last": "durat", "durabl": "durat",
    "pregnanc": "pregnant", "acn": "blemish", "wrinkl": "line", "kitti": "cat", "puppi": "dog",
    "adult": "age", "instal": "assembl", "assembl": "assembl", "warranti": "guarante",
    "expir": "shelf", "phone": "phone", "cellphon": "phone", "iphon": "iphon", "loud": "noise",
    "nois": "noise", "quiet": "noise", "noisi": "noise", "wet": "water", "waterproof": "water",
    "料": "材质", "面料": "材质", "材料": "材质", "重量": "重", "多重": "重", "尺寸": "大小",
    "多大": "大小", "尺码": "大小", "容量": "大小", "规格": "大小", "颜色": "色", "清洗": "洗",
    "机洗": "洗", "水洗": "洗", "宝宝": "孩子", "婴儿": "孩子", "儿童": "孩子", "小孩": "孩子",
    "肌肤": "皮肤", "肤质": "皮肤", "肌": "皮肤", "香味": "香", "香精": "香", "味道": "味",
    "兼容": "适配", "适用": "适合", "充电": "电池", "续航": "电池", "敏感肌": "敏感", "油皮": "油性",
    "干皮": "干性", "孕妇": "怀孕", "孕期": "怀孕", "防水": "防水",
}  # fmt: skip

STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "it's",
        "they",
        "them",
        "their",
        "there",
        "here",
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "she",
        "his",
        "her",
        "him",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "do",
        "does",
        "did",
        "doing",
        "done",
        "have",
        "has",
        "had",
        "having",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "into",
        "onto",
        "than",
        "then",
        "so",
        "if",
        "or",
        "and",
        "but",
        "nor",
        "not",
        "no",
        "yes",
        "too",
        "also",
        "very",
        "just",
        "only",
        "any",
        "some",
        "all",
        "each",
        "every",
        "both",
        "either",
        "such",
        "own",
        "same",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "about",
        "up",
        "out",
        "off",
        "over",
        "under",
        "again",
        "s",
        "t",
        "d",
        "ll",
        "m",
        "re",
        "ve",
        "don",
        "isn",
        "doesn",
        "aren",
        "won",
        "wasn",
        "didn",
        "hasn",
        "haven",
        "couldn",
        "shouldn",
        "wouldn",
        "get",
        "got",
        "go",
        "going",
        "please",
        "thanks",
        "thank",
        "hi",
        "hello",
        "hey",
        "anyone",
        "someone",
        "know",
        "tell",
        "im",
        "ive",
        "one",
        "ones",
        "thing",
        "things",
        "really",
        "actually",
        "still",
        "even",
        "ever",
        "much",
        "many",
        "more",
        "most",
        "like",
        "well",
        "good",
        "there's",
        "that's",
        "what's",
        "without",
    ]
) | frozenset(
    [
        "的",
        "了",
        "吗",
        "呢",
        "吧",
        "啊",
        "呀",
        "么",
        "是",
        "有",
        "在",
        "和",
        "与",
        "或",
        "也",
        "都",
        "就",
        "这",
        "那",
        "这个",
        "那个",
        "这款",
        "那款",
        "它",
        "我",
        "你",
        "您",
        "他",
        "她",
        "们",
        "我们",
        "请问",
        "一下",
        "一个",
        "可以",
        "能",
        "能够",
        "会",
        "要",
        "想",
        "用",
        "很",
        "还",
        "又",
        "及",
        "以及",
        "被",
        "把",
        "给",
        "对",
        "从",
        "到",
        "为",
        "于",
        "并",
        "而",
        "且",
        "但",
        "等",
        "之",
        "其",
        "所",
        "得",
        "地",
        "着",
        "过",
        "什么",
        "怎么",
        "怎样",
        "如何",
        "哪",
        "哪个",
        "哪里",
        "哪些",
        "多少",
        "几",
        "多",
        "吗",
        "是否",
        "是不是",
        "有没有",
        "能不能",
        "可不可以",
        "会不会",
        "里",
        "里面",
        "中",
        "上",
        "下",
        "个",
        "款",
        "件",
        "只",
        "种",
        "产品",
        "商品",
        "东西",
        "宝贝",
        "没有",
        "没",
        "不",
        "无",
        "非",
        "适合不适合",
        "请",
        "谢谢",
        "你好",
        "亲",
        "这种",
        "该",
        "本",
        "能用",
        "可用",
        "能放",
        "可以用",
        "时",
        "时候",
        "让",
        "再",
        "去",
        "来",
        "最",
        "更",
        "太",
        "比较",
        "钱",
        "没有写",
    ]
)

# Words an honest sentence may use around the catalog's own words.
FRAME = frozenset(
    ["product", "item", "catalog", "catalogue", "description", "list", "listed", "lists", "state", "states", "stated", "say", "says", "said", "mention", "mentions", "mentioned", "name", "names", "named", "note", "notes", "noted", "describe", "describes", "described", "according", "card", "shop", "shopper", "shoppers", "customer", "customers", "reviewer", "reviewers", "review", "reviews", "buyer", "user", "wrote", "write", "reports", "report", "ask", "asked", "answer", "answered", "contain", "contains", "containing", "include", "includes", "including", "feature", "features", "come", "comes", "make", "made", "has", "available", "show", "shows", "rate", "rated", "price", "priced", "cost", "costs", "use", "used", "using", "question"]
) | frozenset(
    ["商品", "产品", "目录", "描述", "说明", "提到", "写", "写着", "写明", "标明", "显示", "评论", "顾客", "买家", "评价", "用户", "问答", "回答", "包含", "含有", "含", "价格", "售价", "资料", "页面", "表示", "介绍"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, its stem, and where it stands."""

    surface: str
    stem: str
    start: int
    end: int


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The strict form: lower case, stem, one spelling. Chinese words stay as they are."""
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s")
    if _HAN.match(word) or not word[:1].isalpha():
        return word
    stemmed = _stem(word)
    return _SAME.get(word) or _SAME.get(stemmed) or stemmed


def near(stemmed: str) -> str:
    """The loose form of a stem, for finding evidence, never for checking it."""
    return _NEAR.get(stemmed, stemmed)


def _cut(run: str) -> list[str]:
    if not _cutter.initialized:
        for word in _SHOP_WORDS:
            _cutter.add_word(word, freq=50_000)
    return list(_cutter.cut(run))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """All words in order, Chinese ones cut by jieba."""
    out: list[Word] = []
    for match in _TOKEN.finditer(text):
        run = match.group()
        if not _HAN.match(run):
            out.append(Word(run, stem(run), match.start(), match.end()))
            continue
        at = match.start()
        for piece in _cut(run):
            out.append(Word(piece, piece, at, at + len(piece)))
            at += len(piece)
    return tuple(out)


def is_stop(word: Word) -> bool:
    """Whether a word carries no content."""
    return word.surface.lower().replace("’", "'") in STOP or (
        len(word.surface) == 1 and word.surface.isascii() and word.surface.isalpha()
    )


def content(text: str) -> list[Word]:
    """The words that carry content: neither stop words nor bare numbers."""
    return [word for word in words(text) if not is_stop(word) and not word.surface[0].isdigit()]


def stems(text: str) -> frozenset[str]:
    """Strict stems of the content words; for Chinese also the characters' pairs, so that a
    different cut of the same words still meets.
    """
    out = {word.stem for word in content(text)}
    return frozenset(out)


def mentions(term: str, text: str) -> bool:
    """Whether a term stands in a text, as words (English, by stem) or as characters (Chinese)."""
    if has_han(term):
        return term in text
    wanted = [word.stem for word in words(term)]
    have = [word.stem for word in words(text)]
    return any(have[i : i + len(wanted)] == wanted for i in range(len(have) - len(wanted) + 1))

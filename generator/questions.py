"""What a product question asks: its kind, whether it wants yes or no, and the words that matter.

Rules over English and Chinese surface forms; no model. The kinds decide which fields can answer
and which sort of measure an answer would hold (`kinds.py` is the table).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .kinds import KINDS, Kind
from .sanitise import clean
from .words import Word, content, has_han, near, stem, words

_YES_NO_EN = re.compile(
    r"^(?:so |and |but |or |also |then |hi |hello |hey |please |ok |okay |well |if .{3,60}?,? )*"
    r"(?:is|are|was|were|does|do|did|can|could|will|would|has|have|had|should|may|isn't|aren't|doesn't|don't|won't|can't|it is|it's|it works?|this works?|this is|any)\b",
    re.IGNORECASE,
)
_WH_EN = re.compile(r"\b(?:what|which|who|whose|where|when|why|how|whats|what's)\b", re.IGNORECASE)
_YES_NO_ZH = re.compile(
    r"[吗嘛]|是否|是不是|有没有|能不能|可不可以|可以不|会不会|好不好|行不行|要不要|含不含|(.)不\1"
)
_WH_ZH = re.compile(r"什么|多少|几|怎么|如何|哪|谁|为何|为什么|多[大长高重久宽厚]")
_GENERIC = frozenset(
    ["product", "item", "one", "question", "buy", "order", "purchas", "sell", "get", "need", "want", "look", "wonder", "know", "tell", "say", "use", "work", "fit", "make", "come", "contain", "includ", "has", "have", "differ", "sure", "mean", "think", "abl", "possibl", "pleas", "actual", "exact", "recommend", "thank", "safe", "suit", "compat", "good", "work", "fine", "okay", "ok", "right", "best", "ingredi", "type", "kind", "sort", "amount", "number", "made", "level", "thing", "someon", "anyon", "help", "listed", "specif", "content", "inform", "free", "weight", "size", "carri", "hold", "last", "color", "materi", "long", "wide", "tall", "heavy", "big", "dimens", "old", "age", "price", "cost", "wrote", "written", "author", "publish", "narrat", "releas", "avail", "stock"]
) | frozenset(
    ["之前", "确认", "麻烦", "问", "请问", "写", "能装", "装", "能盛", "盛", "容纳", "含", "含有", "成分", "添加", "材质", "材料", "面料", "尺寸", "大小", "多大", "重量", "多重", "颜色", "适合", "适用", "安全", "牌子", "品牌", "价格", "多少钱", "几个", "放", "好", "好用", "有货", "现货", "货", "库存", "缺货", "断货", "产地", "兼容", "使用", "用于", "说明", "人", "时候", "时间", "多久", "东西", "含不含", "支持", "行", "的话", "怎么样", "还有", "需要", "买"]
)  # fmt: skip

_FREE_TERMS = (
    re.compile(
        r"\b([a-z]{3,20})[- ]free\b(?! shipping| gift| sample| delivery| of\b| from\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:free (?:of|from)|without(?: any)?|with no|(?:allergic|allergy|intolerant) to) ([a-z]{3,20})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:不含|无添加|不添加|零添加|不带|无)(香精|酒精|糖|硅油|麸质|氟|磷|荧光剂|防腐剂|色素|香料)"
    ),
)
# A noun phrase at the beginning, up to its end; a verb in it makes it a sentence that says something.
_CALLED = re.compile(
    r"\s*(?:an?|the)\s(?:(?!(?:is|are|was|has|have|can|will|does|makes?|comes?)\b)(?:[^.,;:!?]|\.\d)){0,60}?"
    r"\b([a-z]{3,20})(?=\s+(?:with|for|that|which|in|of|made|from)\b|\.(?:\s|$))",
    re.IGNORECASE,
)
# A description that is no more than a name: "Highchair with tray", "Bookcase, 80x28x202 cm".
_NAMES_IT = re.compile(
    r"\s*(?!(?:an?|the)\s)(?:(?!with\b)[a-z-]+\s){0,2}?([a-z]{3,20})(?=,|\s+with\b|\s*$)(?=.{0,40}$)",
    re.IGNORECASE,
)
# "能装多少水", "有多大": what is measured, not what is asked for.
_MEASURED = re.compile(r"(?:装|盛|容纳|放得?下)多少$")
_HOW = re.compile(r"多[大小长高宽厚重深远]$")
_HAS_IT = re.compile(
    r"(?:does|do|is|are|has|have|can)\s+(?P<subject>\S.*?)\s+"
    r"(?:have|has|supports?|comes?\s+with|includes?|features?|offers?|provides?|with)\s+"
    r"(?:(?:an?|any|the|its|own)\s+)*(?P<asked>[\w][\w -]*?)\W*$",
    re.IGNORECASE,
)
_FIT_FOR_IT = re.compile(
    r"(?:is|are)\s+(?P<subject>\S.*?)\s+(?:\w+ly\s+)?(?:safe|suitable|good|okay|ok|right|meant|made|appropriate|fit)\s+"
    r"(?:for|on|with|around|in|near)\s+(?:(?:an?|any|the|my|our)\s+)*(?P<asked>[\w][\w -]*?)\W*$",
    re.IGNORECASE,
)
_HOW_EN = re.compile(r"\bhow $", re.IGNORECASE)
_NOT_FREE = frozenset(
    {"cruelty", "hands", "hassle", "worry", "risk", "tangle", "wrinkle", "the", "any", "and"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: cleaned, the asking sentence only (a long lead-in is left out).
        language: ``"zh"`` if it has Chinese characters, else ``"en"``.
        yes_no: it wants yes or no.
        kinds: what it asks about, most specific first; empty if not known.
        terms: strict stems of the words an answer must speak of, without words that name the
            product itself ("this serum") and without words that only say what kind it is.
        phrases: terms that stand next to each other, as written ("vitamin c", "sensitive skin").
        free_of: it asks for the absence of its terms ("is it fragrance free?", "不含酒精吗").
    """

    text: str
    language: str
    yes_no: bool
    kinds: tuple[Kind, ...]
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    free_of: bool


def understand_question(text: str, product_words: frozenset[str] = frozenset()) -> Question:
    """Read a question.

    Args:
        text: as the shopper wrote it, any length; 600 characters are read.
        product_words: stems of the product's title and category, which a question repeats without
            asking about them.
    """
    asking = _asking_sentence(clean(text, 4000))
    chinese = has_han(asking)
    lower = asking.lower()
    kinds = tuple(kind for kind in KINDS if kind.asks(lower, chinese))
    by_more = tuple(one for one in kinds if not _only_named(one, lower, chinese, product_words))
    kinds = by_more or kinds
    if len(kinds) > 1:  # "suitable for what age" asks for the age
        asked = {kind.name for kind in kinds}
        vague: set[str] = set()
        if asked & {"age", "size", "count", "power", "area"}:
            vague |= {"safety", "included", "compatibility"}
        if "load" in asked:  # what it bears, not what it weighs
            vague |= {"weight"}
        if "origin" in asked:  # the steel of a steel wok is its name
            vague |= {"material"}
        if "area" in asked:
            vague |= {"size", "age"}
        kinds = tuple(kind for kind in kinds if kind.name not in vague)
    free_of = _free_of(lower)
    kept = [
        word
        for word in _key_words(asking, product_words - set(asked_of_it(asking)))
        if not (_is_measured(word, asking, kinds) or _is_of_the_sale(word, lower, kinds))
    ]
    if chinese:
        wh, yes_no = bool(_WH_ZH.search(asking)), bool(_YES_NO_ZH.search(asking))
        yes_no = yes_no and not (wh and not re.search(r"吗|嘛", asking))
    else:
        yes_no = bool(_YES_NO_EN.match(lower)) or not _WH_EN.search(lower)
    return Question(
        asking, "zh" if chinese else "en", yes_no, kinds,
        tuple(dict.fromkeys(word.stem for word in kept)), tuple(_phrases(asking, kept)), free_of,
    )  # fmt: skip


def _only_named(kind: Kind, lower: str, chinese: bool, product_words: frozenset[str]) -> bool:
    """Whether nothing but the product's name makes a question one of a kind: "The Iron Century" irons nothing."""
    found = [match[0] for match in (kind.chinese if chinese else kind.english).finditer(lower)]
    if chinese:
        return all(any(one in name for name in product_words) for one in found)
    return all(product_words.issuperset(word.stem for word in words(one)) for one in found)


def asked_of_it(asking: str) -> tuple[str, ...]:
    """Stems of what a "does it have …?" asks for; none if they are words of what it is asked of.

    The name of the product may hold them, and still they are asked for.

    >>> asked_of_it("does the cable support fast charging?")
    ('fast', 'charg')
    """
    asked = _HAS_IT.match(asking) or _FIT_FOR_IT.match(asking)
    if asked is None:
        return ()
    subject = {word.stem for word in words(asked["subject"])}
    wanted = tuple(word.stem for word in content(asked["asked"]))
    return () if subject.issuperset(wanted) else wanted


def _asking_sentence(text: str) -> str:
    parts = [
        part.strip() for part in re.findall(r"[^?？!！。\n]+[?？!！。]*", text) if part.strip()
    ]
    asked = [part for part in parts if part.endswith(("?", "？"))] or parts
    joined = " ".join(asked[:2]) if asked else text
    return joined[:600].strip()


def free_terms(text: str) -> tuple[str, ...]:
    """What a text asks the absence of: "fragrance free", "free of dyes", "不含酒精".

    >>> free_terms("a fragrance-free cream without alcohol")
    ('fragrance', 'alcohol')
    """
    out: list[str] = []
    for pattern in _FREE_TERMS:
        out.extend(match.group(1) for match in pattern.finditer(clean(text, 4000)))
    return tuple(dict.fromkeys(term for term in out if term.lower() not in _NOT_FREE))


def _free_of(lower: str) -> bool:
    return bool(
        re.search(
            r"\b(?:allergic|intolerant|allergy|allergies) to\b|\w[- ]free\b(?! shipping| gift| sample| delivery)|\bfree (?:of|from)\b|\bwithout\b|\bno (?:added )?\w+ in it",
            lower,
        )
        or re.search(
            r"不含|无添加|不添加|零添加|不带|无(?:香精|酒精|糖|硅油|油|味|麸质|氟|磷|荧光)", lower
        )
    )


def _key_words(asking: str, product_words: frozenset[str]) -> list[Word]:
    found = content(asking)
    kept = [
        word
        for word in found
        if word.stem not in _GENERIC
        and not _MEASURED.search(asking[: word.start])
        and not (len(word.surface) == 1 and _HOW.search(asking[: word.end]))
    ]
    return [word for word in kept if word.stem not in product_words]


def _is_measured(word: Word, asking: str, kinds: tuple[Kind, ...]) -> bool:
    """Whether a word only asks for a measure: an answer to "how powerful" is "2200 W"."""
    if not _HOW_EN.search(asking[: word.start]):
        return False
    asked = f"how {word.surface.lower()}"
    return any(kind.units and kind.english.search(asked) for kind in kinds)


def _is_of_the_sale(word: Word, lower: str, kinds: tuple[Kind, ...]) -> bool:
    """Whether a word only says that a reduction is asked for: no card says "on sale"."""
    return any(
        kind.direct == "list price"
        and any(
            match.start() <= word.start < match.end()
            for pattern in (kind.english, kind.chinese)
            for match in pattern.finditer(lower)
        )
        for kind in kinds
    )


def _phrases(asking: str, kept: list[Word]) -> list[str]:
    """Runs of key words with nothing but blanks between; a number or single letter may end one."""
    spans: list[list[int]] = []
    for word in kept:
        gap = asking[spans[-1][1] : word.start] if spans else "."
        if spans and gap.strip(" -/") == "":
            spans[-1][1] = word.end
        else:
            spans.append([word.start, word.end])
    out = []
    for start, end in spans:
        tail = re.match(r"[ -]?([A-Z]?\d+|[a-zA-Z]\d{0,2})\b(?!['’])", asking[end:])
        if tail and tail.group(1).lower() not in ("a", "i", "s"):
            out.append(asking[start : end + tail.end()])
        else:
            out.append(asking[start:end])
    return out


def loose(terms: tuple[str, ...]) -> frozenset[str]:
    """The loose forms of terms, for finding."""
    return frozenset(near(term) for term in terms)


def title_words(title: str, *more: str) -> frozenset[str]:
    """Stems that name a product: title and category words, singular and plural alike."""
    found = [word.surface for part in (title, *more) for word in words(part)]
    joined = ["".join(pair) for pair in pairwise(found)]  # "smartwatch" of "Smart Watch"
    return frozenset(map(stem, [*found, *joined]))


def called(description: str) -> str:
    """What a description calls its product: "jacket" of "A light jacket with a hood."; ``""`` if nothing.

    >>> called("A 2.5-layer jacket with pit zips and a hood.")
    'jacket'
    """
    match = _CALLED.match(description) or _NAMES_IT.match(description)
    return match[1] if match else ""

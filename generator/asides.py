"""A question turned into the clause that an honest "the catalog doesn't say …" needs."""

from __future__ import annotations

import re

from .messages import say
from .questions import Question
from .sanitise import is_instruction
from .whether import whether
from .words import has_han

_IT = r"(?P<s>it|this|that|they|these|those)"
# A name, where a known verb or a word that can't be part of it tells where it ends.
_NAME = r"(?P<n>(?:this|these|the|that)(?: [\w'’&.-]{1,20}){1,6}?)"
_VERB = r"(?P<v>come|have|include|need|require|contain|work|fit|hold|weigh|cost|use|support|last|take|run|make|go|smell|feel|look|shrink|leak|fold|charge|connect|get|keep|stay|turn|open|lock|float|measure|ship|do)"
_AFTER = (
    r"(?P<r>(?:safe|compatible|made|good|suitable|ok|okay|for|with|in|on|to|dishwasher(?=[ -](?:safe|proof))|machine(?=[ -]wash)|water|removable|adjustable|able|big|large|small|strong|heavy|long|wide|easy|hard|noisy|loud|quiet|waterproof|washable|durable|comfortable|vegan|organic|included|sold|available|come|fit|work"
    r"|warm|soft|thick|thin|bright|light|sharp|fast|hot|cold|tall|short|deep|real|fresh|sweet|spicy|rated|tested|certified|approved|legal|allowed|toxic|scented|lined|padded|insulated"
    r"|[a-z]+ enough|[a-z]+-free|[a-z]{3,}(?:proof|able|ible))\b.*)"
)
# What stands behind "can the …".
_DOES = rf"(?:{_VERB}|(?P<b>be|handle|withstand|survive|carry|stand|play|pair|record|cook|froth|dry|wash|clean))"
# "Which mower is the lightest": what is asked for is the subject, and nothing is turned round.
_WHICH_IS = re.compile(
    r"(?i)which(?: one)?(?: of [a-z' -]{3,30}?| [a-z'-]{2,20}){0,3} (?:is|are|has|have|was) (?:the )?(?:most|least|best|worst|more|less|[a-z]{3,12}est|[a-z]{3,12}er(?= |$))\b.*"
)
_MODAL = r"(?P<m>is|are|was|were|can|could|will|would|should|has)"
_WH = (
    r"(?P<w>how (?:many|much) [a-z'-]{2,20}(?: [a-z'-]{2,20})?|how [a-z]+|what [a-z'-]{2,20}(?: [a-z'-]{2,20})?"
    r"|which [a-z'-]{2,20}|what|how|when|where|why|who)"
)
_PLURAL = frozenset({"they", "these", "those"})
_THIRD = {"have": "has", "do": "does", "go": "goes"}


def unknown(question: Question, language: str) -> str:
    """The abstention sentence in the question's language, without a citation.

    >>> from .questions import understand_question
    >>> unknown(understand_question("does it contain niacinamide?"), "en")
    "The catalog doesn't say whether it contains niacinamide."
    """
    what = _chinese(question.text) if language == "zh" else _english(question.text)
    return say("unknown", language, what=what) if what else say("unknown_plain", language)


def _english(text: str) -> str | None:
    """The clause after "doesn't say", or None where the question's grammar isn't clear."""
    asked = re.sub(r"\s+", " ", text.strip().rstrip("?!. ")).strip()
    asked = re.sub(r"(?i)^(?:hi|hello|hey|so|and|also|but|please|ok|okay)\b[,! ]*", "", asked)
    if not 5 <= len(asked) <= 110 or re.search(r"[?!;\n]|\. ", asked) or not asked.isascii():
        return None
    if is_instruction(asked) or re.match(r"(?i)(?:is|are|was|were) .* or ", asked):
        return None
    if _WHICH_IS.fullmatch(asked):
        return _you(asked[:1].lower() + asked[1:])
    if match := re.match(rf"(?i)(?:does|do) {_IT} (?P<v>[a-z]+)\b(?P<r>.*)$", asked) or re.match(
        rf"(?i)(?:does|do) {_NAME} {_VERB}\b(?P<r>.*)$", asked
    ):
        subject = _subject(match)
        return f"whether {subject} {_agree(match.group('v'), subject)}{_you(match.group('r'))}"
    match = (
        re.match(rf"(?i){_MODAL} {_IT} {_AFTER}$", asked)
        or re.match(rf"(?i)(?P<m>can|could|will|would|should) {_NAME} (?P<r>{_DOES}\b.*)$", asked)
        or re.match(rf"(?i){_MODAL} {_NAME} {_AFTER}$", asked)
        or re.match(rf"(?i){_MODAL} {_IT} (?P<r>.+)$", asked)
    )
    if match:
        return f"whether {_subject(match)} {match.group('m').lower()} {_you(match.group('r'))}"
    if match := re.match(
        r"(?i)(?P<m>can|could|should|may|do) (?P<s>i|you|we|my [a-z]+) (?P<r>.+)$", asked
    ):
        modal = "" if match.group("m").lower() == "do" else match.group("m").lower() + " "
        return f"whether {_addressed(match.group('s'))} {modal}{_you(match.group('r'))}"
    if match := re.match(
        rf"(?i){_WH} (?P<m>is|are|can|will|should|was) {_IT}(?P<r>(?: .+)?)$", asked
    ):
        return f"{match.group('w').lower()} {_subject(match)} {match.group('m').lower()}{_you(match.group('r'))}"
    if match := re.match(r"(?i)how come (?P<r>(?:the|this|these|it|they) .+)$", asked):
        return f"why {_you(match.group('r'))}"
    if match := re.match(
        rf"(?i)(?P<w>why) (?P<m>is|are) {_NAME} (?P<r>(?:so|that|such|too|only|not|this)\b.*)$",
        asked,
    ):
        return f"why {_subject(match)} {match.group('m').lower()} {_you(match.group('r'))}"
    if match := re.match(rf"(?i){_WH} (?P<m>is|are) {_NAME}(?: {_AFTER})?$", asked):
        rest = f" {_you(match.group('r'))}" if match.group("r") else ""
        return f"{match.group('w').lower()} {_subject(match)} {match.group('m').lower()}{rest}"
    if match := re.match(
        rf"(?i){_WH} (?P<m>can|should|do|could) (?P<s>i|you|we) (?P<r>.+)$", asked
    ):
        modal = "" if match.group("m").lower() == "do" else match.group("m").lower() + " "
        return f"{match.group('w').lower()} you {modal}{_you(match.group('r'))}"
    if match := re.match(
        rf"(?i){_WH} (?:does|do) {_IT} (?P<v>[a-z]+)\b(?P<r>.*)$", asked
    ) or re.match(rf"(?i){_WH} (?:does|do) {_NAME} {_VERB}\b(?P<r>.*)$", asked):
        subject = _subject(match)
        return f"{match.group('w').lower()} {subject} {_agree(match.group('v'), subject)}{_you(match.group('r'))}"
    return None


def _subject(match: re.Match[str]) -> str:
    named = match.groupdict()
    subject = str(named.get("s") or named.get("n"))
    return subject[:1].lower() + subject[1:] if " " in subject else subject.lower()


def _addressed(subject: str) -> str:
    subject = subject.lower()
    return "you" if subject in ("i", "you", "we") else "your" + subject[2:]


def _agree(verb: str, subject: str) -> str:
    verb = verb.lower()
    first = subject.split(maxsplit=1)[0].lower()
    plural = first in _PLURAL or (" " in subject and re.search(r"[^s]s$", subject) is not None)
    return verb if plural else _third(verb)


def _third(verb: str) -> str:
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _you(text: str) -> str:
    """The shopper's own words, turned to address them."""
    text = re.sub(r"\bmy\b", "your", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:me|myself)\b", "you", text, flags=re.IGNORECASE)
    text = re.sub(r"\bI am\b|\bI'm\b|\bi am\b", "you are", text)
    return re.sub(r"\bI\b|\bi\b", "you", text)


def _chinese(text: str) -> str | None:
    low = re.sub(
        r"^(?:请问|你好|您好|亲|麻烦问一?下|买之前|想问一?下?|问一下|想知道|想确认一?下?|[，,：: ])+",
        "",
        text.strip().rstrip("？?！!。. "),
    ).strip()
    if not 2 <= len(low) <= 40 or re.search(r"[？?！!。\n\[\](){}<>（）【】:：]", low):
        return None
    if is_instruction(low) or not has_han(low):  # what is left of it is in another language
        return None
    low = re.sub(r"[，,]?(?:有说明[吗嘛]?)[，,]?(?:是什么)?$|写的(?=是什么$)", "", low)
    asks = re.search(r"[吗嘛]$", low)
    low = re.sub(r"[吗嘛呢啊呀吧]+$", "", low)
    low = re.sub(r"^(?:这个|这款|这|它|该)(?:商品|产品|宝贝|东西)?的?(?=.)", "", low)
    low = low.replace("我", "您")
    if not low:
        return None
    if asks and not re.search(r"是否|是不是|有没有|能不能|会不会|可不可以", low):
        return whether(low)
    return low

"""Whether a product comes in a size or colour: yes or no by the field that lists them.

"Does the T-shirt come in XL?", 回力帆布鞋有45码吗. The list is the shop's own: what isn't in it isn't offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .extract import attribute_value, frame
from .messages import say
from .questions import Question
from .statements import Statement, mark

_SIZE = r"xxs|xs|xxl|xl|\d?xl|small|medium|large|extra large|[sml]|\d{1,3}(?:\.5)?"
_COLOUR = r"black|white|red|blue|navy|green|yellow|orange|purple|pink|brown|beige|grey|gray|silver|gold|cream|ivory"
_ENGLISH = (
    re.compile(rf"\b(?:in|have|has) (?:a |an |the )?size (?P<option>{_SIZE})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:come|comes|available|have|has|get|sold|offered)\b.{{0,60}}?\bin (?:an? )?(?P<option>{_SIZE}|{_COLOUR})"
        r"(?: colou?r| size)?\W*$",
        re.IGNORECASE,
    ),
)
_CHINESE = re.compile(
    r"有(?:没有)?(?P<option>[0-9.a-zA-Z]{1,4}码|[xsmlXSML0-9]{1,4}号?|[\u4e00-\u9fff]{1,3}色)的?[吗嘛么]?[？?\s]*$"
)
_LABELS = {
    True: re.compile(r"colou?rs?(?: name)?|available colou?rs|颜色(?:分类)?", re.IGNORECASE),
    False: re.compile(r"(?:shoe |available )?sizes?|尺码|尺寸|鞋码", re.IGNORECASE),
}
_ITEMS = re.compile(r"\s*[,，、;；|/]\s*")


def asked_option(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The list, and if the option isn't in it that it isn't; none where no option is asked, or nothing lists them.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    if not question.yes_no:
        return []
    patterns = (_CHINESE,) if question.language == "zh" else _ENGLISH
    match = next((found for one in patterns if (found := one.search(question.text))), None)
    if match is None:
        return []
    option = match["option"]
    colour = option.endswith("色") or re.fullmatch(_COLOUR, option, re.IGNORECASE) is not None
    wanted = re.sub(r"[码号]$", "", option).casefold()
    for piece in pieces:
        if piece.kind not in ("attribute", "list") or not _LABELS[colour].fullmatch(piece.label):
            continue
        listed = [one.casefold().strip() for one in _ITEMS.split(piece.text)]
        if any(_is(wanted, one, colour) for one in listed):
            return [frame(piece, language)]
        text = say(
            "not_an_option", language,
            option=option, name=piece.label, text=attribute_value(piece.text, language), n=mark(),
        )  # fmt: skip
        return [Statement(text, (piece,), (piece.text,))]
    return []


def _is(wanted: str, listed: str, colour: bool) -> bool:
    """A colour may be part of a shade's name, a size has to be the whole of it but for its unit."""
    if colour:
        return wanted in listed or wanted.removesuffix("色") in listed
    return wanted == re.sub(r"^(?:size|us|eu|uk)\s+|[码号]$", "", listed)

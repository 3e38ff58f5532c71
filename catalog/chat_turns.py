"""Turns of a language model's chat in product text: tokens that mark them, and what they say.

No shop writes such tokens; they stand in a feed because somebody wants a model to take the text
for its own dialogue, or because a model wrote the text and left one behind. The markup remover
would leave the words between them, so they go first.
"""

from __future__ import annotations

import re

_MARKER = (
    r"(?:</?\|?(?:start_of_turn|end_of_turn|im_start|im_end|begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|"
    r"system|user|assistant|unused\d{1,3}|pad|mask|eos|bos|tool_call|tool_response)\|?>|\[/?(?:INST|SYS)\]|<</?SYS>>|"
    r"#{2,6}\s*(?:instructions?|response|指令|回答)\s*[:：])\s*"
)
_MARK = re.compile(_MARKER, re.IGNORECASE)
_LONGEST = 2_000  # characters between two tokens that are still one dialogue
_TURN = re.compile(
    # What stands between two tokens is dialogue; behind the last one, up to the end of its sentence.
    rf"{_MARKER}(?:.{{0,{_LONGEST}}}{_MARKER})?(?:(?:user|model|system|assistant)\s*\n)?"
    r"(?:[^<\[#\n.!?。！？]|\.(?=\d)){0,200}",
    re.IGNORECASE | re.DOTALL,
)


def without_turns(text: str) -> str:
    """The text without chat tokens and without what is said between and behind them."""
    return _TURN.sub(" ", text) if has_turns(text) else text


def has_turns(text: str) -> bool:
    """Whether a token of a chat stands in a text."""
    return _MARK.search(text) is not None

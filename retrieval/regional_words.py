"""Different words for one thing on the two sides of the Atlantic, and in India: "crib" and "cot".

Only where the asked word stands for that thing alone, or the catalog doesn't have it at all: whoever asks must
see that. Spellings of one word ("colour") are `regional`'s.
"""

from __future__ import annotations

import re

# Each line: words for one thing. A word may stand in several lines.
# Each line: words for one thing. One with a star is also a word of other things ("rubber gloves"): it may stand for
# the others, but none for it.
_THINGS = """
crib, cot
stroller, pushchair, pram, buggy*
diaper, nappy
pacifier, soother, dummy*
flashlight, torch
faucet, tap
sneaker, trainer
sweater, jumper, pullover
sweatpants, joggers
pants, trousers
suspenders, braces*
bathrobe, dressing gown
pantyhose, tights*
purse, handbag
couch, sofa, settee
comforter, duvet
closet, wardrobe
dresser, chest of drawers
nightstand, bedside table
drapes, curtain
washcloth, flannel*, face cloth
wrench, spanner
eraser, rubber*
cookie, biscuit
candy, sweets*
potato chips, crisps
popsicle, ice lolly
eggplant, aubergine, brinjal
zucchini, courgette
okra, lady finger, bhindi
cilantro, coriander
arugula, rocket*
scallion, spring onion
garbanzo, chickpea, chana*
bell pepper, capsicum
trash can, garbage can, dustbin, bin*
trash bag, garbage bag, bin bag, bin liner
dish soap, washing up liquid, dishwash*
laundry detergent, washing powder
stove, cooker*, hob*
cooktop, hob*
hoover, vacuum cleaner, vacuum*
band aid, plaster*
cell phone, mobile phone, mobile*
clothespin, clothes peg
thumbtack, drawing pin
scotch tape, sellotape, sticky tape
backpack, rucksack
fanny pack, bum bag, waist bag
swimsuit, swimming costume, bathing suit
sunscreen, sun cream, sunblock
earphone, earbud
headphone, headset
tv, television
fridge, refrigerator
"""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in _THINGS.strip().splitlines():
        names = [name.strip() for name in line.split(",")]
        for name in names:
            if not name.endswith("*"):
                others = (other.rstrip("*") for other in names if other != name)
                found.setdefault(name, []).extend(others)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


_OTHERS = _table()


def other_names(name: str) -> tuple[str, ...]:
    """What a thing is called elsewhere; empty if `name` isn't in the table.

    Args:
        name: one word or two, lower case, singular or plural.
    """
    singular = (name, name.removesuffix("s"), name.removesuffix("es"), re.sub("ies$", "y", name))
    return next((_OTHERS[form] for form in singular if form in _OTHERS), ())

"""What a request doesn't want: "not leather", "no parabens", "except Nike", "不要皮的", "除了小米".

The rule, by what the unwanted thing is:

* a **brand** of the catalog: ``brand ne``;
* a **material or colour**: ``text not_contains`` its words. A product whose text says "not leather"
  is lost, too; a leather one never comes;
* something to be **left out** (an ingredient, an allergen): "without fragrance" can't be
  ``not_contains "fragrance"``, since a product that says "fragrance free" holds the word. It becomes
  the wish "fragrance free", and the note says that it is no guarantee;
* an **attribute value** or a **category** of the catalog, where nothing follows that could change
  its meaning: ``ne``;
* "without wheels", anything else: a wish that can't be checked, kept apart from the search text;
* every other "no …" is left as it stands: "no idea", "no pull harness", "non slip".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..catalog.filters import Condition
from . import negation_terms as said
from .brand_words import brand_condition, is_plain_word
from .catalog_terms import CatalogTerms, Value, says_something
from .lexicon import Word, lexicon
from .phrases import Match, Token, tokens
from .reading import Page, Reading

_MOST_ITEMS = 12


@dataclass(frozen=True, slots=True)
class _Item:
    """Something named after a negation, and what it is to the catalog or to every shop."""

    start: int
    end: int
    brands: tuple[str, ...] = ()
    word: Word | None = None
    value: Value | None = None
    category: str | None = None

    @property
    def kind(self) -> str:
        """Only things of one kind are listed after one negation."""
        if self.word:
            return self.word.kind
        return "brand" if self.brands else "value" if self.value else "category"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A negating word or phrase, at ``[start, end)``."""

    start: int
    end: int
    words: str
    chinese: bool
    absent: bool
    only_material: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> _Trigger:
        chinese = match.re is said.TRIGGERS_CHINESE
        groups = match.groupdict()
        return cls(
            *match.span(),
            match[0].strip(" -"),
            chinese,
            absent=bool(groups["absent"]),
            only_material=bool(groups.get("only")),
        )

    @property
    def plain(self) -> bool:
        """A bare "no", "not" or "non", which may negate anything that follows."""
        return self.words in {"no", "not", "non"}

    @property
    def as_products_say(self) -> bool:
        """Whether products word it like that themselves: "non gmo", 不含酒精."""
        return self.absent if self.chinese else self.words == "non"


def read_negations(page: Page, terms: CatalogTerms) -> list[Reading]:
    """Everything that English words rule out, in the order of the request."""
    return _Reader(page, terms).read(said.TRIGGERS)


def read_chinese_negations(page: Page, terms: CatalogTerms) -> list[Reading]:
    """Everything that Chinese words rule out, in the order of the request."""
    return _Reader(page, terms).read(said.TRIGGERS_CHINESE)


class _Reader:
    """Reads the negations of one page."""

    def __init__(self, page: Page, terms: CatalogTerms) -> None:
        self._page = page
        self._folded = page.folded
        self._terms = terms
        self._tokens: list[Token] = tokens(page.folded)
        self._index_of = {token.start: index for index, token in enumerate(self._tokens)}

    def read(self, triggers: re.Pattern[str]) -> list[Reading]:
        readings: list[Reading] = []
        at = 0
        for match in triggers.finditer(self._folded):
            if match.start() < at:
                continue
            reading = self._one(_Trigger.of(match))
            if reading:
                readings.append(reading)
                at = reading.end
        return readings

    def _one(self, trigger: _Trigger) -> Reading | None:
        if trigger.words.startswith(("except", "but", "other")) and (
            said.EXCEPTION_OF_NOTHING.search(
                self._folded, max(0, trigger.start - 20), trigger.start
            )
        ):
            return None  # "nothing but leather" asks for leather
        items = self._items(trigger)
        if not items:
            return _unknown(self._page, trigger)
        end = items[-1].end
        if tail := said.TAIL.match(self._folded, end):
            end = tail.end()
        if trigger.words == "对" and "过敏" not in self._folded[trigger.start : end]:
            return None
        return _reading(self._page, trigger, items, end)

    def _items(self, trigger: _Trigger) -> list[_Item]:
        """The things that one negation speaks of: "not red, blue or green", "no gluten, dairy".

        After "or" anything known is one more; after "and" or a comma only a thing of the same
        kind, and a comma must lead up to an "or" or "and": in "not leather, black" black is wanted.
        """
        items: list[_Item] = []
        sure = 0
        at = trigger.end
        link: re.Match[str] | None = None
        while len(items) < _MOST_ITEMS:
            item = self._item(at, trigger)
            if item is None or (link and not link["either"] and item.kind != items[-1].kind):
                break
            if link and link["comma"] and not said.OPEN.match(self._folded, item.end):
                break
            items.append(item)
            if not link or not link["comma"] or item.kind == "absent":
                sure = len(items)
            link = said.LINK.match(self._folded, item.end)
            if not link:
                break
            at = link.end()
        return items[:sure]

    def _item(self, at: int, trigger: _Trigger) -> _Item | None:
        """The longest thing named at `at` that the catalog or the lexicon knows."""
        for lead in (said.ITEM_LEAD, said.ARTICLE):
            if match := lead.match(self._folded, at):
                at = match.end()
            if found := self._known(at, trigger):
                return found
        return None

    def _known(self, at: int, trigger: _Trigger) -> _Item | None:
        index = self._index_of.get(at)
        if index is None:
            return None
        place = (self._folded, self._tokens, index)
        found = (
            self._word(lexicon().words.at(*place), trigger),
            self._brand(self._terms.brands.at(*place), trigger),
            self._brand(self._terms.called.at(*place), trigger),
            self._value(self._terms.values.at(*place), trigger),
            self._category(self._terms.categories.at(*place), trigger),
        )
        return max((one for one in found if one), key=lambda one: one.end, default=None)

    def _word(self, match: Match[list[Word]] | None, trigger: _Trigger) -> _Item | None:
        if not match or not self._unchanged(match, trigger):
            return None
        left_out = trigger.absent or trigger.words in {"no", "non"}
        # Silicone is a material of spoons and an ingredient of shampoo: the negation tells.
        word = min(match.value, key=lambda one: (one.kind == "absent") != left_out)
        if trigger.only_material and word.kind != "material":
            return None  # 非塑料, but not 非常
        if trigger.chinese and trigger.absent and word.kind != "absent":
            return None  # 无, 没有, 不带 speak of parts, not of what a thing is made of
        return _Item(match.start, match.end, word=word)

    def _unchanged(self, match: Match[list[Word]], trigger: _Trigger) -> bool:
        """Whether what follows leaves the word's meaning alone: "no white cast" isn't about white."""
        if said.OPEN.match(self._folded, match.end):
            return True
        if said.ANOTHER_THING.match(self._folded, match.end):
            return False
        if trigger.chinese:
            return match.end - match.start > 1  # 皮 begins 皮肤
        if any(one.kind == "absent" for one in match.value):
            return True  # only a wish: "no fragrance lotion"
        return not trigger.absent and trigger.words != "no"

    def _brand(self, match: Match[list[str]] | None, trigger: _Trigger) -> _Item | None:
        if not match or trigger.absent or not said.OPEN.match(self._folded, match.end):
            return None
        if trigger.only_material or is_plain_word(self._page, match.start, match.end):
            return None
        return _Item(match.start, match.end, brands=tuple(match.value))

    def _value(self, match: Match[list[Value]] | None, trigger: _Trigger) -> _Item | None:
        if not match or trigger.absent or trigger.only_material or trigger.plain:
            return None  # "not dry" and "no light" are too often about something else
        if not said.OPEN.match(self._folded, match.end):
            return None
        whole = [one for one in match.value if one.part == one.value and says_something(one.part)]
        if len({one.name for one in match.value}) != 1 or not whole:
            return None
        return _Item(match.start, match.end, value=whole[0])

    def _category(self, match: Match[list[str]] | None, trigger: _Trigger) -> _Item | None:
        if not match or trigger.absent or trigger.only_material or trigger.plain:
            return None
        if not said.OPEN.match(self._folded, match.end) or len(match.value) != 1:
            return None
        if said.MORE_OF_A_NAME.match(self._folded, match.end):
            return None
        return _Item(match.start, match.end, category=match.value[0])


def _reading(page: Page, trigger: _Trigger, items: list[_Item], end: int) -> Reading:
    conditions: list[Condition] = []
    wishes: list[str] = []
    brands = [brand for item in items for brand in item.brands]
    if brands:
        conditions.append(brand_condition(brands, wanted=False))
    for item in items:
        if item.word and item.word.kind == "absent":
            wishes.append(_free_of(page, item, item.word, trigger))
        elif item.word:
            conditions += [Condition("text", "not_contains", term) for term in item.word.terms]
        elif item.value:
            conditions.append(Condition(f"attributes.{item.value.name}", "ne", item.value.value))
        elif item.category:
            conditions.append(Condition("category", "ne", item.category))
    notes = [_describe(page, condition) for condition in dict.fromkeys(conditions)]
    if wishes:
        notes.append(
            page.say("preferred, not guaranteed: ", "优先（不保证）：") + ", ".join(wishes)
        )
    return Reading(
        trigger.start,
        end,
        page.say("; ", "；").join(notes),
        replacement=None if wishes and trigger.as_products_say else " ".join(wishes),
        conditions=tuple(dict.fromkeys(conditions)),
        soft=tuple(wishes),
    )


def _free_of(page: Page, item: _Item, word: Word, trigger: _Trigger) -> str:
    """How a product says that it doesn't hold something: "paraben free", "无酒精"."""
    name = word.name
    if not name.isascii():
        return f"无{name}"
    if trigger.words == "non":
        return f"non {name}"
    if name.startswith("artificial") or name in {"added sugar", "chemical", "harsh chemical"}:
        return f"no {page.folded[item.start : item.end]}"
    return f"{name} free"


def _describe(page: Page, condition: Condition) -> str:
    value = (
        " / ".join(str(one) for one in condition.value)
        if isinstance(condition.value, tuple)
        else condition.value
    )
    if condition.field == "text":
        return page.say(f"without “{value}” in its text", f"文字里没有“{value}”")
    field = condition.field.removeprefix("attributes.")
    chinese = {"brand": "品牌", "category": "分类"}.get(field, field)
    return page.say(f"{field} is not {value}", f"{chinese}不是 {value}")


def _unknown(page: Page, trigger: _Trigger) -> Reading | None:
    """A wish such as "without wheels", kept out of the search text, which would look for wheels."""
    match = said.UNKNOWN.match(page.folded, trigger.end)
    if not trigger.words.startswith("without") or not match:
        return None
    named: list[str] = []
    for word in match[0].split():
        if word in said.STOP:
            break
        named.append(word)
    if not named or (len(named) > 1 and not said.OPEN.match(page.folded, match.end())):
        return None
    wish = f"without {' '.join(named)}"
    note = page.say(f"preferred, not guaranteed: {wish}", f"优先（不保证）：{wish}")
    end = trigger.end + len(" ".join(named))
    return Reading(trigger.start, end, note, soft=(wish,))

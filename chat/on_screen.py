"""A turn about products that are on the screen: asked about, compared, told of, or not told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..catalog.records import Product
from ..facts.comparing import compared
from ..generator.evidence import product_name
from ..generator.grounded import Citation, Found
from ..messages import say
from ..results import Answer
from .details import details_of
from .pointing import Pointed, without_place
from .state import Asked
from .turn_base import Stream, TurnBase

_EACH = 4
_EVIDENCE_EACH = 20
_MARK = re.compile(r"\[(\d+)\]")


class OnScreen(TurnBase):
    """A turn about what was shown."""

    def ask(self, products: Sequence[Product]) -> Stream:
        """A question about one product, or about each of several."""
        if len(products) == 1:
            yield from self._asked(products[0])
            return
        text = ""
        citations: list[Citation] = []
        abstained = True
        several = list(products[:_EACH])
        for product in several:
            answer = self._whole(product)
            moved = len(citations)
            citations += [replace(one, card=one.card + moved) for one in answer.citations]
            abstained = abstained and answer.abstained
            blank = "\n" if text else ""
            part = f"{blank}{product_name(product)}{self._colon}{_renumbered(answer.text, moved)}"
            text += part
            yield part
        self.after = replace(self.after, focus=None)
        yield Answer(text, tuple(citations), tuple(several), self._about(several), abstained)

    def _whole(self, product: Product) -> Answer:
        question = without_place(self.words)
        *_, answer = self._shop.worded(question, self._about([product]), [product], True)
        assert isinstance(answer, Answer)  # noqa: S101 (the stream's contract, for mypy)
        return answer

    def _asked(self, product: Product) -> Stream:
        question = without_place(self.words)
        for piece in self._shop.worded(question, self._about([product]), [product], True):
            if isinstance(piece, Answer):
                self.after = replace(self.after, focus=product.item_id)
                yield replace(piece, products=(product,))
            else:
                yield piece

    def details(self, products: Sequence[Product]) -> Stream:
        """What the catalog says of a product in short; several are put side by side."""
        if len(products) > 1:
            yield from self._grounded(compared("", products, self.before.language), products)
            return
        (product,) = products
        found = Found(
            product,
            self._shop.catalog.reviews(product.item_id, _EVIDENCE_EACH),
            self._shop.catalog.qa(product.item_id, _EVIDENCE_EACH),
        )
        self.after = replace(self.after, focus=product.item_id)
        yield from self._grounded(details_of(found, self.before.language), products)

    def compare(self, at: Pointed) -> Stream:
        """Products held against each other: those pointed at, else all that are shown."""
        state = self.before
        products = list(at.products)
        if len(products) == 1 and self._focus is not None and self._focus not in products:
            products = [self._focus, *products]
        if len(products) < 2:
            products = list(state.shown)
        if len(products) < 2:
            yield from self.line("only_one" if products else "which_product")
            return
        yield from self._grounded(compared(self.words, products, state.language), products)

    def cannot_order(self, product: Product) -> Stream:
        """A guide takes no orders."""
        self.after = replace(self.after, focus=product.item_id)
        text = say(
            "cannot_order", self.before.language, title=product_name(product), item=product.item_id
        )
        return self.text(text, products=[product])

    def unpointed(self) -> Stream:
        """A question that points at nothing: about the product spoken of, what is shown, or the shop."""
        state = self.before
        if state.shown and self._kind(self.words) is None:
            if self._focus is not None:
                return self._asked(self._focus)
            return self._of_several(state.shown)
        return self._of_shop()

    def _of_several(self, products: Sequence[Product]) -> Stream:
        yield from self._shop.worded(self.words, self._about(products), products, True)

    def _of_shop(self) -> Stream:
        request, about = self._shop.found(
            replace(self.request, conditions=self._shop.given), self._shop.passing(())
        )
        for piece in self._shop.worded(self.words, request, about, False):
            if isinstance(piece, Answer) and piece.products:
                focus = piece.products[0].item_id if len(piece.products) == 1 else None
                self.after = replace(self.after, shown=piece.products, focus=focus)
            yield piece

    def which(self) -> Stream:
        """The turn points at something, and it isn't clear at what."""
        state = self.before
        if not state.shown:
            return self.line("which_product")
        if state.asked is not None and state.asked.kind == "which":
            return self.ask(state.shown)  # no question is asked twice in a row
        self.after = replace(self.after, asked=Asked("which", turn=self.words))
        joint = "；" if state.language == "zh" else "; "
        items = joint.join(
            f"{place}. {product_name(one)}"
            for place, one in enumerate(state.shown[:_EACH], start=1)
        )
        return self.text(say("which_one", state.language, items=items))

    def beyond(self) -> Stream:
        """A place that the list doesn't have."""
        if not self.before.shown:
            return self.line("no_list")
        if len(self.before.shown) == 1:
            return self.line("only_one")
        return self.line("no_such_place", count=len(self.before.shown))


def _renumbered(text: str, by: int) -> str:
    """Citation marks moved on by so many; catalog words hold none (`generator.sanitise`)."""
    return _MARK.sub(lambda match: f"[{int(match[1]) + by}]", text)

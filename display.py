"""Results as text for a terminal. No logic: what is shown was decided elsewhere.

Catalog text reaches the terminal only through `plain`, which drops control characters: a product
title can't move the cursor or recolour the screen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from .catalog.filters import describe
from .catalog.records import Product, Reject
from .generator.evidence import price_text
from .indexing import FileReport, IndexReport
from .recommender import ProductPage
from .results import Answer, Suggestion
from .retrieval.request import Request
from .retrieval.spelling_reading import Corrected
from .table import Cell, render_table

if TYPE_CHECKING:
    from .decoder_training import DecoderTrainReport
    from .reranker_training import RerankTrainReport
    from .search_training import TextTrainReport
    from .training import TrainReport

_CUT = 300
_MOST_COLUMNS = 30


def plain(text: str, cut: int = _CUT) -> str:
    """One line of printable text, cut to `cut` characters."""
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    line = " ".join(kept.split())
    return line if len(line) <= cut else line[: cut - 1] + "…"


def product_line(product: Product) -> str:
    """Title, brand, price, rating and id on one line."""
    parts = [click.style(plain(product.title, 100), bold=True)]
    facts = [plain(product.brand, 40)] if product.brand else []
    if product.price is not None:
        facts.append(price_text(product.price, product.currency))
    if product.rating is not None:
        count = f" ({product.rating_count})" if product.rating_count is not None else ""
        facts.append(f"★{product.rating:g}{count}")
    if product.availability not in (None, "in_stock"):
        facts.append(str(product.availability).replace("_", " "))
    parts += facts
    return " · ".join(parts) + click.style(f"  [{plain(product.item_id, 60)}]", dim=True)


def suggestions(found: Sequence[Suggestion]) -> str:
    """A numbered list, the reasons beneath each product."""
    if not found:
        return "Nothing found."
    lines = [respelled(found[0].spelling)] if found[0].spelling else []
    for place, one in enumerate(found, start=1):
        lines.append(f"{place:>2}. {product_line(one.product)}")
        lines += [f"      {plain(reason.text)}" for reason in one.reasons]
    return "\n".join(lines)


def train_report(report: TrainReport) -> str:
    """The validation curve of each training, and what it learned from."""
    parts = []
    for number, card in enumerate(report.seeds):
        rows: list[list[Cell]] = [
            [
                f"{one['epoch']}{' *' if one['epoch'] == card['best_epoch'] else ''}",
                f"{one['loss']:.3f}",
                *(float(value) for value in one["scores"].values()),
                f"{one['seconds']:.0f} s",
            ]
            for one in card["curve"]
        ]
        names = list(card["curve"][0]["scores"]) if card["curve"] else []
        shares = ", ".join(
            f"{name.replace('_', ' ')} {share:g}" for name, share in card["mix"].items()
        )
        notes = [f"* best; {card['loss']} loss, schedule of {card['epochs']} epochs"]
        if mixed := card["validation"]["mixed"]:
            scores = ", ".join(f"{name} {value:.4f}" for name, value in mixed.items())
            notes.append(f"mixed ({shares}): validation {scores}")
        title = f"Validation items, masked, training {number + 1} of {len(report.seeds)}"
        parts.append(render_table(["epoch", "loss", *names, "time"], rows, title, notes))
    learned = (
        f"learned from {report.learned_from:,} shoppers and {report.trained_items:,} items; "
        f"{report.one_item:,} shoppers with one item used for nothing; "
        f"{report.unknown_items:,} interactions with items that aren't in the catalog kept aside"
    )
    cost = (
        f"{report.seconds:.0f} s, {report.peak_bytes / 2**30:.1f} GiB at most; live: generation "
        f"{report.generation} in {report.store}"
    )
    data = f"{report.shoppers:,} shoppers, {report.items:,} items, {report.interactions:,} interactions"
    return "\n\n".join([*parts, "\n".join([data, learned, cost])])


def text_train_report(report: TextTrainReport) -> str:
    """What the training of the text encoder found, and whether it serves now."""
    found = report.check
    scores = [("before", found.before), ("trained", found.after), ("trained, int8", found.int8)]
    shown = [(name, one) for name, one in scores if one is not None]
    headers = ["text encoder", "R@10", "R@100"]
    rows: list[list[Cell]] = [[name, one.recall_at_10, one.recall_at_100] for name, one in shown]
    if found.after.pairwise is not None:
        headers.append("judged pairs")
        for row, (_, one) in zip(rows, shown, strict=True):
            row.append(one.pairwise)
    notes = ["requests that were not trained on, among at most 3,000 products; vectors alone"]
    if not found.int8_holds:
        notes.append("int8 loses too much and isn't used")
    table = render_table(headers, rows, "Requests find their product", notes)
    learned = f"{report.products:,} products; learned from {report.pairs:,} written requests"
    if report.preferences:
        learned += f" and {report.preferences:,} pairs of judged products"
    if report.unknown_items:
        learned += f"; {report.unknown_items:,} judgements are of items that aren't in the catalog"
    if report.dense_weight is not None:
        learned += f"; vectors count {report.dense_weight:g}, words {1 - report.dense_weight:g}"
    end = f"{report.seconds:.0f} s, {report.peak_bytes / 2**30:.1f} GiB at most; "
    if report.index is None:
        end += "it finds no more than the encoder before, which stays"
    else:
        end += f"live: generation {report.index.generation} in {report.store}"
        if report.index.untrained:
            end += "\nThe history encoder stood on the vectors before: shopctl train history"
    return "\n\n".join([table, f"{learned}\n{end}"])


def decoder_train_report(report: DecoderTrainReport) -> str:
    """What the decoder learned from, and where the adapter lies."""
    rows: list[list[Cell]] = [[source, count] for source, count in report.examples.items()]
    began = "the shipped adapter" if report.went_on else "the base"
    table = render_table(["examples", "number"], rows, f"{report.base}, from {began} on")
    loss = ""
    if report.first_loss is not None and report.last_loss is not None:
        loss = f", loss {report.first_loss:.2f} → {report.last_loss:.2f}"
    end = (
        f"{report.steps:,} of {report.planned:,} steps{loss}; {report.seconds:.0f} s, "
        f"{report.peak_bytes / 2**30:.1f} GiB at most\n{report.path}: used from the next `ask` on"
    )
    return "\n\n".join([table, end])


def rerank_train_report(report: RerankTrainReport) -> str:
    """What the training of the reranker found, and whether it serves now."""
    found = report.check
    rows: list[list[Cell]] = [["before", found.before], ["reranked", found.after]]
    if found.int8 is not None:
        rows.append(["reranked, int8", found.int8])
    notes = [
        f"share in order of {found.pairs:,} pairs of judged products; requests it wasn't trained on",
        f"standard error of the gain, over requests: {found.error:.4f}",
        f"50 candidates: {found.p50_ms:.0f} ms (median), {found.p95_ms:.0f} ms (p95)",
    ]
    table = render_table(["search", "judged pairs"], rows, "Reranker", notes)
    learned = f"{report.products:,} products; learned from {report.pairs:,} judged pairs"
    if report.unknown_items:
        learned += f"; {report.unknown_items:,} judgements are of items that aren't in the catalog"
    end = f"{report.seconds:.0f} s, {report.peak_bytes / 2**30:.1f} GiB at most; "
    if report.used:
        end += f"live in {report.store}, at weight {found.weight:g}"
    elif report.kept:
        end += "it takes more than 100 ms: on only with --rerank"
    else:
        end += "it orders no more pairs right, but for chance, than the search before, which stays"
    return "\n\n".join([table, f"{learned}\n{end}"])


def answer_details(answer: Answer) -> str:
    """The products an answer speaks of, and the words it cites."""
    return _details(answer, [f"  {product_line(product)}" for product in answer.products])


def chat_details(answer: Answer) -> str:
    """The same, the products numbered: "the second one" counts in this list."""
    numbered = enumerate(answer.products, start=1)
    return _details(answer, [f"  {place}. {product_line(product)}" for place, product in numbered])


def chat_within(request: Request) -> str:
    """What a conversation looks for by now, so that a shopper can correct it."""
    if not request.notes:
        return "\n".join(_searched_as(request)) if request.searched_as else ""
    chinese = request.language == "zh"
    said = ("；" if chinese else "; ").join(plain(note, 120) for note in request.notes)
    line = click.style(f"  {'理解为' if chinese else 'understood'}: {said}", dim=True)
    return "\n".join([line, *_searched_as(request)])


def _details(answer: Answer, products: list[str]) -> str:
    lines = ["", *products] if products else []
    if answer.citations:
        lines.append("")
        for citation in answer.citations:
            quoted = plain(citation.text, 160)
            lines.append(
                click.style(
                    f"  [{citation.card}] {plain(citation.item_id, 60)}, "
                    f"{plain(citation.field, 40)}: {quoted}",
                    dim=True,
                )
            )
    return "\n".join(lines)


def understood(request: Request) -> str:
    """How the request was read, so that a shopper can correct it."""
    parts = list(request.notes) or [describe(one, request.language) for one in request.conditions]
    label = "理解为" if request.language == "zh" else "understood"
    said = "; ".join(parts) if parts else f"“{plain(request.text, 80)}”"
    line = click.style(f"  {label}: {said}", dim=True)
    return "\n".join([line, *_searched_as(request)])


def _searched_as(request: Request) -> list[str]:
    """A line each for what was searched for in other words than the shopper's: a spelling, a language."""
    lines = [respelled(request.spelling, request.language)] if request.spelling else []
    if request.searched_as:
        label = "搜索的是" if request.language == "zh" else "searched as"
        lines.append(click.style(f"{label}: {plain(request.searched_as, 80)}", dim=True))
    return [f"  {line}" for line in lines]


def respelled(spelling: Corrected, language: str = "en") -> str:
    """What was searched for instead of the shopper's own spelling."""
    text, wrote = plain(spelling.text, 80), plain(spelling.wrote, 80)
    said = (
        f"搜索的是“{text}”（您写的是“{wrote}”）"
        if language == "zh"
        else f'searched for "{text}" (you wrote "{wrote}")'
    )
    return click.style(said, dim=True)


def product_page(page: ProductPage) -> str:
    """All fields of a product, its reviews and its questions."""
    product = page.product
    lines = [product_line(product), ""]
    if product.category:
        lines.append(f"  category      {plain(' > '.join(product.category))}")
    if product.list_price is not None:
        lines.append(f"  list price    {price_text(product.list_price, product.currency)}")
    for name, values in product.attributes.items():
        lines.append(f"  {plain(name, 30):<13} {plain(', '.join(values))}")
    if product.url:
        lines.append(f"  url           {plain(product.url)}")
    if product.description:
        lines += ["", f"  {plain(product.description, 2000)}"]
    for qa in page.qa:
        lines += ["", f"  Q  {plain(qa.question)}", f"  A  {plain(qa.answer)}"]
    for review in page.reviews:
        stars = f"★{review.rating:g} " if review.rating is not None else ""
        lines += ["", f"  {stars}{plain(review.title, 100)}", f"  {plain(review.text)}"]
    return "\n".join(lines)


def index_report(report: IndexReport) -> str:
    """What was mapped, accepted and rejected, and what is live now."""
    lines: list[str] = []
    for file in report.files:
        lines += _file_report(file)
    if report.reject_reasons:
        lines.append("")
        lines.append("Rejected rows (`shopctl rejects` lists them):")
        lines += [f"  {count:>6}  {plain(why)}" for why, count in report.reject_reasons.items()]
    lines.append("")
    for kind, changes in report.changes.items():
        lines.append(
            f"{kind}: {changes.added} added, {changes.updated} updated, "
            f"{changes.unchanged} unchanged"
        )
    if report.removed:
        lines.append(
            f"{report.removed} products are no longer in the feed and were removed "
            "(use --append to keep them)"
        )
    if report.unknown_items:
        lines.append(
            f"{report.unknown_items} interactions name items that are not in the catalog: kept aside"
        )
    if report.encode is not None and report.encode.encoded:
        lines.append(
            f"encoded {report.encode.encoded} products in {report.encode.seconds:.1f} s "
            f"({report.encode.encoded / max(report.encode.seconds, 1e-9):.0f}/s), "
            f"{report.encode.reused} reused"
        )
    if report.untrained:
        lines.append(
            "the history encoder was dropped: it stands on another text encoder's vectors; run "
            f"`shopctl train history --store {report.store}`"
        )
    lines.append(
        f"{report.products} products live in {report.store} "
        f"(generation {report.generation}, {report.seconds:.1f} s)"
    )
    return "\n".join(lines)


def _file_report(file: FileReport) -> list[str]:
    read = file.reading
    about = ", ".join(part for part in (read.format, read.encoding) if part)
    counts = f"{read.rows} rows = {read.accepted} accepted + {read.rejected} rejected"
    lines = ["", f"{plain(file.path)} ({file.kind}; {about}): {counts}"]
    columns = [(plain(column, 40), field) for column, field in read.mapped.items()]
    columns += [(plain(column, 40), "attribute") for column in read.attributes[:_MOST_COLUMNS]]
    if columns:
        lines += [
            "  " + line for line in render_table(("column", "is read as"), columns).splitlines()
        ]
    if len(read.attributes) > _MOST_COLUMNS:
        lines.append(f"  … and {len(read.attributes) - _MOST_COLUMNS} more attributes")
    lines += [f"  note: {plain(note)}" for note in read.notes]
    return lines


def reject_table(rows: Sequence[Reject]) -> str:
    """Rejected rows: file, line, reason, the start of the raw text."""
    if not rows:
        return "No row was rejected."
    cells = [
        (plain(row.file, 40), str(row.line), plain(row.reason, 80), plain(row.raw, 60))
        for row in rows
    ]
    return render_table(("file", "line", "reason", "raw"), cells)


def shop_info(facts: Mapping[str, Any]) -> str:
    """Name and value, one a line."""
    width = max(len(name) for name in facts)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in facts.items())

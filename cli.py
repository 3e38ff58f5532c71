"""shopctl: thin verbs over `Recommender`. Reads arguments, prints results; holds no logic.

Heavy rooms are imported inside the verbs, so that ``shopctl --help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli_frame import (
    DECODER,
    ENCODER,
    JSON,
    RERANK,
    STORE,
    WHERE,
    Verbs,
    ids_of,
    mapping,
    opened,
    output,
    quiet_libraries,
    settings_of,
)

if TYPE_CHECKING:
    from .measuring import SplitName


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="shopctl", prog_name="shopctl")
def main(debug: bool) -> None:
    """The shopping guide a shop can run itself: recommend, advise, navigate.

    \b
    Start:  shopctl index feed.csv        make ./my-shop from a product feed
            shopctl ask "…"               ask it something
            shopctl demo                  see it all on the embedded shop
    """
    quiet_libraries()


@main.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@STORE
@click.option("--reviews", multiple=True, metavar="FILE", help="Reviews; repeatable.")
@click.option("--qa", multiple=True, metavar="FILE", help="Questions and answers; repeatable.")
@click.option(
    "--interactions", multiple=True, metavar="FILE", help="Views, carts, buys; repeatable."
)
@click.option(
    "--append",
    is_flag=True,
    help="Add to the catalog. Without it, FILE… is the whole catalog and products that are no "
    "longer in it are removed.",
)
@click.option(
    "--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="Overrule a column match."
)
@click.option("--format", "file_format", default=None, help="Overrule the format that was sniffed.")
@click.option("--currency", default=None, metavar="CODE", help="Of prices that don't name theirs.")
@ENCODER
@click.option(
    "--index-kind",
    type=click.Choice(["auto", "flat", "hnsw", "ivf"]),
    default="auto",
    show_default=True,
    help="FAISS index; auto picks by size.",
)
@JSON
def index(
    files: tuple[str, ...],
    store: Path,
    reviews: tuple[str, ...],
    qa: tuple[str, ...],
    interactions: tuple[str, ...],
    append: bool,
    maps: tuple[str, ...],
    file_format: str | None,
    currency: str | None,
    encoder: str | None,
    index_kind: str,
    as_json: bool,
) -> None:
    """Make or refresh a shop from product files.

    FILE is a CSV, TSV, JSON, JSON Lines or Parquet file, a Google Merchant feed, a Shopify
    export, schema.org JSON-LD, Amazon Reviews metadata or a RecBole .item file; a folder of
    these; or - for standard input. Columns are matched by name; the table that is printed says
    how.
    """
    from .display import index_report
    from .recommender import Recommender

    report = Recommender.index(
        files,
        store,
        reviews=reviews,
        qa=qa,
        interactions=interactions,
        append=append,
        overrides=mapping(maps),
        file_format=file_format,
        currency=currency,
        encoder=encoder,
        index_kind=index_kind,
    )
    output(as_json, report.to_dict(), lambda: index_report(report))


@main.command()
@click.argument("question")
@STORE
@click.option("--item", default=None, metavar="ID", help="The product the question is about.")
@click.option("--history", default=None, metavar="ID,ID", help="What the shopper bought before.")
@click.option("--user", default=None, metavar="USER", help="A shopper of the store.")
@WHERE
@RERANK
@DECODER
@JSON
def ask(
    question: str,
    store: Path,
    item: str | None,
    history: str | None,
    user: str | None,
    where: tuple[str, ...],
    rerank: bool | None,
    decoder: str,
    as_json: bool,
) -> None:
    """Ask in plain words, in English or Chinese; every fact of the answer is cited.

    \b
    shopctl ask "fragrance free moisturizer for dry skin under $40"
    shopctl ask "does it contain niacinamide?" --item P507952
    """
    from .tour import show_answer

    shop = opened(store, decoder=decoder, rerank=rerank)
    options: dict[str, Any] = {
        "item": item,
        "history": ids_of(history),
        "user": user,
        "where": list(where),
    }
    if as_json:
        answer = shop.ask(question, **options)
        output(True, answer.to_dict(), str)
        return
    show_answer(lambda: shop.ask_stream(question, **options))


@main.command()
@STORE
@click.option("--history", default=None, metavar="ID,ID", help="What the shopper bought before.")
@click.option("--user", default=None, metavar="USER", help="A shopper of the store.")
@WHERE
@DECODER
@JSON
def chat(
    store: Path,
    history: str | None,
    user: str | None,
    where: tuple[str, ...],
    decoder: str,
    as_json: bool,
) -> None:
    """Talk with the shop: it narrows down, remembers, and asks back when it must.

    Reads turns from the terminal, or one a line from a pipe. Nothing is written to disk.
    Ctrl-C stops the answer that is being given; at the prompt it leaves.

    \b
    /help  what can be said      /start-over  forget everything
    /undo  take a turn back      /quit        leave
    \b
    shopctl chat --where "price<60"
    printf 'a tent for two\\nsomething cheaper\\n' | shopctl chat --json
    """
    from .chat.terminal import ChatTerminal

    shop = opened(store, decoder=decoder)
    talk = shop.chat(history=ids_of(history), user=user, where=list(where))
    click.get_current_context().exit(ChatTerminal(talk, as_json=as_json).run())


@main.command()
@STORE
@click.option("--history", default=None, metavar="ID,ID", help="Item ids, oldest first.")
@click.option("--user", default=None, metavar="USER", help="A shopper of the store.")
@click.option("--query", "-q", default=None, help="A need in plain words.")
@click.option("-k", "count", type=int, default=10, show_default=True, help="How many.")
@WHERE
@click.option(
    "--diversity", type=float, default=0.0, metavar="0..1", help="Less of the same (MMR)."
)
@click.option(
    "--calibration",
    type=float,
    default=0.0,
    metavar="0..1",
    help="Popular and rare products in the shares that the history has.",
)
@click.option(
    "--new-items",
    type=float,
    metavar="FACTOR",
    help="How much more to suggest what `shopctl train history` saw nobody take: new products above all. "
    "1: as it is. Without it up to 4.75, the more the fewer they are.",
)
@RERANK
@JSON
def suggest(
    store: Path,
    history: str | None,
    user: str | None,
    query: str | None,
    count: int,
    where: tuple[str, ...],
    diversity: float,
    calibration: float,
    new_items: float | None,
    rerank: bool | None,
    as_json: bool,
) -> None:
    """Suggest products from a history, a need, or both, with reasons.

    \b
    shopctl suggest --history sk-0001,sk-0009 -k 5
    shopctl suggest --user shopper-0001 --query "for travelling" --where "price<60"
    """
    from .display import suggestions

    found = opened(store, new_items=new_items, rerank=rerank).suggest(
        history=ids_of(history),
        user=user,
        query=query,
        k=count,
        where=list(where),
        diversity=diversity,
        calibration=calibration,
    )
    output(as_json, [one.to_dict() for one in found], lambda: suggestions(found))


@main.command()
@click.argument("query")
@STORE
@click.option("-k", "count", type=int, default=10, show_default=True, help="How many.")
@WHERE
@RERANK
@JSON
def search(
    query: str,
    store: Path,
    count: int,
    where: tuple[str, ...],
    rerank: bool | None,
    as_json: bool,
) -> None:
    """Search the catalog; price limits and other wishes in the words are understood.

    \b
    shopctl search "vitamin c serum" --where "price<60" --where "brand=Acme"
    """
    from .display import suggestions

    found = opened(store, rerank=rerank).search(query, k=count, where=list(where))
    output(as_json, [one.to_dict() for one in found], lambda: suggestions(found))


@main.command()
@click.argument("item_id")
@STORE
@JSON
def show(item_id: str, store: Path, as_json: bool) -> None:
    """Show all that the shop knows about one product."""
    from .display import product_page

    page = opened(store).show(item_id)
    output(as_json, page.to_dict(), lambda: product_page(page))


@main.command()
@STORE
@click.option("--limit", default=50, show_default=True, help="At most so many rows.")
@JSON
def rejects(store: Path, limit: int, as_json: bool) -> None:
    """List the rows that could not be read, and why."""
    from .display import reject_table
    from .serialise import jsonable

    rows = opened(store).rejects(limit)
    output(as_json, jsonable(rows), lambda: reject_table(rows))


@main.command()
@STORE
@JSON
def info(store: Path, as_json: bool) -> None:
    """Say what a shop holds: products, reviews, shoppers, models, the live generation."""
    from .display import shop_info

    facts = opened(store).info()
    output(as_json, facts, lambda: shop_info(facts))


@main.command()
@click.argument("what", type=click.Choice(["history", "text", "reranker", "generator"]))
@STORE
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="history: trainings that `shopctl eval` measures, for a mean and a deviation.",
)
@click.option(
    "--final/--no-final",
    default=True,
    show_default=True,
    help="history: fit once more with the validation items given back, for daily use.",
)
@click.option(
    "--judgements",
    default=None,
    metavar="FILE",
    help="text, reranker: query, item_id, grade; the reranker needs them.",
)
@click.option(
    "--data",
    default=None,
    metavar="FOLDER",
    help="generator: product-qa, labelled questions to learn from beside the shop's own.",
)
@click.option(
    "--questions",
    default=None,
    metavar="FILE",
    help="generator: leave the items of these questions out, to measure with them afterwards.",
)
@click.option(
    "--decoder",
    default="default",
    show_default=True,
    help="generator: what to tune: default, or a folder of full weights.",
)
@click.option(
    "--gpu/--cpu", "gpu", default=None, help="generator: where to train; a GPU if there is one."
)
@click.option(
    "--out",
    default=None,
    metavar="FOLDER",
    help="generator: write the adapter there, not to the store.",
)
@click.option(
    "--fresh", is_flag=True, help="generator: start from the base, not from the shipped adapter."
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    default=0.0,
    help="generator: end the training after so long; 0: when every example was seen.",
)
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="NAME=VALUE",
    help="Overrule a setting, repeatable: history 'epochs=5', text 'pairs=20000' (see docs).",
)
@JSON
def train(
    what: str,
    store: Path,
    seeds: int,
    final: bool,
    judgements: str | None,
    data: str | None,
    questions: str | None,
    decoder: str,
    gpu: bool | None,
    out: str | None,
    fresh: bool,
    minutes: float,
    pairs: tuple[str, ...],
    as_json: bool,
) -> None:
    """Train a model on the shop's own data; the shop goes on answering meanwhile.

    `history` is the encoder of shoppers' histories behind `suggest`. `text` is the encoder of
    requests and products behind `search` and `ask`: it learns the catalog's words, needs no
    labels, and is used only if it finds more than the one before. `reranker` reads a request and
    its best products together; it learns from judgements alone. `generator` is the decoder that
    reads the cards and writes answers: it learns this shop's fields and answered questions. Stopped
    or killed, a training goes on from its last checkpoint when the same command is typed again.

    \b
    shopctl train text --store my-shop
    shopctl train reranker --store my-shop --judgements judgements.csv
    shopctl train history --store my-shop
    shopctl train generator --store my-shop
    shopctl eval recommend --store my-shop
    """
    from .display import (
        decoder_train_report,
        rerank_train_report,
        text_train_report,
        train_report,
    )
    from .recommender import Recommender

    report = Recommender.train(
        what,
        store,
        seeds=seeds,
        final=final,
        judgements=judgements,
        data=data,
        questions=questions,
        decoder=decoder,
        device={None: "auto", True: "cuda", False: "cpu"}[gpu],
        out=out,
        fresh=fresh,
        minutes=minutes,
        **settings_of(pairs),
    )
    reports: dict[str, Any] = {
        "history": train_report,
        "text": text_train_report,
        "reranker": rerank_train_report,
        "generator": decoder_train_report,
    }
    shown = reports[what]
    output(as_json, report.to_dict(), lambda: shown(report))


@main.command("eval")
@click.argument("what", type=click.Choice(["recommend", "search", "answers"]))
@STORE
@click.option(
    "--split", type=click.Choice(["validation", "test"]), default="test", show_default=True
)
@click.option("--judgements", default=None, metavar="FILE", help="search: query, item_id, grade.")
@click.option("--questions", default=None, metavar="FILE", help="answers: JSON Lines, see docs.")
@click.option(
    "--trec-out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Write TREC run and qrels files.",
)
@DECODER
@JSON
def evaluate(
    what: str,
    store: Path,
    split: SplitName,
    judgements: str | None,
    questions: str | None,
    trec_out: Path | None,
    decoder: str,
    as_json: bool,
) -> None:
    """Measure recommendation, search or answers on the store's held-out data."""
    shop = opened(store, decoder=decoder)
    result = shop.evaluate(
        what, split=split, judgements=judgements, questions=questions, trec_out=trec_out
    )
    output(as_json, result.to_dict(), result.table)


@main.command()
@click.argument("user")
@STORE
@JSON
def forget(user: str, store: Path, as_json: bool) -> None:
    """Erase a shopper: history, authorship of reviews, and every older copy of the store."""
    from .recommender import Recommender

    removed = Recommender.forget(store, user)
    output(
        as_json,
        {"interactions": removed.interactions, "reviews": removed.reviews},
        lambda: (
            f"Forgotten: {removed.interactions} interactions; {removed.reviews} reviews are "
            "now nobody's."
        ),
    )


@main.command()
@click.option(
    "--store",
    "-s",
    type=click.Path(path_type=Path),
    default=None,
    help="Where to build the demo shop.  [default: a folder in the user's cache]",
)
@DECODER
def demo(store: Path | None, decoder: str) -> None:
    """Build the embedded demo shop and show what shopctl does with it."""
    from .tour import run_tour

    run_tour(store, decoder)


if __name__ == "__main__":
    main()

"""shopctl: thin verbs over `Recommender`. Reads arguments, prints results; holds no logic.

Heavy rooms are imported inside the verbs, so that ``shopctl --help`` answers at once.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .errors import InputError, ShopctlError

if TYPE_CHECKING:
    from .measuring import SplitName
    from .recommender import Recommender

F = TypeVar("F", bound=Callable[..., Any])

_STORE = click.option(
    "--store",
    "-s",
    type=click.Path(path_type=Path),
    default=Path("my-shop"),
    show_default=True,
    envvar="SHOPCTL_STORE",
    show_envvar=True,
    help="The shop's folder.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
_WHERE = click.option(
    "--where",
    "-w",
    multiple=True,
    metavar="CONDITION",
    help="Hard filter, repeatable: 'price<60', 'brand=Acme', 'rating>=4', 'title~serum', "
    "'attributes.skin type=dry'.",
)
_DECODER = click.option(
    "--decoder",
    default="default",
    show_default=True,
    envvar="SHOPCTL_DECODER",
    help="Decoder: 'default' (Gemma 3 270M), a hub id, a folder, or 'none' (catalog quotes only).",
)
_ENCODER = click.option(
    "--encoder",
    default=None,
    metavar="ID",
    help="Text encoder: 'default' (all-MiniLM-L6-v2), a hub id or a folder.  [default: the one "
    "the store was made with]",
)


class _Verbs(click.Group):
    """Lists the verbs in the order in which a shop needs them, and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        debug = bool(ctx.params.get("debug"))
        try:
            return super().invoke(ctx)
        except ShopctlError as error:
            if debug:
                raise
            click.echo(f"shopctl: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("shopctl: stopped; what was live before is still live.", err=True)
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if debug:
                raise
            kind = type(error).__name__
            click.echo(
                f"shopctl: unexpected {kind}: {str(error).splitlines()[0] if str(error) else kind}. "
                "Run again with `shopctl --debug …` for the traceback, and please report it.",
                err=True,
            )
            ctx.exit(70)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="shopctl", prog_name="shopctl")
def main(debug: bool) -> None:
    r"""The shopping guide a shop can run itself: recommend, advise, navigate.

    \b
    Start:  shopctl index feed.csv        make ./my-shop from a product feed
            shopctl ask "…"               ask it something
            shopctl demo                  see it all on the embedded shop
    """
    _quiet_libraries()


def _quiet_libraries() -> None:
    """Keep our own warnings, drop the chatter of others: stderr is for the user."""
    import os

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    warnings.simplefilter("ignore")
    warnings.filterwarnings("default", category=UserWarning, module=r"shopctl(\.|$)")
    warnings.showwarning = _show_warning


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    click.echo(f"note: {message}", err=True)


def _print(as_json: bool, form: Any, text: Callable[[], str]) -> None:
    click.echo(json.dumps(form, ensure_ascii=False, indent=2) if as_json else text())


def _open(store: Path, **options: Any) -> Recommender:
    from .recommender import Recommender

    return Recommender.open(store, **options)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    overrides: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not (equals and field.strip() and column.strip()):
            raise InputError(f"--map {pair!r}: write it as field=column, e.g. --map title=product")
        overrides[field.strip()] = column.strip()
    return overrides


def _settings(pairs: Sequence[str]) -> dict[str, Any]:
    """NAME=VALUE pairs; a value is read as JSON where it is JSON (a number, true), else as a word."""
    settings: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise InputError(f"--set {pair!r}: write it as name=value, e.g. --set epochs=5")
        try:
            settings[name.strip()] = json.loads(value)
        except ValueError:
            settings[name.strip()] = value.strip()
    return settings


def _ids(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


@main.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@_STORE
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
@_ENCODER
@click.option(
    "--index-kind",
    type=click.Choice(["auto", "flat", "hnsw", "ivf"]),
    default="auto",
    show_default=True,
    help="FAISS index; auto picks by size.",
)
@_JSON
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
        overrides=_mapping(maps),
        file_format=file_format,
        currency=currency,
        encoder=encoder,
        index_kind=index_kind,
    )
    _print(as_json, report.to_dict(), lambda: index_report(report))


@main.command()
@click.argument("question")
@_STORE
@click.option("--item", default=None, metavar="ID", help="The product the question is about.")
@click.option("--history", default=None, metavar="ID,ID", help="What the shopper bought before.")
@click.option("--user", default=None, metavar="USER", help="A shopper of the store.")
@_WHERE
@_DECODER
@_JSON
def ask(
    question: str,
    store: Path,
    item: str | None,
    history: str | None,
    user: str | None,
    where: tuple[str, ...],
    decoder: str,
    as_json: bool,
) -> None:
    r"""Ask in plain words, in English or Chinese; every fact of the answer is cited.

    \b
    shopctl ask "fragrance free moisturizer for dry skin under $40"
    shopctl ask "does it contain niacinamide?" --item P507952
    """
    from .tour import show_answer

    shop = _open(store, decoder=decoder)
    options: dict[str, Any] = {
        "item": item,
        "history": _ids(history),
        "user": user,
        "where": list(where),
    }
    if as_json:
        answer = shop.ask(question, **options)
        _print(True, answer.to_dict(), str)
        return
    show_answer(lambda: shop.ask_stream(question, **options))


@main.command()
@_STORE
@click.option("--history", default=None, metavar="ID,ID", help="Item ids, oldest first.")
@click.option("--user", default=None, metavar="USER", help="A shopper of the store.")
@click.option("--query", "-q", default=None, help="A need in plain words.")
@click.option("-k", "count", type=int, default=10, show_default=True, help="How many.")
@_WHERE
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
@_JSON
def suggest(
    store: Path,
    history: str | None,
    user: str | None,
    query: str | None,
    count: int,
    where: tuple[str, ...],
    diversity: float,
    calibration: float,
    as_json: bool,
) -> None:
    r"""Suggest products from a history, a need, or both, with reasons.

    \b
    shopctl suggest --history sk-0001,sk-0009 -k 5
    shopctl suggest --user shopper-0001 --query "for travelling" --where "price<60"
    """
    from .display import suggestions

    found = _open(store).suggest(
        history=_ids(history),
        user=user,
        query=query,
        k=count,
        where=list(where),
        diversity=diversity,
        calibration=calibration,
    )
    _print(as_json, [one.to_dict() for one in found], lambda: suggestions(found))


@main.command()
@click.argument("query")
@_STORE
@click.option("-k", "count", type=int, default=10, show_default=True, help="How many.")
@_WHERE
@_JSON
def search(query: str, store: Path, count: int, where: tuple[str, ...], as_json: bool) -> None:
    r"""Search the catalog; price limits and other wishes in the words are understood.

    \b
    shopctl search "vitamin c serum" --where "price<60" --where "brand=Acme"
    """
    from .display import suggestions

    found = _open(store).search(query, k=count, where=list(where))
    _print(as_json, [one.to_dict() for one in found], lambda: suggestions(found))


@main.command()
@click.argument("item_id")
@_STORE
@_JSON
def show(item_id: str, store: Path, as_json: bool) -> None:
    """Show all that the shop knows about one product."""
    from .display import product_page

    page = _open(store).show(item_id)
    _print(as_json, page.to_dict(), lambda: product_page(page))


@main.command()
@_STORE
@click.option("--limit", default=50, show_default=True, help="At most so many rows.")
@_JSON
def rejects(store: Path, limit: int, as_json: bool) -> None:
    """List the rows that could not be read, and why."""
    from .display import reject_table
    from .serialise import jsonable

    rows = _open(store).rejects(limit)
    _print(as_json, jsonable(rows), lambda: reject_table(rows))


@main.command()
@_STORE
@_JSON
def info(store: Path, as_json: bool) -> None:
    """Say what a shop holds: products, reviews, shoppers, models, the live generation."""
    from .display import shop_info

    facts = _open(store).info()
    _print(as_json, facts, lambda: shop_info(facts))


@main.command()
@click.argument("what", type=click.Choice(["history"]))
@_STORE
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Trainings that `shopctl eval` measures, for a mean and a deviation.",
)
@click.option(
    "--final/--no-final",
    default=True,
    show_default=True,
    help="Fit once more with the validation items given back, for daily use.",
)
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="NAME=VALUE",
    help="Overrule a setting, repeatable: 'epochs=5', 'width=64', 'loss=bce' (docs/recommendation.md).",
)
@_JSON
def train(
    what: str, store: Path, seeds: int, final: bool, pairs: tuple[str, ...], as_json: bool
) -> None:
    r"""Train a model on the shop's own data; the shop goes on answering meanwhile.

    `history` is the encoder of shoppers' histories behind `suggest`. Stopped or killed, it goes
    on from its last checkpoint when the same command is typed again.

    \b
    shopctl train history --store my-shop
    shopctl eval recommend --store my-shop
    """
    from .display import train_report
    from .recommender import Recommender

    report = Recommender.train(what, store, seeds=seeds, final=final, **_settings(pairs))
    _print(as_json, report.to_dict(), lambda: train_report(report))


@main.command("eval")
@click.argument("what", type=click.Choice(["recommend", "search", "answers"]))
@_STORE
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
@_DECODER
@_JSON
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
    shop = _open(store, decoder=decoder)
    result = shop.evaluate(
        what, split=split, judgements=judgements, questions=questions, trec_out=trec_out
    )
    _print(as_json, result.to_dict(), result.table)


@main.command()
@click.argument("user")
@_STORE
@_JSON
def forget(user: str, store: Path, as_json: bool) -> None:
    """Erase a shopper: history, authorship of reviews, and every older copy of the store."""
    from .recommender import Recommender

    removed = Recommender.forget(store, user)
    _print(
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
@_DECODER
def demo(store: Path | None, decoder: str) -> None:
    """Build the embedded demo shop and show what shopctl does with it."""
    from .tour import run_tour

    run_tour(store, decoder)


if __name__ == "__main__":
    main()

"""What the verbs of the command line share: options, one-line errors, output, reading of arguments."""

from __future__ import annotations

import json
import signal
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .errors import InputError, ShopctlError

if TYPE_CHECKING:
    from .recommender import Recommender

STORE = click.option(
    "--store",
    "-s",
    type=click.Path(path_type=Path),
    default=Path("my-shop"),
    show_default=True,
    envvar="SHOPCTL_STORE",
    show_envvar=True,
    help="The shop's folder.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
WHERE = click.option(
    "--where",
    "-w",
    multiple=True,
    metavar="CONDITION",
    help="Hard filter, repeatable: 'price<60', 'brand=Acme', 'rating>=4', 'title~serum', "
    "'attributes.skin type=dry'.",
)
DECODER = click.option(
    "--decoder",
    default="default",
    show_default=True,
    envvar="SHOPCTL_DECODER",
    help="Decoder: 'default' (Gemma 3 270M), a hub id, a folder, or 'none' (catalog quotes only).",
)
RERANK = click.option(
    "--rerank/--no-rerank",
    default=None,
    help="Reorder the best 50 with the shop's reranker.  [default: if its training found it pays]",
)
ENCODER = click.option(
    "--encoder",
    default=None,
    metavar="ID",
    help="Text encoder: 'default' (all-MiniLM-L6-v2), 'multilingual', 'large', a hub id or a folder.  "
    "[default: the one the store was made with]",
)


class Verbs(click.Group):
    """Lists the verbs in the order in which a shop needs them, and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they were defined."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; an error is one line on stderr and its exit code."""
        debug = bool(ctx.params.get("debug"))
        pressed = _CtrlC()
        try:
            with pressed:
                return super().invoke(ctx)
        except ShopctlError as error:
            if debug:
                raise
            click.echo(f"shopctl: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            _say_stopped(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if pressed.seen:
                _say_stopped(ctx)
            if debug:
                raise
            kind = type(error).__name__
            click.echo(
                f"shopctl: unexpected {kind}: {str(error).splitlines()[0] if str(error) else kind}. "
                "Run again with `shopctl --debug …` for the traceback, and please report it.",
                err=True,
            )
            ctx.exit(70)


class _CtrlC:
    """Notices Ctrl-C while a verb runs: a library may turn the KeyboardInterrupt into its own error."""

    def __init__(self) -> None:
        self.seen = False
        self._before: Any = None

    def __enter__(self) -> None:
        # Only Python's own handling is replaced, and only the main thread may do that.
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._before = signal.signal(signal.SIGINT, self._on_press)

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _on_press(self, *_: object) -> None:
        self.seen = True
        raise KeyboardInterrupt


def _say_stopped(ctx: click.Context) -> NoReturn:
    click.echo("shopctl: stopped; what was live before is still live.", err=True)
    ctx.exit(130)


def quiet_libraries() -> None:
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


def output(as_json: bool, form: Any, text: Callable[[], str]) -> None:
    """Print a result as JSON, or as text that is made only if it's wanted."""
    click.echo(json.dumps(form, ensure_ascii=False, indent=2) if as_json else text())


def opened(store: Path, **options: Any) -> Recommender:
    """The shop at `store`."""
    from .recommender import Recommender

    return Recommender.open(store, **options)


def mapping(pairs: Sequence[str]) -> dict[str, str]:
    """FIELD=COLUMN pairs."""
    overrides: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not (equals and field.strip() and column.strip()):
            raise InputError(f"--map {pair!r}: write it as field=column, e.g. --map title=product")
        overrides[field.strip()] = column.strip()
    return overrides


def settings_of(pairs: Sequence[str]) -> dict[str, Any]:
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


def ids_of(text: str | None) -> list[str]:
    """Ids split by commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]

"""From files to a live generation: read, store, encode, index, switch.

A generation holds a whole shop: the catalog (DuckDB) and the vectors made from it. It is built
beside the live one and goes live by one rename, so a crash, Ctrl-C or a full disk at any moment
leaves the old one answering, catalog and vectors always agree, and readers in other processes
are never locked out.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .catalog.folder import ShopFolder
from .catalog.readers import ReadReport, Source, expand_sources, read
from .catalog.records import Product, Reject, Review
from .catalog.shoppers import Forgotten
from .catalog.store import CatalogStore, Changes
from .catalog.synonyms import Kind as SourceKind
from .errors import InputError
from .history_files import FOLDER, is_counted, is_trained
from .indexes.generations import Generation, Generations, GenerationWriter
from .indexes.vector_index import FaissVectorIndex, Kind
from .progress import bar
from .retrieval.multilingual import NAME as MULTILINGUAL
from .retrieval.multilingual import has_multilingual
from .retrieval.text_encoder import TextEncoder
from .serialise import jsonable
from .snapshot import CATALOG_FILE, EncodeReport, is_complete, open_index, write_snapshot

_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index and how. The four kinds of file are paths, folders or ``-``.

    Attributes:
        append: add to the catalog; without it the product files are the whole catalog, and
            products that are no longer in them are removed.
        overrides: field → column, over the matches by name.
        currency: ISO 4217 code of prices that don't name theirs.
        encoder: model id, or None for the one the store was made with; of a new store by the
            language that most of its products are in.
    """

    products: Sequence[str] = ()
    reviews: Sequence[str] = ()
    qa: Sequence[str] = ()
    interactions: Sequence[str] = ()
    append: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)
    file_format: str | None = None
    currency: str | None = None
    encoder: str | None = None
    index_kind: Kind = "auto"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file was read as; in `reading`, rows = accepted + rejected."""

    path: str
    kind: str
    reading: ReadReport


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an index run did: shown as a table, printed as JSON.

    Attributes:
        files: one report a file.
        changes: for products, reviews, qa and interactions: added, updated, unchanged.
        removed: products that are no longer in the feed.
        reject_reasons: reason to number of rows, most first.
        unknown_items: interactions kept aside because their item isn't in the catalog.
        products: products live now.
        encode: how the vectors came about; None if nothing changed.
        generation: the live generation.
        untrained: the history encoder was dropped, because the text encoder is another one now.
        seconds: wall time of the whole run.
    """

    store: str
    files: tuple[FileReport, ...]
    changes: Mapping[str, Changes]
    removed: int
    reject_reasons: Mapping[str, int]
    unknown_items: int
    products: int
    encode: EncodeReport | None
    generation: str
    untrained: bool
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


def run_index(store: Path, job: IndexJob) -> IndexReport:
    """Bring the shop at `store` up to date with the files of `job`.

    Raises:
        InputError: a file can't be used, or no row of the product files could be read.
        StoreError: the folder is no store, another process is indexing, or the disk is full.
        ModelError: the text encoder can't be loaded.
    """
    started = time.perf_counter()
    sources = _sources(job)  # a wrong path is said before a folder is made
    folder = ShopFolder.open_or_create(store)
    with folder.lock():
        generations = Generations(folder.generations_path, folder.current_path)
        live = generations.current() if generations.exists() else None
        if live is None and not job.products:
            raise InputError(
                f"{store} has no catalog yet: name a product file, "
                f"`shopctl index FILE --store {store}`"
            )
        named = job.encoder or (folder.encoder_name() if live is not None else None)
        encoder = TextEncoder.load(named) if named else None  # a wrong name is said at once
        with generations.new() as draft:
            _take_over(live, draft.path)
            with CatalogStore.open(draft.path / CATALOG_FILE, key_folder=folder.path) as catalog:
                intake = _Intake(job)
                with catalog.transaction():
                    intake.take_in(catalog, sources)
                name, encode = draft.name, None
                encoder = encoder or TextEncoder.load(_encoder_for(catalog.languages()))
                trained = is_trained(live)
                if _nothing_new(live, catalog, encoder):
                    assert live is not None  # noqa: S101 (for mypy; _nothing_new checked it)
                    name = live.name
                else:
                    encode = write_snapshot(draft.path, catalog, encoder, job.index_kind, live)
                    trained = _carry_history(live, draft, catalog, encoder)
                    languages = list(catalog.languages())
                report = IndexReport(
                    store=str(store),
                    files=tuple(intake.files),
                    changes=intake.changes,
                    removed=intake.removed,
                    reject_reasons=dict(intake.reasons.most_common()),
                    unknown_items=catalog.unknown_item_interactions(),
                    products=catalog.count(),
                    encode=encode,
                    generation=name,
                    untrained=is_trained(live) and not trained,
                    seconds=time.perf_counter() - started,
                )
                version, count = catalog.version(), catalog.count()
            if encode is not None:
                sweep_locks(draft.path)
                draft.commit(
                    dimension=encoder.dimension,
                    count=count,
                    encoder=encoder.fingerprint,
                    catalog_version=version,
                )
                folder.config.update(
                    languages=languages, models={"encoder": _kept_name(encoder, folder)}
                )
    return report


def run_forget(store: Path, user: str) -> Forgotten:
    """Erase a shopper (raw id) from the live generation and delete all older ones.

    Raises:
        StoreError: no store, or another process is writing to it.
    """
    folder = ShopFolder.open(store)
    with folder.lock():
        generations = Generations(folder.generations_path, folder.current_path)
        live = generations.current()
        with generations.new() as draft:
            _take_over(live, draft.path)
            with CatalogStore.open(draft.path / CATALOG_FILE, key_folder=folder.path) as catalog:
                forgotten = catalog.forget(user)
                version = catalog.version()
                if forgotten.interactions or forgotten.reviews:
                    for name in live.manifest.files:
                        if name != CATALOG_FILE and not is_counted(name):
                            link_or_copy(live.path / name, draft.path / name)
                    if is_trained(live):
                        from .history_snapshot import load_model, write_history

                        write_history(draft.path, load_model(live), catalog, open_index(live))
            if forgotten.interactions or forgotten.reviews:
                sweep_locks(draft.path)
                draft.commit(
                    dimension=live.manifest.dimension,
                    count=live.manifest.count,
                    encoder=live.manifest.encoder,
                    catalog_version=version,
                )
        generations.drop_old()  # an older copy would remember the shopper
    return forgotten


class _Intake:
    """Reads the files of a job into a catalog and keeps count."""

    def __init__(self, job: IndexJob) -> None:
        self.job = job
        self.files: list[FileReport] = []
        self.changes: dict[str, Changes] = {}
        self.reasons: Counter[str] = Counter()
        self.removed = 0
        self._seen: set[str] = set()
        self._rejects: list[Reject] = []

    def take_in(self, catalog: CatalogStore, sources: Sequence[Source]) -> None:
        """Read all sources; products first, so that later kinds find their items."""
        writers: dict[str, Callable[[Iterator[Any]], Changes]] = {
            "products": catalog.upsert_products,
            "reviews": catalog.add_reviews,
            "qa": catalog.add_qa,
            "interactions": catalog.add_interactions,
        }
        catalog.clear_rejects([source.name for source in sources])
        for source in sources:
            reading = read(source, self.job.overrides if source.kind == "products" else {})
            changed = writers[source.kind](self._records(reading, source))
            self.changes[source.kind] = self.changes.get(source.kind, Changes()) + changed
            self.files.append(FileReport(source.path, source.kind, reading.report))
            aside = reading.columns.aside
            # A row that names shoppers isn't kept as it was, whatever the file is.
            catalog.add_rejects(self._rejects, "reviews" if aside.personal else source.kind)
            self._take_reviews(catalog, source, reading)
            self.reasons.update(_general(reject.reason) for reject in self._rejects)
            self._rejects = []
        if self.job.products and not self._seen:
            first = next(iter(self.reasons), "the files are empty")
            raise InputError(
                f"no product could be read from {', '.join(self.job.products)}: {first}; "
                "see the column names and use --map FIELD=COLUMN"
            )
        if self.job.products and not self.job.append:
            self.removed = catalog.remove_products_not_in(self._seen)

    def _take_reviews(self, catalog: CatalogStore, source: Source, reading: Any) -> None:
        """Reviews that stand in the rows of a product file: it is read again for them."""
        columns = reading.columns
        if not columns.aside.reviews:
            return
        if source.path == "-":
            reading.report.notes.append("reviews from stdin aren't read: give a file")
            return
        named = {"item_id": columns.column("item_id"), **columns.aside.reviews}
        again = read(replace(source, kind="reviews", format=None), named)
        written = (one for one in again if isinstance(one, Review) and (one.text or one.title))
        changed = catalog.add_reviews(written)
        self.changes["reviews"] = self.changes.get("reviews", Changes()) + changed

    def _records(self, reading: Any, source: Source) -> Iterator[Any]:
        with bar(f"reading {Path(source.path).name}", 0, "row") as progress:
            for record in reading:
                progress.update(1)
                if isinstance(record, Reject):
                    self._rejects.append(record)
                    continue
                if isinstance(record, Product):
                    self._seen.add(record.item_id)
                yield record


def _encoder_for(languages: Mapping[str, int]) -> str:
    """The encoder for a new shop: the default reads English, the multilingual one a hundred others."""
    others = sum(count for language, count in languages.items() if language != "en")
    foreign = others > sum(languages.values()) * _MOSTLY
    return MULTILINGUAL if foreign and has_multilingual() else "default"


def _kept_name(encoder: TextEncoder, folder: ShopFolder) -> str:
    """An encoder's name for shop.json: within the store, so that a store can be moved."""
    path = Path(encoder.folder.name)
    if path.is_absolute() and path.is_relative_to(folder.path):
        return path.relative_to(folder.path).as_posix()
    return encoder.folder.name


def _sources(job: IndexJob) -> list[Source]:
    found: list[Source] = []
    given: tuple[tuple[Sequence[str], SourceKind], ...] = (
        (job.products, "products"),
        (job.reviews, "reviews"),
        (job.qa, "qa"),
        (job.interactions, "interactions"),
    )
    for paths, kind in given:
        if paths:
            forced = job.file_format if kind == "products" else None
            found += [
                replace(one, format=forced, currency=job.currency)
                for one in expand_sources(paths, kind)
            ]
    return found


def _general(reason: str) -> str:
    """A reason without its particulars, so that a thousand rows are one line of the report."""
    return reason.split(": ", 1)[0]


def _take_over(live: Generation | None, draft: Path) -> None:
    """Start a draft from the live catalog, or an empty one.

    A link is enough: the store never writes a file in place but puts a new one in its stead.
    """
    if live is None:
        CatalogStore.create(draft / CATALOG_FILE).close()
    else:
        link_or_copy(live.path / CATALOG_FILE, draft / CATALOG_FILE)


def _carry_history(
    live: Generation | None, draft: GenerationWriter, catalog: CatalogStore, encoder: TextEncoder
) -> bool:
    """Take the trained history encoder over and place the catalog of today with it; whether it could.

    Its items are placed by their text vectors: with another text encoder it can't go on.
    """
    if live is None or not is_trained(live) or live.manifest.encoder != encoder.fingerprint:
        return False
    from .history_snapshot import load_model, write_history

    for name in live.manifest.files:
        if name.startswith(f"{FOLDER}/") and not is_counted(name):
            link_or_copy(live.path / name, draft.path / name)
    write_history(draft.path, load_model(live), catalog, FaissVectorIndex.load(draft.path))
    return True


def link_or_copy(source: Path, target: Path) -> None:
    """Have a file at `target` too; the store never writes one in place, so a link is enough."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def sweep_locks(draft: Path) -> None:
    """Remove lock files, which are the store's business and no part of a snapshot."""
    for lock in draft.glob("*.lock"):
        lock.unlink()


def _nothing_new(live: Generation | None, catalog: CatalogStore, encoder: TextEncoder) -> bool:
    return (
        live is not None
        and live.manifest.catalog_version == catalog.version()
        and live.manifest.encoder == encoder.fingerprint
        and is_complete(live, catalog)
    )

"""Which training is which: one name and its options to the module that runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InputError
from .training_extra import training_extra

if TYPE_CHECKING:
    from .decoder_training import DecoderTrainReport
    from .reranker_training import RerankTrainReport
    from .search_training import TextTrainReport
    from .training import TrainReport


def train(
    what: str,
    store: Path | str = "my-shop",
    *,
    seeds: int = 1,
    final: bool = True,
    judgements: Path | str | None = None,
    data: Path | str | None = None,
    questions: Path | str | None = None,
    decoder: str = "default",
    device: str = "auto",
    out: Path | str | None = None,
    fresh: bool = False,
    minutes: float = 0.0,
    **settings: Any,
) -> TrainReport | TextTrainReport | RerankTrainReport | DecoderTrainReport:
    """Train a model of the shop at `store` and make it live; readers see it on their next `open`.

    Killed, it goes on from its last checkpoint when it is called again.

    Args:
        what: ``"history"``, the encoder of shoppers' histories; ``"text"``, the encoder of
            requests and products; ``"reranker"``, what reads request and product together;
            ``"generator"``, the decoder.
        store: the store folder.
        seeds: history: trainings that `evaluate` measures, each without the validation items.
        final: history: fit once more with the validation items given back, for daily use.
        judgements: text, reranker: graded request–product pairs, a CSV; only the reranker
            needs them.
        data: generator: a folder of product-qa, learned from beside the shop's own products.
        questions: generator: a questions file whose items are left out of the training.
        decoder: generator: what to tune: ``"default"``, or a folder of full weights.
        device: generator: ``"auto"``, ``"cpu"`` or ``"cuda"``.
        out: generator: where the adapter goes instead of the store.
        fresh: generator: start from the base, not from the shipped adapter.
        minutes: generator: end after so long; 0: when every example was seen.
        settings: of `retrieval.shopper.settings.Settings`,
            `retrieval.adapting.settings.AdaptSettings`,
            `retrieval.reranking.settings.RerankSettings` or
            `generator.tuning.settings.TuneSettings`, by name.

    Raises:
        InputError: an unknown `what`, no histories to learn from, or judgements that can't be
            used.
        ModelError: a setting that can't be, or a training that went wrong.
        StoreError: no store, or another training of it is running.
    """
    if what not in {"history", "text", "reranker", "generator"}:
        raise InputError(f"can't train {what!r}: history, text, reranker or generator")
    foreign = [
        name
        for name, value in (
            ("data", data),
            ("questions", questions),
            ("out", out),
            ("fresh", fresh),
            ("minutes", minutes),
        )
        if value
    ]
    if foreign and what != "generator":
        raise InputError(f"{foreign[0]} is for `train generator`; `train {what}` takes none")
    if seeds < 1:
        raise InputError(f"seeds is the number of trainings and must be at least 1, not {seeds}")
    judged = None if judgements is None else Path(judgements)
    if what == "reranker":
        from .reranker_training import train_reranker
        from .retrieval.reranking.settings import RerankSettings

        return train_reranker(Path(store), judged, RerankSettings.from_dict(settings))
    if what == "text":
        from .retrieval.adapting.settings import AdaptSettings
        from .search_training import train_text

        return train_text(Path(store), AdaptSettings.from_dict(settings), judged)
    if judgements is not None:
        raise InputError(
            f"judgements are for `train text` and `train reranker`; `train {what}` takes none"
        )
    if what == "generator":
        with training_extra():
            from .decoder_training import train_decoder
        from .generator.tuning.settings import TuneSettings

        return train_decoder(
            Path(store),
            TuneSettings.from_dict(settings),
            decoder=decoder,
            data=None if data is None else Path(data),
            questions=None if questions is None else Path(questions),
            device=device,
            out=None if out is None else Path(out),
            fresh=fresh,
            minutes=minutes,
        )
    from .retrieval.shopper.settings import Settings
    from .training import train_history

    return train_history(Path(store), Settings.from_dict(settings), seeds, final)

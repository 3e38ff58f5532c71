"""Whatever goes wrong while a generation is written, the old one answers."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from shopctl.errors import StoreError
from shopctl.indexes.generations import Generations

STEPS_OF_A_WRITE = [
    ("fsync", "items.faiss"),
    ("fsync", "lexical/words.json"),
    ("write", "manifest.json"),
    ("fsync", "manifest.json"),
    ("fsync-folder", "lexical"),
    ("fsync-folder", ".new-000002"),
    ("rename", "000002"),
    ("fsync-folder", "generations"),
    ("write", "CURRENT.new"),
    ("fsync", "CURRENT.new"),
    ("rename", "CURRENT"),
    ("fsync-folder", "shop"),
]
BEFORE_THE_SWITCH = range(STEPS_OF_A_WRITE.index(("rename", "CURRENT")) + 1)


def write(generations, text):
    with generations.new() as writer:
        (writer.path / "lexical").mkdir()
        (writer.path / "lexical" / "words.json").write_text(text)
        (writer.path / "items.faiss").write_text(f"vectors {text}")
        writer.commit(count=1)


def content(path):
    return Generations(path).current().file("lexical/words.json").read_text()


class Hook:
    """Raises `error` before step number `at`; counts steps."""

    def __init__(self, at=-1, error=None):
        self.at, self.error, self.steps = at, error, []

    def __call__(self, step, path):
        self.steps.append((step, path))
        if len(self.steps) - 1 == self.at:
            raise self.error


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "shop" / "generations"
    write(Generations(folder), "old")
    return folder


def assert_clean_after_the_next_write(path):
    write(Generations(path), "newer")
    assert content(path) == "newer"
    folders = [entry.name for entry in path.iterdir() if entry.is_dir()]
    assert len(folders) == 2
    assert not [name for name in folders if name.startswith(".new-")]


def test_the_steps_and_their_order(path):
    hook = Hook()
    write(Generations(path, hook=hook), "new")
    seen = [(step, target.as_posix()) for step, target in hook.steps]
    for (step, target), (wanted_step, wanted_target) in zip(seen, STEPS_OF_A_WRITE, strict=True):
        assert step == wanted_step
        assert target.endswith(f"/{wanted_target}")


@pytest.mark.parametrize("at", BEFORE_THE_SWITCH)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("a bug"), SystemExit(1)])
def test_an_exception_at_any_step_leaves_the_old_one(path, at, error):
    with pytest.raises(type(error)):
        write(Generations(path, hook=Hook(at, error)), "new")
    assert content(path) == "old"
    assert_clean_after_the_next_write(path)


@pytest.mark.parametrize("at", BEFORE_THE_SWITCH)
def test_a_full_disk_at_any_step_leaves_the_old_one(path, at):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(StoreError, match="No space left on device; free space") as caught:
        write(Generations(path, hook=Hook(at, full)), "new")
    assert "\n" not in str(caught.value)
    assert content(path) == "old"
    assert_clean_after_the_next_write(path)


def test_a_full_disk_while_the_caller_writes(path):
    with pytest.raises(StoreError, match="No space left"), Generations(path).new():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert content(path) == "old"


def test_the_callers_own_errors_pass_through(path):
    """A network error is an OSError too, and none of the disk's."""
    with pytest.raises(ConnectionError, match="offline"), Generations(path).new():
        raise ConnectionError("offline")
    assert content(path) == "old"


def test_failing_after_the_switch_leaves_the_new_one(path):
    at = len(STEPS_OF_A_WRITE) - 1
    write(Generations(path, hook=Hook(at, OSError(errno.EIO, "I/O error"))), "new")
    assert content(path) == "new"


def test_a_first_write_that_fails_leaves_no_index(tmp_path):
    folder = tmp_path / "generations"
    with pytest.raises(KeyboardInterrupt):
        write(Generations(folder, hook=Hook(7, KeyboardInterrupt())), "new")
    assert not Generations(folder).exists()
    write(Generations(folder), "one")
    assert content(folder) == "one"


@pytest.mark.parametrize("kind", ["file", "read-only"])
def test_a_folder_that_cannot_be_written(tmp_path, kind):
    parent = tmp_path / "shop"
    if kind == "file":
        parent.write_text("not a folder")
    else:
        if os.geteuid() == 0:
            parent = Path("/proc/shop")  # root may write anywhere but here
        else:
            parent.mkdir(mode=0o555)
    with (
        pytest.raises(StoreError, match="can't write a new index"),
        Generations(parent / "g").new(),
    ):
        pass


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from shopctl.indexes.generations import Generations

    steps = 0
    def hook(step, path):
        global steps
        steps += 1
        if steps - 1 == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    with Generations(Path(sys.argv[1]), hook=hook).new() as writer:
        (writer.path / "lexical").mkdir()
        (writer.path / "lexical" / "words.json").write_text("new")
        (writer.path / "items.faiss").write_text("vectors new")
        writer.commit(count=1)
    """
)


@pytest.mark.parametrize("at", [0, 3, 6, 7, 10, 11])
def test_a_process_killed_at_a_step(path, at):
    """No `finally` runs: what is left over is swept by the next write, the lock is free."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(at)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert content(path) == ("old" if at in BEFORE_THE_SWITCH else "new")
    assert_clean_after_the_next_write(path)

"""The cache of converted encoders: made once, verified, made anew when damaged."""

import pytest
from shopctl.retrieval.converted import converted_folder


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPCTL_CACHE", str(tmp_path))
    calls = []

    def make(folder):
        calls.append(folder)
        (folder / "model.bin").write_bytes(b"weights")

    return make, calls


def test_made_once(made):
    make, calls = made
    first = converted_folder("key", make)
    assert converted_folder("key", make) == first
    assert (first / "model.bin").read_bytes() == b"weights"
    assert len(calls) == 1


def test_altered_files_are_never_given_out(made):
    make, calls = made
    (converted_folder("key", make) / "model.bin").write_bytes(b"Weights")
    assert (converted_folder("key", make) / "model.bin").read_bytes() == b"weights"
    (converted_folder("key", make) / "model.bin").unlink()
    assert (converted_folder("key", make) / "model.bin").read_bytes() == b"weights"
    (converted_folder("key", make) / "seal.json").write_text('{"../../x": "0"}')
    converted_folder("key", make)
    assert len(calls) == 4


def test_a_failure_leaves_nothing(made, tmp_path):
    def fail(folder):
        (folder / "half").write_text("x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        converted_folder("key", fail)
    assert [path.name for path in (tmp_path / "encoders").iterdir() if path.is_dir()] == []


def test_strays_of_a_killed_process_are_swept(made, tmp_path):
    make, _ = made
    stray = tmp_path / "encoders" / ".key.part-abc"
    stray.mkdir(parents=True)
    converted_folder("key", make)
    assert not stray.exists()

"""Pseudonyms: keyed, stable in one store, useless elsewhere."""

import stat
from pathlib import Path

import pytest
from shopctl.catalog.pseudonyms import KEY_NAME, Pseudonyms
from shopctl.errors import StoreError


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = Pseudonyms.load_or_create(tmp_path)
    key = tmp_path / KEY_NAME
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32
    again = Pseudonyms.load_or_create(tmp_path)
    assert first.of("ann") == again.of("ann") == Pseudonyms.load(tmp_path).of("ann")
    assert [file.name for file in tmp_path.iterdir()] == [KEY_NAME]


def test_another_store_gives_other_pseudonyms() -> None:
    one, two = Pseudonyms(bytes(32)), Pseudonyms(bytes([1]) * 32)
    assert one.of("ann") != two.of("ann")
    assert one.of("ann") != one.of("bob")
    assert one.fingerprint() != two.fingerprint()
    assert one.fingerprint() != one.of("")


def test_a_known_value() -> None:
    # hashlib.blake2b(b"ann", key=bytes(32), digest_size=16): a store must stay readable.
    assert Pseudonyms(bytes(32)).of("ann") == "4cb74a6915aa320472fb00ce9965f135"


def test_missing_and_damaged_keys(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="restore it from a backup"):
        Pseudonyms.load(tmp_path)
    (tmp_path / KEY_NAME).write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        Pseudonyms.load_or_create(tmp_path)
    with pytest.raises(StoreError):
        Pseudonyms(b"short")

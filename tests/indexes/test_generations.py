from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from filelock import FileLock
from shopctl.errors import ChecksumError, StoreError
from shopctl.indexes.generations import Generations
from shopctl.indexes.vector_index import FaissVectorIndex, make_index


@pytest.fixture
def shop(tmp_path):
    return Generations(tmp_path / "generations")


def write(generations, text="one", **fields):
    with generations.new() as writer:
        (writer.path / "lexical").mkdir()
        (writer.path / "lexical" / "words.json").write_text(text)
        (writer.path / "items.faiss").write_text(f"vectors {text}")
        return writer.commit(**fields)


def content(generations):
    return generations.current().file("lexical/words.json").read_text()


def rewrite_manifest(generations, change):
    """Alter the live manifest, and CURRENT's checksum of it so that only the manifest is at fault."""
    generation = generations.current()
    path = generation.path / "manifest.json"
    values = json.loads(path.read_text())
    change(values)
    path.write_text(json.dumps(values))
    point(generations, f"{generation.name} {hashlib.sha256(path.read_bytes()).hexdigest()}")


def point(generations, text):
    generations.current_file.write_text(text)


def test_a_shop_without_an_index_says_so(shop):
    assert not shop.exists()
    with pytest.raises(StoreError, match="no index yet: run `shopctl index`"):
        shop.current()


def test_the_manifest_tells_what_is_inside(shop):
    write(shop, "abc", dimension=384, count=7, encoder="e1", catalog_version="v1", languages=["en"])
    manifest = shop.current().manifest
    assert (manifest.generation, manifest.format) == ("000001", 1)
    assert (manifest.dimension, manifest.count) == (384, 7)
    assert (manifest.encoder, manifest.catalog_version) == ("e1", "v1")
    assert manifest.extra == {"languages": ["en"]}
    assert manifest.created.endswith("+00:00")
    assert list(manifest.files) == ["items.faiss", "lexical/words.json"]
    entry = manifest.files["lexical/words.json"]
    assert entry.size == 3
    # SHA-256 of "abc": FIPS 180-2, appendix B.1
    assert entry.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_numbers_rise_and_the_last_two_stay(shop):
    for text in ("one", "two", "three", "four"):
        write(shop, text)
    assert shop.current().name == "000004"
    assert content(shop) == "four"
    folders = sorted(path.name for path in shop.path.iterdir() if path.is_dir())
    assert folders == ["000003", "000004"]


def test_a_reader_keeps_the_generation_it_opened(shop):
    write(shop, "one")
    opened = shop.current()
    write(shop, "two")
    assert opened.file("lexical/words.json").read_text() == "one"
    assert content(shop) == "two"


def test_a_real_index_travels_through(shop):
    index = make_index(4)
    index.add(["a", "b"], np.eye(4, dtype=np.float32)[:2])
    with shop.new() as writer:
        index.save(writer.path)
        writer.commit(dimension=4, count=2)
    again = FaissVectorIndex.load(shop.current().path)
    assert again.search(np.eye(4, dtype=np.float32)[1:2], 1) == [[("b", 1.0)]]


def test_without_commit_nothing_changes(shop):
    write(shop, "one")
    with shop.new() as writer:
        (writer.path / "items.faiss").write_text("half done")
    assert content(shop) == "one"
    assert not list(shop.path.glob(".new-*"))


def test_committing_twice_is_refused(shop):
    with shop.new() as writer:
        writer.commit()
        with pytest.raises(StoreError, match="committed already"):
            writer.commit()
    assert shop.current().name == "000001"


def test_an_unknown_file_is_asked_for(shop):
    write(shop)
    with pytest.raises(StoreError, match=r"has no users\.faiss"):
        shop.current().file("users.faiss")


def test_one_writer_at_a_time(shop):
    write(shop)
    with (
        FileLock(shop.path / ".lock"),
        pytest.raises(StoreError, match="another process is indexing"),
        shop.new(),
    ):
        pass
    write(shop, "after")
    assert content(shop) == "after"


def test_current_edited_by_hand_rolls_back(shop):
    write(shop, "one")
    write(shop, "two")
    point(shop, "000001\n")
    assert content(shop) == "one"


class TestAltered:
    def test_changed_byte(self, shop):
        write(shop)
        (shop.current().path / "items.faiss").write_text("vectors two")
        with pytest.raises(ChecksumError, match=r"items\.faiss isn't the file that was indexed"):
            shop.current()

    def test_same_size_other_content(self, shop):
        write(shop)
        path = shop.current().path / "lexical" / "words.json"
        path.write_text("eno")
        with pytest.raises(ChecksumError, match="SHA-256"):
            shop.current()

    def test_missing_file(self, shop):
        write(shop)
        (shop.current().path / "items.faiss").unlink()
        with pytest.raises(ChecksumError, match=r"items\.faiss is missing"):
            shop.current()

    def test_extra_file(self, shop):
        write(shop)
        (shop.current().path / "users.faiss").write_text("smuggled in")
        with pytest.raises(ChecksumError, match=r"users\.faiss isn't in the manifest"):
            shop.current()

    def test_a_database_may_spill_beside_its_file(self, shop):
        write(shop)
        spill = shop.current().path / "catalog.duckdb.tmp"
        spill.mkdir()
        (spill / "block").write_text("spilled")
        assert content(shop) == "one"

    def test_link_in_place_of_a_file(self, shop, tmp_path):
        write(shop)
        path = shop.current().path / "items.faiss"
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ChecksumError, match="isn't a plain file"):
            shop.current()

    def test_changed_manifest(self, shop):
        write(shop)
        path = shop.current().path / "manifest.json"
        path.write_text(path.read_text().replace('"count": 0', '"count": 9'))
        with pytest.raises(ChecksumError, match="isn't the manifest that CURRENT names"):
            shop.current()

    def test_links_are_not_committed(self, shop, tmp_path):
        (tmp_path / "secret").write_text("s")
        with pytest.raises(ChecksumError, match="isn't a plain file"), shop.new() as writer:
            (writer.path / "items.faiss").symlink_to(tmp_path / "secret")
            writer.commit()
        assert not shop.exists()


class TestManifestRefused:
    @pytest.mark.parametrize(
        "name",
        [
            "../../catalog.duckdb",
            "/etc/passwd",
            "lexical/../../x",
            "./items.faiss",
            "",
            ".",
            "a//b",
            "..",
            "..\\x",
            "C:x",
            "a\0b",
        ],
    )
    def test_names_that_leave_the_folder(self, shop, name):
        write(shop)
        rewrite_manifest(
            shop, lambda values: values["files"].update({name: {"size": 1, "sha256": "0" * 64}})
        )
        with pytest.raises(StoreError, match="outside its folder"):
            shop.current()

    def test_newer_format(self, shop):
        write(shop)
        rewrite_manifest(shop, lambda values: values.update(format=2))
        with pytest.raises(StoreError, match="of format 2, this shopctl reads up to 1: upgrade"):
            shop.current()

    @pytest.mark.parametrize(
        "change",
        [
            lambda values: values.pop("files"),
            lambda values: values.pop("format"),
            lambda values: values.update(format="1"),
            lambda values: values.update(files=[]),
            lambda values: values.update(files={"x": {}}),
            lambda values: values.update(files={"x": {"size": 1, "sha256": "zz"}}),
            lambda values: values.update(count="many"),
            lambda values: values.update(extra=5),
        ],
    )
    def test_fields_of_the_wrong_kind(self, shop, change):
        write(shop)
        rewrite_manifest(shop, change)
        with pytest.raises(StoreError, match="isn't a manifest"):
            shop.current()

    @pytest.mark.parametrize("text", [b"", b"[]", b"\xff\xfe", b"{", b"[" * 100_000])
    def test_no_manifest_at_all(self, shop, text):
        write(shop)
        name = shop.current().name
        (shop.path / name / "manifest.json").write_bytes(text)
        point(shop, name)
        with pytest.raises(StoreError, match="isn't a manifest"):
            shop.current()

    def test_another_generations_manifest(self, shop):
        write(shop, "one")
        (shop.path / "000001").rename(shop.path / "000005")
        point(shop, "000005")
        with pytest.raises(StoreError, match="describes generation '000001'"):
            shop.current()


@pytest.mark.parametrize(
    "text", ["", "../000001", "/", "000001 a b", "latest", "１２３４５６", "\0"]
)
def test_current_that_names_no_generation(shop, text):
    write(shop)
    shop.current_file.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="CURRENT"):
        shop.current()


def test_current_names_a_folder_that_is_gone(shop):
    write(shop)
    point(shop, "000009")
    with pytest.raises(StoreError, match="000009 is missing though"):
        shop.current()


def test_a_reader_overtaken_by_two_writers_looks_again(shop):
    """CURRENT is read, then two generations go live and the first is pruned before it is opened."""
    write(shop, "one")

    class Overtaken(Generations):
        overtaken = False

        def _open(self, name, digest):
            if not self.overtaken:
                self.overtaken = True
                write(shop, "two")
                write(shop, "three")
            return super()._open(name, digest)

    assert content(Overtaken(shop.path)) == "three"

"""The store folder: made, opened, refused; shop.json written whole or not at all."""

import json
from pathlib import Path

import pytest
from shopctl.catalog.disk import store_error, write_atomic
from shopctl.catalog.folder import ShopFolder
from shopctl.errors import StoreError


def test_create_and_open(tmp_path: Path) -> None:
    made = ShopFolder.create(tmp_path / "a" / "shop")
    assert made.models_path.is_dir()
    assert made.generations_path.is_dir()
    made.config.update(languages=["en", "zh"], models={"encoder": "default"})
    opened = ShopFolder.open(made.path)
    assert opened.config.get("languages") == ["en", "zh"]
    assert opened.config.get("nothing", 3) == 3
    assert json.loads((made.path / "shop.json").read_text())["format"] == 1
    assert opened.catalog_path == made.path / "catalog.duckdb"
    assert ShopFolder.open_or_create(made.path).config.as_dict() == opened.config.as_dict()


def test_a_folder_that_a_broken_off_run_left_can_be_finished(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "pseudonyms.key").write_bytes(bytes(32))
    ShopFolder.create(tmp_path)
    assert (tmp_path / "pseudonyms.key").read_bytes() == bytes(32)


def test_refusals_are_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `shopctl index FILE --store") as caught:
        ShopFolder.open(tmp_path / "none")
    assert "\n" not in str(caught.value)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="not a folder"):
        ShopFolder.open(tmp_path / "file")
    with pytest.raises(StoreError, match="not a folder"):
        ShopFolder.create(tmp_path / "file")
    with pytest.raises(StoreError, match="not a shopctl store"):
        ShopFolder.open(tmp_path)
    with pytest.raises(StoreError, match="holds other files"):
        ShopFolder.create(tmp_path)
    shop = ShopFolder.create(tmp_path / "shop")
    with pytest.raises(StoreError, match="already"):
        ShopFolder.create(shop.path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": 2}', "newer shopctl"),
        ('{"format": true}', "damaged"),
        ('{"format": 0}', "damaged"),
        ('{"format": "1"}', "damaged"),
        ("{}", "damaged"),
        ("[1]", "damaged"),
        ("{", "damaged"),
        ("[" * 100_000, "damaged"),
        ("\udcff", "damaged"),
    ],
)
def test_foreign_or_damaged_settings(tmp_path: Path, content: str, said: str) -> None:
    shop = ShopFolder.create(tmp_path / "shop")
    (shop.path / "shop.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(StoreError, match=said) as caught:
        ShopFolder.open(shop.path)
    assert "\n" not in str(caught.value)


def test_the_format_cannot_be_set(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        ShopFolder.create(tmp_path).config.update(format=7)


def test_settings_stay_when_they_cannot_be_written(tmp_path: Path) -> None:
    shop = ShopFolder.create(tmp_path / "shop")
    shop.config.update(languages=["en"])
    (shop.path / "shop.json.tmp").mkdir()  # the temporary file can't be made
    with pytest.raises(StoreError, match="can't use"):
        shop.config.update(languages=["zh"])
    assert shop.config.get("languages") == ["en"]
    assert ShopFolder.open(shop.path).config.get("languages") == ["en"]


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    file = tmp_path / "f"
    write_atomic(file, b"old")
    with pytest.raises(TypeError):
        write_atomic(file, "not bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["f"]


def test_two_writers(tmp_path: Path) -> None:
    one, two = ShopFolder.create(tmp_path / "s"), ShopFolder.open(tmp_path / "s")
    with (
        one.lock(),
        pytest.raises(StoreError, match="busy: another shopctl is writing"),
        two.lock(),
    ):
        pass
    with two.lock():
        pass


def test_disk_errors_in_words() -> None:
    path = Path("shop")
    assert "no space left" in str(store_error(OSError(28, "No space left on device"), path))
    assert "no space left" in str(
        store_error(ValueError("IO Error: No space left on device"), path)
    )
    assert "no permission" in str(store_error(PermissionError(13, "x"), path))
    assert "can't use" in str(store_error(OSError(5, "two\nlines"), path))
    assert "\n" not in str(store_error(OSError(5, "two\nlines"), path))

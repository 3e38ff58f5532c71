"""The folder of a store: what lies where, and shop.json.

Knows paths and settings; opens no catalog and no index.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from ..errors import StoreError
from .disk import disk_errors, write_atomic, writer_lock

FORMAT = 1
_CONFIG = "shop.json"
# What a first run that broke off may have left: a folder with no more than this can be made a store.
_OWN = frozenset(
    {
        "shop.json.tmp",
        "catalog.duckdb",
        "catalog.duckdb.lock",
        "catalog.duckdb.writing",
        "catalog.duckdb.writing.wal",
        "catalog.duckdb.writing.spill",
        "pseudonyms.key",
        "models",
        "generations",
        "store.lock",
        "CURRENT",
    }
)


class ShopConfig:
    """The settings in shop.json: languages, model ids and whatever callers add; plain JSON values."""

    def __init__(self, path: Path, values: dict[str, Any]) -> None:
        self._path = path
        self._values = values

    def get(self, name: str, default: Any = None) -> Any:
        """One setting, or `default`."""
        return self._values.get(name, default)

    def as_dict(self) -> dict[str, Any]:
        """All settings, as a copy."""
        return dict(self._values)

    def update(self, **values: Any) -> None:
        """Change settings and write them; a crash leaves the old ones or the new, whole.

        Raises:
            StoreError: the disk refuses; the settings stay as they were.
        """
        if values.get("format", FORMAT) != FORMAT:
            raise StoreError("the format of a store isn't a setting")
        changed = {"format": FORMAT, **self._values, **values}
        content = json.dumps(changed, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        write_atomic(self._path, content.encode())
        self._values = changed


class ShopFolder:
    """A store's folder and its layout.

    Attributes:
        path: the folder, absolute.
        config: the settings in shop.json.
    """

    def __init__(self, path: Path, config: ShopConfig) -> None:
        self.path = path
        self.config = config

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make a store folder, or finish one that broke off before it had a shop.json.

        Raises:
            StoreError: there is a store already, it is no folder, or other files lie in it.
        """
        path = Path(path).absolute()
        if (path / _CONFIG).exists():
            raise StoreError(f"there is a store at {path} already: open it, or choose another path")
        if path.exists() and not path.is_dir():
            raise StoreError(f"{path} is not a folder: choose another --store")
        with disk_errors(path):
            foreign = (
                sorted(f.name for f in path.iterdir() if f.name not in _OWN)
                if path.exists()
                else []
            )
            if foreign:
                raise StoreError(
                    f"{path} holds other files ({foreign[0]!r:.60} …): choose an empty --store folder"
                )
            for folder in (path, path / "models", path / "generations"):
                folder.mkdir(parents=True, exist_ok=True)
        config = ShopConfig(path / _CONFIG, {})
        config.update(languages=[], models={})
        return cls(path, config)

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a store folder.

        Raises:
            StoreError: nothing there, not a folder, not a store, damaged, or of a newer format.
        """
        path = Path(path).absolute()
        if not path.exists():
            raise StoreError(f"no store at {path}: run `shopctl index FILE --store {path}` first")
        if not path.is_dir():
            raise StoreError(f"{path} is not a folder: give the folder of a store")
        config = path / _CONFIG
        if not config.exists():
            raise StoreError(
                f"{path} is not a shopctl store (no {_CONFIG}): "
                f"run `shopctl index FILE --store PATH` to make one"
            )
        return cls(path, ShopConfig(config, _read(config)))

    @classmethod
    def open_or_create(cls, path: Path | str) -> Self:
        """Open the store folder at `path`, made now if there is none.

        Raises:
            StoreError: as `open` and `create`.
        """
        return cls.open(path) if (Path(path) / _CONFIG).exists() else cls.create(path)

    @property
    def catalog_path(self) -> Path:
        """The DuckDB file."""
        return self.path / "catalog.duckdb"

    @property
    def models_path(self) -> Path:
        """The shop's own trained weights."""
        return self.path / "models"

    def encoder_name(self) -> str:
        """The text encoder that the shop is indexed with; the shop's own by its folder."""
        name = str(self.config.get("models", {}).get("encoder", "default"))
        own = self.path / name
        return str(own) if name.startswith(f"{self.models_path.name}/") and own.is_dir() else name

    @property
    def generations_path(self) -> Path:
        """The folder of index generations; CURRENT lies beside it."""
        return self.path / "generations"

    @property
    def current_path(self) -> Path:
        """The file that names the live generation."""
        return self.path / "CURRENT"

    def lock(self) -> AbstractContextManager[None]:
        """Hold the store for one writer, for as long as an index or a training takes.

        Raises:
            StoreError: another shopctl holds it.
        """
        return writer_lock(self.path / "store.lock", f"the store at {self.path}")


def _read(path: Path) -> dict[str, Any]:
    with disk_errors(path):
        content = path.read_bytes()
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        values = None
    version = values.get("format") if isinstance(values, Mapping) else None
    if not isinstance(values, dict) or not isinstance(version, int) or isinstance(version, bool):
        raise StoreError(f"{path} is damaged: restore it, or index the shop anew elsewhere")
    if version > FORMAT:
        raise StoreError(
            f"{path.parent} was written by a newer shopctl (format {version}, this one reads "
            f"{FORMAT}): upgrade shopctl"
        )
    if version < 1:
        raise StoreError(f"{path} is damaged: restore it, or index the shop anew elsewhere")
    return values

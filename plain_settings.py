"""Settings that a training is kept with, from plain values and back: one check for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar, Self

from .errors import ModelError


class PlainSettings:
    """What frozen dataclasses of settings have in common: every field has a plain default.

    Attributes:
        ADVICE: what to do about an unknown name, for the error message.
    """

    ADVICE: ClassVar[str]
    __slots__ = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Settings as `to_dict` gave them.

        Raises:
            ModelError: a name is unknown or a value has the wrong type.
        """
        defaults: dict[str, Any] = {field.name: field.default for field in fields(cls)}  # type: ignore[arg-type]
        if foreign := set(values) - set(defaults):
            raise ModelError(f"unknown setting {min(foreign)!r}: {cls.ADVICE}")
        for name, value in values.items():
            wanted = type(defaults[name])
            number = wanted is float and type(value) is int
            if type(value) is not wanted and not number:
                raise ModelError(f"setting {name!r} can't be {value!r}")
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

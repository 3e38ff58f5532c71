"""Google Merchant and like product feeds in XML (RSS 2.0, Atom, plain ``<product>``) to rows.

The tab-separated form of the same feed is an ordinary TSV. The parser is defusedxml's: entity
bombs and external entities are refused. Items are handed on one by one; nothing else is kept.
"""

from __future__ import annotations

import re
from typing import Any, TextIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ...errors import InputError
from ..sniff import Sniffed, text_of
from .rows import RAW_LIMIT, BadRow, Parsed, RawRow, Rows

_ITEMS = frozenset({"item", "entry", "product", "offer"})
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CHUNK = 256 * 1024
_MAX_ITEM = 32 * 1024 * 1024


def parse_xml(sniffed: Sniffed) -> Parsed:
    """Open an XML feed."""
    return Parsed("google merchant xml", _rows(text_of(sniffed), sniffed.name))


def _rows(text: TextIO, name: str) -> Rows:
    collector = _Items()
    parser = DefusedXMLParser(target=collector)
    try:
        while piece := text.readline(_CHUNK):
            parser.feed(_FORBIDDEN.sub("", piece))
            collector.line += piece.endswith("\n")
            yield from collector.take()
        parser.close()
    except DefusedXmlException as error:
        raise InputError(f"{name}: the XML declares entities ({type(error).__name__}), which is not read for safety") from None  # fmt: skip
    except ParseError as error:
        yield from collector.take()
        yield BadRow(collector.line, f"broken XML ({error}); the rest of the file is not read", collector.shown())  # fmt: skip


class _Items:
    """A parser target that turns each item element into a mapping of its children."""

    def __init__(self) -> None:
        self.line = 1
        self._done: list[RawRow] = []
        self._stack: list[tuple[str, dict[str, Any], list[str]]] = []
        self._start_line = 1
        self._raw: list[str] = []
        self._size = 0

    def take(self) -> list[RawRow]:
        done, self._done = self._done, []
        return done

    def shown(self) -> str:
        return "".join(self._raw)[:RAW_LIMIT]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rsplit("}", 1)[-1]
        if not self._stack:
            if name.casefold() not in _ITEMS:
                return
            self._start_line, self._raw, self._size = self.line, [], 0
        self._raw.append(f"<{name}>")
        children: dict[str, Any] = {}
        if not self._stack or name == "link":
            children = {f"@{k.rsplit('}', 1)[-1]}": v for k, v in attributes.items()}
        self._stack.append((name, children, []))

    def data(self, text: str) -> None:
        if self._stack:
            self._size += len(text)
            if self._size <= _MAX_ITEM:
                self._stack[-1][2].append(text)
                self._raw.append(text)

    def end(self, tag: str) -> None:
        if not self._stack:
            return
        name, children, texts = self._stack.pop()
        self._raw.append(f"</{name}>")
        if not self._stack:
            values = {("id" if key == "@id" else key): value for key, value in children.items()}
            self._done.append(RawRow(self._start_line, values, self.shown()))
            return
        text = "".join(texts).strip()
        if name == "link" and not text:
            text = children.pop("@href", "")
        children.pop("@href", None)
        children.pop("@rel", None)
        children.pop("@type", None)
        value: Any = children if children and not text else text
        siblings = self._stack[-1][1]
        if name in siblings:
            earlier = siblings[name]
            siblings[name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        else:
            siblings[name] = value

    def close(self) -> None:
        """End of the document; expected by the parser."""

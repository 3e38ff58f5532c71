"""What was read from one source: the figures and decisions a user should see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class ReadReport:
    """The account of one source; complete once the reading has been iterated to its end.

    ``rows == accepted + rejected`` always. `records` can differ from `accepted`: a sequence line
    gives many interactions, and several Shopify variant rows give one product.

    Attributes:
        mapped: source column → field.
        attributes: columns kept as attributes.
        format: e.g. ``"csv"``, ``"json lines"``, ``"shopify"``.
        rows: logical rows of the file, the header and blank lines not counted.
        accepted: rows that went into a record.
        rejected: rows that didn't; each gave one `Reject`.
        records: records handed out.
        made_ids: products without an id that were given one.
        superseded: accepted rows whose id came again later with other content; the later wins.
        notes: further decisions, in a user's words.
    """

    mapped: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    format: str = ""
    encoding: str = ""
    delimiter: str | None = None
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    records: int = 0
    made_ids: int = 0
    superseded: int = 0
    notes: list[str] = field(default_factory=list)


class Tally:
    """Counts repeated remarks so that a report says each once, with a number and an example."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, remark: str, example: str = "") -> None:
        """Count one more `remark`; the first example is kept."""
        self._counts[remark] += 1
        if example:
            self._examples.setdefault(remark, example)

    def notes(self) -> list[str]:
        """One line a remark, most frequent first."""
        return [
            f"{count:,} × {remark}" + (f" (e.g. {self._examples[remark]})" if remark in self._examples else "")
            for remark, count in self._counts.most_common()
        ]  # fmt: skip

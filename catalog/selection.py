"""Choosing products by hard filters: which pass, and what to relax when none does."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ..errors import InputError
from .condition import Condition, attribute_name
from .database import Database
from .filter_sql import compile_all, compile_condition
from .folding import shown

_NAMES_SHOWN = 12


def select_ids(database: Database, conditions: Sequence[Condition]) -> list[str]:
    """Ids of the products that pass all conditions, sorted.

    Raises:
        InputError: a condition isn't valid.
    """
    where, parameters = compile_all(conditions)
    sql = f"SELECT item_id FROM shop.products WHERE {where} ORDER BY item_id"
    return [item_id for (item_id,) in database.query(sql, parameters)]


def relaxations(database: Database, conditions: Sequence[Condition]) -> list[tuple[Condition, int]]:
    """For each condition: how many products pass all the others.

    Raises:
        InputError: a condition isn't valid.
    """
    if not conditions:
        return []
    compiled = [compile_condition(condition) for condition in conditions]
    tests = ", ".join(f"{sql} AS c{at}" for at, (sql, _) in enumerate(compiled))
    counts = []
    for left_out in range(len(compiled)):
        others = [f"c{at}" for at in range(len(compiled)) if at != left_out]
        counts.append(f"count(*) FILTER ({' AND '.join(others) or 'TRUE'})")
    sql = f"SELECT {', '.join(counts)} FROM (SELECT {tests} FROM shop.products)"
    parameters = [value for _, values in compiled for value in values]
    return list(zip(conditions, database.query(sql, parameters)[0], strict=True))


def check_attributes(database: Database, conditions: Sequence[Condition]) -> None:
    """Make sure that the attributes that filters name occur in the catalog.

    `select_ids` doesn't ask for this (no product has such an attribute, so none passes); a person
    who mistyped a name wants to hear of it.

    Raises:
        InputError: one doesn't; names the nearest one and some that do.
    """
    wanted = [name for one in conditions if (name := attribute_name(one.field)) is not None]
    if not wanted:
        return
    rows = database.query(
        "SELECT name FROM (SELECT unnest(map_keys(attribute_keys)) AS name FROM shop.products) "
        "GROUP BY name ORDER BY count(*) DESC, name"
    )
    names = [name for (name,) in rows]
    for name in wanted:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f" (did you mean {shown(near[0])}?)" if near else ""
            some = ", ".join(shown(known) for known in names[:_NAMES_SHOWN]) or "none"
            more = " …" if len(names) > _NAMES_SHOWN else ""
            raise InputError(
                f"no attribute “{shown(name)}” in this catalog{hint}: there are {some}{more}"
            )

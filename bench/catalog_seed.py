"""Fills the conventional read application's tables from one answer of Openshelf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, create_engine, inspect
from sqlalchemy.orm import Session

from bench.apps.catalog_rows import Base, Image, Option, OptionValue, Product, Variant
from bench.harness import BenchError

Entity = TypeVar("Entity", bound=Base)


def seed(path: Path, product: Mapping[str, Any]) -> None:
    """Creates the SQLite file `path` with a product, as an answer's `data` has it, and what belongs to it.

    Raises BenchError when the answer has a field that the tables lack, or lacks one: then the two servers
    would not do the same work, and `apps/catalog_rows.py` and `apps/read_conventional.py` have to learn it.
    """
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        row = _row(Product, product, apart={"variants", "images", "options"})
        values: dict[int, OptionValue] = {}
        for option in product["options"]:
            option_row = _row(Option, option, apart={"option_values"})
            for value in option["option_values"]:
                values[value["id"]] = _row(OptionValue, {**value, "option_id": option["id"]})
                option_row.option_values.append(values[value["id"]])
            row.options.append(option_row)
        for variant in product["variants"]:
            variant_row = _row(Variant, variant, apart={"option_values"})
            variant_row.option_values = [values[value["id"]] for value in variant["option_values"]]
            row.variants.append(variant_row)
        row.images = [_row(Image, image) for image in product["images"]]
        session.add(row)
        session.commit()
    engine.dispose()


def _row(
    entity: type[Entity], fields: Mapping[str, Any], apart: frozenset[str] | set[str] = frozenset()
) -> Entity:
    columns = inspect(entity).columns
    given = set(fields) - apart
    if given != set(columns.keys()):
        raise BenchError(
            f"{entity.__name__}: only in the answer {sorted(given - set(columns.keys()))}, "
            f"only in the table {sorted(set(columns.keys()) - given)}"
        )
    return entity(**{name: _value(columns[name].type, fields[name]) for name in given})


def _value(kind: Any, value: Any) -> Any:
    if isinstance(kind, DateTime) and value is not None:
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC).replace(tzinfo=None)
    return value

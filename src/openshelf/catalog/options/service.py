"""Rules of variant options: unique names and labels, at most 250 values, one default (behaviour 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.documents import write_documents
from openshelf.catalog.options.schemas import Option, OptionPost, OptionValue, OptionValuePost
from openshelf.catalog.types import or_else
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import option, option_value, variant_option_value
from openshelf.wire.problems import Conflict, InvalidFields, NotFound, Unprocessable

MAX_VALUES = 250
DEFAULT_TYPE = "radio_buttons"
"""Of options that arise from the variants of a new product (behaviour 5.14)."""


class OptionNotFound(NotFound):
    def __init__(self, option_id: int) -> None:
        super().__init__(f"An option was not found with an id of {option_id}")


class DisplayNameUsed(Conflict):
    def __init__(self, name: str) -> None:
        text = f"The display name {name} has already been used on this product."
        super().__init__(text, errors={"display_name": text})


class LabelUsed(Unprocessable):
    def __init__(self, label: str) -> None:
        text = f'The option label: "{label}" value is already used on this option.'
        super().__init__(text, errors={"label": text})


class SeveralDefaults(Unprocessable):
    def __init__(self) -> None:
        text = "An option or modifier must have not more than one default"
        super().__init__(text, errors={"option_values": text})


class TooManyValues(Unprocessable):
    def __init__(self) -> None:
        text = f"An option may have at most {MAX_VALUES} values"
        super().__init__(text, errors={"option_values": text})


def create(tx: Transaction, store_id: int, product_id: int, new: OptionPost) -> int:
    """Create an option with its values on a product whose row the caller has locked."""
    if sum(or_else(value.is_default, default=False) for value in new.option_values) > 1:
        raise SeveralDefaults
    if new.type == "swatch" and any(or_else(value.is_default, default=False) for value in new.option_values):
        raise InvalidFields({"is_default": "is_default is not supported on a swatch"})
    option_id = insert_option(
        tx,
        store_id,
        product_id,
        new.display_name,
        new.type,
        sort_order=None if new.sort_order is UNSET else new.sort_order,
        image_url=or_else(new.image_url, ""),
    )
    add_values(tx, store_id, option_id, new.option_values)
    return option_id


def insert_option(
    tx: Transaction,
    store_id: int,
    product_id: int,
    display_name: str,
    kind: str = DEFAULT_TYPE,
    *,
    sort_order: int | None = None,
    image_url: str = "",
) -> int:
    mine = sa.and_(option.c.store_id == store_id, option.c.product_id == product_id)
    if sort_order is None:
        sort_order = tx.execute(sa.select(sa.func.count()).where(mine)).scalar_one()
    option_id = tx.next_id("option", store_id)
    inserted = tx.insert_new(
        option,
        {
            "store_id": store_id,
            "id": option_id,
            "product_id": product_id,
            "name": internal_name(display_name, int(tx.now.timestamp()), product_id),
            "display_name": display_name,
            "display_name_key": display_name.casefold(),
            "type": kind,
            "config": [],
            "sort_order": sort_order,
            "image_url": image_url,
            "document": b"",
        },
    )
    if not inserted:
        raise DisplayNameUsed(display_name)
    tx.touch("option", store_id, option_id)
    return option_id


def internal_name(display_name: str, epoch: int, product_id: int) -> str:
    """`Display-Name<epoch>-<product>` (behaviour 5.11)."""
    words = re.sub(r"\s+", "-", display_name.strip())
    return f"{words}{epoch}-{product_id}"


def add_values(tx: Transaction, store_id: int, option_id: int, new: Sequence[OptionValuePost]) -> list[int]:
    """Add values in their order; each gets the next sort order unless it names one."""
    mine = sa.and_(option_value.c.store_id == store_id, option_value.c.option_id == option_id)
    there = tx.execute(sa.select(sa.func.count()).where(mine)).scalar_one()
    if there + len(new) > MAX_VALUES:
        raise TooManyValues
    taken = set(tx.execute(sa.select(option_value.c.label_key).where(mine)).scalars())
    ids = list(tx.next_ids("option_value", store_id, len(new)))
    rows = []
    for position, (value_id, value) in enumerate(zip(ids, new, strict=True), start=there):
        key = value.label.casefold()
        if key in taken:
            raise LabelUsed(value.label)
        taken.add(key)
        rows.append(
            {
                "store_id": store_id,
                "id": value_id,
                "option_id": option_id,
                "label": value.label,
                "label_key": key,
                "sort_order": or_else(value.sort_order, position),
                "value_data": None if value.value_data is UNSET else value.value_data,
                "is_default": or_else(value.is_default, default=False),
            }
        )
    if rows:
        tx.execute(sa.insert(option_value), rows)
    tx.touch("option", store_id, option_id)
    return ids


def values_of(tx: Transaction, store_id: int, option_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """The values of options in their order, by option."""
    found: dict[int, list[dict[str, Any]]] = {option_id: [] for option_id in option_ids}
    query = (
        sa.select(option_value)
        .where(option_value.c.store_id == store_id, option_value.c.option_id.in_(option_ids))
        .order_by(option_value.c.option_id, option_value.c.sort_order, option_value.c.id)
    )
    for row in tx.execute(query).mappings():
        found[row["option_id"]].append(dict(row))
    return found


def of_product(tx: Transaction, store_id: int, product_id: int) -> list[dict[str, Any]]:
    """The options of a product with their values, in their order."""
    query = (
        sa.select(option)
        .where(option.c.store_id == store_id, option.c.product_id == product_id)
        .order_by(option.c.sort_order, option.c.id)
    )
    found = [dict(row) for row in tx.execute(query).mappings()]
    values = values_of(tx, store_id, {each["id"] for each in found})
    return [{**each, "values": values[each["id"]]} for each in found]


def dependent_variants(tx: Transaction, store_id: int, option_ids: set[int]) -> set[int]:
    """The variants whose documents show these options."""
    query = sa.select(variant_option_value.c.variant_id).where(
        variant_option_value.c.store_id == store_id, variant_option_value.c.option_id.in_(option_ids)
    )
    return set(tx.execute(query).scalars())


def render_value(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in OptionValue.__struct_fields__}


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    query = sa.select(option).where(option.c.store_id == store_id, option.c.id.in_(ids))
    values = values_of(tx, store_id, ids)
    write_documents(
        tx,
        option,
        store_id,
        {
            row["id"]: documents.render(
                Option, row, option_values=[render_value(v) for v in values[row["id"]]]
            )
            for row in tx.execute(query).mappings()
        },
    )

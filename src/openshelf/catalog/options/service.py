"""Rules of variant options: unique names, values, and the variants that go with them (behaviour 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.choices import configs, names, values
from openshelf.catalog.choices.problems import DisplayNameUsed
from openshelf.catalog.choices.schemas import ValueGiven
from openshelf.catalog.documents import write_documents
from openshelf.catalog.options.schemas import Option, OptionPost, OptionPut, OptionValue, OptionValuePost
from openshelf.catalog.types import or_else, sent
from openshelf.catalog.variants import service as variants
from openshelf.media.pictures import Kept
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import option, option_value, variant_option_value
from openshelf.wire.problems import NotFound

VALUES = values.Kind(option_value, "option_id")
DEFAULT_TYPE = "radio_buttons"
"""Of options that arise from the variants of a new product (behaviour 5.14)."""

NO_PICTURES: Mapping[str, Kept] = {}


class OptionNotFound(NotFound):
    def __init__(self, option_id: int) -> None:
        super().__init__(f"An option was not found with an id of {option_id}")


class OptionValueNotFound(NotFound):
    def __init__(self, value_id: int) -> None:
        super().__init__(f"An option value was not found with an id of {value_id}")


def create(
    tx: Transaction,
    store_id: int,
    product_id: int,
    new: OptionPost,
    kept: Mapping[str, Kept] = NO_PICTURES,
) -> int:
    """Create an option with its values on a product whose row the caller has locked. `kept` are the pictures behind
    the URLs of its swatches."""
    option_id = insert_option(
        tx,
        store_id,
        product_id,
        new.display_name,
        new.type,
        sort_order=None if new.sort_order is UNSET else new.sort_order,
        image_url=or_else(new.image_url, ""),
        config=configs.settle(new.type, new.config),
    )
    values.save(tx, VALUES, store_id, option_id, new.type, new.option_values, kept)
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
    config: dict[str, Any] | list[Any] | None = None,
) -> int:
    names.require_free(tx, store_id, product_id, display_name)
    if sort_order is None:
        sort_order = names.next_sort_order(tx, option, store_id, product_id)
    option_id = tx.next_id("option", store_id)
    inserted = tx.insert_new(
        option,
        {
            "store_id": store_id,
            "id": option_id,
            "product_id": product_id,
            "name": names.internal_name(display_name, int(tx.now.timestamp()), product_id),
            "display_name": display_name,
            "display_name_key": display_name.casefold(),
            "type": kind,
            "config": config or [],
            "sort_order": sort_order,
            "image_url": image_url,
            "document": b"",
        },
    )
    if not inserted:
        raise DisplayNameUsed(display_name)
    tx.touch("option", store_id, option_id)
    return option_id


def add_values(tx: Transaction, store_id: int, option_id: int, new: Sequence[OptionValuePost]) -> list[int]:
    """Add values in their order; each gets the next sort order unless it names one."""
    kind = tx.execute(
        sa.select(option.c.type).where(option.c.store_id == store_id, option.c.id == option_id)
    ).scalar_one()
    tx.touch("option", store_id, option_id)
    return values.save(tx, VALUES, store_id, option_id, kind, new, NO_PICTURES)


def found(tx: Transaction, store_id: int, product_id: int, option_id: int) -> dict[str, Any]:
    """An option of this product. Raises `OptionNotFound`, also when it is another product's."""
    query = sa.select(option).where(
        option.c.store_id == store_id, option.c.product_id == product_id, option.c.id == option_id
    )
    row = tx.execute(query).mappings().first()
    if row is None:
        raise OptionNotFound(option_id)
    return dict(row)


def change(
    tx: Transaction,
    store_id: int,
    product_id: int,
    option_id: int,
    changes: OptionPut,
    kept: Mapping[str, Kept] = NO_PICTURES,
) -> int:
    """Change an option of a product whose row is locked, and the values it names; returns its id."""
    row = found(tx, store_id, product_id, option_id)
    after = {**row, **sent(changes, "id", "product_id", "config", "option_values")}
    retyped = after["type"] != row["type"]
    if after["display_name"] != row["display_name"]:
        names.require_free(tx, store_id, product_id, after["display_name"], but=option_id)
    tx.execute(
        sa.update(option)
        .where(option.c.store_id == store_id, option.c.id == option_id)
        .values(
            display_name=after["display_name"],
            display_name_key=after["display_name"].casefold(),
            type=after["type"],
            config=configs.settle(after["type"], changes.config, None if retyped else row["config"]),
            sort_order=after["sort_order"],
            image_url=after["image_url"],
        )
    )
    given = or_else(changes.option_values, [])
    if given or retyped:
        values.save(tx, VALUES, store_id, option_id, after["type"], given, kept, retyped=retyped)
    tx.touch("option", store_id, option_id)
    return option_id


def delete(tx: Transaction, store_id: int, product_id: int, option_id: int) -> bool:
    """Delete an option of a product whose row is locked, with the variants that have a value of it; says whether it
    was there."""
    try:
        found(tx, store_id, product_id, option_id)
    except OptionNotFound:
        return False
    variants.remove(tx, store_id, product_id, dependent_variants(tx, store_id, {option_id}))
    values.remove(tx, VALUES, store_id, values.ids_of(tx, VALUES, store_id, option_id))
    tx.execute(sa.delete(option).where(option.c.store_id == store_id, option.c.id == option_id))
    return True


def save_value(
    tx: Transaction,
    store_id: int,
    product_id: int,
    option_id: int,
    given: ValueGiven,
    value_id: int = values.NEW,
    kept: Mapping[str, Kept] = NO_PICTURES,
) -> int:
    """Add a value to an option of a product whose row is locked, or change one; returns its id."""
    row = found(tx, store_id, product_id, option_id)
    if value_id and value_id not in values.ids_of(tx, VALUES, store_id, option_id):
        raise OptionValueNotFound(value_id)
    tx.touch("option", store_id, option_id)
    return values.save(tx, VALUES, store_id, option_id, row["type"], [given], kept, only=value_id)[0]


def delete_value(tx: Transaction, store_id: int, product_id: int, option_id: int, value_id: int) -> bool:
    """Delete a value of a product whose row is locked, with the variants that have it (behaviour 5.17); says whether
    it was there."""
    found(tx, store_id, product_id, option_id)
    if value_id not in values.ids_of(tx, VALUES, store_id, option_id):
        return False
    query = sa.select(variant_option_value.c.variant_id).where(
        variant_option_value.c.store_id == store_id, variant_option_value.c.option_value_id == value_id
    )
    variants.remove(tx, store_id, product_id, set(tx.execute(query).scalars()))
    values.remove(tx, VALUES, store_id, [value_id])
    tx.touch("option", store_id, option_id)
    return True


def of_product(tx: Transaction, store_id: int, product_id: int) -> list[dict[str, Any]]:
    """The options of a product with their values, in their order."""
    query = (
        sa.select(option)
        .where(option.c.store_id == store_id, option.c.product_id == product_id)
        .order_by(option.c.sort_order, option.c.id)
    )
    rows = [dict(row) for row in tx.execute(query).mappings()]
    by_option = values_of(tx, store_id, {each["id"] for each in rows})
    return [{**each, "values": by_option[each["id"]]} for each in rows]


def values_of(tx: Transaction, store_id: int, option_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """The values of options in their order, by option."""
    by_option: dict[int, list[dict[str, Any]]] = {option_id: [] for option_id in option_ids}
    for row in values.facts(tx, VALUES, store_id, VALUES.of(store_id, option_ids)):
        by_option[row["option_id"]].append(row)
    return by_option


def dependent_variants(tx: Transaction, store_id: int, option_ids: set[int]) -> set[int]:
    """The variants whose documents show these options."""
    query = sa.select(variant_option_value.c.variant_id).where(
        variant_option_value.c.store_id == store_id, variant_option_value.c.option_id.in_(option_ids)
    )
    return set(tx.execute(query).scalars())


def rendered_value(row: Mapping[str, Any]) -> bytes:
    return documents.render(OptionValue, row, value_data=values.shown_data(row))


def render_value_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    rows = values.facts(tx, VALUES, store_id, option_value.c.id.in_(ids))
    write_documents(tx, option_value, store_id, {row["id"]: rendered_value(row) for row in rows})


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    query = sa.select(option).where(option.c.store_id == store_id, option.c.id.in_(ids))
    by_option = values_of(tx, store_id, ids)
    shown = {each: [msgspec.Raw(rendered_value(row)) for row in rows] for each, rows in by_option.items()}
    write_documents(
        tx,
        option,
        store_id,
        {
            row["id"]: documents.render(Option, row, option_values=shown[row["id"]])
            for row in tx.execute(query).mappings()
        },
    )
